"""A workplace about all of Sweden, ten years of it: invented, seeded, through the real layers.

Offences are as common as in the example data; places, days, intervals and delays are drawn without
its seasons and towns, which no question notices.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from benchmarks.extract import deso
from etl import edition, warehouse
from etl.example.codes import OFFENCES
from etl.workplace import Workplace
from geodata.areas import kommun_names

SEED = 2026
URN = 100_000  # to draw places and offences from, each as often as it is common
FIRST, LAST = "2016-11-01", "2026-10-31"  # of registration
SOURCE = "police_deso_extract"
INCIDENTS = """
copy (
    with drawn as (
        select
            $first::date + floor(3652 * draw(range, 1))::integer as registered_on,
            -- half are reported within four days, one in a hundred after a year
            (exp(ln(400) * draw(range, 2) ** 2) - 1)::integer as delay,
            -- half have happened on a known day, one in ten within more than 14
            (exp(ln(200) * draw(range, 3) ** 6) - 1)::integer as interval,
            floor($urn * draw(range, 4)) as place,
            floor($urn * draw(range, 5)) as offence,
            draw(range, 6) < 0.06 as is_placeless,
        from range($rows)
    )
    select
        $batch::integer as batch,
        left(deso_code, 4) as kommun_code,
        case when not is_placeless then deso_code end as area_code,
        crime_code as category,
        registered_on - delay - interval as occurred_from,
        registered_on - delay as occurred_to,
        registered_on,
        1 as count,
    from drawn
    join places using (place)
    join offences using (offence)
) to '{file}' (format parquet, compression zstd)
"""


def build(folder: Path, rows: int) -> None:
    """Publish an edition with `rows` incidents in `folder`."""
    workplace = Workplace(folder)
    workplace.create()
    layer = deso()
    layer.to_file(folder / "deso.gpkg")
    warehouse.load(workplace, [folder / "deso.gpkg"])
    ledger = workplace.manifest()["batches"]
    batch = _batch(len(ledger) + 1, rows)
    _draw(workplace.batches / batch["rows"], list(layer["desokod"]), rows, batch["batch"])
    built = workplace.editions / ".building"
    edition.build(
        workplace, built, number=2, ledger=ledger, added=[batch], prunings=[], progress=str
    )
    workplace.publish(built, 2)


def _draw(file: Path, codes: list[str], rows: int, batch: int) -> None:
    rng = np.random.default_rng(SEED)
    crowd = rng.gamma(1.2, size=len(codes))
    rates = np.array([o.rate for o in OFFENCES])
    urns = {
        "places": ("place", "deso_code", codes, crowd),
        "offences": ("offence", "crime_code", [o.code for o in OFFENCES], rates),
    }
    db = duckdb.connect()
    db.execute("create macro draw(i, salt) as hash(6 * i + salt) / 18446744073709551616::double")
    for urn, (key, name, values, weights) in urns.items():
        drawn = rng.choice(values, URN, p=weights / weights.sum())
        db.register(urn, pd.DataFrame({key: np.arange(URN, dtype=float), name: drawn}))
    about = {"rows": rows, "first": FIRST, "urn": URN, "batch": batch}
    db.execute(INCIDENTS.format(file=file), about)


def _batch(number: int, rows: int) -> dict[str, Any]:
    """The ledger's line about the incidents, as if a file had been read."""
    now = datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005
    return {
        "batch": number,
        "source": SOURCE,
        "audience": "shared",
        "file": "Brottsstatistik_202610.csv",
        "sha256": "",
        "read": rows,
        "accepted": rows,
        "rejected": 0,
        "period_from": FIRST,
        "period_to": LAST,
        "covers": [FIRST, LAST],
        "kommun_codes": sorted(kommun_names()),
        "preliminary": True,
        "extracted_at": now,
        "loaded_at": now,
        "rows": f"{number:05d}-{SOURCE}.parquet",
        "revisions": f"{number:05d}-revisions.parquet",
        "rejects": [],
        "notes": [],
        "near_repeats": [],
        "columns": [],
        "other_columns": 0,
    }
