"""One area among the others: what it is part of, what it is divided into, and what it borders on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import shapely

from dashboard.database import Edition, per_edition
from dashboard.queries import about, incidents
from dashboard.state import State

KOMMUN, REGSO, DESO, PLATS = "kommun", "regso", "deso", "plats"
DIVIDED = (REGSO, DESO, PLATS)  # what an area may be divided into: the coarsest first
METRE = 1.0  # boundaries of two sources may miss each other by less


@dataclass(frozen=True)
class Area:
    """`above` is code and name of what it is part of, the kommun first; `parts` are the codes of what
    it is divided into, all of the level `divided`, which is "" where there is nothing smaller."""

    code: str
    name: str
    level: str
    kommun: str
    above: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    divided: str

    @property
    def is_kommun(self) -> bool:
        return self.level == KOMMUN

    @property
    def within(self) -> frozenset[str]:
        """Codes of what it is part of."""
        return frozenset(code for code, _ in self.above)

    def state(self, state: State) -> State:
        """The view of the area itself: what `state` says of weeks, problems and source stays."""
        if self.is_kommun:
            return state.but(omrade=self.code, niva=self.divided or KOMMUN, valt="")
        return _beside(state.but(omrade=self.kommun, niva=self.level, valt=self.code))

    def divided_state(self, state: State) -> State:
        """The view in which the parts are what the map shows."""
        return _beside(state.but(omrade=self.kommun, niva=self.divided, valt=""))


def _beside(state: State) -> State:
    """Nothing is expected of a named place: it stands beside the same weeks of the year before."""
    is_expected = state.niva != PLATS or state.jamfor != "vantat"
    return state if is_expected else state.but(jamfor="ifjol")


@per_edition(512)
def find(edition: Edition, code: str) -> Area | None:
    """None for a code that nothing here answers to, or that incidents are not counted by."""
    areas = about.areas(edition).set_index("area_code")
    if code not in areas.index or areas.at[code, "level"] not in incidents.COLUMNS:
        return None
    here = areas.loc[code]
    children = areas[areas["parent_code"] == code]
    divided = next((level for level in DIVIDED if level in set(children["level"])), "")
    return Area(
        code=code,
        name=here["name"],
        level=here["level"],
        kommun=here["kommun_code"],
        above=_above(areas, code),
        parts=tuple(children.index[children["level"] == divided]),
        divided=divided,
    )


def _above(areas: pd.DataFrame, code: str) -> tuple[tuple[str, str], ...]:
    """From the kommun down to what the area is directly part of."""
    found: list[tuple[str, str]] = []
    while (code := areas.at[code, "parent_code"]) in areas.index:
        found.insert(0, (code, areas.at[code, "name"]))
        if areas.at[code, "level"] == KOMMUN:
            break
    return tuple(found)


@per_edition(512)
def neighbours(edition: Edition, code: str) -> tuple[str, ...]:
    """Codes of the areas of the same level that touch it, also across the kommun's border."""
    areas = edition.boundaries
    here = areas[areas["area_code"] == code].iloc[0]
    same = areas[(areas["level"] == here["level"]) & (areas["area_code"] != code)]
    touches = shapely.dwithin(same.geometry.to_numpy(), here.geometry, METRE)
    return tuple(same.loc[touches, "area_code"])


def descends(edition: Edition, code: str, *, area: Area) -> bool:
    """Whether the area `code` is `area` or lies within it."""
    found = find(edition, code)
    return found is not None and (code == area.code or area.code in found.within)


@per_edition(64)
def placed(edition: Edition, level: str) -> frozenset[str]:
    """The sources that have ever placed anything as finely as `level`: of the others a zero there
    says nothing."""
    column = incidents.COLUMNS[level]
    rows = edition.rows(
        f"select distinct source::varchar as source from out.incident where {column} is not null"
    )
    return frozenset(row["source"] for row in rows)
