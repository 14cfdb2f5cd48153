"""Sparade vyer: lists of addresses that are gone through in order, at a meeting or for politicians."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import PUBLIC, visitor
from dashboard.at_once import at_once
from dashboard.components import cards, deeds, viewed
from dashboard.components.along import Way, way
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.journal import views
from dashboard.journal.meetings import Refused
from dashboard.journal.views import Views

PAGE = {"path": "/vyer", "name": "Sparade vyer", "order": 16, "door": "/"}
NEW = "ny"


def layout() -> html.Div:
    lead = "Vyer i en ordning, för en genomgång: öppna den första och gå vidare med Nästa."
    return html.Div(
        [
            dcc.Location(id="vyer-url", refresh="callback-nav"),
            html.Div([html.Div([html.H1("Sparade vyer"), html.P(lead, className="lead")])], className="head"),
            deeds.said("vyer"),
            html.Div(id="vyer-body"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "vyer", DEEDS, url="vyer-url")

    @at_once(
        app,
        output=Output("vyer-body", "children"),
        inputs=[
            Input("vyer-url", "search"),
            Input("vyer-done", "data"),
            State("vyer-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        store = app.server.config["STORE"]
        if visitor().audience == PUBLIC:
            return state_message("ej behörig", "Sparade vyer visas för dem som deltar i forumet.")
        if store is None:
            return state_message("data saknas", "Här går det bara att titta: det finns ingen journal att spara i.")  # fmt: skip
        edition, form = opened.current(), Form("vyer", deeds.counted(done))
        found, may = views.lists(store), visitor().may("chair")
        to = _asked_for(search)
        saving = [_saving(edition, form, found, to)] if to and may else []
        if not found:
            said = "Öppna en vy på Lägesbild, Platser eller Område och välj Spara vy."
            return html.Div([*saving, cards.card("Inga sparade vyer än", html.P(said))], className="wide")  # fmt: skip
        shown = [_list(edition, form if may else None, one) for one in found]
        return html.Div([*saving, *shown], className="wide")


def _asked_for(query: Any) -> Way | None:
    """The view that the address wants saved."""
    return way(deeds.said_in(query).get("spara"))


def _saving(edition: Edition, form: Form, found: list[Views], to: Way) -> html.Section:
    choices = {NEW: "En ny lista"} | {one.id: one.name for one in found}
    return cards.card(
        "Spara vy",
        html.P(["Vyn: ", dcc.Link(viewed.told(edition, to), href=str(to))]),
        html.Div(
            [
                form.text("Vad vyn ska heta", "title", "save", value=viewed.title(edition, to)),
                form.choice("Lista", "list", "save", choices, value=found[0].id if found else NEW),
                form.text("Namn, om listan är ny", "name", "save", placeholder="BRÅ-genomgång november"),
                form.button("Spara", "save", kind="primary"),
            ],
            className="fields",
        ),
        html.P("Listor syns för alla som får läsa här.", className="quiet"),
        name="save-card",
    )  # fmt: skip


def _list(edition: Edition, form: Form | None, one: Views) -> html.Section:
    """Without a `form` it can be read and gone through, and not changed."""
    last = len(one.views)
    rows = []
    for number, view in enumerate(one.views, 1):
        to = way(view.address)
        if to is None:
            continue
        buttons = []
        if form:
            buttons = [
                *([_small(form, "Upp", view.title, "earlier", view.id)] if number > 1 else []),
                *([_small(form, "Ner", view.title, "later", view.id)] if number < last else []),
                _small(form, "Ta bort", view.title, "remove", view.id),
            ]
        link = dcc.Link(view.title, href=str(to.at(one.id, number)))
        told = html.Span(viewed.told(edition, to), className="quiet under")
        rows.append(html.Li([html.Div([link, told]), html.Div(buttons, className="moves")]))
    first = way(one.views[0].address) if one.views else None
    start = dcc.Link("Gå igenom", href=str(first.at(one.id, 1)), className="deed primary button") if first else None  # fmt: skip
    gone = form.button("Ta bort listan", "removelist", one.id) if form else None
    body = html.Ol(rows, className="saved") if rows else html.P("Listan är tom.", className="quiet")
    return cards.card(one.name, body, html.Div([start, gone], className="answers"))


def _small(form: Form, said: str, title: str, do: str, of: int) -> html.Button:
    return form.button([said, html.Span(f" {title}", className="sr-only")], do, of, kind="small")


def _save(asked: Asked) -> Done:
    to = _asked_for(asked.query)
    if to is None:
        raise Refused("Det finns ingen vy att spara. Öppna vyn och välj Spara vy där.")
    chosen = asked.text("list")
    if chosen != NEW and asked.number("list") is None:
        raise Refused("Välj en lista, eller En ny lista.")
    title = asked.text("title")
    list_id = None if chosen == NEW else asked.number("list")
    views.save(asked.store, title=title, address=str(to), list_id=list_id, name=asked.text("name"))
    return Done(
        html.Span(["Vyn är sparad. ", dcc.Link("Tillbaka till vyn", href=str(to))]), go="/vyer"
    )


def _move(asked: Asked, steps: int) -> Done:
    return Done(f"Flyttad: {views.move(asked.store, asked.id, steps=steps)}.")


DEEDS = {
    "save": Deed("chair", _save),
    "earlier": Deed("chair", lambda asked: _move(asked, -1)),
    "later": Deed("chair", lambda asked: _move(asked, 1)),
    "remove": Deed("chair", lambda a: Done(f"Borttagen ur listan: {views.remove(a.store, a.id)}.")),
    "removelist": Deed("chair", lambda a: Done(f"Listan {views.remove_list(a.store, a.id)} är borttagen.")),
}  # fmt: skip
