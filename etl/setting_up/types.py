"""Problem types, as the workplace has them: renamed, grouped, given other words, switched off.

A type that has been is never taken away: versions and assessments name it. One that is switched off
has no words left, so that nothing more is counted as it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import tomlkit
from tomlkit.items import AoT, Table

from etl import problem_types
from etl.problem_types import ProblemTypes, expand
from etl.provenance import Refused
from etl.setting_up import trial
from etl.workplace import Workplace
from geodata.places import slug

NAME = "problemtyper.toml"
WORDS = ("est", "brottskoder", "brottskategorier", "police_events")
TEXTS = ("name", "definition", "note", "group", "finest_level")
NEW = {"finest_period": "week", "depends_on_police": False, "in_home": False, "sensitive": False}
LAST = "ovrigt"  # where codes without a type of their own are counted


def listed(workplace: Workplace) -> dict[str, Any]:
    """groups (name by code); types: the tables of the file, each with all its keys; is_own."""
    own = workplace.folder / NAME
    file = own if own.exists() else problem_types.PACKAGED
    _ = workplace.known  # raises Refused for a file that somebody has broken
    raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    empty = {"note": "", **{key: [] for key in WORDS}}
    return {
        "groups": {group["code"]: group["name"] for group in raw["groups"]},
        "types": [empty | of for of in raw["types"]],
        "is_own": own.exists(),
    }


def save(
    workplace: Workplace, code: str, said: Mapping[str, Any], *, only_look: bool = False
) -> list[dict[str, Any]]:
    """Make type `code` ("" for a new one) as it is said; what moves by it, as `moves` tells.

    `said` has TEXTS, `new_group` and lists of WORDS: a word leaves whichever type had it before.
    Raises Refused.
    """

    def edit(document: tomlkit.TOMLDocument) -> None:
        types = trial.rows(document, "types")
        row = _row(types, code) if code else _new(types, said)
        texts = {key: said[key] for key in TEXTS}
        if said["new_group"]:
            texts["group"] = _group(document, str(said["new_group"]))
        trial.fill(row, texts)
        _take(document, row, {key: list(said[key]) for key in WORDS})

    return _tried(workplace, edit, only_look=only_look)


def switch_off(
    workplace: Workplace, code: str, *, to: str, only_look: bool = False
) -> list[dict[str, Any]]:
    """Let all that is counted as `code` be counted as `to`. As `save`."""
    if code in (LAST, to):
        raise Refused("Den typen går inte att stänga av: något måste ta emot det som saknar typ.")

    def edit(document: tomlkit.TOMLDocument) -> None:
        types = trial.rows(document, "types")
        old, new = _row(types, code), _row(types, to)
        both = {key: [*new.get(key, []), *old.get(key, [])] for key in WORDS}
        _take(document, new, both)

    return _tried(workplace, edit, only_look=only_look)


def moves(workplace: Workplace, *, before: ProblemTypes, after: ProblemTypes) -> list[dict[str, Any]]:  # fmt: skip
    """from, to (names; "" for no type), rows: of the files that stand, what would be counted as
    another type, the most first."""
    names = {kind.code: kind.name for kind in (*before.types, *after.types)}
    found: dict[tuple[str, str], int] = {}
    for source, category, rows in _categories(workplace):
        was, now = (_type_of(workplace, types, source, category) for types in (before, after))
        if was != now:
            pair = (names.get(was or "", ""), names.get(now or "", ""))
            found[pair] = found.get(pair, 0) + rows
    ordered = sorted(found.items(), key=lambda one: -one[1])
    return [{"from": was, "to": now, "rows": rows} for (was, now), rows in ordered]


def _tried(workplace: Workplace, edit: trial.Edit, *, only_look: bool) -> list[dict[str, Any]]:
    before = workplace.known.problem_types
    packaged = problem_types.PACKAGED.read_text(encoding="utf-8")
    read = trial.tried(workplace, NAME, edit, first=packaged, save=not only_look)
    return moves(workplace, before=before, after=read.known.problem_types)


def _type_of(workplace: Workplace, types: ProblemTypes, source: str, category: str) -> str | None:
    about = workplace.source(source)
    if about.table == "police_event":
        return types.by_police_event.get(category)
    return types.vocabulary(about.vocabulary).get(category)


def _categories(workplace: Workplace) -> Iterable[tuple[str, str, int]]:
    """source, what its files call something, rows: of the files that stand."""
    columns = {"incident": "category", "police_event": "event_type"}
    with duckdb.connect() as db:
        for batch in workplace.manifest()["batches"]:
            column = columns.get(workplace.source(batch["source"]).table)
            if column is None or batch.get("is_replaced"):
                continue
            asked = (
                f"select {column}::varchar, count(*) from read_parquet($file) "
                f"where {column} is not null group by 1"
            )
            file = str(workplace.batches / batch["rows"])
            for category, rows in db.execute(asked, {"file": file}).fetchall():
                yield batch["source"], category, rows


def _row(types: AoT, code: str) -> Table:
    found = [row for row in types if row["code"] == code]
    if not found:
        raise Refused("Problemtypen finns inte. Läs om sidan.")
    return found[0]


def _new(types: AoT, said: Mapping[str, Any]) -> Table:
    code = _code(str(said["name"]), taken={row["code"] for row in types})
    types.append(trial.table({"code": code, **{key: said[key] for key in TEXTS}, **NEW}))
    return _row(types, code)


def _group(document: tomlkit.TOMLDocument, name: str) -> str:
    groups = trial.rows(document, "groups")
    code = _code(name, taken={row["code"] for row in groups})
    groups.append(trial.table({"code": code, "name": name}))
    return code


def _code(name: str, *, taken: set[str]) -> str:
    code = slug(name).replace("-", "_").lstrip("_0123456789")
    if not code:
        raise Refused("Skriv ett namn med minst en bokstav.")
    if code in taken:
        raise Refused(f"”{name}” finns redan.")
    return code


def _take(document: tomlkit.TOMLDocument, row: Table, words: Mapping[str, list[str]]) -> None:
    """Give the type these words, and take them from all others."""
    for key, wanted in words.items():
        own = list(dict.fromkeys(_each(key, wanted)))
        if own != list(dict.fromkeys(_each(key, row.get(key, [])))):
            trial.fill(row, {key: _short(key, own)})
        for other in trial.rows(document, "types"):
            if other["code"] != row["code"]:
                _leave(other, key, set(own))
        if key == "police_events":
            left = [event for event in document.get("not_problems", []) if event not in own]
            if len(left) < len(document.get("not_problems", [])):
                document["not_problems"] = left


def _leave(row: Table, key: str, taken: set[str]) -> None:
    had = _each(key, row.get(key, []))
    left = [word for word in had if word not in taken]
    if len(left) < len(had):
        trial.fill(row, {key: _short(key, left)})


def _each(key: str, entries: Iterable[str]) -> list[str]:
    """The words one by one, codes not in spans. Raises Refused for what is no code."""
    if key == "police_events":
        return [entry.strip() for entry in entries if entry.strip()]
    if key != "brottskoder":
        return [entry.strip().lower() for entry in entries if entry.strip()]
    codes: set[str] = set()
    for entry in entries:
        try:
            codes |= set(expand(entry))
        except ValueError as error:
            raise Refused(f"Brottskoder: {error}.") from None
    return sorted(codes)


def _short(key: str, words: list[str]) -> list[str]:
    """Codes that follow each other as spans."""
    if key != "brottskoder":
        return words
    spans: list[list[int]] = []
    for code in map(int, words):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return [f"{a:04d}" if a == b else f"{a:04d}-{b:04d}" for a, b in spans]
