"""The middle half of similar kommuner, against quartiles reckoned by hand."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.database import Edition
from dashboard.queries import similar
from dashboard.queries.similar import ENOUGH, NEAREST, place_in
from geodata.areas import kommun_names
from tests.dashboard.conftest import Made

CRIME = "Skadegörelsebrott"
CODES = sorted(kommun_names())[:30]


def quartile(values: list[float], share: float) -> float:
    """Between the two values on either side of the place, in proportion."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def rows_of(people: dict[str, int], rates: dict[tuple[str, int], int]) -> list[dict[str, Any]]:
    found = []
    for (code, year), rate in rates.items():
        about = {"survey": "anmalda_brott", "indicator": CRIME, "area_code": code, "year": year, "source": "bra"}  # fmt: skip
        found.append(about | {"unit": "per_100000", "value": float(rate)})
        found.append(about | {"unit": "count", "value": rate * people[code] / 1e5})
    return found


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(3_000, 300_000), min_size=2, max_size=30),
    data=st.data(),
)
def test_the_band_is_that_of_the_nearest_in_size(made: Made, sizes: list[int], data: Any) -> None:
    people = dict(zip(CODES, sizes, strict=False))
    rates = {
        (code, year): data.draw(st.integers(1, 30_000))
        for code in people
        for year in (2024, 2025)
        if code == CODES[0] or data.draw(st.booleans()) or year == 2024
    }
    nobody = [{"area_code": "0000", "level": "kommun", "population": None}]
    empty = {"name": "x", "period_type": "month", "period_start": date(2025, 1, 1), "area_code": "0000", "status": "ok", "count": 1, "per_100000": 1.0, "is_preliminary": False, "source": "bra"}  # fmt: skip
    edition = made(
        indicator=rows_of(people, rates),
        crime_statistic=[empty],
        source=[{"source": "bra", "title": "Brå"}],
        area=nobody,
    )
    found = similar.similar(edition, kommun=CODES[0], crime=CRIME)
    assert found
    own = people[CODES[0]]
    away = {c: abs(math.log(n / own)) for c, n in people.items() if c != CODES[0]}
    near = sorted((c for c in away if away[c] <= math.log(2) + 1e-12), key=lambda c: (round(away[c], 9), c))  # fmt: skip
    shown = list(found.kommuner["area_code"])
    assert len(shown) == min(len(near), NEAREST)
    assert sorted(round(away[c], 6) for c in shown) == [round(away[c], 6) for c in near[:NEAREST]]
    for year in found.years.itertuples():
        values = [float(rates[c, year.year]) for c in shown if (c, year.year) in rates]
        assert year.others == len(values)
        if len(values) < ENOUGH:
            assert math.isnan(year.lower) and place_in(year.value, year.lower, year.upper) is None
        else:
            assert math.isclose(year.lower, quartile(values, 0.25))
            assert math.isclose(year.upper, quartile(values, 0.75))
    last = similar.latest(edition, kommun=CODES[0]).iloc[0]
    want = found.years.iloc[-1]
    assert last["value"] == want["value"] and last["year"] == want["year"]
    assert (last["lower"] == want["lower"]) or (math.isnan(last["lower"]) and math.isnan(want["lower"]))  # fmt: skip


def test_of_the_example(edition: Edition) -> None:
    found = similar.similar(edition, kommun="0683", crime="Bostadsinbrott")
    assert found and found.has_band and found.residents and 30_000 < found.residents < 40_000
    people = found.kommuner["residents"]
    assert people.between(found.residents / 2.01, found.residents * 2.01).all()
    assert "0683" not in set(found.kommuner["area_code"])
    assert similar.similar(edition, kommun="0683", crime="finns inte") is None
    assert similar.similar(edition, kommun="0180", crime="Bostadsinbrott") is None


def test_inside_the_band_is_also_on_its_edge() -> None:
    assert [place_in(v, 2, 4) for v in (1.9, 2, 3, 4, 4.1)] == ["under", "inom", "inom", "inom", "över"]  # fmt: skip
