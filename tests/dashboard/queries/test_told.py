"""The smaller questions, against the same asked slowly of small tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.queries import concern_reports, damage, dialogue, duplicates, event_reports
from tests.dashboard.conftest import Made

AREAS: list[dict[str, Any]] = [
    {"area_code": "0683", "name": "Värnamo", "kommun_code": "0683"},
    {"area_code": "0617", "name": "Gnosjö", "kommun_code": "0617"},
    {"area_code": "torget", "name": "Torget", "kommun_code": "0683"},
]
NAMES = {area["area_code"]: area["name"] for area in AREAS}
TYPES = [
    {"problem_type": code, "name": name, "position": n}
    for n, (code, name) in enumerate([("stold", "Stöld"), ("buskorning", "Buskörning")])
]
KOMMUNER = st.sampled_from(["0683", "0617"])
PROBLEMS = st.sampled_from(["stold", "buskorning"])
MONTHS = st.integers(0, 20).map(lambda n: date(2025 + n // 12, n % 12 + 1, 1))


def rows_of(**fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=12)


@settings(max_examples=20)
@given(
    rows=rows_of(
        problem_type=PROBLEMS,
        kommun_code=KOMMUNER,
        area_code=st.sampled_from(["torget", None]),
        occurred_on=st.dates(date(2026, 10, 15), date(2026, 11, 22)),
        count=st.integers(1, 9),
        other_count=st.integers(1, 9),
    )
)
def test_pairs_are_of_the_latest_four_weeks_and_the_largest_first(
    made: Made, rows: list[dict[str, Any]]
) -> None:
    rows = [{"source": "a", "other_source": "b"} | row for row in rows]
    found = duplicates.proposals(
        made(
            possible_duplicate=rows,
            edition=[{"data_stop": datetime(2026, 11, 22)}],
            problem_type=TYPES,
            source=[{"source": "a", "title": "Ena"}, {"source": "b", "title": "Andra"}],
            area=AREAS,
        ),
        limit=5,
    )
    late = [r for r in rows if r["occurred_on"] >= date(2026, 10, 26)]
    assert all(pair["pairs"] == len(late) for pair in found)
    sizes = [pair["count"] + pair["other_count"] for pair in found]
    assert sizes == sorted((r["count"] + r["other_count"] for r in late), reverse=True)[:5]
    told = [(NAMES[r["area_code"] or r["kommun_code"]], r["occurred_on"]) for r in late]
    assert {(pair["place"], pair["occurred_on"]) for pair in found} <= set(told)
    assert {(p["title"], p["other_title"]) for p in found} <= {("Ena", "Andra")}


@settings(max_examples=20)
@given(
    rows=rows_of(
        kommun_code=KOMMUNER,
        held_on=st.dates(date(2026, 5, 1), date(2026, 5, 4)),
        method=st.sampled_from(["enkät", "intervju"]),
        problem_type=PROBLEMS,
        area_code=st.sampled_from(["torget", None]),
        time_of_day=st.sampled_from(["kväll", None]),
        count=st.integers(1, 9),
    )
)
def test_only_the_latest_dialogue_of_a_method_in_a_kommun_is_shown(
    made: Made, rows: list[dict[str, Any]]
) -> None:
    rows = [{"source": "dialogue", "respondents": 40} | row for row in rows]
    found = dialogue.latest(made(dialogue=rows, problem_type=TYPES, area=AREAS))
    expected = [
        r
        for r in rows
        if not any(
            o["held_on"] > r["held_on"]
            and (o["method"], o["kommun_code"]) == (r["method"], r["kommun_code"])
            for o in rows
        )
    ]
    keys = ("kommun_code", "method", "count", "time_of_day")
    shown = found[list(keys)].astype(object).where(found[list(keys)].notna(), None)
    assert sorted(map(str, shown.itertuples(index=False, name=None))) == sorted(
        str(tuple(r[key] for key in keys)) for r in expected
    )
    assert list(found["method"]) == sorted(found["method"])


@settings(max_examples=20)
@given(
    rows=rows_of(
        source=st.sampled_from(["logg", "anmälan"]),
        month=MONTHS,
        count=st.integers(1, 9),
        cost_kr=st.one_of(st.none(), st.integers(0, 9000).map(float)),
    )
)
def test_what_a_month_of_damage_cost(made: Made, rows: list[dict[str, Any]]) -> None:
    """A month whose cost nobody knows has none, and not nought."""
    typed = [{"source": "", "month": date(1999, 1, 1), "count": 0, "with_cost": 0, "cost_kr": 1.0, "reported": 0}]  # fmt: skip
    rows = [r | {"with_cost": r["count"] if r["cost_kr"] is not None else 0, "reported": 0} for r in rows]  # fmt: skip
    found = [r for r in damage.monthly(made(damage=typed + rows), months=3) if r["source"]]
    by_month = defaultdict(list)
    for row in rows:
        by_month[row["source"], row["month"]].append(row)
    expected = []
    for source in ("anmälan", "logg"):
        for month in sorted((m for s, m in by_month if s == source), reverse=True)[:3]:
            own = by_month[source, month]
            costs = [r["cost_kr"] for r in own if r["cost_kr"] is not None]
            expected.append((source, month, sum(r["count"] for r in own), sum(r["with_cost"] for r in own), sum(costs) if costs else None))  # fmt: skip
    shown = [(r["source"], r["month"], r["count"], r["with_cost"], r["cost_kr"]) for r in found]
    assert shown == expected


@pytest.mark.parametrize("period", ["week", "quarter"])
@settings(max_examples=10)
@given(
    rows=rows_of(
        period=st.sampled_from(["week", "quarter"]),
        starts_on=st.integers(0, 9).map(lambda n: date(2026, 9, 7) + timedelta(weeks=n)),
        event_name=st.sampled_from(["RÅN", "ALKOHOL", None]),
        count=st.integers(1, 9),
    )
)
def test_event_reports_are_summed_per_kind_and_period(
    made: Made, period: str, rows: list[dict[str, Any]]
) -> None:
    rows = [{"source": "a"} | r for r in [*rows, {**rows[0], "event_name": "RÅN"}]]
    found = event_reports.latest(made(event_report=rows), period=period, periods=4)
    own = [r for r in rows if r["period"] == period]
    kept = sorted({r["starts_on"] for r in own})[-4:]
    expected: dict[tuple[str, date], int] = defaultdict(int)
    for row in own:
        if row["starts_on"] in kept:
            expected[row["event_name"] or "", row["starts_on"]] += row["count"]
    shown = zip(found["event_name"], found["starts_on"].dt.date, found["count"], strict=True)
    assert {(name, day): n for name, day, n in shown} == expected


@settings(max_examples=20)
@given(found=st.sets(st.tuples(KOMMUNER, MONTHS), min_size=1))
def test_reports_of_concern_are_of_the_latest_quarters(
    made: Made, found: set[tuple[str, date]]
) -> None:
    rows = [{"source": "a", "kommun_code": k, "month": m, "count": 3} for k, m in sorted(found)]
    shown = concern_reports.monthly(made(concern_report=rows, area=AREAS), quarters=2)
    quarters = {month.replace(month=1 + (month.month - 1) // 3 * 3) for _, month in found}
    first = sorted(quarters)[-2:][0]
    assert {*zip(shown["kommun"], shown["month"].dt.date, strict=True)} == {
        (NAMES[k], month) for k, month in found if month >= first
    }
    assert (shown["quarter"] <= shown["month"]).all()
