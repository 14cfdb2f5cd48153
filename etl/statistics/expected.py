"""What a count was expected to be, and what to call it beside all the others that were looked at.

A count of one or four weeks is compared with the same weeks of earlier years, read as they stood
equally soon after (decision 4), by Farrington's flexible method. What counts can be in a kommun
where nothing has changed is a negative binomial with the fitted mean, as much spread as the fit
found, and the mean's own uncertainty on top: five years of small counts do not tell a mean exactly,
and limits that pretend otherwise are passed by chance far more often than they say. That
uncertainty is the regression's own, from the counts themselves: R's error of the mean, which
farringtonFlexible rests on, grows without bound where counts are mostly zero.

One limit is shared by all series of a forum. It is set so that the list of what stands out has
FALSE_ROWS rows of chance on average, counted from the attainable probabilities of every series, since
most small counts cannot come near a limit at all (R. E. Tarone, 1990, Biometrics 46:515).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.statistics import negative_binomial
from etl.statistics.change import CLEAR, FEWER, LEAST, LOOK, NORMAL
from etl.statistics.farrington import BATCH
from etl.statistics.past_weeks import Design
from etl.statistics.season_trend import fit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

YEAR = 52  # weeks: a period's place in the year drifts a day a year, and five years are compared
MOST_YEARS = 5  # of history that are compared
LEAST_YEARS = 3  # under which there is no season to see
FALSE_ROWS = 0.5  # of chance, on average, in a list of what stands out
CLEAR_ROWS = 0.05  # of them called clear
LOOSEST = 0.025  # a level is never looser, however few series share it
# Set by docs/kalibrering.md, where the rows of chance are counted.
ROWS_PER_SERIES = 0.8  # of chance: one area may tell of another's, or of the kommun's
WEIGHT_THRESHOLD = 3.5  # 2.58 weighs down what is usual too, and finds too little spread
TREND_ALPHA = 0.05  # a trend nobody can see makes small means rise and fall many times over
WIDER = 1.04  # the spread is an estimate, and limits far out are passed where it is too small


@dataclass(frozen=True)
class Reports:
    """Incidents of `number` series, one entry per series, week and age.

    series, weeks_ago, age, count: (entries,) integers. weeks_ago counts from the week that was
    running at the data stop, 0. A report of age a is in the numbers a weeks after the running one.
    history: how many weeks, the running one included, that we have files of; unread: weeks_ago of
    those among them that we have not.
    """

    series: Ints
    weeks_ago: Ints
    age: Ints
    count: Ints
    number: int
    history: int
    unread: Ints


@dataclass(frozen=True)
class Expected:
    """Of each series (number,) in one window: what was counted, and what it could have been.

    mean and variance are of the count that is expected, NaN where nothing can be; pvalue is the
    probability of at least the count, NaN where either is unknown. has_season tells whether
    earlier years were enough to see one; else the count is beside that of a year before.
    """

    count: Floats
    mean: Floats
    variance: Floats
    pvalue: Floats
    has_season: bool


@dataclass(frozen=True)
class Limits:
    """The levels of probability that all series share, and what they let through by chance."""

    look: float
    clear: float


def counts(reports: Reports, *, window: int, weeks_ago: int, windows: int) -> Floats:
    """(windows, number) counts, the oldest first, the last ending `weeks_ago`; NaN for unread.

    Each window is read as it stood equally soon after as the last one does now.
    """
    back = reports.weeks_ago - weeks_ago
    which, place = np.divmod(back, window)
    seen = (back >= 0) & (which < windows) & (reports.age <= weeks_ago + place)
    cell = which[seen] * reports.number + reports.series[seen]
    found = np.bincount(cell, reports.count[seen], windows * reports.number)
    table = found.astype(float).reshape(windows, reports.number)
    table[max((reports.history - weeks_ago) // window, 0) :] = np.nan
    unread = (reports.unread - weeks_ago) // window
    table[unread[(unread >= 0) & (unread < windows)]] = np.nan
    return table[::-1]


def expected(reports: Reports, *, window: int, weeks_ago: int) -> Expected:
    """Of the window of `window` weeks (1 or 4) whose last week is `weeks_ago`.

    With three full years of history before it, by season and trend; with one, against the same
    weeks of the year before, as two counts are compared; else nothing is expected.
    """
    year, half = YEAR // window, _half(window)
    windows = (reports.history - weeks_ago) // window
    years = min(MOST_YEARS, (windows - 1 - half) // year)
    if years < LEAST_YEARS:
        return _a_year_before(reports, window=window, weeks_ago=weeks_ago)
    windows = years * year + half + 1
    table = counts(reports, window=window, weeks_ago=weeks_ago, windows=windows)
    mean, _, dispersion, unsure = _fitted(table, _design(window, years))
    variance = WIDER * dispersion * mean * (1 + np.where(mean > 0, unsure, 0.0) * mean)
    pvalue = negative_binomial.at_least(table[-1], mean, variance)
    return Expected(table[-1], mean, variance, pvalue, has_season=True)


def shared_limits(mean: Floats, variance: Floats, *, searches: int = 0) -> Limits:
    """The loosest levels at which all series (number,) together give FALSE_ROWS and CLEAR_ROWS.

    So many searches share them too: a search by permutations attains any level exactly.
    """
    known = mean > 0
    levels, passing = _attainable(mean[known], variance[known], searches)
    loosest = levels
    if searches:  # between what the series attain there is still something for a search to pass
        loosest = np.append(np.nextafter(levels[1:], 0), LOOSEST)
    found = []
    for rows in (FALSE_ROWS, CLEAR_ROWS):
        room = rows / ROWS_PER_SERIES - passing
        last = np.flatnonzero(searches * levels <= room)[-1]
        found.append(float(min(loosest[last], room[last] / searches if searches else np.inf)))
    return Limits(*found)


def by_chance(mean: Floats, variance: Floats, *, level: float) -> Floats:
    """How likely each series is to pass `level` though nothing has changed: at most `level`."""
    least = np.full(mean.shape, float(LEAST))
    many = negative_binomial.at_least(LEAST, mean, variance) > level
    least[many] = negative_binomial.largest_usual(level, mean[many], variance[many]) + 1
    return negative_binomial.at_least(least, mean, variance)


def false_rows(mean: Floats, variance: Floats, *, level: float, searches: int = 0) -> float:
    """How many rows of chance the series (number,) and the searches give a list, on average."""
    passing = by_chance(mean, variance, level=level).sum() + searches * level
    return ROWS_PER_SERIES * float(passing)


def words(found: Expected, limits: Limits) -> npt.NDArray[np.object_]:
    """(number,) in words, as every page says it; None where both numbers are under five."""
    fewer = negative_binomial.at_most(found.count, found.mean, found.variance) <= limits.look
    is_large = found.count >= LEAST
    said = np.select(
        [
            is_large & (found.pvalue <= limits.clear),
            is_large & (found.pvalue <= limits.look),
            fewer,
        ],
        [CLEAR, LOOK, FEWER],
        default=NORMAL,
    ).astype(object)
    said[~(is_large | (found.mean >= LEAST)) | np.isnan(found.pvalue)] = None
    return said


def _design(window: int, years: int) -> Design:
    """Weeks are fitted in ten seasons, four weeks in five: the sought one and those between."""
    if window == 1:
        return Design.of(52, years, _half(window), 10, 26)
    return Design.of(13, years, _half(window), 5, 7)


def _fitted(table: Floats, design: Design) -> Floats:
    past = table.T[:, design.offsets - 1]
    parts = [
        fit(
            past[first : first + BATCH],
            design=design,
            weight_threshold=WEIGHT_THRESHOLD,
            trend_alpha=TREND_ALPHA,
        )
        for first in range(0, len(past), BATCH)
    ]
    return np.concatenate(parts, axis=1) if parts else np.empty((4, 0))


def _half(window: int) -> int:
    """Windows on either side of the same one in earlier years."""
    return 3 if window == 1 else 1


def _a_year_before(reports: Reports, *, window: int, weeks_ago: int) -> Expected:
    """One count against another of equal length: both vary.

    What a Poisson count can be after one of b is NB with mean b + 1/2 and twice that variance
    (Jeffreys' prior): the square of `poisson_z` against its own limits, kept honest near zero.
    """
    table = counts(reports, window=window, weeks_ago=weeks_ago, windows=YEAR // window + 1)
    mean, variance = table[0] + 0.5, 2 * (table[0] + 0.5)
    pvalue = negative_binomial.at_least(table[-1], mean, variance)
    return Expected(table[-1], mean, variance, pvalue, has_season=False)


def _attainable(mean: Floats, variance: Floats, searches: int) -> tuple[Floats, Floats]:
    """Levels up to LOOSEST, ascending, and how many series pass each by chance on average.

    The lowest is so strict that no count of series can pass it too often. The others are what
    `at_least` can be for a count of any of the series: between two of them nothing happens.
    """
    strict = min(CLEAR_ROWS / ROWS_PER_SERIES / max(len(mean) + searches, 1), LOOSEST)
    count = np.maximum(negative_binomial.largest_usual(LOOSEST, mean, variance) + 1, LEAST)
    chance = negative_binomial.at_least(count, mean, variance)
    levels, steps, passing = [np.empty(0)], [np.empty(0)], 0.0
    while len(chance):
        passing += chance[chance <= strict].sum()
        more = chance > strict
        chance, count, mean, variance = (x[more] for x in (chance, count, mean, variance))
        levels.append(chance)
        count, chance = count + 1, negative_binomial.at_least(count + 1, mean, variance)
        steps.append(levels[-1] - chance)
    level, which = np.unique(np.concatenate(levels), return_inverse=True)
    step = np.bincount(which, np.concatenate(steps), len(level))
    passed = passing + np.append(0.0, np.cumsum(step))
    return np.hstack([strict, level, LOOSEST]), np.append(passed, passed[-1])
