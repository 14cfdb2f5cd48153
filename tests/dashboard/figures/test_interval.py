from __future__ import annotations

import re

import numpy as np
import pandas as pd
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
    figure = checked(years(ANSWERS, palette=palette))
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
    [label] = years(ANSWERS, palette=palette).layout.annotations
    assert re.findall(r"color:(#\w{6})'>. (\w+)<", label.text) == [
        (palette.ink, "Värnamo"), (palette.quiet, "riket"),
    ]  # fmt: skip


def test_counts_per_year_start_at_zero() -> None:
    rows = pd.DataFrame({"year": [2024, 2025], "count": [3275, 3129]})
    figure = checked(counts(rows, palette=LIGHT))
    assert list(figure.data[0].y) == [3275, 3129]
    assert figure.layout.yaxis.rangemode == "tozero"
    assert figure.layout.separators == ",\u00a0"
