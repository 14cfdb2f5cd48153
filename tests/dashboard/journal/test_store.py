"""The database keeps what was said, whoever asks it to forget."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from dashboard.journal import acting, assessing, meetings
from dashboard.journal.assessing import Mark
from dashboard.journal.tables import OF_A_MEETING, ONLY_ADDED, Assessment, Organisation
from dashboard.store import LONGEST, Base, Store, Unfit
from tests.dashboard.journal.conftest import KOMMUN, NOW, POLICE, TODAY, Called, fixed


@pytest.mark.parametrize(
    "words",
    ["ring 070-123 45 67", "skriv till per@exempel.se", "bilen ABC 123", "19640823-3234"],
)
def test_words_about_a_person_go_nowhere(store: Store, called: Called, words: str) -> None:
    meeting = called()
    with pytest.raises(Unfit) as refused:
        acting.decide(
            store, meeting.id, kind="action", what=words, organisation_id=POLICE, audience="shared"
        )
    assert words not in str(refused.value)
    assert acting.decided(store, meeting.id) == []


def test_words_are_looked_at_when_a_row_changes_too(store: Store) -> None:
    with pytest.raises(Unfit), store.write() as session:
        session.get_one(Organisation, POLICE).usual_role = "070-123 45 67"
    with pytest.raises(Unfit):
        store.check("a" * (LONGEST + 1))


def test_every_text_of_somebodys_own_passes_the_gate() -> None:
    """A text column is a code of ours or a person's words, and which is said."""
    codes = {
        "kind", "kommun_code", "rhythm", "area_code", "room", "problem_type", "source", "origin",
        "evidence", "trend", "certainty", "audience", "outcome", "status", "day_part", "content",
        "content_sha256", "record", "sha256", "previous", "token_sha256", "id", "organisation", "items",
        "decision", "other_id", "report_id", "problem_types", "written_by", "voided_by", "activity",
        "role", "part",
    }  # fmt: skip
    for name in {*OF_A_MEETING, *ONLY_ADDED, "organisation", "meeting", "link"}:
        for column in Base.metadata.tables[name].columns:
            if column.type.python_type is str and not column.info.get("is_words"):
                assert column.name in codes, f"{name}.{column.name}"


def test_what_was_said_is_only_added_to(store: Store, called: Called) -> None:
    meeting = called()
    [subject, _] = meetings.subjects(store, meeting.id)
    assessing.assess(
        store, meeting_id=meeting.id, organisation_id=POLICE, marks={subject.id: Mark(2)}
    )
    for change in ("update assessment set level = 0", "delete from assessment"):
        with pytest.raises(DBAPIError, match="only added to"), store.write() as session:
            session.execute(text(change))


@pytest.mark.parametrize("table", sorted(OF_A_MEETING))
def test_nothing_of_a_fixed_meeting_changes_even_by_hand(
    store: Store, called: Called, table: str
) -> None:
    meeting = called()
    fixed(store, meeting)
    values = {int: 99, str: "99", bool: True, date: TODAY, datetime: NOW}
    columns = [c for c in Base.metadata.tables[table].columns if not c.nullable]
    row = {c.name: values[c.type.python_type] for c in columns} | {"meeting_id": meeting.id}
    with pytest.raises(DBAPIError, match="is fixed"), store.write() as session:
        session.execute(Base.metadata.tables[table].insert(), row)
    with pytest.raises(DBAPIError, match="is fixed"), store.write() as session:
        session.execute(text(f"update meeting set place = 'x' where id = {meeting.id}"))


def test_an_assessment_after_the_reveal_is_refused_by_the_database_itself(
    store: Store, called: Called
) -> None:
    meeting = called()
    [subject, _] = meetings.subjects(store, meeting.id)
    assessing.reveal(store, subject.id, without=True)
    with pytest.raises(DBAPIError, match="is revealed"), store.write() as session:
        session.add(
            Assessment(
                meeting_id=meeting.id,
                subject_id=subject.id,
                organisation_id=KOMMUN,
                level=1,
                at=store.now(),
            )
        )


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.read() as session:
        assert (
            compare_metadata(MigrationContext.configure(session.connection()), Base.metadata) == []
        )


def test_a_read_sees_one_moment_also_when_somebody_writes_meanwhile(store: Store) -> None:
    asked = text("select count(*) from organisation")
    with store.read() as reading:
        before = reading.scalar(asked)
        with store.write() as session:
            session.add(Organisation(name="Skolan", kind="school"))
        assert reading.scalar(asked) == before
    with store.read() as reading:
        assert reading.scalar(asked) == before + 1


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    twice = [Organisation(name="Skolan", kind="school") for _ in range(2)]
    with pytest.raises(IntegrityError), store.write() as session:
        session.add_all(twice)
    assert "Skolan" not in {o.name for o in meetings.organisations(store)}


@pytest.mark.parametrize("code", [0, 7, 27, 127, 0xD800])
def test_what_no_keyboard_writes_is_refused_in_words(store: Store, code: int) -> None:
    with pytest.raises(Unfit, match="tecken"):
        store.check(f"laga{chr(code)}lamporna")
    store.check("laga\tlamporna\r\noch bänken")


def test_what_somebody_wrote_stands_in_no_error(store: Store, called: Called) -> None:
    """It ends in the log. ASVS 16.2.5."""
    meeting = called()
    with pytest.raises(IntegrityError) as failed:
        acting.follow_up(store, meeting.id, 99, status="late", reason="gatan bakom skolan")
    assert "skolan" not in str(failed.value)
