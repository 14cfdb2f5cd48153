"""Ändrades något? Before and after beside another kommun. May say that it cannot be said, never why."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.pledges.holding import Holding
from dashboard.pledge import words
from dashboard.queries import about
from dashboard.queries.before_after import Change, change

HEADS = ("Till och med", "Här", "Här året före", "Jämförelsen", "Jämförelsen året före", "Skillnad från början", "Med slump")  # fmt: skip
FOOT = (
    "Skillnaden är hur många fler eller färre det blev här än året före, minus detsamma i jämförelsen, för samma veckor. Den förutsätter att "
    "båda hade ändrats lika mycket i antal utan löftet, och det går inte att veta. Spannet är 95 %, för ett problem i taget. Vad som kan "
    "ha flyttat till andra kommuner syns inte här. De fyra senaste veckorna är inte med: de fylls fortfarande på."
)  # fmt: skip
POLICE = "Antalet beror också på hur mycket polisen letar."


def card(of: Holding) -> html.Section | str:
    """For each problem that an activity serves."""
    first, last = (words.parsed(of.document[name]) for name in ("valid_from", "valid_to"))
    types = dict.fromkeys(row["problem_type"] for row in of.document["activities"] if row["problem_type"] in of.types)  # fmt: skip
    kommuner = tuple(sorted({code[:4] for code in of.document["areas"]}))
    if first is None or first > of.today or not types or not kommuner:
        return ""
    found = [
        change(of.edition, problem_type=code, kommuner=kommuner, first=first, last=last or of.today)
        for code in types
    ]
    body: list[Any] = []
    for one in found:
        body += [html.H3(of.types[one.problem_type]), html.P(_said(of, one))]
        if one.table is not None:
            body.append(cards.twin(_table(of, one), summary=f"Fyra veckor i taget: {swedish.within(of.types[one.problem_type])}"))  # fmt: skip
    foot = FOOT if any(one.table is not None for one in found) else None
    return cards.card("Ändrades något?", *body, foot=foot, name="changed-card")


def _said(of: Holding, one: Change) -> str:
    if one.table is None:
        return f"Går inte att säga: {one.why_not}."
    last = one.table.iloc[-1]
    here, before = int(one.table["here"].sum()), int(one.table["here_before"].sum())
    there, there_before = int(one.table["there"].sum()), int(one.table["there_before"].sum())
    counts = (
        f"{swedish.number(here)} {one.counted} till och med {swedish.day(last['until'])}, {swedish.number(before)} samma veckor året före. "
        f"I {one.other}: {swedish.number(there)} och {swedish.number(there_before)}."
    )  # fmt: skip
    low, high = (round(last[name]) for name in ("lower", "upper"))
    span = f"mellan {swedish.difference(low)} och {swedish.difference(high)}"
    estimate = swedish.difference(round(last["estimate"]))
    if one.is_told:
        fewer = "färre" if last["estimate"] < 0 else "fler"
        verdict = f"Samtidigt som löftet gällde blev det {fewer} än jämförelsen ger skäl att vänta: {estimate}, {span}. Varför säger siffrorna inte."  # fmt: skip
    else:
        verdict = f"Går inte att säga om det har ändrats: skillnaden är {estimate}, och kan vara {span}."  # fmt: skip
    return " ".join(filter(None, [verdict, counts, POLICE if _depends(of, one) else ""]))


def _depends(of: Holding, one: Change) -> bool:
    types = about.problem_types(of.edition)
    return bool(types.loc[types["problem_type"] == one.problem_type, "depends_on_police"].any())


def _table(of: Holding, one: Change) -> html.Table:
    assert one.table is not None  # it is asked only then
    rows = [
        (
            swedish.day(row.until),
            *(swedish.number(n) for n in (row.here, row.here_before, row.there, row.there_before)),
            swedish.difference(round(row.estimate)),
            f"{swedish.difference(round(row.lower))} till {swedish.difference(round(row.upper))}",
        )
        for row in one.table.itertuples()
    ]
    caption = f"{of.types[one.problem_type]}: här och i {one.other}"
    return tables.plain(HEADS, rows, caption=caption)
