"""What has been published stays as it was, through later files, rebuilding and new settings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from etl import warehouse
from etl.provenance import Refused
from etl.statistics import suppression
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import Row, incident

BURGLARY, DAMAGE, CHILD = "0810", "1201", "0409"


def days(quarter: str, *, code: str, count: int, last: str) -> list[Row]:
    """`count` of a crime in the middle of a quarter, in a file that reaches to `last`."""
    of = {"1": "02-14", "2": "05-14", "3": "08-14", "4": "11-14"}[quarter]
    day = f"2024-{of}"
    return [
        incident(day, code=code, start=day, end=day, count=str(count)),
        incident("2024-01-01", code="5011", start="2023-12-31", end="2023-12-31"),
        incident(last, code="5011", start=last, end=last, count="9"),
    ]


def quarters(place: Place) -> list[Any]:
    return place.ask(
        "select problem_type, quarter(quarter), count, is_final from out.open_type_quarter "
        "where year(quarter) = 2024 and (count is null or count > 0) and problem_type is not null "
        "and problem_type <> 'narkotika' order by all",
        audience="public",
    )


def test_a_quarter_is_frozen_and_revised_once(place: Place) -> None:
    place.load(*days("1", code=BURGLARY, count=20, last="2024-03-31"))
    assert quarters(place) == []  # a month more, for what is reported late
    place.load(*days("1", code=BURGLARY, count=20, last="2024-04-15"))
    assert (
        quarters(place) == []
    )  # a file of half of that month, though it stands to the month's end
    place.load(*days("1", code=BURGLARY, count=20, last="2024-04-30"))
    assert quarters(place) == [("inbrott_lokal", 1, 20, False)]
    later = [*days("1", code=BURGLARY, count=26, last="2024-07-31"), *days("2", code=BURGLARY, count=7, last="2024-07-31")]  # fmt: skip
    place.load(*later)
    half = [("inbrott_lokal", 1, 20, False), ("inbrott_lokal", 2, 7, False)]
    assert quarters(place) == half
    warehouse.rebuild(place.workplace)
    assert quarters(place) == half
    year = [*days("1", code=BURGLARY, count=27, last="2025-01-31"), *days("2", code=BURGLARY, count=7, last="2025-01-31")]  # fmt: skip
    place.load(*year)
    whole = [("inbrott_lokal", 1, 27, True), ("inbrott_lokal", 2, 7, True)]
    assert quarters(place) == whole
    assert place.ask(
        "select count from out.open_type_year where problem_type = 'inbrott_lokal'", audience="public"
    ) == [(34,)]  # fmt: skip
    place.load(*days("1", code=BURGLARY, count=99, last="2025-02-02"))
    assert quarters(place) == whole


def test_what_is_small_or_would_tell_it_is_hidden_and_said(place: Place) -> None:
    place.load(
        *days("1", code=BURGLARY, count=20, last="2025-01-31"),
        *days("1", code=DAMAGE, count=3, last="2025-01-31"),
        *days("2", code=CHILD, count=8, last="2025-01-31"),
    )
    shown = dict(
        place.ask(
            "select problem_type, count from out.open_type_quarter where quarter = '2024-01-01'",
            audience="public",
        )
    )
    assert shown["skadegorelse"] is None
    assert shown["ran"] == 0
    assert None in (shown["inbrott_lokal"], shown[None])  # 23 and 20 would tell the third
    assert place.ask("select sum(count) from out.open_month where month = '2024-05-01'", audience="public") == [(0,)]  # fmt: skip
    [(absent,)] = place.ask("select said from out.open_left_out where said like 'Per månad räknas%'", audience="public")  # fmt: skip
    assert "brott mot barn" in absent
    assert place.ask("select said from out.open_left_out where said like '%dolda%'", audience="public")  # fmt: skip
    assert place.ask("select count(*) from out.open_regso_year where group_code is not null and count_per_1000 is not null and (count is null or count < 10)", audience="public") == [(0,)]  # fmt: skip


def test_a_job_that_dies_has_published_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.load(*days("1", code=BURGLARY, count=20, last="2024-04-30"))
    before = place.state()
    with monkeypatch.context() as patch:
        patch.setattr(suppression, "_Changes", _out_of_memory)
        with pytest.raises(Refused):
            place.load(*days("2", code=DAMAGE, count=3, last="2024-07-31"))
    warehouse.look(place.workplace, [])
    with place.workplace.exclusive("load"):
        assert place.state() == before


def _out_of_memory(*_: object, **__: object) -> None:
    raise MemoryError


def test_the_rule_can_be_tightened_and_never_loosened(place: Place) -> None:
    place.load(*days("1", code=BURGLARY, count=7, last="2024-04-30"))
    place.settings("[utlamnande]\nminst = 10\nbredd = 4")
    number = warehouse.rebuild(place.workplace)
    assert quarters(place) == [("inbrott_lokal", 1, 7, False)]  # everybody has seen it
    place.load(*days("2", code=BURGLARY, count=7, last="2024-07-31"))
    assert quarters(place)[-1] == ("inbrott_lokal", 2, None, False)
    rules = place.ask("select edition, least, width from out.open_rule", audience="public")
    assert rules == [(1, 5, 3), (number, 10, 4)]
    place.settings("[utlamnande]\nminst = 6\nbredd = 4")
    with pytest.raises(Refused, match="kan bara höjas"):
        warehouse.rebuild(place.workplace)
    manifest = json.loads((place.workplace.edition(number) / "manifest.json").read_text())
    assert [rule["least"] for rule in manifest["disclosure"]] == [5, 10]


@pytest.mark.parametrize("said", ["minst = 4", "bredd = 2", "minst = 6\nbredd = 5"])
def test_a_rule_is_never_looser_than_ours(place: Place, said: str) -> None:
    place.settings(f"[utlamnande]\n{said}")
    with pytest.raises(Refused, match="utlamnande"):
        place.load(incident())
