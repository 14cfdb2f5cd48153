"""Areas with many events: each judged with its neighbours, week by week, for every problem.

One family of areas is the whole forum: what stands out in a small kommun is what does beside the
rest of the forum, and a place has the same label whatever part of the map is looked at.
"""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import sparse

from geodata.areas import DESO, REGSO
from geodata.busy import seen, told
from geodata.hotspots import PERIODS
from geodata.neighbours import touching

WEEKS = 52  # back from the data stop: each is the last of its eight times four weeks
LONG = 4  # weeks in a period
ALL = ""  # every problem type together
TABLE = """
    create or replace table core.busy_area (
        source varchar, problem_type varchar, level varchar, area_code varchar, week date,
        word varchar, times utinyint, periods utinyint
    )
"""


def judge(db: duckdb.DuckDBPyConnection, *, areas: gpd.GeoDataFrame) -> None:
    """Put core.busy_area: out.incident, judged for its audience. Empty where there is no forum."""
    db.execute(TABLE)
    if not db.execute("from core.edition where area_code <> ''").fetchall():
        return
    stops = db.execute("""
        select source::varchar, date_trunc('week', max(data_stop) - 6)::date from out.coverage
        group by source order by source
    """).fetchall()
    found = []
    for level in (DESO, REGSO):
        within = areas[areas["level"] == level]
        neighbours = touching(within.geometry)
        codes = pd.Index(within["area_code"])
        for source, last in stops:
            for problem_type, counts in _counts(db, source, level=level, last=last, codes=codes):
                rows = _judged(counts, neighbours, codes=codes, last=last)
                found.append(
                    rows.assign(source=source, level=level, problem_type=problem_type or None)
                )
    if found:
        text = dict.fromkeys(("word", "problem_type"), "str")
        db.register("incoming", pd.concat(found).astype(text))
        db.execute("insert into core.busy_area by name from incoming")
        db.unregister("incoming")


def _counts(
    db: duckdb.DuckDBPyConnection, source: str, *, level: str, last: date, codes: pd.Index
) -> list[tuple[str, np.ndarray]]:
    """Events per problem type, and all types, as (weeks, cells), the week from `last` last."""
    weeks = WEEKS + LONG * PERIODS - 1
    rows = db.execute(
        f"""
        select
            problem_type::varchar as problem_type, {level}_code::varchar as area_code,
            ($last - week) // 7 as back, sum(count) as count,
        from out.incident
        where source = $source and {level}_code is not null
            and week between $first and $last
        group by all
        """,
        {"source": source, "last": last, "first": last - (weeks - 1) * timedelta(weeks=1)},
    ).df()
    kind, kinds = pd.factorize(rows["problem_type"], sort=True)
    cell = codes.get_indexer(pd.Index(rows["area_code"]))
    counts = np.zeros((len(kinds), weeks, len(codes)))
    counts[kind, weeks - 1 - rows["back"].to_numpy(), cell] = rows["count"]
    return [(ALL, counts.sum(0)), *zip(kinds, counts, strict=True)]


def _judged(
    counts: np.ndarray, neighbours: sparse.csr_array, *, codes: pd.Index, last: date
) -> pd.DataFrame:
    """One row per area and week that could be judged, of `counts` (weeks, cells)."""
    sums = np.lib.stride_tricks.sliding_window_view(counts, LONG, axis=0).sum(-1)
    out, judged = seen(sums, neighbours)
    starts = range(0, LONG * PERIODS, LONG)
    busy = told(
        *(np.stack([of[start : start + WEEKS] for start in starts]) for of in (out, judged))
    )
    week, cell = np.nonzero(np.broadcast_to(busy.periods[:, None] > 0, busy.times.shape))
    return pd.DataFrame(
        {
            "area_code": codes[cell],
            "week": np.datetime64(last) - 7 * (WEEKS - 1 - week).astype("timedelta64[D]"),
            "word": busy.word[week, cell],
            "times": busy.times[week, cell],
            "periods": busy.periods[week],
        }
    )
