"""A real S3 server on this machine: SeaweedFS, for the tests and the benchmarks."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def seaweed(
    weed: Path | str, folder: Path, *, keys: Mapping[str, tuple[str, Sequence[str]]], volumes_mb: int
) -> Iterator[str]:  # fmt: skip
    """The address of the program `weed`, which keeps all in the empty `folder`, for as long as this
    lasts. `keys` is each one's secret and what it may do, in SeaweedFS's words.

    Raises RuntimeError, with the end of its log, where it ends before it answers.
    """
    people = [
        {"name": key, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": may}
        for key, (secret, may) in keys.items()
    ]  # fmt: skip
    (folder / "s3.json").write_text(json.dumps({"identities": people}), encoding="utf-8")
    words = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3", f"-s3.config={folder / 's3.json'}"]  # fmt: skip
    words += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    words += [f"-master.volumeSizeLimitMB={volumes_mb}", "-volume.max=100"]
    ports = free_ports(8)
    for name, port, inner in zip(("s3", "master", "volume", "filer"), ports[:4], ports[4:], strict=True):  # fmt: skip
        words += [f"-{name}.port={port}", f"-{name}.port.grpc={inner}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([weed, "-v=0", "server", *words], stdout=log, stderr=log)
    address = f"http://127.0.0.1:{ports[0]}"
    try:
        while not _answers(f"{address}/healthz"):
            if server.poll() is not None:
                raise RuntimeError((folder / "log").read_text()[-2000:])
            time.sleep(0.05)
        yield address
    finally:
        server.kill()
        server.wait()


def free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in taken]
    for one in taken:
        one.close()
    return ports


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
