"""Numbered lines stand on their days, and hide nothing of the series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.marks import LANE, LANES, days_of, marked
from dashboard.figures.palette import AFAR, LIGHT, from_afar
from dashboard.figures.series import quarterly
from tests.dashboard.conftest import checked
from tests.dashboard.figures.test_series import LAST, drawn, table

FIRST = LAST - timedelta(weeks=51)
SUNDAY = LAST + timedelta(days=6)


def weeks() -> dict[str, Any]:
    layout: dict[str, Any] = drawn(table([(5, 5)] * 52)).to_plotly_json()["layout"]
    return layout


def quarters() -> dict[str, Any]:
    starts = pd.to_datetime(["2025-10-01", "2026-01-01", "2026-04-01"])
    rows = pd.DataFrame({"quarter": starts, "count": [3, 1, 2], "label": ["a", "b", "c"]})
    layout: dict[str, Any] = quarterly(rows, palette=LIGHT)["layout"]
    return layout


def test_a_series_knows_its_days() -> None:
    assert days_of(weeks()) == (FIRST, SUNDAY)
    assert days_of(quarters()) == (date(2025, 10, 1), date(2026, 6, 30))


@given(
    st.lists(
        st.tuples(st.integers(-30, 363), st.integers(0, 40)).filter(lambda said: sum(said) >= 0),
        min_size=1,
        max_size=12,
    )
)
def test_each_number_stands_once_in_order_on_its_day(said: list[tuple[int, int]]) -> None:
    days = sorted((FIRST + timedelta(days=a), FIRST + timedelta(days=a + b)) for a, b in said)
    before = weeks()
    layout = marked(before, days, palette=LIGHT)
    checked(go.Figure(layout=layout))
    own = len(before["annotations"])
    labels = layout["annotations"][own:]
    assert [label["text"] for label in labels] == [f"<b>{n}</b>" for n in range(1, len(days) + 1)]
    for label, (first, _) in zip(labels, days, strict=True):
        shown = max(first, FIRST)
        monday = shown - timedelta(days=shown.weekday())
        # a week's count stands on its Monday, and its seven days around it
        assert abs(date.fromisoformat(label["x"]) - monday) <= timedelta(days=3)
        assert label["yshift"] in [LANE * n for n in range(LANES)]
    lanes = 1 + max(label["yshift"] for label in labels) // LANE
    assert layout["margin"]["t"] == before["margin"]["t"] + lanes * LANE
    assert len(layout["shapes"]) == len(before["shapes"]) + 3 * len(days)


def test_numbers_close_to_each_other_stand_above_one_another() -> None:
    days = [(LAST - timedelta(days=n), LAST) for n in (200, 190, 40)]
    labels = marked(weeks(), days, palette=LIGHT)["annotations"][-3:]
    assert [label["yshift"] for label in labels] == [0, LANE, 0]


def test_among_quarters_a_day_is_that_far_into_its_own() -> None:
    days = [(date(2025, 10, 1), date(2025, 12, 31)), (date(2026, 5, 16), date(2026, 9, 1))]
    labels = marked(quarters(), days, palette=LIGHT)["annotations"][-2:]
    assert labels[0]["x"] == -0.5
    assert 1.95 < labels[1]["x"] < 2.05


def test_what_was_drawn_is_left_as_it_was() -> None:
    before = weeks()
    assert marked(before, [(LAST, LAST)], palette=LIGHT) != before
    assert before == weeks()


def test_from_afar_everything_in_pixels_grows_and_nothing_else() -> None:
    layout = marked(weeks(), [(FIRST, FIRST), (LAST, SUNDAY)], palette=LIGHT)
    seen = checked(go.Figure(from_afar({"data": [], "layout": layout}))).layout
    assert seen.xaxis.tickfont.size == layout["xaxis"]["tickfont"]["size"] * AFAR >= 20
    assert seen.margin.t == layout["margin"]["t"] * AFAR
    for now, was in zip(seen.annotations, layout["annotations"], strict=True):
        assert now.font.size == was["font"]["size"] * AFAR and (now.x, now.y) == (
            was["x"],
            was["y"],
        )
    for now, was in zip(seen.shapes, layout["shapes"], strict=True):
        assert now.y1 == was["y1"] * (AFAR if was.get("ysizemode") == "pixel" else 1)
