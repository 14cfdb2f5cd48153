"""Counts beside earlier counts, summed and judged."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.statistics.change import LEAST, poisson_z, word


def counted(table: pd.DataFrame, rows: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """`table` with now and before, summed over the `rows` of the same code, z and the word for it.

    `by` names the code, in `table` a text and in `rows` a category.
    """
    codes, categories = rows[by].cat.codes.to_numpy(), rows[by].cat.categories
    known = codes >= 0
    of = categories.get_indexer(pd.Index(table[by]))  # -1, the last, for a code without incidents
    counts = {
        name: np.append(
            np.bincount(codes[known], rows[name].to_numpy()[known], len(categories)), 0
        )[of].astype(int)
        for name in ("now", "before")
    }
    return judged(table.assign(**counts))


def per_kommun(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` summed over the areas of each kommun, which takes their place."""
    kinds, kommuner = (
        rows[name].cat.codes.to_numpy(int) for name in ("problem_type", "kommun_code")
    )
    number, pairs = pd.factorize(kinds * len(rows["kommun_code"].cat.categories) + kommuner)
    first = np.zeros(len(pairs), int)
    first[number] = np.arange(len(rows))  # any row of each pair
    sums = {
        n: np.bincount(number, rows[n].to_numpy(), len(pairs)).astype(int)
        for n in ("now", "before")
    }
    table = rows.iloc[first]
    return table.assign(area_code=table["kommun_code"].array, **sums)


def enough(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose counts are large enough for a word."""
    return table[(table["now"] >= LEAST) | (table["before"] >= LEAST)]


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """`table` (now, before) with z and word."""
    now, before = table["now"].to_numpy(float), table["before"].to_numpy(float)
    # an object column: a text column would make "no word" a NaN, which is true in a condition
    words = pd.Series(word(now, before), index=table.index, dtype=object)
    return table.assign(z=poisson_z(now, before), word=words)
