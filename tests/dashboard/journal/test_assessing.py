"""Each says its own first; nobody is shown the other's before the reveal; nobody is made to agree."""

from __future__ import annotations

import pytest

from dashboard.journal import assessing, meetings
from dashboard.journal.assessing import Mark
from dashboard.journal.meetings import Pick, Refused
from dashboard.store import Store
from tests.dashboard.journal.conftest import GUARDS, KOMMUN, POLICE, Called, fixed


def test_before_the_reveal_only_that_it_is_handed_in_is_told(store: Store, called: Called) -> None:
    meeting = called()
    [first, second] = meetings.subjects(store, meeting.id)
    marks = {first.id: Mark(3, reason="tre veckor i rad"), second.id: Mark(1)}
    assessing.assess(store, meeting_id=meeting.id, organisation_id=POLICE, marks=marks)
    came = assessing.handed_in(store, meeting.id)
    assert set(came) == {(first.id, POLICE), (second.id, POLICE)}
    assert assessing.revealed(store, meeting.id) == {}
    assert assessing.own(store, meeting.id, KOMMUN) == {}
    assert assessing.own(store, meeting.id, POLICE)[first.id].level == 3


def test_the_latest_before_the_reveal_counts_and_then_nothing_more(
    store: Store, called: Called
) -> None:
    meeting = called()
    [first, _] = meetings.subjects(store, meeting.id)
    for level in (1, 2):
        for party in (POLICE, KOMMUN):
            assessing.assess(
                store, meeting_id=meeting.id, organisation_id=party, marks={first.id: Mark(level)}
            )
    assessing.reveal(store, first.id)
    assessing.reveal(store, first.id)  # whoever presses second has lost nothing
    said = assessing.revealed(store, meeting.id)[first.id]
    assert [(a.organisation_id, a.level) for a in said] == [(POLICE, 2), (KOMMUN, 2)]
    with pytest.raises(Refused, match="redan visade"):
        assessing.assess(
            store, meeting_id=meeting.id, organisation_id=POLICE, marks={first.id: Mark(0)}
        )


def test_a_missing_party_is_waited_for_unless_it_is_said_otherwise(
    store: Store, called: Called
) -> None:
    meeting = called()
    [first, _] = meetings.subjects(store, meeting.id)
    assessing.assess(
        store, meeting_id=meeting.id, organisation_id=POLICE, marks={first.id: Mark(2)}
    )
    with pytest.raises(Refused, match="Värnamo kommun har inte lämnat"):
        assessing.reveal(store, first.id)
    assessing.reveal(store, first.id, without=True)
    assert len(assessing.revealed(store, meeting.id)[first.id]) == 1


@pytest.mark.parametrize("mark", [Mark(4), Mark(-1), Mark(1, trend="x"), Mark(1, certainty="x")])
def test_what_is_no_level_is_refused_and_none_of_the_rest_is_kept(
    store: Store, called: Called, mark: Mark
) -> None:
    meeting = called()
    [first, second] = meetings.subjects(store, meeting.id)
    marks = {first.id: Mark(1), second.id: mark}
    with pytest.raises(Refused):
        assessing.assess(store, meeting_id=meeting.id, organisation_id=POLICE, marks=marks)
    assert assessing.handed_in(store, meeting.id) == {}


def test_only_parties_assess(store: Store, called: Called) -> None:
    meeting = called()
    with pytest.raises(Refused, match="parter"):
        assessing.assess(store, meeting_id=meeting.id, organisation_id=GUARDS, marks={})


def test_to_agree_takes_a_level_and_to_differ_keeps_both(store: Store, called: Called) -> None:
    meeting = called()
    [first, _] = meetings.subjects(store, meeting.id)
    with pytest.raises(Refused, match="Visa bedömningarna"):
        assessing.conclude(store, first.id, outcome="differ")
    assessing.reveal(store, first.id, without=True)
    with pytest.raises(Refused, match="eniga om"):
        assessing.conclude(store, first.id, outcome="agreed")
    assessing.conclude(store, first.id, outcome="agreed", level=2)
    assessing.conclude(store, first.id, outcome="differ", level=2)
    joint = assessing.joints(store, meeting.id)[first.id]
    assert (joint.outcome, joint.level) == ("differ", None)


def test_what_was_put_off_comes_back_by_itself_and_first(store: Store, called: Called) -> None:
    meeting = called()
    [_, second] = meetings.subjects(store, meeting.id)
    assessing.conclude(store, second.id, outcome="next_time")
    fixed(store, meeting)
    again = meetings.subjects(store, called(Pick("ran", "0683")).id)
    assert [(s.problem_type, s.origin) for s in again] == [
        ("klotter", "returned"),
        ("ran", "picked"),
    ]
