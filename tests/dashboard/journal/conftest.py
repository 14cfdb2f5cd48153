"""A journal of its own for each test, with two parties and a guard company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from dashboard.journal import fixing, meetings
from dashboard.journal.meetings import Pick
from dashboard.journal.tables import Meeting, Organisation, Proposal
from dashboard.store import Store
from etl.privacy import personal_text

NOW = datetime(2026, 11, 26, 9, 30)
TODAY = NOW.date()
POLICE, KOMMUN, GUARDS = 1, 2, 3
Called = Callable[..., Meeting]


def opened(url: str) -> Store:
    return Store(url, check_text=personal_text, now=lambda: NOW)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = opened(url)
    with made.write() as session:
        parties = {"Polisen": "police", "Värnamo kommun": "municipality", "Väktarna": "guards"}
        made_so_far = []
        for name, kind in parties.items():
            is_party = kind != "guards"
            one = Organisation(name=name, kind=kind, is_party=is_party, usual_role="vakthavande")
            session.add(one)
            session.flush()
            made_so_far.append(one.id)
        assert made_so_far == [POLICE, KOMMUN, GUARDS]
    yield made
    made.close()


@pytest.fixture
def called(store: Store) -> Called:
    """`called()` -> a new meeting with two subjects."""

    def call(*picks: Pick, held_on: date = TODAY) -> Meeting:
        return meetings.call(
            store,
            held_on=held_on,
            first_week=date(2026, 10, 26),
            last_week=date(2026, 11, 16),
            area_code="0683",
            picks=picks or (Pick("stold", "0683"), Pick("klotter", "0683R001")),
        )

    return call


def document(meeting: Meeting, **more: object) -> dict:
    """As small as a document can be."""
    return {"schema": 1, "meeting": {"number": meeting.number}, "subjects": [], **more}


def propose(store: Store, meeting: Meeting, **more: object) -> Proposal:
    """The meeting as it is now, put forward."""
    seen = meetings.numbered(store, meeting.number)
    assert seen is not None
    return fixing.propose(store, seen, document(meeting, **more))


def fixed(store: Store, meeting: Meeting, **more: object) -> fixing.Version:
    """The meeting fixed by both parties."""
    proposal = propose(store, meeting, **more)
    version = None
    for party in (POLICE, KOMMUN):
        version = fixing.approve(
            store,
            meeting.id,
            content_sha256=proposal.content_sha256,
            organisation_id=party,
            role="vakthavande",
        )
    assert version is not None
    return version
