"""To what day a file is known to tell, when it stands for longer."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from etl import edition

FILES = ["2024-09-01", "2024-09-30"], ["2024-10-01", "2024-10-31"]
SEPTEMBER, OCTOBER = [tuple(map(date.fromisoformat, days)) for days in FILES]


@pytest.mark.parametrize(
    ("last_told", "files", "expected"),
    [
        ("2024-09-30", [SEPTEMBER], [SEPTEMBER]),
        ("2024-09-15", [SEPTEMBER], [(SEPTEMBER[0], date(2024, 9, 15))]),
        ("2024-09-28", [SEPTEMBER, OCTOBER], [SEPTEMBER, OCTOBER]),
        ("2024-09-15", [SEPTEMBER, OCTOBER], [(SEPTEMBER[0], date(2024, 9, 15)), OCTOBER]),
        ("2024-08-31", [SEPTEMBER, OCTOBER], [OCTOBER]),
    ],
)
def test_days_after_its_last_registration_are_told_of_by_a_file_that_follows_soon(
    last_told: str, files: list[tuple[date, date]], expected: list[tuple[date, date]]
) -> None:
    batches = range(1, len(files) + 1)
    periods = [last_told, "2024-10-31"][: len(files)]
    live = pd.DataFrame(
        {
            "batch": batches,
            "source": "police_deso_extract",
            "audience": None,
            "kommun_code": "0683",
            "live_from": pd.to_datetime([first for first, _ in files]),
            "live_to": pd.to_datetime([last for _, last in files]),
        }
    ).astype({"audience": "str"})
    with edition.connect() as db:
        for table, rows in (
            ("live", live),
            ("batch", pd.DataFrame({"batch": batches, "period_to": pd.to_datetime(periods)})),
        ):
            db.register("incoming", rows)
            db.execute(f"create table core.{table} as from incoming")
        edition.run_layer(db, "core", only=("covered",))
        asked = "select audience, live_from, live_to from core.covered order by all"
        found = db.execute(asked).fetchall()
    assert found == [("municipality-0683", *days) for days in expected]
