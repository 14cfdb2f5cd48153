"""What sources of boundaries have in common: the raw table of areas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyogrio
import shapely

from etl.provenance import REJECTS, Reading, Refused
from etl.reading import File, Sheet
from geodata.area_file import AreaFile
from geodata.areas import UNKNOWN


def reading(file: File, sheet: Sheet, *, read: Callable[[Path], AreaFile]) -> Reading:
    """The boundaries that `read` finds. Raises Refused for what cannot be read."""
    try:
        areas, rejected = read(file.path)
    except ValueError as error:
        raise Refused(str(error)) from error
    except (shapely.errors.ShapelyError, pyogrio.errors.DataLayerError) as error:
        raise Refused(f"{file.name}: en gräns går inte att läsa. Hämta filen igen.") from error
    table = pa.table({
        "area_code": pa.array(areas["code"], pa.string()),
        "name": pa.array(areas["name"], pa.string()),
        "level": pa.array(areas["level"], pa.string()),
        "parent_code": pa.array(areas["parent_code"], pa.string()),
        "kommun_code": pa.array(areas["kommun_code"], pa.string()),
        "vintage": pa.array(areas["vintage"].fillna(UNKNOWN), pa.string()),
        "geometry": pa.array(shapely.to_wkb(areas.geometry.to_numpy()), pa.binary()),
    })  # fmt: skip
    for day in ("valid_from", "valid_to"):  # only where the file may tell
        if day in areas:
            table = table.append_column(day, pa.array(areas[day].dt.date, pa.date32()))
    rejects = pa.table(
        {
            "row": [row for row, _ in rejected],
            "column": [""] * len(rejected),
            "reason": [reason for _, reason in rejected],
        },
        schema=REJECTS,
    )
    return Reading(
        accepted=table, rejects=rejects, read=len(sheet), period_from=None, period_to=None
    )
