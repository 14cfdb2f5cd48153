from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from geodata import busy, hotspots

RING = sparse.csr_array(np.roll(np.eye(12), 1, 1) + np.roll(np.eye(12), -1, 1))


def periods(*last: int, total: int = 40) -> np.ndarray:
    """Eight periods of twelve areas in a ring: one in each, and the rest in the first three areas
    in the periods counted from `last`, else in areas all over."""
    counts = np.full((8, 12), total / 12)
    for period in last:
        counts[period] = np.where(np.arange(12) < 3, (total - 9) / 3, 1)
    return counts


@pytest.mark.parametrize(
    ("when", "word", "times"),
    [((7,), hotspots.NEW, 1), ((2, 7), hotspots.LASTING, 2), ((0, 1, 2, 3), hotspots.FADING, 4)],
)
def test_words_and_times_are_those_of_the_labels(
    when: tuple[int, ...], word: str, times: int
) -> None:
    counts = periods(*when)
    found = busy.told(*busy.seen(counts, RING))
    assert (found.word[1], found.times[1], found.periods) == (word, times, 8)
    labels = hotspots.labels(hotspots.gi_star(counts, RING))
    assert found.word.tolist() == labels.word.tolist()
    assert found.times.tolist() == labels.times.tolist()


def test_periods_of_few_events_are_not_judged() -> None:
    counts = periods(3, 4, 5, 6, 7)
    counts[:3] *= 0.4
    out, judged = busy.seen(counts, RING)
    assert judged.tolist() == [False] * 3 + [True] * 5
    assert not out[:3].any()
    assert busy.told(out, judged).periods == 5
    counts[3] = 0
    few = busy.told(*busy.seen(counts, RING))
    assert few.periods == 0 and not few.times.any() and few.word.tolist() == [None] * 12
    counts = periods(0, 1, 2, 3)
    counts[7] *= 0.4  # what the latest is like nobody can say
    assert busy.told(*busy.seen(counts, RING)).periods == 0


def test_few_areas_are_not_judged() -> None:
    nine = sparse.csr_array(RING.toarray()[:9, :9])
    assert not busy.seen(periods(7)[:, :9] * 10, nine)[1].any()


def test_eight_periods_and_no_others_are_told_of() -> None:
    with pytest.raises(ValueError, match="eight"):
        busy.told(*busy.seen(periods(7)[1:], RING))
