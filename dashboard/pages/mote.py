"""Möte: prepared, held on the screen, and fixed."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import PUBLIC, visitor
from dashboard.at_once import at_once
from dashboard.components import deeds
from dashboard.components.form import Form
from dashboard.components.meeting import (
    arrived,
    before,
    calling,
    followed,
    judged,
    mode,
    news,
    settled,
    weekend,
)
from dashboard.components.meeting.room import Room
from dashboard.components.states import instead
from dashboard.database import Editions
from dashboard.journal.meetings import signature

PAGE = {"path": "/mote", "name": "Möte", "order": 40}


def layout() -> html.Div:
    return html.Div(
        [
            dcc.Location(id="mote-url", refresh="callback-nav"),
            dcc.Store(id="mote-changed"),
            deeds.said("mote"),
            html.Div(id="mote-body"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    every = {
        **calling.deeds(opened),
        **before.deeds(opened),
        **arrived.DEEDS,
        **followed.DEEDS,
        **news.deeds(opened),
        **judged.DEEDS,
        **weekend.DEEDS,
        **settled.deeds(opened),
    }
    deeds.register(app, "mote", every, url="mote-url")

    @at_once(
        app,
        output=Output("mote-body", "children"),
        inputs=[
            Input("mote-url", "search"),
            Input("mote-done", "data"),
            Input("mote-changed", "data"),
            Input("theme", "data"),
            State("mote-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, changed: str, theme: str | None, path: str) -> Any:
        """Anew for each step, each deed, and each time somebody else has done something."""
        if not theme or path != PAGE["path"]:
            raise PreventUpdate
        store = app.server.config["STORE"]
        if store is None:
            return instead("Möte", "Här går det bara att titta: mötet har ingen journal.")
        if visitor().audience == PUBLIC:
            return instead("Möte", "Mötet visas för dem som deltar i forumet.", state="ej behörig")
        edition = opened.current("shared")
        form = Form("mote", deeds.counted(done))
        meeting = deeds.meeting_in(store, search)
        today = date.today()  # noqa: DTZ011
        if meeting is None:
            return before.none_yet(store, form, edition, visitor=visitor(), today=today)
        place = mode.place_in(search)
        room = Room(
            store, edition, meeting, form, visitor(), today,
            on_screen=place is not None, public=opened.current(PUBLIC),
        )  # fmt: skip
        live = html.Div(
            id="live",
            **{"data-mote": str(meeting.number), "data-signature": signature(store, meeting)},
        )
        if place is None:
            return [live, *before.page(room)]
        return [live, mode.screen(room, place, theme=theme)]
