"""What is planted in the example, so that there is always something to see; docs/exempeldata.md
tells the reader the same. All but the school ends follow the data stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

import geopandas as gpd
import numpy as np
import pandas as pd

from etl.example.codes import OFFENCES

Weeks = Callable[[date], list[date]]  # the data stop -> first day of each week, oldest first


def latest_weeks(first: int, last: int) -> Weeks:
    """Return the weeks that began from `first` down to `last` weeks before the day after stop."""
    return lambda stop: [
        stop + timedelta(days=1, weeks=-back) for back in range(first, last - 1, -1)
    ]


def latest_summer(first: int, last: int) -> Weeks:
    """Return ISO weeks `first` to `last` of the latest summer that has begun."""

    def weeks(stop: date) -> list[date]:
        year = stop.year if date.fromisocalendar(stop.year, first, 1) <= stop else stop.year - 1
        return [date.fromisocalendar(year, week, 1) for week in range(first, last + 1)]

    return weeks


def every_year(first: int, last: int) -> Weeks:
    """Return ISO weeks `first` to `last` of every year of the example."""
    return lambda stop: [
        date.fromisocalendar(year, week, 1)
        for year in range(2021, stop.year + 1)
        for week in range(first, last + 1)
    ]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Rows added to what is ordinary: per_week rows (repeated over the weeks) in each week.

    `weekdays` are ISO days of the last day of the interval, which is `days` long; registration
    comes between delay[0] and delay[1] days after it. The first part of each RegSO gets most.
    """

    title: str  # Swedish, as in docs/exempeldata.md
    regso_codes: tuple[str, ...]
    codes: tuple[str, ...]
    weeks: Weeks
    per_week: tuple[int, ...]
    weekdays: tuple[int, ...]
    days: int = 1
    delay: tuple[int, int] = (0, 1)

    def by_week(self, stop: date) -> list[tuple[date, int]]:
        """Return the first day of each week and its number of rows, given the data stop."""
        return list(zip(self.weeks(stop), cycle(self.per_week), strict=False))


HAPPENINGS = (
    Happening(
        title="Inbrott i lokaler i Bredaryd",
        regso_codes=("0683R002",),
        codes=("0821", "0823", "0820"),
        weeks=latest_weeks(6, 1),
        per_week=(2, 3, 5, 5, 5, 5),
        weekdays=(2, 3, 4),
        days=2,  # found in the morning: the night before Tuesday, Wednesday or Thursday
    ),
    Happening(
        title="Narkotika vid Värnamo resecentrum",
        regso_codes=("0683R003",),
        codes=("5010", "5011", "5011"),
        weeks=latest_weeks(5, 1),
        per_week=(4,),
        weekdays=(5,),
    ),
    Happening(
        title="A-traktorer i Skillingaryd",
        regso_codes=("0665R004",),
        codes=("3101", "3101", "0414", "9463"),
        weeks=latest_summer(25, 33),
        per_week=(4,),
        weekdays=(4, 5, 6),
        delay=(0, 4),
    ),
    Happening(
        title="Skolavslutningar",
        regso_codes=("0683R003", "0662R006", "0665R007"),
        codes=("1212", "1205", "0357", "9320", "5011", "1212"),
        weeks=every_year(23, 24),
        per_week=(18, 30),
        weekdays=(3, 4, 5, 6),
        delay=(0, 6),
    ),
    Happening(
        title="Sent inskriven skadegörelse i Gislaved",
        regso_codes=("0662R006", "0662R007"),
        codes=("1205", "1212", "1209"),
        weeks=latest_weeks(9, 9),
        per_week=(24,),
        weekdays=(2,),
        days=4,  # a weekend, found on the Tuesday
        delay=(56, 56),
    ),
)


def planted(layer: gpd.GeoDataFrame, *, until: date, seed: int) -> pd.DataFrame:
    """Return the rows of all HAPPENINGS, in the columns of `incidents.reported`."""
    stop = until - timedelta(days=1)
    return pd.concat(
        [
            _week(happening, layer, week=week, rows=rows, seed=seed)
            for happening in HAPPENINGS
            for week, rows in happening.by_week(stop)
        ],
        ignore_index=True,
    )


def _week(
    happening: Happening, layer: gpd.GeoDataFrame, *, week: date, rows: int, seed: int
) -> pd.DataFrame:
    rng = np.random.default_rng([seed, 5, HAPPENINGS.index(happening), week.toordinal()])
    weekday = rng.choice(happening.weekdays, rows)
    to_date = np.datetime64(week) + (weekday - week.isoweekday()) % 7
    area = np.flatnonzero(layer["regso_code"].isin(happening.regso_codes))
    weight = np.where(layer["code"].str.endswith("1").to_numpy()[area], 6.0, 1.0)
    offence = [o.code for o in OFFENCES]
    return pd.DataFrame({
        "deso": rng.choice(area, rows, p=weight / weight.sum()),
        "offence": rng.choice([offence.index(c) for c in happening.codes], rows),
        "from_date": to_date - (happening.days - 1),
        "to_date": to_date,
        "registered_date": to_date + rng.integers(*happening.delay, rows, endpoint=True),
        "number": 1,
        "has_deso": True,
        "has_from": True,
        "has_to": True,
        "stray_space": False,
    })  # fmt: skip
