"""One version by all: nothing is lost, doubled or half, whoever presses when, and whatever stops."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from dashboard.journal import acting, archive, fixing, meetings
from dashboard.journal.meetings import Refused
from dashboard.store import Store
from dashboard.version.chain import verify
from dashboard.version.copies import verify_copies
from dashboard.version.files import read
from tests.dashboard.journal.conftest import (
    GUARDS,
    KOMMUN,
    NOW,
    POLICE,
    Called,
    document,
    fixed,
    opened,
    propose,
)


def approve(store: Store, meeting_id: int, digest: str, party: int) -> fixing.Version | None:
    return fixing.approve(
        store, meeting_id, content_sha256=digest, organisation_id=party, role="vakthavande"
    )


def test_a_version_is_there_when_the_last_party_has_said_so(store: Store, called: Called) -> None:
    meeting = called()
    proposal = propose(store, meeting)
    digest = proposal.content_sha256
    assert approve(store, meeting.id, digest, POLICE) is None
    assert approve(store, meeting.id, digest, POLICE) is None  # twice is once
    assert archive.versions(store) == []
    version = approve(store, meeting.id, digest, KOMMUN)
    assert version is not None and version.number == 1
    again = approve(store, meeting.id, digest, KOMMUN)
    assert again is not None and again.id == version.id
    approvals = json.loads(version.record)["approvals"]
    assert [a["organisation"] for a in approvals] == ["Polisen", "Värnamo kommun"]
    assert verify(archive.entries(store)) == []


def test_a_stale_page_fixes_nothing(store: Store, called: Called) -> None:
    meeting = called()
    old = propose(store, meeting)
    acting.decide(store, meeting.id, kind="action", what="lampor", organisation_id=KOMMUN)
    assert fixing.proposed(store, meeting.id) is None
    with pytest.raises(Refused, match="Läs igenom på nytt"):
        approve(store, meeting.id, old.content_sha256, POLICE)
    new = propose(store, meeting, actions=["lampor"])
    with pytest.raises(Refused, match="Läs igenom på nytt"):
        approve(store, meeting.id, old.content_sha256, POLICE)
    assert approve(store, meeting.id, new.content_sha256, POLICE) is None


def test_what_is_said_while_the_document_is_made_is_not_left_out_of_it(
    store: Store, called: Called
) -> None:
    meeting = called()
    acting.decide(store, meeting.id, kind="action", what="lampor", organisation_id=KOMMUN)
    with pytest.raises(Refused, match="Läs igenom på nytt"):
        fixing.propose(store, meeting, document(meeting))
    assert fixing.proposed(store, meeting.id) is None


def test_an_approval_of_the_earlier_text_is_none_of_the_later(store: Store, called: Called) -> None:
    meeting = called()
    old = propose(store, meeting)
    approve(store, meeting.id, old.content_sha256, POLICE)
    acting.decide(store, meeting.id, kind="action", what="lampor", organisation_id=KOMMUN)
    new = propose(store, meeting, actions=["lampor"])
    assert approve(store, meeting.id, new.content_sha256, KOMMUN) is None
    assert approve(store, meeting.id, new.content_sha256, POLICE) is not None


def test_only_parties_that_take_part_fix_and_one_alone_does_not(
    store: Store, called: Called
) -> None:
    meeting = called()
    digest = propose(store, meeting).content_sha256
    with pytest.raises(Refused, match="Bara de parter"):
        approve(store, meeting.id, digest, GUARDS)
    with pytest.raises(Refused, match="roll"):
        fixing.approve(store, meeting.id, content_sha256=digest, organisation_id=POLICE, role=" ")
    meetings.attend(store, meeting.id, KOMMUN, role="", is_present=False)
    digest = propose(store, meeting).content_sha256
    with pytest.raises(Refused, match="Minst två"):
        approve(store, meeting.id, digest, POLICE)


def test_both_press_at_once(store: Store, called: Called, url: str) -> None:
    """Each from a server process of its own would be the same: the database decides."""
    for _ in range(20):
        meeting = called()
        digest = propose(store, meeting).content_sha256
        others = [opened(url) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            done = [
                pool.submit(approve, other, meeting.id, digest, party)
                for other, party in zip(others, (POLICE, KOMMUN, POLICE, KOMMUN), strict=True)
            ]
        for other in others:
            other.close()
        made = {v.number for v in (future.result() for future in done) if v}
        assert made == {meeting.number}
        assert len(fixing.approvals(store, archive.versions(store)[0].proposal_id)) == 2
    assert len(archive.versions(store)) == 20
    assert verify(archive.entries(store)) == []


def _dying(url: str, meeting_id: int, digest: str) -> None:
    """The last approval, in a process that is killed between it and the version."""
    store = opened(url)

    def die(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().lower().startswith("insert into version"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._engine, "before_cursor_execute", die)
    approve(store, meeting_id, digest, KOMMUN)


def test_a_process_killed_between_the_two_writes_has_done_neither(
    store: Store, called: Called, url: str
) -> None:
    meeting = called()
    proposal = propose(store, meeting)
    approve(store, meeting.id, proposal.content_sha256, POLICE)
    process = multiprocessing.get_context("spawn").Process(
        target=_dying, args=(url, meeting.id, proposal.content_sha256)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert [name for _, name in fixing.approvals(store, proposal.id)] == ["Polisen"]
    assert archive.versions(store) == []
    assert approve(store, meeting.id, proposal.content_sha256, KOMMUN) is not None
    assert verify(archive.entries(store)) == []


def test_a_clock_that_is_put_back_makes_no_version_older_than_the_one_before(
    store: Store, called: Called
) -> None:
    fixed(store, called())
    earlier = store.at(lambda: NOW - timedelta(days=3))
    version = fixed(earlier, called())
    assert version.at == NOW
    assert verify(archive.entries(store)) == []


def test_a_correction_is_a_new_version_that_says_what_it_replaces(
    store: Store, called: Called
) -> None:
    meeting = called()
    fixed(store, meeting)
    with pytest.raises(Refused, match="fastställt"):
        acting.decide(store, meeting.id, kind="action", what="lampor", organisation_id=KOMMUN)
    with pytest.raises(Refused, match="rättas"):
        fixing.correct(store, meeting.id, reason=" ")
    fixing.correct(store, meeting.id, reason="fel gata")
    with pytest.raises(Refused, match="redan påbörjad"):
        fixing.correct(store, meeting.id, reason="fel gata")
    acting.decide(store, meeting.id, kind="action", what="lampor", organisation_id=KOMMUN)
    version = fixed(store, meeting, actions=["lampor"])
    assert (version.number, json.loads(version.record)["replaces"]) == (2, 1)
    assert archive.document(store, archive.versions(store)[-1]) == document(meeting)
    assert verify(archive.entries(store)) == []


def test_the_files_say_the_same_as_the_journal_also_after_a_stop(
    store: Store, called: Called, tmp_path: Path
) -> None:
    folder = tmp_path / "versioner"
    for _ in range(3):
        fixed(store, called())
        archive.write_files(store, folder)
    (folder / "0003.sha256").unlink()  # stopped before the last of the three files
    archive.write_files(store, folder)
    copies = {"journalen": archive.entries(store), "filerna": list(read(folder))}
    assert verify_copies(copies) == []


def test_a_hundred_meetings_are_one_chain(store: Store, called: Called) -> None:
    """The thousand are in benchmarks/endurance.py."""
    for n in range(100):
        moment = NOW + timedelta(weeks=n)
        version = fixed(store.at(lambda at=moment: at), called(held_on=moment.date()))
        assert version.number == n + 1
    assert [json.loads(r)["number"] for r, _, _ in archive.entries(store)] == list(range(1, 101))
    assert verify(archive.entries(store)) == []
    assert datetime.fromisoformat(json.loads(version.record)["fixed_at"]) == moment


def test_a_new_meeting_waits_for_the_last_to_be_fixed(store: Store, called: Called) -> None:
    called()
    with pytest.raises(Refused, match="inte fastställt"):
        called()
