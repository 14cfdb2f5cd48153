"""A paper's tables as a GeoPackage: areas with their counts, and what has no area as plain tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import geopandas as gpd
import pandas as pd
import pyogrio

from dashboard.papers.cells import value
from dashboard.papers.maps import ground, whole
from dashboard.papers.published import HIDDEN
from dashboard.papers.tree import Paper, Table

LOCK = Lock()


def gpkg(paper: Paper) -> bytes:
    """The file, EPSG:3006; the same bytes for the same paper. Areas whose boundary is not shipped
    with the program are in the plain tables alone."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "uttag.gpkg"
        with _dated(paper.at):
            _write(paper, file)
        return file.read_bytes()


@contextmanager
def _dated(at: str) -> Iterator[None]:
    """GDAL writes when a layer was changed: that is when the version was fixed. Nobody reads the
    file before it is whole, so the disk need not be waited for."""
    options = {"OGR_CURRENT_DATE": f"{at[:19]}.000Z", "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    with LOCK:  # the options are the whole process's
        pyogrio.set_gdal_config_options(options)
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(options))


def _write(paper: Paper, file: Path) -> None:
    if paper.kommuner:
        shapes = whole(paper.kommuner)[["name", "geometry"]].rename(columns={"name": "namn"})
        _layer(shapes.rename_axis("kod").reset_index(), file, "kommuner")
    for table in (*paper.tables(), *paper.data):
        if table.codes and paper.kommuner:
            parts = ground(paper.kommuner)
            at = [n for n, code in enumerate(table.codes) if code in parts.index]
            shapes = parts.geometry.loc[[table.codes[n] for n in at]].to_numpy()
            frame = gpd.GeoDataFrame(_frame(table).iloc[at].reset_index(drop=True), geometry=shapes, crs=parts.crs)  # fmt: skip
            _layer(frame, file, f"karta_{_named(table)}")
    for table in (*paper.tables(), *paper.data):
        if table.rows:
            pyogrio.write_dataframe(_frame(table), file, layer=_named(table), driver="GPKG", append=file.exists())  # fmt: skip
    about = [("Gäller", paper.subtitle), *paper.facts, ("Klass", paper.marked), ("Version", paper.version), ("Källa", paper.foot)]  # fmt: skip
    pyogrio.write_dataframe(pd.DataFrame(about, columns=["uppgift", "varde"]), file, layer="om", driver="GPKG", append=file.exists())  # fmt: skip


def _layer(frame: gpd.GeoDataFrame, file: Path, name: str) -> None:
    pyogrio.write_dataframe(frame, file, layer=name, driver="GPKG", append=file.exists(), promote_to_multi=True)  # fmt: skip


def _named(table: Table) -> str:
    return table.name.replace("-", "_")


def _frame(table: Table) -> pd.DataFrame:
    """Columns may have the same name on paper; not here. What is hidden in a column of counts is
    empty, and a column after it says so."""
    names: list[str] = []
    for column in table.columns:
        same = sum(name.split(" (")[0] == column.name for name in names)
        names.append(f"{column.name} ({same + 1})" if same else column.name)
    cells = [[value(c, k) for c, k in zip(row, table.columns, strict=True)] for row in table.rows]
    frame = pd.DataFrame(cells, columns=names, dtype=object)
    for name in names:
        is_hidden = frame[name] == HIDDEN
        counts = frame[name].mask(is_hidden, None)
        if counts.map(lambda v: pd.isna(v) or type(v) is int).all():
            frame[name] = counts.astype("Int64")
            if is_hidden.any():
                status = is_hidden.map({True: "dolt", False: "visas"})
                frame.insert(int(frame.columns.get_indexer([name])[0]) + 1, f"{name}_status", status)  # fmt: skip
    return frame.infer_objects()
