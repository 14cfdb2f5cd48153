"""A year published quarter by quarter and then revised: whoever has kept every edition learns nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.disclosure.blocks import Block
from etl.disclosure.grids import KEYS, UNKNOWN
from etl.disclosure.rule import Rule
from tests.etl.disclosure import attacker

TYPES = pd.DataFrame(
    {
        "problem_type": ["stold", "klotter", "bedrageri", "sexualbrott"],
        "group_code": ["tillgrepp", "ordning", "tillgrepp", "person"],
        "is_monthly": [True, True, True, False],
        "is_placed": [True, True, False, False],
    }
)
REGSOS = ("0683R001", "0683R002", UNKNOWN)
NOBODY = pd.DataFrame(columns=[*KEYS, "count"]).astype({"count": "Int64"})


def cubes(seed: int, level: float) -> tuple[np.ndarray, np.ndarray]:
    """What is known at first, and a year later: some more, and some that was taken back."""
    draw = np.random.default_rng(seed)
    first = draw.poisson(level * draw.random((4, 3, 1)), (4, 3, 12))
    first[3, :2] = first[2, :2] = 0  # never placed
    late = draw.poisson(0.08 * level, first.shape) * (first.sum(axis=(1, 2), keepdims=True) > 0)
    late[2:, :2] = 0
    return first, np.maximum(first + late - draw.poisson(0.02 * level, first.shape), 0)


def block(now: np.ndarray, frozen: np.ndarray, printed: pd.DataFrame, **other: bool) -> Block:
    return Block(
        types=TYPES, regsos=REGSOS, now=now, frozen=frozen, printed=printed, rule=Rule(5, 3),
        **({"may_revise": True} | other),
    )  # fmt: skip


def told(cells: pd.DataFrame) -> dict[attacker.Cell, int | None]:
    parts = {"type": ("problem_type", "quarter"), "month": ("month",), "regso": ("regso_code", "group_code")}  # fmt: skip
    return {
        (row["grid"], *(row[name] for name in parts[row["grid"]])): None if pd.isna(row["count"]) else int(row["count"])
        for row in cells.to_dict("records")
    }  # fmt: skip


def sums_of(cells: list[attacker.Cell]) -> list[attacker.Sum]:
    monthly = set(TYPES["problem_type"][TYPES["is_monthly"]])
    placed = set(TYPES["problem_type"][TYPES["is_placed"]])
    group_of = dict(zip(TYPES["problem_type"], TYPES["group_code"], strict=True))
    return attacker.sums(cells, monthly=monthly, placed=placed, group_of=group_of)


def attacked(known: dict[attacker.Cell, int | None]) -> list[attacker.Cell]:
    return attacker.recovered(known, sums_of(list(known)))


@settings(max_examples=3)
@given(st.integers(0, 10**6), st.sampled_from([0.3, 1.0, 4.0, 20.0]))
def test_the_year_s_editions_together_tell_no_small_count(seed: int, level: float) -> None:
    first, last = cubes(seed, level)
    printed = NOBODY
    for quarter in (1, 2, 3):
        new, is_final = block(first, first, printed).cells({*range(1, quarter + 1)})
        assert not is_final
        assert set(new["quarter"]) == {0, quarter}  # what was printed before is as it was
        assert not attacked(told(new))
        printed = pd.concat([printed, new], ignore_index=True)
    year, is_final = block(last, first, printed).cells({1, 2, 3, 4})
    before, after = told(printed), told(year)
    for cell in before.keys() & after.keys():
        assert (before[cell] is None) == (after[cell] is None)
    assert not attacked(after)
    assert (
        is_final or len(after) == 4 + 3 + 1
    )  # only the last quarter, when the year cannot be said


@pytest.mark.parametrize(("seed", "level"), [(1, 0.6), (2, 2.0), (3, 4.0)])
def test_the_first_tables_and_the_revision_of_them_together_tell_no_more(
    seed: int, level: float
) -> None:
    first, last = cubes(seed, level)
    last = np.maximum(first, last)  # some come late, none is taken back
    printed = NOBODY
    for quarter in (1, 2, 3):
        new, _ = block(first, first, printed).cells({*range(1, quarter + 1)})
        printed = pd.concat([printed, new], ignore_index=True)
    year, is_final = block(last, first, printed).cells({1, 2, 3, 4})
    assert is_final and (last > first).any()
    found = attacker.together(told(printed), told(year), sums_of)
    assert len(found) >= 9
    assert (found["high"] - found["low"] > 3 - 1e-6).all()


@settings(max_examples=3)
@given(st.integers(0, 10**6), st.sampled_from([0.3, 2.0, 10.0]))
def test_years_that_come_at_once_are_printed_whole(seed: int, level: float) -> None:
    now, _ = cubes(seed, level)
    year, is_final = block(now, now * 0, NOBODY).cells({1, 2, 3, 4})
    assert is_final
    assert not attacked(told(year))
    shown = year[year["count"].notna()]
    assert not shown["count"].between(1, 4).any()


def test_a_late_report_that_would_be_alone_waits_outside_the_revision() -> None:
    first = np.full((4, 3, 12), 4)
    first[1, :, 0:3] = 0  # no klotter in the first quarter, and everybody has seen it
    first[2:, :2] = 0
    last = first.copy()
    last[1, 0, 1] += 1  # klotter in February after all
    last[0, 0, 1] += 6  # and theft
    printed, _ = block(first, first, NOBODY).cells({1})
    year, is_final = block(last, first, printed).cells({1, 2, 3, 4})
    known = told(year)
    assert is_final
    assert known["type", "klotter", 1] == 0
    assert known["type", "stold", 1] == 36 + 6
    assert known["month", 2] == 12 + 4 + 6


def test_a_year_in_which_something_else_came_to_be_counted_is_not_revised() -> None:
    now = np.full((4, 3, 12), 9)
    now[2:, :2] = 0
    printed, _ = block(now, now, NOBODY).cells({1, 2, 3})
    new, is_final = block(now + 1, now, printed, may_revise=False).cells({1, 2, 3, 4})
    assert not is_final
    assert set(new["quarter"]) == {0, 4}


def test_a_quarter_whose_files_are_gone_is_not_revised_to_nothing() -> None:
    now = np.full((4, 3, 12), 9)
    now[2:, :2] = 0
    printed, _ = block(now, now, NOBODY).cells({1})
    pruned = now.copy()
    pruned[:, :, :3] = 0
    year, is_final = block(pruned, now, printed).cells({2, 3, 4})
    assert is_final
    assert told(year)["type", "stold", 1] == 81


def test_a_quarter_that_has_been_printed_is_not_printed_again() -> None:
    now = np.full((4, 3, 12), 9)
    printed, _ = block(now, now, NOBODY).cells({1, 2})
    new, is_final = block(now + 5, now, printed).cells({1, 2})
    assert len(new) == 0 and not is_final
