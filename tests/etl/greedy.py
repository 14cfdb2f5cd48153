"""Work that takes too much, for a process that may take so much and no more."""

import os
import sys
import time
from pathlib import Path

import pyarrow as pa

from etl.provenance import Refused


def echo(text: str) -> list[pa.Table]:
    print(text)  # a library's chatter
    print(text, file=sys.stderr)
    return [pa.table({"a": [text], "b": pa.array([text]).dictionary_encode()}), pa.table({"c": []})]


def refuses() -> list[pa.Table]:
    raise Refused("nej")


def fails(secret: str) -> list[pa.Table]:
    raise KeyError(secret)


def answers_nonsense() -> list[pa.Table]:
    return ["Qvarnby"]  # type: ignore[list-item]


def allocates() -> list[pa.Table]:
    held = [bytes(1 << 24) for _ in range(10_000)]
    return [pa.table({"a": [len(held)]})]


def spins() -> list[pa.Table]:
    while True:
        pass


def waits() -> list[pa.Table]:
    time.sleep(60)
    return []


def dies() -> list[pa.Table]:
    os.abort()


def writes(file: Path) -> list[pa.Table]:
    with file.open("wb") as handle:
        handle.write(b"Qvarnby")
    return []


def says_nothing() -> list[pa.Table]:
    os._exit(0)
