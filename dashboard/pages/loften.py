"""Löften: what has been promised, how it goes, and what is done of it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import PUBLIC, visitor
from dashboard.at_once import at_once
from dashboard.components import deeds
from dashboard.components.form import Form
from dashboard.components.pledges import (
    editing,
    listing,
    logging,
    making,
    one,
    proposing,
    serving,
    signed,
)
from dashboard.components.pledges.holding import Holding
from dashboard.components.states import instead
from dashboard.database import Editions
from dashboard.journal import pledges

PAGE = {"path": "/loften", "name": "Löften", "order": 50, "takes": True}
NEW = "ny"


def layout() -> html.Div:
    return html.Div(
        [
            dcc.Location(id="loften-url", refresh="callback-nav"),
            deeds.said("loften"),
            html.Div(id="loften-body"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    every = {
        **making.DEEDS,
        **editing.every_deed(opened),
        **logging.every_deed(opened),
        **proposing.DEEDS,
        **serving.every_deed(opened),
    }
    deeds.register(app, "loften", every, url="loften-url")
    signed.addresses(app.server)

    @at_once(
        app,
        output=Output("loften-body", "children"),
        inputs=[
            Input("loften-url", "search"),
            Input("loften-done", "data"),
            State("loften-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        where, _, rest = (path or "").removeprefix("/").partition("/")
        if f"/{where}" != PAGE["path"]:
            raise PreventUpdate
        store, asker = app.server.config["STORE"], visitor()
        if store is None:
            return instead("Löften", "Här går det bara att titta: löften finns i journalen.")
        if asker.audience == PUBLIC:
            return instead("Löften", "Löften visas för dem som deltar i forumet.")
        form = Form("loften", deeds.counted(done))
        today = store.now().date()
        if not rest:
            return listing.page(store, asker, today=today)
        if rest == NEW:
            return making.page(store, form, asker)
        number = deeds.whole(rest)
        held = None if number is None else pledges.numbered(store, number)
        if held is None:
            return instead("Löftet finns inte", "Välj ett på sidan Löften.")
        of = Holding(store, opened.current("shared"), held, form, asker, today)
        return one.page(of, deeds.said_in(search))
