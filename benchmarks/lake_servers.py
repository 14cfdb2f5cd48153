"""The two servers that a lake needs, on this machine: PostgreSQL from Debian, SeaweedFS as S3."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


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
    postgres, *ports = free_ports(9)
    try:
        with _postgres(folder / "postgres", postgres), _seaweed(folder / "s3", ports, keys):
            servers = Servers(f"127.0.0.1:{postgres}", f"http://127.0.0.1:{ports[0]}")
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


@contextmanager
def _seaweed(folder: Path, ports: list[int], keys: Mapping[str, Sequence[str]]) -> Iterator[None]:
    folder.mkdir()
    people = [
        {"name": key, "credentials": [{"accessKey": key, "secretKey": Servers.secret(key)}], "actions": may}
        for key, may in keys.items()
    ]  # fmt: skip
    (folder / "s3.json").write_text(json.dumps({"identities": people}), encoding="utf-8")
    words = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3", f"-s3.config={folder / 's3.json'}"]  # fmt: skip
    words += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64", "-volume.max=100"]  # fmt: skip
    for name, port, inner in zip(("s3", "master", "volume", "filer"), ports[:4], ports[4:], strict=True):  # fmt: skip
        words += [f"-{name}.port={port}", f"-{name}.port.grpc={inner}"]
    weed = Path(sys.executable).with_name("weed")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([weed, "-v=0", "server", *words], stdout=log, stderr=log)
    try:
        while not _answers(f"http://127.0.0.1:{ports[0]}/healthz"):
            if server.poll() is not None:
                raise RuntimeError((folder / "log").read_text()[-2000:])
            time.sleep(0.1)
        yield
    finally:
        server.kill()
        server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


def free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in taken]
    for one in taken:
        one.close()
    return ports
