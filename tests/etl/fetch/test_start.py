"""A kommun started in one command: with the network, with some of it, and with none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.app import create_app
from etl import fetch
from etl.fetch import start
from etl.fetch.turns import Caller
from etl.provenance import Refused
from etl.workplace import Workplace
from tests.conftest import Published
from tests.etl.fetch.replay import Asked, Replay, Reply

Start = Callable[..., start.Started]


@pytest.fixture
def plats(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "plats")


@pytest.fixture
def begin(plats: Workplace, caller: Caller) -> Start:
    def run(code: str, bases: dict[str, str]) -> start.Started:
        codes = start.settle(plats, kommun_code=code)
        return start.start(plats, kommun_codes=codes, caller=caller, bases=bases)

    return run


def accounts(started: start.Started) -> dict[str, tuple[int, int]]:
    batches = started.loaded.batches
    assert all(b["read"] == b["accepted"] + b["rejected"] for b in batches)
    return {b["file"].split("_20")[0]: (b["read"], b["rejected"]) for b in batches}


def answers(workplace: Workplace) -> bool:
    app = create_app(editions=workplace.editions, audience="shared")
    return app.server.test_client().get("/").status_code == 200


@pytest.mark.parametrize(
    ("code", "name", "deso", "regso"), [("2080", "Falun", 37, 19), ("0683", "Värnamo", None, 13)]
)
def test_a_kommun_is_started_from_what_is_open(
    begin: Start,
    plats: Workplace,
    bases: dict[str, str],
    published: Published,
    code: str,
    name: str,
    deso: int | None,
    regso: int,
) -> None:
    started = begin(code, bases)
    assert started.missing == []
    assert (
        (plats.folder / "lagesbild.toml")
        .read_text(encoding="utf-8")
        .startswith(f'[forum]\nkommun = "{code}"  # {name}\n')
    )
    out = published(plats)
    areas = dict(out.execute("select level, count(*) from out.area group by 1").fetchall())
    deso = deso or areas["deso"]
    assert (areas["deso"], areas["regso"], areas["kommun"]) == (deso, regso, 1)
    read = accounts(started)
    assert read["deso"] == (deso, 0) and read["regso"] == (regso, 0)
    assert read["folkmangd_deso"] == (5 * deso, 0)
    assert read["polisen_handelser"][0] == 500
    [unpeopled] = out.execute(
        "select count(*) from out.area where level = 'deso' and population is null"
    ).fetchall()
    assert unpeopled == (0,)
    assert not list((plats.folder / "inbox").iterdir())
    assert answers(plats)


def test_started_again_it_loads_only_what_is_new(
    begin: Start, plats: Workplace, bases: dict[str, str], publisher: Replay
) -> None:
    begin("2080", bases)
    again = begin("2080", bases)
    assert again.loaded.edition is None and len(again.loaded.known) == 4
    good = publisher.answer

    def later(asked: Asked) -> Reply:
        reply = good(asked)
        if asked.path != "/api/events":
            return reply
        return replace(reply, body=json.dumps(json.loads(reply.body)[:10]).encode())

    publisher.answer = later
    assert [b["source"] for b in begin("2080", bases).loaded.batches] == ["polisen_events"]
    assert plats.current == 2


def test_without_network_it_stands_on_what_lies_inside_the_project(
    begin: Start, plats: Workplace, nowhere: dict[str, str], published: Published
) -> None:
    started = begin("0683", nowhere)
    assert started.missing == [
        "Gränser för DeSO och RegSO: SCB går inte att nå (127.0.0.1). Kontrollera nätet.",
        "Folkmängd per DeSO: SCB går inte att nå (127.0.0.1). Kontrollera nätet.",
        "Polisens händelser: Polisen går inte att nå (127.0.0.1). Kontrollera nätet.",
        "Tills vidare används de RegSO-gränser som följer med programmet.",
    ]
    [batch] = started.loaded.batches
    assert (batch["source"], batch["accepted"], batch["rejected"]) == ("scb_areas", 13, 0)
    assert batch["file"] == "regso_2025_0683_ur_programmet.geojson"
    assert batch["extracted_at"] == "2025-01-01T00:00:00"
    assert answers(plats)
    again = begin("0683", nowhere)
    assert (again.loaded.edition, plats.current) == (None, 1)
    assert len(again.missing) == 3


def test_one_publisher_that_fails_does_not_stop_the_others(
    begin: Start, plats: Workplace, bases: dict[str, str], publisher: Replay
) -> None:
    good = publisher.answer
    publisher.answer = lambda asked: (
        Reply(b"<html>", kind="text/html") if "TAB6574" in asked.path else good(asked)
    )
    started = begin("2080", bases)
    [missing] = started.missing
    assert missing.startswith("Folkmängd per DeSO: SCB svarade med en webbsida")
    assert {b["source"] for b in started.loaded.batches} == {"scb_areas", "polisen_events"}


def test_a_file_that_is_not_let_in_does_not_stop_the_others_and_does_not_stay(
    begin: Start, plats: Workplace, bases: dict[str, str], publisher: Replay
) -> None:
    good = publisher.answer

    def poisoned(asked: Asked) -> Reply:
        reply = good(asked)
        body = reply.body.replace(b", Trafikolycka,", b", 19121212-1212,")
        return replace(reply, body=body) if asked.path == "/api/events" else reply

    publisher.answer = poisoned
    started = begin("2080", bases)
    [missing] = started.missing
    assert "personnummer" in missing and "1212" not in missing.replace("T", "")[60:]
    assert {b["source"] for b in started.loaded.batches} == {"scb_areas", "scb_population"}
    assert not list((plats.folder / "inbox").iterdir())


def test_an_lpo_s_workplace_is_started_for_all_its_kommuner(
    begin: Start, plats: Workplace, bases: dict[str, str]
) -> None:
    plats.folder.mkdir()
    (plats.folder / "lagesbild.toml").write_text(
        '[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["2080", "2081"]\n',
        encoding="utf-8",
    )
    started = begin("2081", bases)
    assert started.missing == []
    files = {b["file"] for b in started.loaded.batches}
    assert {"deso_2025_2080.geojson", "deso_2025_2081.geojson"} <= files


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ("", "0600", "0600 är ingen kommunkod"),
        ("", "683", "683 är ingen kommunkod"),
        ('[forum]\nkommun = "2080"\n', "0683", "är någon annans arbetsplats än Värnamos"),
        ("[installation]\npolis = true\n", "0683", "är någon annans arbetsplats"),
        ('[forum]\nkommun = "0683"\n[installation]\nexempel = true\n', "0683", "någon annans"),
    ],
)
def test_a_workplace_is_never_taken_over(
    plats: Workplace, settings: str, code: str, said: str
) -> None:
    if settings:
        plats.folder.mkdir()
        (plats.folder / "lagesbild.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        start.settle(plats, kommun_code=code)
    left = list(plats.folder.rglob("*")) if plats.folder.exists() else []
    assert len(left) == bool(settings)


def test_what_cannot_be_fetched_is_said(tmp_path: Path, caller: Caller) -> None:
    with pytest.raises(Refused, match=r"”bra” kan inte hämtas\. Välj en av: scb_areas, scb_pop"):
        fetch.fetch("bra", folder=tmp_path, kommun_codes=[], caller=caller)
    with pytest.raises(Refused, match="Ange vilken kommun det gäller"):
        fetch.fetch("scb_areas", folder=tmp_path, kommun_codes=[], caller=caller)
    with pytest.raises(Refused, match="9999 är ingen kommunkod"):
        fetch.fetch("scb_areas", folder=tmp_path, kommun_codes=["9999"], caller=caller)


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, caller: Caller, bases: dict[str, str], plats: Workplace
) -> None:
    (tmp_path / "plats").write_text("")
    with pytest.raises(Refused, match=r"lagesbild\.toml: går inte att skriva: det finns redan"):
        start.settle(plats, kommun_code="2080")
    (tmp_path / "calls").write_text("")
    with pytest.raises(Refused, match="Hämtningen avbröts: det finns redan något med det namnet"):
        fetch.fetch(
            "polisen_events",
            folder=tmp_path / "inbox",
            kommun_codes=[],
            caller=caller,
            base=bases["polisen_events"],
        )
