"""A large police extract about all of Sweden in the publisher's form: invented, seeded.

Offences, texts, intervals and delays are those of the example data; where and when are drawn
without its seasons and towns, which no load notices.
"""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import shapely

from etl.example.codes import OFFENCES, PROFILES
from etl.example.incidents import COLUMNS, DELAY_DAYS, INTERVAL_DAYS
from geodata.areas import kommun_names, lan_names, load_regso

SEED = 2026
FIRST, LAST = np.datetime64("2025-01-01"), np.datetime64("2026-10-31")  # of registration


def generate(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write an extract of `rows` rows, kommun by kommun, and the DeSO layer whose codes it names."""
    rng = np.random.default_rng(SEED)
    layer = deso()
    layer.to_file(folder / "deso.gpkg")
    file = folder / "Brottsstatistik_202610.csv"
    options = pyarrow.csv.WriteOptions(delimiter=";", quoting_style="none", include_header=False)
    with file.open("wb") as out:
        out.write(("\ufeff" + ";".join(COLUMNS) + "\n").encode())
        pyarrow.csv.write_csv(_extract(layer, rows, rng), out, options)
    return file, folder / "deso.gpkg"


def deso() -> gpd.GeoDataFrame:
    """Each RegSO cut in two, with the columns of SCB's DeSO: about as many as the real ones."""
    regso = load_regso()
    west, south, east, north = shapely.bounds(regso.geometry.array).T
    middle = (west + east) / 2
    halves = [
        shapely.intersection(regso.geometry.array, shapely.box(west, south, middle, north)),
        shapely.intersection(regso.geometry.array, shapely.box(middle, south, east, north)),
    ]
    code = regso["code"]
    parts = [
        gpd.GeoDataFrame({
            "objekttyp": "deso",
            "desokod": code.str[:4] + "C" + code.str[-3:] + part,
            "regsokod": code,
            "kommunkod": regso["kommun_code"],
            "version": "2025_EXEMPEL",
        }, geometry=half, crs=regso.crs)
        for part, half in zip("01", halves, strict=True)
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _extract(layer: gpd.GeoDataFrame, rows: int, rng: np.random.Generator) -> pa.Table:
    place = rng.choice(len(layer), rows, p=_shares(rng.gamma(1.2, size=len(layer))))
    offence = rng.choice(len(OFFENCES), rows, p=_shares([o.rate for o in OFFENCES]))
    registered = rng.choice(np.arange(FIRST, LAST + 1), rows)
    order = np.lexsort((registered, layer["kommunkod"].to_numpy()[place]))
    place, offence, registered = place[order], offence[order], registered[order]
    interval, delay = _days(INTERVAL_DAYS, rows, rng), _days(DELAY_DAYS, rows, rng)
    # some report before the last day on which it may have happened
    early = (interval > 2) & (rng.random(rows) < 0.06)
    last = registered - np.where(early, -rng.integers(1, np.clip(interval, 2, 60)), delay)
    online = np.array([PROFILES[o.profile].place == "net" for o in OFFENCES])[offence]
    placeless = rng.random(rows) < np.where(online, 0.60, 0.06)
    # the publisher's list of codes is always longer than ours
    known = rng.random(rows) >= 0.001
    number = np.where(rng.random(rows) < 0.05, np.minimum(2 + rng.pareto(1.8, rows), 39), 1)
    kommun = layer["kommunkod"].to_list()
    names, lan = kommun_names(), lan_names()
    texts = [o.text for o in OFFENCES]
    year, month = (registered.astype(f"datetime64[{unit}]").astype(int) for unit in "YM")
    columns = (
        _texts(place, [f"LPO {names[code]}" for code in kommun]),
        _texts(place, [lan[code[:2]] for code in kommun]),
        _texts(place, [names[code] for code in kommun]),
        _texts(place, kommun),
        _texts(place, layer["desokod"], missing=placeless),
        _texts(np.where(known, offence, -1) + 1, ["2999", *(o.code.lstrip("0") for o in OFFENCES)]),
        _texts(offence + len(texts) * (rng.random(rows) < 0.02), texts + [t + " " for t in texts]),
        year + 1970,
        (year + 1970) * 100 + month % 12 + 1,
        registered,
        _dashed(last - (interval - 1), rng.random(rows) < 0.004),
        _dashed(last, rng.random(rows) < 0.02),
        number.astype(int),
    )
    return pa.table(list(columns), names=list(COLUMNS))


def _shares(weights: Sequence[float] | np.ndarray) -> np.ndarray:
    return np.asarray(weights) / np.sum(weights)


def _days(
    quantiles: tuple[tuple[float, ...], ...], rows: int, rng: np.random.Generator
) -> np.ndarray:
    """Days as the quantiles say; between them the logarithm is straight."""
    share, value = quantiles
    return np.rint(np.expm1(np.interp(rng.random(rows), share, np.log1p(value)))).astype(int)


def _texts(
    codes: np.ndarray, texts: Sequence[str] | pd.Series, *, missing: np.ndarray | None = None
) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, pa.int32(), mask=missing), pa.array(texts)
    )


def _dashed(days: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    return np.where(unknown, "-", days.astype(str))
