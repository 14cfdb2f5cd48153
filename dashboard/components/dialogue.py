"""What residents take up: per method, the latest dialogue of each kommun beside the others'."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard import swedish
from dashboard.components import cards, sources, tables
from dashboard.database import Edition
from dashboard.queries import dialogue

PROBLEMS, PLACES = 8, 5
DIALOGUE = ["kommun", "held_on", "respondents"]  # what tells two dialogues of a method apart


def card(edition: Edition) -> html.Section | None:
    """None where there has been no dialogue."""
    rows = dialogue.latest(edition)
    if rows.empty:
        return None
    said = (
        "Det som nämndes i den senaste dialogen av varje slag: hur många gånger, bland hur många "
        "svar. Ett svar kan nämna flera saker. De som svarar är sällan ett urval av alla invånare."
    )
    methods = [_method(str(method), own) for method, own in rows.groupby("method")]
    foot = sources.told_by(edition, *rows["source"].unique())
    return cards.card("Vad invånarna tar upp", html.P(said, className="said"), html.Div(methods, className="halves"), foot=foot, name="dialogue-card")  # fmt: skip


def _method(method: str, rows: pd.DataFrame) -> html.Div:
    """Its dialogues side by side: a column for each."""
    dialogues = list(rows[DIALOGUE].drop_duplicates().itertuples(index=False, name=None))
    heads = {
        d: [
            html.Strong(d[0]),
            html.Span(swedish.day(d[1]), className="under"),
            html.Span(f"{swedish.number(d[2])} svar", className="under"),
        ]
        for d in dialogues
    }
    times = rows.dropna(subset="time_of_day")
    return html.Div(
        [
            html.H3(swedish.capitalised(method)),
            _table(rows, "problem", head="Problem", heads=heads, caption=f"Problem, {method}"),
            html.P(places_said(rows)),
            *([_table(times, "time_of_day", head="Tid på dygnet", heads={d: d[0] for d in dialogues}, caption=f"Tid på dygnet, {method}")] if len(times) else []),
        ]
    )  # fmt: skip


def _table(
    rows: pd.DataFrame, by: str, *, head: str, heads: dict[Any, Any], caption: str
) -> html.Div:
    """The values of `by` named most, most first; a bar shows a count beside its dialogue's largest."""
    counts = rows.groupby([by, *DIALOGUE])["count"].sum()
    order = counts.groupby(by).sum().sort_values(ascending=False, kind="stable").index[:PROBLEMS]
    largest = counts.groupby(DIALOGUE).max().to_dict()
    found = counts.to_dict()
    body = [
        (swedish.capitalised(value), *(_bar(found.get((value, *d), 0), of=largest.get(d, 1)) for d in heads))
        for value in order
    ]  # fmt: skip
    return cards.scroll(tables.plain((head, *heads.values()), body, caption=caption), name=caption)


def _bar(count: int, *, of: int) -> html.Span:
    width = {"width": f"{count / of:.0%}"}
    bar = html.Span(html.Span(style=width), className="bar-of", **{"aria-hidden": "true"})
    return html.Span([html.Span(swedish.number(count)), bar], className="barred")


def places_said(rows: pd.DataFrame) -> str:
    """The places that were named most, each with how many times."""
    places = rows.dropna(subset="place").groupby("place")["count"].sum()
    if places.empty:
        return "Ingen namngiven plats nämndes."
    most = places.sort_values(ascending=False, kind="stable").head(PLACES)
    return f"Platser som nämndes mest: {swedish.listed([f'{name} ({swedish.number(n)} gånger)' for name, n in most.items()])}."  # fmt: skip
