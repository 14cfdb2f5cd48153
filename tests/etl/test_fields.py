"""Each way of writing against a slow, obvious reading of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import fields

DIGITS = st.text(st.sampled_from("0123456789-/.: T"), max_size=19)
NUMBERS = st.text(st.sampled_from("0123456789 .,-+e−"), max_size=12)


def texts(values: list[str]) -> np.ndarray:
    return np.array(values, dtype=object)


def slow_day(text: str) -> date | None:
    match = re.fullmatch(
        r"(\d{4})(-?)(\d\d)(-?)(\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?)?", text, re.ASCII
    )
    if not match or not 1900 <= int(match[1]) <= 2099:
        return None
    try:
        return date(int(match[1]), int(match[3]), int(match[5]))
    except ValueError:
        return None


@given(
    st.lists(
        DIGITS
        | st.dates(date(1850, 1, 1), date(2150, 1, 1)).map(str)
        | st.dates(date(1890, 1, 1)).map(lambda d: f"{d:%Y%m%d}")
        | st.dates(date(2000, 1, 1)).map(lambda d: f"{d} 00:00:00.000")
        | st.builds("{:04}-{:02}-{:02}".format, st.integers(1898, 2101), st.integers(0, 13), st.integers(0, 32))
    )
)  # fmt: skip
def test_days(values: list[str]) -> None:
    assert fields.days(texts(values)).tolist() == [slow_day(value) for value in values]


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2023-02-29", "0001-01-01", "9999-12-31", "2024-09-14 12:30", "14/9 2024", "2024-9-1", "45549", "２０２４-09-14"]
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert np.isnat(fields.days(texts([text]))).all()


@given(
    st.lists(
        DIGITS
        | st.builds(
            "{}{}{:02}".format,
            st.integers(1999, 2101),
            st.sampled_from(["", "-v", "-W", " v. ", "v", "-"]),
            st.integers(0, 55),
        )
    )
)
def test_weeks(values: list[str]) -> None:
    def slow(text: str) -> date | None:
        inside = re.fullmatch(r"(20\d\d)(?:-v|-W| v\. |v|-|)(\d\d?)", text, re.ASCII)
        try:
            return inside and date.fromisocalendar(int(inside[1]), int(inside[2]), 1)
        except ValueError:
            return None

    assert fields.weeks(texts(values)).tolist() == [slow(value) for value in values]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("07:05", 425), ("7.05", 425), ("23:59:30", 1439), ("0:00", 0), ("24:00", None), ("12:60", None), ("12", None), ("", None)],
)  # fmt: skip
def test_clock(text: str, minutes: int | None) -> None:
    at = fields.clock(texts([text]))[0]
    assert (None if np.isnat(at) else at.astype(int)) == minutes


@pytest.mark.parametrize(
    ("text", "moment", "day"),
    [
        ("2024-09-14 17:05", "2024-09-14T17:05", "2024-09-14"),
        ("2024-09-14T07:05:59", "2024-09-14T07:05", "2024-09-14"),
        ("2024-09-14", "NaT", "2024-09-14"),
        ("2024-02-30 17:05", "NaT", "NaT"),
        ("2024-09-14 25:05", "NaT", "NaT"),
    ],
)
def test_moments_and_their_days(text: str, moment: str, day: str) -> None:
    assert str(fields.moments(texts([text]))[0]) == moment
    assert str(fields.days_of(texts([text]))[0]) == day


@given(st.lists(DIGITS | st.integers(189_900, 210_101).map(str)))
def test_months(values: list[str]) -> None:
    def slow(text: str) -> date | None:
        inside = re.fullmatch(r"(\d{4})(\d\d)", text, re.ASCII)
        if inside and 1900 <= int(inside[1]) <= 2099 and 1 <= int(inside[2]) <= 12:
            return date(int(inside[1]), int(inside[2]), 1)
        return None

    assert fields.months(texts(values)).tolist() == [slow(value) for value in values]


def slow_number(text: str) -> Decimal | None:
    text = text.replace(" ", "").replace(",", ".").replace("\u2212", "-")
    if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", text, re.ASCII):
        return None
    return Decimal(text)


@given(st.lists(NUMBERS | st.integers(-5, 10**10).map(str) | st.decimals(-9, 9, places=2).map(str)))
def test_decimals_and_counts(values: list[str]) -> None:
    expected = [slow_number(value) for value in values]
    found = fields.decimals(texts(values))
    assert [None if np.isnan(n) else n for n in found] == [
        e if e is None else float(e) for e in expected
    ]
    counts = [
        None if e is None or "-" in v or "\u2212" in v or e != int(e) or e > 999_999_999
        or len(re.split("[.,]", v.replace(" ", ""))[0]) > 9 else int(e)
        for v, e in zip(values, expected, strict=True)
    ]  # fmt: skip
    assert [None if np.isnan(n) else int(n) for n in fields.counts(texts(values))] == counts


@pytest.mark.parametrize(
    ("text", "count"),
    [("1", 1), ("1.0", 1), ("1,00", 1), ("12 345", 12345), ("0", 0), ("1,5", None), ("-1", None), ("+1", None),
     ("1e3", None), ("", None), ("NaN", None), ("..", None), ("١", None), ("5000000000", None)],
)  # fmt: skip
def test_counts(text: str, count: int | None) -> None:
    [found] = fields.counts(texts([text]))
    assert (None if np.isnan(found) else found) == count


def test_matching_and_listed_leave_the_rest_without_a_value() -> None:
    assert fields.matching(r"^\d+$")(texts(["1", "a", "2\n"])).tolist() == ["1", None, None]
    assert fields.listed({"a": "b"})(texts(["a", "A", ""])).tolist() == ["b", None, None]


@pytest.mark.parametrize(
    "parse",
    [
        fields.days,
        fields.weeks,
        fields.clock,
        fields.moments,
        fields.months,
        fields.counts,
        fields.decimals,
    ],
)
def test_nothing_in_gives_nothing_out(parse) -> None:
    assert len(parse(texts([]))) == 0
