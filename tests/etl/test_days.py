from __future__ import annotations

from datetime import date, timedelta

import pytest

from etl.days import calendar
from etl.settings import Day

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_the_days_that_a_swedish_meeting_knows() -> None:
    found = calendar([], **YEAR)
    days = dict(zip(found["name"], found["date_from"].dt.date, strict=True))
    for name, day in {
        "Påskafton": date(2026, 4, 4), "Valborgsmässoafton": date(2026, 4, 30),
        "Midsommarafton": date(2026, 6, 19), "Julafton": date(2026, 12, 24),
        "Nyårsafton": date(2026, 12, 31), "Nationaldagen": date(2026, 6, 6),
    }.items():  # fmt: skip
        assert days[name] == day
    assert not found["name"].str.contains("Söndag|kl").any()


def test_wages_are_paid_on_the_25th_or_the_working_day_before() -> None:
    found = calendar([], **YEAR)
    pay = found[found["kind"] == "lon"]
    expected = []
    for month in range(1, 13):
        day = date(2026, month, 25)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        while day.weekday() != 4:
            day += timedelta(days=1)
        expected.append(day)
    assert list(pay["date_from"].dt.date) == expected
    assert set(pay["date_to"] - pay["date_from"]) == {timedelta(days=2)}
    assert date(2026, 4, 24) in expected  # the 25th is a Saturday


@pytest.mark.parametrize(
    ("till", "kept"), [("2025-12-31", False), ("2026-01-01", True), (None, False)]
)
def test_what_the_forum_has_declared_is_there_while_it_lasts(till: str | None, kept: bool) -> None:
    declared = Day(namn="Jullov", fran="2025-12-20", till=till, slag="lov", kommun="0683")
    found = calendar([declared], **YEAR)
    mine = found[found["kind"] == "lov"]
    assert len(mine) == kept
    if kept:
        assert mine.iloc[0]["kommun_code"] == "0683"
