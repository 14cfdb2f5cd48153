"""A fixed version: what was agreed, as it was fixed, and what differs from the one before."""

from __future__ import annotations

import json
from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import visitor
from dashboard.at_once import at_once
from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.meeting import attached, exports, kept, reader
from dashboard.components.states import instead
from dashboard.database import Editions
from dashboard.export.minutes import minutes
from dashboard.journal import archive, fixing, meetings
from dashboard.journal.tables import Version
from dashboard.store import Store
from dashboard.version.diff import diff
from dashboard.version.diff_words import in_words, numbers_in_words
from dashboard.version.shown import for_group, left_out, record_for_group

PAGE = {"path": "/version", "name": "Fastställd version", "order": 42, "door": "/mote", "is_listed": False}  # fmt: skip
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def layout() -> html.Div:
    return html.Div(
        [
            dcc.Location(id="version-url", refresh="callback-nav"),
            deeds.said("version"),
            html.Div(id="version-body"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "version", {"correct": Deed("coordinate", _correct)}, url="version-url")
    _downloads(app.server)
    attached.addresses(app.server)
    exports.addresses(app.server)

    @at_once(
        app,
        output=Output("version-body", "children"),
        inputs=[
            Input("version-url", "search"),
            Input("version-done", "data"),
            State("version-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        store = app.server.config["STORE"]
        if store is None:
            return instead("Fastställd version", "Här finns inga fastställda versioner.")
        text = deeds.said_in(search).get("nummer", "")
        found = numbered(store, text)
        return (
            _page(store, found, Form("version", deeds.counted(done))) if found else kept.none_such()
        )


def numbered(store: Store, text: str) -> Version | None:
    number = deeds.whole(text)
    return None if number is None else reader.version(store, number)


def _page(store: Store, found: Version, form: Form) -> list[Any]:
    klass = reader.klass_of(store, visitor())
    document, left = for_group(archive.document(store, found), klass=klass)
    number = found.number
    links = [
        html.A("Minnesanteckningar (Word)", href=f"/version/{number}/minnesanteckningar.docx", download="", className="button"),
        dcc.Link("Fredagens utskick", href=f"/fredag?nummer={number}", className="button"),
        html.A("Data (JSON)", href=f"/version/{number}/innehall.json", download="", className="button"),
    ]  # fmt: skip
    parts = [
        cards.card("Ladda ner", html.Div(links, className="answers"), foot=left_out(left) or None)
    ]
    parts += [part for part in (attached.card(store, number),) if part]
    parts += [exports.card(store, number, document), _since(store, found, klass=klass)]
    if replaced_by := _replaced_by(store, number):
        text = f"Den här versionen är ersatt av version {replaced_by}."
        parts.insert(0, html.P(dcc.Link(text, href=f"/version?nummer={replaced_by}"), className="notice flat"))  # fmt: skip
    elif visitor().may("coordinate"):
        parts.append(_correcting(store, found, form))
    record = record_for_group(json.loads(found.record), klass=klass)
    return kept.page(document, record, klass=klass, left=left, parts=parts)


def _since(store: Store, found: Version, *, klass: str) -> html.Section:
    title = "Sedan versionen före"
    before = reader.version(store, found.number - 1)
    if before is None:
        is_first = found.number == 1
        why = (
            "Det här är den första versionen."
            if is_first
            else "Versionen före hör till ett annat möte och visas inte här."
        )
        return cards.card(title, html.P(why))
    earlier, now = (
        for_group(archive.document(store, version), klass=klass)[0] for version in (before, found)
    )
    said = diff(earlier, now)
    lines = [html.Li(line) for line in in_words(said, with_numbers=False)]
    many = [html.Li(line) for line in numbers_in_words(said)]
    return cards.card(
        title,
        html.Ul(lines),
        cards.twin(html.Ul(many), summary="Siffrorna, problem för problem") if many else "",
    )


def _replaced_by(store: Store, number: int) -> int | None:
    return next(
        (v.number for v in reader.versions(store) if json.loads(v.record)["replaces"] == number),
        None,
    )


def _correcting(store: Store, found: Version, form: Form) -> html.Section:
    if under_way := fixing.correction(store, found.meeting_id):
        return cards.card("Rättelse pågår", html.P(f"”{under_way.reason}”"))
    return cards.card(
        "Är något fel?",
        html.P("Den här versionen ändras inte. En rättelse blir en ny version som säger vad den ersätter."),
        form.text("Vad ska rättas?", "reason", "correct", found.number),
        html.Div(form.button("Börja en rättelse", "correct", found.number), className="answers"),
    )  # fmt: skip


def _correct(asked: Asked) -> Done:
    found = archive.version(asked.store, asked.id)
    if found is None:
        raise meetings.Refused("Versionen finns inte.")
    fixing.correct(asked.store, found.meeting_id, reason=asked.text("reason"))
    document = archive.document(asked.store, found)
    return Done(go=f"/mote?mote={document['meeting']['number']}&lage=mote&steg=faststall")


def _downloads(server: flask.Flask) -> None:
    @server.get("/version/<int:number>/minnesanteckningar.docx")
    def docx(number: int) -> flask.Response:
        store, found = _found(number)
        klass = reader.klass_of(store, visitor())
        before = reader.version(store, number - 1)
        content = minutes(
            archive.document(store, found),
            klass=klass,
            record=json.loads(found.record),
            before=archive.document(store, before) if before else None,
        )
        return _file(content, f"minnesanteckningar-{number:04}.docx", DOCX)

    @server.get("/version/<int:number>/innehall.json")
    def data(number: int) -> flask.Response:
        store, found = _found(number)
        klass = reader.klass_of(store, visitor())
        document, left = for_group(archive.document(store, found), klass=klass)
        record = record_for_group(json.loads(found.record), klass=klass)
        said = {"record": record, "document": document, "left_out": left}
        content = json.dumps(said, ensure_ascii=False, indent=1).encode()
        return _file(content, f"version-{number:04}.json", "application/json")


def _found(number: int) -> tuple[Store, Version]:
    store = flask.current_app.config["STORE"]
    found = store and reader.version(store, number)
    if not found:
        flask.abort(404)
    return store, found


def _file(content: bytes, name: str, kind: str) -> flask.Response:
    response = flask.Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
