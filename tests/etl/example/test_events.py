import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from etl.example.events import write_events

REAL = Path("../shared/data/polisen/events_middle_2024-09-14_913dd5ed4.json")
NAME = re.compile(r"\d{1,2} [a-z]+ \d\d\.\d\d, .+, [A-ZÅÄÖ][\w ]+")


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    path = tmp_path_factory.mktemp("events") / "events.json"
    write_events(path, until=date(2026, 11, 23), seed=20210104)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas: ett verkligt svar att jämföra med")
def test_the_same_shape_as_the_api(events: list[dict]) -> None:
    real = json.loads(REAL.read_text(encoding="utf-8"))[0]
    for event in events:
        assert {k: type(v) for k, v in event.items()} == {k: type(v) for k, v in real.items()}
        assert list(event["location"]) == list(real["location"])


def test_number_order_and_times(events: list[dict]) -> None:
    assert 120 <= len(events) <= 200
    times = [datetime.strptime(e["datetime"], "%Y-%m-%d %H:%M:%S %z") for e in events]
    assert times == sorted(times, reverse=True)
    assert times[0].date() < date(2026, 11, 23)
    assert {t.strftime("%z") for t in times} == {"+0100", "+0200"}
    assert any(re.search(r" \d:", e["datetime"]) for e in events)
    ids = [e["id"] for e in events]
    assert ids == sorted(set(ids), reverse=True)
    assert min(ids) > 5_000_000


def test_names_and_marks(events: list[dict]) -> None:
    for event in events:
        assert NAME.fullmatch(event["name"])
        assert f", {event['type']}, {event['location']['name']}" in event["name"]
        assert event["summary"].startswith("EXEMPEL")
        assert re.fullmatch(r"/aktuellt/handelser/2026/[a-z]+/\d+/[a-z0-9.-]+/", event["url"])
    assert sum(e["type"] == "Sammanfattning natt" for e in events) == 56
    assert any("," in e["type"] for e in events)
