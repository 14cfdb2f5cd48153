"""From the incidents of an edition, and what has been published before, to the public's cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from etl.disclosure.blocks import Block
from etl.disclosure.grids import KEYS, UNKNOWN, Cube
from etl.disclosure.rule import Log, Rule

HERE = Path(__file__).parent
CELLS, COUNTS = "public_cells.parquet", "public_counts.parquet"
BLOCK = ["source", "kommun_code", "year"]
CELL_TYPES = {
    "source": "str", "kommun_code": "str", "year": "int32", "grid": "str", "problem_type": "str", "group_code": "str",
    "regso_code": "str", "quarter": "int32", "month": "int32", "count": "Int64", "is_final": "bool", "edition": "int32",
    "definition": "str",
}  # fmt: skip
COUNT_TYPES = {
    "source": "str", "kommun_code": "str", "year": "int32", "month": "int32", "problem_type": "str",
    "regso_code": "str", "count": "int64",
}  # fmt: skip


def publish(
    db: duckdb.DuckDBPyConnection, folder: Path, *, before: Path | None, log: Log, number: int
) -> None:
    """Write the public's ledger into the edition's `folder`, going on from the one in the folder
    `before`, under the last rule in `log`; put it in core.open_cell, and the log in core.open_rule."""
    for name in ("open_type", "open_quarter", "open_count"):
        db.execute((HERE / f"{name}.sql").read_text(encoding="utf-8"))
    types, quarters, counts = (
        # by way of Arrow: half a million rows would else be Python's texts for a moment
        db.execute(f"from core.{name}").to_arrow_table().to_pandas()
        for name in ("open_type", "open_quarter", "open_count")
    )
    regsos = dict(db.execute("select kommun_code, list(area_code order by area_code) from core.area where level = 'regso' group by all").fetchall())  # fmt: skip
    cells = _kept(before, CELLS, CELL_TYPES)
    frozen = _kept(before, COUNTS, COUNT_TYPES)
    counted, was_printed, was_counted = (_by_block(rows) for rows in (counts, cells, frozen))
    fresh: dict[str, list[pd.DataFrame]] = {"cells": [], "frozen": []}
    gone: dict[str, list[pd.Index]] = {"cells": [], "frozen": []}
    told: list[dict[str, Any]] = []  # of each of the fresh cells' tables
    rule = Rule(log[-1]["least"], log[-1]["width"])
    own_types = dict(iter(types.groupby("source")))
    no_cells, no_counts = cells.head(0), counts.head(0)
    for key, whole in quarters.groupby(BLOCK):
        printed, mine = was_printed.get(key, no_cells), own_types[key[0]]
        if printed["is_final"].any():
            continue
        places = (*regsos.get(key[1], ()), UNKNOWN)
        now, then = counted.get(key, no_counts), was_counted.get(key, no_counts)
        block = Block(
            types=mine,
            regsos=places,
            now=_cube(now, mine, places),
            frozen=_cube(then, mine, places),
            printed=printed[[*KEYS, "count"]],
            may_revise=bool(printed["definition"].isin(mine["definition"]).all()),
            rule=rule,
        )
        new, is_final = block.cells(set(whole["quarter"]))
        about = dict(zip(BLOCK, key, strict=True)) | {"is_final": is_final, "edition": number}
        told.append(about | {"definition": mine["definition"].iloc[0]})
        fresh["cells"].append(new)
        if is_final:
            gone["cells"].append(printed.index)
            gone["frozen"].append(then.index)
        else:
            quarter = (now["month"] - 1) // 3 + 1
            fresh["frozen"].append(now[quarter.isin(new["quarter"])])
    cells = pd.concat([_without(cells, gone["cells"]), _told(fresh["cells"], told)], ignore_index=True).astype(CELL_TYPES)  # fmt: skip
    frozen = pd.concat([_without(frozen, gone["frozen"]), *fresh["frozen"]], ignore_index=True)
    db.execute("drop table core.open_count")  # the audiences need the memory
    cells.to_parquet(folder / CELLS, index=False)
    frozen.to_parquet(folder / COUNTS, index=False)
    for table, rows in (("open_cell", cells), ("open_rule", pd.DataFrame(log))):
        db.register("incoming", rows)
        db.execute(f"create table core.{table} as from incoming")
        db.unregister("incoming")


def _without(rows: pd.DataFrame, gone: list[pd.Index]) -> pd.DataFrame:
    return rows.drop(np.concatenate(gone)) if gone else rows


def _told(parts: list[pd.DataFrame], told: list[dict[str, Any]]) -> pd.DataFrame:
    """The parts in one, each with what is told of it in columns."""
    if not parts:
        return pd.DataFrame(columns=list(CELL_TYPES)).astype(CELL_TYPES)
    about = pd.DataFrame(told)
    of = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    both = [pd.concat(parts, ignore_index=True), about.take(of).reset_index(drop=True)]
    return pd.concat(both, axis=1)


def _kept(folder: Path | None, name: str, types: dict[str, str]) -> pd.DataFrame:
    """What an earlier edition kept; nothing of one from before there was a ledger."""
    if folder is None or not (folder / name).exists():
        return pd.DataFrame(columns=list(types)).astype(types)
    return pd.read_parquet(folder / name).astype(types)


def _by_block(rows: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    return dict(iter(rows.groupby(BLOCK)))


def _cube(counts: pd.DataFrame, types: pd.DataFrame, regsos: tuple[str, ...]) -> Cube:
    """Problem type x RegSO x month. What lies in a RegSO that is not drawn has none that is known."""
    cube = np.zeros((len(types), len(regsos), 12), dtype=np.int64)
    kind = pd.Index(types["problem_type"]).get_indexer(counts["problem_type"])
    place = pd.Index(regsos).get_indexer(counts["regso_code"])
    known = kind >= 0  # a type that is gone: its year is not revised
    place = np.where(place < 0, len(regsos) - 1, place)
    at = (kind[known], place[known], counts["month"].to_numpy()[known] - 1)
    np.add.at(cube, at, counts["count"].to_numpy()[known])
    return cube
