"""From files to an edition: what is replaced, and what is told of it."""

from __future__ import annotations

from datetime import date, datetime

import duckdb

from etl import warehouse
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import disclosed, incident

SENSITIVE = "0409"  # brott_mot_barn


def test_loading_without_a_forum_makes_the_workplace(place: Place) -> None:
    loaded = place.load(incident())
    assert loaded.edition == 1
    assert sorted(path.name for path in place.workplace.folder.iterdir()) == [
        ".lock", "batches", "derived", "editions", "inbox", "kalender",
    ]  # fmt: skip
    assert place.ask("select forum, area_code, is_example, data_stop from out.edition") == [
        ("Falun", "2080", False, datetime(2024, 9, 14)),
    ]


def test_the_same_file_twice_changes_nothing(place: Place) -> None:
    file = place.file(incident())
    copy = place.folder / "kopia.csv"
    copy.write_bytes(file.read_bytes())
    assert warehouse.load(place.workplace, [file, copy]).known == ["kopia.csv"]
    before = place.state()
    assert warehouse.load(place.workplace, [copy]) == warehouse.Loaded(None, known=["kopia.csv"])
    assert place.state() == before


def test_a_corrected_file_takes_the_place_of_the_first(place: Place) -> None:
    place.load(incident(count="3"), incident("2024-09-20", start="-", end="-"))
    [batch] = place.load(incident(count="2")).batches
    assert not batch["is_replaced"]
    assert place.ask("select sum(count) from out.incident") == [(2,)]
    assert place.ask("select is_replaced from out.batch order by batch") == [(True,), (False,)]
    assert [b["file"] for b in place.workplace.manifest()["batches"]] == [
        "uttag1.csv",
        "uttag2.csv",
    ]


def test_a_month_s_file_mends_a_year_s_and_other_kommuner_are_left_alone(place: Place) -> None:
    other = incident(kommun="2081", deso="", count="7")
    year = [incident(f"2024-{month:02}-15", start="-", end="-") for month in range(1, 10)]
    place.load(*year)
    place.load(other)
    place.load(incident("2024-05-20", start="-", end="-", count="9"))
    assert place.ask(
        "select kommun_code, sum(count) from out.incident group by all order by all"
    ) == [("2080", 8 + 9), ("2081", 7)]


def test_several_files_in_one_job_stand_in_the_order_of_their_age(place: Place) -> None:
    august = place.file(incident("2024-08-14", start="-", end="-", count="5"))
    september = place.file(
        incident("2024-08-14", start="-", end="-", count="6"),
        incident("2024-09-14", start="-", end="-", count="1"),
    )
    loaded = warehouse.load(place.workplace, [september, august])
    assert [batch["file"] for batch in loaded.batches] == [august.name, september.name]
    assert place.ask("select sum(count) from out.incident") == [(7,)]


def test_both_forms_of_the_extract(place: Place) -> None:
    place.load(incident(number="a1"), incident(number="a2", code="0810"), form=disclosed)
    assert place.ask("select problem_type, sum(count) from out.incident group by all order by 1") == [
        ("inbrott_lokal", 1), ("skadegorelse", 1),
    ]  # fmt: skip
    place.load(
        incident(number="a1", count="2"), incident("2024-09-16", number="a3"), form=disclosed
    )
    found = place.ask("select kind, problem_type, count from out.revision order by all")
    assert found == [
        ("corrected", "skadegorelse", 1), ("late", "skadegorelse", 1), ("removed", "inbrott_lokal", -1),
    ]  # fmt: skip


def test_revisions_of_every_edition_are_kept(place: Place) -> None:
    place.load(incident(), incident("2024-09-15", code="0810"))
    place.load(
        incident(count="2"),  # corrected
        incident("2024-09-20", end="2024-09-10"),  # late
        incident("2024-09-20", start="2024-09-19", end="2024-09-19"),  # new
    )
    place.load(incident(kommun="2081", deso=""))  # another kommun's first file changes nothing
    kinds = "select edition, kind, problem_type, week, count from out.revision order by all"
    assert place.ask(kinds) == [
        (2, "corrected", "skadegorelse", date(2024, 9, 9), 1),
        (2, "late", "skadegorelse", date(2024, 9, 9), 1),
        (2, "new", "skadegorelse", date(2024, 9, 16), 1),
        (2, "removed", "inbrott_lokal", date(2024, 9, 9), -1),
    ]
    assert place.ask("select number from out.edition") == [(3,)]


def test_sensitive_revisions_are_not_told_between_quarters(place: Place) -> None:
    place.load(incident(code=SENSITIVE))
    place.load(incident(code=SENSITIVE, count="2"), incident("2024-09-15"))
    assert place.ask("select distinct problem_type from out.revision") == [("skadegorelse",)]


def test_the_ledger_keeps_all_that_must_be_known_of_a_file(place: Place) -> None:
    file = place.file(incident(count="2"), incident(code="0001"), incident("2024-13-01"))
    [batch] = warehouse.load(place.workplace, [file]).batches
    assert (batch["read"], batch["accepted"], batch["rejected"]) == (3, 1, 2)
    assert batch["source"] == "police_deso_extract" and batch["file"] == file.name
    assert len(batch["sha256"]) == 64 and batch["preliminary"]
    assert (batch["period_from"], batch["period_to"]) == ("2024-09-14", "2024-09-14")
    assert batch["covers"] == ["2024-09-01", "2024-09-30"]
    assert batch["kommun_codes"] == ["2080"]
    assert {(r["column"], *r["rows"]) for r in batch["rejects"]} == {
        ("Brottskod", 3), ("Inskrivningsdatum", 4),
    }  # fmt: skip
    columns = "source, file, sha256, read, accepted, rejected, preliminary, is_replaced"
    assert place.ask(f"select {columns} from out.batch") == [
        ("police_deso_extract", file.name, batch["sha256"], 3, 1, 2, True, False),
    ]


def test_the_later_of_two_files_about_one_number_stands(place: Place) -> None:
    place.settings('[forum]\nkommun = "2080"')
    head = '"Region","Alder","Kon","000007Y7 2024"\n'
    for number in (1607, 1700):
        file = place.folder / f"folk{number}.csv"
        file.write_text(f'{head}"2080","totalt","1+2",{number}\n', encoding="utf-8")
        warehouse.load(place.workplace, [file])
    assert place.ask("select population from out.area where area_code = '2080'") == [(1700,)]
    assert place.ask("select is_replaced from out.batch") == [(False,), (False,)]


def test_an_edition_once_published_is_never_written_to_again(place: Place) -> None:
    place.load(incident())
    first = {p: p.read_bytes() for p in place.workplace.edition(1).iterdir()}
    reader = duckdb.connect(str(place.workplace.edition(1) / "shared.duckdb"), read_only=True)
    for number in range(2, 5):
        place.load(incident(count=str(number)))
    assert {p: p.read_bytes() for p in place.workplace.edition(1).iterdir()} == first
    assert reader.execute("select sum(count) from incident").fetchall() == [(1,)]
    reader.close()
