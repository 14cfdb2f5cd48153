"""The part of a paper that is what everybody may see: counted and hidden before the version was fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard import swedish
from dashboard.papers.asked import Asked, Part, Row, spread
from dashboard.papers.pictures import Rows
from dashboard.papers.tree import Block, Bullets, Cell, Figure, Subheading, Table, columns, rows

SHOWN = 12  # problems in a picture of all: the table has the rest
TABLES = ("by_year", "by_quarter", "by_month", "by_regso")
HIDDEN = ".."
ALL = "Alla"
NOTE = f"{HIDDEN} = dolt: antalet är litet, eller så går ett litet att räkna ut ur det."


def numbers(asked: Asked) -> Part:
    """Counts per year, quarter, month and RegSO, and what is left out of them, in words."""
    title, missing = "Publicerade antal", "antal per problemtyp och år"
    blocks = [*_years(asked), *_quarters(asked), *_months(asked), *_regsos(asked), *_left_out(asked)]  # fmt: skip
    return Part(title, tuple(blocks), missing=missing)


def _years(asked: Asked) -> list[Block]:
    found = printed(asked, "by_year")
    if not found:
        return []
    heads, told = spread(found, by="name", over="year", value="count")
    # before there were quarters the running year stood here too
    whole = heads if asked.has("by_quarter") else heads[:-1]
    running = f" {heads[-1]} är inte helt." if len(whole) < len(heads) else ""
    table = _table("by_year", "problem-per-ar", "Antal per problemtyp och år", list(map(str, heads)), told, note=running)  # fmt: skip
    if not whole:
        return [table]
    at = heads.index(whole[-1]) + 1
    shown = sorted((r for r in told if isinstance(r[at], int)), key=lambda r: -int(str(r[at])))
    shown = shown[:SHOWN]
    picture = Rows(tuple(str(r[0]) for r in shown), tuple(int(str(r[at])) for r in shown))
    most = swedish.listed([f"{swedish.within(str(r[0]))} ({swedish.number(int(str(r[at])))})" for r in shown[:3]])  # fmt: skip
    said = f"Under {whole[-1]}, det senaste hela året, var antalet störst för {most}."
    return [table, Figure("problem-per-ar-bild", picture, f"Antal {whole[-1]}, de största.", said)]


def _quarters(asked: Asked) -> list[Block]:
    found = printed(asked, "by_quarter")
    if not found:
        return []
    heads, told = spread(found, by="name", over="quarter", value="count")
    names = [swedish.quarter(date.fromisoformat(head)).replace("kvartal", "kv.") for head in heads]
    return [_table("by_quarter", "problem-per-kvartal", "Antal per problemtyp och kvartal", names, told)]  # fmt: skip


def _months(asked: Asked) -> list[Block]:
    found = printed(asked, "by_month")
    if not found:
        return []
    told = [(swedish.month(date.fromisoformat(row["month"])), row["count"]) for row in found]
    return [_table("by_month", "per-manad", "Antal per månad", ["Antal"], told, first="Månad")]


def _regsos(asked: Asked) -> list[Block]:
    found = printed(asked, "by_regso")
    if not found:
        return []
    heads, told = spread(found, by="area_name", over="group_name", value="count")
    caption = f"Antal per RegSO och frågeområde, {found[0]['year']}"
    order = sorted(range(len(heads)), key=lambda n: heads[n] == ALL)  # a sum comes last
    heads, told = [heads[n] for n in order], [(row[0], *(row[n + 1] for n in order)) for row in told]  # fmt: skip
    return [_table("by_regso", "per-regso", caption, heads, told, first="Område")]  # fmt: skip


def by_place(asked: Asked) -> list[Block]:
    """A year's counts of all that is placed, as a picture: what is hidden has no bar."""
    found = [row for row in asked.table("by_regso") if row["group_name"] == ALL and "R" in row["area_code"]]  # fmt: skip
    shown = sorted((row for row in found if row["count"]), key=lambda row: -row["count"])[:SHOWN]
    if not shown:
        return []
    year = shown[0]["year"]
    most = swedish.listed([f"{row['area_name']} ({swedish.number(row['count'])})" for row in shown[:3]])  # fmt: skip
    picture = Rows(tuple(row["area_name"] for row in shown), tuple(row["count"] for row in shown))
    caption = f"Antal per område {year}, de största. Dolda antal är inte med."
    return [Figure("omraden-per-ar-bild", picture, caption, f"Flest under {year} i {most}.")]


def _left_out(asked: Asked) -> list[Block]:
    found = asked.table("left_out")
    if not found:
        return []
    said = [f"{row['area_name']}: {row['said']}" for row in found]
    return [Subheading("Utelämnat"), Bullets(tuple(said))]


def printed(asked: Asked, name: str) -> list[Row]:
    """The rows of one of TABLES, with what is hidden as it is printed."""
    return [row | ({"count": HIDDEN} if row["count"] is None else {}) for row in asked.table(name)]


def _table(
    of: str, name: str, caption: str, heads: list[str], told: Sequence[tuple[Cell, ...]], *,
    first: str = "Problemtyp", note: str = "",
) -> Table:  # fmt: skip
    head = columns((first, "text", 2.6), *((head, "count") for head in heads))
    return Table(name, caption, head, rows(told), note=NOTE + note, of=of, is_spread=True)
