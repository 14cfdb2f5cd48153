"""The form's pages: one address per link, made on the server, of use without JavaScript."""

from __future__ import annotations

import ipaddress
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import flask
from werkzeug.exceptions import HTTPException

from dashboard import event_log, swedish
from dashboard.report_form import answers, words
from dashboard.report_form.contents import Form, Link, read_contents
from dashboard.report_form.limits import Allowance
from dashboard.report_form.map import picture
from dashboard.report_form.receive import receive
from dashboard.report_form.report import MOST_BYTES, MOST_ITEMS

SENT_HOURLY = 30  # reports by one link
SHOWN_HOURLY = 600  # pages by one link, which many phones may share
UNKNOWN_HOURLY = 60  # tries by one address with links that are not there
MOST_LINKS, MOST_ADDRESSES = 2_000, 10_000
LOOPBACK = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SORRY = {  # what went wrong -> heading, and what to do
    404: (
        "Länken gäller inte",
        "Den kan ha bytts ut eller gått ut. Be samordnaren för trygghetsarbetet om en ny länk.",
    ),
    413: ("Rapporten är för stor", "Gå tillbaka, ta bort några händelser och skicka i två delar."),
    429: ("Lite väl många på en gång", "Vänta några minuter och försök igen."),
    503: ("Rapporten gick inte att spara", "Försök igen om en stund. Gå tillbaka så finns svaren."),
}
CLOSED = ("Formuläret är stängt just nu", "Försök igen om en stund.")
ODD = ("Det gick inte", "Gå tillbaka och försök igen.")
log = logging.getLogger(__name__)


class Forms:
    """`form.json` as it is now, read again when it has changed. Where it is broken the last whole
    one holds; where it is not there the form is closed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, ...] = ()
        self._form: Form | None = None

    def now(self) -> Form | None:
        try:
            told = self._file.stat()
            seen = (told.st_mtime_ns, told.st_size, told.st_ino)
            if seen != self._seen:
                self._seen = seen  # whatever it holds: it is complained about once
                self._form = read_contents(self._file.read_bytes())
        except ValueError as error:
            log.error("form.json: %s", error)  # the place in it, and what is missing there
        except OSError:
            self._seen, self._form = (), None
        return self._form


def made(folder: str) -> flask.Flask:
    return create_form(Path(folder))


def create_form(
    folder: Path,
    *,
    now: Callable[[], datetime] = datetime.now,
    clock: Callable[[], float] = time.monotonic,
) -> flask.Flask:
    """The form over `folder`, which holds `form.json` and `incoming/`. `clock` is in seconds."""
    app = flask.Flask(__name__, static_url_path="/rapport/static")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.url_map.merge_slashes = False  # it would answer with the address, and a link stands there
    event_log.note_requests(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    forms = Forms(folder / "form.json")
    sent = Allowance(SENT_HOURLY, most_keys=MOST_LINKS, clock=clock)
    shown = Allowance(SHOWN_HOURLY, most_keys=MOST_LINKS, clock=clock)
    unknown = Allowance(UNKNOWN_HOURLY, most_keys=MOST_ADDRESSES, clock=clock)

    @app.route("/rapport/<token>", methods=["GET", "POST"])
    def page(token: str) -> flask.typing.ResponseReturnValue:
        form = forms.now()
        if form is None:
            return sorry(503, CLOSED)
        link = form.link(token, today=now().date())
        if link is None:
            return sorry(404 if unknown.take(_near(_asker())) else 429)
        if not shown.take(link.token_sha256):
            return sorry(429)
        if flask.request.method == "POST":
            return posted(form, link)
        return filled(answers.blank(now().date()), form=form, link=link)

    def posted(form: Form, link: Link) -> flask.typing.ResponseReturnValue:
        told = flask.request.form
        given = answers.answers(
            told.to_dict(), told.getlist("item"), form=form, link=link, today=now().date()
        )
        if (do := told.get("do", "")) and do != "send":
            return filled(_changed(given, do), form=form, link=link)
        if given.errors:
            return filled(given, form=form, link=link), 422
        if not sent.take(link.token_sha256):
            return sorry(429)
        report = answers.report(given, form=form, link=link, at=now())
        try:
            is_new = receive(report, incoming=folder / "incoming")
        except OSError as error:
            log.error("a report could not be kept: %s", error.strerror)
            return sorry(503)
        names = {"types": form.type_names, "areas": form.area_names}
        said = [words.incident(item, **names) for item in report.items]
        week = swedish.week(report.monday)
        return flask.render_template(
            "receipt.html", form=form, link=link, said=said, week=week, is_new=is_new
        )

    def filled(given: answers.Answers, *, form: Form, link: Link) -> str:
        return flask.render_template("form.html", **_shown(given, form, link, now().date()))

    def sorry(status: int, said: tuple[str, str] | None = None) -> tuple[str, int]:
        heading, remedy = said or SORRY.get(status, ODD)
        return flask.render_template("sorry.html", heading=heading, remedy=remedy), status

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> flask.typing.ResponseReturnValue:
        return sorry(error.code or 500)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> flask.typing.ResponseReturnValue:
        log.error("a page could not be made", exc_info=error)
        return sorry(500)

    @app.after_request
    def guarded(response: flask.Response) -> flask.Response:
        response.headers.update(HEADERS)
        is_static = flask.request.endpoint == "static"
        response.headers["Cache-Control"] = "no-cache" if is_static else "no-store"
        if is_static and flask.request.path.endswith("/offline.js"):
            response.headers["Service-Worker-Allowed"] = "/rapport/"
        return response

    return app


def _changed(given: answers.Answers, do: str) -> answers.Answers:
    """One incident more, or one less; nothing is complained about until it is sent."""
    items = given.items
    if do == "add" and len(items) < MOST_ITEMS:
        items = (*items, {"count": "1"})
    elif do.startswith("remove-") and len(items) > 1:
        items = tuple(item for n, item in enumerate(items) if do != f"remove-{n}")
    return replace(given, items=items, errors={})


def _shown(given: answers.Answers, form: Form, link: Link, today: date) -> dict[str, Any]:
    """What form.html needs."""
    last, this = answers.weeks(today)
    older = [m] if (m := swedish.parse_week(given.week)) and m < last else []
    mondays = {
        monday: [day for n in range(7) if (day := monday + timedelta(n)) <= today]
        for monday in (*older, last, this)
    }
    types = form.problem_types
    return {
        "form": form,
        "link": link,
        "given": given,
        "mondays": mondays,
        "this": this,
        "last": last,
        "suggested": answers.suggested(today),
        "types": (types[: words.COMMON], types[words.COMMON :]),
        "places": form.places_for(link),
        "areas": sorted(form.areas_for(link), key=lambda area: area.name),
        "map": picture(form.places_for(link), form.areas_for(link)),
        "choices": answers.CHOICES,
        "hours": words.DAY_PART_HOURS,
        "most_items": MOST_ITEMS,
        "zero_id": uuid.uuid4(),
        "swedish": swedish,
        "words": words,
    }


def _asker() -> str:
    """Who asks, or whom a proxy on this machine says it asks for: the last is what it saw itself."""
    here = flask.request.remote_addr or ""
    if here != LOOPBACK:
        return here
    return flask.request.headers.get("X-Forwarded-For", here).rsplit(",", 1)[-1].strip()


def _near(address: str) -> str:
    """The address, or for IPv6 the network that one subscriber has."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if read.version == 4:
        return str(read)
    return str(ipaddress.ip_network((read, 64), strict=False))
