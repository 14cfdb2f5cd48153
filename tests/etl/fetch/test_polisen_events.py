"""The police's feed: saved whole, by the police's own rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl import fetch, intake
from etl.fetch.turns import Caller
from etl.provenance import Refused
from etl.settings import Settings
from tests.etl.fetch.conftest import Clock
from tests.etl.fetch.replay import Replay, Reply

Fetch = Any
EVENT = {"id": 1, "datetime": "", "name": "", "type": "", "location": {"name": ""}}


@pytest.fixture
def get(tmp_path: Path, caller: Caller, bases: dict[str, str]) -> Fetch:
    def run() -> list[Path]:
        return fetch.fetch(
            "polisen_events",
            folder=tmp_path / "inbox",
            kommun_codes=(),
            caller=caller,
            base=bases["polisen_events"],
        )

    return run


def test_the_feed_comes_as_the_police_sent_it_and_can_be_read(
    get: Fetch, publisher: Replay, shared: Path
) -> None:
    [file] = get()
    assert file.name.startswith("polisen_handelser_2026-11-2") and file.suffix == ".json"
    [real] = (shared / "polisen").glob("events_middle_*.json")
    assert file.read_bytes() == real.read_bytes()
    assert publisher.asked[0].headers["User-Agent"] == "lagesbild (kommun 2080)"
    delivery = intake.receive(file, source=None, settings=Settings())
    assert delivery.source == "polisen_events" and delivery.reading.read == 500


def test_ten_seconds_between_calls_and_each_answer_in_a_file_of_its_own(
    get: Fetch, clock: Clock
) -> None:
    assert len({get()[0] for _ in range(3)}) == 3
    assert clock.slept == [11, 11]


def test_sixty_calls_an_hour_and_then_the_time_of_the_next(
    get: Fetch, publisher: Replay, clock: Clock
) -> None:
    for _ in range(60):
        get()
    with pytest.raises(Refused, match=r"Polisen tar inte emot fler anrop från oss före klockan"):
        get()
    assert len(publisher.asked) == 60
    clock.at += 3600
    get()


def test_tries_count_as_calls(get: Fetch, publisher: Replay, clock: Clock) -> None:
    publisher.first = [Reply(status=503), Reply(status=503), Reply(status=503)]
    get()
    assert clock.slept == [11, 11, 11]  # a pause of 2, 4 and 8 s is not enough for the police


def test_an_answer_without_a_byte_is_refused_in_words(get: Fetch, publisher: Replay) -> None:
    publisher.first = [Reply(b"")] * 5
    with pytest.raises(Refused, match="Polisen: svaret är tomt, 5 gånger i rad"):
        get()


@pytest.mark.parametrize("content", [[], {}, {"error": 1}])
def test_an_answer_without_events_is_refused(get: Fetch, publisher: Replay, content: Any) -> None:
    publisher.first = [Reply(json.dumps(content).encode())]
    with pytest.raises(Refused, match="inga händelser"):
        get()


@pytest.mark.parametrize("field", EVENT)
def test_a_changed_event_is_refused_by_the_field_s_name(
    get: Fetch, publisher: Replay, field: str, tmp_path: Path
) -> None:
    changed = {key: value for key, value in EVENT.items() if key != field}
    publisher.first = [Reply(json.dumps([EVENT, changed]).encode())]
    with pytest.raises(Refused, match=f"Polisen har ändrat .*: fältet ”{field}” saknas"):
        get()
    publisher.first = [Reply(json.dumps([EVENT | {"location": {}}]).encode())]
    with pytest.raises(Refused, match="fältet ”name” saknas"):
        get()
    assert not (tmp_path / "inbox").exists()
