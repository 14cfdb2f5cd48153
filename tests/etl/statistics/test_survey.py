"""The survey estimator against published results and against the slow, obvious way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.statistics import survey

REFERENCE = Path("../shared/reference/survey/apistrat.csv")
FILES = Path("tests/etl/statistics/files")


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    return pd.read_csv(REFERENCE)


def test_the_published_mean_and_share_of_californian_schools(schools: pd.DataFrame) -> None:
    """R survey 4.1-1, svymean and svyciprop(method = "logit"), see shared/reference/README.md."""
    design = {"weights": schools["pw"], "strata": schools["stype"], "population": schools["fpc"]}
    found = survey.mean(schools["api00"], **design)
    assert found.estimate == pytest.approx(662.28736316, abs=1e-8)
    assert found.standard_error == pytest.approx(9.40894, abs=5e-6)
    assert found.n == 200
    share = survey.share(schools["api00"] > 700, **design)
    assert share.estimate == pytest.approx(0.404339681611, abs=1e-12)
    assert share.standard_error == pytest.approx(0.0374753900502, abs=1e-12)
    assert (share.lower, share.upper) == pytest.approx((0.333085, 0.479870), abs=1e-6)


EXPECTED = pd.read_csv(FILES / "survey_expected.csv")
DESIGNS = {
    "plain": {}, "weights": {"weights": "weight"}, "clusters": {"weights": "weight", "clusters": "cluster"},
    "strata": {"weights": "weight", "strata": "stratum", "population": "rows"},
    "both": {"weights": "weight", "strata": "stratum", "clusters": "cluster", "population": "units"},
}  # fmt: skip


@pytest.mark.parametrize("case", EXPECTED.to_dict("records"), ids=lambda c: " ".join([*c.values()][:3]))  # fmt: skip
def test_as_r_s_survey_with_weights_strata_clusters_and_domains(case: dict[str, Any]) -> None:
    """R survey 4.1-1 on invented answers: files/survey.R made both files."""
    answers = pd.read_csv(FILES / "survey_answers.csv")
    design = {name: answers[column] for name, column in DESIGNS[case["design"]].items()}
    within = answers["woman"] == 1 if case["domain"] == "women" else None
    estimator = survey.mean if case["what"] == "age" else survey.share
    found = estimator(answers[case["what"]], **design, within=within)
    for name in ("estimate", "standard_error", "lower", "upper"):
        assert getattr(found, name) == pytest.approx(case[name], abs=1e-6), name


def test_one_population_for_all_and_clusters_named_alike_in_each_stratum() -> None:
    answers = pd.read_csv(FILES / "survey_answers.csv")
    design = {"strata": answers["stratum"], "clusters": answers["cluster"]}
    one = survey.mean(answers["age"], **design, population=40)
    each = survey.mean(answers["age"], **design, population=np.full(len(answers), 40))
    assert one == each
    alike = {"strata": answers["stratum"], "clusters": answers["cluster"].str[1:]}
    assert survey.mean(answers["age"], **alike, population=40) == one
    all_of_them = survey.mean(answers["age"], population=len(answers))
    assert all_of_them.standard_error == 0
    known = survey.share(answers["woman"], population=len(answers))
    assert known.lower == pytest.approx(known.estimate) == known.upper


def test_the_difference_between_two_waves() -> None:
    wave, earlier = survey.Estimate(0.31, 0.03, 0.25, 0.37, 200), survey.Estimate(0.24, 0.04, 0.17, 0.32, 100)  # fmt: skip
    found = survey.difference(wave, earlier)
    assert found.estimate == pytest.approx(0.07)
    assert found.standard_error == pytest.approx(0.05)
    assert (found.lower, found.upper) == pytest.approx((-0.0279982, 0.1679982), abs=1e-7)
    assert found.n == 300
    nobody = survey.share(np.zeros(20))
    assert survey.difference(nobody, nobody).upper == pytest.approx(0.161125, abs=1e-6)
    some = survey.difference(wave, nobody)
    assert some.lower == pytest.approx(0.31 - np.hypot(0.06, 0.161125), abs=1e-6)
    assert some.upper == pytest.approx(0.37)


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
    assert (found.estimate, found.standard_error) == pytest.approx((value, variance**0.5))
    assert found.n == inside.sum()


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_the_linearised_error_is_the_jackknife_s_when_the_sample_is_large(
    seed: int, strata: int
) -> None:
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(strata), 120)
    w = rng.uniform(0.8, 1.25, len(stratum)) * (1 + stratum)
    y = rng.random(len(stratum)) < 0.2 + 0.1 * stratum
    found = survey.share(y, weights=w, strata=stratum)
    variance = 0.0
    for h in range(strata):  # leave one out, weight the others of its stratum up
        without = []
        for i in np.flatnonzero(stratum == h):
            v = np.where(stratum == h, w * 120 / 119, w)
            v[i] = 0
            without.append((v @ y) / v.sum())
        variance += 119 / 120 * ((np.array(without) - found.estimate) ** 2).sum()
    assert found.standard_error == pytest.approx(variance**0.5, rel=0.02)


def test_equal_weights_in_one_stratum_are_the_textbook_share() -> None:
    y = np.array([1] * 30 + [0] * 70)
    found = survey.share(y, weights=np.full(100, 7.5), strata=np.zeros(100))
    assert found.estimate == pytest.approx(0.3)
    assert found.standard_error == pytest.approx((0.3 * 0.7 / 99) ** 0.5)
    assert survey.share(y) == pytest.approx(found)


def test_intervals_cover_what_they_promise() -> None:
    rng = np.random.default_rng(5)
    truth = np.array([0.08, 0.2, 0.35])
    sizes, living = np.array([60, 80, 60]), np.array([1000, 4000, 2000])
    stratum = np.repeat(np.arange(3), sizes)
    w = (living / sizes)[stratum]
    total = (truth * living).sum() / living.sum()
    hits = 0
    for _ in range(600):
        found = survey.share(rng.random(200) < truth[stratum], weights=w, strata=stratum)
        hits += found.lower <= total <= found.upper
    assert 0.92 <= hits / 600 <= 0.98


@given(st.lists(st.floats(0.01, 9), min_size=2, max_size=30), st.integers(0, 1))
def test_all_alike_has_no_error_whatever_the_weights(weights: list[float], answer: int) -> None:
    found = survey.share(np.full(len(weights), answer), weights=weights)
    assert (found.estimate, found.standard_error) == (answer, 0)
    assert found.upper - found.lower > 0.05


@pytest.mark.parametrize("answer", [0, 1])
def test_all_alike_is_not_certainty(answer: int) -> None:
    found = survey.share(np.full(20, answer))
    # Wilson: the far bound is z squared over n and z squared away
    assert (found.lower, found.upper) == pytest.approx(
        (0, 0.161125) if answer == 0 else (0.838875, 1), abs=1e-6
    )


def test_missing_answers_and_lone_strata_neither_crash_nor_hide() -> None:
    y = np.array([1, np.nan, 0, 1, 0])
    found = survey.mean(y, weights=np.ones(5), strata=np.array([0, 0, 0, 0, 1]))
    assert (found.n, found.estimate) == (4, 0.5)
    alone = survey.mean(y[2:], weights=np.ones(3), strata=np.arange(3))
    assert alone.standard_error > 0
    with pytest.raises(ValueError, match="no answers"):
        survey.mean([np.nan], weights=[1], strata=[0])
    with pytest.raises(ValueError, match="positive"):
        survey.mean([1, 0], weights=[1, 0], strata=[0, 0])
    with pytest.raises(ValueError, match="ones and noughts"):
        survey.share([1, 2, 0])
