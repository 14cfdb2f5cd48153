"""The list of what is new: one row per happening, and what a cluster adds to it."""

from __future__ import annotations

import pandas as pd

from dashboard.components import problems
from dashboard.database import Edition
from dashboard.queries.overview import overview
from dashboard.state import State


def test_a_cluster_is_a_quiet_line_under_its_row(edition: Edition) -> None:
    view = overview(edition, State())
    assert view is not None
    row = view.findings.iloc[0]
    assert row["problem_type"] == "inbrott_lokal"
    [cluster] = edition.rows("from out.cluster where problem_type = 'inbrott_lokal'")
    assert list(row["cluster_areas"]) == cluster["areas"]
    week = cluster["first_week"].isocalendar().week
    [said] = problems._expected(edition, view, view.findings.head(1))
    assert said["under"][-1] == f"anhopning: två delområden, sedan v.\u00a0{week}"
    assert "anhopning: två delområden" in str(problems.findings(edition, view))


def test_a_cluster_alone_stands_beside_a_number_and_not_a_range(edition: Edition) -> None:
    view = overview(edition, State())
    assert view is not None
    alone = view.findings.head(1).assign(lower=float("nan"), upper=float("nan"), expected=2.4)
    few = alone.assign(expected=0.2)
    rows = problems._expected(edition, view, pd.concat([alone, few]))
    assert [row["beside"] for row in rows] == [("omkring 2",), ("under 1",)]
