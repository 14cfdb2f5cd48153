"""Two interfaces whose answers we have not seen: their described form, with synthetic figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl import fetch, sources
from etl.fetch import kolada
from etl.fetch.turns import Caller
from etl.provenance import Refused
from tests.etl.fetch import publishers
from tests.etl.fetch.replay import Asked, Replay, Reply

Fetch = Any


@pytest.fixture
def get(tmp_path: Path, caller: Caller, bases: dict[str, str]) -> Fetch:
    def run(name: str) -> list[Path]:
        return fetch.fetch(
            name,
            folder=tmp_path / "inbox",
            kommun_codes=["0683"],
            caller=caller,
            base=bases[name],
        )

    return run


def test_what_no_source_reads_says_so() -> None:
    [name] = fetch.ALL.keys() - sources.ALL.keys()
    assert "no source" in " ".join(str(fetch.ALL[name].__doc__).split())


def test_mcf_is_asked_for_ten_years_of_one_kommun(get: Fetch, publisher: Replay) -> None:
    [file] = get("rescue_service")
    assert file.name == "mcf_raddningstjanst_0683.json"
    [asked] = publisher.asked
    assert asked.method == "POST" and file.read_bytes() == publishers.mcf(asked).body
    content = json.loads(file.read_bytes())
    assert content["id"] == ["kommun", "ar", "konvHandelsetypId", "manadNummer"]
    assert content["size"] == [1, 10, 4, 12]
    assert list(content["dimension"]["ar"]["category"]["index"]) == [
        str(year) for year in range(2016, 2026)
    ]


@pytest.mark.parametrize("field", ["dimension", "size", "value"])
def test_a_changed_answer_from_mcf_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, field: str
) -> None:
    good = publisher.answer

    def answer(asked: Asked) -> Reply:
        content = json.loads(good(asked).body)
        del content[field]
        return Reply(json.dumps(content).encode())

    publisher.answer = answer
    with pytest.raises(Refused, match=f"MCF har ändrat .*: fältet ”{field}” saknas"):
        get("rescue_service")


def test_figures_that_do_not_fill_the_table_are_refused(get: Fetch, publisher: Replay) -> None:
    good = publisher.answer

    def answer(asked: Asked) -> Reply:
        content = json.loads(good(asked).body)
        content["value"].pop()
        return Reply(json.dumps(content).encode())

    publisher.answer = answer
    with pytest.raises(Refused, match="MCF:s svar är inte helt"):
        get("rescue_service")


def test_kolada_s_latest_group_decides_whose_figures_are_asked_for(
    get: Fetch, publisher: Replay
) -> None:
    files = get("kolada")
    assert [file.name for file in files] == [
        "kolada_liknande_0683_1.json",
        "kolada_liknande_0683_2.json",
        *(f"kolada_nyckeltal_0683_{page}.json" for page in range(1, 7)),
    ]
    assert publisher.asked[0].query["title"] == "Värnamo"
    assert publisher.asked[-1].path == (
        "/v3/data/kpi/N01951,N07403,U07418/municipality/0683,0662,0685,0000"
    )
    assert [a.query["page"] for a in publisher.asked] == list("12") + list("123456")
    for file, asked in zip(files, publisher.asked, strict=True):
        assert file.read_bytes() == publishers.kolada(asked).body


@pytest.mark.parametrize("field", ["values", "next_url"])
def test_a_changed_answer_from_kolada_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, field: str, tmp_path: Path
) -> None:
    content = {key: [] for key in ("values", "next_url") if key != field}
    publisher.first = [Reply(json.dumps(content).encode())]
    with pytest.raises(Refused, match=f"Kolada har ändrat .*: fältet ”{field}” saknas"):
        get("kolada")
    assert not (tmp_path / "inbox").exists()


def test_a_kommun_without_a_group_is_refused(get: Fetch, publisher: Replay) -> None:
    publisher.first = [Reply(b'{"values": [], "next_url": null}')]
    with pytest.raises(Refused, match="ingen grupp av kommuner som liknar"):
        get("kolada")


def test_pages_that_never_end_are_refused(get: Fetch, publisher: Replay) -> None:
    publisher.answer = lambda asked: Reply(b'{"values": [], "next_url": "/"}')
    with pytest.raises(Refused, match="fler sidor än väntat"):
        get("kolada")
    assert len(publisher.asked) == kolada.MOST_PAGES
