"""The two servers that a lake needs, on this machine: PostgreSQL from Debian, SeaweedFS as S3."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.etl.engine.seaweed import free_ports, seaweed


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
            _postgres(folder / "postgres", port),
            seaweed(weed, storage, keys=known, volumes_mb=64) as s3,
        ):
            servers = Servers(f"127.0.0.1:{port}", s3)
            with servers.as_owner("postgres") as db:
                db.execute(f"create database {database}".encode())
            yield servers
    finally:
        shutil.rmtree(folder)


@contextmanager
def _postgres(folder: Path, port: int) -> Iterator[None]:
    """As the user postgres where we are root, as whom it will not run."""
    folder.mkdir()
    folder.parent.chmod(0o711)
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_other:
        shutil.chown(folder, "postgres", "postgres")
    [programs, *_] = sorted(Path("/usr/lib/postgresql").glob("*/bin"))

    def run(program: str, *words: str) -> None:
        whole = [*as_other, str(programs / program), "-D", str(folder / "data"), *words]
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL, cwd="/")

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
