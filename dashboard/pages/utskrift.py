"""Utskrift: the same view as a sober page on paper, ready to lie behind a löfte."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, html

from dashboard.access import visitor
from dashboard.at_once import at_once
from dashboard.components import cards, notes, paper, problems, sources, wording
from dashboard.components.map_card import map_figure
from dashboard.components.series_card import series_figure
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.queries.overview import overview
from dashboard.state import from_query

PAGE = {"path": "/utskrift", "name": "Utskrift", "order": 12, "door": "/", "is_listed": False}


def layout() -> html.Div:
    return paper.page(url="print-url", button="print-now", sheet="sheet")


def register(app: Dash, opened: Editions) -> None:
    @at_once(app, output=Output("sheet", "children"), inputs=[Input("print-url", "search")])
    def show(search: str) -> list[Any]:
        edition = opened.current()
        state, _ = from_query(search or "")
        view = overview(edition, state)
        if view is None:
            return [html.H1("Lägesbild"), state_message("data saknas")]
        figure, legend = map_figure(edition, view, theme="light")
        series, noted = notes.on_series(
            series_figure(view, theme="light"),
            store=app.server.config["STORE"],
            theme="light",
            edition=edition,
            visitor=visitor(),
            area_code=view.place.code,
            types=state.typ,
        )
        return [
            paper.running(
                f"Lägesbild · {view.place.name} · {wording.period_words(view)}", edition=view.edition
            ),
            html.H1(wording.headline(view)),
            html.P(wording.subline(view), className="lead"),
            html.Section([html.H2("Vad är nytt"), html.Div(problems.findings(edition, view, on_paper=True))]),
            html.Section(
                [
                    html.H2("Var"),
                    cards.graph(figure, name="print-map", said=wording.map_said(view)),
                    html.Div(legend, className="legend"),
                ]
            ),
            html.Section(
                [
                    html.H2("När"),
                    cards.graph(series, name="print-series", said=wording.series_said(view), is_static=True),
                ]
            ),
            html.Section(noted),  # apart: what does not hold on a page goes on the next
            html.Section([html.H2("Problem"), cards.scroll(problems.types(view, on_paper=True), name="Problem")]),
            html.Section(
                [html.H2("Visas bara per kommun och kvartal"), html.Div(problems.quarters(view, on_paper=True), className="scroll")]
            ),
            sources.unseen(edition),
            html.Footer(
                sources.source_line(edition, view),
                className="source",
            ),
        ]  # fmt: skip

    paper.print_with(app, "print-now")
