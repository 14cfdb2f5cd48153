"""What goes along from page to page: the view through the doors, and the list that is gone through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dash import dcc, html

from dashboard.journal.views import Views
from dashboard.state import LONGEST, State, carried, from_query, to_query

AREA = "/omrade"
# The doors that show one and the same view, and what they are called.
DOORS = {"/": "Lägesbild", "/platser": "Platser", AREA: "Område"}
PATH = re.compile(r"/(?:[a-zåäö-]{1,30}(?:/[\w-]{1,40})?)?")
PART = re.compile(r"[a-zåäö0-9_]{1,20}")
VALUE = re.compile(r"[\w.,:-]{1,400}")
WALKED = ("lista", "nr")  # of a walk through a list, and of no view


@dataclass(frozen=True)
class Way:
    """An address of the app, taken apart: only what its pages could have written themselves."""

    path: str
    pairs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.path + ("?" + urlencode(self.pairs, safe=",") if self.pairs else "")

    def at(self, list_id: int, number: int) -> Way:
        """The same as one of a list's."""
        return Way(self.path, (*self.pairs, ("lista", str(list_id)), ("nr", str(number))))


def way(address: Any) -> Way | None:
    """None for what is no address of the app. What no page writes is left out."""
    if not isinstance(address, str) or len(address) > LONGEST:
        return None
    path, _, query = address.partition("?")
    if not PATH.fullmatch(path):
        return None
    pairs = [
        (key, text)
        for key, text in parse_qsl(query)
        if key not in WALKED and PART.fullmatch(key) and VALUE.fullmatch(text)
    ]
    return Way(path, tuple(pairs))


def is_door(path: str) -> bool:
    """Whether the page shows a view that can be saved and goes along."""
    return path in DOORS or path.startswith(AREA + "/")


def through(door: str, *, path: str, search: str) -> str:
    """The address of one of DOORS for whoever comes from the page at `path`: with where, what, when
    and whose. An area's code begins with its kommun's."""
    view = from_query(search)[0] if is_door(path) else State()
    code = path.removeprefix(AREA + "/")[:4]
    if path.startswith(AREA + "/") and code.isdecimal():
        view = view.but(omrade=code)
    view = carried(view)
    if door == AREA and view.omrade:
        return f"{AREA}/{view.omrade}{to_query(view.but(omrade=''))}"
    return door + to_query(view)


def save_address(path: str, search: str) -> str:
    """Where the view that is shown is saved."""
    return "/vyer?" + urlencode({"spara": str(way(path + search) or "/")})


def walking(found: Views, number: int, *, here: str) -> html.Nav | None:
    """2 av 6, and the ways to the one before and the one after; None where the list has no such one.

    `here` is the address, which is also where one is when the list is left.
    """
    if not 1 <= number <= len(found.views):
        return None
    left = way(here) or "/"
    return html.Nav(
        [
            html.Span(
                [
                    html.Strong(f"{number} av {len(found.views)}"),
                    f" {found.views[number - 1].title}",
                    html.Span(f" · {found.name}", className="quiet"),
                ],
                role="status",
                className="walked",
            ),
            _step("‹ Föregående", found, number - 1),
            _step("Nästa ›", found, number + 1),
            dcc.Link("Avsluta", href=str(left)),
        ],
        className="walking",
        **{"aria-label": "Sparade vyer i ordning"},
    )


def _step(said: str, found: Views, number: int) -> Any:
    """At the ends there is a word that leads nowhere: the others stay where they are."""
    to = way(found.views[number - 1].address) if 1 <= number <= len(found.views) else None
    if to is None:
        return html.Span(said, className="quiet")
    return dcc.Link(said, href=str(to.at(found.id, number)), className="walk-step")
