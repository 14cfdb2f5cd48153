"""`lagesbild fetch` and `lagesbild start`: what they answer, in which words, with which exit code."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from etl import fetch
from etl.workplace import Workplace
from tests.conftest import Command
from tests.etl.fetch.replay import Replay

Said = pytest.CaptureFixture[str]


@pytest.fixture
def plats(tmp_path: Path) -> Path:
    return tmp_path / "min plats"


@pytest.fixture(params=["open", "closed"])
def addresses(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    bases = request.getfixturevalue("bases" if request.param == "open" else "nowhere")
    for name, client in fetch.ALL.items():
        monkeypatch.setattr(client, "BASE", bases[name])
    return str(request.param)


@pytest.mark.parametrize("addresses", ["open"], indirect=True)
def test_what_is_fetched_is_loaded_by_the_command_that_is_said(
    command: Command, plats: Path, addresses: str, capsys: Said
) -> None:
    words = ["scb_areas", "--kommun", "2080", "--workplace", plats]
    assert command("fetch", *words) == 0
    said = capsys.readouterr().out
    assert said.startswith("Hämtat. Läs in med: lagesbild load ")
    assert command(*shlex.split(said.partition(": lagesbild ")[2])) == 0
    assert [b["file"] for b in Workplace(plats).manifest()["batches"]] == [
        "deso_2025_2080.geojson",
        "regso_2025_2080.geojson",
    ]


@pytest.mark.parametrize("addresses", ["open"], indirect=True)
def test_what_nothing_reads_yet_is_said_to_be_so(
    command: Command, plats: Path, addresses: str, capsys: Said
) -> None:
    assert command("fetch", "kolada", "--kommun", "0683", "--workplace", plats) == 0
    said = capsys.readouterr().out
    assert "programmet läser inte in sådana filer än" in said
    assert str(plats / "inbox/kolada_liknande_0683_1.json") in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fetch", "bra"], "”bra” kan inte hämtas. Välj en av: " + ", ".join(fetch.ALL)),
        (["fetch", "scb_areas"], "Ange vilken kommun det gäller"),
        (["fetch", "scb_areas", "--kommun", "9999"], "9999 är ingen kommunkod"),
        (["fetch", "polisen_events"], "Polisen går inte att nå"),
        (["start", "Värnamo"], "Värnamo är ingen kommunkod. Den har fyra siffror, till ex"),
    ],
)
@pytest.mark.parametrize("addresses", ["closed"], indirect=True)
def test_a_refusal_is_exit_code_1_and_a_sentence(
    command: Command, plats: Path, addresses: str, words: list[str], said: str, capsys: Said
) -> None:
    assert command(*words, "--workplace", plats) == 1
    captured = capsys.readouterr()
    assert said in captured.err and "Traceback" not in captured.err and not captured.out


def test_a_kommun_is_started(command: Command, plats: Path, addresses: str, capsys: Said) -> None:
    assert command("start", "2080", "--build-only", "--workplace", plats) == 0
    said = capsys.readouterr().out
    assert "Underlag 1 visas nu." in said
    if addresses == "open":
        assert (
            "deso_2025_2080.geojson (scb_areas):\n   37 rader lästa, 37 godtagna, 0 avvisade"
            in said
        )
        assert "Allt kunde inte hämtas" not in said
    else:
        assert "Allt kunde inte hämtas:\n   Gränser för DeSO och RegSO: SCB går inte att nå" in said
        assert "Kör samma kommando igen" in said
        assert "regso_2025_2080_ur_programmet.geojson (scb_areas):\n   19 rader lästa" in said
    # the forum is known now: no need to say which kommun
    assert command("fetch", "scb_population", "--workplace", plats) == (addresses != "open")


@pytest.mark.parametrize("addresses", ["closed"], indirect=True)
def test_the_example_is_not_taken_over(
    command: Command, plats: Path, addresses: str, capsys: Said
) -> None:
    plats.mkdir()
    (plats / "lagesbild.toml").write_text(
        '[forum]\nkommun = "0683"\n[installation]\nexempel = true\n', encoding="utf-8"
    )
    assert command("start", "0683", "--workplace", plats) == 1
    assert "Välj en annan mapp med --workplace" in capsys.readouterr().err


@pytest.mark.parametrize("addresses", ["open"], indirect=True)
@pytest.mark.parametrize(
    ("settings", "agent"),
    [
        ('[forum]\nkommun = "2080"\n[installation]\nkontakt = "trygghet@falun.example"\n',
         "lagesbild (kommun 2080; trygghet@falun.example)"),
        ('[installation]\nkontakt = "trygghet@falun.example"\n', "lagesbild (trygghet@falun.example)"),
        ("", "lagesbild"),
    ],
)  # fmt: skip
def test_whom_a_publisher_may_write_to(
    command: Command, plats: Path, addresses: str, publisher: Replay, settings: str, agent: str
) -> None:
    plats.mkdir()
    (plats / "lagesbild.toml").write_text(settings, encoding="utf-8")
    assert command("fetch", "polisen_events", "--workplace", plats) == 0
    assert [asked.headers["User-Agent"] for asked in publisher.asked] == [agent]


@pytest.mark.parametrize("addresses", ["open"], indirect=True)
def test_every_call_of_a_start_says_whom_to_write_to(
    command: Command, plats: Path, addresses: str, publisher: Replay
) -> None:
    plats.mkdir()
    (plats / "lagesbild.toml").write_text(
        '[forum]\nkommun = "2080"\n[installation]\nkontakt = "trygghet@falun.example"\n'
    )
    assert command("start", "2080", "--build-only", "--workplace", plats) == 0
    agents = {asked.headers["User-Agent"] for asked in publisher.asked}
    assert len(publisher.asked) > 3
    assert agents == {"lagesbild (kommun 2080; trygghet@falun.example)"}
