"""Who is in the forum: parties that assess, others that report."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from dashboard.journal.tables import Organisation
from dashboard.store import Store

KINDS = {
    "police": "polis",
    "municipality": "kommun",
    "housing": "bostadsbolag",
    "school": "skola",
    "guards": "väktare",
    "other": "annan",
}
POLICE = "Polisen"
USUAL_ROLES = {"police": "kommunpolis", "municipality": "säkerhetssamordnare"}


def organise(store: Store, *, kommuner: Mapping[str, str], observers: Mapping[str, str]) -> None:
    """The organisations of a journal that has none: the police and each kommun (name by code) are its
    parties; `observers` report (rhythm by name)."""
    with store.write() as session:
        if session.scalar(select(Organisation).limit(1)):
            return
        if kommuner:
            session.add(_party(POLICE, "police"))
        for code, name in kommuner.items():
            session.add(_party(_named(name), "municipality", kommun_code=code))
        for name, rhythm in observers.items():
            session.add(Organisation(name=name, kind="other", is_observer=True, rhythm=rhythm))


def _party(name: str, kind: str, *, kommun_code: str = "") -> Organisation:
    role = USUAL_ROLES[kind]
    return Organisation(
        name=name, kind=kind, kommun_code=kommun_code, is_party=True, usual_role=role
    )


def _named(kommun: str) -> str:
    """Värnamo kommun, Borås stad aside: what the kommun calls itself is mended in the app."""
    return f"{kommun} kommun"
