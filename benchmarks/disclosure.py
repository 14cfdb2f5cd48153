"""What hiding costs in processor time, how much it hides, and what an attacker gets: a kommun, 20 types, 40 quarters.

Run from the project's root: python benchmarks/disclosure.py [seed]
"""

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from etl.disclosure.blocks import Block
from etl.disclosure.grids import KEYS, UNKNOWN
from etl.disclosure.rule import Rule
from tests.etl.disclosure import attacker

TYPES, YEARS, ATTACKED = 20, 10, 2
PARTS = {"type": ("problem_type", "quarter"), "month": ("month",), "regso": ("regso_code", "group_code")}  # fmt: skip


def main(seed: int) -> None:
    draw = np.random.default_rng(seed)
    types = pd.DataFrame(
        {
            "problem_type": [f"t{n}" for n in range(TYPES)],
            "group_code": [f"g{n % 8}" for n in range(TYPES)],
            "is_monthly": [n < TYPES - 3 for n in range(TYPES)],
            "is_placed": [n < TYPES - 4 for n in range(TYPES)],
        }
    )
    print(f"{'a year has':>12}{'RegSO':>7}{'s, years':>10}{'s, quarters':>12}{'cells':>8}{'small':>7}{'hidden':>8}{'no year':>9}{'recovered':>11}")  # fmt: skip
    for level, places in ((200, 5), (1000, 9), (6000, 15), (40000, 40)):
        regsos = (*(f"r{n}" for n in range(places)), UNKNOWN)
        rate = draw.lognormal(0, 1.6, TYPES)[:, None] * draw.dirichlet(np.ones(places + 1) * 2)
        rate = rate[:, :, None] * level / rate.sum() / 12
        took = {"year": 0.0, "quarters": 0.0}
        cells = small = hidden = recovered = failed = 0
        for number in range(YEARS):
            first = draw.poisson(rate * np.ones(12))
            placed = types["is_placed"].to_numpy()
            first[~placed, :places] = 0
            late = draw.poisson(0.03 * rate * np.ones(12))
            late[~placed, :places] = 0
            none = pd.DataFrame(columns=[*KEYS, "count"]).astype({"count": "Int64"})
            start = time.process_time()
            year, is_final = Block(types, regsos, first, first, none, True, Rule(5, 3)).cells({1, 2, 3, 4})  # fmt: skip
            took["year"] += time.process_time() - start
            assert is_final
            start, printed = time.process_time(), none
            for quarter in (1, 2, 3):
                block = Block(types, regsos, first, first, printed, True, Rule(5, 3))
                new, _ = block.cells(set(range(1, quarter + 1)))
                printed = pd.concat([printed, new], ignore_index=True)
            revised, is_final = Block(types, regsos, first + late, first, printed, True, Rule(5, 3)).cells({1, 2, 3, 4})  # fmt: skip
            took["quarters"] += time.process_time() - start
            failed += not is_final
            cells += len(year)
            hidden += int(year["count"].isna().sum())
            small += _small(first, types)
            if number < ATTACKED:
                recovered += len(_attacked(year, types)) + len(_attacked(revised, types))
                recovered += _attacked_together(printed, revised, types)
        print(f"{level:>12}{places:>7}{took['year']:>10.1f}{took['quarters']:>12.1f}{cells:>8}{small:>7}{hidden:>8}{failed:>9}{recovered:>11}")  # fmt: skip


def _small(cube: np.ndarray, types: pd.DataFrame) -> int:
    """How many cells of the quarters and their types are small by themselves."""
    quarters = cube.sum(axis=1).reshape(len(types), 4, 3).sum(axis=2)
    return int(((quarters > 0) & (quarters < 5)).sum())


def _attacked(cells: pd.DataFrame, types: pd.DataFrame) -> list[attacker.Cell]:
    told = _told(cells)
    return attacker.recovered(told, _sums(list(told), types))


def _attacked_together(printed: pd.DataFrame, revised: pd.DataFrame, types: pd.DataFrame) -> int:
    """How many hidden counts the quarters and the revision of them tell within three, read together."""
    found = attacker.together(_told(printed), _told(revised), lambda cells: _sums(cells, types))
    return int((found["high"] - found["low"] < 3 - 1e-6).sum())


def _told(cells: pd.DataFrame) -> dict[attacker.Cell, int | None]:
    return {
        (row["grid"], *(row[name] for name in PARTS[row["grid"]])): None if pd.isna(row["count"]) else int(row["count"])
        for row in cells.to_dict("records")
    }  # fmt: skip


def _sums(cells: list[attacker.Cell], types: pd.DataFrame) -> list[attacker.Sum]:
    named = types.set_index("problem_type")
    return attacker.sums(
        cells, monthly=set(named.index[named["is_monthly"]]),
        placed=set(named.index[named["is_placed"]]), group_of=dict(named["group_code"]),
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2026)
