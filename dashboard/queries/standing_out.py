"""Which areas have many events, and what has become of them: published, or judged when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from dashboard.database import Edition, per_edition
from dashboard.queries import about, hours, incidents
from geodata import busy
from geodata.hotspots import PERIODS
from geodata.neighbours import touching

FOUR_WEEKS = timedelta(weeks=4)


def words(
    edition: Edition,
    *,
    chosen: dict[str, Any],
    slot: dict[str, str],
    last: date,
    known: Sequence[date],
) -> tuple[pd.DataFrame, int]:
    """word and times by area code, and how many of the eight periods could be judged.

    `chosen` is the source, its types (() is all) and the level, `slot` the part of the day and the
    days of the week, `known` the blocks that hours are known of. As published for all hours and
    for one type or all; else judged here, by the same two functions.
    """
    is_whole = set(slot.values()) == {"alla"}
    if is_whole and len(chosen["types"]) <= 1:
        return _published(edition, **chosen, last=last)
    forum = tuple(about.at_level(edition, "kommun")["area_code"])
    codes, neighbours = _neighbours(edition, chosen["level"])
    if is_whole:
        counts = _four_weekly(edition, **chosen, last=last, codes=codes)
    else:
        until = [block for block in known if block <= last][-PERIODS:]
        rows = hours.weights(
            edition, **chosen, **slot, kommuner=forum, blocks=until, by=("block", "area_code")
        ).dropna(subset="area_code")
        counts = np.zeros((PERIODS, len(codes)))
        at = pd.Index(pd.to_datetime(until)).get_indexer(pd.Index(rows["block"]))
        counts[PERIODS - len(until) + at, codes.get_indexer(pd.Index(rows["area_code"]))] = rows["weight"]  # fmt: skip
    found = busy.told(*busy.seen(counts, neighbours))
    return pd.DataFrame({"word": found.word, "times": found.times}, index=codes), int(found.periods)


def _published(
    edition: Edition, *, source: str, types: tuple[str, ...], level: str, last: date
) -> tuple[pd.DataFrame, int]:
    rows = edition.query(
        """
        select area_code, word, times, periods
        from out.busy_area
        where source = $source and level = $level and week = $last
            and problem_type is not distinct from $type
        """,
        source=source,
        level=level,
        last=last,
        type=types[0] if types else None,
    )
    return rows.set_index("area_code"), int(rows["periods"].max()) if len(rows) else 0


def _four_weekly(
    edition: Edition,
    *,
    source: str,
    types: tuple[str, ...],
    level: str,
    last: date,
    codes: pd.Index,
) -> np.ndarray:
    """Events in the eight times four weeks up to `last`, (periods, cells)."""
    column = incidents.COLUMNS[level]
    rows = edition.query(
        f"""
        select {column}::varchar as area_code, ($last::date - week) // 28 as back, sum(count) as count
        from out.incident
        where source = $source and list_contains($types, problem_type) and {column} is not null
            and week > $first and week <= $last
        group by all
        """,
        source=source,
        types=list(types),
        last=last,
        first=last - PERIODS * FOUR_WEEKS,
    )
    counts = np.zeros((PERIODS, len(codes)))
    counts[PERIODS - 1 - rows["back"].to_numpy(int), codes.get_indexer(pd.Index(rows["area_code"]))] = rows["count"]  # fmt: skip
    return counts


@per_edition(8)
def _neighbours(edition: Edition, level: str) -> tuple[pd.Index, sparse.csr_array]:
    """The codes of the level's areas, and which of them touch."""
    areas = edition.boundaries
    areas = areas[areas["level"] == level]
    return pd.Index(areas["area_code"]), touching(areas.geometry)
