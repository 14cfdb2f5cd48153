"""What can be done on a page: one way in for every write, where rights are asked for and words looked at.

A button is a deed and what it is done to; the fields beside it are those with the same deed and
the same object. What is typed stays in the browser until its deed is done, also when the page is
drawn anew or the connection is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard
from urllib.parse import parse_qsl

import flask
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from dashboard.access import PUBLIC, Visitor, visitor
from dashboard.access.sheets import ONLY
from dashboard.components.states import state_message
from dashboard.database import TooOld
from dashboard.journal import meetings
from dashboard.journal.meetings import Refused
from dashboard.journal.tables import Meeting
from dashboard.store import UNWRITTEN, Store, Unfit

GONE = "Det finns inte. Läs om sidan."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What is said when a deed is done, where to go then ("" to stay), and what is shown until the next
    deed and never again. `stays`: nothing was done, and what was typed is still there."""

    said: Any = ""
    go: str = ""
    shown: Any = None
    stays: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody asks to have done: `of` is the object's own mark, `said` its fields by name."""

    store: Store
    visitor: Visitor
    of: str
    said: Mapping[str, Any]
    query: str  # the page's address, after the ?

    def text(self, name: str) -> str:
        """ "" for what is no text: none of our fields sends that."""
        value = self.said.get(name)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Of several choices."""
        value = self.said.get(name)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()

    def number(self, name: str) -> int | None:
        """Of a choice among numbers; None when nothing is chosen."""
        return whole(self.text(name))

    @property
    def id(self) -> int:
        """Raises Refused where `of` is no number: nobody who uses the page sends that."""
        found = whole(self.of)
        if found is None:
            raise Refused(GONE)
        return found

    @cached_property
    def meeting(self) -> Meeting:
        """The one in the address, else the latest. Raises Refused when there is none."""
        found = meeting_in(self.store, self.query)
        if found is None:
            raise Refused("Mötet finns inte. Läs om sidan.")
        return found


@dataclass(frozen=True)
class Deed:
    """`right` is what the visitor must be allowed; `do` raises Refused or Unfit when it cannot.

    Deeds of one family (`follow-done`, `follow-late`) share the fields that are named after it.
    """

    right: str
    do: Callable[[Asked], Done | None]


def said(page: str) -> html.Div:
    """Where a page says what a deed came to."""
    return html.Div(id=f"{page}-said", role="status", className="deed-said")


def counters(app: Dash) -> list[dcc.Store]:
    """How often each page's deeds have been done in this browser, `{page}-done`. They stand in the frame:
    in the page they would be read when it is already shown, and it would be laid out again
    under the hands of who has begun to write."""
    return [dcc.Store(id=counter(page), storage_type="session", data={}) for page in pages(app)]


def pages(app: Dash) -> list[str]:
    """With deeds, by the names that `register` was given."""
    return list(app.server.config.get("DEEDS", {}))


def counter(page: str) -> str:
    return f"{page}-done"


# What was typed for a deed that is done leaves the browser: the next one at it must not read it.
FORGOTTEN = """(done) => {
    for (const name of Object.keys(sessionStorage)) {
        const [, family, times] = name.match(/"([a-z]+)\\.(\\d+)"$/) || [];
        if (name.startsWith('_dash_persistence.') && name.includes('"page":"PAGE"')
                && times < (done?.[family] ?? 0)) {
            sessionStorage.removeItem(name);
        }
    }
}"""


def register(app: Dash, page: str, deeds: Mapping[str, Deed], *, url: str) -> None:
    """Every write of the page comes through here. `url` is its location."""
    app.server.config.setdefault("DEEDS", {})[page] = deeds
    app.clientside_callback(FORGOTTEN.replace("PAGE", page), Input(counter(page), "data"))

    @app.callback(
        Output(f"{page}-said", "children"),
        Output(counter(page), "data"),
        Output(url, "href"),
        Input({"page": page, "do": ALL, "of": ALL}, "n_clicks"),
        State({"page": page, "field": ALL, "do": ALL, "of": ALL}, "value"),
        State(counter(page), "data"),
        State(url, "search"),
        prevent_initial_call=True,
    )
    def act(clicks: list, values: list, done: dict | None, search: str) -> tuple[Any, Any, Any]:
        pressed = ctx.triggered_id
        # a button that is new on the page calls too, without a click
        if not isinstance(pressed, dict) or not ctx.triggered[0]["value"]:
            raise PreventUpdate
        do, of = str(pressed.get("do")), pressed.get("of")
        deed = deeds.get(do)
        # no browser asks like this
        if deed is None or not _is_plain(of) or not _is_plain(search or ""):
            return _no(GONE), no_update, no_update
        asker, store = visitor(), flask.current_app.config["STORE"]
        if not asker.may(deed.right):
            return _no(ONLY[deed.right]), no_update, no_update
        if store is None:
            return _no("Här går det bara att titta."), no_update, no_update
        family = do.partition("-")[0]
        said = {
            field["id"].get("field"): field.get("value")
            for field in ctx.states_list[0]
            if (field["id"].get("do"), field["id"].get("of")) == (family, of)
        }
        try:
            result = deed.do(Asked(store, asker, of, said, search or "")) or Done()
        except (Refused, TooOld, Unfit) as error:
            return _no(str(error)), no_update, no_update
        except NoResultFound:
            return _no(GONE), no_update, no_update
        except SQLAlchemyError:
            log.exception("a deed was not done")
            said_so = "Det gick inte att spara. Det du skrev står kvar: försök igen om en stund."
            return state_message("fel", said_so), no_update, no_update
        before = counted(done)
        counts = {**before, family: before.get(family, 0) + 1}
        told = [html.P(["✓ ", result.said], className="done")] if result.said else []
        shown = [*told, *([result.shown] if result.shown else [])]
        return shown, no_update if result.stays else counts, result.go or no_update


def counted(done: Any) -> dict[str, int]:
    """How often each deed has been done, by what the browser keeps of it."""
    known = done if isinstance(done, dict) else {}
    return {do: times for do, times in known.items() if isinstance(times, int)}


def whole(text: str) -> int | None:
    """Of nine digits at most, which every database keeps; None for all else."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _is_plain(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and not UNWRITTEN.search(value)


def _no(said: str) -> html.P:
    return html.P(said, className="refused")


def said_in(query: Any) -> dict[str, str]:
    """What a page's address says after the ?; nothing where a browser could not have asked so."""
    return dict(parse_qsl(query.removeprefix("?"))) if isinstance(query, str) else {}


def meeting_in(store: Store, query: Any) -> Meeting | None:
    """The meeting that an address names, else the latest. A one-time code is for its own alone, and
    for the public there is none."""
    number = whole(said_in(query).get("mote", ""))
    found = meetings.latest(store) if number is None else meetings.numbered(store, number)
    asker = visitor()
    if asker.audience == PUBLIC:
        return None
    return found if found and asker.meeting_id in (None, found.id) else None
