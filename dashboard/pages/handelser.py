"""Händelser & insatser: what happened or was done, on which days and where. Beside the numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import visitor
from dashboard.at_once import at_once
from dashboard.components import deeds, noted
from dashboard.components.deeds import GONE, Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.meeting.reader import reads
from dashboard.components.noted import KINDS, RIGHT, Noted
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.journal import notes
from dashboard.journal.meetings import Refused
from dashboard.queries import about
from dashboard.swedish import parse_day

PAGE = {"path": "/handelser", "name": "Händelser & insatser", "order": 13, "door": "/"}


def layout() -> html.Div:
    lead = "Det som hände eller gjordes, på en dag och en plats. Det står intill siffrorna och förklarar dem inte."  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="note-url", refresh="callback-nav"),
            html.Div(html.Div([html.H1(PAGE["name"]), html.P(lead, className="lead")]), className="head"),
            deeds.said("note"),
            html.Div(id="note-body"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "note", _deeds(opened), url="note-url")

    @at_once(
        app,
        output=Output("note-body", "children"),
        inputs=[
            Input("note-url", "search"),
            Input("note-done", "data"),
            State("note-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        store = app.server.config["STORE"]
        if store is None:
            return html.Div(state_message("data saknas", "Här går det bara att titta: ingen journal är öppen."), className="wide")  # fmt: skip
        edition = opened.current()
        asked = deeds.said_in(search)
        area = asked.get("omrade", "")
        area = area if area in about.names(edition) else ""
        kind = KINDS.get(asked.get("slag", ""), "")
        form = Form("note", deeds.counted(done))
        of = Noted(store, edition, visitor(), form, date.today(), area, kind)  # noqa: DTZ011
        write = [noted.adding(of), noted.proposals(of)] if of.may_write else []
        columns = [html.Div(write, className="stack")] if write else []
        return html.Div([*columns, html.Div(noted.listing(of), className="stack")], className="wide halves")  # fmt: skip


def _deeds(opened: Editions) -> dict[str, Deed]:
    def add(asked: Asked) -> Done:
        edition = opened.current()
        area, types = asked.text("area"), asked.texts("types")
        if area not in noted.places(edition):
            raise Refused("Välj ett område eller en plats.")
        if not set(types) <= about.type_names(edition).keys():
            raise Refused("Välj problem ur listan.")
        audience = asked.text("audience") or "shared"
        _may_read(asked, audience)
        notes.add(
            asked.store,
            kind=asked.text("kind"),
            what=asked.text("what"),
            first_day=parse_day(asked.text("first")),
            last_day=parse_day(asked.text("last") or asked.text("first")),
            area_code=area,
            place=asked.text("place"),
            problem_types=" ".join(types),
            organisation_id=asked.number("who"),
            function=asked.text("function"),
            audience=audience,
            public_wording=asked.text("public"),
            written_by=asked.visitor.organisation,
        )
        return Done("Tillagd. Den står nu vid serierna.")

    def void(asked: Asked) -> Done:
        found = next((n for n, _ in notes.between(asked.store) if n.id == asked.id), None)
        if found is None:
            raise Refused(GONE)
        _may_read(asked, found.audience)
        of = Noted(asked.store, opened.current(), asked.visitor, Form("note", {}), date.min)
        if not of.may_void(found.written_by):
            raise Refused("Bara den organisation som skrev raden makulerar den, eller samordnaren.")
        notes.void(asked.store, asked.id, reason=asked.text("reason"), by=asked.visitor.organisation)  # fmt: skip
        return Done("Makulerad. Det som redan är fastställt ändras inte.")

    def make(asked: Asked) -> Done:
        found = next((one for one in notes.decided(asked.store) if one.action.id == asked.id), None)
        if found is None:
            raise Refused(GONE)
        _may_read(asked, found.action.audience)
        forum = about.edition(opened.current())["area_code"]
        notes.make(asked.store, asked.id, forum=forum, by=asked.visitor.organisation)
        return Done("Insatsen står nu vid serierna.")

    return {"add": Deed(RIGHT, add), "void": Deed(RIGHT, void), "make": Deed(RIGHT, make)}


def _may_read(asked: Asked, audience: str) -> None:
    """Raises Refused for a class that the visitor does not read."""
    if audience in noted.AUDIENCES and not reads(asked.store, asked.visitor, audience):
        raise Refused("Den raden är bara för polis och kommun.")
