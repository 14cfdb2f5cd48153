"""The part of plotly.js that we draw with is served in place of the whole."""

from __future__ import annotations

import dash
from plotly.offline import get_plotlyjs_version

from dashboard.addresses import PLOTLY


def test_it_is_the_version_that_the_figures_are_made_for() -> None:
    with PLOTLY.open(encoding="utf-8") as file:
        assert f"(cartesian - minified) v{get_plotlyjs_version()}" in file.read(200)


def test_it_is_what_a_figure_fetches_and_it_is_sent_small(app: dash.Dash) -> None:
    address = "/_dash-component-suites/plotly/package_data/plotly.min.js"
    answer = app.server.test_client().get(address, headers={"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] in ("gzip", "deflate")
    assert len(answer.get_data()) < PLOTLY.stat().st_size / 2
