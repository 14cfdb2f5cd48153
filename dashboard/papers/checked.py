"""What is true of every paper before a file of it is made, or none is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dashboard.papers import published
from dashboard.papers.asked import Asked, Stopped
from dashboard.papers.tree import Paper, texts
from dashboard.version.shown import RANKS

SHORTEST = 12  # characters: shorter words than that are everybody's
OWN = ("reason", "words", "what", "where", "when", "function", "how_often", "reservation")


def check(paper: Paper, asked: Asked) -> None:
    """Raises Stopped when a table here is not the table that the version keeps, row for row, or when
    anything of a class above the audience's is in it: which rows is said, never what they say."""
    _rows(paper, asked)
    _classes(asked)
    _leaks(paper, asked)
    named = [table.name for table in (*paper.tables(), *paper.data)]
    names = Counter([*named, *(figure.name for figure in paper.figures())])
    if double := [name for name, times in names.items() if times > 1]:
        raise Stopped(f"Två delar av dokumentet har samma namn: {', '.join(double)}.")


def _rows(paper: Paper, asked: Asked) -> None:
    here: Counter[str] = Counter()
    for table in paper.tables():
        if table.of:
            here[table.of] += table.stands_for()
    for table in paper.data:
        _same(table.caption, len(table.rows), len(asked.table(table.of)))
    stored = asked.said["tables"][asked.audience]
    for name, count in here.items():
        if name not in stored:
            raise Stopped(f"Tabellen {name} finns inte i versionen.")
        kept = sum(row.get(_number(name), 0) is not None for row in asked.table(name))
        _same(name, count, kept)


def _number(name: str) -> str:
    """The column whose missing numbers no spread table can show; "" where they are shown as hidden."""
    if name in published.TABLES:
        return ""
    return {"answers": "value", "compared": "per_100000"}.get(name, "count")


def _same(name: str, here: int, kept: int) -> None:
    if here != kept:
        raise Stopped(f"Tabellen {name} har {here} rader i dokumentet men {kept} i versionen. Inget skrevs.")  # fmt: skip


def _classes(asked: Asked) -> None:
    """Nothing that was let through may have words of a class above the audience's."""
    rank = RANKS[asked.audience]
    worded = {row["public_wording"] for _, row in _classed(asked.whole) if row["class"] == "shared"}
    found = [
        where
        for where, row in _classed(asked.said)
        if RANKS.get(row["class"], len(RANKS)) > rank
        and any(row.get(key) and row[key] not in worded for key in OWN)
    ]
    if found:
        raise Stopped(f"Rader med en högre klass än {asked.audience}: {', '.join(found)}. Inget skrevs.")  # fmt: skip


def _leaks(paper: Paper, asked: Asked) -> None:
    """No words of a row that was left out stand anywhere, whatever part they were put in."""
    allowed = {*_leaves(asked.said), *_leaves(asked.record), *_leaves((asked.pledge or {}).get("document"))}  # fmt: skip
    rank = RANKS[asked.audience]
    kept_apart = {
        (text, where)
        for where, row in _classed(asked.whole)
        if RANKS.get(row["class"], len(RANKS)) > rank
        for text in _words(row)
        if len(text) >= SHORTEST and not any(text in other for other in allowed)
    }
    whole = "\n".join(texts(paper))
    found = sorted({where for text, where in kept_apart if text in whole})
    if found:
        raise Stopped(f"Text ur rader som inte är för {asked.audience} finns i dokumentet: {', '.join(found)}. Inget skrevs.")  # fmt: skip


def _leaves(said: Any) -> Iterator[str]:
    """Every text in it."""
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from _leaves(one)
    elif isinstance(said, str):
        yield said


def _words(row: dict[str, Any]) -> list[str]:
    return [str(row[key]) for key in ("reason", "words", "what") if row.get(key)]


def _classed(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row that has a class, and what it is called: which one, never what it says."""
    for n, subject in enumerate(document["subjects"], 1):
        for said in subject["assessments"]:
            yield f"bedömning {n} ({said['organisation']})", said
        if subject["joint"]:
            yield f"gemensam rad {n}", subject["joint"]
    for name, what in (
        ("actions", "åtgärd"),
        ("followed_up", "tidigare åtgärd"),
        ("notes", "händelse eller insats"),
    ):
        for row in document.get(name, []):  # older documents have no notes
            yield f"{what} {row['id']}", row
