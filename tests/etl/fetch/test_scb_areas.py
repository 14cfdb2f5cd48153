"""SCB's boundaries: whole, in pages, taken up again, and never mixed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from etl import fetch, intake
from etl.fetch import scb_areas
from etl.fetch.turns import Caller
from etl.provenance import Refused
from etl.settings import Settings
from tests.etl.fetch import publishers
from tests.etl.fetch.replay import Asked, Replay, Reply

Fetch = Any


@pytest.fixture
def get(tmp_path: Path, caller: Caller, bases: dict[str, str]) -> Fetch:
    def run(*codes: str) -> list[Path]:
        return fetch.fetch(
            "scb_areas",
            folder=tmp_path / "inbox",
            kommun_codes=codes,
            caller=caller,
            base=bases["scb_areas"],
        )

    return run


def features(file: Path) -> list[dict[str, Any]]:
    return json.loads(file.read_bytes())["features"]


def test_deso_and_regso_of_falun_come_as_scb_sent_them_and_can_be_read(
    get: Fetch, publisher: Replay, shared: Path
) -> None:
    files = get("2080")
    assert [file.name for file in files] == ["deso_2025_2080.geojson", "regso_2025_2080.geojson"]
    real = json.loads((shared / "geodata/deso_2025_dalarna_raw.geojson").read_bytes())["features"]
    falun = sorted(
        (f for f in real if f["properties"]["kommunkod"] == "2080"),
        key=lambda f: f["properties"]["desokod"],
    )
    assert files[0].read_bytes() == publishers.collection(falun, matched=37)
    for file, count in zip(files, (37, 19), strict=True):
        reading = intake.receive(file, source=None, settings=Settings()).reading
        assert (reading.accepted.num_rows, reading.rejects.num_rows) == (count, 0)
    assert [a.query["typeNames"] for a in publisher.asked] == ["stat:DeSO_2025", "stat:RegSO_2025"]
    assert {file.name for file in files[0].parent.iterdir()} == {file.name for file in files}


def test_several_pages_become_one_answer_of_the_same_form(
    get: Fetch, publisher: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    [whole, _] = get("2080")
    expected = json.loads(whole.read_bytes())
    for page in (9, 36, 37, 38):
        monkeypatch.setattr(scb_areas, "PAGE", page)
        publisher.asked.clear()
        [paged, _] = get("2080")
        assert json.loads(paged.read_bytes()) == expected
        asked = [a for a in publisher.asked if a.query["typeNames"] == "stat:DeSO_2025"]
        assert [int(a.query["startIndex"]) for a in asked] == list(range(0, 37, page))


def test_a_fetch_that_broke_off_goes_on_where_it_was(
    get: Fetch, publisher: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scb_areas, "PAGE", 10)
    good = publisher.answer
    publisher.answer = lambda asked: (
        Reply(status=404) if asked.query["startIndex"] == "20" else good(asked)
    )
    with pytest.raises(Refused, match="felkod 404"):
        get("2080")
    assert not list((tmp_path / "inbox").glob("*.geojson"))
    publisher.answer = good
    publisher.asked.clear()
    [deso, _] = get("2080")
    starts = [a.query["startIndex"] for a in publisher.asked]
    assert starts == ["20", "30", "0", "10"]  # the last two of RegSO
    assert len({f["properties"]["desokod"] for f in features(deso)}) == 37
    assert not list((tmp_path / "inbox").glob(".*"))


def test_a_total_that_is_not_said_ends_with_a_short_page(
    get: Fetch, publisher: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scb_areas, "PAGE", 37)
    good = publisher.answer
    publisher.answer = lambda asked: Reply(
        publishers.collection(json.loads(good(asked).body)["features"], matched="unknown")
    )
    [deso, _] = get("2080")
    assert len(features(deso)) == 37
    assert [a.query["startIndex"] for a in publisher.asked] == ["0", "37", "0"]


def changing(publisher: Replay, change: Any) -> None:
    """Every answer but the first goes through `change`."""
    good = publisher.answer

    def answer(asked: Asked) -> Reply:
        reply = good(asked)
        if len(publisher.asked) == 1:
            return reply
        content = json.loads(reply.body)
        change(content)
        return replace(reply, body=json.dumps(content).encode())

    publisher.answer = answer


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(numberMatched=99),
        lambda content: [f["properties"].update(version="2026_v1") for f in content["features"]],
        lambda content: [f["properties"].update(desokod="2080A0010") for f in content["features"]],
    ],
    ids=["total", "version", "twice"],
)
def test_pages_of_two_lists_are_never_mixed(
    get: Fetch, publisher: Replay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: Any
) -> None:
    monkeypatch.setattr(scb_areas, "PAGE", 36)
    good = publisher.answer
    changing(publisher, change)
    with pytest.raises(Refused, match="ändrade sina områden medan de hämtades"):
        get("2080")
    assert not list((tmp_path / "inbox").iterdir())  # the next fetch begins anew
    publisher.answer = good
    assert len(features(get("2080")[0])) == 37


@pytest.mark.parametrize("field", ["features", "numberMatched"])
def test_a_changed_answer_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, field: str, tmp_path: Path
) -> None:
    content = {"features": [], "numberMatched": 0}
    del content[field]
    publisher.first = [Reply(json.dumps(content).encode())]
    with pytest.raises(Refused, match=f"SCB har ändrat formen på sitt svar: fältet ”{field}”"):
        get("2080")
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize("field", ["objekttyp", "desokod", "kommunkod", "version"])
def test_a_changed_area_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, field: str
) -> None:
    properties = dict.fromkeys(["objekttyp", "desokod", "kommunkod", "version"], "2080")
    del properties[field]
    feature = {"geometry": None, "properties": properties}
    publisher.first = [Reply(publishers.collection([feature], matched=1))]
    with pytest.raises(Refused, match=f"fältet ”{field}” saknas"):
        get("2080")


def test_other_areas_than_those_asked_for_are_refused(get: Fetch, publisher: Replay) -> None:
    properties = dict.fromkeys(["objekttyp", "desokod", "kommunkod", "version"], "2081")
    feature = {"geometry": None, "properties": properties}
    publisher.first = [Reply(publishers.collection([feature], matched=1))]
    with pytest.raises(Refused, match="andra kommuners områden"):
        get("2080")


def test_a_kommun_without_areas_is_refused(get: Fetch, publisher: Replay) -> None:
    publisher.first = [Reply(publishers.collection([], matched=0))]
    with pytest.raises(Refused, match="inga områden"):
        get("2080")
