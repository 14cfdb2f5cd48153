"""What is asked for by address and is no page: pictures, tables, what watches, and files that come."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import flask

from dashboard import swedish
from dashboard.access import need, visitor
from dashboard.components import maps, notes, shell
from dashboard.components.deeds import meeting_in
from dashboard.database import PUBLIC, SHARED, Edition, Editions, NoEdition
from dashboard.export.table import as_csv, rejects_as_csv
from dashboard.figures.palette import THEMES
from dashboard.inbox import Inbox
from dashboard.journal.meetings import signature
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import LEVELS, from_query
from dashboard.store import Store

FOREVER = "public, max-age=31536000, immutable"
PLOTLY = Path(__file__).parent / "plotly" / "plotly-cartesian.min.js"
CORNERS = re.compile(r"\d{1,7}(?:_\d{1,7}){3}")
log = logging.getLogger(__name__)


def drawing(server: flask.Flask) -> None:
    """The plotly that Dash fetches when the first figure is laid out, without what we never draw.

    Its 4.8 MB are mostly maps, 3D and WebGL; lines, bars and heat maps are 1.5 MB.
    """

    @server.get("/_dash-component-suites/plotly/package_data/plotly.min.js")
    def plotly() -> flask.Response:
        return flask.send_file(PLOTLY, mimetype="text/javascript")


def ground(server: flask.Flask, opened: Editions) -> None:
    @server.get("/gransytor/<int:number>/<level>-<kommun>-<theme>-<corners>.svg")
    def picture(number: int, level: str, kommun: str, theme: str, corners: str) -> flask.Response:
        edition = opened.lately(number)
        known = level in LEVELS and theme in THEMES
        known &= flask.request.args.get("karta", "") == edition.basemap.digest
        if not known or not CORNERS.fullmatch(corners):
            flask.abort(404)
        steps = flask.request.args.get("steg", "")
        found = maps.picture(
            edition, level=level, kommun=kommun, theme=theme, corners=corners, steps=steps
        )
        if found is None:
            flask.abort(404)
        drawn, is_whole = found
        response = flask.Response(drawn, mimetype="image/svg+xml")
        if is_whole:  # a server that does not answer now may do so soon
            response.headers["Cache-Control"] = FOREVER
        return response


def download(server: flask.Flask, opened: Editions) -> None:
    @server.get("/tabell.csv")
    def table() -> flask.Response:
        edition = opened.current()
        state, _ = from_query(flask.request.query_string.decode())
        view = overview(edition, state)
        if view is None:
            flask.abort(404)
        title = f"{view.source['publisher']}, {swedish.within(view.source['title'])}"
        noted = notes.about(
            flask.current_app.config["STORE"],
            edition=edition,
            visitor=visitor(),
            first=view.span.first,
            last=view.span.last + timedelta(days=6),
            area_code=view.place.code,
            types=state.typ,
        )
        shown_for = shell.shown_for(edition.audience)
        text = as_csv(view, source=title, shown_for=shown_for, notes=noted)
        name = f"lagesbild-{view.whole.code}-{view.span.last:%G-v%V}.csv"
        response = flask.Response(text, mimetype="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def health(server: flask.Flask, opened: Editions, store: Store | None) -> None:
    """For whoever keeps watch over the installation: can it do its work, and is what it shows fresh?

    503 when it cannot. That nothing has been published yet is no fault.
    """

    @server.get("/halsa")
    def said() -> flask.Response:
        state: dict[str, Any] = {"edition": None}
        try:
            is_readable = True
            state |= _freshness(opened.of(SHARED))
            if behind_since := opened.behind_since():
                state["behind_since"] = behind_since.isoformat(timespec="seconds")
        except NoEdition:
            is_readable = opened.exist()
        except Exception as error:  # whatever it is, whoever keeps watch is told, and the log why
            is_readable = False
            log.error("the edition cannot be read", exc_info=error)
        is_kept = store is None or store.is_able()
        state |= {"is_able": is_readable and is_kept, "edition_readable": is_readable, "journal_readable": is_kept}  # fmt: skip
        response = flask.jsonify(state)
        response.status_code = 200 if state["is_able"] else 503
        return response


def _freshness(edition: Edition) -> dict[str, Any]:
    today = date.today()  # noqa: DTZ011
    arrivals = about.arrivals(edition, today=today)
    published_at = about.edition(edition)["published_at"]
    state: dict[str, Any] = {
        "edition": edition.number,
        "published_at": published_at.isoformat(),
        "age_days": (today - published_at.date()).days,
        "is_late": any(arrival["is_late"] for arrival in arrivals),
    }
    if visitor().audience != PUBLIC:  # a program that keeps watch has not logged in
        keys = ("source", "covers_to", "extracted_at", "age_days", "rhythm_days", "is_late")
        state["sources"] = [{key: _iso(arrival[key]) for key in keys} for arrival in arrivals]
    return state


def live(server: flask.Flask, store: Store) -> None:
    """Asked every few seconds by each screen of a meeting: has anything been said since?"""

    @server.get("/mote/lever")
    def changed() -> flask.Response:
        meeting = meeting_in(store, flask.request.query_string.decode())
        if meeting is None:
            flask.abort(404)
        response = flask.jsonify({"signature": signature(store, meeting)})
        response.headers["Cache-Control"] = "no-store"
        return response


def inbox(server: flask.Flask, inbox: Inbox) -> None:
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
