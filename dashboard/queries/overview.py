"""The opening page in one go: what is asked of the edition, and what follows from the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries import about, change, days, expected, incidents, places, reporting, series
from dashboard.queries.asked import asked
from dashboard.queries.expected import Usual
from dashboard.queries.places import Place
from dashboard.state import WEEK, Span, State, span
from etl.statistics.change import word

BY_CHANCE = 0.02275  # of counts that have not changed, this share still reaches z = 2
INCOMPLETE = 0.85  # a week with less than this reported is drawn as incomplete
FEW_RESIDENTS, FEW_INCIDENTS = 100, 10  # under either, a rate says more about chance than place
QUARTERS = 12
ALL = "Alla problem"
NOTHING_BEFORE = "inget att jämföra med"  # instead of a word where earlier weeks are not read in


@dataclass(frozen=True, eq=False)
class Overview:
    """Everything the page shows for one state of it."""

    edition: dict[str, Any]
    source: dict[str, Any]  # whose rows are counted
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
    usual: Usual | None  # where that is what is compared with, and something is known of it
    series: pd.DataFrame
    told: frozenset[str]  # the types that the source has ever told of
    quarters: pd.DataFrame  # of the types shown no finer, the latest first
    completeness: pd.DataFrame
    heard: tuple[int, int] | None  # of those due in the last week; None where nobody is expected

    @property
    def counted(self) -> str:
        """What is counted, in the plural."""
        return str(self.source["counted"])

    @property
    def is_comparable(self) -> bool:
        """Whether all compared weeks have been read in: else they look calm, and these alarming."""
        return self.usual is not None or bool(self.coverage["data_start"] <= self.span.before_first)

    @property
    def compares(self) -> str:
        """What the counts stand beside: as chosen, or the year before where nothing is expected."""
        return (
            "ifjol" if self.state.jamfor == "vantat" and self.usual is None else self.state.jamfor
        )

    @cached_property
    def by_type(self) -> pd.DataFrame:
        """Per problem type in the chosen place: problem_type, name, now, before, word; largest first."""
        here = self.compared
        if self.state.valt:
            here = here[here["area_code"] == self.state.valt]
        table = self._counted(self.weekly_types[["problem_type", "name"]], here, by="problem_type")
        if self.usual is not None:
            table = expected.beside(table, self.usual.per_type(self.place.code), by="problem_type")
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
        kinds = self.compared["problem_type"].cat
        of = kinds.categories.get_indexer(pd.Index(self.weekly_chosen, dtype=object))
        return self.compared[np.isin(kinds.codes, of)]

    @cached_property
    def total(self) -> dict[str, Any]:
        """now, before and word of the chosen problem types in the chosen place, together."""
        rows = self.by_type
        if self.weekly_chosen:
            rows = rows[rows["problem_type"].isin(self.weekly_chosen)]
        now, before = int(rows["now"].sum()), int(rows["before"].sum())
        if self.usual is not None:
            found = self.usual.of(self.weekly_chosen, by="area_code")
            row = pd.DataFrame({"area_code": [self.place.code], "now": now, "before": before})
            [total] = expected.beside(row, found, by="area_code").to_dict("records")
            return total
        said = word([now], [before])[0] if self.is_comparable else NOTHING_BEFORE
        return {"now": now, "before": before, "word": said}

    @cached_property
    def by_area(self) -> pd.DataFrame:
        """Per area on the map, for the chosen problem types: now, before, word, rate; by code."""
        table = self._counted(self.areas, self.chosen, by="area_code")
        if self.usual is not None:
            table = expected.beside(
                table, self.usual.of(self.weekly_chosen, by="area_code"), by="area_code"
            )
        now, residents = table["now"].to_numpy(), table["population"].to_numpy(float, na_value=0)
        is_enough = (residents >= FEW_RESIDENTS) & (now >= FEW_INCIDENTS)
        return table.assign(
            per_1000=np.where(is_enough, now / np.maximum(residents, 1) * 1000, np.nan)
        )

    @cached_property
    def largest_first(self) -> pd.DataFrame:
        """The same, most incidents first."""
        now, before = self.by_area["now"].to_numpy(), self.by_area["before"].to_numpy()
        return self.by_area.iloc[np.lexsort((-before, -now))]

    @cached_property
    def without_area(self) -> int:
        """How many of the counted have no smaller area, and stand in no circle."""
        return int(self.chosen.loc[self.chosen["area_code"].isna(), "now"].sum())

    @property
    def examined(self) -> int:
        """How many combinations of problem and place have been judged."""
        return len(self.pairs) if self.usual is None else self.usual.examined.series

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every problem in every kommun and area that can be judged, one row each."""
        known = self.compared if self.is_comparable else self.compared.iloc[:0]
        return change.pairs(known, has_areas=self.state.niva != "kommun")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What is over the usual, the clearest first: one row per problem and kommun."""
        if self.usual is not None:
            over = self.usual.findings.rename(columns={"count": "now"})
            return self.named(over.assign(is_new=over["since"] == over["week"]))
        return self.named(change.over(self.pairs))

    def named(self, findings: pd.DataFrame) -> pd.DataFrame:
        """With type_name and area_name."""
        return findings.assign(
            type_name=[self.type_names.get(code, ALL) for code in findings["problem_type"]],
            area_name=[self.names[code] for code in findings["area_code"]],
        )

    @property
    def by_chance(self) -> float:
        """How many rows chance alone would put into the list, on average."""
        return BY_CHANCE * self.examined if self.usual is None else self.usual.examined.false_rows

    @cached_property
    def incomplete_from(self) -> date | None:
        """The first week from which on too little has been reported to compare."""
        is_late = self.completeness["reported_share"].to_numpy() < INCOMPLETE
        return self.completeness["week"][is_late].min().date() if is_late.any() else None

    def _counted(self, table: pd.DataFrame, rows: pd.DataFrame, *, by: str) -> pd.DataFrame:
        table = change.counted(table, rows, by=by)
        if self.is_comparable:
            return table
        return table.assign(word=pd.Series(NOTHING_BEFORE, index=table.index, dtype=object))


@per_edition(16)  # some MB each; answers to the page are kept elsewhere
def overview(edition: Edition, state: State) -> Overview | None:
    """None where the edition holds no incidents for the place."""
    found = asked(edition, state)
    if found is None:
        return None
    state, whole, source, coverage = found.state, found.whole, found.source, found.coverage
    name = source["source"]
    areas = about.on_map(edition, state.niva, state.omrade)
    data_stop = coverage["data_stop"]
    weeks = span(state, data_stop=data_stop)
    place = places.place(areas, state.valt, whole)
    latest = max(weeks.last, span(State(), data_stop=data_stop).last)
    if weeks.first <= latest - series.WEEKS * WEEK:  # the year is the one that is looked at
        latest = weeks.last
    usual = None
    if state.jamfor == "vantat":
        usual = expected.usual(
            edition,
            source=name,
            kommuner=whole.kommuner,
            forum=whole.code,
            weeks=weeks.weeks,
            last=weeks.last,
        )
    return Overview(
        edition=about.edition(edition),
        source=source,
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
        compared=incidents.compared(
            edition,
            source=name,
            kommuner=whole.kommuner,
            level=state.niva,
            span=weeks,
            data_stop=data_stop,
        ),
        usual=usual,
        series=_weeks(
            edition,
            state,
            place,
            source=name,
            last=latest,
            start=coverage["data_start"],
            is_usual=usual is not None,
        ),
        told=incidents.told(edition, source=name),
        quarters=incidents.quarterly(
            edition, source=name, kommuner=whole.kommuner, quarters=QUARTERS
        ),
        completeness=incidents.completeness(edition, source=name),
        heard=reporting.heard(edition, week=weeks.last) if name in reporting.OBSERVERS else None,
    )


def _weeks(
    edition: Edition,
    state: State,
    place: Place,
    *,
    source: str,
    last: date,
    start: date,
    is_usual: bool,
) -> pd.DataFrame:
    """The series' weeks, with what the calendar says of each and, if asked, what was expected."""
    weeks = series.of_place(edition, state.typ, place, source=source, last=last, start=start)
    first, last = weeks["week"].iloc[0].date(), weeks["week"].iloc[-1].date()
    named = days.by_week(edition, first=first, last=last, kommuner=place.kommuner)
    if not is_usual:
        return weeks.assign(named=named, lower=np.nan, upper=np.nan, word=None)
    weekly = set(about.shown_per(edition, "week")["problem_type"])
    types = [t for t in state.typ if t in weekly]
    band = expected.band(
        edition, source=source, area=place.code, types=types, first=first, last=last
    )
    return weeks.assign(named=named).join(band[["lower", "upper", "word"]], on="week")


def share_reported(view: Overview) -> tuple[float, float] | None:
    """The lowest and highest share usually reported by now, over the weeks that are looked at."""
    weeks = view.completeness["week"].to_numpy()
    is_seen = (weeks >= np.datetime64(view.span.first)) & (weeks <= np.datetime64(view.span.last))
    shares = view.completeness["reported_share"].to_numpy()[is_seen]
    return (shares.min(), shares.max()) if len(shares) else None
