from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.palette import DARK, LIGHT, Palette
from dashboard.figures.series import quarterly, weekly
from tests.dashboard.conftest import checked

WEEK = timedelta(weeks=1)
LAST = date(2026, 11, 16)
COUNTS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=52, max_size=52)


def table(counts: list[tuple[int, int]]) -> pd.DataFrame:
    rows = pd.DataFrame(counts, columns=["count", "earlier"])
    return rows.assign(
        week=pd.date_range(end=LAST, periods=len(rows), freq="7D"), hover="", named="",
        lower=np.nan, upper=np.nan, word=None,
    )  # fmt: skip


def drawn(
    rows: pd.DataFrame,
    *,
    first: date = LAST - 3 * WEEK,
    incomplete_from: date | None = LAST - WEEK,
    palette: Palette = LIGHT,
) -> go.Figure:
    figure = weekly(rows, first=first, last=LAST, incomplete_from=incomplete_from, palette=palette)
    return checked(go.Figure(figure))


def parts(figure: go.Figure) -> dict[str, Any]:
    """The three traces by what they are: the year before, the line, its points."""
    before, line, points = figure.data[:3]
    return {"before": before, "line": line, "points": points}


@settings(max_examples=30)
@given(COUNTS, st.integers(0, 52))
def test_incomplete_weeks_are_shown_and_never_joined(
    counts: list[tuple[int, int]], missing: int
) -> None:
    rows = table(counts)
    start = LAST - (missing - 1) * WEEK if missing else None
    trace = parts(drawn(rows, incomplete_from=start))
    line = np.array(trace["line"].y, float)
    assert np.isnan(line).sum() == missing
    assert np.isnan(line[52 - missing :]).all()
    assert list(line[: 52 - missing]) == list(rows["count"][: 52 - missing])
    assert list(trace["points"].y) == list(rows["count"])  # the counts themselves are all there
    filled = [color == LIGHT.ink for color in trace["points"].marker.color]
    assert filled == [True] * (52 - missing) + [False] * missing


def test_incomplete_weeks_are_hatched_and_said() -> None:
    figure = drawn(table([(5, 5)] * 52))
    [hatch] = [trace for trace in figure.data if trace.type == "bar"]
    assert hatch.marker.pattern.shape == "/"
    width = timedelta(milliseconds=hatch.width)
    middle = pd.Timestamp(hatch.x[0])
    assert width == 2 * WEEK
    assert middle - width / 2 <= pd.Timestamp(LAST - WEEK)
    assert any("ofullständigt" in a.text for a in figure.layout.annotations)


def test_complete_weeks_are_not_hatched() -> None:
    figure = drawn(table([(5, 5)] * 52), incomplete_from=None)
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert not any("ofullständigt" in a.text for a in figure.layout.annotations)


@given(COUNTS)
@settings(max_examples=20)
def test_both_years_are_drawn_from_zero_and_fit(counts: list[tuple[int, int]]) -> None:
    rows = table(counts)
    figure = drawn(rows)
    low, high = figure.layout.yaxis.range
    assert low == 0
    assert high > rows[["count", "earlier"]].to_numpy().max()
    assert list(parts(figure)["before"].y) == list(rows["earlier"])


def test_the_weeks_the_page_is_about_are_marked() -> None:
    first = LAST - 7 * WEEK
    [band] = drawn(table([(5, 5)] * 52), first=first).layout.shapes
    assert first - WEEK < band.x0 < first
    assert LAST < band.x1 < LAST + WEEK


def test_a_click_on_a_point_names_its_week() -> None:
    points = parts(drawn(table([(5, 5)] * 52)))["points"]
    assert list(points.customdata) == [f"{LAST - n * WEEK:%Y-%m-%d}" for n in reversed(range(52))]


def test_weeks_are_named_by_their_number() -> None:
    axis = drawn(table([(5, 5)] * 52)).layout.xaxis
    assert len(axis.ticktext) == len(axis.tickvals) >= 6
    for text, day in zip(axis.ticktext, axis.tickvals, strict=True):
        assert text == f"v.\u00a0{pd.Timestamp(day).isocalendar().week}"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_labels_on_the_lines_have_the_colours_of_text(palette: Palette) -> None:
    said = " ".join(a.text for a in drawn(table([(5, 5)] * 52), palette=palette).layout.annotations)
    assert set(re.findall(r"color:(#\w{6})", said)) == {palette.ink, palette.quiet}


def test_quarters_are_bars_with_their_numbers() -> None:
    rows = pd.DataFrame({"label": ["kv 2<br>2026", "kv 3<br>2026"], "count": [8, 0]})
    rows["quarter"] = "2026-07-01"
    figure = checked(go.Figure(quarterly(rows, palette=LIGHT)))
    [bars] = figure.data
    assert (list(bars.x), list(bars.y), list(bars.text)) == (
        list(rows["label"]),
        [8, 0],
        [8, 0],
    )
    assert figure.layout.yaxis.rangemode == "tozero"


def test_weeks_that_the_calendar_knows_have_a_mark_on_the_axis() -> None:
    rows = table([(5, 5)] * 52)
    rows.loc[[3, 50], "named"] = "Påskafton"
    [marks] = [
        t for t in drawn(rows).data if t.type == "scatter" and t.marker.symbol == "triangle-up"
    ]
    assert list(marks.x) == [str(rows["week"][n].date()) for n in (3, 50)]
    assert set(marks.y) == {0}


def test_counts_are_drawn_over_what_was_to_be_expected_and_those_outside_are_marked() -> None:
    rows = table([(5, 9)] * 52).assign(lower=2.0, upper=7.0)
    rows.loc[50, "count"] = 12
    rows["word"] = np.where(rows["count"] > 7, "tydlig avvikelse", "inom normal variation")
    figure = drawn(rows)
    low, high, line, points = figure.data[:4]
    assert set(low.y) == {2} and set(high.y) == {7}
    assert high.fill == "tonexty"
    assert line.y[10] == 5
    assert points.marker.line.color[50] == LIGHT.clear
    assert points.marker.line.color[10] == LIGHT.ink
    assert points.marker.size[50] > points.marker.size[10]
    assert "normal variation" in figure.layout.annotations[-1].text
    assert figure.layout.yaxis.range[1] > 12
