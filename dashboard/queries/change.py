"""Counts beside earlier counts, summed and judged.

In plain arrays: each step of a table of a few hundred rows costs more than all of the reckoning, and every
view is judged anew.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.statistics.change import CLEAR, LEAST, LOOK, poisson_z, word

HAPPENING = ("problem_type", "kommun_code")
PAIR = (*HAPPENING, "area_code")


def counted(table: pd.DataFrame, rows: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """`table` with now and before, summed over the `rows` of the same code, and the word for it.

    `by` names the code, in `table` a text and in `rows` a category.
    """
    codes, categories = rows[by].cat.codes.to_numpy(), rows[by].cat.categories
    known = codes >= 0
    of = categories.get_indexer(pd.Index(table[by]))  # -1, the last, for a code without incidents
    now, before = (
        np.append(np.bincount(codes[known], rows[name].to_numpy()[known], len(categories)), 0)[of]
        for name in ("now", "before")
    )
    # an object column: a text column would make "no word" a NaN, which is true in a condition
    said = pd.Series(word(now, before), index=table.index, dtype=object)
    return table.assign(now=now.astype(int), before=before.astype(int), word=said)


def pairs(rows: pd.DataFrame, *, has_areas: bool) -> pd.DataFrame:
    """Every problem in every kommun and, if `has_areas`, in every smaller area, where the counts are
    large enough for a word: as `rows` (problem_type, kommun_code, area_code, now, before), z, word."""
    kind = rows["problem_type"].dtype
    many = len(kind.categories)
    codes = np.array([rows[name].cat.codes for name in PAIR], int)
    counts = np.array([rows["now"], rows["before"]], int)
    happenings, number = np.unique(codes[0] * many + codes[1], return_inverse=True)
    problems, kommuner = np.divmod(happenings, many)
    tables = [
        [problems, kommuner, kommuner, *(np.bincount(number, n, len(problems)) for n in counts)]
    ]
    if has_areas:
        tables.append([*codes[:, codes[2] >= 0], *counts[:, codes[2] >= 0]])
    found = np.hstack(tables).astype(int)
    *pair, now, before = found[:, (found[3:] >= LEAST).any(axis=0)]
    return pd.DataFrame(
        {n: pd.Categorical.from_codes(c, dtype=kind) for n, c in zip(PAIR, pair, strict=True)}
        | {"now": now, "before": before, "z": poisson_z(now, before)}
        | {"word": pd.Series(word(now, before), dtype=object)}
    )


def over(pairs: pd.DataFrame) -> pd.DataFrame:
    """Those of the `pairs` that are over the usual, the clearest first: one row per problem and kommun.

    The kommun's figure and its area's are the same happening; the clearer of them is kept.
    """
    said = pairs["word"].to_numpy()
    found = pairs[(said == CLEAR) | (said == LOOK)]
    problems, kommuner, areas = (found[name].cat.codes.to_numpy(int) for name in PAIR)
    order = np.lexsort((problems, areas, -found["now"].to_numpy(), -found["z"].to_numpy()))
    happenings = (problems * len(found["kommun_code"].cat.categories) + kommuner)[order]
    _, first = np.unique(happenings, return_index=True)
    return found.iloc[order[np.sort(first)]]
