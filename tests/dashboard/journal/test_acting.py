"""Actions are followed until they are done, and late ones do not fall away."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.journal import acting, fixing, meetings
from dashboard.journal.meetings import Refused
from dashboard.journal.tables import Organisation
from dashboard.store import Store
from tests.dashboard.journal.conftest import GUARDS, KOMMUN, POLICE, Called, fixed, propose

LAMPS = {"kind": "action", "what": "laga lamporna", "organisation_id": KOMMUN}


def test_an_action_comes_back_until_it_is_done_or_dropped(store: Store, called: Called) -> None:
    meeting = called()
    acting.decide(store, meeting.id, **LAMPS, until=date(2026, 12, 4))
    acting.decide(store, meeting.id, **{**LAMPS, "kind": "weekend"}, place="Torget")
    fixed(store, meeting)
    for status in ("late", "open", "done"):
        meeting = called()
        [found] = acting.followed_up(store, meeting.id)
        assert found.action.what == "laga lamporna" and not found.is_said_here
        acting.follow_up(store, meeting.id, found.action.id, status=status)
        [said] = acting.followed_up(store, meeting.id)
        assert said.is_said_here and said.status and said.status.status == status
        fixed(store, meeting)
    assert acting.followed_up(store, called().id) == []


def test_what_a_newer_meeting_says_stands_though_an_older_one_is_corrected_after_it(
    store: Store, called: Called
) -> None:
    meeting = called()
    acting.decide(store, meeting.id, **LAMPS)
    fixed(store, meeting)
    older = called()
    [found] = acting.followed_up(store, older.id)
    acting.follow_up(store, older.id, found.action.id, status="late")
    fixed(store, older)
    newer = called()
    acting.follow_up(store, newer.id, found.action.id, status="open")
    fixing.correct(store, older.id, reason="det var inte sent")
    acting.follow_up(store, older.id, found.action.id, status="late", reason="delar saknas")
    fixed(store, older)
    [said] = acting.followed_up(store, newer.id)
    assert said.is_said_here and said.status and said.status.status == "open"


def test_to_drop_an_action_takes_a_reason(store: Store, called: Called) -> None:
    meeting = called()
    acting.decide(store, meeting.id, **LAMPS)
    fixed(store, meeting)
    meeting = called()
    [found] = acting.followed_up(store, meeting.id)
    with pytest.raises(Refused, match="varför"):
        acting.follow_up(store, meeting.id, found.action.id, status="dropped")
    acting.follow_up(
        store, meeting.id, found.action.id, status="dropped", reason="ny belysning i vår"
    )


@pytest.mark.parametrize(
    "wrong",
    [{"what": " "}, {"organisation_id": 99}, {"audience": "police"}, {"kind": "weekend"}],
)
def test_an_action_says_what_and_who(store: Store, called: Called, wrong: dict) -> None:
    with pytest.raises(Refused):
        acting.decide(store, called().id, **{**LAMPS, **wrong})


def test_a_row_is_taken_away_before_the_version_is_fixed_and_not_after(
    store: Store, called: Called
) -> None:
    meeting = called()
    for _ in range(2):
        acting.decide(store, meeting.id, **LAMPS)
    [(first, _), (second, name)] = acting.decided(store, meeting.id)
    assert name == "Värnamo kommun"
    acting.undo(store, first.id)
    fixed(store, meeting)
    with pytest.raises(Refused):
        acting.undo(store, second.id)


def test_what_is_told_by_mouth_is_at_most_seven_rows(store: Store, called: Called) -> None:
    meeting = called()
    row = {"organisation_id": POLICE, "problem_type": "stold", "area_code": "0683", "level": 2}
    for _ in range(7):
        acting.tell(store, meeting.id, **row)
    with pytest.raises(Refused, match="Högst 7"):
        acting.tell(store, meeting.id, **row)
    first = acting.told(store, meeting.id)[0][0].id
    with pytest.raises(Refused, match="egen organisation"):
        acting.untell(store, meeting.id, first, parties={KOMMUN})
    acting.untell(store, meeting.id, first, parties={POLICE})
    acting.tell(store, meeting.id, **row)


def test_others_than_polis_and_kommun_in_the_room_open_it_to_the_forum(
    store: Store, called: Called
) -> None:
    meeting = called()
    meetings.attend(store, meeting.id, GUARDS, role="väktare", is_present=True)
    latest = meetings.latest(store)
    assert latest is not None and latest.room == "forum"
    with pytest.raises(Refused, match="Väktarna"):
        meetings.start(store, meeting.id, room="parties")
    meetings.attend(store, meeting.id, GUARDS, role="väktare", is_present=False)
    meetings.start(store, meeting.id, room="parties")


def test_a_party_that_is_no_authority_opens_the_room_from_the_start(
    store: Store, called: Called
) -> None:
    with store.write() as session:
        session.get_one(Organisation, GUARDS).is_party = True
    assert called().room == "forum"


def test_all_that_is_said_shows_in_the_signature(store: Store, called: Called) -> None:
    meeting = called()

    def seen() -> str:
        latest = meetings.latest(store)
        assert latest is not None
        return meetings.signature(store, latest)

    found = [seen()]
    acting.decide(store, meeting.id, **LAMPS)
    found.append(seen())
    propose(store, meeting)  # the others may read it through, and approve
    found.append(seen())
    fixed(store, meeting)
    found.append(seen())
    assert len(set(found)) == 4
