"""Are burglaries followed by others nearby? Asked while a file's positions are in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from etl.incidents.rows import Table, spread
from etl.known import Known
from etl.provenance import NearRepeat, Reading
from etl.reading import Rows
from geodata.areas import kommun_name
from geodata.locate import Floats
from geodata.near_repeat import knox

KIND = "bostadsinbrott"
METRES, DAYS = 200, 14  # as most studies of near repeats have it; both limits are closed
LONGEST = 14  # days: of what may have happened over more nobody knows when it did
FEWEST = 5
SEED = 1964


def with_near_repeats(
    reading: Reading, rows: Rows, table: Table, *, points: Floats, area: np.ndarray, known: Known
) -> Reading:
    """`reading`, with what Knox's test says of each kommun's burglaries in this file.

    `points` (rows, 2) EPSG:3006; `area` (rows,) what they may be told as. A burglary is of the last
    day it can have happened. Where the risk is raised is told as the areas that the burglaries
    themselves lie in: that one home's surroundings reach into two others would say where in its area
    it stands.
    """
    first, last = np.asarray(table["occurred_from"]), np.asarray(table["occurred_to"])
    day = np.where(np.isnat(last), first, last).astype("datetime64[D]")
    counted = (
        (spread(table["category"], known.problem_types.by_crime_code.get) == KIND)
        & ~rows.rejected
        & ~(last - first > np.timedelta64(LONGEST, "D"))
        & (area != None)
    )
    found = pd.DataFrame({
        "kommun_code": spread(table["kommun_code"]), "area_code": area, "day": day,
        "x": points[:, 0], "y": points[:, 1],
    })[counted]  # fmt: skip
    told, few = [], []
    for kommun, burglaries in found.groupby("kommun_code"):
        if len(burglaries) < FEWEST:
            few.append(kommun_name(str(kommun)))
        elif reading.period_to:
            told.append(
                _near_repeat(str(kommun), burglaries, today=np.datetime64(reading.period_to))
            )
    said = "Upprepning i närheten går inte att säga: färre än fem bostadsinbrott med läge i {}."
    notes = (*reading.notes, *(said.format(name) for name in few))
    return replace(reading, near_repeats=tuple(told), notes=notes)


def _near_repeat(kommun: str, burglaries: pd.DataFrame, *, today: np.datetime64) -> NearRepeat:
    day = burglaries["day"].to_numpy("datetime64[D]")
    tested = knox(
        burglaries[["x", "y"]], day.astype(int), distance=METRES, days_apart=DAYS, seed=SEED
    )
    latest = burglaries["day"].groupby(burglaries["area_code"]).max()
    until = latest[latest >= today - np.timedelta64(DAYS, "D")] + timedelta(days=DAYS)
    return NearRepeat(
        kommun_code=kommun,
        last_day=str(today),
        burglaries=len(burglaries),
        pairs=tested.statistic,
        expected=tested.expected,
        pvalue=tested.pvalue,
        metres=METRES,
        days=DAYS,
        areas=list(until.index),
        until=[str(day.date()) for day in until],
    )
