"""The expected band against R's surveillance and against one regression at a time, written out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from etl.statistics import farrington
from etl.statistics.farrington import Reason

REFERENCE = Path("../shared/reference/farrington")
FILES = Path(__file__).parent / "files"
ORIGINAL: dict[str, Any] = {
    "periods": 1,
    "excluded_recent": 3,
    "weight_threshold": 1,
    "trend_alpha": 0.05,
}
NUMBERS = ("expected", "lower", "upper", "score", "pvalue")


@pytest.mark.parametrize(
    ("name", "settings", "alarms"),
    [
        ("flex_noufaily_delta", {"alpha": 0.01, "method": "delta"}, []),
        ("flex_b3_nbPlugin_a005", {"years_back": 3}, [262, 263, 264]),
    ],
)
def test_the_published_band_of_salmonella_agona(
    name: str, settings: dict[str, Any], alarms: list[int]
) -> None:
    """R surveillance 1.20.3; under 5 cases in 4 weeks R blanks the band, and we do not."""
    if not REFERENCE.exists():
        pytest.skip(f"{REFERENCE} saknas")
    counts = pd.read_csv(REFERENCE / "salmonella_agona_input.csv")[["observed"]]
    there = pd.read_csv(REFERENCE / f"expected_{name}.csv", skipinitialspace=True)
    here = farrington.flexible(counts, **settings, evaluate=there["week"] - 1)
    for column in ("expected", "upper", "pvalue"):
        known = there[column].notna()
        assert getattr(here, column)[known, 0] == pytest.approx(there[column][known], abs=1e-6)
    if settings.get("method") == "delta":  # for the others R subtracts the mean's logarithm
        assert here.score[:, 0] == pytest.approx(there["score"], abs=1e-6)
    assert there["week"][here.alarm[:, 0]].tolist() == alarms
    assert np.isfinite(here.expected).all()
    assert (here.reason == Reason.FITTED).all()


@pytest.mark.parametrize(
    ("case", "settings"),
    [
        ("delta", {"alpha": 0.01, "method": "delta"}),
        ("nb_plugin", {}),
        ("muan", {"method": "muan"}),
        ("two_years", {"years_back": 2}),
        ("original", ORIGINAL | {"method": "delta"}),
        ("original_muan", ORIGINAL | {"years_back": 4, "method": "muan"}),
    ],
)
def test_simulated_series_as_r_has_them(case: str, settings: dict[str, Any]) -> None:
    """Sparse, dense, growing, with gaps and outbreaks; made by files/farrington.R."""
    counts = pd.read_csv(FILES / "farrington_input.csv")
    there = pd.read_csv(FILES / "farrington_expected.csv").query("case == @case")
    weeks = np.sort(there["week"].unique())
    here = farrington.flexible(counts, **settings, evaluate=weeks - 1)
    at = np.searchsorted(weeks, there["week"]), counts.columns.get_indexer(there["series"])
    assert here.expected[at] == pytest.approx(there["expected"], rel=1e-6, abs=1e-6, nan_ok=True)
    # A season without cases has mean 0. R stops at 1e-15, and the roots of that are in its band.
    some = ~(here.expected[at] < 1e-12)
    assert some.mean() > 0.8
    for column in ("upper", "pvalue"):
        expected = pytest.approx(there[column][some], rel=1e-6, abs=1e-6, nan_ok=True)
        assert getattr(here, column)[at][some] == expected
    recent = counts.rolling(4).sum().to_numpy()[weeks - 1][at]
    alarm = (there["alarm"] == 1) & (recent >= 5)
    assert here.alarm[at][some].tolist() == alarm[some].tolist()


@st.composite
def _problems(draw: st.DrawFn) -> tuple[np.ndarray, dict[str, Any]]:
    """Some short years: counts (weeks, series) with gaps, and the settings to judge them by."""
    half = draw(st.integers(0, 2))
    settings = {
        "weeks_per_year": draw(st.integers(8, 14)),
        "years_back": draw(st.integers(1, 5)),
        "half_window": half,
        "periods": draw(st.integers(1, 4)),
        "excluded_recent": draw(st.integers(0, 4)),
        "weight_threshold": draw(st.sampled_from([1.0, 2.58])),
        "trend_alpha": draw(st.sampled_from([0.05, 1.0])),
        "alpha": draw(st.sampled_from([0.005, 0.05])),
        "method": draw(st.sampled_from(["delta", "nb_plugin", "muan"])),
    }
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    weeks = settings["years_back"] * settings["weeks_per_year"] + half + 3
    mean = rng.uniform(1, 20, 3) * np.exp(np.linspace(0, draw(st.floats(-1, 1)), weeks))[:, None]
    counts = rng.negative_binomial(mean / draw(st.floats(0.1, 3)), 0.5).astype(float)
    counts[rng.random(counts.shape) < draw(st.sampled_from([0.0, 0.15]))] = np.nan
    counts[0] = 1.0
    return counts, settings


@given(_problems())
@settings(max_examples=60)
def test_one_regression_at_a_time_written_out(problem: tuple[np.ndarray, dict[str, Any]]) -> None:
    counts, settings = problem
    rows = np.arange(len(counts) - 3, len(counts))
    found = farrington.flexible(counts, **settings, evaluate=rows)
    compared = 0
    for i, row in enumerate(rows):
        for series in range(counts.shape[1]):
            there = _slowly(counts[:, series], row=int(row), **settings)
            if there is not None:
                here = [getattr(found, name)[i, series] for name in NUMBERS]
                assert here == pytest.approx(there, rel=1e-6, abs=1e-6, nan_ok=True)
                compared += 1
    assume(compared)


def _slowly(
    y: np.ndarray,
    *,
    row: int,
    weeks_per_year: int,
    years_back: int,
    half_window: int,
    periods: int,
    excluded_recent: int,
    weight_threshold: float,
    trend_alpha: float,
    alpha: float,
    method: str,
) -> list[float] | None:
    """The numbers of one week and series, in the order of `NUMBERS`; None where a season has no
    case or no week, or too few weeks are left: there the regression has no solution.
    """
    season = {}
    for years in range(years_back + 1):
        middle = row - years * weeks_per_year
        inside = range(middle - half_window, middle + half_window + 1)
        season |= dict.fromkeys(inside, periods - 1)
        between = range(inside[-1] + 1, inside[-1] + 1 + weeks_per_year - len(inside))
        if periods > 1 and years:
            blocks = np.array_split(between, periods - 1)
            season |= {week: block for block, weeks in enumerate(blocks) for week in weeks}
    past = [week for week in sorted(season) if week < row - excluded_recent and y[week] >= 0]
    labels = np.array([season[week] for week in past])
    x = np.array([labels == label for label in range(periods)]).T.astype(float)
    z = y[past]
    if len(past) <= periods + 1 or not all((z @ x) > 0):
        return None
    time = (np.array(past) - row) / 10
    now = np.append(np.zeros(periods - 1), [1.0, 0.0])
    fitted = _regression(z, np.column_stack([x, time]), now, weight_threshold)
    if fitted is None:
        return None
    mean, error, phi, significance = fitted
    if not (years_back >= 3 and significance <= trend_alpha and mean <= z.max()):
        mean, error, phi, _ = _regression(z, x, now[:-1], weight_threshold)  # type: ignore[misc]
    quantile = stats.norm.ppf(1 - alpha)
    if method == "delta":
        spread = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + (error * mean) ** 2 / mean))
        middle = mean ** (2 / 3)
        lower, upper = (
            max(middle - quantile * spread, 0) ** 1.5,
            (middle + quantile * spread) ** 1.5,
        )
        pvalue = stats.norm.sf(y[row] ** (2 / 3), middle, spread)
    else:
        top = mean if method == "nb_plugin" else np.exp(np.log(mean) + quantile * error)
        law = stats.nbinom(top / (phi - 1), 1 / phi) if phi > 1 else stats.poisson(top)
        lower, upper, pvalue = law.ppf(alpha), law.ppf(1 - alpha), law.sf(y[row] - 1)
    one = upper if upper > mean else np.floor(mean) + 1
    return [mean, lower, upper, (y[row] - mean) / (one - mean), pvalue if y[row] >= 0 else np.nan]


def _regression(
    y: np.ndarray, x: np.ndarray, now: np.ndarray, threshold: float
) -> tuple[float, float, float, float] | None:
    """Mean, error of its logarithm, dispersion and p-value of the last column, after reweighting;
    None where the slope runs away.
    """
    weights = np.ones(len(y))
    for reweighted in (False, True):
        mu = y + 0.1
        for _ in range(60):
            root = np.sqrt(weights * mu)
            response = np.log(mu) + (y - mu) / mu
            beta, *_ = np.linalg.lstsq(root[:, None] * x, root * response, rcond=None)
            mu = np.exp(np.clip(x @ beta, -30, 30))
            if np.abs(beta).max() > 20:
                return None
        freedom = len(y) - x.shape[1]
        phi = max((weights * (y - mu) ** 2 / mu).sum() / freedom, 1.0)
        weighted = np.sqrt(weights * mu)[:, None] * x
        inverse = np.linalg.inv(weighted.T @ weighted)
        if not reweighted:
            hat = np.einsum("ni,ij,nj->n", weighted, inverse, weighted)
            if (hat > 1 - 1e-9).any():
                return None
            residual = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - hat))
            lighter = np.where(residual > threshold, np.maximum(residual, 0.1) ** -2.0, 1.0)
            weights = lighter * len(y) / lighter.sum()
    covariance = inverse * (weights * ((y - mu) / mu) ** 2).sum() / freedom
    with np.errstate(invalid="ignore"):  # 0 / 0 where the fit is exact
        t = beta[-1] / np.sqrt(covariance[-1, -1])
    error = np.sqrt(now @ covariance @ now)
    return np.exp(now @ beta), error, phi, 2 * stats.t.sf(abs(t), freedom)


def _series(*means: float, weeks: int = 300, seed: int = 4) -> np.ndarray:
    return np.random.default_rng(seed).poisson(means, (weeks, len(means))).astype(float)


def test_a_short_history_says_so_per_week_and_per_series() -> None:
    counts = _series(3, 3, 3)
    counts[:100, 1] = np.nan  # began later
    counts[:2, 2] = np.nan  # the oldest window still has five weeks
    found = farrington.flexible(counts, evaluate=[262, 263, 299])
    assert found.reason.tolist() == [[Reason.SHORT] * 3] + [[0, Reason.SHORT, 0]] * 2
    for name in NUMBERS:
        assert np.array_equal(np.isnan(getattr(found, name)), found.reason != Reason.FITTED)
    assert not found.alarm[found.reason != Reason.FITTED].any()


def test_a_week_not_observed_is_not_judged_and_teaches_nothing() -> None:
    counts = _series(3, 3)
    counts[299, 0] = np.nan
    counts[[90, 140], 1] = np.nan
    found = farrington.flexible(counts, evaluate=[299])
    assert np.isfinite(found.expected).all()
    assert np.isfinite(found.upper).all()
    assert np.isnan(found.score).tolist() == np.isnan(found.pvalue).tolist() == [[True, False]]
    assert not found.alarm[0, 0]
    counts[:, 1] = np.nan_to_num(counts[:, 1], nan=1000)
    assert farrington.flexible(counts, evaluate=[299]).expected[0, 1] > found.expected[0, 1] + 0.1


def test_a_season_never_observed_is_too_little() -> None:
    counts = _series(3, 3)
    for year in range(1, 6):
        counts[299 - 52 * year - 3 : 299 - 52 * year + 4, 0] = np.nan
    counts[np.arange(300) != 40, 1] = np.nan  # one week, in the oldest window
    found = farrington.flexible(counts, evaluate=[299])
    assert found.reason.tolist() == [[Reason.FEW, Reason.FEW]]
    assert np.isnan(found.expected).all()


@pytest.mark.parametrize("method", ["delta", "nb_plugin"])
def test_very_sparse_series_stay_finite(method: Any) -> None:
    counts = _series(*np.repeat([0.07, 0.02, 0.003, 0.0], 50), weeks=320)
    counts[295, 0] = counts[40, 1] = 1  # alone at one end
    found = farrington.flexible(counts, method=method, evaluate=np.arange(300, 320))
    for name in NUMBERS:
        assert np.isfinite(getattr(found, name)).all()
    assert (found.expected <= 2).all()
    assert ((found.pvalue >= 0) & (found.pvalue <= 1)).all()


def test_an_infinite_mean_is_no_number() -> None:
    counts = _series(3, 0)
    found = farrington.flexible(counts, method="muan", evaluate=[299])
    assert found.reason.tolist() == [[Reason.FITTED, Reason.INFINITE]]
    assert np.isnan([getattr(found, name)[0, 1] for name in NUMBERS]).all()
    assert np.isfinite([getattr(found, name)[0, 0] for name in NUMBERS]).all()


@pytest.mark.parametrize("when", [slice(255, 262), slice(0, 40), slice(266, 275)])
def test_cases_at_one_end_of_the_history_lead_nowhere(when: slice) -> None:
    counts = np.zeros((300, 1))
    counts[when] = 3
    for method in ("delta", "nb_plugin"):
        found = farrington.flexible(counts, method=method, evaluate=np.arange(290, 300))
        assert np.isfinite([getattr(found, name) for name in NUMBERS]).all()
        assert (found.expected <= 3).all()


def test_a_slope_of_exactly_nothing_is_kept_where_every_slope_is() -> None:
    """R surveillance 1.20.3, where the slope is some 1e-17: the cases at the ends weigh less."""
    counts = np.array([1.0, 0, 0, 1, 1])[:, None]
    short: dict[str, Any] = {"weeks_per_year": 1, "years_back": 4, "half_window": 0, "periods": 1}
    short |= {"excluded_recent": 0, "weight_threshold": 1, "method": "delta"}
    found = farrington.flexible(counts, **short, evaluate=[4])
    assert found.expected[0, 0] == pytest.approx(0.4359388, abs=1e-7)
    assert found.upper[0, 0] == pytest.approx(8.1294210, abs=1e-7)


def test_a_constant_series_has_a_poisson_band() -> None:
    found = farrington.flexible(np.full((300, 1), 4.0), evaluate=[270, 299])
    assert found.expected == pytest.approx(4)
    assert (found.upper == stats.poisson(4).ppf(0.995)).all()
    assert (found.lower == stats.poisson(4).ppf(0.005)).all()
    assert found.score == pytest.approx(0)
    assert found.pvalue == pytest.approx(stats.poisson(4).sf(3))


def test_a_series_is_judged_alike_in_any_company() -> None:
    counts = np.hstack([_series(*np.linspace(0.05, 9, 700)), _series(4)])
    counts[50, 3] = np.nan
    together = farrington.flexible(counts, evaluate=[290, 299])
    order = np.random.default_rng(1).permutation(counts.shape[1])
    mixed = farrington.flexible(counts[:, order], evaluate=[290, 299])
    few = [3, 600, 700]
    alone = farrington.flexible(counts[:, few], evaluate=[290, 299])
    for name in NUMBERS:
        value = getattr(together, name)
        assert getattr(mixed, name) == pytest.approx(value[:, order], rel=1e-9, nan_ok=True)
        assert getattr(alone, name) == pytest.approx(value[:, few], rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("method", ["delta", "nb_plugin", "muan"])
def test_the_score_is_one_at_the_limit_and_an_alarm_is_above_it(method: Any) -> None:
    counts = _series(*np.linspace(0.3, 30, 40))
    band = farrington.flexible(counts, method=method, evaluate=[299])
    assert (band.lower <= band.upper).all()
    for more, alarm in ((0, False), (1, True)):
        counts[299] = band.upper[0] + more
        counts[296:299] = 5  # enough cases in four weeks
        found = farrington.flexible(counts, method=method, evaluate=[299])
        assert np.array_equal(found.upper, band.upper)
        if not more:
            assert found.score == pytest.approx(1)
        assert (found.alarm == alarm).all()


def test_under_five_cases_in_four_weeks_there_is_no_alarm() -> None:
    counts = np.zeros((300, 2))
    counts[::20] = 1
    counts[290:] = 0
    counts[299] = 4
    counts[296, 1] = 1
    found = farrington.flexible(counts, evaluate=[299])
    assert (found.score > 1).all()
    assert np.isfinite(found.upper).all()
    assert found.alarm.tolist() == [[False, True]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"evaluate": [300]},
        {"evaluate": [-1]},
        {"method": "bayes"},
        {"periods": 47},
        {"years_back": 0},
        {"years_back": 1, "excluded_recent": 60},
    ],
)
def test_what_cannot_be_asked(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        farrington.flexible(_series(1), **{"evaluate": [299]} | wrong)
    with pytest.raises(ValueError, match="negative"):
        farrington.flexible(np.full((300, 1), -1.0), evaluate=[299])
