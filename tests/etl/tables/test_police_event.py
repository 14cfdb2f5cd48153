"""Which of the police's published events are shown: by what each is now, not by what it was."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from etl import edition

SQL = (edition.TABLES / "core/police_event.sql").read_text(encoding="utf-8")
TYPES = {"Skadegörelse": "skadegorelse", "Våldtäkt": "sexualbrott", "Brand": None}


def shown(*versions: tuple[int, str, int]) -> list[tuple[int, str]]:
    """Id and type of what is shown, of versions (id, type, hour of publication), a file each."""
    db = edition.connect()
    edition.run_layer(db, "raw")
    for name, table in {
        "batch": {"batch": range(len(versions)), "source": "polisen_events"},
        "police_event_type": {"event_type": list(TYPES), "problem_type": list(TYPES.values())},
        "problem_type": {
            "problem_type": ["skadegorelse", "sexualbrott"],
            "finest_period": ["week", "quarter"],
        },
    }.items():
        db.register("incoming", pd.DataFrame(table))
        db.execute(f"create table core.{name} as from incoming")
    for batch, (number, kind, hour) in enumerate(versions):
        at = datetime(2024, 9, 14, hour)
        db.execute(
            "insert into raw.police_event by name select $batch as batch, $id as event_id, "
            "$kind as event_type, '20' as lan_code, $at as occurred_at, $at as published_at",
            {"batch": batch, "id": number, "kind": kind, "at": at},
        )
    db.execute(SQL)
    return db.execute("select event_id, event_type from core.police_event order by 1").fetchall()


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([(1, "Skadegörelse", 8), (2, "Brand", 8)], [(1, "Skadegörelse"), (2, "Brand")]),
        ([(1, "Skadegörelse", 8), (1, "Våldtäkt", 9)], []),
        ([(1, "Våldtäkt", 9), (1, "Skadegörelse", 8)], []),  # the later file has the older text
        ([(1, "Våldtäkt", 8), (1, "Brand", 9)], [(1, "Brand")]),
        ([(1, "Skadegörelse", 8), (1, "Fiskafänge", 9)], []),
        ([(1, "Fiskafänge", 8)], []),
    ],
)
def test_the_latest_version_decides_whether_an_event_is_shown(
    versions: list[tuple[int, str, int]], expected: list[tuple[int, str]]
) -> None:
    assert shown(*versions) == expected
