"""A publisher's answer: is it what was asked for, and all of it; and saving it untouched."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from etl.provenance import Refused, in_swedish

Form = Literal["json", "csv"]


@dataclass(frozen=True)
class Answer:
    """`raw` is what the publisher sent, byte for byte; `content` the same as JSON, or as text."""

    raw: bytes
    content: Any


class Passing(Exception):
    """A fault that may be gone at the next try; `wait` seconds, where the publisher says so."""

    def __init__(self, said: str, *, wait: float | None = None) -> None:
        super().__init__(said)
        self.wait = wait


def understood(raw: bytes, *, form: Form, publisher: str) -> Answer:
    """Raises Passing for a body that is empty or cut off, Refused for one of another kind."""
    start = raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if not start:
        raise Passing("svaret är tomt")
    if start == b"<":
        raise web_page(publisher)
    try:
        if form == "csv":
            if not raw.endswith(b"\n"):
                raise Passing("svaret bröts av")
            return Answer(raw, raw.decode("utf-8-sig"))
        if start not in b"{[":
            raise strange(publisher)
        return Answer(raw, json.loads(raw))
    except (UnicodeDecodeError, RecursionError):
        raise strange(publisher) from None
    except ValueError:
        raise Passing("svaret bröts av") from None


def web_page(publisher: str) -> Refused:
    return Refused(
        f"{publisher} svarade med en webbsida eller ett felmeddelande i stället för uppgifter. "
        "Svaret har inte sparats. Försök igen senare."
    )


def strange(publisher: str) -> Refused:
    return Refused(
        f"{publisher} svarade med något annat än uppgifter. Svaret har inte sparats. Försök igen "
        "senare."
    )


def changed(publisher: str, *, field: str) -> Refused:
    return Refused(
        f"{publisher} har ändrat formen på sitt svar: fältet ”{field}” saknas. Svaret har inte "
        "sparats. Programmet behöver en ny version."
    )


def require(record: Any, *fields: str, publisher: str) -> None:
    """Raises Refused naming the first of `fields` that `record` lacks."""
    for field in fields:
        if not isinstance(record, dict) or field not in record:
            raise changed(publisher, field=field)


def records(record: Any, *, field: str, publisher: str) -> list[Any]:
    """The list in `field` of `record`. Raises Refused where there is none."""
    require(record, field, publisher=publisher)
    if not isinstance(record[field], list):
        raise changed(publisher, field=field)
    return record[field]


def save(folder: Path, *, name: str, raw: bytes) -> Path:
    """Write `raw` as `name` in `folder`: the whole file, or none. Raises Refused."""
    unfinished = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            return unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"{folder / name}: går inte att skriva: {in_swedish(error)}.") from error
