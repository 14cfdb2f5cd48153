"""The import contracts cover every module there is; .ci/run tries the contracts themselves."""

import tomllib
from pathlib import Path

CONTRACTS = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]


def test_every_job_but_the_statistics_is_closed_to_the_app() -> None:
    [contract] = [
        c for c in CONTRACTS["contracts"] if c["name"].startswith("Of the jobs the app knows only")
    ]
    jobs = {f"etl.{path.stem}" for path in Path("etl").glob("[!_]*.py")}
    jobs |= {f"etl.{path.parent.name}" for path in Path("etl").glob("*/__init__.py")}
    assert set(contract["forbidden_modules"]) == jobs - {"etl.statistics"}


def test_no_contract_has_exceptions() -> None:
    assert not any("ignore_imports" in contract for contract in CONTRACTS["contracts"])
