from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.preview import LONGEST, mask, shapes
from etl.reading.sheet import from_table


def test_columns_are_told_by_shapes_and_unread_ones_by_name_only() -> None:
    table = pa.table({
        "datum": ["2024-09-14", "2024-09-15", "2024-09-15", None],
        "kommun": ["Falun", "Gagnef", "Falun", "Säter"],
        "fritext": ["en hemlighet", "b", "c", "d"],
    })  # fmt: skip
    found = shapes(from_table(table, first_row=2), read={"datum", "kommun"}).to_pylist()
    assert found == [
        {"column": "datum", "is_read": True, "filled": 3, "distinct": 2, "shapes": ["0000-00-00"]},
        {"column": "kommun", "is_read": True, "filled": 4, "distinct": 3, "shapes": ["Xxxxx", "Xxxxxx"]},
        {"column": "fritext", "is_read": False, "filled": 4, "distinct": 4, "shapes": []},
    ]  # fmt: skip


@given(st.text())
def test_no_letter_and_no_digit_is_left(text: str) -> None:
    [masked] = mask(pa.array([text], pa.string())).to_pylist()
    assert not any(c.isalpha() and c not in "xX" for c in masked)
    assert not any(c.isdecimal() and c != "0" for c in masked)
    assert len(masked) <= LONGEST + 1


@pytest.mark.parametrize(
    "empty", [pa.table({"a": pa.array([], pa.string())}), pa.table({"a": [None]})]
)
def test_a_column_without_values(empty: pa.Table) -> None:
    [row] = shapes(from_table(empty, first_row=2), read={"a"}).to_pylist()
    assert (row["filled"], row["distinct"], row["shapes"]) == (0, 0, [])
