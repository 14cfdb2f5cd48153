"""The opening page in one go: two questions to the edition, and what follows from the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from dashboard.database import Edition
from dashboard.queries import about, incidents
from dashboard.state import LEVELS, WEEK, Span, State, a_year, span
from etl.statistics.change import CLEAR, LOOK, poisson_z, word

BY_CHANCE = 0.02275  # of counts that have not changed, this share still reaches z = 2
INCOMPLETE = 0.85  # a week with less than this reported is drawn as incomplete
SERIES_WEEKS = 52
FEW_RESIDENTS, FEW_INCIDENTS = 100, 10  # under either, a rate says more about chance than place


@dataclass(frozen=True)
class Place:
    """The forum, a kommun of it, or an area picked on the map."""

    code: str
    name: str
    level: str
    kommuner: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Overview:
    """Everything the page shows for one state of it. Pictures are cached by the object itself."""

    edition: dict[str, Any]
    state: State  # as it could be followed: unknown codes are gone
    strange: tuple[str, ...]  # parts of the address that no area or problem type answers to
    levels: tuple[str, ...]
    whole: Place  # what the map covers
    place: Place  # what the tables and the series are about
    span: Span
    coverage: dict[str, Any]
    types: pd.DataFrame
    areas: pd.DataFrame
    compared: pd.DataFrame
    series: pd.DataFrame
    completeness: pd.DataFrame

    @cached_property
    def by_type(self) -> pd.DataFrame:
        """Per problem type in the chosen place: problem_type, name, now, before, word; largest first."""
        here = self.compared
        if self.state.valt:
            here = here[here["area_code"] == self.state.valt]
        counts = here.groupby("problem_type")[["now", "before"]].sum()
        table = self.weekly_types.join(counts, on="problem_type").fillna({"now": 0, "before": 0})
        table = _judged(table.astype({"now": int, "before": int}))
        return table.sort_values(["now", "before"], ascending=False, kind="stable")

    @cached_property
    def weekly_types(self) -> pd.DataFrame:
        return self.types[self.types["finest_period"] == "week"]

    @cached_property
    def quarter_types(self) -> pd.DataFrame:
        return self.types[self.types["finest_period"] == "quarter"]

    @cached_property
    def weekly_chosen(self) -> tuple[str, ...]:
        """The chosen problem types that may be shown per week; () is all of those."""
        return tuple(t for t in self.state.typ if t in set(self.weekly_types["problem_type"]))

    @property
    def is_coarse(self) -> bool:
        """Whether only types are chosen that are shown per kommun and quarter."""
        return bool(self.state.typ) and not self.weekly_chosen

    @cached_property
    def chosen(self) -> pd.DataFrame:
        """The compared rows of the chosen problem types."""
        if not self.state.typ:
            return self.compared
        return self.compared[self.compared["problem_type"].isin(self.weekly_chosen)]

    @cached_property
    def total(self) -> dict[str, Any]:
        """now, before and word of the chosen problem types in the chosen place, together."""
        rows = self.by_type
        if self.weekly_chosen:
            rows = rows[rows["problem_type"].isin(self.weekly_chosen)]
        return _judged(rows[["now", "before"]].sum().to_frame().T).iloc[0].to_dict()

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """Per area on the map, for the chosen problem types: now, before, word, rate; by code."""
        counts = self.chosen.groupby("area_code")[["now", "before"]].sum()
        shown = self.areas[self.areas["level"] == self.state.niva]
        shown = shown[shown["kommun_code"].isin(self.whole.kommuner)]
        table = shown.join(counts, on="area_code").fillna({"now": 0, "before": 0})
        table = _judged(table.astype({"now": int, "before": int}))
        enough = (table["population"] >= FEW_RESIDENTS) & (table["now"] >= FEW_INCIDENTS)
        rate = table["now"] / table["population"].astype(float) * 1000
        return table.assign(per_1000=rate.where(enough))

    @cached_property
    def without_area(self) -> int:
        """How many of the counted have no smaller area, and stand in no circle."""
        return int(self.chosen.loc[self.chosen["area_code"].isna(), "now"].sum())

    @cached_property
    def examined(self) -> pd.DataFrame:
        """Every problem in every kommun and area with counts large enough to judge, one row each."""
        names = self.areas.set_index("area_code")["name"]
        kinds = ["problem_type", "kommun_code"]
        kommun = self.compared.groupby(kinds, as_index=False)[["now", "before"]].sum()
        kommun["area_code"] = kommun["kommun_code"]
        rows = [kommun]
        if self.state.niva != "kommun":
            area = self.compared.dropna(subset="area_code")
            rows.append(area[[*kinds, "area_code", "now", "before"]])
        table = _judged(pd.concat(rows, ignore_index=True)).dropna(subset="word")
        table["type_name"] = table["problem_type"].map(self.types.set_index("problem_type")["name"])
        return table.assign(area_name=table["area_code"].map(names))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is over the usual, the clearest first: one row per problem and kommun.

        The kommun's figure and its area's are the same happening; the clearer of them is kept.
        """
        over = self.examined[self.examined["word"].isin([CLEAR, LOOK])]
        over = over.sort_values("z", ascending=False, kind="stable")
        return over.drop_duplicates(["problem_type", "kommun_code"])

    @property
    def by_chance(self) -> float:
        """How many of the examined combinations chance alone would put over the usual."""
        return BY_CHANCE * len(self.examined)

    @cached_property
    def incomplete_from(self) -> date | None:
        """The first week from which on too little has been reported to compare."""
        late = self.completeness[self.completeness["reported_share"] < INCOMPLETE]
        return late["week"].min().date() if len(late) else None


@lru_cache(maxsize=256)
def overview(edition: Edition, state: State) -> Overview | None:
    """None where the edition holds no reported crime for the place."""
    said = about.edition(edition)
    areas = about.areas(edition)
    types = about.problem_types(edition)
    state, strange = _followable(state, areas=areas, types=types)
    whole = _whole(said, areas, state)
    coverage = incidents.coverage(edition, kommuner=whole.kommuner)
    if coverage["data_stop"] is None:
        return None
    levels = tuple(level for level in LEVELS if (areas["level"] == level).any())
    data_stop = coverage["data_stop"]
    weeks = span(state, data_stop=data_stop)
    compared = incidents.compared(
        edition, kommuner=whole.kommuner, level=state.niva, span=weeks, data_stop=data_stop
    )
    place = _place(areas, state.valt, whole)
    return Overview(
        edition=said,
        state=state,
        strange=tuple(strange),
        levels=levels,
        whole=whole,
        place=place,
        span=weeks,
        coverage=coverage,
        types=types,
        areas=areas,
        compared=compared,
        series=_series(edition, state, place, last=max(weeks.last, span(State(), data_stop=data_stop).last)),
        completeness=incidents.completeness(edition),
    )  # fmt: skip


def _series(edition: Edition, state: State, place: Place, *, last: date) -> pd.DataFrame:
    """The weeks up to `last`, each with the same week a year before."""
    known = about.problem_types(edition)
    weekly_types = set(known.loc[known["finest_period"] == "week", "problem_type"])
    rows = incidents.weekly(
        edition,
        kommuner=place.kommuner,
        types=[t for t in state.typ if t in weekly_types],
        level=place.level if place.level in incidents.COLUMNS else None,
        area=place.code,
        first=last - 2 * SERIES_WEEKS * WEEK,
        last=last,
    )
    return with_year_before(rows)


def with_year_before(rows: pd.DataFrame) -> pd.DataFrame:
    """week, count, earlier: the latest 52 of `rows` (week, count, at least 105 weeks in order)."""
    now = rows.tail(SERIES_WEEKS).reset_index(drop=True)
    same = [monday - a_year(monday.date()) for monday in now["week"]]
    return now.assign(earlier=rows.set_index("week")["count"].loc[same].to_numpy())


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    now, before = table["now"].to_numpy(float), table["before"].to_numpy(float)
    # an object column: a text column would make "no word" a NaN, which is true in a condition
    words = pd.Series(word(now, before), index=table.index, dtype=object)
    return table.assign(z=poisson_z(now, before), word=words)


def _followable(
    state: State, *, areas: pd.DataFrame, types: pd.DataFrame
) -> tuple[State, list[str]]:
    """The state without codes that nothing here answers to, and the names of those parts."""
    strange = []
    kommuner = set(areas.loc[areas["level"] == "kommun", "area_code"])
    if state.omrade and state.omrade not in kommuner:
        strange.append("omrade")
        state = state.but(omrade="")
    known = tuple(t for t in state.typ if t in set(types["problem_type"]))
    if known != state.typ:
        strange.append("typ")
        state = state.but(typ=known)
    if not (areas["level"] == state.niva).any():
        state = state.but(niva="regso" if (areas["level"] == "regso").any() else "kommun")
    if state.valt:
        found = areas[(areas["area_code"] == state.valt) & (areas["level"] == state.niva)]
        within = not state.omrade or (found["kommun_code"] == state.omrade).all()
        if found.empty or not within:
            strange.append("valt")
            state = state.but(valt="")
    return state, strange


def _whole(said: dict[str, Any], areas: pd.DataFrame, state: State) -> Place:
    kommuner = areas[areas["level"] == "kommun"]
    if state.omrade:
        row = kommuner[kommuner["area_code"] == state.omrade].iloc[0]
        return Place(row["area_code"], row["name"], "kommun", (row["area_code"],))
    codes = tuple(kommuner["area_code"])
    return Place(said["area_code"], said["forum"], "kommun" if len(codes) == 1 else "lpo", codes)


def _place(areas: pd.DataFrame, code: str, whole: Place) -> Place:
    if not code:
        return whole
    row = areas[areas["area_code"] == code].iloc[0]
    return Place(code, row["name"], row["level"], (row["kommun_code"],))


def share_reported(view: Overview) -> tuple[float, float] | None:
    """The lowest and highest share usually reported by now, over the weeks that are looked at."""
    weeks = view.completeness["week"].dt.date
    rows = view.completeness[(weeks >= view.span.first) & (weeks <= view.span.last)]
    if rows.empty:
        return None
    return rows["reported_share"].min(), rows["reported_share"].max()


def latest_quarter(day: date) -> date:
    """The first day of the latest quarter that had passed on `day`."""
    this = date(day.year, 1 + (day.month - 1) // 3 * 3, 1)
    last = this - timedelta(days=1)
    return date(last.year, 1 + (last.month - 1) // 3 * 3, 1)
