"""Which place a state is about, and what of it the edition can follow."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries import about
from dashboard.state import State


@dataclass(frozen=True)
class Place:
    """The forum, a kommun of it, or an area picked on the map."""

    code: str
    name: str
    level: str
    kommuner: tuple[str, ...]


def followable(edition: Edition, state: State) -> tuple[State, list[str]]:
    """The state without codes that nothing here answers to, and the names of those parts."""
    strange = []
    if state.kalla and state.kalla not in about.counted(edition):
        strange.append("kalla")
        state = state.but(kalla="")
    if state.omrade and state.omrade not in set(about.at_level(edition, "kommun")["area_code"]):
        strange.append("omrade")
        state = state.but(omrade="")
    types = set(about.problem_types(edition)["problem_type"])
    known = tuple(t for t in state.typ if t in types)
    if known != state.typ:
        strange.append("typ")
        state = state.but(typ=known)
    if about.at_level(edition, state.niva).empty:
        state = state.but(niva="regso" if len(about.at_level(edition, "regso")) else "kommun")
    if state.valt:
        areas = about.at_level(edition, state.niva)
        found = areas[areas["area_code"] == state.valt]
        within = not state.omrade or (found["kommun_code"] == state.omrade).all()
        if found.empty or not within:
            strange.append("valt")
            state = state.but(valt="")
    return state, strange


def whole(edition: Edition, state: State) -> Place:
    """What the map covers: the chosen kommun, or the forum."""
    if state.omrade:
        return Place(state.omrade, about.names(edition)[state.omrade], "kommun", (state.omrade,))
    said = about.edition(edition)
    codes = tuple(about.at_level(edition, "kommun")["area_code"])
    return Place(said["area_code"], said["forum"], "kommun" if len(codes) == 1 else "lpo", codes)


def place(areas: pd.DataFrame, code: str, whole: Place) -> Place:
    """What the tables and the series are about: the picked one of `areas`, or the whole."""
    if not code:
        return whole
    row = areas[areas["area_code"] == code].iloc[0]
    return Place(code, row["name"], row["level"], (row["kommun_code"],))


def above(edition: Edition, code: str) -> frozenset[str]:
    """The area itself and all that it lies in, up to the forum."""
    parents = _parents(edition)
    found = {about.edition(edition)["area_code"]}
    while isinstance(code, str) and code and code not in found:
        found.add(code)
        code = parents.get(code, code[:4])  # of an older division: its kommun
    return frozenset(found)


@per_edition(8)
def _parents(edition: Edition) -> dict[str, str]:
    found = about.areas(edition)
    return dict(zip(found["area_code"], found["parent_code"], strict=True))
