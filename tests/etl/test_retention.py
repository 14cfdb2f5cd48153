"""What is taken away when its time is out, and what is said of it."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from etl import edition, retention
from etl.provenance import Refused
from etl.sources import ALL
from etl.workplace import Workplace
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import incident

KEPT = timedelta(days=ALL["police_deso_extract"].SOURCE.retention_days)
OLD, NEW = "2024-09-14", "2024-09-20"
TODAY = date.fromisoformat(NEW) + KEPT  # the last day on which the newer row may stay


@pytest.fixture
def loaded(place: Place) -> Place:
    place.load(incident(OLD, count="3"), incident(NEW, start="-", end="-", count="2"))
    place.load(incident(OLD, count="4"), incident(NEW, start="-", end="-", count="2"))
    return place


def test_every_table_but_those_of_boundaries_and_of_revisions_has_a_day_to_count_from() -> None:
    tables = {file.stem for file in (edition.TABLES / "raw").glob("*.sql")}
    assert set(retention.COUNTED_FROM) == tables - {"area", "revision"}


def test_nothing_is_due_before_its_time(loaded: Place) -> None:
    state = loaded.state()
    early = date.fromisoformat(OLD) + KEPT
    assert retention.due(loaded.workplace, today=early) == []
    assert retention.prune(loaded.workplace, decision="KS 2026/1", today=early) is None
    assert loaded.state() == state


def test_rows_past_their_time_are_gone_from_every_file(loaded: Place) -> None:
    assert [found.rows for found in retention.due(loaded.workplace, today=TODAY)] == [1, 1]
    record = retention.prune(loaded.workplace, decision=" KS  2026/123 ", today=TODAY)
    assert record is not None
    assert (record["edition"], record["decision"], record["rows"]) == (3, "KS 2026/123", 2)
    assert loaded.ask("select sum(count), min(registered_on) from out.incident") == [
        (2, date.fromisoformat(NEW)),
    ]  # fmt: skip
    assert loaded.ask("select count(*) from out.revision") == [(0,)]
    assert [f.name for f in sorted(loaded.workplace.editions.iterdir())] == ["0003", "CURRENT"]
    cited = {b[k] for b in loaded.workplace.manifest()["batches"] for k in ("rows", "revisions")}
    assert {f.name for f in loaded.workplace.batches.iterdir()} <= cited
    assert retention.due(loaded.workplace, today=TODAY) == []


def test_the_record_says_what_by_which_rule_and_whose_decision_but_no_value(loaded: Place) -> None:
    retention.prune(loaded.workplace, decision="KS 2026/123", today=TODAY)
    said = (loaded.workplace.folder / "gallring/gallringsprotokoll-0003.txt").read_text()
    assert "Beslut: KS 2026/123" in said
    assert "uttag1.csv" in said and "uttag2.csv" in said
    assert f"äldre än {NEW} är borttagna" in said
    assert "desokod" not in said and OLD not in said
    loaded.load(incident("2024-10-20", start="-", end="-"))
    assert loaded.workplace.manifest()["prunings"][0]["decision"] == "KS 2026/123"


def test_each_revision_goes_by_its_own_sources_limit(loaded: Place) -> None:
    """One job's are all in a file by the first of what it loaded, which may be of any source."""
    place = loaded.workplace.folder
    (place / "lagesbild.toml").write_text("[kallor.police_deso_extract]\ngallras_dagar = 30\n")
    [*_, last] = loaded.workplace.manifest()["batches"]
    file = loaded.workplace.batches / last["revisions"]
    kept = last["revisions"]
    with duckdb.connect() as db:
        db.execute(f"create table revision as from '{file}'")
        db.execute(
            "insert into revision select * replace ('guard_reports' as source) from revision"
        )
        db.execute(f"copy revision to '{file}' (format parquet)")
    today = date.fromisoformat(OLD) + timedelta(days=31)
    retention.prune(loaded.workplace, decision="KS 2026/123", today=today)
    left = loaded.ask("select distinct source::varchar from out.revision")
    assert left == [("guard_reports",)]
    assert kept not in {b["revisions"] for b in loaded.workplace.manifest()["batches"]}


def test_nobody_comes_between_a_pruning_and_its_record(
    loaded: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(workplace: Workplace) -> None:
        with pytest.raises(Refused, match="gallring pågår"), workplace.exclusive("load"):
            pass
        assert not workplace.edition(1).exists()
        done.append(workplace.current)

    done: list[int | None] = []
    monkeypatch.setattr(retention, "write_records", written)
    retention.prune(loaded.workplace, decision="KS 2026/123", today=TODAY)
    assert done == [3]


def test_rows_that_were_read_stay_accounted_for(loaded: Place) -> None:
    retention.prune(loaded.workplace, decision="KS 2026/123", today=TODAY)
    for batch in loaded.workplace.manifest()["batches"]:
        assert batch["read"] == batch["accepted"] + batch["rejected"] == 2
        assert batch["pruned"] == 1


@pytest.mark.parametrize("decision", ["", "  ", "ja", "x" * 70 + "1", "KS\n1", "19121212-1212; 1"])
def test_without_a_decision_nothing_is_taken(loaded: Place, decision: str) -> None:
    state = loaded.state()
    with pytest.raises(Refused, match="diarienumret"):
        retention.prune(loaded.workplace, decision=decision, today=TODAY)
    assert loaded.state() == state


def test_a_pruning_that_died_before_it_had_cleared_away_is_finished_by_the_next_job(
    loaded: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(retention, "write_records", die)
        with pytest.raises(KeyboardInterrupt):
            retention.prune(loaded.workplace, decision="KS 2026/123", today=TODAY)
    loaded.load(incident("2024-10-20", start="-", end="-"))
    assert not loaded.workplace.edition(1).exists()
    assert loaded.ask("select min(registered_on) from out.incident") == [(date.fromisoformat(NEW),)]
