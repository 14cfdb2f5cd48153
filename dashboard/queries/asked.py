"""Whose incidents a state asks for, of where, and how far they reach: what every such page begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.database import Edition
from dashboard.queries import about, incidents, places
from dashboard.queries.places import Place
from dashboard.state import State


@dataclass(frozen=True)
class Asked:
    state: State  # as it could be followed: unknown codes are gone
    whole: Place
    source: dict[str, Any]  # whose rows are counted
    coverage: dict[str, Any]


def asked(edition: Edition, state: State) -> Asked | None:
    """None where the edition holds no incidents of the source for the place."""
    counted = about.counted(edition)
    if not counted:
        return None
    state, _ = places.followable(edition, state)
    whole = places.whole(edition, state)
    source = counted[state.kalla or next(iter(counted))]
    coverage = incidents.coverage(edition, source=source["source"], kommuner=whole.kommuner)
    if coverage["data_stop"] is None:
        return None
    return Asked(state, whole, source, coverage)
