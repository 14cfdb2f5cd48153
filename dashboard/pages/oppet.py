"""Öppna siffror: what everybody may see, for everybody in the same form."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from dash import Dash, Input, Output, dcc, html

from dashboard.at_once import at_once
from dashboard.components import published as cards
from dashboard.components.states import state_message
from dashboard.database import PUBLIC, Editions
from dashboard.queries import about, published

PAGE = {"path": "/oppet", "name": "Öppna siffror", "order": 66, "door": "/om-data", "is_public": True}  # fmt: skip


def layout() -> html.Div:
    return html.Div(
        [
            dcc.Location(id="oppet-url", refresh=False),
            html.Div(html.Div([html.H1("Öppna siffror"), html.P(id="oppet-said", className="lead")]), className="head"),
            html.Div(id="oppet-body", className="wide"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output=[
            Output("oppet-body", "children"),
            Output("oppet-said", "children"),
        ],
        inputs=[Input("oppet-url", "search")],
    )
    def show(search: str) -> tuple[list[Any], str]:
        public = opened.of(PUBLIC)
        asked = {key: value[0] for key, value in parse_qs((search or "").lstrip("?")).items()}
        chosen = published.choices(
            public, source=asked.get("kalla", ""), kommun=asked.get("omrade", ""), year=asked.get("ar", "")
        )  # fmt: skip
        if chosen is None:
            return [state_message("data saknas", "Inget kvartal är publicerat än.")], ""
        example = "EXEMPELDATA. " if about.edition(public)["is_example"] else ""
        said = f"{example}{chosen.sources[chosen.source]}, {chosen.kommuner[chosen.kommun]}, {chosen.year}. Det här får alla se."  # fmt: skip
        here = published.left_out(public, source=chosen.source, kommun=chosen.kommun)
        shown = [
            cards.chosen_of(chosen),
            cards.by_type(published.by_type(public, chosen)),
            html.Div(
                [
                    cards.by_month(published.by_month(public, chosen)),
                    html.Div([cards.left_out(here), cards.rules(public)], className="stack"),
                ],
                className="halves",
            ),
            cards.by_regso(published.by_regso(public, chosen)),
        ]
        return shown, said
