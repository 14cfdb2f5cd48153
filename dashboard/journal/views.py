"""Saved views: addresses with a title each, in lists that are gone through in order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import Refused
from dashboard.journal.tables import SavedView, ViewList
from dashboard.store import Store

LONGEST = 80  # characters of a name or a title
MOST_LISTS, MOST_VIEWS = 50, 40


@dataclass(frozen=True)
class View:
    id: int
    title: str
    address: str


@dataclass(frozen=True)
class Views:
    """A list as it is gone through."""

    id: int
    name: str
    views: tuple[View, ...]


def lists(store: Store) -> list[Views]:
    """The latest first."""
    with store.read() as session:
        return [_of(session, row) for row in session.scalars(select(ViewList).order_by(ViewList.id.desc()))]  # fmt: skip


def numbered(store: Store, list_id: int) -> Views | None:
    with store.read() as session:
        row = session.get(ViewList, list_id)
        return _of(session, row) if row else None


def save(store: Store, *, title: str, address: str, list_id: int | None, name: str = "") -> int:
    """Last in the list, or in a new one called `name` where `list_id` is None; the list's id.

    Raises Refused for what has no title or no room, Unfit for words that may not be kept.
    """
    title = _worded(title, "vyn")
    with store.write() as session:
        if list_id is None:
            name = _worded(name, "listan")
            known = session.scalars(select(ViewList.name)).all()
            if name in known:
                raise Refused("Det finns redan en lista som heter så. Välj den, eller ett annat namn.")  # fmt: skip
            if len(known) >= MOST_LISTS:
                raise Refused(f"Det finns redan {MOST_LISTS} listor. Ta bort någon först.")
            made = ViewList(name=name, made_at=store.now())
            session.add(made)
            session.flush()
        else:
            made = session.get_one(ViewList, list_id)
        there = _rows(session, made.id)
        if len(there) >= MOST_VIEWS:
            raise Refused(f"Listan har redan {MOST_VIEWS} vyer. Ta bort någon, eller gör en lista till.")  # fmt: skip
        position = there[-1].position + 1 if there else 1
        session.add(SavedView(list_id=made.id, position=position, title=title, address=address))
        return made.id


def move(store: Store, view_id: int, *, steps: int) -> str:
    """One step earlier (-1) or later (1), where there is anywhere to go; the title."""
    with store.write() as session:
        view = session.get_one(SavedView, view_id)
        rows = _rows(session, view.list_id)
        to = [row.id for row in rows].index(view_id) + steps
        if 0 <= to < len(rows):
            view.position, rows[to].position = rows[to].position, view.position
        return view.title


def remove(store: Store, view_id: int) -> str:
    """Its title."""
    with store.write() as session:
        view = session.get_one(SavedView, view_id)
        session.delete(view)
        return view.title


def remove_list(store: Store, list_id: int) -> str:
    """With all its views; its name."""
    with store.write() as session:
        row = session.get_one(ViewList, list_id)
        for view in _rows(session, list_id):
            session.delete(view)
        session.flush()
        session.delete(row)
        return row.name


def _worded(text: str, what: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refused(f"Skriv vad {what} ska heta, med högst {LONGEST} tecken.")
    return text


def _rows(session: Session, list_id: int) -> list[SavedView]:
    asked = select(SavedView).where(SavedView.list_id == list_id).order_by(SavedView.position)
    return list(session.scalars(asked))


def _of(session: Session, row: ViewList) -> Views:
    views = tuple(View(v.id, v.title, v.address) for v in _rows(session, row.id))
    return Views(row.id, row.name, views)
