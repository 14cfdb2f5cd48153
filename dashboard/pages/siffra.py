"""Siffran: all that there is to know of one number, at an address of its own."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html

from dashboard.at_once import at_once
from dashboard.components import number_card
from dashboard.components.overview import strange
from dashboard.components.states import instead
from dashboard.database import PUBLIC, SHARED, Editions
from dashboard.queries.overview import overview
from dashboard.queries.places import followable
from dashboard.state import from_query

PAGE = {"path": "/siffra", "name": "Siffran", "order": 14, "door": "/", "is_listed": False}


def layout() -> html.Div:
    return html.Div(
        [dcc.Location(id="siffra-url", refresh=False), html.Div(id="siffra-body")], className="page"
    )


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output=Output("siffra-body", "children"),
        inputs=[Input("siffra-url", "search"), State("siffra-url", "pathname")],
    )
    def show(search: str, path: str) -> Any:
        edition = opened.current()
        asked, unread = from_query(search or "")
        state, unknown = followable(edition, asked)
        view = overview(edition, state)
        if view is None:
            return instead("Siffran finns inte", "Källan har inga rader för området.")
        told = strange([*unread, *unknown])
        return [told, *number_card.card(edition, opened.current(SHARED), opened.of(PUBLIC), view)]
