"""Which pages there are, and behind which of the doors each stands. Every file in pages/ is a page.

A page says of itself: its `path`, `name` and `order`; the `door` it stands behind, where it is not
one itself; what a visitor `needs` to be let in; whether it `takes` more of the path
(/omrade/0683); whether it is listed behind its door (`is_listed`); whether it has something to show
before the first edition (`is_early`); whether everybody may see it (`is_public`); and, for a door, what its own
page is called among those behind it (`first`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from dashboard import pages

Page = Any  # a module with PAGE, layout() and register(app, opened)


def found() -> list[Page]:
    """All pages, in order."""
    names = [m.name for m in pkgutil.iter_modules(pages.__path__)]
    every = [importlib.import_module(f"{pages.__name__}.{name}") for name in names]
    return sorted(every, key=lambda page: page.PAGE["order"])


def at(every: list[Page], path: str) -> Page | None:
    """The page of an address, or None where there is none."""
    for page in every:
        own = page.PAGE["path"]
        if path == own or (page.PAGE.get("takes") and path.startswith(own + "/")):
            return page
    return None


def door_of(page: Page) -> str:
    return page.PAGE.get("door", page.PAGE["path"])


def doors(every: list[Page]) -> list[tuple[str, str]]:
    """Path and name of each door."""
    return [(p.PAGE["path"], p.PAGE["name"]) for p in every if "door" not in p.PAGE]


def behind(every: list[Page], door: str, *, may: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The door's own page and those listed behind it that the visitor may open; none for a door
    with only itself behind it."""
    listed = [
        (page.PAGE["path"], page.PAGE.get("first", page.PAGE["name"]))
        for page in every
        if door_of(page) == door
        and page.PAGE.get("is_listed", True)
        and may(page.PAGE.get("needs", "read"))
    ]
    return listed if len(listed) > 1 else []
