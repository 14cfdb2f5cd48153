"""One source, kommun and year: what of it can be printed, after what has been printed of it before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.disclosure import grids
from etl.disclosure.grids import KEYS, Cube, Grids
from etl.disclosure.rule import Rule
from etl.statistics.suppression import CannotHide, suppress


@dataclass(frozen=True)
class Block:
    """`types` is as in `grids.of_year`. `printed` has KEYS and count (NA: hidden) of the quarters that
    are frozen, and `frozen` the cube that they were counted from; both empty before the first.
    `may_revise` is false where something else is counted now than then."""

    types: pd.DataFrame
    regsos: tuple[str, ...]
    now: Cube
    frozen: Cube
    printed: pd.DataFrame
    may_revise: bool
    rule: Rule

    def cells(self, whole: set[int]) -> tuple[pd.DataFrame, bool]:
        """KEYS and count (NA: hidden) of what can be printed now, and whether that is the whole year, for
        good, instead of what was printed of it before. `whole` are the quarters that the files cover."""
        before = set(self.printed["quarter"]) - {0}
        if not whole - before:
            return self.printed.head(0), False
        if before | whole == {1, 2, 3, 4} and self.may_revise:
            year = self._year(before, whole)
            if year is not None:
                return year, True
        quarters = [self._quarter(quarter) for quarter in sorted(whole - before)]
        return pd.concat([self.printed.head(0), *quarters], ignore_index=True), False

    def _quarter(self, quarter: int) -> pd.DataFrame | None:
        return self._printed(grids.of_quarter(self.now, self.types, quarter=quarter))

    def _year(self, before: set[int], whole: set[int]) -> pd.DataFrame | None:
        """The year as it is known now, where the files still cover it; where that would tell a small
        count, its frozen quarters as they were."""
        known = self._with_frozen(self.now, before - whole)
        for cube in (self._revised(known, before), self._with_frozen(known, before)):
            found = self._printed(grids.of_year(cube, self.types, self.regsos))
            if found is not None:
                return found
        return None

    def _printed(self, found: Grids) -> pd.DataFrame | None:
        cells = found.cells
        is_old = was_hidden = np.zeros(len(cells), dtype=bool)
        if len(self.printed):
            old = cells[list(KEYS)].merge(
                self.printed.assign(is_old=True), on=list(KEYS), how="left"
            )
            is_old = old["is_old"].notna().to_numpy()
            was_hidden = is_old & old["count"].isna().to_numpy()
        try:
            hidden = suppress(
                cells["count"].to_numpy(), found.sums, cost=found.cost, least=self.rule.least,
                width=self.rule.width, hidden=was_hidden, shown=is_old & ~was_hidden,
            )  # fmt: skip
        except CannotHide:
            return None
        return cells.assign(count=cells["count"].astype("Int64").mask(hidden))

    def _revised(self, cube: Cube, before: set[int]) -> Cube:
        """The cube as it is known now where no cell that has been shown would have to be hidden, and
        none that is hidden would be zero: of what would, the problem type's quarter as it was frozen,
        and of a sum, the whole quarter."""
        cube = cube.copy()
        for quarter in before:
            months = slice(3 * quarter - 3, 3 * quarter)
            unfit = self._unfit(cube, quarter)
            types = unfit["problem_type"][unfit["problem_type"] != ""]
            of = self.types["problem_type"].isin(types).to_numpy()
            cube[of, :, months] = self.frozen[of, :, months]
            if len(self._unfit(cube, quarter)):
                cube = self._with_frozen(cube, {quarter})
        return cube

    def _unfit(self, cube: Cube, quarter: int) -> pd.DataFrame:
        cells = grids.of_quarter(cube, self.types, quarter=quarter).cells
        both = cells.merge(self.printed, on=list(KEYS), suffixes=("", "_printed"))
        is_small = both["count"].between(1, self.rule.least - 1)
        was_hidden = both["count_printed"].isna()
        return both[(was_hidden & (both["count"] == 0)) | (~was_hidden & is_small)]

    def _with_frozen(self, cube: Cube, quarters: set[int]) -> Cube:
        cube = cube.copy()
        for quarter in quarters:
            months = slice(3 * quarter - 3, 3 * quarter)
            cube[:, :, months] = self.frozen[:, :, months]
        return cube
