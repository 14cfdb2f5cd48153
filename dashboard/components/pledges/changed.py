"""Ändrades något? Before and after beside another kommun. May say that it cannot be said, never why."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.pledges.holding import Holding
from dashboard.pledge import words
from dashboard.queries import about
from dashboard.queries.before_after import Beside, Change, change
from dashboard.queries.waves import (
    WAVES_NOTE,
    noticed,
    of_area,
    span,
    summary,
    told,
    waves,
)

HEADS = ("Till och med", "Här", "Här året före", "Jämförelsen", "Jämförelsen året före", "Skillnad från början", "Med slump")  # fmt: skip
ASKED = ("Fråga", "Före", "Sedan", "Skillnad", "Spann", "Spannen", "Svarar fler eller färre")
FOOT = (
    "Skillnaden är hur många fler eller färre det blev här än året före, minus detsamma i jämförelsen, för samma veckor. Den förutsätter att "
    "båda hade ändrats lika mycket i antal utan löftet, och det går inte att veta. Spannet är 95 %, för ett problem i taget. I kommunerna intill "
    "jämförs lika stora antal. De fyra senaste veckorna är inte med: de fylls fortfarande på."
)  # fmt: skip
POLICE = "Antalet beror också på hur mycket polisen letar."
NOBODY = "Går inte att säga: ingen undersökning har frågat dem som bor här om de har märkt någon förbättring."  # fmt: skip


def card(of: Holding) -> html.Section | str:
    """For each problem that an activity serves; what residents have answered; what it cost."""
    first, last = (words.parsed(of.document[name]) for name in ("valid_from", "valid_to"))
    kommuner = tuple(sorted({code[:4] for code in of.document["areas"]}))
    if first is None or first > of.today or not kommuner:
        return ""
    types = dict.fromkeys(row["problem_type"] for row in of.document["activities"] if row["problem_type"] in of.types)  # fmt: skip
    found = [
        change(of.edition, problem_type=code, kommuner=kommuner, first=first, last=last or of.today)
        for code in types
    ]
    body: list[Any] = []
    for one in found:
        body += [html.H3(of.types[one.problem_type]), html.P(_said(of, one))]
        if one.beside is not None:
            body.append(html.P(_beside(one.beside)))
        if one.table is not None:
            body.append(cards.twin(_table(of, one), summary=f"Fyra veckor i taget: {swedish.within(of.types[one.problem_type])}"))  # fmt: skip
    body += [html.H3("Har de som bor här märkt någon förbättring?"), *_answers(of, kommuner, first, last or of.today)]  # fmt: skip
    body += [html.H3("Vad det kostade"), html.P(_cost(of))]
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
    between = f"mellan {swedish.difference(low)} och {swedish.difference(high)}"
    estimate = swedish.difference(round(last["estimate"]))
    if one.is_told:
        fewer = "färre" if last["estimate"] < 0 else "fler"
        verdict = f"Samtidigt som löftet gällde blev det {fewer} än jämförelsen ger skäl att vänta: {estimate}, {between}. Varför säger siffrorna inte."  # fmt: skip
    else:
        verdict = f"Går inte att säga om det har ändrats: skillnaden är {estimate}, och kan vara {between}."  # fmt: skip
    return " ".join(filter(None, [verdict, counts, POLICE if _depends(of, one) else ""]))


def _beside(one: Beside) -> str:
    """What may have moved there; that it cannot be said is the usual."""
    low, high = round(float(one.difference.lower)), round(float(one.difference.upper))
    between = f"{swedish.difference(round(float(one.difference.estimate)))}, mellan {swedish.difference(low)} och {swedish.difference(high)}"  # fmt: skip
    counts = f"I {swedish.listed(one.names)}, intill: {swedish.number(one.now)}, och {swedish.number(one.before)} samma veckor året före."  # fmt: skip
    if low > 0 or high < 0:
        fewer = "färre" if high < 0 else "fler"
        return f"{counts} Det är {fewer} än jämförelsen ger skäl att vänta: {between}."
    return f"{counts} Går inte att säga om något har flyttat dit: skillnaden är {between}."


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


def _answers(of: Holding, kommuner: tuple[str, ...], first: date, last: date) -> list[Any]:
    """The question itself, and then each survey's answers before the löfte and since."""
    names = about.names(of.edition)
    asked = {
        (survey, names[code]): rows
        for code in kommuner
        if code in names
        for survey, rows in of_area(of.edition, area=code).items()
    }
    body: list[Any] = []
    for (survey, name), rows in asked.items():
        if (row := noticed(rows, first=first)) is not None:
            between = "" if row["lower"] is None else f", troligen mellan {swedish.number(row['lower'])} och {swedish.number(row['upper'])} %"  # fmt: skip
            body.append(html.P(f"{swedish.number(row['value'])} % svarade ja {row['year']}{between}. {survey}, {name}."))  # fmt: skip
    body = body or [html.P(NOBODY)]
    for (survey, name), rows in asked.items():
        if not (found := waves(rows, first=first, last=last)):
            continue
        overlaps = {True: "överlappar", False: "är skilda", None: "–"}
        told_ = [
            (one.question, told(one.before, unit=one.unit), told(one.after, unit=one.unit), *(span(one.change) if one.change else ("–", "–")), overlaps[one.overlap], one.verdict)
            for one in found
        ]  # fmt: skip
        caption = f"{survey}, {name}: före löftet och sedan"
        body += [html.P(f"{survey}, {name}. {summary(found)}"), cards.twin(tables.plain(ASKED, told_, caption=f"{caption}. {WAVES_NOTE}"), summary=caption)]  # fmt: skip
    return body


def _cost(of: Holding) -> str:
    rows = [row for row, counts in of.done if counts and of.sees(row.audience)]
    known = [row.cost for row in rows if row.cost is not None]
    if not known:
        return "Ingen kostnad är antecknad. Vad det kostade går inte att säga."
    return f"{swedish.number(sum(known))} kr är antecknade, för {swedish.number(len(known))} av {swedish.number(len(rows))} rader. Vad resten kostade går inte att säga."  # fmt: skip
