"""Before and since a löfte: the interval is the formula's, and what cannot be said is not said."""

from __future__ import annotations

from datetime import date
from math import hypot
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.database import Edition
from dashboard.queries.waves import is_improvement, noticed, of_area, span, summary, told, waves

HOLDS = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
SHARE = st.tuples(*[st.integers(0, 100)] * 3).map(sorted)


def row(year: int, value: Any, lower: Any = None, upper: Any = None, **more: Any) -> dict[str, Any]:
    return {"question": "Otrygg", "unit": "share", "year": year, "value": value, "lower": lower, "upper": upper, "respondents": 300} | more  # fmt: skip


@given(SHARE, SHARE)
def test_the_interval_is_put_together_from_the_two(before: list[int], after: list[int]) -> None:
    (a, b, c), (d, e, f) = before, after
    [found] = waves([row(2024, b, a, c), row(2026, e, d, f)], **HOLDS)
    assert found.change is not None
    assert found.change.lower == pytest.approx(e - b - hypot(e - d, c - b))
    assert found.change.upper == pytest.approx(e - b + hypot(f - e, b - a))
    assert found.is_told == (found.change.lower > 0 or found.change.upper < 0)
    assert found.overlap == (max(a, d) <= min(c, f))
    if not found.overlap:  # two intervals apart always tell a difference
        assert found.is_told


def test_a_versions_decimals_are_numbers_and_are_said_in_swedish() -> None:
    [found] = waves([row(2024, "12,4", "9", "16,5"), row(2026, "26,2", "20,9", "32,3")], **HOLDS)
    assert found.change is not None and found.verdict == "fler"
    assert told(found.before, unit="share") == "12,4 % (9–16,5) 2024"
    assert span(found.change)[0] == "+13,8"
    said = summary([found])
    assert "2024 och 2026" in said and "”Otrygg” (fler)" in said and "Varför säger de inte" in said


@pytest.mark.parametrize(
    ("rows", "holds", "years"),
    [
        ([row(2022, 1), row(2024, 2), row(2026, 3), row(2027, 4), row(2028, 5)], HOLDS, (2024, 2027)),
        ([row(2014, 1), row(2015, 2), row(2016, 3)], {"first": date(2015, 11, 30), "last": date(2016, 11, 29)}, (2015, 2016)),
        ([row(2024, 1), row(2025, 2)], HOLDS, None),
        ([row(2026, 1), row(2027, 2)], HOLDS, None),
        ([row(2024, None), row(2026, 2)], HOLDS, None),
        ([row(2024, float("nan")), row(2026, 2)], HOLDS, None),
        ([row(2024, 1), row(2026, 2, question="Annat")], HOLDS, None),
    ],
)  # fmt: skip
def test_the_latest_of_each_side_is_taken(
    rows: list[dict[str, Any]], holds: dict[str, date], years: tuple[int, int] | None
) -> None:
    found = waves(rows, **holds)
    assert [(one.before.year, one.after.year) for one in found] == ([years] if years else [])


def test_without_intervals_nothing_can_be_said() -> None:
    [found] = waves([row(2024, 1.8, unit="index"), row(2026, 1.2, unit="index")], **HOLDS)
    assert found.overlap is None and not found.is_told and "går inte att säga" in found.verdict
    assert "För ingen av dem går det att säga" in summary([found])


def test_the_kommuns_own_questionnaire_is_told_before_and_since(edition: Edition) -> None:
    asked = of_area(edition, area="0683")
    [own] = [rows for name, rows in asked.items() if "trygghetsenkät" in name]
    found = {one.question: one for one in waves(own, **HOLDS)}
    assert {(one.before.year, one.after.year) for one in found.values()} == {(2024, 2026)}
    planted = found["Har undvikit resecentrum"]
    assert planted.verdict == "fler" and planted.change is not None
    assert found["Nedskräpning är ett problem"].verdict == "går inte att säga"
    assert noticed(own, first=date(2026, 1, 1)) is None
    answered = {**own[0], "question": "Märkt förbättring", "year": 2026}
    assert noticed([*own, answered], first=date(2026, 1, 1)) == answered
    assert noticed([*own, answered], first=date(2027, 1, 1)) is None


def test_the_question_of_improvement_is_known_by_its_words() -> None:
    assert is_improvement("Har märkt någon förbättring")
    assert is_improvement("F7", "Har du märkt någon förbättring under året?")
    assert not is_improvement("Otrygg", None)
