"""What other sources tell, each a small table: a proposal, a cost, an activity. Never a rate."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd
from dash import html

from dashboard import swedish
from dashboard.components import cards, sources, tables
from dashboard.database import Edition
from dashboard.queries import (
    about,
    concern_reports,
    damage,
    duplicates,
    event_reports,
    rescue_calls,
)

PAIRS, MONTHS, QUARTERS, WEEKS, KINDS, YEARS = 10, 12, 4, 4, 12, 3
CALLS = {
    "fire": "Bränder", "automatic_alarm": "Automatlarm utan brand",
    "traffic_accident": "Trafikolyckor", "other": "Annat",
}  # fmt: skip


def pairs(edition: Edition) -> html.Section | None:
    """What two sources may have told of twice; None where there is no such pair."""
    found = duplicates.proposals(edition, limit=PAIRS)
    if not found:
        return None
    total = found[0]["pairs"]
    which = "de största visas" if total > len(found) else "alla visas"
    said = (
        f"{swedish.capitalised(_pairs(total))} de senaste fyra veckorna, {which}. "
        "Två källor berättar om samma problem på samma plats samma dag. Det är förslag att titta "
        "på: inget slås ihop, och ofta är det två skilda händelser."
    )
    rows = [
        (
            p["problem"],
            p["place"],
            swedish.day(p["occurred_on"]),
            f"{p['title']}: {swedish.number(p['count'])}",
            f"{p['other_title']}: {swedish.number(p['other_count'])}",
        )
        for p in found
    ]
    head = ("Problem", "Plats", "Dag", "Den ena källan: antal", "Den andra källan: antal")
    titles = {p[key] for p in found for key in ("title", "other_title")}
    names = [s["source"] for s in about.sources(edition) if s["title"] in titles]
    return _card(edition, "Samma händelse?", said, _scrolled(head, rows, "Möjliga dubbletter"), told=names, name="pairs-card")  # fmt: skip


def costs(edition: Edition) -> html.Section | None:
    """Damage and its cost per month; None where no source tells of it."""
    found = damage.monthly(edition, months=MONTHS)
    if not found:
        return None
    said = (
        "Hur många skador som har skrivits upp per månad, och vad de kostade där kostnaden är "
        "känd. Är den känd för några av skadorna är summan för låg."
    )
    titles = {source["source"]: source["title"] for source in about.sources(edition)}
    head = ("Månad", "Skador", "Kostnad känd för", "Kronor", "Polisanmälda")
    parts: list[Any] = []
    for source, months in groupby(found, key=lambda row: row["source"]):
        rows = [
            (
                swedish.month(m["month"]),
                swedish.number(m["count"]),
                f"{swedish.number(m['with_cost'])} av {swedish.number(m['count'])}",
                "–" if m["cost_kr"] is None else swedish.number(m["cost_kr"]),
                swedish.number(m["reported"]),
            )
            for m in months
        ]
        parts += [html.H3(titles[source]), _scrolled(head, rows, f"{titles[source]} per månad")]
    names = list(dict.fromkeys(row["source"] for row in found))
    return _card(edition, "Skador och kostnader", said, *parts, told=names, name="costs-card")


def activity(edition: Edition) -> html.Section | None:
    """The police's event reports; None where none has come in."""
    parts: list[Any] = []
    names: list[str] = []
    for period, periods, title in (("week", WEEKS, "per vecka"), ("quarter", QUARTERS, "per kvartal")):  # fmt: skip
        rows = event_reports.latest(edition, period=period, periods=periods)
        for source, own in rows.groupby("source"):
            names.append(str(source))
            parts += [html.H3(f"Slag av händelse {title}"), _kinds(own, period, f"Händelserapporter {title}")]  # fmt: skip
    if not parts:
        return None
    said = (
        "Hur ofta polisen har åkt på eller gjort något, per slag, i alla forumets kommuner som har "
        "rapporter. Det är insatser: antalet följer också hur polisen arbetar. Slag som kan vara "
        "känsliga visas bara per kvartal."
    )
    return _card(edition, "Polisens händelserapporter", said, *parts, told=list(dict.fromkeys(names)), name="activity-card")  # fmt: skip


def _kinds(rows: pd.DataFrame, period: str, caption: str) -> html.Div:
    """A row per kind, most first, a column per week or quarter."""
    table = rows.pivot_table(index="event_name", columns="starts_on", values="count", aggfunc="sum", fill_value=0)  # fmt: skip
    most = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index[:KINDS]]
    named = swedish.quarter if period == "quarter" else _week
    head = ("Slag", *(named(day) for day in most.columns))
    body = [
        (swedish.capitalised(name.lower()) or "Alla slag tillsammans", *map(swedish.number, counts))
        for name, *counts in most.itertuples(name=None)
    ]
    if len(table) <= KINDS:
        return _scrolled(head, body, caption)
    less = html.P(f"{swedish.number(len(table) - KINDS)} slag med färre rapporter visas inte.", className="quiet")  # fmt: skip
    return html.Div([_scrolled(head, body, caption), less])


def concerns(edition: Edition) -> html.Section | None:
    """Reports of concern for a child; None where none has been counted."""
    found = concern_reports.monthly(edition, quarters=QUARTERS)
    if found.empty:
        return None
    kommuner = sorted(found["kommun"].unique(), key=list(found["kommun"].unique()).index)
    table = found.pivot_table(index=["quarter", "month"], columns="kommun", values="count", aggfunc="sum")[kommuner]  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for quarter, months in reversed(list(table.groupby(level="quarter"))):
        whole = months.sum().where(months.count() == 3)
        rows.append((html.Strong(swedish.capitalised(swedish.quarter(quarter))), *map(_count, whole)))  # fmt: skip
        rows += [(swedish.month(day), *map(_count, counts)) for (_, day), *counts in months[::-1].itertuples(name=None)]  # fmt: skip
    said = (
        "Hur många orosanmälningar som har kommit till socialtjänsten, per kommun och månad. Flera "
        "kan gälla samma barn. Ett streck är en månad som inte är inläst, eller ett kvartal som "
        "inte är helt."
    )
    parts = _scrolled(("Månad", *kommuner), rows, "Orosanmälningar per månad och kvartal")
    return _card(edition, "Orosanmälningar", said, parts, told=list(found["source"].unique()), name="concerns-card")  # fmt: skip


def rescue(edition: Edition) -> html.Section | None:
    """What the rescue services were called out to; None where nothing has been read in."""
    found = rescue_calls.yearly(edition, years=YEARS)
    if found.empty:
        return None
    years = sorted(found["year"].unique(), reverse=True)
    whole = found["count"].where(found["months"] == 12)
    counts = dict(zip(zip(found["kind"], found["year"], strict=True), whole, strict=True))
    rows = [
        (name, *(_count(counts.get((kind, year), float("nan"))) for year in years))
        for kind, name in CALLS.items()
        if kind in set(found["kind"])
    ]
    said = (
        "Hur många gånger räddningstjänsten har ryckt ut, per år. Uppgifterna säger inte om en brand "
        "var anlagd. Ett streck är ett år som inte är helt inläst."
    )
    parts = _scrolled(("Slag", *map(str, years)), rows, "Räddningstjänstens utryckningar per år")
    return _card(edition, "Räddningstjänsten", said, parts, told=list(found["source"].unique()), name="rescue-card")  # fmt: skip


def _card(
    edition: Edition, title: str, said: str, *parts: Any, told: list[str], name: str
) -> html.Section:
    foot = sources.told_by(edition, *told)
    return cards.card(title, html.P(said, className="said"), *parts, foot=foot, name=name)


def _scrolled(head: tuple[str, ...], rows: list[tuple[Any, ...]], caption: str) -> html.Div:
    return cards.scroll(tables.plain(head, rows, caption=caption), name=caption)


def _pairs(count: int) -> str:
    return "ett par" if count == 1 else f"{swedish.in_words(count)} par"


def _week(monday: pd.Timestamp) -> str:
    return swedish.week(monday, year=True)


def _count(value: float) -> str:
    return "–" if pd.isna(value) else swedish.number(value)
