"""One document, one sequence of bytes: against a slow second writer, and against RFC 8785."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.version.canonical import MOST, NotCanonical, canonical, parse, sha256
from tests.dashboard.version.documents import NASTY, document, everywhere

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def slow(value: Any) -> str:
    """RFC 8785 letter by letter."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        letters = [SHORT.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 else c) for c in value]
        return '"' + "".join(letters) + '"'
    if isinstance(value, list):
        return "[" + ",".join(slow(item) for item in value) + "]"
    left = list(value)
    said = []
    while left:
        least = left[0]
        for name in left:
            if units(name) < units(least):
                least = name
        left.remove(least)
        said.append(slow(least) + ":" + slow(value[least]))
    return "{" + ",".join(said) + "}"


def units(text: str) -> list[int]:
    found = []
    for letter in map(ord, text):
        if letter < 0x10000:
            found.append(letter)
        else:
            found += [0xD800 + ((letter - 0x10000) >> 10), 0xDC00 + ((letter - 0x10000) & 0x3FF)]
    return found


def same(a: Any, b: Any) -> bool:
    """As ==, but 1 is not True."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


@given(DOCUMENTS)
def test_it_is_what_the_slow_writer_writes(value: Any) -> None:
    assert canonical(value) == slow(value).encode()


@given(DOCUMENTS)
def test_it_says_what_was_said(value: Any) -> None:
    assert same(json.loads(canonical(value)), value)
    assert same(parse(canonical(value)), value)


@given(DOCUMENTS, DOCUMENTS)
def test_two_documents_never_give_the_same_bytes(a: Any, b: Any) -> None:
    assert (canonical(a) == canonical(b)) == same(a, b)


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value: Any, rng: random.Random) -> None:
    assert canonical(shuffled(value, rng)) == canonical(value)


def shuffled(value: Any, rng: random.Random) -> Any:
    if isinstance(value, list):
        return [shuffled(item, rng) for item in value]
    if not isinstance(value, dict):
        return value
    names = rng.sample(list(value), len(value))
    return {name: shuffled(value[name], rng) for name in names}


def test_keys_stand_in_the_order_of_their_utf_16_units() -> None:
    """The example of RFC 8785, 3.2.3: the smiley is before the Hebrew letter."""
    said = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(said))) == order


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [1, 2.0]}, "$.a[1]: float"),
        (float("nan"), "$: float"),
        (2**53, "$: a number beyond"),
        (-(2**53), "$: a number beyond"),
        ({"a": "\ud800"}, "$.a: text that is not Unicode"),
        ({"\udfff": 1}, "$ (a key): text that is not Unicode"),
        ({1: 2}, "$ (a key): int"),
        ({None: 2}, "$ (a key): NoneType"),
        ((1, 2), "$: tuple"),
        (b"a", "$: bytes"),
        ({"a": {1}}, "$.a: set"),
    ],
)
def test_what_has_no_single_way_to_be_written_is_refused(value: Any, where: str) -> None:
    with pytest.raises(NotCanonical) as error:
        canonical(value)
    assert str(error.value).startswith(where)


def test_what_is_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotCanonical):
        canonical(deep)
    with pytest.raises(NotCanonical):
        parse(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"NaN", b'"\\u0041"',
     b'"\\ud800"', b"\xff", b"[1]\n", b"\xef\xbb\xbf[1]", b"1" * 5000, "[1]".encode("utf-16"), b"-0"],
)  # fmt: skip
def test_bytes_in_any_other_way_are_not_canonical(content: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(content)


def test_a_document_with_every_kind_of_letter_has_one_checksum() -> None:
    said = everywhere(lambda _: NASTY)
    assert parse(canonical(said)) == said
    assert sha256(said) != sha256(document())
    # what `printf '{"a":[true,null,-7],"\xc3\xa5":"\\n"}' | sha256sum` says
    known = "ca290579dfb88eef1f92fe3d935e37fdacfc661ca2f2a154601659899284789f"
    assert sha256({"å": "\n", "a": [True, None, -7]}) == known
