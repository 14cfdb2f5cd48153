"""Notes are added and made void, never changed; each day and each class finds its own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.journal import acting, notes
from dashboard.journal.meetings import Refused
from dashboard.store import Store, Unfit
from tests.dashboard.journal.conftest import KOMMUN, TODAY, Called, fixed

DAY = date(2026, 11, 12)
LAMPS: dict[str, Any] = {
    "kind": "effort", "what": "Extra belysning", "first_day": DAY, "last_day": DAY + timedelta(days=8),
    "area_code": "0683", "place": "Apladalen", "organisation_id": KOMMUN, "function": "gatuchef",
}  # fmt: skip


def test_a_note_is_found_on_each_of_its_days_and_no_other(store: Store) -> None:
    key = notes.add(store, **LAMPS)
    for first, last, is_there in ((0, 0, 1), (8, 20, 1), (-9, 30, 1), (-5, -1, 0), (9, 9, 0)):
        days = {"first": DAY + timedelta(days=first), "last": DAY + timedelta(days=last)}
        assert [(n.id, name) for n, name in notes.between(store, **days)] == [
            (key, "Värnamo kommun")
        ] * is_there


def test_what_is_void_is_gone_and_stays_in_the_journal(store: Store) -> None:
    key, other = notes.add(store, **LAMPS), notes.add(store, **LAMPS)
    with pytest.raises(Refused, match="varför"):
        notes.void(store, key, reason=" ", by="")
    for _ in range(2):
        notes.void(store, key, reason="Fel vecka", by="Värnamo kommun")
    assert [n.id for n, _ in notes.between(store)] == [other]
    with store.read() as session:
        assert session.scalar(text("select count(*) from note")) == 2
        assert session.scalar(text("select reason from note_void")) == "Fel vecka"


@pytest.mark.parametrize("change", ["update {} set at = at", "delete from {}"])
@pytest.mark.parametrize("table", ["note", "note_void"])
def test_the_database_itself_keeps_them(store: Store, table: str, change: str) -> None:
    notes.void(store, notes.add(store, **LAMPS), reason="Fel vecka", by="")
    with pytest.raises(DBAPIError, match="only added to"), store.write() as session:
        session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "annat"},
        {"what": " "},
        {"first_day": None},
        {"last_day": DAY - timedelta(days=1)},
        {"first_day": date(1926, 11, 12)},
        {"audience": "police"},
        {"organisation_id": None},
        {"organisation_id": 99},
    ],
)
def test_a_note_says_what_when_and_of_which_kind(store: Store, wrong: dict) -> None:
    with pytest.raises(Refused):
        notes.add(store, **{**LAMPS, **wrong})
    assert notes.between(store) == []


def test_only_an_effort_needs_somebody_responsible(store: Store) -> None:
    notes.add(store, **{**LAMPS, "kind": "event", "organisation_id": None})
    assert [name for _, name in notes.between(store)] == [""]


@pytest.mark.parametrize("field", ["what", "place", "function", "public_wording"])
def test_nothing_about_a_person_is_kept(store: Store, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        notes.add(store, **{**LAMPS, field: "ring 070-123 45 67"})
    assert "070" not in str(refused.value)
    assert notes.between(store) == []


def test_nor_in_why_it_is_void(store: Store) -> None:
    key = notes.add(store, **LAMPS)
    with pytest.raises(Unfit):
        notes.void(store, key, reason="skriv till per@exempel.se", by="")
    assert len(notes.between(store)) == 1


def test_what_was_decided_for_a_place_until_a_day_becomes_an_effort_once(
    store: Store, called: Called
) -> None:
    meeting = called()
    said = {"kind": "action", "organisation_id": KOMMUN, "until": TODAY + timedelta(days=8)}
    acting.decide(
        store, meeting.id, what="Röj buskar", place="Apladalen", audience="parties", **said
    )
    acting.decide(store, meeting.id, what="Utskick", **said)
    acting.decide(store, meeting.id, what="Rondera", place="Torget", **{**said, "until": None})
    fixed(store, meeting)
    [one] = notes.decided(store)
    assert (one.action.what, one.area_code, one.held_on) == ("Röj buskar", "0683", TODAY)
    key = notes.make(store, one.action.id, forum="lpo", by="Polisen")
    [(note, name)] = notes.between(store)
    assert (note.kind, note.what, note.place, name) == (
        "effort",
        "Röj buskar",
        "Apladalen",
        "Värnamo kommun",
    )
    assert (note.first_day, note.last_day) == (TODAY, TODAY + timedelta(days=8))
    assert (note.audience, note.area_code, note.written_by) == ("parties", "0683", "Polisen")
    with pytest.raises(Refused, match="redan"):
        notes.make(store, one.action.id, forum="lpo", by="")
    notes.void(store, key, reason="Blev inte av", by="")
    assert [d.action.id for d in notes.decided(store)] == [one.action.id]
