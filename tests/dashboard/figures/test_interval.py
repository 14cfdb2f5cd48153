from __future__ import annotations

import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.interval import counts, years
from dashboard.figures.palette import DARK, LIGHT, Palette
from tests.dashboard.conftest import checked

ANSWERS = pd.DataFrame({
    "name": ["riket", "riket", "Värnamo", "Värnamo"],
    "is_main": [False, False, True, True],
    "year": [2024, 2025, 2024, 2025],
    "value": [26.0, 25.0, 19.0, 20.0],
    "lower": [25.5, 24.5, 15.0, 17.0],
    "upper": [26.5, 25.5, 23.0, 24.0],
})  # fmt: skip


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_what_is_asked_about_has_its_interval(palette: Palette) -> None:
    figure = checked(go.Figure(years(ANSWERS, palette=palette)))
    country, here = figure.data
    assert here.line.color == palette.ink
    lower = np.array(here.y) - np.array(here.error_y.arrayminus)
    upper = np.array(here.y) + np.array(here.error_y.array)
    assert list(lower) == [15, 17]
    assert list(upper) == [23, 24]
    assert country.error_y.array is None
    assert figure.layout.yaxis.rangemode == "tozero"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_lines_are_named_in_colours_that_can_be_read(palette: Palette) -> None:
    [label] = years(ANSWERS, palette=palette)["layout"]["annotations"]
    assert re.findall(r"color:(#\w{6})'>. (\w+)<", label["text"]) == [
        (palette.ink, "Värnamo"), (palette.quiet, "riket"),
    ]  # fmt: skip


def test_counts_per_year_start_at_zero() -> None:
    rows = pd.DataFrame({"year": [2024, 2025], "value": [3275, 3129]})
    rows = rows.assign(source="bra", is_main=True, is_preliminary=False)
    figure = checked(go.Figure(counts(rows, palette=LIGHT)))
    assert list(figure.data[0].y) == [3275, 3129]
    assert figure.layout.yaxis.rangemode == "tozero"
    assert figure.layout.separators == ",\u00a0"


def test_two_sources_are_two_lines_and_a_break_is_a_labelled_line() -> None:
    rows = pd.DataFrame({
        "year": [2014, 2015, 2016, 2024, 2025],
        "value": [3000, 3100, 3200, 3275, 3129],
        "source": ["a", "a", "b", "b", "b"],
        "is_main": [False, False, True, True, True],
        "is_preliminary": [False, False, False, False, True],
    })  # fmt: skip
    figure = checked(go.Figure(counts(rows, breaks=[1990, 2015, 2018], palette=LIGHT)))
    other, main = figure.data
    assert (other.line.dash, main.line.dash) == ("dot", None)
    assert list(main.marker.color)[-1] == LIGHT.card, "a preliminary year is hollow"
    assert [a.text for a in figure.layout.annotations] == [
        "nytt räknesätt 2015",
        "nytt räknesätt 2018",
    ]
    assert [s.x0 for s in figure.layout.shapes] == [2014.5, 2017.5]
