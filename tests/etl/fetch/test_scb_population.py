"""SCB's population: the real answer, and answers that are not whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etl import fetch, intake
from etl.fetch import scb_population
from etl.fetch.turns import Caller
from etl.provenance import Refused
from etl.settings import Settings
from geodata.areas import load_regso
from tests.etl.fetch.conftest import Clock
from tests.etl.fetch.replay import Replay, Reply

Fetch = Any
HEADER = '"Region","Alder","Kon","000007Y7 2024"'


@pytest.fixture
def get(tmp_path: Path, caller: Caller, bases: dict[str, str]) -> Fetch:
    def run(*codes: str) -> list[Path]:
        return fetch.fetch(
            "scb_population",
            folder=tmp_path / "inbox",
            kommun_codes=codes,
            caller=caller,
            base=bases["scb_population"],
        )

    return run


def csv(*rows: str, header: str = HEADER) -> Reply:
    return Reply("\n".join([header, *rows, ""]).encode(), kind="text/csv")


def whole(code: str = "2080A0010") -> list[str]:
    return [f'"{code}_DeSO2025","{age}","1+2",7' for age in scb_population.AGES]


def test_falun_comes_as_scb_sent_it_and_can_be_read(get: Fetch, shared: Path) -> None:
    [file] = get("2080")
    assert file.name == "folkmangd_deso_2024_2080.csv"
    raw = (shared / "population/folkmangd_deso_2024_raw.csv").read_text(encoding="utf-8")
    falun = [line for line in raw.splitlines() if line.startswith('"2080')]
    assert file.read_text(encoding="utf-8").splitlines() == [HEADER, *falun]
    reading = intake.receive(file, source=None, settings=Settings()).reading
    assert (reading.accepted.num_rows, reading.rejects.num_rows) == (37 * 5, 0)


def test_the_selection_is_that_of_the_real_answer(get: Fetch, publisher: Replay) -> None:
    get("2080")
    assert publisher.asked[0].path == "/api/v2/tables/TAB6574/data"
    assert publisher.asked[0].query == {
        "lang": "sv",
        "valueCodes[Region]": "2080*",
        "codelist[Region]": "vs_DeSO2025",
        "valueCodes[Alder]": "totalt,65-69,70-74,75-79,80-",
        "valueCodes[Kon]": "1+2",
        "valueCodes[ContentsCode]": "000007Y7",
        "valueCodes[Tid]": "top(1)",
        "outputFormat": "csv",
    }


def test_no_kommun_comes_near_the_limit_of_cells() -> None:
    """A DeSO has 700 residents or more, and a RegSO holds a handful of DeSO."""
    most = load_regso().groupby("kommun_code").size().max()
    assert most * 20 * len(scb_population.AGES) < 150_000


def test_thirty_calls_in_ten_seconds_and_not_one_more(
    get: Fetch, publisher: Replay, clock: Clock
) -> None:
    get(*["2080"] * 31)
    assert len(publisher.asked) == 31 and clock.slept == [11]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ('"Omrade","Alder","Kon","000007Y7 2024"', "Region"),
        ('"Region","Age","Kon","000007Y7 2024"', "Alder"),
        ('"Region","Alder","000007Y7 2024"', "Kon"),
        ('"Region","Alder","Kon","Antal 2024"', "000007Y7 och ett år"),
    ],
)
def test_a_changed_answer_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, header: str, field: str, tmp_path: Path
) -> None:
    publisher.first = [csv(*whole(), header=header)]
    with pytest.raises(Refused, match=f"ändrat formen på sitt svar: fältet ”{field}” saknas"):
        get("2080")
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        whole()[:-1],
        [*whole(), whole()[0]],
        [*whole(), *whole("2081A0010")],
        [*whole()[:-1], '"2080A0010_DeSO2025","80-"'],
    ],
    ids=["none", "an age is missing", "twice", "another kommun", "a short row"],
)
def test_an_answer_that_is_not_whole_is_refused(
    get: Fetch, publisher: Replay, rows: list[str]
) -> None:
    publisher.first = [csv(*rows)]
    with pytest.raises(Refused, match="inte varje åldersgrupp för varje område"):
        get("2080")


def test_a_quote_without_end_is_refused(get: Fetch, publisher: Replay) -> None:
    publisher.first = [csv('"' + "x" * 200_000)]
    with pytest.raises(Refused, match="något annat än uppgifter"):
        get("2080")
