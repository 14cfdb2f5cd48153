"""Where finished editions are kept for those who show them: in a folder, or in a lake for many hosts.

Either engine takes a finished folder as `edition.build` leaves it, and gives the same folder back.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import duckdb

from etl.provenance import Refused


class Away(Refused):
    """The engine cannot be reached just now. Swedish; never holds what stands in a connection."""


class Engine(Protocol):
    """Every method raises Away, and then nothing has changed."""

    def numbers(self) -> list[int]:
        """The editions that have been published, ascending: the last is the one to show."""

    def publish(self, folder: Path, number: int) -> None:
        """Make the finished `folder` edition `number`, for all audiences at once or not at all.

        The folder may be taken. Raises Refused when another edition has that number.
        """

    def fetch(self, number: int, folder: Path) -> None:
        """Write edition `number` in `folder`, which is made: what the one who asks may read of it.

        Raises Refused for a number that is not here.
        """

    def forget(self, numbers: list[int]) -> None:
        """Take away these editions and their rows: they have been pruned."""


def sums(folder: Path) -> dict[str, dict[str, str]]:
    """Of a finished edition: the checksum of each table, by audience and table."""
    files = sorted(folder.glob("*.duckdb"))
    alone = {file.stat().st_ino: file for file in files}  # many audiences may share one file
    found = {inode: _sums(file) for inode, file in alone.items()}
    return {file.stem: found[file.stat().st_ino] for file in files}


def _sums(file: Path) -> dict[str, str]:
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as db:
        db.execute(f"attach {quoted(file)} as out (read_only)")
        return {table: table_sum(db, f"out.{name(table)}") for table in tables(db)}


def table_sum(db: duckdb.DuckDBPyConnection, table: str) -> str:
    """How many rows, and the sum of their hashes: the same in whatever order they are kept."""
    columns = ", ".join(
        f"{name(column)}::varchar" if "ENUM(" in kind else name(column)
        for column, kind, *_ in db.execute(f"describe {table}").fetchall()
    )
    [(rows, total)] = db.execute(f"select count(*), sum(hash({columns})) from {table}").fetchall()
    return f"{rows}:{int(total or 0):x}"


def tables(db: duckdb.DuckDBPyConnection, *, of: str = "out") -> list[str]:
    """Every table of the database attached as `of`."""
    found = db.execute(
        "select table_name from duckdb_tables() where database_name = $of order by table_name",
        {"of": of},
    )
    return [table for (table,) in found.fetchall()]


def identity(manifest: str) -> dict[str, Any]:
    """What makes an edition that one and no other: everything but how its files are written."""
    said: dict[str, Any] = json.loads(manifest)
    said.pop("files")
    return said


def quoted(text: Path | str) -> str:
    """A text as SQL has it, where a parameter cannot stand."""
    return "'" + str(text).replace("'", "''") + "'"


def name(of: str) -> str:
    """The name of a table or a column as SQL has it."""
    return '"' + of.replace('"', '""') + '"'
