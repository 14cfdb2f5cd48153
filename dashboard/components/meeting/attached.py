"""What lies beside a fixed version, such as the signed minutes: laid there, and given out, by its bytes.

The file is not looked into. It is for polis and kommun, whatever the version's rows are.
"""

from __future__ import annotations

import flask
from dash import html

from dashboard.access import need, visitor
from dashboard.components import cards
from dashboard.components.meeting import reader
from dashboard.journal.files import Files
from dashboard.store import Store
from dashboard.version.files import MOST_BYTES, attach, attached, attachment, why_no_pdf

MOST = 5  # files beside one version


def card(store: Store, number: int) -> html.Section | None:
    """What is there and, for the samordnare, a place to lay one more; None for whom it is not."""
    files: Files | None = flask.current_app.config["FILES"]
    if files is None or reader.klass_of(store, visitor()) != "parties":
        return None
    there = attached(files.versions, number)
    items = [
        html.Li(
            [
                html.A(f"Bilaga {n} (PDF)", href=f"/version/{number}/bilaga/{checksum}.pdf", download=""),
                html.Span(["Kontrollsumma ", html.Code(checksum)], className="quiet checksum"),
            ]
        )
        for n, checksum in enumerate(there, start=1)
    ]  # fmt: skip
    said = "Till exempel de underskrivna minnesanteckningarna. Bara PDF, högst 20 MB. En bilaga visas för polis och kommun och kan inte tas bort."  # fmt: skip
    parts = [html.Ul(items, className="picked")] if items else [html.P("Ingen bilaga finns.")]
    if visitor().may("coordinate") and len(there) < MOST:
        parts += [
            html.P(said, className="quiet"),
            html.Div(id="attach", className="drop", **{"data-number": str(number)}),
        ]
    return cards.card("Bilagor", *parts)


def addresses(server: flask.Flask) -> None:
    @server.put("/version/<int:number>/bilaga")
    def attach_pdf(number: int) -> flask.Response:
        need("coordinate")
        if "X-Lagesbild" not in flask.request.headers:
            flask.abort(400)
        files = _files(number)
        if (flask.request.content_length or 0) > MOST_BYTES:
            return _no("Filen är för stor: högst 20 MB.")
        content = flask.request.stream.read(MOST_BYTES + 1)
        if why := why_no_pdf(content):
            return _no(why)
        if len(attached(files.versions, number)) >= MOST:
            return _no(f"Det finns redan {MOST} bilagor.")
        try:
            attach(files.versions, number, content)
        except OSError:
            return _no("Filen gick inte att spara: är disken full?", status=507)
        return flask.Response(status=204)

    @server.get("/version/<int:number>/bilaga/<checksum>.pdf")
    def give_pdf(number: int, checksum: str) -> flask.Response:
        content = attachment(_files(number).versions, number, checksum)
        if content is None:
            flask.abort(404)
        response = flask.Response(content, mimetype="application/pdf")
        name = f"version-{number:04}-bilaga-{checksum[:8]}.pdf"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _files(number: int) -> Files:
    """The workplace's, where the version is one that whoever asks reads whole."""
    store, files = (flask.current_app.config[key] for key in ("STORE", "FILES"))
    is_theirs = store and reader.klass_of(store, visitor()) == "parties"
    if files is None or not is_theirs or reader.version(store, number) is None:
        flask.abort(404)
    found: Files = files
    return found


def _no(said: str, *, status: int = 422) -> flask.Response:
    return flask.Response(said, status=status, mimetype="text/plain")
