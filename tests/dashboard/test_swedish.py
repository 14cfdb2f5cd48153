from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import swedish


@given(st.integers(-(10**9), 10**9))
def test_a_number_can_be_read_back(value: int) -> None:
    text = swedish.number(value)
    assert int(text.replace("\u00a0", "").replace("\u2212", "-")) == value
    assert not set(text) & set(" ,.-")
    groups = text.lstrip("\u2212").split("\u00a0")
    assert len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234, 0, "1\u00a0234"),
        (1234.56, 1, "1\u00a0234,6"),
        (-2.5, 1, "\u22122,5"),
        (-0.04, 1, "0,0"),
        (12345678.9, 0, "12\u00a0345\u00a0679"),
    ],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert swedish.number(value, decimals=decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "±0"), (3, "+3"), (-2, "\u22122"), (1500, "+1\u00a0500")]
)
def test_differences_have_a_sign(value: int, text: str) -> None:
    assert swedish.difference(value) == text


@pytest.mark.parametrize(
    ("name", "said"),
    [("Vaggeryd", "Vaggeryds"), ("Habo", "Habo"), ("Höganäs", "Höganäs"), ("Gnosjö", "Gnosjö"), ("Falun", "Falu"), ("Upplands Väsby", "Upplands Väsby")],
)  # fmt: skip
def test_a_kommun_has_its_genitive(name: str, said: str) -> None:
    assert swedish.kommun(name) == f"{said} kommun"


def test_small_numbers_are_words() -> None:
    assert [swedish.in_words(n) for n in (1, 2, 10, 11, 1200)] == [
        "en", "två", "tio", "11", "1\u00a0200",
    ]  # fmt: skip


def test_days_and_clocks() -> None:
    assert swedish.day(date(2026, 11, 2)) == "2 nov 2026"
    assert swedish.day(date(2026, 5, 31), year=False) == "31 maj"
    assert swedish.clock(datetime(2026, 3, 1, 6, 5)) == "1 mars 06.05"


def test_weeks_say_the_iso_year_where_years_differ() -> None:
    week = date.fromisocalendar
    assert swedish.week(week(2026, 53, 1)) == "v.\u00a053"
    assert swedish.weeks(week(2026, 44, 1), week(2026, 47, 1)) == "v.\u00a044–47 2026"
    assert swedish.weeks(week(2026, 47, 1), week(2026, 47, 1)) == "v.\u00a047 2026"
    # Monday 28 December 2026 to Sunday 3 January 2027 is one week of 2026
    assert swedish.weeks(date(2026, 12, 28), date(2027, 1, 4)) == "v.\u00a053 2026 – v.\u00a01 2027"


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_lists(items: list[str], text: str) -> None:
    assert swedish.listed(items) == text


@given(st.dates())
def test_the_monday_of_a_day_is_in_its_week(day: date) -> None:
    if day.isocalendar()[:2] > (1, 1):
        assert swedish.monday(day).isocalendar()[:2] == day.isocalendar()[:2]
        assert swedish.monday(day).weekday() == 0


@given(st.text())
def test_texts_that_are_no_day_or_week_are_nothing(text: str) -> None:
    assert swedish.parse_day(text) is None or isinstance(swedish.parse_day(text), date)
    assert swedish.parse_week(text) is None or isinstance(swedish.parse_week(text), date)


def test_a_title_inside_a_sentence() -> None:
    titles = ("Rapportörernas händelser (EST)", "SCB:s mått", "")
    assert [swedish.within(t) for t in titles] == [
        "rapportörernas händelser (EST)",
        "SCB:s mått",
        "",
    ]


def test_words_are_sorted_as_a_swede_looks_for_them() -> None:
    words = ["Öland", "ås", "Ängelholm", "zebra", "Alingsås", "Östersund", "Åre", "borås"]
    assert sorted(words, key=swedish.alphabetical) == [
        "Alingsås", "borås", "zebra", "Åre", "ås", "Ängelholm", "Öland", "Östersund",
    ]  # fmt: skip
