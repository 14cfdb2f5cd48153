import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.statistics import change

COUNTS = st.integers(0, 5_000)


def test_the_published_case() -> None:
    assert round(float(change.poisson_z(58, 37)), 2) == 2.17  # ../shared/reference/README.md
    assert float(change.poisson_z(37, 58)) == -float(change.poisson_z(58, 37))
    assert change.word(58, 37) == change.LOOK


@given(COUNTS, COUNTS)
def test_against_the_formula_and_the_words_in_the_issue(now: int, before: int) -> None:
    z = math.sqrt(2) * (math.sqrt(now) - math.sqrt(before))
    assert change.poisson_z(now, before) == pytest.approx(z, abs=1e-12)
    if now < 5 and before < 5:
        word = None
    elif z >= 3:
        word = "tydlig avvikelse"
    elif z >= 2:
        word = "värt att titta på"
    elif z <= -2:
        word = "färre än väntat"
    else:
        word = "inom normal variation"
    assert change.word(now, before).item() == word


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [
        (4, 4, None), (4, 0, None), (0, 4, None), (0, 0, None),
        (5, 4, change.NORMAL), (4, 5, change.NORMAL),
        # the roots differ by exactly what z = 2 and 3 take: √2·(√n − √b)
        (8, 2, change.LOOK), (2, 8, change.FEWER), (7, 2, change.NORMAL), (3, 8, change.NORMAL),
        (18, 4.5, change.CLEAR), (17, 4.5, change.LOOK),
        (0, 5, change.FEWER), (5, 0, change.CLEAR),
    ],
)  # fmt: skip
def test_words_at_the_borders(now: float, before: float, word: str | None) -> None:
    assert change.word(now, before).item() == word


def test_any_shape_that_broadcasts() -> None:
    now, before = np.arange(6)[:, None], np.arange(4)
    assert change.poisson_z(now, before).shape == change.word(now, before).shape == (6, 4)
    assert change.word([], []).shape == (0,)


@pytest.mark.parametrize(("now", "before"), [(-1, 0), (0, -1), ([1, -1], 3)])
def test_a_negative_count_is_an_error(now: object, before: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        change.poisson_z(now, before)  # type: ignore[arg-type]


@given(COUNTS)
def test_chance_alone_seldom_gets_a_word(count: int) -> None:
    assert change.word(count, count).item() in {None, change.NORMAL}
