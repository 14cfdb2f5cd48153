"""Creates the app; every file in pages/ is a page."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
import traceback
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import flask
from dash import Dash, Input, Output, State, html, set_props
from werkzeug.exceptions import HTTPException

from dashboard import pages, swedish
from dashboard.access import Forbidden, Visitor, gate, need, visitor
from dashboard.access.gate import Access, access
from dashboard.components import maps, shell
from dashboard.components.asking import asking
from dashboard.components.deeds import meeting_in
from dashboard.components.states import instead, state_message
from dashboard.database import PUBLIC, SHARED, Editions, NoEdition, NotForAll
from dashboard.export.table import as_csv, rejects_as_csv
from dashboard.figures.palette import THEMES
from dashboard.inbox import Inbox
from dashboard.journal.files import Files
from dashboard.journal.fixing import write_files
from dashboard.journal.meetings import signature
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import LEVELS, from_query
from dashboard.store import Store

FOREVER = "public, max-age=31536000, immutable"
CORNERS = re.compile(r"\d{1,7}(?:_\d{1,7}){3}")
log = logging.getLogger(__name__)

PAGE = """<!DOCTYPE html>
<html lang="sv">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer class="app-scripts">{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>
"""


def create_app(
    *,
    editions: Path,
    audience: str = SHARED,
    inbox: Inbox | None = None,
    access: Access | None = None,
    store: Store | None = None,
    files: Files | None = None,
) -> Dash:
    """The app over the editions in the folder `editions`, for whom `access` lets in.

    Without `access` it is for this machine alone, and shown as to `audience`. Without an `inbox`
    nothing can be read in from the page, without a `store` nobody can meet, without `files` nobody
    reports.
    """
    app = Dash(
        __name__,
        title="Lägesbild",
        update_title="",
        index_string=PAGE,
        serve_locally=True,
        on_error=_said_error,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    opened = Editions(editions, lambda: visitor().audience)
    app.server.config["INBOX"] = inbox
    app.server.config["STORE"] = store
    app.server.config["FILES"] = files
    if store and files:
        write_files(store, files.versions)
    found = [importlib.import_module(f"{pages.__name__}.{m.name}") for m in pkgutil.iter_modules(pages.__path__)]  # fmt: skip
    found.sort(key=lambda page: page.PAGE["order"])
    by_path = {page.PAGE["path"]: page for page in found}
    doors = [(p.PAGE["path"], p.PAGE["name"]) for p in found if p.PAGE.get("is_door", True)]
    app.layout = shell.frame(doors)
    # What the pages hold is not in the layout until one of them is opened.
    app.validation_layout = html.Div([app.layout, *(page.layout() for page in found)])
    for page in found:
        page.register(app, opened)
    _route(app, opened, by_path, doors)
    _theme(app)
    _ground(app.server, opened)
    _download(app.server, opened)
    _health(app.server, opened)
    if inbox:
        _inbox(app.server, inbox)
    if store:
        _live(app.server, store)
    (access or Access(audience=audience)).attach(app.server, scripts=app.csp_hashes())
    app.server.register_error_handler(NoEdition, lambda error: flask.Response(status=404))
    app.server.register_error_handler(Exception, _fault)
    return app


def _route(app: Dash, opened: Editions, by_path: dict[str, Any], doors: shell.Doors) -> None:
    """The path chooses the page; what the page shows of the query is its own matter.

    Not Dash's own pages: those lay the whole page out anew for each changed query, and whoever
    was at a control with the keyboard is thrown back to the top.
    """

    @app.callback(
        Output("page", "children"),
        Output("edition", "children"),
        Output("asking", "children"),
        *(Output(shell.door_id(path), "className") for path, _ in doors),
        Input("url", "pathname"),
    )
    def show(path: str) -> tuple[Any, ...]:
        page = by_path.get(path)
        here = ["door here" if path == door else "door" for door, _ in doors]
        asker, ways = visitor(), access()
        ways.note("page", path if page else "")
        try:
            edition = opened.current()
            line = shell.edition_line(about.edition(edition), audience=edition.audience)
        except NoEdition:
            line = []
        return (_shown(page, asker, line), line, asking(ways, asker), *here)


def _shown(page: Any, asker: Visitor, line: Any) -> Any:
    """The page, or why it cannot be shown."""
    if not line:
        said = "Inget underlag finns än. Läs in filer med: lagesbild load FIL…"
        return instead("Här finns inget att visa än", said)
    if page is None:
        return instead("Sidan finns inte", "Välj en av dörrarna ovan.")
    if not asker.may(page.PAGE.get("needs", "read")):
        return instead("Det här får du inte göra", gate.said(Forbidden(page.PAGE["needs"])))
    if asker.audience == PUBLIC:
        said = "Det som alla får se finns inte på sidorna än. Logga in för en organisation i forumet."  # fmt: skip
        return instead("Här finns inget att visa för dig", said)
    return page.layout()


def _theme(app: Dash) -> None:
    """Light or dark: as chosen here before, else as the computer is set."""
    app.clientside_callback(
        """(clicks, chosen) => {
            const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
            let theme = chosen || (dark ? 'dark' : 'light');
            if (dash_clientside.callback_context.triggered_id === 'theme-button' && clicks) {
                theme = theme === 'dark' ? 'light' : 'dark';
            }
            const other = theme === 'dark' ? 'Ljust' : 'Mörkt';
            return [theme, theme, theme, other];
        }""",
        Output("theme-choice", "data"),
        Output("theme", "data"),
        Output("mantine", "forceColorScheme"),
        Output("theme-button", "children"),
        Input("theme-button", "n_clicks"),
        State("theme-choice", "data"),
    )


def _ground(server: flask.Flask, opened: Editions) -> None:
    @server.get("/gransytor/<int:number>/<level>-<kommun>-<theme>-<corners>.svg")
    def ground(number: int, level: str, kommun: str, theme: str, corners: str) -> flask.Response:
        edition = opened.current()
        known = number == edition.number and level in LEVELS and theme in THEMES
        if not known or not CORNERS.fullmatch(corners):
            flask.abort(404)
        steps = flask.request.args.get("steg", "")
        picture = maps.picture(
            edition, level=level, kommun=kommun, theme=theme, corners=corners, steps=steps
        )
        if picture is None:
            flask.abort(404)
        response = flask.Response(picture, mimetype="image/svg+xml")
        response.headers["Cache-Control"] = FOREVER
        return response


def _download(server: flask.Flask, opened: Editions) -> None:
    @server.get("/tabell.csv")
    def table() -> flask.Response:
        edition = opened.current()
        state, _ = from_query(flask.request.query_string.decode())
        view = overview(edition, state)
        if view is None:
            flask.abort(404)
        title = f"{view.source['publisher']}, {swedish.within(view.source['title'])}"
        text = as_csv(view, source=title, shown_for=shell.shown_for(edition.audience))
        name = f"lagesbild-{view.whole.code}-{view.span.last:%G-v%V}.csv"
        response = flask.Response(text, mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _health(server: flask.Flask, opened: Editions) -> None:
    """For whoever keeps watch over the installation: what is shown, and whether it is fresh."""

    @server.get("/halsa")
    def health() -> flask.Response:
        edition = opened.of(SHARED)
        arrivals = about.arrivals(edition, today=date.today())  # noqa: DTZ011
        keys = ("source", "covers_to", "extracted_at", "age_days", "rhythm_days", "is_late")
        said: dict[str, Any] = {
            "edition": edition.number,
            "published_at": about.edition(edition)["published_at"].isoformat(),
            "is_late": any(arrival["is_late"] for arrival in arrivals),
        }
        if visitor().audience != PUBLIC:  # a program that keeps watch has not logged in
            said["sources"] = [{key: _iso(arrival[key]) for key in keys} for arrival in arrivals]
        return flask.jsonify(said)


def _live(server: flask.Flask, store: Store) -> None:
    """Asked every few seconds by each screen of a meeting: has anything been said since?"""

    @server.get("/mote/lever")
    def live() -> flask.Response:
        meeting = meeting_in(store, flask.request.query_string.decode())
        if meeting is None:
            flask.abort(404)
        response = flask.jsonify({"signature": signature(store, meeting)})
        response.headers["Cache-Control"] = "no-store"
        return response


def _inbox(server: flask.Flask, inbox: Inbox) -> None:
    @server.put("/inlasning/fil")
    def receive() -> flask.Response:
        need("load")
        if "X-Lagesbild" not in flask.request.headers:
            flask.abort(400)
        try:
            inbox.receive(unquote(flask.request.headers.get("X-Filnamn", "")), flask.request.stream)
        except OSError as error:
            log.error("a file could not be received: %s", type(error).__name__)
            return flask.Response("Filen gick inte att spara: är disken full?", status=507)
        return flask.Response(status=204)

    @server.get("/inlasning/<int:number>/avvisade.csv")
    def rejects(number: int) -> flask.Response:
        need("load")
        found = [arrival for arrival in inbox.arrivals() if arrival.number == number]
        if not found:
            flask.abort(404)
        response = flask.Response(rejects_as_csv(found[0].looked.get("rejects", [])), mimetype="text/csv")  # fmt: skip
        response.headers["Content-Disposition"] = 'attachment; filename="avvisade-rader.csv"'
        return response


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _fault(error: Exception) -> flask.typing.ResponseReturnValue:
    """What no page of ours asks makes Dash fall before a callback begins: our own faults are told by
    `_said_error`. The log says where, and not what was sent."""
    if isinstance(error, HTTPException):
        return error
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s at %s\n%s", type(error).__name__, flask.request.endpoint, where)
    is_dash = flask.request.path.startswith("/_dash-")
    return flask.Response("Det gick inte.", status=400 if is_dash else 500, mimetype="text/plain")


def _said_error(error: Exception) -> None:
    """The log gets the whole story; the page is left as it was, and says so."""
    if isinstance(error, Forbidden):
        set_props("error", {"children": state_message("fel", gate.said(error))})
        return
    if isinstance(error, NotForAll):
        return
    log.error("callback failed", exc_info=error)
    set_props("error", {"children": state_message("fel")})
