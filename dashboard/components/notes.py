"""Events and efforts beside the numbers: numbered in the series, and in words beneath it.

Never in what is kept by edition: they change without a new one, and differ by who reads.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.access import Visitor
from dashboard.components.meeting.reader import klass_of
from dashboard.database import Edition
from dashboard.export import notes
from dashboard.figures.marks import days_of, marked
from dashboard.figures.palette import THEMES, Figure
from dashboard.store import Store
from dashboard.version import shown
from dashboard.version.words import note as in_words

NOT_WHY = "Raderna säger vad som hände samtidigt, inte varför antalet är som det är."


def about(
    store: Store | None,
    *,
    edition: Edition,
    visitor: Visitor,
    first: date,
    last: date,
    area_code: str = "",
    types: Collection[str] = (),
    klass: str = "",
) -> list[dict[str, Any]]:
    """What happened or was done in the area ("" for the forum) on any of the days, that is about
    any of the problem types (() for all): rows as in a document, see export/notes.py.

    Those that the visitor may read, or at most those of a `klass`, for a screen with others.
    """
    if store is None:
        return []
    with store.read() as session:
        found = notes.rows(
            session, edition, area_code=area_code, types=types, first=first, last=last
        )
    return shown.notes(found, klass=klass or klass_of(store, visitor)) if found else []


def on_series(
    figure: Figure, *, store: Store | None, theme: str, leads_on: bool = False, **asked: Any
) -> tuple[Figure, Any]:
    """A series with what happened on its days, and the same in words (None where nothing did).

    `figure` is one of figures/series.py; `asked` is what `about` takes but the days.
    `leads_on` where a reader may go on to the page of them all: not on paper, nor in a meeting.
    """
    first, last = days_of(figure["layout"])
    rows = about(store, first=first, last=last, **asked)
    if not rows:
        return figure, None
    days = [(date.fromisoformat(row["first"]), date.fromisoformat(row["last"])) for row in rows]
    layout = marked(figure["layout"], days, palette=THEMES[theme])
    return {**figure, "layout": layout}, listed(rows, leads_on=leads_on)


def listed(rows: list[dict[str, Any]], *, leads_on: bool) -> html.Div:
    """In words, by the numbers that they have in the series."""
    title = "Händelser & insatser"
    return html.Div(
        [
            html.H3(dcc.Link(title, href="/handelser") if leads_on else title),
            html.Ol([html.Li(in_words(row)) for row in rows]),
            html.P(NOT_WHY, className="quiet"),
        ],
        className="noted",
    )
