"""The real PostgreSQL, for tests and benchmarks: of their own, and gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")  # beside the usual places


def programs() -> list[Path]:
    """initdb and pg_ctl, and what else it takes here; empty where something is missing."""
    others = ["runuser"] if os.geteuid() == 0 else []
    found = [_program(name) for name in ("initdb", "pg_ctl", *others)]
    return [program for program in found if program] if all(found) else []


@contextmanager
def postgres(*, port: int | None = None) -> Iterator[Path]:
    """The folder with its socket, for as long as this lasts; with `port` on loopback too. Whoever comes
    as postgres may do all, without a password."""
    initdb, pg_ctl, *_ = programs()
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-postgres-"))
    as_other = []
    if os.geteuid() == 0:  # as whom it will not run
        as_other = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")

    def run(program: Path, *words: str) -> None:
        whole = [*as_other, str(program), "-D", str(folder / "data"), *words]
        with (folder / f"{program.name}.log").open("w") as said:
            subprocess.run(whole, check=True, stdout=said, stderr=said, cwd="/")

    reach = f"-c listen_addresses=127.0.0.1 -c port={port}" if port else "-c listen_addresses="
    run(initdb, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    run(pg_ctl, "-w", "-o", f"{reach} -c unix_socket_directories={folder} -F", "start")
    try:
        yield folder
    finally:
        run(pg_ctl, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _program(name: str) -> Path | None:
    beside = sorted(DEBIAN.glob(f"*/bin/{name}"))
    usual = shutil.which(name)
    return beside[-1] if beside else Path(usual) if usual else None
