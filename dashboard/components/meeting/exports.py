"""A fixed version as documents, from the page: what may be taken out by whom, and the files."""

from __future__ import annotations

import json
from typing import Any

import flask
from dash import html

from dashboard.access import visitor
from dashboard.components import cards, tables
from dashboard.components.meeting import reader
from dashboard.journal import archive
from dashboard.journal.pledge_then import pledge_then
from dashboard.journal.tables import Version
from dashboard.store import Store

KINDS = {
    "bilaga": "Bilaga till löfte eller beslut",
    "lagesbild4": "Lägesbild enligt 4 § lagen (2023:196)",
    "atgardsplan": "Åtgärdsplan",
    "bra": "Underlag till BRÅ",
    "lofte": "Löftet",
    "uppfoljning": "Uppföljning av löftet",
    "boende": "Uppföljning till boende, lättläst",
}
OF_PLEDGE = ("lofte", "uppfoljning", "boende")
PUBLIC = ("boende",)  # for no other group
FORMATS = {"pdf": "PDF", "docx": "Word", "html": "Webbsida", "pptx": "Bildspel", "zip": "Allt"}
AUDIENCES = {"shared": "För forumets parter", "public": "Får publiceras"}
SEES = {"public": ("public",), "shared": ("shared", "public"), "parties": ("shared", "public")}
ALL = ("pdf", "docx", "html", "pptx", "xlsx", "gpkg")
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
}


def card(store: Store, number: int, document: dict[str, Any]) -> html.Section:
    """Ta ut: each kind in each format, for each group that whoever asks belongs to."""
    parts: list[Any] = []
    has_pledge = pledge_then(store, document) is not None
    for audience in SEES[reader.klass_of(store, visitor())]:
        rows = [
            (name, html.Span([_link(number, kind, audience, ending, name) for ending in FORMATS]))
            for kind, name in KINDS.items()
            if (has_pledge or kind not in OF_PLEDGE)
            and (audience == "public" or kind not in PUBLIC)
        ]
        title = AUDIENCES[audience]
        table = tables.plain(("Dokument", "Filer"), rows, caption=title)
        parts += [html.H3(title), cards.scroll(table, name=title)]
    return cards.card(
        "Ta ut",
        *parts,
        foot="Allt görs ur den fastställda versionen, aldrig ur sidan. ”Allt” är en ZIP-fil med alla format, bilder, tabeller och en förteckning. Uttag skrivs i åtkomstloggen.",
    )  # fmt: skip


def _link(number: int, kind: str, audience: str, ending: str, name: str) -> html.Span:
    address = f"/version/{number}/uttag/{audience}/{kind}.{ending}"
    about = {"aria-label": f"{name}: {FORMATS[ending]}, {AUDIENCES[audience]}"}
    return html.Span([html.A(FORMATS[ending], href=address, download="", **about), " "])


def addresses(server: flask.Flask) -> None:
    """One address per group, so that the access log tells which class was taken out."""
    for audience in AUDIENCES:
        address = f"/version/<int:number>/uttag/{audience}/<kind>.<ending>"
        server.add_url_rule(address, f"export-{audience}", _taken, defaults={"audience": audience})


def _taken(number: int, kind: str, ending: str, audience: str) -> flask.Response:
    store = flask.current_app.config["STORE"]
    found = store and reader.version(store, number)
    if not found or kind not in KINDS or ending not in FORMATS:
        flask.abort(404)
    if audience not in SEES[reader.klass_of(store, visitor())]:
        flask.abort(404)
    if kind in PUBLIC and audience != "public":
        flask.abort(404)
    if kind in OF_PLEDGE and pledge_then(store, archive.document(store, found)) is None:
        flask.abort(404)
    name, content = _made(store, found, kind=kind, audience=audience, ending=ending)
    response = flask.Response(content, mimetype=MIMES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(
    store: Store, found: Version, *, kind: str, audience: str, ending: str
) -> tuple[str, bytes]:
    from dashboard.papers.made import make  # noqa: PLC0415 (drawing takes a second to load)

    document = archive.document(store, found)
    made = make(
        kind,
        document,
        json.loads(found.record),
        audience=audience,
        formats=ALL if ending == "zip" else [ending],
        pledge=pledge_then(store, document),
    )
    if ending == "zip":
        return f"{made.name}.zip", made.zipped()
    name = f"{made.name}.{ending}"
    return name, made.files[name]
