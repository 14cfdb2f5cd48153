"""Who is in the forum: parties that assess, others that report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from dashboard import swedish
from dashboard.journal.meetings import Refused
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
RHYTHMS = {
    "vecka": 1,
    "varannan vecka": 2,
    "månad": 5,
}  # weeks that may pass with one report in them
NAME = re.compile(r"[^\d@\x00-\x1f]{2,60}")
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
            session.add(_party(swedish.kommun(name), "municipality", kommun_code=code))
        for name, rhythm in observers.items():
            session.add(Organisation(name=name, kind="other", is_observer=True, rhythm=rhythm))


def everyone(store: Store) -> list[Organisation]:
    """Those that have left too, last."""
    with store.read() as session:
        asked = select(Organisation).order_by(Organisation.is_active.desc(), Organisation.id)
        return list(session.scalars(asked))


def add(store: Store, **said: Any) -> None:
    """`said` is an Organisation's columns. Raises Refused for what is no organisation."""
    with store.write() as session:
        names = set(session.scalars(select(Organisation.name)))
        session.add(Organisation(**_checked(said, taken=names)))


def change(store: Store, organisation_id: int, **said: Any) -> None:
    """As `add`. A name that has been reported under stays known to the load."""
    with store.write() as session:
        one = session.get(Organisation, organisation_id)
        if one is None:
            raise Refused("Organisationen finns inte. Läs om sidan.")
        others = select(Organisation.name).where(Organisation.id != organisation_id)
        for column, value in _checked(said, taken=set(session.scalars(others))).items():
            setattr(one, column, value)


def retire(store: Store, organisation_id: int, *, is_active: bool = False) -> None:
    """It leaves the forum; what it has said stays."""
    with store.write() as session:
        one = session.get(Organisation, organisation_id)
        if one is None:
            raise Refused("Organisationen finns inte. Läs om sidan.")
        one.is_active = is_active


def _checked(said: dict[str, Any], *, taken: set[str]) -> dict[str, Any]:
    name = said["name"]
    if not NAME.fullmatch(name):  # what the load takes for an organisation's name
        raise Refused("Skriv organisationens namn: 2–60 tecken, utan siffror.")
    if name.casefold() in {other.casefold() for other in taken}:
        raise Refused("Det finns redan en organisation med det namnet.")
    if said["kind"] not in KINDS or said["rhythm"] not in RHYTHMS:
        raise Refused("Välj slag och takt i listorna.")
    if said["kind"] == "municipality" and not said["kommun_code"]:
        raise Refused("Välj vilken kommun det är.")
    return said


def _party(name: str, kind: str, *, kommun_code: str = "") -> Organisation:
    role = USUAL_ROLES[kind]
    return Organisation(
        name=name, kind=kind, kommun_code=kommun_code, is_party=True, usual_role=role
    )
