"""Who has reported: organisations down, weeks across, each week a mark and a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import html

from dashboard import swedish
from dashboard.components import cards, sources
from dashboard.components.wording import heard_words
from dashboard.database import Edition
from dashboard.queries import reporting

WEEKS = 8
REPORTED, CALM, MISSING, NOT_DUE = ("●", "rapporterat"), ("○", "inget att rapportera"), ("△", "saknas"), ("", "inte väntad")  # fmt: skip
LEGEND = (
    ("●", "har rapporterat, med antal händelser"),
    CALM,
    ("△", "saknas: väntad, men inget har kommit"),
    ("Tom ruta:", "inget har kommit, och inget väntades"),
)


def card(edition: Edition) -> html.Section | None:
    """None where nobody has reported."""
    rows = reporting.latest(edition, weeks=WEEKS)
    if rows.empty:
        return None
    return cards.card(
        "Vilka har rapporterat?",
        html.P(said_of(rows, heard=reporting.heard(edition, week=rows["week"].max())), className="said"),
        cards.scroll(_table(rows), name="Vilka har rapporterat, vecka för vecka"),
        html.P([html.Span([html.Span(mark, className="mark"), word]) for mark, word in LEGEND], className="legend"),
        foot=sources.told_by(edition, *reporting.told_by(edition)),
        name="reporting-card",
    )  # fmt: skip


def said_of(rows: pd.DataFrame, *, heard: tuple[int, int] | None) -> str:
    """The latest week in words. `rows` as `reporting.latest` gives them."""
    latest = rows[rows["week"] == rows["week"].max()]
    week = swedish.week(latest["week"].iloc[0])
    if not rows["is_expected"].any():
        count = int(latest["is_received"].sum())
        who = "verksamhet" if count == 1 else "verksamheter"
        return (
            f"För {week} har {swedish.number(count)} {who} rapporterat. Inga rapportörer står i "
            "inställningarna, så det syns inte vilka som saknas. Tystnad är inte lugn."
        )
    silent = list(latest.loc[latest["is_missing"], "organisation"])
    told = f"I {week} har {heard_words(heard)} hört av sig. " if heard else f"I {week} väntades ingen. "  # fmt: skip
    return f"{told}{f'Saknas: {swedish.listed(silent)}.' if silent else 'Ingen saknas.'} Tystnad är inte lugn."  # fmt: skip


def _table(rows: pd.DataFrame) -> html.Table:
    weeks = sorted(rows["week"].unique())
    body = [
        html.Tr([html.Th(name, scope="row"), *(_cell(row) for row in own.itertuples())])
        for name, own in rows.groupby("organisation", sort=False)
    ]
    return html.Table(
        [
            html.Caption("Vilka har rapporterat, vecka för vecka", className="sr-only"),
            html.Thead(html.Tr([html.Th("Verksamhet", scope="col"), *_heads(weeks)])),
            html.Tbody(body),
        ],
        className="reporting",
    )


def _heads(weeks: Sequence[pd.Timestamp]) -> list[html.Th]:
    """The year too, where it is another than the week's before."""
    years = [None, *(week.isocalendar().year for week in weeks)]
    return [
        html.Th(swedish.week(week, year=year not in {None, week.isocalendar().year}), scope="col")
        for year, week in zip(years, weeks, strict=False)
    ]


def _cell(row: Any) -> html.Td:
    mark, word = _state(row)
    number = swedish.number(row.incidents) if row.incidents else ""
    return html.Td(
        [
            html.Span(mark, className="mark", **{"aria-hidden": "true"}),
            html.Span(word, className="sr-only"),
            *([f" {number}"] if number else []),
        ],
        className="late" if (mark, word) == MISSING else "",
    )


def _state(row: Any) -> tuple[str, str]:
    """One week of one organisation. What is shown per quarter only has come in without a number."""
    if row.is_missing:
        return MISSING
    if not row.is_received:
        return NOT_DUE
    return CALM if row.zero_reports and not row.reports else REPORTED
