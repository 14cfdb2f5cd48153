"""The opening page in one go: two questions to the edition, and what follows from the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard.database import Edition
from dashboard.queries import about, incidents
from dashboard.state import WEEK, Span, State, a_year, span
from etl.statistics.change import CLEAR, LEAST, LOOK, poisson_z, word

BY_CHANCE = 0.02275  # of counts that have not changed, this share still reaches z = 2
INCOMPLETE = 0.85  # a week with less than this reported is drawn as incomplete
SERIES_WEEKS = 52
FEW_RESIDENTS, FEW_INCIDENTS = 100, 10  # under either, a rate says more about chance than place


NOTHING_BEFORE = "inget att jämföra med"  # instead of a word where earlier weeks are not read in


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
    whole: Place  # what the map covers
    place: Place  # what the tables and the series are about
    span: Span
    coverage: dict[str, Any]
    types: pd.DataFrame
    weekly_types: pd.DataFrame
    quarter_types: pd.DataFrame
    areas: pd.DataFrame  # those on the map
    names: dict[str, str]  # of every area
    compared: pd.DataFrame
    series: pd.DataFrame
    completeness: pd.DataFrame

    @property
    def is_comparable(self) -> bool:
        """Whether all compared weeks have been read in: else they look calm, and these alarming."""
        return bool(self.coverage["data_start"] <= self.span.before_first)

    @cached_property
    def by_type(self) -> pd.DataFrame:
        """Per problem type in the chosen place: problem_type, name, now, before, word; largest first."""
        here = self.compared
        if self.state.valt:
            here = here[here["area_code"] == self.state.valt]
        table = self._counted(self.weekly_types[["problem_type", "name"]], here, by="problem_type")
        return table.sort_values(["now", "before"], ascending=False, kind="stable")

    @cached_property
    def type_names(self) -> dict[str, str]:
        """Every problem type's name by its code."""
        return dict(zip(self.types["problem_type"], self.types["name"], strict=True))

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
        now, before = int(rows["now"].sum()), int(rows["before"].sum())
        said = word([now], [before])[0] if self.is_comparable else NOTHING_BEFORE
        return {"now": now, "before": before, "word": said}

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """Per area on the map, for the chosen problem types: now, before, word, rate; by code."""
        table = self._counted(self.areas, self.chosen, by="area_code")
        enough = (table["population"] >= FEW_RESIDENTS) & (table["now"] >= FEW_INCIDENTS)
        rate = table["now"] / table["population"].astype(float) * 1000
        return table.assign(per_1000=rate.where(enough))

    @cached_property
    def largest_first(self) -> pd.DataFrame:
        """The same, most incidents first."""
        now, before = self.by_area["now"].to_numpy(), self.by_area["before"].to_numpy()
        return self.by_area.iloc[np.lexsort((-before, -now))]

    @cached_property
    def without_area(self) -> int:
        """How many of the counted have no smaller area, and stand in no circle."""
        return int(self.chosen.loc[self.chosen["area_code"].isna(), "now"].sum())

    @cached_property
    def examined(self) -> pd.DataFrame:
        """Every problem in every kommun and area that can be judged, one row each."""
        if not self.is_comparable:
            return _judged(self.compared.iloc[:0])
        tables = [_enough(_per_kommun(self.compared))]
        if self.state.niva != "kommun":
            area = _enough(self.compared)
            tables.append(area[area["area_code"].notna()])
        return _judged(pd.concat(tables, ignore_index=True))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is over the usual, the clearest first: one row per problem and kommun.

        The kommun's figure and its area's are the same happening; the clearer of them is kept.
        """
        over = self.examined[self.examined["word"].isin([CLEAR, LOOK])]
        over = over.sort_values(
            ["z", "now", "area_code", "problem_type"], ascending=[False, False, True, True]
        )
        over = over.drop_duplicates(["problem_type", "kommun_code"])
        return over.assign(
            type_name=[self.type_names[code] for code in over["problem_type"]],
            area_name=[self.names[code] for code in over["area_code"]],
        )

    @property
    def by_chance(self) -> float:
        """How many of the examined combinations chance alone would put over the usual."""
        return BY_CHANCE * len(self.examined)

    @cached_property
    def incomplete_from(self) -> date | None:
        """The first week from which on too little has been reported to compare."""
        late = self.completeness[self.completeness["reported_share"] < INCOMPLETE]
        return late["week"].min().date() if len(late) else None

    def _counted(self, table: pd.DataFrame, rows: pd.DataFrame, *, by: str) -> pd.DataFrame:
        table = _counted(table, rows, by=by)
        if self.is_comparable:
            return table
        return table.assign(word=pd.Series(NOTHING_BEFORE, index=table.index, dtype=object))


@lru_cache(maxsize=16)  # up to 5 MB each
def overview(edition: Edition, state: State) -> Overview | None:
    """None where the edition holds no reported crime for the place."""
    said = about.edition(edition)
    state, _ = followable(edition, state)
    whole = _whole(edition, state)
    coverage = incidents.coverage(edition, kommuner=whole.kommuner)
    if coverage["data_stop"] is None:
        return None
    areas = about.on_map(edition, state.niva, state.omrade)
    data_stop = coverage["data_stop"]
    weeks = span(state, data_stop=data_stop)
    compared = incidents.compared(
        edition, kommuner=whole.kommuner, level=state.niva, span=weeks, data_stop=data_stop
    )
    place = _place(areas, state.valt, whole)
    latest = max(weeks.last, span(State(), data_stop=data_stop).last)
    if weeks.first <= latest - SERIES_WEEKS * WEEK:  # the year is the one that is looked at
        latest = weeks.last
    return Overview(
        edition=said,
        state=state,
        whole=whole,
        place=place,
        span=weeks,
        coverage=coverage,
        types=about.problem_types(edition),
        weekly_types=about.shown_per(edition, "week"),
        quarter_types=about.shown_per(edition, "quarter"),
        areas=areas,
        names=about.names(edition),
        compared=compared,
        series=_series(edition, state.typ, place, last=latest, start=coverage["data_start"]),
        completeness=incidents.completeness(edition),
    )


@lru_cache(maxsize=256)
def _series(
    edition: Edition, types: tuple[str, ...], place: Place, *, last: date, start: date
) -> pd.DataFrame:
    """The weeks up to `last`, each with the same week a year before: also for other periods.

    Weeks before `start`, when nothing was read in, are missing and not zero.
    """
    weekly_types = set(about.shown_per(edition, "week")["problem_type"])
    rows = incidents.weekly(
        edition,
        kommuner=place.kommuner,
        types=[t for t in types if t in weekly_types],
        level=place.level if place.level in incidents.COLUMNS else None,
        area=place.code,
        first=last - 2 * SERIES_WEEKS * WEEK,
        last=last,
    )
    return with_year_before(
        rows.assign(count=rows["count"].where(rows["week"] >= pd.Timestamp(start)))
    )


def with_year_before(rows: pd.DataFrame) -> pd.DataFrame:
    """week, count, earlier: the latest 52 of `rows` (week, count, at least 105 weeks in order)."""
    now = rows.tail(SERIES_WEEKS).reset_index(drop=True)
    back = [a_year(week) // WEEK for week in now["week"].dt.date]
    return now.assign(earlier=rows["count"].to_numpy()[np.arange(-SERIES_WEEKS, 0) - back])


def _counted(table: pd.DataFrame, rows: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """`table` with now and before, summed over the `rows` of the same code, and the word for it."""
    codes, categories = rows[by].cat.codes.to_numpy(), rows[by].cat.categories
    known = codes >= 0
    of = categories.get_indexer(pd.Index(table[by]))  # -1, the last, for a code without incidents
    counts = {
        name: np.append(
            np.bincount(codes[known], rows[name].to_numpy()[known], len(categories)), 0
        )[of].astype(int)
        for name in ("now", "before")
    }
    return _judged(table.assign(**counts))


def _per_kommun(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` summed over the areas of each kommun, which takes their place."""
    kinds, kommuner = (
        rows[name].cat.codes.to_numpy(int) for name in ("problem_type", "kommun_code")
    )
    number, pairs = pd.factorize(kinds * len(rows["kommun_code"].cat.categories) + kommuner)
    first = np.zeros(len(pairs), int)
    first[number] = np.arange(len(rows))  # any row of each pair
    sums = {
        n: np.bincount(number, rows[n].to_numpy(), len(pairs)).astype(int)
        for n in ("now", "before")
    }
    table = rows.iloc[first]
    return table.assign(area_code=table["kommun_code"].array, **sums)


def _enough(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose counts are large enough for a word."""
    return table[(table["now"] >= LEAST) | (table["before"] >= LEAST)]


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    now, before = table["now"].to_numpy(float), table["before"].to_numpy(float)
    # an object column: a text column would make "no word" a NaN, which is true in a condition
    words = pd.Series(word(now, before), index=table.index, dtype=object)
    return table.assign(z=poisson_z(now, before), word=words)


def followable(edition: Edition, state: State) -> tuple[State, list[str]]:
    """The state without codes that nothing here answers to, and the names of those parts."""
    strange = []
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


def _whole(edition: Edition, state: State) -> Place:
    if state.omrade:
        return Place(state.omrade, about.names(edition)[state.omrade], "kommun", (state.omrade,))
    said = about.edition(edition)
    codes = tuple(about.at_level(edition, "kommun")["area_code"])
    return Place(said["area_code"], said["forum"], "kommun" if len(codes) == 1 else "lpo", codes)


def _place(areas: pd.DataFrame, code: str, whole: Place) -> Place:
    if not code:
        return whole
    row = areas[areas["area_code"] == code].iloc[0]
    return Place(code, row["name"], row["level"], (row["kommun_code"],))


def share_reported(view: Overview) -> tuple[float, float] | None:
    """The lowest and highest share usually reported by now, over the weeks that are looked at."""
    weeks = view.completeness["week"]
    rows = view.completeness[weeks.between(*map(pd.Timestamp, (view.span.first, view.span.last)))]
    if rows.empty:
        return None
    return rows["reported_share"].min(), rows["reported_share"].max()


def latest_quarter(day: date) -> date:
    """The first day of the latest quarter that had passed on `day`."""
    this = date(day.year, 1 + (day.month - 1) // 3 * 3, 1)
    last = this - timedelta(days=1)
    return date(last.year, 1 + (last.month - 1) // 3 * 3, 1)
