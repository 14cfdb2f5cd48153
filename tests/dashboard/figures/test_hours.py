"""When on the week, on the finished figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import hours
from dashboard.figures.palette import BUSY, DARK, LIGHT, MARKS
from tests.dashboard.conftest import checked
from tests.dashboard.figures.test_map import drawn, table

WEEK = np.arange(168) / 10


def test_every_hour_stands_where_it_is_and_more_is_further_from_the_ground() -> None:
    for palette in (LIGHT, DARK):
        [heat] = checked(go.Figure(hours.grid(WEEK, framed=None, palette=palette))).data
        assert np.asarray(heat.z).tolist() == WEEK.reshape(7, 24).tolist()
        assert (heat.x0, heat.dx, heat.zmin, heat.zmax) == (0.5, 1, 0, 16.7)
        assert heat.colorscale[0][1] == palette.land and heat.colorscale[-1][1] == palette.rates[-1]
        assert heat.hovertext[0][0] == "mån kl. 00–01: 0,0"
        assert heat.hovertext[6][23] == "sön kl. 23–24: 16,7"


def test_what_is_told_of_is_framed_also_over_the_end_of_the_week() -> None:
    framed = checked(
        go.Figure(hours.grid(WEEK, framed=(4, 2, 18, 24), palette=LIGHT))
    ).layout.shapes
    assert [(s.x0, s.x1, s.y0, s.y1) for s in framed] == [(18, 24, 3.5, 5.5)]
    framed = checked(go.Figure(hours.grid(WEEK, framed=(6, 2, 0, 6), palette=LIGHT))).layout.shapes
    assert [(s.y0, s.y1) for s in framed] == [(5.5, 6.5), (-0.5, 0.5)]


def test_an_empty_week_is_drawn_and_weekdays_say_their_counts() -> None:
    checked(go.Figure(hours.grid(np.zeros(168), framed=None, palette=LIGHT)))
    [bars] = checked(
        go.Figure(hours.weekdays(np.array([1, 2, 3, 4, 5.4, 6, 1700]), palette=LIGHT))
    ).data
    assert list(bars.text) == ["1", "2", "3", "4", "5", "6", "1\u00a0700"]
    assert list(bars.x) == ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]


def test_what_has_become_of_a_place_is_a_mark_on_a_quiet_circle() -> None:
    rows = table([(420_000 + 9_000 * n, 6_320_000, 40, word, "Bor") for n, word in enumerate([*BUSY, None])])  # fmt: skip
    figure = drawn(rows)
    circles, marks = figure.data[0], figure.data[1]
    assert set(circles.marker.color) == {LIGHT.normal}
    assert list(marks.marker.symbol) == ["cross", "hexagon2", "hexagon2"]
    assert list(marks.marker.color) == [LIGHT.busy, LIGHT.busy, LIGHT.card]
    texts = [a.text for a in figure.layout.annotations]
    assert sum(text[3] in {mark for mark, _ in BUSY.values()} for text in texts) == 3
    assert len(drawn(rows.assign(word=pd.Series([None] * 4, dtype=object))).data) == len(figure.data) - 1  # fmt: skip


def test_the_marks_of_places_are_no_others() -> None:
    shapes = [mark for mark, _ in BUSY.values()]
    assert len(set(shapes)) == 3
    assert not set(shapes) & ({mark for mark, _ in MARKS.values()} | set("○●▲■"))
