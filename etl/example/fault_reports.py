"""Fault reports to the kommuner, invented: what residents report as broken, dirty or dark.

Drawn per calendar year, each from its own seed, then cut at the data stop, so that a case keeps its
number. They come from two whole years and what has passed of the one of the data stop.
"""

from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from etl.example.areas import KOMMUN_NAMES
from etl.example.codes import MONTHS, scaled

YEARS = 3
# Category -> reports per week in the local police area, and key of MONTHS.
CATEGORIES = {
    "Belysning": (3.8, "lit"),
    "Nedskräpning": (3.9, "summer"),
    "Klotter": (2.4, "nights_out"),
    "Skadegörelse": (2.0, "nights_out"),
}
# A broken lamp is seen when it is dark.
SEASONS = MONTHS | {"lit": (1.9, 1.5, 1.0, 0.6, 0.3, 0.2, 0.2, 0.5, 0.9, 1.4, 1.8, 1.9)}
OBJECTS = {  # what the app lets one choose instead of a position
    "0617": "Gnosjö centrum",
    "0662": "Gislaved centrum",
    "0665": "Vaggeryd centrum",
    "0683": "Värnamo resecentrum",
}
WITHOUT_POSITION = 0.08
DAYS_TO_MEND = 9
DAYS_TO_BEGIN = 3


def write_reports(path: Path, *, layer: gpd.GeoDataFrame, until: date, seed: int) -> None:
    """Write the cases made before `until`, oldest first."""
    stop = until - timedelta(days=1)
    years = range(stop.year - YEARS + 1, stop.year + 1)
    rows = pd.concat([_year(layer, year=year, seed=seed) for year in years], ignore_index=True)
    rows = rows[rows["made"] < np.datetime64(until)]
    _published(rows, until=until).to_csv(
        path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n"
    )


def _year(layer: gpd.GeoDataFrame, *, year: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng([seed, 10, year])
    days = np.arange(np.datetime64(f"{year}"), np.datetime64(f"{year + 1}"), dtype="datetime64[D]")
    month = days.astype("datetime64[M]").astype(int) % 12
    expected = [rate / 7 * scaled(SEASONS[months])[month] for rate, months in CATEGORIES.values()]
    counts = rng.poisson(expected)
    category, day = (np.repeat(i, counts.ravel()) for i in np.indices(counts.shape).reshape(2, -1))
    n = len(day)
    made = days[day] + rng.integers(6 * 60, 23 * 60, n).astype("timedelta64[m]")
    mended = days[day] + np.rint(rng.gamma(1.3, DAYS_TO_MEND / 1.3, n)).astype(int) + 1
    weight = layer["population"].to_numpy() * layer["draw"].to_numpy()
    area = rng.choice(len(layer), n, p=weight / weight.sum())
    rows = pd.DataFrame({
        "category": np.array(list(CATEGORIES))[category],
        "made": made,
        "mended": mended,
        "kommun": layer["kommun_code"].to_numpy()[area],
        "has_position": rng.random(n) >= WITHOUT_POSITION,
    })  # fmt: skip
    rows[["lon", "lat"]] = _points(layer, area, rng)
    rows = rows.sort_values("made", kind="stable", ignore_index=True)
    return rows.assign(number=f"{year}-" + (rows.index + 1001).astype(str))


def _points(layer: gpd.GeoDataFrame, area: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random position in each row's area; longitude and latitude in WGS84, (rows, 2)."""
    size = np.bincount(area, minlength=len(layer))
    drawn = layer.geometry.sample_points(size=size, rng=rng).to_crs(4326)
    points, found = shapely.get_coordinates(drawn.to_numpy(), return_index=True)
    placed = np.empty((len(area), 2))
    placed[np.argsort(area, kind="stable")] = points[np.argsort(found, kind="stable")]
    return placed


def _published(rows: pd.DataFrame, *, until: date) -> pd.DataFrame:
    known = rows["has_position"]
    is_mended = rows["mended"] < np.datetime64(until)
    is_begun = rows["made"] < np.datetime64(until) - DAYS_TO_BEGIN
    return pd.DataFrame({
        "Ärendenr": rows["number"],
        "Kommun": rows["kommun"].map(KOMMUN_NAMES),
        "Skapad": rows["made"].dt.strftime("%Y-%m-%d %H:%M"),
        "Kategori": rows["category"],
        "Status": np.select([is_mended, is_begun], ["Avslutat", "Pågår"], "Nytt"),
        "Åtgärdad": rows["mended"].dt.strftime("%Y-%m-%d").where(is_mended, ""),
        "Lat": rows["lat"].map("{:.5f}".format).where(known, ""),
        "Lon": rows["lon"].map("{:.5f}".format).where(known, ""),
        "Objekt": rows["kommun"].map(OBJECTS).where(~known, ""),
        "Beskrivning": "",
    })  # fmt: skip
