"""Organisationer: who is in the forum, their links to the observers' form, and the named places."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import need
from dashboard.at_once import at_once
from dashboard.components import cards, deeds, paper
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.reports import form_file, forum
from dashboard.components.reports.forum import Forum
from dashboard.components.reports.sheets import sheets
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.journal import links, organisations, reports
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.queries import observers_form

PAGE = {"path": "/organisationer", "name": "Organisationer", "order": 45, "door": "/mote", "needs": "coordinate"}  # fmt: skip


def layout() -> html.Div:
    lead = "Vilka som är med, vad de gör, och länkarna till formuläret. Organisationer och funktioner, aldrig personer."  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="org-url", refresh="callback-nav"),
            html.Div(
                [
                    html.Div([html.H1("Organisationer"), html.P(lead, className="lead")]),
                    dcc.Link("Rapporter", href="/rapporter", className="button"),
                ],
                className="head",
            ),
            deeds.said("org"),
            html.Button("Skriv ut länkbladen", id="org-print", n_clicks=0, type="button", className="deed primary"),
            html.Div(id="org-body"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    paper.print_with(app, "org-print")
    deeds.register(app, "org", _deeds(opened), url="org-url")

    @at_once(
        app,
        output=Output("org-body", "children"),
        inputs=[
            Input("org-url", "search"),
            Input("org-done", "data"),
            State("org-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        need("coordinate")
        store, files = app.server.config["STORE"], app.server.config["FILES"]
        if store is None or files is None:
            return state_message("data saknas", "Här går det bara att titta: mötet har ingen journal.")  # fmt: skip
        edition = opened.current("shared")
        form_file.publish(store, edition, files)
        said = deeds.said_in(search).get("org", "")
        return _body(Forum(store, edition, files, Form("org", deeds.counted(done))), said)


def _body(of: Forum, said: str) -> html.Div:
    chosen = next((one for one in of.everyone if str(one.id) == said), None)
    right = forum.edited(of, chosen) if chosen or said == "ny" else [_term(of), forum.places(of)]
    return html.Div(
        [
            html.Div(forum.listing(of, chosen=chosen.id if chosen else None), className="stack"),
            html.Div([*right, *_back(said)], className="stack"),
        ],
        className="wide halves",
    )


def _back(said: str) -> list[Any]:
    return [dcc.Link("← Alla länkar och platser", href="/organisationer")] if said else []


def _term(of: Forum) -> html.Section:
    """Links are replaced each term."""
    said = "Varje termin får alla nya länkar, den 1 januari och den 1 juli. De gamla slutar gälla när du byter."  # fmt: skip
    button = of.form.button("Byt alla länkar", "replaceall")
    return cards.card("Ny termin", html.P(said), html.Div(button, className="answers"))


def _deeds(opened: Editions) -> dict[str, Deed]:
    def files() -> Files:
        found = flask.current_app.config["FILES"]
        if found is None:
            raise Refused("Här går det bara att titta.")
        return found

    def published(asked: Asked, done: Done) -> Done:
        form_file.publish(asked.store, opened.current("shared"), files())
        return done

    def save(asked: Asked) -> Done:
        part = asked.text("part")
        said = {
            "name": " ".join(asked.text("name").split()),
            "kind": asked.text("kind"),
            "kommun_code": asked.text("kommun"),
            "rhythm": asked.text("rhythm"),
            "usual_role": asked.text("role"),
            "is_party": part in {"party", "both"},
            "is_observer": part in {"observer", "both"},
        }
        if part not in forum.PARTS or said["kommun_code"] not in {"", *_kommuner(opened)}:
            raise Refused("Välj vad den gör och vilken kommun den är i.")
        if asked.of == "ny":
            organisations.add(asked.store, **said)
            return published(asked, Done(f"{said['name']} är med.", go="/organisationer"))
        reports.collect(asked.store, files().reports)  # under the name that they were sent with
        organisations.change(asked.store, asked.id, **said)
        return published(asked, Done("Sparat."))

    def retire(asked: Asked) -> Done:
        organisations.retire(asked.store, asked.id)
        return published(asked, Done("Har slutat. Länkarna gäller inte längre; det som är sagt står kvar."))  # fmt: skip

    def come_back(asked: Asked) -> Done:
        organisations.retire(asked.store, asked.id, is_active=True)
        return published(asked, Done("Är med igen."))

    def link(asked: Asked) -> Done:
        made = links.make(asked.store, asked.id)
        return published(asked, Done("Länken är gjord.", shown=sheets([made], files())))

    def replace_all(asked: Asked) -> Done:
        made = links.replace_all(asked.store)
        return published(asked, Done("Alla länkar är bytta.", shown=sheets(made, files())))

    def revoke(asked: Asked) -> Done:
        links.revoke(asked.store, asked.id)
        return published(asked, Done("Återkallad. Länken leder ingenstans."))

    def thank(asked: Asked) -> Done:
        links.thank(asked.store, asked.id, asked.text("words"))
        return published(asked, Done("Sparat. Raden står på nästa kvitto."))

    every = {
        "save": save,
        "retire": retire,
        "return": come_back,
        "link": link,
        "replaceall": replace_all,
        "revoke": revoke,
        "thank": thank,
    }
    return {name: Deed("coordinate", do) for name, do in every.items()}


def _kommuner(opened: Editions) -> dict[str, str]:
    return observers_form.kommun_names(opened.current("shared"))
