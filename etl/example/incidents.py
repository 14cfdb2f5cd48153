"""The police's monthly extract, invented: one row per reported offence.

The form and the figures in this module's constants are those of the real extract as described in
../shared/data/README.md ("What a kommun really gets from the police each month"). Offences are
drawn per calendar year, each year from its own seed, then cut at the data stop: moving the stop
forward adds rows (later offences and late reports) and leaves the others as they were, but for
the planted happenings, which follow the stop.
"""

from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from etl.example.areas import KOMMUN_NAMES, RESIDENTS
from etl.example.codes import (
    MONTHS,
    OFFENCES,
    PLACES,
    PROFILES,
    RENAMED_CODE,
    RENAMED_FROM,
    RENAMED_TEXT,
    WEEKDAYS,
    scaled,
)
from etl.example.happenings import planted

COLUMNS = (
    "LPO/Sektion nivå 4 brottsplats",
    "Län",
    "Kommunnamn",
    "Kommunkod",
    "desokod",
    "Brottskod",
    "Brottskod text",
    "Inskr år",
    "Inskr årmånad",
    "Inskrivningsdatum",
    "Brottsdatum från",
    "Brottsdatum till",
    "antal_brott",
)
FIRST_YEAR = 2021  # of registration
BURN_IN_YEARS = 4  # offences from before FIRST_YEAR are still being reported then
ROWS_PER_1000 = 90  # real: 24-30 thousand rows a year per 290,000 residents

# Quantiles: share of rows -> days. Interval counts both its days; delay is registration minus the
# last day. Between the published quantiles the logarithm is straight; the ends are our own.
INTERVAL_DAYS = ((0, 0.65, 0.69, 0.80, 0.90, 0.95, 0.99, 1), (1, 1, 2, 2, 14, 90, 731, 9_000))
DELAY_DAYS = (
    (0, 0.36, 0.50, 0.60, 0.75, 0.90, 0.95, 0.99, 1),
    (0, 0, 1, 2, 6, 51, 122, 656, 1_400),
)
REPORTED_BEFORE_END = 0.06  # share of intervals of three days and more
UNKNOWN_FROM, UNKNOWN_TO = 0.004, 0.02
WITHOUT_DESO, WITHOUT_DESO_NET = 0.06, 0.60  # fraud seldom has a place
SEVERAL_OFFENCES, MOST_OFFENCES = 0.05, 39
STRAY_SPACE = 0.02

STEADY_KOMMUN = "0617"  # the quiet one: its weeks vary by chance alone


def reported(layer: gpd.GeoDataFrame, *, until: date, seed: int) -> pd.DataFrame:
    """Return every row registered from FIRST_YEAR to the day before `until`.

    Columns: deso (row of `layer`), offence (row of OFFENCES), from_date, to_date, registered_date
    (datetime64), number (offences in the row), and four flags for what the publisher did to it:
    has_deso, has_from, has_to, stray_space. Ordered by registration.
    """
    stop = np.datetime64(until) - 1
    years = range(FIRST_YEAR - BURN_IN_YEARS, int(stop.astype(object).year) + 1)
    rows = pd.concat(
        [*(_year(layer, year=year, seed=seed) for year in years),
         planted(layer, until=until, seed=seed)],
        ignore_index=True,
    )  # fmt: skip
    rows["to_date"] = rows["to_date"].clip(upper=pd.Timestamp(stop))
    known = rows["registered_date"].between(pd.Timestamp(FIRST_YEAR, 1, 1), pd.Timestamp(stop))
    return rows[known].sort_values("registered_date", kind="stable", ignore_index=True)


def _year(layer: gpd.GeoDataFrame, *, year: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng([seed, 3, year])
    days = np.arange(np.datetime64(f"{year}"), np.datetime64(f"{year + 1}"), dtype="datetime64[D]")
    counts = rng.poisson(_intensity(days, rng))
    offence, kommun, day = (
        np.repeat(i, counts.ravel()) for i in np.indices(counts.shape).reshape(3, -1)
    )
    profiles = [PROFILES[o.profile] for o in OFFENCES]
    to_date = days[day]
    interval = _ranked(np.array([p.span for p in profiles])[offence], INTERVAL_DAYS, rng)
    delay = _ranked(np.array([p.delay for p in profiles])[offence], DELAY_DAYS, rng)
    early = (interval > 2) & (rng.random(len(to_date)) < REPORTED_BEFORE_END)
    delay = np.where(early, -rng.integers(1, np.clip(interval, 2, 60)), delay)
    return pd.DataFrame({
        "deso": _places(layer, offence, kommun, rng),
        "offence": offence,
        "from_date": to_date - (interval - 1),
        "to_date": to_date,
        "registered_date": to_date + delay,
        "number": _numbers(len(to_date), rng),
        "has_deso": _has_deso(offence, rng),
        "has_from": rng.random(len(to_date)) >= UNKNOWN_FROM,
        "has_to": rng.random(len(to_date)) >= UNKNOWN_TO,
        "stray_space": rng.random(len(to_date)) < STRAY_SPACE,
    })  # fmt: skip


def _intensity(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return expected rows per day, [offence, kommun, day], with weekly over-dispersion."""
    month = days.astype("datetime64[M]").astype(int) % 12
    weekday = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    week = (days.astype(int) + 3) // 7 - (days[0].astype(int) + 3) // 7
    profile = {
        name: scaled(MONTHS[p.months])[month]
        * scaled(WEEKDAYS[p.weekdays])[weekday]
        * np.where(
            np.array(list(RESIDENTS))[:, None] == STEADY_KOMMUN,
            1.0,
            rng.gamma(p.steadiness, 1 / p.steadiness, (len(RESIDENTS), week[-1] + 1))[:, week],
        )
        for name, p in PROFILES.items()
    }
    rate = np.array([o.rate for o in OFFENCES])
    rate = rate / rate.sum() * ROWS_PER_1000 / 1000 / 365.25
    shape = np.stack([profile[o.profile] for o in OFFENCES])
    return rate[:, None, None] * np.array(list(RESIDENTS.values()))[None, :, None] * shape


def _ranked(
    tendency: np.ndarray,
    quantiles: tuple[tuple[float, ...], tuple[float, ...]],
    rng: np.random.Generator,
) -> np.ndarray:
    """Deal out the given distribution of days so that rows with a high `tendency` get more.

    Dealing by rank keeps the distribution of all rows exactly, whatever the tendencies.
    """
    rank = np.argsort(np.argsort(tendency + rng.normal(size=len(tendency))))
    share, value = quantiles
    at = (rank + 0.5) / len(tendency)
    return np.rint(np.expm1(np.interp(at, share, np.log1p(value)))).astype(int)


def _places(
    layer: gpd.GeoDataFrame, offence: np.ndarray, kommun: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw a DeSO in the row's kommun, by residents and by what kind of place the offence seeks."""
    kinds = list(PLACES)
    kind = np.array([kinds.index(PROFILES[o.profile].place) for o in OFFENCES])[offence]
    own = layer["kommun_code"].to_numpy()[None] == np.array(list(RESIDENTS))[:, None]
    pull = layer["draw"].to_numpy()[None] ** np.array(list(PLACES.values()))[:, None]
    weight = own[None] * (pull * layer["population"].to_numpy())[:, None]
    cumulative = weight.cumsum(axis=2) / weight.sum(axis=2, keepdims=True)
    # One search in all distributions at once: the k-th lies between k and k + 1.
    stacked = cumulative.reshape(-1, len(layer))
    which = kind * len(RESIDENTS) + kommun
    flat = (stacked + np.arange(len(stacked))[:, None]).ravel()
    found = np.searchsorted(flat, which + rng.random(len(which)), side="right")
    return found - which * len(layer)


def _numbers(count: int, rng: np.random.Generator) -> np.ndarray:
    several = np.minimum(2 + rng.pareto(1.8, count), MOST_OFFENCES).astype(int)
    return np.where(rng.random(count) < SEVERAL_OFFENCES, several, 1)


def _has_deso(offence: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    missing = [
        WITHOUT_DESO_NET if PROFILES[o.profile].place == "net" else WITHOUT_DESO for o in OFFENCES
    ]
    return rng.random(len(offence)) >= np.array(missing)[offence]


def write_extracts(folder: Path, *, layer: gpd.GeoDataFrame, until: date, seed: int) -> list[Path]:
    """Write one file per kommun and year of registration, in the publisher's form."""
    rows = reported(layer, until=until, seed=seed)
    table = _published(rows, layer)
    written = []
    for (kommun_code, year), part in table.groupby(["Kommunkod", "Inskr år"], sort=True):
        stop = min(date(year, 12, 31), until - timedelta(days=1))
        path = folder / f"Brottsstatistik_{KOMMUN_NAMES[kommun_code]}_{stop:%Y%m}.csv"
        # As in life: one kommun's files came from another system until a few years ago.
        encoding = "cp1252" if kommun_code == STEADY_KOMMUN and year < 2024 else "utf-8-sig"
        part.to_csv(path, index=False, sep=";", encoding=encoding, lineterminator="\r\n")
        written.append(path)
    return written


def _published(rows: pd.DataFrame, layer: gpd.GeoDataFrame) -> pd.DataFrame:
    offence, registered = rows["offence"].to_numpy(), rows["registered_date"]
    area = layer.iloc[rows["deso"].to_numpy()].reset_index(drop=True)
    code = pd.Series([o.code for o in OFFENCES])[offence].reset_index(drop=True)
    text = pd.Series([o.text for o in OFFENCES])[offence].reset_index(drop=True)
    text = text.mask((code == RENAMED_CODE) & (registered >= RENAMED_FROM), RENAMED_TEXT)
    return pd.DataFrame(dict(zip(COLUMNS, (
        "LPO Värnamo",
        "Jönköpings län",
        area["kommun_code"].map(KOMMUN_NAMES),
        area["kommun_code"],
        area["code"].where(rows["has_deso"], ""),
        code.astype(int),
        text.mask(rows["stray_space"], text + " "),
        registered.dt.year,
        registered.dt.year * 100 + registered.dt.month,
        registered.dt.strftime("%Y-%m-%d"),
        rows["from_date"].dt.strftime("%Y-%m-%d").where(rows["has_from"], "-"),
        rows["to_date"].dt.strftime("%Y-%m-%d").where(rows["has_to"], "-"),
        rows["number"],
    ), strict=True)))  # fmt: skip
