"""One document, one sequence of bytes: JSON after RFC 8785, of text, whole numbers and truth values."""

from __future__ import annotations

import hashlib
import json
from typing import Any

MOST = 2**53 - 1  # beyond it programs that read numbers as doubles differ (RFC 7493, 2.2)


class NotCanonical(ValueError):
    """The document holds something that has no single way to be written. Says where."""


def canonical(document: Any) -> bytes:
    """UTF-8, keys in the order of their UTF-16 code units, no white space.

    `document` is of dict (with str keys), list, str, int, bool and None, and nothing else. Raises
    NotCanonical for floats, numbers beyond ±(2^53 − 1), text that is not Unicode, and other kinds.
    """
    try:
        ordered = _ordered(document, at="$")
    except RecursionError:
        raise NotCanonical("$: nested too deep") from None
    # Python escapes exactly what ECMAScript does, in the same way
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(document: Any) -> str:
    """Of the canonical bytes, in hexadecimal. Raises NotCanonical."""
    return digest(canonical(document))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes) -> Any:
    """What canonical bytes say. Raises NotCanonical for bytes that are not canonical."""
    try:
        said = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from None
    if canonical(said) != content:
        raise NotCanonical("JSON, but not written in the one way")
    return said


def _ordered(value: Any, *, at: str) -> Any:
    kind = type(value)  # not isinstance: a subclass may be written in another way
    if kind is dict:
        for key in value:
            _text(key, at=f"{at} (a key)")
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], at=f"{at}.{name}") for name in names}
    if kind is list:
        return [_ordered(item, at=f"{at}[{i}]") for i, item in enumerate(value)]
    if kind is int and abs(value) > MOST:
        raise NotCanonical(f"{at}: a number beyond ±(2^53 − 1)")
    if kind is not int and kind is not bool and value is not None:
        _text(value, at=at)
    return value


def _text(value: Any, *, at: str) -> None:
    if type(value) is not str:
        raise NotCanonical(f"{at}: {type(value).__name__} is not allowed")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical(f"{at}: text that is not Unicode") from None
