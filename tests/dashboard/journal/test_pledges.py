"""Löften are kept whole, with every wording they have had, and nothing that is about a person."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.journal import pledge_log, pledges
from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import drop, put
from dashboard.pledge.metre import metre
from dashboard.store import Store, Unfit
from tests.dashboard.journal.conftest import TODAY
from tests.dashboard.journal.real_pledges import REAL, s3, s4


@pytest.fixture
def number(store: Store) -> int:
    return pledges.make(store, s3())


def name_it(name: str):
    return lambda document: document.update(name=name)


@pytest.mark.parametrize("case", REAL)
def test_a_real_lofte_is_kept_as_it_is(store: Store, case: str) -> None:
    said = REAL[case]()
    held = pledges.numbered(store, pledges.make(store, said))
    assert held is not None
    assert held.document == said


@pytest.mark.parametrize("case", REAL)
def test_a_year_of_a_real_lofte_is_logged_and_told(store: Store, case: str) -> None:
    said = REAL[case]()
    number = pledges.make(store, said)
    first = date.fromisoformat(said["valid_from"])
    for row in said["activities"]:
        pledge_log.log(store, number, row["key"], done_on=first, place="torget", cost=100)
    done = pledge_log.counting(store, number)
    assert [row["activity"] for row in done] == [a["key"] for a in reversed(said["activities"])]
    told = metre(said, done, today=first.replace(month=12, day=31))
    assert [one["done"] for one in told] == [1] * len(told)


def test_every_wording_stays(store: Store, number: int) -> None:
    for name in ("Ett", "Två", "Två"):
        pledges.change(store, number, name_it(name), what=name, organisation="Polisen")
    said = [(row.what, row.organisation) for row in pledges.revisions(store, number)]
    assert said == [("Två", "Polisen"), ("Ett", "Polisen"), ("Löftet lades in", "")]
    assert [held.document["name"] for held in pledges.every(store)] == ["Två"]


@pytest.mark.parametrize("table", ["pledge", "pledge_revision", "done", "pledge_file"])
def test_the_database_itself_keeps_them(store: Store, number: int, table: str) -> None:
    pledge_log.log(store, number, "a1", done_on=TODAY)
    pledges.attach(store, number, b"%PDF-1.7 ...")
    for change in (f"delete from {table}", f"update {table} set id = 99"):
        with pytest.raises(DBAPIError, match="only added to"), store.write() as session:
            session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ring 070-123 45 67"},
        {"cause_analysis": "skriv till per@exempel.se"},
        {"text": "första raden\n" * 2000 + "bilen ABC 123"},
        {"parties": [{"organisation": "Polisen", "role": "19640823-3234"}]},
        {"text": "a" * (pledges.LONGEST_TEXT + 1)},
    ],
)
def test_words_about_a_person_go_nowhere(store: Store, number: int, change: dict) -> None:
    with pytest.raises(Unfit):
        pledges.change(store, number, lambda document: document.update(change), what="x")
    with pytest.raises(Unfit):
        pledges.make(store, s3() | change)
    assert len(pledges.revisions(store, number)) == len(pledges.every(store)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"valid_from": "2019-12-31", "valid_to": "2019-01-01"},
        {"valid_from": "31 december"},
        {"final_report_on": "2019-02-30"},
        {"follow_ups": [{"on": "i maj", "words": "", "audience": None}]},
        {"extends": 1},
        {"extends": 7},
        {"activities": s3()["activities"] * 17},
    ],
)
def test_what_cannot_be_a_lofte_is_refused(store: Store, number: int, change: dict) -> None:
    with pytest.raises(Refused):
        pledges.change(store, number, lambda document: document.update(change), what="x")
    assert len(pledges.revisions(store, number)) == 1


def test_a_key_is_never_used_twice(store: Store, number: int) -> None:
    """What was logged on an activity that is gone is not another's."""
    new = s3()["activities"][0] | {"words": "Ny"}
    del new["key"]
    for _ in range(2):
        pledges.change(store, number, lambda d: put(d, "activities", "ny", new), what="ny")
        last = pledges.every(store)[0].document["activities"][-1]["key"]
        pledges.change(store, number, lambda d, key=last: drop(d, "activities", key), what="bort")
    assert last == "a8"


def test_an_activity_without_its_focus_stays(store: Store, number: int) -> None:
    pledges.change(store, number, lambda d: drop(d, "focus", "f2"), what="bort")
    [held] = pledges.every(store)
    assert [row["focus"] for row in held.document["activities"]] == [None, "f3", None, "f1", None, None]  # fmt: skip
    with pytest.raises(Refused):
        pledges.change(store, number, lambda d: drop(d, "focus", "f2"), what="igen")


def test_an_extension_copies_no_days(store: Store) -> None:
    first = pledges.make(store, s4())
    held = pledges.numbered(store, pledges.extend(store, first))
    assert held is not None
    said = held.document
    assert (said["extends"], said["valid_from"], said["valid_to"]) == (first, "2018-01-01", None)
    assert [row["on"] for row in said["follow_ups"]] == [None, None]
    assert said["final_report_on"] is None
    assert [row["words"] for row in said["activities"]] == [row["words"] for row in s4()["activities"]]  # fmt: skip


def test_a_wrong_row_is_made_void_and_stays(store: Store, number: int) -> None:
    for day in (3, 1, 2):
        pledge_log.log(store, number, "a1", done_on=date(2026, 11, day), quantity=day)
    [(latest, _), *_] = pledge_log.done(store, number)
    pledge_log.void(store, latest.id)
    with pytest.raises(Refused, match="redan"):
        pledge_log.void(store, latest.id)
    said = [(row.done_on.day, counts) for row, counts in pledge_log.done(store, number)]
    assert said == [(3, False), (2, True), (1, True)]
    assert sum(row["quantity"] for row in pledge_log.counting(store, number)) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "a99"},
        {"done_on": date(2026, 11, 27)},
        {"quantity": 0},
        {"quantity": 10**9},
        {"cost": -1},
        {"audience": "alla"},
    ],
)
def test_what_cannot_have_been_done_is_refused(store: Store, number: int, wrong: dict) -> None:
    said = {"activity": "a1", "done_on": TODAY} | wrong
    with pytest.raises(Refused):
        pledge_log.log(store, number, said.pop("activity"), **said)
    with pytest.raises(Refused):
        pledge_log.log(store, 99, "a1", done_on=TODAY)
    assert pledge_log.done(store, number) == []


def test_what_was_written_of_a_row_passes_the_gate(store: Store, number: int) -> None:
    with pytest.raises(Unfit):
        pledge_log.log(store, number, "a1", done_on=TODAY, note="ring 070-123 45 67")
    assert pledge_log.done(store, number) == []


def test_the_signed_paper_is_the_latest(store: Store, number: int) -> None:
    assert pledges.file(store, number) is None
    for content in (b"%PDF-1.4 ett", b"%PDF-1.7 \x00 tva"):
        pledges.attach(store, number, content)
    found = pledges.file(store, number)
    assert found is not None
    assert found.content == b"%PDF-1.7 \x00 tva"
    for wrong in (b"", b"GIF89a", b"%PDF-" + b"0" * pledges.LARGEST_FILE):
        with pytest.raises(Refused):
            pledges.attach(store, number, wrong)


def test_two_who_change_at_once_are_one_after_the_other(store: Store, number: int) -> None:
    def add(name: str) -> None:
        row = {"organisation": name, "role": ""}
        pledges.change(store, number, lambda d: put(d, "parties", "ny", row), what=name)

    both = [threading.Thread(target=add, args=(name,)) for name in ("Villaföreningen", "Köpmännen")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    [held] = pledges.every(store)
    assert {row["organisation"] for row in held.document["parties"]} >= {"Villaföreningen", "Köpmännen"}  # fmt: skip
