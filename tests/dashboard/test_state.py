from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import swedish
from dashboard.state import (
    CARRIED,
    COMPARISONS,
    DAYS,
    LEVELS,
    LONGEST,
    MEASURES,
    PERIODS,
    TIMES,
    WEEK,
    Span,
    State,
    carried,
    from_query,
    span,
    tertial,
    to_query,
)

CODES = st.from_regex(r"[0-9]{4}(R[0-9]{3}|[ABCX][0-9]{4})?", fullmatch=True)
TYPES = st.lists(st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True), unique=True, max_size=5)
MONDAYS = st.dates(date(2000, 1, 3), date(2100, 1, 1)).map(swedish.monday)
STATES = st.builds(
    State,
    kalla=st.sampled_from(["", "fault_reports", "observer_reports"]),
    omrade=st.just("") | CODES,
    niva=st.sampled_from(list(LEVELS)),
    typ=TYPES.map(tuple),
    period=st.sampled_from(list(PERIODS)),
    vecka=st.none() | MONDAYS,
    jamfor=st.sampled_from(list(COMPARISONS)),
    matt=st.sampled_from(list(MEASURES)),
    valt=st.just("") | CODES,
    dag=st.none() | MONDAYS,
    tid=st.sampled_from(list(TIMES)),
    dagar=st.sampled_from(list(DAYS)),
    lista=st.integers(0, 999_999_999),
    nr=st.integers(0, 999_999_999),
)
STOP = date(2026, 11, 22)  # a Sunday


@given(STATES)
def test_every_view_has_an_address_that_leads_back_to_it(state: State) -> None:
    assert from_query(to_query(state)) == (state, [])


@given(STATES, STATES)
def test_a_page_may_have_a_default_view_of_its_own(state: State, default: State) -> None:
    # an address cannot say "nothing picked": a default with anything picked would never be left
    default = default.but(omrade="", kalla="", valt="", typ=(), vecka=None, dag=None, lista=0, nr=0)
    query = to_query(state, default=default)
    assert (query == "") == (state == default)
    assert from_query(query, default=default) == (state, [])


@given(STATES, STATES)
def test_two_views_never_share_an_address(one: State, other: State) -> None:
    assert (to_query(one) == to_query(other)) == (one == other)


def test_an_address_holds_only_what_differs_from_the_default() -> None:
    assert to_query(State()) == ""
    assert to_query(State(niva="regso", period="4v", omrade="0683")) == "?omrade=0683"
    assert to_query(State(typ=("stold", "ran"), dag=date(2026, 11, 16))) == (
        "?typ=stold,ran&markerad=2026-W47"
    )


@pytest.mark.parametrize(
    ("address", "understood", "strange"),
    [
        ("?omrade=0683&farg=röd", State(omrade="0683"), ["farg"]),
        ("?niva=gata&period=ar", State(period="ar"), ["niva"]),
        ("?vecka=2026-W54", State(), ["vecka"]),
        ("?vecka=2026-11-16", State(), ["vecka"]),
        ("?markerad=igår&jamfor=fore", State(jamfor="fore"), ["markerad"]),
        ("?dag=2026-W47", State(), ["dag"]),
        ("?period=4v&period=10v&matt=procent", State(), ["period", "matt"]),
        ("?typ=stold,,stold,ran", State(typ=("stold", "ran")), []),
        ("omrade=0683", State(omrade="0683"), []),
        ("?vecka=0001-W01", State(), ["vecka"]),
        ("?vecka=9999-W52&niva=deso", State(niva="deso"), ["vecka"]),
        ("?v=1&omrade=0683", State(omrade="0683"), []),
        ("?v=2&omrade=0683", State(omrade="0683"), ["v"]),
        ("?v=&v=nästa&omrade=0683", State(omrade="0683"), ["v"]),
        ("?omrade=" + "9" * 61 + "&lista=3&nr=2", State(lista=3, nr=2), ["omrade"]),
        ("?valt=0683'--&typ=stold,%00", State(), ["valt", "typ"]),
        ("?typ=" + ",".join(f"t{n}" for n in range(51)), State(), ["typ"]),
        ("?lista=0&nr=-1", State(), ["lista", "nr"]),
        ("?lista=1e3&nr=99999999999", State(), ["lista", "nr"]),
        ("?" + "x" * 90 + "=1", State(), ["x" * 20]),
        ("?omrade=0683&typ=" + "a" * LONGEST, State(), ["adress"]),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_is_kept(
    address: str, understood: State, strange: list[str]
) -> None:
    assert from_query(address) == (understood, strange)


@given(st.text() | st.builds("?vecka={}".format, st.text()) | st.builds("?a={}".format, st.text()))
def test_no_address_is_an_error(address: str) -> None:
    state, strange = from_query(address)
    assert span(state, data_stop=STOP).first <= span(state, data_stop=STOP).last
    assert from_query(to_query(state)) == (state, [])
    assert all(isinstance(name, str) for name in strange)


@given(STATES)
def test_through_another_door_goes_where_what_when_and_whose(state: State) -> None:
    along = carried(state)
    assert along == State(**{name: getattr(state, name) for name in CARRIED})
    assert carried(along) == along
    assert from_query(to_query(along)) == (along, [])


@given(st.integers(1901, 2199), st.integers(1, 53))
def test_a_week_comes_back_as_its_monday_and_a_week_that_is_none_as_nothing(
    year: int, number: int
) -> None:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        monday = None
    assert swedish.parse_week(f"{year}-W{number:02d}") == monday
    if monday:
        assert swedish.format_week(monday) == f"{year}-W{number:02d}"


# What a period is, told by counting days one by one.


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def is_within(monday: date, number: int, year: int) -> bool:
    """An ISO week lies in the tertial where most of its days do."""
    return sum((d.year, (d.month - 1) // 4) == (year, number) for d in days(monday, monday + timedelta(days=6))) >= 4  # fmt: skip


@given(STATES, st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_a_period_is_whole_weeks_that_have_passed_unless_asked_otherwise(
    state: State, stop: date
) -> None:
    weeks = span(state, data_stop=stop)
    assert weeks.first.weekday() == weeks.last.weekday() == 0
    assert weeks.first <= weeks.last <= stop
    if state.dag:
        assert weeks.first == weeks.last == min(state.dag, swedish.monday(stop))
        return
    if state.vecka is None:
        assert stop - timedelta(days=13) < weeks.last + timedelta(days=6) <= stop
    else:
        assert weeks.last == min(state.vecka, swedish.monday(stop))
    count = (weeks.last - weeks.first).days // 7 + 1
    if state.period == "tertial":
        thursday = weeks.last + timedelta(days=3)
        number, year = (thursday.month - 1) // 4, thursday.year
        assert all(is_within(m, number, year) for m in days(weeks.first, weeks.last)[::7])
        assert not is_within(weeks.first - WEEK, number, year)
        first, end = tertial(weeks.last)
        assert first == weeks.first <= weeks.last <= end
        assert is_within(end, number, year)
        assert not is_within(end + WEEK, number, year)
    else:
        assert count == {"4v": 4, "1v": 1, "ar": 52}[state.period]


@given(STATES, st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_the_compared_weeks_are_as_many_and_end_where_they_should(state: State, stop: date) -> None:
    weeks = span(state, data_stop=stop)
    assert weeks.last - weeks.first == weeks.before_last - weeks.before_first
    assert weeks.shift % WEEK == timedelta(0)
    if state.jamfor == "fore":
        assert weeks.before_last == weeks.first - WEEK
        return
    now, before = weeks.last.isocalendar(), weeks.before_last.isocalendar()
    assert weeks.shift in (52 * WEEK, 53 * WEEK)
    if now.week != 53:
        assert (before.year, before.week) == (now.year - 1, now.week)


@pytest.mark.parametrize(
    ("state", "stop", "first", "last", "weeks_back"),
    [
        # 2026 has 53 weeks: the week of the same number in 2027 is 53 weeks on
        (State(period="1v", vecka=date(2027, 1, 4)), date(2027, 2, 1), date(2027, 1, 4), date(2027, 1, 4), 53),
        (State(period="1v", vecka=date(2026, 12, 28)), date(2027, 2, 1), date(2026, 12, 28), date(2026, 12, 28), 52),
        (State(period="1v", vecka=date(2026, 12, 21)), date(2027, 2, 1), date(2026, 12, 21), date(2026, 12, 21), 52),
        # the running week is not whole on a Saturday
        (State(), date(2026, 11, 21), date(2026, 10, 19), date(2026, 11, 9), 52),
        (State(), STOP, date(2026, 10, 26), date(2026, 11, 16), 52),
        # 1 September 2026 is a Tuesday: its week belongs to the third tertial
        (State(period="tertial"), STOP, date(2026, 8, 31), date(2026, 11, 16), 52),
        # 1 January 2027 is a Friday: its week is 53 of 2026, in the third tertial
        (State(period="tertial"), date(2027, 1, 3), date(2026, 8, 31), date(2026, 12, 28), 52),
        (State(period="tertial"), date(2027, 1, 10), date(2027, 1, 4), date(2027, 1, 4), 53),
        (State(jamfor="fore"), STOP, date(2026, 10, 26), date(2026, 11, 16), 4),
        (State(period="ar", jamfor="fore"), STOP, date(2025, 11, 24), date(2026, 11, 16), 52),
        (State(dag=date(2026, 5, 4), period="ar"), STOP, date(2026, 5, 4), date(2026, 5, 4), 52),
    ],
)  # fmt: skip
def test_known_periods(state: State, stop: date, first: date, last: date, weeks_back: int) -> None:
    assert span(state, data_stop=stop) == Span(first, last, weeks_back * WEEK)
