"""Places with many events in one go: where, since when, and at what hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.database import Edition, per_edition
from dashboard.queries import about, change, hours, incidents, standing_out
from dashboard.queries.asked import asked
from dashboard.queries.places import Place
from dashboard.state import Span, State, span
from geodata.hotspots import LEAST, Concentration, concentration

DEFAULT = State(
    niva="deso", jamfor="ifjol"
)  # the finest there is; what it is beside is one and the same
LEVELS = ("deso", "regso")
FIVE = 5


@dataclass(frozen=True, eq=False)
class Busy:
    """Everything the page shows for one state of it."""

    edition: dict[str, Any]
    source: dict[str, Any]  # whose rows are counted
    state: State  # as it could be followed
    whole: Place
    span: Span
    coverage: dict[str, Any]
    types: tuple[str, ...]  # of the chosen ones those that have places; () is all
    is_coarse: bool  # only types are chosen that are never told of a place
    type_names: dict[str, str]
    names: dict[str, str]  # of every area
    areas: (
        pd.DataFrame
    )  # on the map: …, now, before, word, times; now in parts where hours are chosen
    periods: int  # of eight that could be judged; 0: nothing is said of which stand out
    named: pd.DataFrame  # named places: area_code, name, kommun_code, now, before
    without_area: float
    blocks: tuple[Any, ...]  # the Mondays of the four weeks that the hours are of
    week: (
        pd.DataFrame
    )  # hour_of_week, weekday, weight of those blocks, of the picked area or of all
    has_hours: bool  # whether the source has ever told the clock time
    has_weekdays: bool

    @property
    def counted(self) -> str:
        """What is counted, in the plural."""
        return str(self.source["counted"])

    @property
    def has_week(self) -> bool:
        """Whether there is anything to show of hours or weekdays."""
        return bool(self.blocks) and self.has_weekdays and not self.is_coarse

    @property
    def is_filtered(self) -> bool:
        """Whether hours or weekdays are chosen: then counts are sums of parts."""
        return (self.state.tid, self.state.dagar) != ("alla", "alla")

    @property
    def is_comparable(self) -> bool:
        """Whether the year before is known, and of the same hours."""
        return not self.is_filtered and bool(self.coverage["data_start"] <= self.span.before_first)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The areas with any events, most first; less than half an event, in parts, is none."""
        rows = self.areas[self.areas["now"] >= 0.5]
        return rows.sort_values(["now", "before", "area_code"], ascending=[False, False, True])

    @property
    def total(self) -> float:
        return float(self.areas["now"].sum())

    @cached_property
    def concentration(self) -> Concentration | None:
        """None where there are not more places than are told of, or too few events."""
        counts = np.rint(self.areas["now"].to_numpy(float))
        if len(counts) <= FIVE or counts.sum() < LEAST:
            return None
        return concentration(counts, places=FIVE)

    @cached_property
    def hour_weights(self) -> np.ndarray:
        """(168,) events by hour of the week, of what has a known hour."""
        return hours.filled(self.week, "hour_of_week", 168)

    @cached_property
    def weekday_weights(self) -> np.ndarray:
        """(7,) events by weekday, of what has a known day."""
        return hours.filled(self.week, "weekday", 7)


@per_edition(16)
def busy(edition: Edition, state: State) -> Busy | None:
    """None where the edition holds no incidents for the place."""
    begun = asked(edition, state)
    if begun is None:
        return None
    state, whole, source, coverage = begun.state, begun.whole, begun.source, begun.coverage
    if state.niva not in LEVELS:
        state = state.but(niva="regso")
    name = source["source"]
    weeks = span(state, data_stop=coverage["data_stop"])
    kinds = about.shown_per(edition, "week")
    kinds = kinds[kinds["finest_level"] != "kommun"]
    placed = tuple(t for t in state.typ if t in set(kinds["problem_type"]))
    types = placed or state.typ  # of those without places nothing is found, and not all
    has_hours, has_weekdays = hours.told(edition, name)
    state = state.but(
        tid=state.tid if has_hours else "alla", dagar=state.dagar if has_weekdays else "alla"
    )
    known = hours.blocks(edition, source=name)
    blocks = hours.within(known, weeks)
    chosen: dict[str, Any] = {"source": name, "types": types, "level": state.niva}
    here = chosen | {"kommuner": whole.kommuner}
    areas = about.on_map(edition, state.niva, state.omrade)
    pair = {"source": name, "kommuner": whole.kommuner, "span": weeks, "data_stop": coverage["data_stop"]}  # fmt: skip
    rows = _chosen(incidents.compared(edition, level=state.niva, **pair), types)
    table = change.counted(areas, rows, by="area_code")[[*areas.columns, "now", "before"]]
    without_area = float(rows.loc[rows["area_code"].isna(), "now"].sum())
    slot = {"tid": state.tid, "dagar": state.dagar}
    if slot != {"tid": "alla", "dagar": "alla"}:
        found = hours.weights(edition, **here, **slot, blocks=blocks, by=("area_code",))
        parts = found.set_index("area_code")["weight"]
        table = table.assign(now=parts.reindex(table["area_code"]).fillna(0).to_numpy(), before=0)
        without_area = float(found.loc[found["area_code"].isna(), "weight"].sum())
    words, periods = standing_out.words(
        edition, chosen=chosen, slot=slot, last=weeks.last, known=known
    )
    of = words.reindex(table["area_code"])
    plats = about.on_map(edition, "plats", state.omrade)
    spots = _chosen(incidents.compared(edition, level="plats", **pair), types)
    return Busy(
        edition=about.edition(edition),
        source=source,
        state=state,
        whole=whole,
        span=weeks,
        coverage=coverage,
        types=types,
        is_coarse=bool(state.typ) and not placed,
        type_names=about.type_names(edition),
        names=about.names(edition),
        areas=table.assign(
            word=pd.Series(of["word"].astype(object).where(of["word"].notna(), None).to_numpy(), index=table.index, dtype=object),
            times=of["times"].fillna(0).to_numpy(int),
        ),
        periods=periods,
        named=change.counted(plats, spots, by="area_code"),
        without_area=without_area,
        blocks=tuple(blocks),
        week=hours.weights(
            edition,
            **here,
            blocks=blocks,
            areas=[state.valt] if state.valt else [],
            by=("hour_of_week", "weekday"),
        ),
        has_hours=has_hours,
        has_weekdays=has_weekdays,
    )  # fmt: skip


def of_places(edition: Edition, view: Busy, codes: list[str]) -> dict[str, np.ndarray]:
    """The hours (168,) of each area, its weekdays (7,) where the source tells no hours."""
    size, name = (168, "hour_of_week") if view.has_hours else (7, "weekday")
    found = hours.weights(
        edition,
        source=view.source["source"],
        kommuner=view.whole.kommuner,
        types=view.types,
        level=view.state.niva,
        blocks=view.blocks,
        areas=codes,
        by=("area_code", name),
    )
    of = {str(code): hours.filled(rows, name, size) for code, rows in found.groupby("area_code")}
    return {code: of.get(code, np.zeros(size)) for code in codes}


def _chosen(rows: pd.DataFrame, types: tuple[str, ...]) -> pd.DataFrame:
    return rows[rows["problem_type"].isin(types)] if types else rows
