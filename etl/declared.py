"""A TOML file that somebody at the workplace has written, and what is wrong in it, in Swedish."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.provenance import Refused, in_swedish

AUDIENCES = {"delad": "shared", "polis": "police", "kommun": "municipality"}
# What pydantic found, in the words of somebody who edits a file.
WANTED = {
    "missing": "det saknas",
    "string_type": "det ska vara text inom citattecken",
    "string_too_short": "det är tomt",
    "string_too_long": "texten är för lång",
    "bool_type": "det ska vara true eller false",
    "bool_parsing": "det ska vara true eller false",
    "int_type": "det ska vara ett heltal",
    "int_parsing": "det ska vara ett heltal",
    "greater_than_equal": "talet är för litet",
    "date_type": "skriv ett datum utan citattecken, till exempel 2026-01-31",
    "date_from_datetime_parsing": "skriv ett datum utan citattecken, till exempel 2026-01-31",
    "model_type": "det ska vara en egen tabell",
    "dict_type": "det ska vara en egen tabell",
    "tuple_type": "det ska vara en lista",
    "too_short": "listan är tom",
}


class Declared(BaseModel):
    """A table of the file: a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


def read(file: Path, model: type[Model], *, patterns: dict[str, str] | None = None) -> Model:
    """The file as `model`. Raises Refused, naming file, key and the nearest known key.

    `patterns`: what to write where a text has not the form that the model asks for, by key.
    """
    try:
        return model(**tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise Refused(f"{file.name}: går inte att öppna: {in_swedish(error)}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file.name}: spara filen som UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{file.name}: filen går inte att läsa som TOML ({error}).") from None
    except ValidationError as error:
        # a misspelt key may also be a missing one: the spelling is what helps
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        raise Refused(f"{file.name}: {_said(first, model, patterns or {})}") from None


def unknown(path: list[str], known: list[str]) -> str:
    """That there is no such key or name, and which is nearest."""
    near = difflib.get_close_matches(path[-1], known, n=1, cutoff=0)
    return f"”{'.'.join(path)}” finns inte. Menade du ”{near[0]}”? Möjliga: {', '.join(known)}."


def _said(error: Any, model: type[BaseModel], patterns: dict[str, str]) -> str:
    path = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return unknown(path, list(_table(model, path[:-1]).model_fields))
    wanted = WANTED.get(error["type"], error["msg"])
    if error["type"] == "string_pattern_mismatch":
        wanted = patterns.get(path[-1], "det har fel form")
    if error["type"] == "literal_error":
        choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
        wanted = f"välj ett av {', '.join(choices)}"
    return f"”{'.'.join(path)}” stämmer inte: {wanted}."


def _table(model: type[BaseModel], path: list[str]) -> type[BaseModel]:
    """The model of the table at `path`; numbers and names within a list or dict are no step."""
    for key in path:
        if key in model.model_fields:
            model = next(_models(model.model_fields[key].annotation), model)
    return model


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)
