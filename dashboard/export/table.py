"""The view's table as a file a spreadsheet opens as it is: semicolons, decimal comma, BOM."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from dashboard import swedish
from dashboard.queries.overview import Overview
from dashboard.version import words

BOM = "\ufeff"
HEAD = (
    "Område", "Områdeskod", "Nivå", "Problem", "Veckor", "Antal", "Minst väntat",
    "Mest väntat", "Jämfört med", "Antal då", "Skillnad", "Bedömning", "Källa", "Till och med", "Underlag", "Visas för", "Märkning",
)  # fmt: skip
NOTED = (
    "Händelser och insatser samtidigt", "Från", "Till", "Slag", "Område", "Områdeskod", "Plats",
    "Gäller problem", "Ansvarig",
)  # fmt: skip
ALL = "alla valda problem"


def as_csv(
    view: Overview, *, source: str, shown_for: str, notes: Sequence[dict[str, Any]] = ()
) -> str:
    """One row per problem in the chosen place, then one per area for the chosen problems; then, after
    an empty line, what happened on those days, where anything did: a document's notes.

    A count is a plain number; a text that a spreadsheet would run as a formula is disarmed.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    same = (
        source,
        view.coverage["data_stop"].isoformat(),
        view.edition["number"],
        shown_for,
        "EXEMPELDATA" if view.edition["is_example"] else "",
    )
    for area, code, level, problem, row in _rows(view):
        earlier = (row["before"], row["now"] - row["before"]) if view.is_comparable else ("", "")
        weeks = (swedish.weeks(view.span.first, view.span.last), swedish.weeks(view.span.before_first, view.span.before_last))  # fmt: skip
        cells = (area, code, level, problem, weeks[0], row["now"], *_usual(row), weeks[1], *earlier, row["word"] if isinstance(row["word"], str) else "för få för att bedöma", *same)  # fmt: skip
        writer.writerow([disarmed(cell) for cell in cells])
    if notes:
        writer.writerow(())
        writer.writerow(NOTED)
    for said in notes:
        who = words.who(said["organisation"], said["function"])
        problems = ", ".join(said["problem_names"])
        cells = (said["what"], said["first"], said["last"], words.NOTE_KINDS[said["kind"]], said["area_name"], said["area_code"], said["place"], problems, who)  # fmt: skip
        writer.writerow([disarmed(cell) for cell in cells])
    return BOM + out.getvalue()


def rejects_as_csv(rejects: list[dict[str, Any]]) -> str:
    """One row per rejected row of a file, in the file's order: number, column and reason."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Rad", "Kolumn", "Varför"))
    rows = [(row, r["column"], r["reason"]) for r in rejects for row in r["rows"]]
    writer.writerows([disarmed(cell) for cell in row] for row in sorted(rows))
    return BOM + out.getvalue()


def disarmed(cell: Any) -> Any:
    """Text that begins as a formula gets an apostrophe in front; numbers are left alone."""
    if isinstance(cell, str):
        cell = cell.replace("\u00a0", " ")
        return "'" + cell if cell.lstrip().startswith(("=", "+", "-", "@")) else cell
    return int(cell)


def _usual(row: dict[str, Any]) -> tuple[Any, Any]:
    """The least and the most that was to be expected; nothing where that is not known."""
    if math.isnan(row.get("lower", math.nan)):
        return ("", "")
    return (row["lower"], row["upper"])


def _rows(view: Overview) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
    place = view.place
    if not view.is_coarse:  # else the chosen are not shown per week, and others' sum is not theirs
        yield place.name, place.code, place.level, ALL, view.total
    for row in view.by_type.to_dict("records"):
        yield place.name, place.code, place.level, row["name"], row
    areas = view.by_area.iloc[:0] if view.is_coarse else view.by_area.sort_values("area_code")
    for row in areas.to_dict("records"):
        yield row["name"], row["area_code"], row["level"], ALL, row
