"""Editions in a DuckLake: Parquet in a folder or on S3, catalogues in PostgreSQL, for many hosts.

Each audience has a catalogue of its own, a schema named as `schema_of` says, that the role of the
same name may read, and a folder of its own in the storage. An edition is one DuckLake snapshot in
each; the table lagesbild.edition says which, and its rows for all audiences are written at once.

What DuckLake has no words for (enums) and what it need not know (comments) is kept beside the rows,
as the statements that make the edition's own file again.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString

import duckdb
import pyarrow as pa

from etl.engine import Away, identity, name, quoted, statements, table_sum, tables
from etl.engine.files import checksums, sha256
from etl.provenance import Refused

WAIT = 5  # s for PostgreSQL to answer
SHARED = "shared.duckdb"
EXTENSIONS = ("ducklake", "postgres_scanner", "httpfs")
OWN = "lagesbild_"  # before the names of what is ours, beside the edition's
BOUNDARY, STATEMENT, SUM = f"{OWN}boundary", f"{OWN}statement", f"{OWN}sum"
SHAPE: LiteralString = """
create schema if not exists lagesbild;
create table if not exists lagesbild.edition
    (number integer, audience text, snapshot bigint not null, primary key (number, audience));
create table if not exists lagesbild.manifest (number integer primary key, manifest text not null);
"""


@dataclass(frozen=True)
class S3:
    """`address` is the server's, http(s)://host:port."""

    address: str
    key: str
    secret: str = field(repr=False)


class Lake:
    """`catalogue` is a PostgreSQL URL without a password: libpq looks for that in PGPASSWORD and
    .pgpass. `storage` is a folder or s3://bucket."""

    def __init__(self, catalogue: str, storage: str, *, s3: S3 | None = None) -> None:
        self._url = catalogue.replace("postgresql+psycopg:", "postgresql:", 1)
        self._storage = storage.rstrip("/")
        self._s3 = s3

    def numbers(self) -> list[int]:
        with self._postgres() as db:
            if db.execute("select to_regclass('lagesbild.edition')").fetchone() == (None,):
                return []
            found = db.execute("select distinct number from lagesbild.edition order by number")
            return [number for (number,) in found]

    def publish(self, folder: Path, number: int) -> None:
        manifest = (folder / "manifest.json").read_text(encoding="utf-8")
        with self._postgres() as db:
            db.execute(SHAPE)
            known = db.execute("select manifest from lagesbild.manifest where number = %s", [number]).fetchone()  # fmt: skip
            if known and identity(known[0]) == identity(manifest):
                _grant(db)  # to roles that are new since
                return
        if known:
            raise Refused(f"I lagret finns ett annat underlag {number}, från en annan arbetsplats.")
        alike = _alike(json.loads(manifest)["files"])
        own = [file for file in sorted(folder.glob("*.duckdb")) if file.name not in alike]
        with self._duckdb() as lake:
            snapshots = {f.stem: self._write(lake, f, folder / "areas.parquet") for f in own}
        with self._postgres() as db:
            rows = [(number, audience, snapshot) for audience, snapshot in snapshots.items()]
            with db.cursor() as cursor:
                cursor.executemany("insert into lagesbild.edition values (%s, %s, %s)", rows)
            db.execute("insert into lagesbild.manifest values (%s, %s)", [number, manifest])
            _grant(db)

    def fetch(self, number: int, folder: Path) -> None:
        with self._postgres() as db:
            audiences = db.execute(
                """
                select audience, snapshot from lagesbild.edition
                join pg_namespace on nspname = 'lagesbild_' || replace(audience, '-', '_')
                where number = %s and has_schema_privilege(nspname, 'usage')
                order by audience
                """,
                [number],
            ).fetchall()
            if not audiences:
                raise Refused(f"Underlag {number} finns inte i lagret, eller är inte för den här värden.")  # fmt: skip
            is_builder = "select has_table_privilege('lagesbild.manifest', 'select')"
            manifest = None
            if db.execute(is_builder).fetchone() == (True,):
                [manifest] = db.execute("select manifest from lagesbild.manifest where number = %s", [number]).fetchone()  # fmt: skip
        folder.mkdir(parents=True)
        with self._duckdb() as lake:
            for audience, snapshot in audiences:
                self._read(lake, audience, snapshot, folder)
        if manifest:
            _complete(folder, json.loads(manifest))

    def forget(self, numbers: list[int]) -> None:
        """The rows first: as long as an edition is listed, somebody comes back for what is left."""
        with self._postgres() as db:
            kept: dict[str, list[int]] = {}
            for audience, number, snapshot in db.execute("select audience, number, snapshot from lagesbild.edition"):  # fmt: skip
                kept.setdefault(audience, []).extend([] if number in numbers else [snapshot])
        with self._duckdb() as lake:
            for audience, snapshots in kept.items():
                self._sweep(lake, audience, snapshots)
        with self._postgres() as db:
            db.execute("delete from lagesbild.edition where number = any(%s)", [numbers])
            db.execute("delete from lagesbild.manifest where number = any(%s)", [numbers])

    def _sweep(self, db: duckdb.DuckDBPyConnection, audience: str, kept: list[int]) -> None:
        """Take away all rows that are in none of the snapshots `kept`, and what a publisher that died
        has left in the storage."""
        self._attach(db, audience, "data_inlining_row_limit 0")
        if not kept:  # the audience has no rows of its own any more
            for table in tables(db):
                db.execute(f"drop table out.{name(table)}")
        *gone, _ = db.execute("select snapshot_id from ducklake_snapshots('out') order by 1").fetchall()  # fmt: skip
        versions = [snapshot for (snapshot,) in gone if snapshot not in kept]
        if versions:
            db.execute(f"call ducklake_expire_snapshots('out', versions => {versions})")
        db.execute("call ducklake_cleanup_old_files('out', cleanup_all => true)")
        db.execute("call ducklake_delete_orphaned_files('out', cleanup_all => true)")
        db.execute("detach out")

    def _write(self, db: duckdb.DuckDBPyConnection, file: Path, boundaries: Path) -> int:
        """The audience's database as one snapshot, where only what has changed is written anew."""
        db.execute(f"attach {quoted(file)} as built (read_only)")
        built = tables(db, of="built")
        rows = {table: statements.plain(db, table) for table in built}
        sums = {table: table_sum(db, f"built.{name(table)}") for table in built}
        rows[BOUNDARY] = f"select content from read_blob({quoted(boundaries)})"
        sums[BOUNDARY] = sha256(boundaries)
        macros = statements.macros(db)
        made = [*statements.shapes(db), *macros, *statements.comments(db)]
        self._attach(db, file.stem, "data_inlining_row_limit 0")
        try:
            before = dict(db.execute(f"from out.{SUM}").fetchall())
        except duckdb.CatalogException:  # the first edition
            before = {}
        db.execute("begin")
        for table, sql in rows.items():
            if before.get(table) != sums[table]:
                db.execute(f"create or replace table out.{name(table)} as {sql}")
        for table in before.keys() - rows.keys():
            db.execute(f"drop table out.{name(table)}")
        for macro in macros:
            db.execute(macro)
        _put(db, SUM, name=list(sums), sum=list(sums.values()))
        _put(db, STATEMENT, position=list(range(len(made))), sql=made)
        db.execute("commit")
        [(snapshot,)] = db.execute("select max(snapshot_id) from ducklake_snapshots('out')").fetchall()  # fmt: skip
        db.execute("detach out; detach built")
        return int(snapshot)

    def _read(
        self, db: duckdb.DuckDBPyConnection, audience: str, snapshot: int, folder: Path
    ) -> None:
        """Make the audience's own file of a snapshot, and see that it holds what was published."""
        self._attach(db, audience, f"read_only, snapshot_version {snapshot}", named="lake")
        made = db.execute(f"select sql from lake.{STATEMENT} order by position").fetchall()
        sums = dict(db.execute(f"from lake.{SUM} where name <> '{BOUNDARY}'").fetchall())
        [(boundaries,)] = db.execute(f"select content from lake.{BOUNDARY}").fetchall()
        (folder / "areas.parquet").write_bytes(boundaries)
        file = folder / f"{audience}.duckdb"
        db.execute(f"attach {quoted(file)} as out (storage_version 'latest')")
        db.execute("use out; begin")
        for (statement,) in made:
            db.execute(statement)
        for table in sums:
            db.execute(f"insert into out.{name(table)} from lake.{name(table)}")
        db.execute("commit")
        if any(table_sum(db, f"out.{name(table)}") != sums[table] for table in sums):
            raise Away(f"Underlaget i lagret är skadat ({audience}).")
        # all of it is in the file then, and nothing in a log beside it
        db.execute("use memory; detach out; detach lake")

    def _attach(self, db: duckdb.DuckDBPyConnection, audience: str, how: str, *, named: str = "out") -> None:  # fmt: skip
        path = f"{self._storage}/{audience}/"
        db.execute(
            f"attach {quoted('ducklake:postgres:' + self._conninfo())} as {named} "
            f"(data_path {quoted(path)}, metadata_schema '{schema_of(audience)}', {how})"
        )

    @contextmanager
    def _duckdb(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A database process of its own: a failed one is of no use to the next."""
        alone: dict[str, Any] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        try:
            with duckdb.connect(config=alone) as db:
                db.execute("set enable_progress_bar = false")
                for extension in EXTENSIONS:
                    db.execute(f"load {quoted(_extension(extension))}")
                if self._s3:
                    scheme, _, endpoint = self._s3.address.partition("://")
                    db.execute(
                        f"create secret (type s3, key_id {quoted(self._s3.key)}, "
                        f"secret {quoted(self._s3.secret)}, endpoint {quoted(endpoint)}, "
                        f"use_ssl {scheme == 'https'}, url_style 'path', region 'us-east-1')"
                    )
                yield db
        except duckdb.Error as error:  # its words may hold addresses
            raise Away(f"Lagret går inte att nå eller använda ({type(error).__name__}).") from None

    @contextmanager
    def _postgres(self) -> Iterator[Any]:
        """One transaction."""
        import psycopg  # noqa: PLC0415 (installed with the extra only)

        try:
            with psycopg.connect(self._conninfo()) as db:
                yield db
        except psycopg.Error as error:
            raise Away(f"Lagrets katalog i PostgreSQL går inte att nå eller använda ({type(error).__name__}).") from None  # fmt: skip

    def _conninfo(self) -> str:
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415

        return make_conninfo(self._url, connect_timeout=WAIT)


def schema_of(audience: str) -> str:
    """The PostgreSQL schema of an audience, and the role that may read it."""
    return OWN + audience.replace("-", "_")


def _extension(extension: str) -> Path:
    """Where the extension's wheel has put it. Raises Refused."""
    found = importlib.util.find_spec(f"duckdb_extension_{extension}")
    file = f"extensions/v{duckdb.__version__}/{extension}.duckdb_extension"
    if found is None or found.origin is None or not (Path(found.origin).parent / file).exists():
        raise Refused(
            "DuckLake är inte installerat. Installera det med: pip install 'lagesbild[lake]'"
        )
    return Path(found.origin).parent / file


def _grant(db: Any) -> None:
    """Each audience's catalogue to the role of its name, where there is one: nobody else reads."""
    for (audience,) in db.execute("select distinct audience from lagesbild.edition").fetchall():
        schema = schema_of(audience)
        if db.execute("select to_regrole(%s)", [schema]).fetchone() != (None,):
            db.execute(
                f"grant usage on schema lagesbild, {schema} to {schema};"
                f"grant select on lagesbild.edition to {schema};"
                f"grant select on all tables in schema {schema} to {schema};"
            )


def _put(db: duckdb.DuckDBPyConnection, table: str, **columns: list[Any]) -> None:
    """A small table of our own."""
    db.register("incoming", pa.table(columns))
    db.execute(f"create or replace table out.{table} as from incoming")
    db.unregister("incoming")


def _alike(files: dict[str, str]) -> set[str]:
    """Of a manifest's files, by their checksums: those of audiences with no rows of their own."""
    return {file for file, digest in files.items() if digest == files[SHARED]} - {SHARED}


def _complete(folder: Path, manifest: dict[str, Any]) -> None:
    """What only the builder has: the manifest, and the audiences that share their rows with others."""
    for file in _alike(manifest["files"]):
        os.link(folder / SHARED, folder / file)
    manifest["files"] = checksums(folder)
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
