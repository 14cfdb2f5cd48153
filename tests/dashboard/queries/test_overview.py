"""The page's numbers against a slow second reading of the files they come from."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.components import overview as shown
from dashboard.components.answers import as_json
from dashboard.components.busy_cards import week_card
from dashboard.database import Edition, Editions
from dashboard.queries import incidents
from dashboard.queries.busy import busy
from dashboard.queries.overview import Overview, overview, share_reported
from dashboard.queries.places import followable
from dashboard.queries.series import with_year_before
from dashboard.state import COMPARISONS, PERIODS, WEEK, State, latest_quarter
from etl.workplace import Workplace
from tests.dashboard import oracle
from tests.dashboard.oracle import QUARTERLY, WEEKLY, Rows, said, summed, week_counts

STOP = date(2026, 11, 22)
SOURCE = "police_deso_extract"
KOMMUNER = ["0617", "0662", "0665", "0683"]
STATES = st.builds(
    State,
    omrade=st.sampled_from(["", *KOMMUNER]),
    niva=st.sampled_from(["kommun", "regso", "deso"]),
    typ=st.lists(st.sampled_from([*WEEKLY, *QUARTERLY]), unique=True, max_size=3).map(tuple),
    period=st.sampled_from(list(PERIODS)),
    vecka=st.none() | st.integers(0, 200).map(lambda n: date(2026, 11, 16) - n * WEEK),
    jamfor=st.sampled_from([c for c in COMPARISONS if c != "vantat"]),
    dag=st.none() | st.integers(0, 60).map(lambda n: date(2026, 11, 16) - n * WEEK),
)


@pytest.fixture(scope="session")
def known(example: Workplace) -> Rows:
    return oracle.rows(example.folder / "inbox")


def seen(edition: Edition, state: State) -> Overview:
    view = overview(edition, state)
    assert view is not None
    assert not followable(edition, state)[1]
    return view


@settings(max_examples=40)
@given(state=STATES, pick=st.integers(0, 200))
def test_every_count_is_the_sum_of_its_rows(
    edition: Edition, known: Rows, state: State, pick: int
) -> None:
    view = seen(edition, state)
    if pick % 3 == 0:  # a third of the views have an area picked on the map
        codes = list(view.by_area["area_code"])
        view = seen(edition, state.but(valt=codes[pick % len(codes)]))
    state = view.state
    within = [r for r in known if state.omrade in ("", r.kommun)]
    now, before = week_counts(
        within, first=view.span.first, last=view.span.last, shift=view.span.shift, stop=STOP
    )
    level = state.niva

    here = [r for r in now if not state.valt or r.area(level) == state.valt]
    then = [r for r in before if not state.valt or r.area(level) == state.valt]
    of_type = (summed(here, "problem"), summed(then, "problem"))
    assert dict(zip(view.by_type["problem_type"], view.by_type["now"], strict=True)) == {
        code: of_type[0][code] for code in WEEKLY
    }
    for row in view.by_type.itertuples():
        assert (row.now, row.before, row.word) == (
            of_type[0][row.problem_type],
            of_type[1][row.problem_type],
            said(row.now, row.before),
        )

    chosen = [t for t in state.typ if t in WEEKLY] if state.typ else WEEKLY
    assert view.is_coarse == (not chosen)
    in_area = (
        summed((r for r in now if r.problem in chosen), "area", level),
        summed((r for r in before if r.problem in chosen), "area", level),
    )
    for row in view.by_area.itertuples():
        assert (row.now, row.before) == (in_area[0][row.area_code], in_area[1][row.area_code])
        assert row.word == said(row.now, row.before)
    assert view.without_area == in_area[0][None]
    assert view.by_area["now"].sum() + view.without_area == in_area[0].total()
    if chosen:
        total = sum(of_type[0][t] for t in chosen), sum(of_type[1][t] for t in chosen)
        assert (view.total["now"], view.total["before"]) == total


@settings(max_examples=25)
@given(state=STATES)
def test_what_sticks_out_is_found_one_by_one(edition: Edition, known: Rows, state: State) -> None:
    view = seen(edition, state)
    within = [r for r in known if state.omrade in ("", r.kommun)]
    now, before = week_counts(
        within, first=view.span.first, last=view.span.last, shift=view.span.shift, stop=STOP
    )
    pairs: list[Counter[tuple[str, str, str]]] = [Counter(), Counter()]
    for counts, of in zip(pairs, (now, before), strict=True):
        for r in of:
            for area in {r.kommun, r.area(state.niva)} - {None}:
                counts[r.problem, r.kommun, str(area)] += r.count
    judged = {key: said(pairs[0][key], pairs[1][key]) for key in {*pairs[0], *pairs[1]}}
    columns = ["problem_type", "kommun_code", "area_code", "word"]
    examined = {row[:3]: row[3] for row in view.pairs[columns].itertuples(index=False, name=None)}
    assert examined == {key: word for key, word in judged.items() if word}
    over = {
        k[:2] for k, word in judged.items() if word in ("tydlig avvikelse", "värt att titta på")
    }
    found = list(view.findings[columns[:2]].itertuples(index=False, name=None))
    assert len(found) == len(set(found))
    assert set(found) == over
    assert list(view.findings["z"]) == sorted(view.findings["z"], reverse=True)
    assert view.by_chance == pytest.approx(0.02275 * len(view.pairs))


@settings(max_examples=25)
@given(state=STATES, pick=st.integers(0, 200))
def test_the_series_has_every_week_and_leaves_long_intervals_out(
    edition: Edition, known: Rows, state: State, pick: int
) -> None:
    view = seen(edition, state)
    if pick % 2:
        codes = list(view.by_area["area_code"])
        view = seen(edition, state.but(valt=codes[pick % len(codes)]))
    state = view.state
    chosen = [t for t in state.typ if t in WEEKLY] or WEEKLY
    per_week = summed(
        (
            r
            for r in known
            if not r.is_long
            and r.problem in chosen
            and state.omrade in ("", r.kommun)
            and (not state.valt or r.area(state.niva) == state.valt)
        ),
        "week",
    )
    weeks = [w.date() for w in view.series["week"]]
    assert len(weeks) == 52
    assert view.span.first in weeks  # what is looked at is in sight
    assert view.span.last in weeks
    recent = view.span.first > date(2026, 11, 16) - 52 * WEEK
    assert weeks[-1] == (max(view.span.last, date(2026, 11, 16)) if recent else view.span.last)
    for week, row in zip(weeks, view.series.itertuples(), strict=True):
        iso = week.isocalendar()
        try:
            earlier = date.fromisocalendar(iso.year - 1, iso.week, 1)
        except ValueError:
            earlier = week - 52 * WEEK
        assert (row.count, row.earlier) == (per_week[week], per_week[earlier])


def test_late_reports_do_not_make_recent_weeks_look_calm(edition: Edition, known: Rows) -> None:
    view = seen(edition, State())
    weeks = (view.span.before_first, view.span.before_last)
    as_known_now = sum(
        r.count for r in known if weeks[0] <= r.week <= weeks[1] and r.problem not in QUARTERLY
    )
    assert view.total["before"] < as_known_now


def test_long_intervals_are_in_totals_but_not_in_the_series(edition: Edition, known: Rows) -> None:
    view = seen(edition, State(period="ar"))
    weekly = [r for r in known if r.problem not in QUARTERLY]
    assert view.total["now"] > view.series["count"].sum()
    assert view.coverage["long_interval"] == sum(r.count for r in known if r.is_long)
    assert view.total["now"] - view.series["count"].sum() == sum(
        r.count for r in weekly if r.is_long and view.span.first <= r.week <= view.span.last
    )


def test_sensitive_types_are_shown_per_kommun_and_quarter_and_nowhere_else(
    edition: Edition, known: Rows
) -> None:
    assert QUARTERLY
    for table in ("incident", "incident_by_area", "revision"):
        found = edition.rows(f"select distinct problem_type from out.{table}")
        assert not {row["problem_type"] for row in found} & QUARTERLY
    view = seen(edition, State(niva="deso", period="ar"))
    assert not set(view.compared["problem_type"]) & QUARTERLY
    assert not set(view.by_type["problem_type"]) & QUARTERLY
    assert view.total["now"] == sum(
        r.count
        for r in known
        if r.problem not in QUARTERLY and view.span.first <= r.week <= view.span.last
    )
    rows = incidents.quarterly(edition, source=SOURCE, kommuner=("0683",), quarters=8)
    counted = summed((r for r in known if r.kommun == "0683" and r.problem in QUARTERLY), "problem")
    whole = incidents.quarterly(edition, source=SOURCE, kommuner=("0683",), quarters=400)
    assert dict(whole.groupby("problem_type")["count"].sum()) == counted
    assert {q.date() for q in rows["quarter"]} == {
        date(2026, 10, 1), *(date(y, m, 1) for y in (2025, 2026) for m in (1, 4, 7)), date(2025, 10, 1),
    }  # fmt: skip
    for row in rows.itertuples():
        start = row.quarter.date()
        end = date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
        assert row.count == sum(
            r.count
            for r in known
            if r.kommun == "0683" and r.problem == row.problem_type and start <= r.occurred < end
        )


@pytest.mark.parametrize("level", ["kommun", "regso", "deso"])
def test_a_rate_is_not_made_of_few_incidents_or_residents(edition: Edition, level: str) -> None:
    table = seen(edition, State(niva=level, matt="per1000")).by_area
    few = (table["now"] < 10) | (table["population"] < 100)
    assert table.loc[few, "per_1000"].isna().all()
    enough = table[~few]
    assert len(enough)
    expected = [r.now / r.population * 1000 for r in enough.itertuples()]
    assert list(enough["per_1000"]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("state", "strange", "followed"),
    [
        (State(omrade="2080"), ("omrade",), State()),
        (State(typ=("stold", "trolleri")), ("typ",), State(typ=("stold",))),
        (State(valt="0683R999"), ("valt",), State()),
        (State(valt="0662R001", omrade="0683"), ("valt",), State(omrade="0683")),
        (State(valt="0683", niva="regso"), ("valt",), State()),
    ],
)
def test_codes_that_nothing_answers_to_are_named_and_dropped(
    edition: Edition, state: State, strange: tuple[str, ...], followed: State
) -> None:
    assert followable(edition, state) == (followed, list(strange))
    assert seen(edition, followed).state == followed


def test_nothing_from_the_police_is_not_the_same_as_no_crime(survey_only: Workplace) -> None:
    assert overview(Editions(survey_only.editions, "shared").current(), State()) is None


def test_the_planted_burglaries_are_what_the_page_opens_with(edition: Edition) -> None:
    view = seen(edition, State())
    first = view.findings.iloc[0]
    assert (first["type_name"], first["area_name"]) == ("Inbrott i lokal", "Bredaryd")
    assert first["word"] == "tydlig avvikelse"
    assert not (view.findings["kommun_code"] == "0617").all()


def test_recent_weeks_are_known_to_be_incomplete(edition: Edition) -> None:
    view = seen(edition, State())
    assert view.incomplete_from is not None
    assert view.span.first <= view.incomplete_from <= view.span.last
    shares = share_reported(view)
    assert shares is not None
    assert 0 < shares[0] < shares[1] < 1
    assert share_reported(seen(edition, State(vecka=date(2025, 1, 6)))) is None


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 11, 22), date(2026, 7, 1)),
        (date(2026, 1, 1), date(2025, 10, 1)),
        (date(2026, 3, 31), date(2025, 10, 1)),
        (date(2026, 4, 1), date(2026, 1, 1)),
    ],
)
def test_the_latest_quarter_has_passed(day: date, quarter: date) -> None:
    assert latest_quarter(day) == quarter


def test_every_state_of_the_page_can_be_drawn(edition: Edition) -> None:
    """Level, measure, kind of type and an area without anything: each in both themes."""
    silent = seen(edition, State(niva="deso", period="1v")).by_area
    silent = silent.loc[silent["now"] == 0, "area_code"].iloc[0]
    for state in (
        State(niva="kommun", matt="per1000"),
        State(niva="deso", omrade="0617", period="1v"),
        State(niva="deso", valt=silent, period="1v"),
        State(typ=tuple(sorted(QUARTERLY))),
        State(typ=("stold", min(QUARTERLY)), matt="per1000"),
        State(vecka=STOP - timedelta(days=6) - 150 * WEEK, period="ar"),
        State(dag=date(2026, 11, 16), omrade="0665"),
    ):
        view = seen(edition, state)
        for theme in ("light", "dark"):
            drawn = shown.picture(edition, view, theme=theme)
            assert set(drawn["children"]) == set(shown.SHOWN)
            assert set(drawn["figure"]) == set(shown.PICTURES)


def test_the_series_has_the_week_of_the_same_number_beside_it_after_a_year_of_53_weeks() -> None:
    last = date(2027, 6, 7)
    weeks = pd.Series(pd.date_range(last - 110 * WEEK, last, freq="7D"))
    number = weeks.dt.isocalendar().week
    table = with_year_before(pd.DataFrame({"week": weeks, "count": number}))
    assert list(table["week"].dt.date) == [last - n * WEEK for n in reversed(range(52))]
    usual = table["count"] != 53
    assert (table["earlier"] == table["count"])[usual].all()
    assert table.loc[~usual, "earlier"].tolist() == [1]  # 2025 has no week 53


BEFORE_ALL = [
    State(vecka=date(2021, 5, 24)),  # 2020 has not been read in
    State(vecka=date(2021, 12, 20), period="ar"),
    State(vecka=date(2022, 3, 7), period="ar"),  # it has in part
    State(vecka=date(2021, 1, 18), jamfor="fore"),
    State(vecka=date(2019, 5, 20)),
]


@pytest.mark.parametrize("state", BEFORE_ALL)
def test_weeks_that_have_not_been_read_in_are_missing_and_not_calm(
    edition: Edition, state: State
) -> None:
    """A kommun's first file would otherwise open with thirty deviations."""
    view = seen(edition, state)
    assert not view.is_comparable
    assert view.findings.empty
    assert view.total["word"] == "inget att jämföra med"
    assert set(view.by_area["word"]) == set(view.by_type["word"]) == {"inget att jämföra med"}
    missing = view.series["week"].dt.date < date(2021, 1, 1)
    assert view.series.loc[missing, "count"].isna().all()
    assert view.series.loc[~missing, "count"].notna().all()
    assert view.series["earlier"].isna().any()
    drawn = shown.picture(edition, view, theme="light")
    assert not re.search(rb"\bnan\b", as_json(drawn))
    assert "Det finns inget att jämföra med" in str(drawn["children"]["headline"])
    assert "1 jan 2021" in str(drawn["children"]["headline"])
    for table in (
        drawn["children"]["types"][1],
        drawn["children"]["map-twin"].children[1].children[0],
    ):
        if view.total["now"]:
            cells = [[cell.children for cell in row.children] for row in table.children[1].children]
            assert cells
            assert {cell for row in cells for cell in row[2:4]} == {"–"}


def test_the_first_weeks_that_can_be_compared_are(edition: Edition) -> None:
    view = seen(edition, State(vecka=date(2022, 1, 31), period="4v", jamfor="ifjol"))
    assert view.span.before_first == date(2021, 1, 11)
    assert view.is_comparable
    assert view.examined


USUAL = st.builds(
    State,
    omrade=st.sampled_from(["", *KOMMUNER]),
    niva=st.sampled_from(["kommun", "regso", "deso"]),
    typ=st.lists(st.sampled_from(WEEKLY), unique=True, max_size=3).map(tuple),
    period=st.sampled_from(["4v", "1v"]),
    vecka=st.integers(0, 51).map(lambda n: date(2026, 11, 16) - n * WEEK),
)


@settings(max_examples=30)
@given(state=USUAL, pick=st.integers(0, 200))
def test_what_was_to_be_expected_stands_beside_every_count(
    edition: Edition, known: Rows, state: State, pick: int
) -> None:
    view = seen(edition, state)
    if pick % 3 == 0:
        codes = list(view.by_area["area_code"])
        view = seen(edition, state.but(valt=codes[pick % len(codes)]))
    weeks = 4 if state.period == "4v" else 1
    published = {
        (row["problem_type"], row["area_code"]): row
        for row in edition.rows(
            "select * from out.expected where source = $source and weeks = $weeks and week = $week",
            source=SOURCE, weeks=weeks, week=state.vecka,
        )
    }  # fmt: skip
    for row in view.by_type.itertuples():
        of = published.get((row.problem_type, view.place.code))
        if of is None:
            assert row.word is None
            assert pd.isna(row.lower)
            continue
        assert (row.now, row.lower, row.upper) == (of["count"], of["lower"], of["upper"])
        assert row.word == of["word"]
        if row.word in ("tydlig avvikelse", "värt att titta på"):
            assert row.now > row.upper
        elif row.word == "färre än väntat":
            assert row.now < row.lower
    chosen = view.weekly_chosen or ("",)
    for row in view.by_area.itertuples():
        parts = [published[t, row.area_code] for t in chosen if (t, row.area_code) in published]
        if parts:
            assert row.now == sum(part["count"] for part in parts)
        if len(chosen) == 1 and parts:
            assert (row.lower, row.upper) == (parts[0]["lower"], parts[0]["upper"])
            assert row.word == parts[0]["word"]
        elif parts:  # of several the spread is less than the spreads' sum
            assert row.upper <= sum(part["upper"] for part in parts) + 1
            assert row.lower >= sum(part["lower"] for part in parts) - 1
    if weeks == 4:
        within = [r for r in known if state.omrade in ("", r.kommun)]
        first = view.span.first
        now, _ = week_counts(within, first=first, last=view.span.last, shift=view.span.shift, stop=STOP)  # fmt: skip
        in_area = summed((r for r in now if r.problem in (view.weekly_chosen or WEEKLY)), "area", state.niva)  # fmt: skip
        assert {r.area_code: r.now for r in view.by_area.itertuples() if r.now} == {
            code: count for code, count in in_area.items() if code and count
        }


@pytest.mark.parametrize("kommun", ["", "0683"])
@pytest.mark.parametrize("back", range(0, 50, 5))
def test_the_list_is_what_was_published_and_names_what_is_new_and_what_has_ended(
    edition: Edition, kommun: str, back: int
) -> None:
    week = date(2026, 11, 16) - back * WEEK
    kommuner = [kommun] if kommun else KOMMUNER
    view = seen(edition, State(vecka=week, omrade=kommun))
    assert view.usual is not None
    assert 0 < view.by_chance <= 0.5
    assert view.examined
    listed: list[set[tuple[str, str]]] = []
    for ago in (0, 1):
        found = set()
        for source in ("police_deso_extract", "observer_reports", "fault_reports"):
            # observers have reported to the week before the others
            last = min(week, date(2026, 11, 9)) if source == "observer_reports" else week
            rows = edition.rows(
                "select * from out.finding where weeks = 4 and week = $week and source = $source and list_contains($k, kommun_code)",
                week=last - ago * WEEK, source=source, k=kommuner,
            )  # fmt: skip
            found |= {(row["problem_type"], row["kommun_code"]) for row in rows}
        listed.append(found)
    key = ["problem_type", "kommun_code"]
    shown_now = list(view.findings[key].itertuples(index=False, name=None))
    assert len(shown_now) == len(set(shown_now))
    assert set(shown_now) == listed[0]
    ended = set(view.usual.ended[key].itertuples(index=False, name=None))
    assert ended == listed[1] - listed[0]
    for row in view.findings.itertuples():
        assert row.is_new == (row.since == row.week)
        assert row.since <= row.week


def test_the_band_of_the_series_is_the_one_of_its_weeks(edition: Edition) -> None:
    view = seen(edition, State(typ=("inbrott_lokal",), valt="0683R002"))
    published = {
        row["week"]: row
        for row in edition.rows("""
            select * from out.expected
            where weeks = 1 and area_code = '0683R002' and problem_type = 'inbrott_lokal'
        """)
    }
    assert len(published) == 52
    for row in view.series.itertuples():
        of = published[row.week.to_pydatetime().date()]
        assert (row.count, row.lower, row.upper) == (of["count"], of["lower"], of["upper"])
    assert (view.series["word"] == "tydlig avvikelse").any()


@pytest.mark.parametrize("period", ["tertial", "ar"])
def test_where_nothing_is_worked_out_the_year_before_is_what_is_compared(
    edition: Edition, period: str
) -> None:
    state = State(period=period)
    view, then = seen(edition, state), seen(edition, state.but(jamfor="ifjol"))
    assert view.usual is None
    assert view.compares == "ifjol"
    assert view.total == then.total
    assert "inte uträknat" in str(
        shown.picture(edition, view, theme="light")["children"]["headline"]
    )


def test_a_short_history_is_said(edition: Edition) -> None:
    for source, is_short in (("", False), ("observer_reports", True)):
        view = seen(edition, State(kalla=source))
        said = str(shown.picture(edition, view, theme="light")["children"]["series-said"])
        assert ("under tre års historia" in said) == is_short


def test_when_on_the_week_is_shown_of_what_has_been_picked(edition: Edition) -> None:
    view = busy(edition, State(kalla="observer_reports", typ=("tillhall",), valt="0683R003"))
    assert view is not None
    said = str(week_card(edition, view, theme="light"))
    assert "Ordningsstörning i Centrum-Apladalen" in said
    assert "mest torsdag–lördag kväll (18–24)" in said or "för få för att säga" in said
    silent = busy(edition, State(kalla="fault_reports"))
    assert silent is not None
    assert week_card(edition, silent, theme="light") is None
