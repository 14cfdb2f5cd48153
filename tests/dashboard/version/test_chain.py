"""Whatever is done to a fixed version is told: which version, and what of it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.version.canonical import canonical, digest, sha256
from dashboard.version.chain import Entry, Problem, verify
from dashboard.version.copies import compare, verify_copies
from tests.dashboard.version.documents import APPROVALS, a_chain, chain, document

Chain = list[Entry]


def test_an_untouched_chain_has_no_problems() -> None:
    assert verify([]) == []
    assert verify(a_chain()) == []
    assert verify(iter(a_chain())) == []


def said(problems: list[Problem]) -> list[tuple[int | None, str]]:
    return [(p.number, p.where) for p in problems]


def anew(entry: Entry, **changed: Any) -> Entry:
    """The version made anew with another record: all its own checksums match."""
    record = canonical(json.loads(entry.record) | changed)
    return Entry(record, entry.document, sha256(json.loads(record)))


def put(at: int, make: Callable[[Entry], Entry]) -> Callable[[Chain], Chain]:
    return lambda chain: [make(e) if i == at else e for i, e in enumerate(chain)]


def raw(at: int, *, record: bytes | None = None, document: bytes | None = None) -> Any:
    return put(
        at,
        lambda e: Entry(
            e.record if record is None else record,
            e.document if document is None else document,
            e.checksum,
        ),
    )


def reapproved(*organisations: str) -> list[dict[str, str]]:
    return [APPROVALS[0] | {"organisation": name} for name in organisations]


CASES: dict[str, tuple[Callable[[Chain], Chain], list[tuple[int, str]]]] = {
    "record altered": (put(1, lambda e: e._replace(record=e.record.replace(b"kommunpolis", b"chef"))), [(2, "posten")]),
    "the last record altered": (put(2, lambda e: e._replace(record=e.record.replace(b"kommunpolis", b"chef"))), [(3, "posten")]),
    "content altered": (put(1, lambda e: e._replace(document=e.document.replace(b":21", b":12"))), [(2, "innehåll")]),
    "checksum altered": (put(1, lambda e: e._replace(checksum="0" * 64)), [(2, "kontrollsumman")]),
    "checksum missing": (put(1, lambda e: e._replace(checksum="")), [(2, "kontrollsumman")]),
    "record missing": (raw(1, record=b""), [(2, "posten")]),
    "content missing": (raw(1, document=b""), [(2, "innehåll")]),
    "record made anew": (put(1, lambda e: anew(e, fixed_at="2026-11-20T10:00:00")), [(3, "kedjan")]),
    "first names one before": (lambda c: [anew(c[0], previous="0" * 64)], [(1, "kedjan")]),
    "one taken away": (lambda c: [c[0], c[2]], [(3, "nummer"), (3, "kedjan")]),
    "the first taken away": (lambda c: c[1:], [(2, "nummer")]),
    "one twice": (lambda c: [c[0], c[1], c[1], c[2]], [(2, "nummer"), (2, "kedjan")]),
    "two swapped": (lambda c: [c[0], c[2], c[1]], [(3, "nummer"), (3, "kedjan"), (2, "nummer"), (2, "kedjan")]),
    "replaces one that is not there": (put(2, lambda e: anew(e, replaces=7)), [(3, "ersätter")]),
    "replaces itself": (put(2, lambda e: anew(e, replaces=3)), [(3, "ersätter")]),
    "an approval missing": (put(2, lambda e: anew(e, approvals=APPROVALS[:1])), [(3, "godkännandena")]),
    "no approval": (put(2, lambda e: anew(e, approvals=[])), [(3, "godkännandena")] * 3),
    "an approval twice": (put(2, lambda e: anew(e, approvals=[*APPROVALS, APPROVALS[0]])), [(3, "godkännandena")]),
    "unknown schema of the record": (put(2, lambda e: anew(e, schema=2)), [(3, "posten")]),
    "schema that is true": (put(2, lambda e: anew(e, schema=True)), [(3, "posten")]),
    "a field of another kind": (put(2, lambda e: anew(e, number="3")), [(3, "posten")]),
    "a field more": (put(2, lambda e: anew(e, more=1)), [(3, "posten")]),
    "an approval of another kind": (put(2, lambda e: anew(e, approvals=[1])), [(3, "posten")]),
    "record that is a list": (raw(1, record=b"[]"), [(2, "posten"), (2, "posten")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_has_been_done_is_told(name: str) -> None:
    tamper, expected = CASES[name]
    assert said(verify(tamper(a_chain()))) == expected


def test_a_correction_says_what_it_replaces() -> None:
    assert verify(chain(document(), document(state="?n=2"), replaces=1)) == []


def test_content_that_was_never_canonical_or_of_another_schema_is_told() -> None:
    one = chain(document())[0]
    loose = json.dumps(document()).encode()
    for content in (loose, canonical(document(schema=9)), b"[]", b"\xff", b'{"schema":1}'):
        anew_digest = digest(content)
        changed = anew(one._replace(document=content), content_sha256=anew_digest)
        where = [p.where for p in verify([changed])]
        assert where == ([] if content == b'{"schema":1}' else ["innehåll"])


@pytest.mark.parametrize(
    "broken",
    [{"meeting": None}, {"meeting": {"attendance": [1]}}, {"subjects": 3}, {"subjects": [{}]},
     {"subjects": [{"assessments": None, "missing": []}]},
     {"subjects": [{"assessments": [{"organisation": []}], "missing": []}]}],
)  # fmt: skip
def test_a_document_in_another_shape_is_no_fault_of_the_chain(broken: dict[str, Any]) -> None:
    assert verify(chain(document(**broken))) == []


def flips() -> list[tuple[int, int, int, int]]:
    """Every byte of a small chain, one bit each, seeded: (version, part, byte, bit)."""
    rng = random.Random(5)
    small = small_chain()
    return [
        (i, part, at, 1 << rng.randrange(8))
        for i, entry in enumerate(small)
        for part, content in enumerate(entry)
        for at in range(len(content))
    ]


def small_chain() -> Chain:
    return chain(document(subjects=[], actions=[], tables={}, oral=[], followed_up=[]), document())


def test_every_flipped_byte_is_told_and_never_an_error() -> None:
    small = small_chain()
    assert verify(small) == []
    every = flips()
    tried = random.Random(7).sample(every, 1500)
    for i, part, at, bit in tried:
        flipped = flip(small, i, part, at, bit)
        assert verify(flipped), (i, part, at, bit)
        assert compare(small, flipped), (i, part, at, bit)


def flip(entries: Chain, i: int, part: int, at: int, bit: int) -> Chain:
    content = entries[i][part]
    letters = bytearray(content.encode("latin-1") if isinstance(content, str) else content)
    letters[at] ^= bit
    new: Any = letters.decode("latin-1") if isinstance(content, str) else bytes(letters)
    parts = [new if n == part else p for n, p in enumerate(entries[i])]
    return [Entry(*parts) if n == i else e for n, e in enumerate(entries)]


def test_a_chain_cut_anywhere_or_padded_is_told() -> None:
    small = small_chain()
    for i, entry in enumerate(small):
        for part in (0, 1):
            content = entry[part]
            for cut in {0, 1, 2, len(content) // 2, len(content) - 1}:
                for new in (content[:cut], content[:cut] + b" " + content[cut:]):
                    parts = [new if n == part else p for n, p in enumerate(entry)]
                    assert verify([Entry(*parts) if n == i else e for n, e in enumerate(small)])


def test_two_copies_are_compared_version_by_version() -> None:
    one = a_chain()
    assert compare(one, a_chain()) == []
    other = put(1, lambda e: anew(e, fixed_at="2026-11-20T10:00:00"))(one[:2])
    assert [p.said for p in compare(one, other)] == [
        "Posten i journalen är inte densamma som i filerna.",
        "Kontrollsumman i journalen är inte densamma som i filerna.",
        "Versionen saknas i filerna.",
    ]
    [problem] = compare(raw(0, document=b"{}")(one), one)
    assert (problem.number, problem.where) == (1, "innehållet")
    assert problem.said == "Innehållet i journalen är inte detsamma som i filerna."
    assert [p.said for p in compare([], one[:1])] == ["Versionen saknas i journalen."]


def test_copies_are_verified_by_themselves_and_beside_the_first() -> None:
    one, altered = a_chain(), raw(2, document=b"{}")(a_chain())
    assert verify_copies({"journalen": one, "filerna": a_chain()}) == []
    found = verify_copies({"journalen": one, "filerna": altered})
    assert said(found) == [(3, "innehåll i filerna"), (3, "innehållet")]
    assert verify_copies({"filerna": []}) == []
