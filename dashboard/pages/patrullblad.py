"""Patrullblad: the places of the view on one sheet, for whoever briefs a patrol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, html

from dashboard import swedish
from dashboard.at_once import at_once
from dashboard.components import busy_cards, cards, paper, sources
from dashboard.components import busy_words as words
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.queries.busy import DEFAULT, Busy, busy, of_places
from dashboard.state import from_query
from etl.statistics.fullest import fullest

PAGE = {"path": "/patrullblad", "name": "Patrullblad", "order": 21, "door": "/platser", "is_listed": False}  # fmt: skip
PLACES = 6  # more do not fit on one sheet with room to write
LINES = 8
HEAD = ("", "Var", "När på veckan", "Antal", "I fjol", "Sticker ut", "Anteckningar")


def layout() -> html.Div:
    return paper.page(url="patrol-url", button="patrol-now", sheet="patrol-sheet")


def register(app: Dash, opened: Editions) -> None:
    @at_once(app, output=Output("patrol-sheet", "children"), inputs=[Input("patrol-url", "search")])
    def show(search: str) -> list[Any]:
        edition = opened.current()
        state, _ = from_query(search or "", default=DEFAULT)
        view = busy(edition, state.but(valt=""))
        if view is None:
            return [html.H1("Patrullblad"), state_message("data saknas")]
        return list(_sheet(edition, view))

    paper.print_with(app, "patrol-now")


def _sheet(edition: Edition, view: Busy) -> Iterator[Any]:
    said = f"Patrullblad · {view.whole.name} · {words.when(view)}"
    yield paper.running(said, edition=view.edition)
    yield html.H1(words.headline(view))
    if view.is_coarse:
        yield state_message("undertryckt", words.COARSE)
        return
    yield html.P(f"{words.what(view)}, {words.when(view)}. {words.standing_out(view)}", className="lead")  # fmt: skip
    rows = view.ranked.head(PLACES)
    if rows.empty:
        yield state_message("inga händelser", f"Inga {view.counted} på någon plats.")
    else:
        figure = busy_cards.map_figure(edition, view, theme="light")
        lines = html.Div(
            [html.H2("Att ta med"), *(html.Div() for _ in range(LINES))], className="lines"
        )
        drawn = cards.graph(figure, name="patrol-map", said="Cirkelns yta = antal.")
        yield html.Section([drawn, lines], className="beside")
        yield html.Section([html.H2("Platser i ordning"), cards.scroll(_table(edition, view, rows), name="Platser i ordning")])  # fmt: skip
    hours = "" if view.has_hours else "Klockslag finns inte i källan. "
    yield html.Footer(
        f"{hours}Tiderna gäller {words.block_weeks(view)}. {sources.source_line(edition, view)} "
        "Antalen säger inte varför, och inte vad som inte har anmälts.",
        className="source",
    )


def _table(edition: Edition, view: Busy, rows: pd.DataFrame) -> html.Table:
    week = of_places(edition, view, list(rows["area_code"]))
    body = [
        html.Tr(
            [
                html.Th(str(n), scope="row"),
                html.Td([html.Strong(r.name), html.Span(view.names[r.kommun_code], className="quiet under")]),
                html.Td(_when(view, week[r.area_code])),
                html.Td(words.count(view, r.now), className="number large"),
                html.Td(swedish.number(r.before) if view.is_comparable else "–", className="number"),
                html.Td(busy_cards.label(view, r)),
                html.Td("", className="notes"),
            ]
        )
        for n, r in enumerate(rows.itertuples(index=False), 1)
    ]  # fmt: skip
    numbers = {"Antal", "I fjol"}
    heads = [html.Th(h or html.Span("Nr", className="sr-only"), scope="col", className="number" if h in numbers else "") for h in HEAD]  # fmt: skip
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="briefing")


def _when(view: Busy, weights: np.ndarray) -> str:
    """The fullest hours of one place, where it has enough to tell."""
    if not view.has_weekdays:
        return "inte känt"
    if weights.sum() < words.ENOUGH:
        return words.FEW
    found = fullest(weights)
    return words.stretch_words(found) if found else "ingen tid sticker ut"
