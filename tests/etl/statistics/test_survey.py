"""The survey estimator against published results and against the slow, obvious way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.statistics import survey

REFERENCE = Path("../shared/reference/survey/apistrat.csv")


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    return pd.read_csv(REFERENCE)


def test_the_published_mean_and_share_of_californian_schools(schools: pd.DataFrame) -> None:
    """R survey 4.1-1, svymean and svyciprop(method = "logit"), see shared/reference/README.md."""
    design = {"weights": schools["pw"], "strata": schools["stype"], "population": schools["fpc"]}
    found = survey.mean(schools["api00"], **design)
    assert found.value == pytest.approx(662.28736316, abs=1e-8)
    assert found.error == pytest.approx(9.40894, abs=5e-6)
    assert (found.n, found.freedom) == (200, 197)
    share = survey.mean(schools["api00"] > 700, **design)
    assert share.value == pytest.approx(0.404339681611, abs=1e-12)
    assert share.error == pytest.approx(0.0374753900502, abs=1e-12)
    assert survey.share_interval(share) == pytest.approx((0.333085, 0.479870), abs=1e-6)


def test_a_domain_is_a_mean_where_the_others_still_stand_in_their_strata(
    schools: pd.DataFrame,
) -> None:
    """The domain's variance by the formula for strata, one stratum at a time."""
    inside = (schools["sch.wide"] == "Yes").to_numpy()
    found = survey.mean(
        schools["api00"], weights=schools["pw"], strata=schools["stype"], within=inside
    )
    w, y = schools["pw"].to_numpy() * inside, schools["api00"].to_numpy()
    value = (w * y).sum() / w.sum()
    variance = 0.0
    for stratum in schools["stype"].unique():
        rows = (schools["stype"] == stratum).to_numpy()
        e = (w * (y - value) / w.sum())[rows]
        variance += len(e) * e.var(ddof=1)
    assert (found.value, found.error) == pytest.approx((value, variance**0.5))
    assert found.n == inside.sum()


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_linearised_error_is_the_jackknife_s_when_the_sample_is_large(
    seed: int, strata: int
) -> None:
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(strata), 120)
    w = rng.uniform(0.8, 1.25, len(stratum)) * (1 + stratum)
    y = rng.random(len(stratum)) < 0.2 + 0.1 * stratum
    found = survey.mean(y, weights=w, strata=stratum)
    variance = 0.0
    for h in range(strata):  # leave one out, weight the others of its stratum up
        without = []
        for i in np.flatnonzero(stratum == h):
            v = np.where(stratum == h, w * 120 / 119, w)
            v[i] = 0
            without.append((v @ y) / v.sum())
        variance += 119 / 120 * ((np.array(without) - found.value) ** 2).sum()
    assert found.error == pytest.approx(variance**0.5, rel=0.02)


def test_equal_weights_in_one_stratum_are_the_textbook_share() -> None:
    y = np.array([1] * 30 + [0] * 70)
    found = survey.mean(y, weights=np.ones(100), strata=np.zeros(100))
    assert found.value == 0.3
    assert found.error == pytest.approx((0.3 * 0.7 / 99) ** 0.5)
    assert found.effective == pytest.approx(100)


def test_intervals_cover_what_they_promise() -> None:
    rng = np.random.default_rng(5)
    truth = np.array([0.08, 0.2, 0.35])
    sizes, living = np.array([60, 80, 60]), np.array([1000, 4000, 2000])
    stratum = np.repeat(np.arange(3), sizes)
    w = (living / sizes)[stratum]
    total = (truth * living).sum() / living.sum()
    hits = 0
    for _ in range(600):
        estimate = survey.mean(rng.random(200) < truth[stratum], weights=w, strata=stratum)
        lower, upper = survey.share_interval(estimate)
        hits += lower <= total <= upper
    assert 0.92 <= hits / 600 <= 0.98


@pytest.mark.parametrize("answer", [0, 1])
def test_all_alike_is_not_certainty(answer: int) -> None:
    estimate = survey.mean(np.full(20, answer), weights=np.ones(20), strata=np.zeros(20))
    lower, upper = survey.share_interval(estimate)
    # Wilson: the far bound is z squared over n and z squared away
    assert (lower, upper) == pytest.approx(
        (0, 0.161125) if answer == 0 else (0.838875, 1), abs=1e-6
    )


def test_missing_answers_and_lone_strata_neither_crash_nor_hide() -> None:
    y = np.array([1, np.nan, 0, 1, 0])
    found = survey.mean(y, weights=np.ones(5), strata=np.array([0, 0, 0, 0, 1]))
    assert (found.n, found.value) == (4, 0.5)
    alone = survey.mean(y[2:], weights=np.ones(3), strata=np.arange(3))
    assert alone.error > 0
    with pytest.raises(ValueError, match="no answers"):
        survey.mean([np.nan], weights=[1], strata=[0])
    with pytest.raises(ValueError, match="positive"):
        survey.mean([1, 0], weights=[1, 0], strata=[0, 0])
