"""MCF's table, by its described form: no real answer has been seen here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from etl import intake, warehouse
from etl.known import Known
from etl.settings import Settings
from tests.etl.conftest import Place
from tests.etl.fetch import publishers
from tests.etl.sources.reader import SAMPLES, accepted, read, reasons

SAMPLE = SAMPLES / "rescue_service.json"


def table(folder: Path, *, values: list, kinds: dict[str, str], months: list[str]) -> Path:
    codes = [["683"], ["2025"], list(kinds), months]
    content = {
        "class": "dataset",
        "id": ["kommun", "ar", "konvHandelsetypId", "manadNummer"],
        "size": [len(c) for c in codes],
        "value": values,
    }
    content["dimension"] = {
        name: {"category": {"index": c}} for name, c in zip(content["id"], codes, strict=True)
    }
    content["dimension"]["konvHandelsetypId"]["category"]["label"] = {
        code: label for code, label in kinds.items() if label
    }
    path = folder / "mcf_raddningstjanst_0683.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_sample_is_the_replay_s_answer_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    assert publishers.write_mcf_sample(tmp_path / "a.json").read_bytes() == SAMPLE.read_bytes()
    assert "SYNTETISKT" in SAMPLE.read_text(encoding="utf-8")


def test_a_row_is_a_month_and_a_kind_and_alarms_are_apart_from_fires(tmp_path: Path) -> None:
    kinds = {"1": "Brand i byggnad", "14": "Automatlarm, ej brand", "99": ""}
    file = table(tmp_path, values=[3, 0, 7, 9, 1, None], kinds=kinds, months=["1", "2"])
    reading = read("rescue_service", file)
    columns = ("kommun_code", "month", "kind", "kind_code", "kind_name", "count")
    assert accepted(reading, *columns) == [
        ("0683", date(2025, 1, 1), "fire", "1", "Brand i byggnad", 3),
        ("0683", date(2025, 2, 1), "fire", "1", "Brand i byggnad", 0),
        ("0683", date(2025, 1, 1), "automatic_alarm", "14", "Automatlarm, ej brand", 7),
        ("0683", date(2025, 2, 1), "automatic_alarm", "14", "Automatlarm, ej brand", 9),
        ("0683", date(2025, 1, 1), "other", "99", "Händelsetyp 99", 1),
    ]
    assert reasons(reading) == [(6, "value", "inte ett antal, från 0 och uppåt")]
    assert (reading.period_from, reading.period_to) == (date(2025, 1, 1), date(2025, 2, 28))


def test_totals_and_other_kommuner_are_no_rows(tmp_path: Path) -> None:
    file = table(tmp_path, values=[1, 2], kinds={"1": ""}, months=["1", "13"])
    assert reasons(read("rescue_service", file)) == [
        (2, "manadNummer", "inte en månad från 1 till 12")
    ]
    elsewhere = read("rescue_service", file, known=Known(kommun_codes=frozenset(["2080"])))
    assert {reason for _, _, reason in reasons(elsewhere)} == {"kommunen hör inte till forumet"}
    assert elsewhere.accepted.num_rows == 0


def test_it_stands_beside_the_problems_and_never_among_them(place: Place) -> None:
    place.settings('[forum]\nkommun = "2080"')
    warehouse.load(place.workplace, [SAMPLE])
    said = "select kind, sum(count) from out.rescue_call group by all order by all"
    assert place.ask(said) == [("automatic_alarm", 24), ("fire", 48), ("traffic_accident", 24)]
    assert place.ask("from out.incident") == place.ask("from out.incident_quarter") == []


def test_the_sample_is_recognised_by_itself() -> None:
    delivery = intake.receive(SAMPLE, source=None, settings=Settings())
    assert (delivery.source, delivery.reading.accepted.num_rows) == ("rescue_service", 96)
