"""The two servers that a lake needs, on this machine: PostgreSQL from Debian, SeaweedFS as S3."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.etl.engine.seaweed import free_ports, seaweed
from tests.postgres import postgres


@dataclass(frozen=True)
class Servers:
    """`postgres` is host:port, without passwords; `s3` the address of the other, whose secrets are as
    `secret` says."""

    postgres: str
    s3: str

    def as_owner(self, database: str) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://postgres@{self.postgres}/{database}", autocommit=True)

    @staticmethod
    def secret(key: str) -> str:
        return f"{key}-bara-har"


@contextmanager
def lake_servers(*, keys: Mapping[str, Sequence[str]], database: str) -> Iterator[Servers]:
    """Both, for as long as this lasts, with `database` in the first. `keys` is what each key may do at
    the second, in SeaweedFS's words."""
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-lager-"))
    storage = folder / "s3"
    storage.mkdir()
    [port] = free_ports(1)
    weed = Path(sys.executable).with_name("weed")
    known = {key: (Servers.secret(key), may) for key, may in keys.items()}
    try:
        with (
            postgres(port=port),
            seaweed(weed, storage, keys=known, volumes_mb=64) as s3,
        ):
            servers = Servers(f"127.0.0.1:{port}", s3)
            with servers.as_owner("postgres") as db:
                db.execute(f"create database {database}".encode())
            yield servers
    finally:
        shutil.rmtree(folder)
