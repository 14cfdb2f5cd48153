"""Fredag: the weekend's page and card, as drafts to send from one's own mailbox, one per group."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard import swedish
from dashboard.access import PUBLIC, visitor
from dashboard.at_once import at_once
from dashboard.components import cards, deeds, tables
from dashboard.components.meeting import kept, reader
from dashboard.components.states import instead
from dashboard.database import Editions
from dashboard.export.friday import friday_card, friday_mail, friday_pdf
from dashboard.journal import archive
from dashboard.journal.tables import Version
from dashboard.pages.version import numbered
from dashboard.store import Store
from dashboard.version.shown import for_group, left_out, or_hidden

PAGE = {"path": "/fredag", "name": "Fredag", "order": 43, "door": "/mote"}
GROUPS = {"parties": "polis och kommun", "shared": "hela forumet", "public": "alla"}
SEES = {"parties": ("parties", "shared", "public"), "shared": ("shared", "public"), "public": ("public",)}  # fmt: skip


def layout() -> html.Div:
    return html.Div(
        [dcc.Location(id="fredag-url", refresh="callback-nav"), html.Div(id="fredag-body")],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    _downloads(app.server)

    @at_once(
        app,
        output=Output("fredag-body", "children"),
        inputs=[Input("fredag-url", "search"), State("fredag-url", "pathname")],
    )
    def show(search: str, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        store = app.server.config["STORE"]
        if store is None:
            return instead("Fredagens utskick", "Här finns inga fastställda versioner.")
        text = deeds.said_in(search).get("nummer", "")
        every = reader.versions(store)
        found = numbered(store, text) if text else next(iter(every), None)
        return _page(store, found) if found else kept.none_such()


def _page(store: Store, found: Version) -> list[Any]:
    document = archive.document(store, found)
    return [
        html.Div(
            html.Div(
                [
                    html.H1("Fredagens utskick"),
                    html.P(
                        f"Ur version {found.number}. Utkastet öppnas i ditt eget e-postprogram och skickas "
                        "därifrån; programmet skickar inget själv.",
                        className="lead",
                    ),
                ]
            ),
            className="head",
        ),
        html.Div(
            [
                *(_group(document, found.number, klass) for klass in SEES[reader.klass_of(store, visitor())]),
                _made(store, found) if visitor().audience != PUBLIC else "",
            ],
            className="wide halves",
        ),
    ]  # fmt: skip


def _group(document: dict[str, Any], number: int, klass: str) -> html.Section:
    said, left = for_group(document, klass=klass)
    rows = [a for a in said["actions"] if a["kind"] == "weekend"]
    links = [
        html.A(text, href=f"/fredag/{number}/{klass}.{kind}", download="", className=f"button {extra}")
        for kind, text, extra in (
            ("eml", "Utkast till e-post", "primary"),
            ("pdf", "En sida (PDF)", ""),
            ("html", "Helgkort för telefonen", ""),
        )
    ]  # fmt: skip
    many = (
        f"{swedish.capitalised(swedish.in_words(len(rows)))} {'rad' if len(rows) == 1 else 'rader'}"
    )
    said_so = (
        f"{many} inför helgen."
        if rows
        else or_hidden("weekend", left, nothing="Inget särskilt inför helgen.")
    )
    return cards.card(
        f"För {GROUPS[klass]}",
        html.P(said_so),
        html.Div(links, className="answers"),
        foot=left_out(left) or None,
    )


def _made(store: Store, found: Version) -> Any:
    rows = [(s.recipients, swedish.clock(s.at)) for s in archive.sent(store, found)]
    if not rows:
        return ""
    return cards.card("Utkast som har gjorts", tables.plain(("För", "När"), rows, caption="Utkast"))


def _downloads(server: flask.Flask) -> None:
    @server.get("/fredag/<int:number>/<klass>.<kind>")
    def friday(number: int, klass: str, kind: str) -> flask.Response:
        store = flask.current_app.config["STORE"]
        found = store and reader.version(store, number)
        if not found or klass not in SEES[reader.klass_of(store, visitor())]:
            flask.abort(404)
        document = archive.document(store, found)
        if kind == "eml":
            content, mimetype = friday_mail(document, group=GROUPS[klass], klass=klass, number=number), "message/rfc822"  # fmt: skip
            archive.note_sent(store, found, recipients=GROUPS[klass], audience=klass)
        elif kind == "pdf":
            content, mimetype = friday_pdf(document, klass=klass, number=number), "application/pdf"
        elif kind == "html":
            content, mimetype = friday_card(document, klass=klass, number=number).encode(), "text/html"  # fmt: skip
        else:
            flask.abort(404)
        response = flask.Response(content, mimetype=mimetype)
        name = f"infor-helgen-{number:04}-{klass}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
