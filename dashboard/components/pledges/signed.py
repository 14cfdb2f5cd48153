"""The signed löfte as a PDF: attached, and handed out again."""

from __future__ import annotations

from typing import Any

import flask
from dash import html

from dashboard import swedish
from dashboard.access import PUBLIC, need, visitor
from dashboard.components import cards
from dashboard.components.pledges.holding import Holding, writer
from dashboard.journal import pledges
from dashboard.journal.meetings import Refused

NOTE = "Filen visas för forumet som den är. Har den namnteckningar: lägg in en kopia där de är täckta."  # fmt: skip


def card(of: Holding) -> html.Section | str:
    found = pledges.file(of.store, of.number)
    if found is None and not of.may_write:
        return ""
    address = f"/loften/{of.number}/undertecknat.pdf"
    body: list[Any] = []
    if found:
        size = f"{swedish.number(len(found.content) / 1_000_000, decimals=1)} MB"
        said = f"Inlagt {swedish.day(found.at)}, {size}. Kontrollsumma {found.content_sha256[:12]}."
        body += [html.A("Öppna det undertecknade löftet (PDF)", href=address, className="button"), html.P(said, className="quiet")]  # fmt: skip
    if of.may_write:
        about = {"data-to": address, "role": "group", "aria-label": "Bifoga PDF, högst 10 MB"}
        upload = html.Div(id="drop", className="drop slim", **about)
        body += [upload, html.P(NOTE, className="quiet")]
    return cards.card("Undertecknat", *body, name="signed-card")


def addresses(server: flask.Flask) -> None:
    @server.get("/loften/<int:number>/undertecknat.pdf")
    def signed(number: int) -> flask.Response:
        store = flask.current_app.config["STORE"]
        found = store and visitor().audience != PUBLIC and pledges.file(store, number)
        if not found:
            flask.abort(404)
        response = flask.Response(found.content, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="lofte-{number}.pdf"'
        return response

    @server.put("/loften/<int:number>/undertecknat.pdf")
    def attach(number: int) -> flask.Response:
        store, who = flask.current_app.config["STORE"], need("assess")
        if "X-Lagesbild" not in flask.request.headers:
            flask.abort(400)
        if store is None:
            flask.abort(404)
        content = flask.request.stream.read(pledges.LARGEST_FILE + 1)
        try:
            pledges.attach(store, number, content, organisation=writer(store, who))
        except Refused as error:
            return flask.Response(str(error), status=400, mimetype="text/plain")
        return flask.Response(status=204)
