"""A meeting is about the weeks that its forum goes through, and takes along what the list proposes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.components.meeting.calling import called, upcoming
from dashboard.database import Edition
from dashboard.export.document import document, state_of
from dashboard.journal import meetings
from dashboard.journal.organisations import organise
from dashboard.store import Store
from dashboard.version.canonical import canonical
from etl.privacy import personal_text


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'journal.sqlite'}", check_text=personal_text)
    organise(made, kommuner={"0683": "Värnamo"}, observers={})
    return made


@pytest.mark.parametrize(("period", "weeks"), [("1v", 1), ("4v", 4), ("tertial", 12)])
def test_the_weeks_are_those_of_the_forums_rhythm(
    store: Store, edition: Edition, period: str, weeks: int
) -> None:
    meeting = called(store, edition, held_on=date(2026, 11, 26), area_code="0683", period=period)
    assert meeting.last_week == date(2026, 11, 16)
    assert (meeting.last_week - meeting.first_week) // timedelta(weeks=1) + 1 == weeks
    assert state_of(meeting).period == period
    said = document(store, meeting, edition=edition, public=None, since=None)
    assert canonical(said)  # whole numbers and text only
    assert said["meeting"]["first_week"] == meeting.first_week.isoformat()


def test_what_the_list_proposes_is_there_with_what_the_numbers_say(
    store: Store, edition: Edition
) -> None:
    meeting = called(store, edition, held_on=date(2026, 11, 26), area_code="0683")
    first, *_ = meetings.subjects(store, meeting.id)
    found = meetings.evidence(first)
    assert found is not None
    assert found["count"] > found["upper"] and found["word"]


@pytest.mark.parametrize(
    ("rhythm", "last", "day"),
    [
        ("vecka", date(2026, 11, 19), date(2026, 11, 26)),
        ("varannan vecka", date(2026, 11, 19), date(2026, 12, 3)),
        ("månad", date(2026, 11, 19), date(2026, 12, 17)),
        ("vecka", None, date(2026, 11, 26)),
        ("vecka", date(2026, 6, 4), date(2026, 11, 26)),  # long ago: the first day ahead
        ("oregelbundet", date(2026, 11, 19), None),
    ],
)
def test_the_day_is_the_forums_own(rhythm: str, last: date | None, day: date | None) -> None:
    usual = {"rytm": rhythm, "dag": "torsdag"}
    assert upcoming(usual, last=last, today=date(2026, 11, 23)) == day


def test_where_nothing_is_set_no_day_is_chosen() -> None:
    assert upcoming({}, last=None, today=date(2026, 11, 23)) is None
