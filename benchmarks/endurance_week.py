"""The week for years: meetings fixed by two who are killed, and bodies and addresses of all kinds.

Run from the project's root: nice python benchmarks/endurance_week.py meetings [NUMBER [KILLS [URL]]]
                             nice python benchmarks/endurance_week.py fuzz [NUMBER [SEED]]
Meetings (1000, 50 kills): a process for each party calls, decides, proposes and fixes whatever comes
next, in a journal in a temporary folder or at URL. One of them at random is killed with SIGKILL and
started again. What each was told had been done, it noted on the disk before it went on: all that
must be there afterwards, once. Fuzz (50000): in turns to the observers' form, to Dash's callbacks
and to addresses of both; no answer is 500 or more, and none holds what was sent. What is not as it
should be is printed, and the exit code is then 1.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import dash
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard import example_week
from dashboard.app import create_app
from dashboard.database import Editions
from dashboard.journal import acting, archive, fixing, meetings
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.journal.organisations import organise
from dashboard.journal.tables import Approval, Meeting, Organisation
from dashboard.report_form.app import create_form
from dashboard.store import Store
from dashboard.version.chain import verify
from dashboard.version.copies import verify_copies
from dashboard.version.files import read, verify_beside
from etl import example, warehouse
from etl.example import SETTINGS as EXAMPLE_SETTINGS
from etl.privacy import personal_text
from etl.workplace import Workplace
from tests.dashboard.fuzz import asks, wrong_with
from tests.dashboard.report_form.conftest import NOW, contents

START = date(2020, 1, 2)
PARTIES = ("Polisen", "Värnamo kommun")


def run_meetings(number: int, kills: int, url: str) -> int:
    rng = random.Random(number)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = url or f"sqlite:///{folder / 'journal.sqlite'}"
        store = _store(url)
        with store.write() as db:
            for party in PARTIES:
                db.add(Organisation(name=party, kind="police", is_party=True))
                db.flush()
        workers = {party: _start(url, folder, party, number) for party in PARTIES}
        moments = sorted(rng.uniform(0, number) for _ in range(kills))
        died = 0
        while any(worker.is_alive() for worker in workers.values()):
            time.sleep(rng.uniform(0, 0.02))
            if died < kills and len(archive.versions(store)) > moments[died]:
                party = rng.choice(PARTIES)
                workers[party].kill()
                workers[party].join()
                workers[party] = _start(url, folder, party, number)
                died += 1
        exits = [worker.exitcode for worker in workers.values()]
        archive.write_files(store, folder / "versioner")
        wrong = [f"a process ended by itself with {exits}"] if any(exits) else []
        wrong += _lost(store, folder, number)
        store.close()
    minutes = (time.monotonic() - started) / 60
    print(f"{number} meetings, {died} kills, {minutes:.1f} minutes, {len(wrong)} faults", *wrong, sep="\n")  # fmt: skip
    return 1 if wrong else 0


def _start(url: str, folder: Path, party: str, number: int) -> Any:
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_work, args=(url, folder, party, number))
    process.start()
    return process


def _work(url: str, folder: Path, party: str, number: int) -> None:
    """Whatever is to be done next, until `number` meetings are fixed."""
    store = _store(url)
    with store.read() as db:
        me = db.scalars(select(Organisation.id).where(Organisation.name == party)).one()
    with (folder / f"{me}.told").open("a", encoding="utf-8") as told:

        def note(*words: object) -> None:
            print(*words, file=told, flush=True)
            os.fsync(told.fileno())

        while True:
            try:
                meeting = meetings.latest(store)
                with store.read() as db:
                    is_over = meeting is None or meetings.is_fixed(db, meeting.id)
                if meeting and is_over and meeting.number >= number:
                    return
                if meeting is None or is_over:
                    week = START + timedelta(weeks=meeting.number if meeting else 0)
                    meetings.call(store, held_on=week, first_week=week, last_week=week)
                else:
                    _meet(store, meeting, me, note=note, folder=folder)
            except Refused:
                continue  # the other was first


def _meet(store: Store, meeting: Meeting, me: int, *, note: Any, folder: Path) -> None:
    decided = [action for action, _ in acting.decided(store, meeting.id)]
    if me not in {action.organisation_id for action in decided}:
        acting.decide(store, meeting.id, kind="action", what="laga lampan", organisation_id=me)
        note("decided", meeting.number, me)
        return
    proposal = fixing.proposed(store, meeting.id)
    if proposal is None:
        said = {
            "schema": 1,
            "meeting": meeting.number,
            "by": sorted(a.organisation_id for a in decided),
        }
        fixing.propose(store, meeting, said)
        return
    if len(json.loads(proposal.content)["by"]) < len(PARTIES):
        return  # the other has not said its own yet
    fixed = fixing.approve(
        store, meeting.id, content_sha256=proposal.content_sha256, organisation_id=me, role="vakt"
    )
    if fixed:
        note("fixed", meeting.number, fixed.sha256)
        archive.write_files(store, folder / "versioner")


def _lost(store: Store, folder: Path, number: int) -> Iterator[str]:
    """All that is lost, doubled or half."""
    chain = archive.entries(store)
    for problem in (
        *verify(chain),
        *verify_copies({"journalen": chain, "filerna": list(read(folder / "versioner"))}),
        *verify_beside(folder / "versioner"),
    ):
        yield str(problem)
    documents = [json.loads(entry.document) for entry in chain]
    if [said["meeting"] for said in documents] != list(range(1, number + 1)):
        yield f"{len(documents)} versions of {number} meetings"
    with store.read() as db:
        given = Counter(db.scalars(select(Approval.proposal_id)))
    for version in archive.versions(store):
        if given[version.proposal_id] != len(PARTIES):
            yield f"version {version.number} has {given[version.proposal_id]} approvals"
    told = [
        line.split() for file in folder.glob("*.told") for line in file.read_text().splitlines()
    ]
    for what, meeting, which in told:
        if what == "fixed" and chain[int(meeting) - 1].checksum != which:
            yield f"meeting {meeting}: another version than was told"
        if what == "decided" and documents[int(meeting) - 1]["by"].count(int(which)) != 1:
            yield f"meeting {meeting}: what {which} decided is not there once"


def _store(url: str) -> Store:
    return Store(url, check_text=personal_text)


def fuzz(number: int, seed: int) -> int:
    rng = random.Random(seed)
    started = time.monotonic()
    fared: Counter[tuple[str, int]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        ask = asks(_form(Path(name)), _example(Path(name) / "arbetsplats"), rng)
        for n in range(number):
            kind, answer = ask[n % len(ask)]()
            fared[kind, answer.status_code] += 1
            if said := wrong_with(answer):
                wrong.append(f"ask {n}, {kind}: {said}")
            answer.close()
    minutes = (time.monotonic() - started) / 60
    print(f"{number} from seed {seed}, {minutes:.1f} minutes, {len(wrong)} faults", *wrong[:50], sep="\n")  # fmt: skip
    for (kind, status), times in sorted(fared.items()):
        print(f"{kind:<12}{status:>5}{times:>8}")
    return 1 if wrong else 0


def _form(folder: Path) -> FlaskClient:
    (folder / "incoming").mkdir()
    (folder / "form.json").write_bytes(contents())
    hours = itertools.count()  # nobody is told to wait
    return create_form(folder, now=lambda: NOW, clock=lambda: 3600.0 * next(hours)).test_client()


def _example(folder: Path) -> dash.Dash:
    folder.mkdir()
    (folder / "lagesbild.toml").write_text(EXAMPLE_SETTINGS, encoding="utf-8")
    place = Workplace(folder)
    warehouse.load(place, example.write(folder / "inbox", until=NOW.date()))
    store = Store(f"sqlite:///{folder / 'journal.sqlite'}", check_text=personal_text, now=lambda: datetime(2026, 11, 23, 10))  # fmt: skip
    organise(store, kommuner={"0683": "Värnamo"}, observers={})
    example_week.write(store, Editions(place.editions, "shared"), today=NOW.date())
    return create_app(editions=place.editions, audience="shared", store=store, files=Files(folder))


if __name__ == "__main__":
    what, *more = sys.argv[1:] or [""]
    if what == "meetings":
        number, kills, url = [*more, *("1000", "50", "")[len(more) :]]
        sys.exit(run_meetings(int(number), int(kills), url))
    if what == "fuzz":
        number, seed = [*more, *("50000", "0")[len(more) :]]
        sys.exit(fuzz(int(number), int(seed)))
    sys.exit(__doc__)
