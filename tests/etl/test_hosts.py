"""A workplace that builds, a lake between, and a host that shows."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl import hosts, retention
from etl.engine import sums
from etl.provenance import Refused
from etl.workplace import Workplace
from tests.conftest import Command
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import incident

AWAY = "postgresql+psycopg://webb@127.0.0.1:1/lage"
LAKE = """
[forum]
kommun = "2080"
[kallor.police_deso_extract]
gallras_dagar = 30
[underlag]
motor = "{motor}"
katalog = "{url}"
lagring = "{storage}"
"""


def shown(workplace: Workplace) -> dict[str, dict[str, str]]:
    return sums(workplace.edition(workplace.current or 0))


def test_from_the_builder_to_a_host_and_back(
    place: Place,
    postgres: Callable[[], str],
    tmp_path: Path,
    command: Command,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    lake = {"url": postgres(), "storage": tmp_path / "lager"}
    for folder in ("host", "new"):
        (tmp_path / folder).mkdir()
        settings = LAKE.format(motor="ducklake", **lake)
        (tmp_path / folder / "lagesbild.toml").write_text(settings, encoding="utf-8")
    host, new = Workplace(tmp_path / "host"), Workplace(tmp_path / "new")

    place.settings(LAKE.format(motor="filer", **lake))
    place.load(incident("2026-01-10"), incident("2026-10-20"))
    hosts.follow(host)
    assert host.current is None, "nothing has been handed out"
    assert command("migrate", "ducklake", "--workplace", place.workplace.folder) == 0
    assert place.workplace.settings.underlag.motor == "ducklake"
    hosts.follow(host)
    assert shown(host) == shown(place.workplace)
    assert hosts.is_host(host) and not hosts.is_host(place.workplace)

    place.settings(LAKE.format(motor="ducklake", **lake | {"url": AWAY}))
    with caplog.at_level(logging.WARNING):
        place.load(incident("2026-10-22"))
    assert place.workplace.current == 2 and "Underlag 2 är inte utlagt än" in caplog.text
    assert command("status", "--workplace", place.workplace.folder) == 0
    assert "PostgreSQL går inte att nå" in capsys.readouterr().out
    with pytest.raises(Refused):
        hosts.lake(place.workplace).numbers()
    place.settings(LAKE.format(motor="ducklake", **lake))
    assert command("status", "--workplace", place.workplace.folder) == 0
    assert "Lagret har underlag 1. Underlag 2 är inte utlagt" in capsys.readouterr().out

    retention.prune(place.workplace, decision="KS 2026/1", today=date(2026, 11, 1))
    assert hosts.lake(place.workplace).numbers() == [3], "pruned rows are not in the lake"
    hosts.follow(host)
    assert [folder.name for folder in host.editions.glob("0*")] == ["0003"], "nor on the host"
    assert shown(host) == shown(place.workplace)
    assert command("status", "--workplace", host.folder) == 0
    assert (
        "Lagret har underlag 3. Den här värden har underlag 3, det senaste från"
        in capsys.readouterr().out
    )
    assert command("status", "--json", "--workplace", host.folder) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["edition"], told["batches"]) == (3, []), "the ledger is the builder's"
    assert (told["engine"]["motor"], told["engine"]["lake"], told["engine"]["here"]) == ("ducklake", 3, [3])  # fmt: skip
    assert told["engine"]["published_at"] <= told["engine"]["checked_at"]
    assert not told["engine"]["problem"]

    assert command("migrate", "filer", "--workplace", new.folder) == 0
    assert Workplace(new.folder).settings.underlag.motor == "filer"
    assert shown(new) == shown(place.workplace)
    assert new.manifest()["batches"] == place.workplace.manifest()["batches"]


def test_a_full_disk_between_here_and_the_lake_is_told_as_that(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """What has been loaded is shown by then: that nothing has changed would be untrue."""

    def full(_: Workplace) -> None:
        raise OSError(28, "No space left on device", str(tmp_path))

    monkeypatch.setattr(hosts, "hand_out", full)
    place.settings(LAKE.format(motor="ducklake", url=AWAY, storage=tmp_path / "lager"))
    with caplog.at_level(logging.WARNING):
        assert place.load(incident("2026-10-22")).edition == 1
    assert place.workplace.current == 1
    assert "Underlag 1 är inte utlagt än: OSError." in caplog.text
