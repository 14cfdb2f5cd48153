"""Deeds that are killed on their way, and what they leave: run in a process of its own.

    python -m tests.dashboard.crashing FOLDER

kills each deed once where it is most likely to hurt (POINTS); benchmarks/crash_matrix.py kills them
hundreds of times. Each deed is a fork of this process, which has everything imported and no threads; so is each look at
what is left. Every other kill comes at a random moment, every other just before a system call that
Python announces, drawn among those that the whole deed makes. What the deed was told had been done,
it noted on the disk before it went on. What is not as it should be is printed, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Collection
from contextlib import redirect_stdout, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import typer
from sqlalchemy import select

from dashboard.database import Editions
from dashboard.journal import archive, fixing, meetings, reports
from dashboard.journal.files import Files
from dashboard.journal.tables import Meeting, Organisation
from dashboard.journal.tables import Report as Row
from dashboard.papers.made import MANIFEST, Made, write
from dashboard.report_form.receive import receive
from dashboard.report_form.report import read_report
from dashboard.store import Store
from dashboard.version.canonical import digest
from dashboard.version.files import attach, attached
from etl import backup, jobs, retention, warehouse
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild import backups
from lagesbild.journal import journal, verified
from tests.etl.sources.police_extracts import incident, statistical

FRESH = 20  # deeds on one workplace, then it begins anew
MONTHS = 40
CALLS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "sqlite3.connect"}  # fmt: skip
PDF = b"%%PDF-1.7\n%d\n%%%%EOF\n"
PRUNED_FROM = date(2026, 11, 23)


def month(number: int) -> date:
    return date(2016, 11, 15) + timedelta(days=31 * number)


def prepare(base: Path) -> None:
    """A workplace with a load, a fixed version, and a backup of it; files to load."""
    rows = [str(month(number)) for number in range(MONTHS) for _ in range(5)]
    statistical(base / "0.csv", [incident(day, start=day, end=day) for day in rows])
    for number in range(1, FRESH + 2):
        day = str(date(2026, 1, 1) + timedelta(days=number))
        statistical(base / f"{number}.csv", [incident(day, start=day, end=day)])
    place = Workplace(base / "plats")
    warehouse.load(place, [base / "0.csv"])
    store = journal(place)
    with store.write() as session:
        for name in ("Polisen", "Värnamo kommun", "Fritidsgården"):
            is_party = name != "Fritidsgården"
            session.add(Organisation(name=name, kind="police", is_party=is_party))
    fix(base, 0)
    store.close()
    backups.backup(base / "kopia", place.folder)


def load(folder: Path, number: int) -> None:
    warehouse.load(Workplace(folder / "plats"), [folder / f"{number + 1}.csv"])
    tell(folder, "load", f"{number + 1}.csv")


def publish(folder: Path, number: int) -> None:
    """The same rows once more: killed from where the new edition stands ready."""
    place = Workplace(folder / "plats")
    take, place.publish = place.publish, lambda *of: (ARM and ARM.pop()(), take(*of))  # type: ignore[method-assign]
    tell(folder, "publish", warehouse.rebuild(place))


def prune(folder: Path, number: int) -> None:
    today = PRUNED_FROM + timedelta(days=31 * (number + 1))
    place = Workplace(folder / "plats")
    if retention.prune(place, decision=f"KS {number}", today=today):
        tell(folder, "prune", f"KS {number}")


def report(folder: Path, number: int) -> None:
    """Received by the form, then collected into the journal."""
    said = {
        "schema": 1, "id": str(UUID(int=random.getrandbits(128), version=4)), "organisation": "Fritidsgården",
        "kommun_code": "0683", "received_at": "2026-11-23T09:30:15", "week": "2026-W47",
        "nothing": True, "items": [],
    }  # fmt: skip
    files = Files(folder / "plats")
    (files.reports / "incoming").mkdir(parents=True, exist_ok=True)
    receive(read_report(json.dumps(said).encode()), incoming=files.reports / "incoming")
    tell(folder, "report", said["id"])
    reports.collect(at(folder), files.reports)


def fix(folder: Path, number: int) -> None:
    """Whatever comes next until a meeting is fixed, and a signed paper beside its version."""
    store, files = at(folder), Files(folder / "plats")
    meeting = meetings.latest(store)
    with store.read() as session:
        is_over = meeting is None or meetings.is_fixed(session, meeting.id)
        parties = list(session.scalars(select(Organisation.id).where(Organisation.is_party)))
    if is_over:
        day = date(2026, 11, 26)
        meeting = meetings.call(store, held_on=day, first_week=day, last_week=day)
    assert isinstance(meeting, Meeting)
    said = {"schema": 1, "meeting": meeting.number, "edition": {"number": 1}}
    proposal = fixing.propose(store, meeting, said)
    for party in parties:
        version = fixing.approve(
            store, meeting.id, content_sha256=proposal.content_sha256, organisation_id=party, role="a"
        )  # fmt: skip
    assert version
    tell(folder, "fix", version.sha256)
    archive.write_files(store, files.versions)
    attach(files.versions, version.number, PDF % number)
    tell(folder, "attach", version.number, digest(PDF % number))


def export(folder: Path, number: int) -> None:
    """The writing of an export over the one before: the drawing writes nothing."""
    names = [f"bilaga-version-0001-shared-{part}/{n}.txt" for part in "ab" for n in range(5)]
    content = {
        name: f"{number} {name}".encode() for name in [*names, "bilaga-version-0001-shared.pdf"]
    }
    sums = [{"name": name, "sha256": digest(of)} for name, of in content.items()]
    write(Made(content, {"name": "bilaga-version-0001-shared", "files": sums}), folder / "uttag")
    tell(folder, "export", number)


def back_up(folder: Path, number: int) -> None:
    backups.backup(folder / "kopior" / str(number), folder / "plats")
    tell(folder, "backup", number)


def restore(folder: Path, number: int) -> None:
    done = len([*(folder / "ater").glob("[0-9]*")])  # the same place until it is there
    backups.restore(folder / "kopia", workplace=folder / "ater" / str(done))
    tell(folder, "restore", done)


DEEDS: dict[str, Callable[[Path, int], None]] = {
    "load": load, "publish": publish, "report": report, "fix": fix, "export": export, "prune": prune,
    "backup": back_up, "restore": restore,
}  # fmt: skip
ARM: list[Callable[[], None]] = []
# just before which announced call of which kind
POINTS = (
    ("report", "os.link", 1),  # written, but not under its name
    ("report", "os.remove", 2),  # in the journal, and still a file
    ("fix", "os.rename", 1),  # fixed, and no file of it yet
    ("fix", "os.rename", 3),  # fixed, and half of its files
    ("backup", "os.rename", 1),  # whole, but without its name
    ("restore", "os.rename", 1),
    ("export", "os.rename", 1),
    ("prune", "os.rename", 3),  # the new edition is shown, the old are still there, no record
)


def at(folder: Path) -> Store:
    return journal(Workplace(folder / "plats"))


def tell(folder: Path, *words: object) -> None:
    with (folder / "sagt").open("a", encoding="utf-8") as said:
        print(*words, file=said, flush=True)
        os.fsync(said.fileno())


@dataclass
class Looked:
    """What is left. `late` is how many versions were written as files first afterwards."""

    wrong: list[str] = field(default_factory=list)
    job: str = ""
    late: int = 0


def look(folder: Path, *, is_writable: bool = True) -> Looked:
    """Everything that must be so whatever has happened: one whole edition is served, the journal
    verifies, nothing that was told is lost, and status can be asked."""
    found, place = Looked(), Workplace(folder / "plats")
    manifest = place.manifest()
    for name, checksum in manifest["files"].items():
        if backup.sha256(place.edition(manifest["edition"]) / name) != checksum:
            found.wrong.append(f"edition {manifest['edition']}: {name} is another")
    edition = Editions(place.editions, "shared").current()
    if [*edition.query("select number from out.edition")["number"]] != [manifest["edition"]]:
        found.wrong.append("the edition served is another")
    job = jobs.last(place.folder)
    found.job = job.state if job else ""
    if is_writable:
        _look_at_the_journal(folder, manifest, found)
    for kept in (folder / "kopior").glob("[0-9]*"):
        with _told(found, f"backup {kept.name}"):
            backup.opened(kept)
    for made in (folder / "ater").glob("[0-9]*"):
        if verified(journal(Workplace(made)), made)[1] or Workplace(made).current is None:
            found.wrong.append(f"restored {made.name} does not verify")
    return found


def _look_at_the_journal(folder: Path, manifest: dict[str, Any], found: Looked) -> None:
    store, files = at(folder), Files(folder / "plats")
    found.late = len(verified(store, folder / "plats")[1])
    if found.late:  # as when the page is started again
        archive.write_files(store, files.versions)
    found.wrong += map(str, verified(store, folder / "plats")[1])
    reports.collect(store, files.reports)
    with store.read() as session:
        ids = list(session.scalars(select(Row.id)))
    fixed = {entry.checksum for entry in archive.entries(store)}
    loaded = {batch["file"] for batch in manifest["batches"]}
    decided = {pruning["decision"] for pruning in manifest["prunings"]}
    store.close()
    is_there: dict[str, Callable[..., bool]] = {
        "load": lambda name: name in loaded,
        "publish": lambda number: manifest["edition"] >= int(number),
        "prune": lambda *words: " ".join(words) in decided,
        "report": lambda name: ids.count(name) == 1,
        "fix": lambda checksum: checksum in fixed,
        "attach": lambda number, of: of in attached(files.versions, int(number)),
        "export": lambda number: (folder / "uttag" / MANIFEST).exists(),
        "backup": lambda number: (folder / "kopior" / number).exists(),
        "restore": lambda number: (folder / "ater" / number).exists(),
    }
    said = (folder / "sagt").read_text(encoding="utf-8") if (folder / "sagt").exists() else ""
    for what, *words in map(str.split, said.splitlines()):
        if not is_there[what](*words):
            found.wrong.append(f"told and lost: {what} {' '.join(words)}")


def litter(folder: Path) -> list[str]:
    """What dead jobs have left, after one that lived."""
    place = Workplace(folder / "plats")
    manifest = place.manifest()
    cited = {batch[kind] for batch in manifest["batches"] for kind in ("rows", "revisions")}
    first = max((pruning["edition"] for pruning in manifest["prunings"]), default=1)
    left = [file for file in place.batches.iterdir() if file.name not in cited]
    left += [of for of in place.editions.glob("[0-9]*") if int(of.name) < first]
    left += [file for pattern in (".halv-*", ".uttag.*") for file in folder.rglob(pattern)]
    left += place.editions.glob(".building-*")
    missing = [
        f"no gallringsprotokoll {pruning['edition']}"
        for pruning in manifest["prunings"]
        if not (place.folder / f"gallring/gallringsprotokoll-{pruning['edition']:04d}.txt").exists()
    ]
    exported = folder / "uttag" / MANIFEST
    if exported.exists():
        for file in json.loads(exported.read_bytes())["exports"][0]["files"]:
            if backup.sha256(folder / "uttag" / file["name"]) != file["sha256"]:
                missing.append(f"export: {file['name']} is another")
    return [f"left: {file.relative_to(folder)}" for file in left] + missing


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """How it ended (a wait status), and what it answered, if anything."""
    return ended(begun(work))


def begun(work: Callable[[], Any]) -> tuple[int, int]:
    """A fork that does `work`: its id, and where its answer comes."""
    said, told = os.pipe()
    child = os.fork()
    if child:
        os.close(told)
        return child, said
    os.close(said)
    status = 0
    try:
        with redirect_stdout(open(os.devnull, "w")):  # noqa: PTH123
            answer: Any = work()
    except Refused as refusal:
        answer, status = {"refused": str(refusal)}, 1
    except typer.Exit as end:
        answer, status = {"refused": f"exit {end.exit_code}"}, 1
    except BaseException as error:  # noqa: BLE001 (a crash is what we look for)
        answer, status = {"broke": repr(error)[:500]}, 70
    with suppress(OSError):
        os.write(told, json.dumps(answer, default=asdict).encode())
    os._exit(status)


def ended(begun: tuple[int, int]) -> tuple[int, Any]:
    child, said = begun
    with os.fdopen(said, encoding="utf-8") as pipe:
        text = pipe.read()
    return os.waitpid(child, 0)[1], json.loads(text or "null")


def counted(
    work: Callable[[], None],
    *,
    deadly: int = 0,
    is_armed: bool = True,
    kinds: Collection[str] = CALLS,
) -> Callable[[], int]:
    """`work`, killed before its announced call number `deadly`; it answers how many there were."""

    def run() -> int:
        calls = [0]

        def watch(event: str, args: tuple[object, ...]) -> None:
            if event in kinds:
                calls[0] += 1
                if calls[0] == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)

        if is_armed:
            sys.addaudithook(watch)
        else:
            ARM.append(lambda: sys.addaudithook(watch))
        work()
        return calls[0]

    return run


def alarmed(
    work: Callable[[], None], *, seconds: float, is_armed: bool = True
) -> Callable[[], None]:
    """`work`, ended by the system after `seconds`, as suddenly as by kill -9."""

    def run() -> None:
        def arm() -> None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds)

        arm() if is_armed else ARM.append(arm)
        work()

    return run


def series(base: Path, name: str, kills: int, *, seed: int) -> dict[str, Any]:
    """`name` done and killed `kills` times."""
    rng, deed, is_armed = random.Random(f"{name} {seed}"), DEEDS[name], name != "publish"
    folder = base.parent / name
    killed = whole = late = told = 0
    wrong: list[str] = []
    seconds, calls = _measured(base, folder, deed, is_armed=is_armed)
    for number in range(kills):
        turn = number % FRESH
        if turn == 0:
            fresh(base, folder)
        deadly, after = rng.randint(1, calls), rng.uniform(0.0, seconds)

        def work(turn: int = turn) -> None:
            deed(folder, turn)

        dying = (
            counted(work, deadly=deadly, is_armed=is_armed)
            if number % 2
            else alarmed(work, seconds=max(after, 1e-4), is_armed=is_armed)
        )
        status, said = forked(dying)
        killed += os.WIFSIGNALED(status)
        whole += status == 0
        if not os.WIFSIGNALED(status) and status:
            wrong.append(f"{number}: {said}")
        _, looked = forked(lambda: look(folder))
        if "wrong" not in looked:
            wrong.append(f"{number}: looking: {looked}")
            continue
        wrong += [f"{number}: {one}" for one in looked["wrong"]]
        late += bool(looked["late"])
        told += os.WIFSIGNALED(status) and looked["job"] == jobs.DIED
        if os.WIFSIGNALED(status) and looked["job"] in {jobs.RUNNING, jobs.BROKEN}:
            wrong.append(f"{number}: status says {looked['job']}")
        if turn == FRESH - 1 or number == kills - 1:
            wrong += [f"{number}: {one}" for one in afterwards(folder, deed)]
    shutil.rmtree(folder)
    return {
        "deed": name, "tries": kills, "killed": killed, "whole": whole, "died_told": told, "late": late,
        "seconds": round(seconds, 2), "calls": calls, "wrong": wrong,
    }  # fmt: skip


def _measured(
    base: Path, folder: Path, deed: Callable[[Path, int], None], *, is_armed: bool
) -> tuple[float, int]:
    """How long the deed takes when nothing stops it, and how many calls it announces."""
    fresh(base, folder)
    before = time.monotonic()
    forked(lambda: deed(folder, 0))
    seconds = time.monotonic() - before
    fresh(base, folder)
    status, calls = forked(counted(lambda: deed(folder, 0), is_armed=is_armed))
    assert status == 0 and isinstance(calls, int), calls
    return seconds, calls


def afterwards(folder: Path, deed: Callable[[Path, int], None]) -> list[str]:
    """The deed once more, which must be done and clear up; then a load, which does so too."""
    wrong = []
    for work in (deed, load):
        status, said = forked(lambda work=work: work(folder, FRESH))  # type: ignore[misc]
        if status:
            wrong.append(f"afterwards: {said}")
    if deed is prune:
        forked(
            lambda: prune(folder, FRESH)
        )  # nothing is due: what a dead one did not write is written
    return wrong + [str(one) for one in forked(lambda: litter(folder))[1]]


def fresh(base: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)


class _told:
    """What is refused within is wrong."""

    def __init__(self, found: Looked, what: str) -> None:
        self.found, self.what = found, what

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> bool:
        if isinstance(error, Refused):
            self.found.wrong.append(f"{self.what}: {error}")
            return True
        return False


def main(folder: Path) -> list[str]:
    """What is wrong after a kill at each of the chosen points, and after each deed once more."""
    folder.mkdir(parents=True, exist_ok=True)
    status, said = forked(lambda: prepare(folder))
    assert status == 0, said
    wrong = []
    for number, (name, event, which) in enumerate(POINTS):
        dying = counted(partial(DEEDS[name], folder, number), deadly=which, kinds={event})
        status, said = forked(dying)
        if not os.WIFSIGNALED(status):
            wrong.append(f"{name} was not killed: {said}")
        job = jobs.last(folder / "plats")
        if job is None or job.state != (jobs.DIED if name in {"backup", "prune"} else job.state):
            wrong.append(f"{name}: status says {job}")
    wrong += forked(lambda: look(folder))[1]["wrong"]
    for name in dict.fromkeys(name for name, _, _ in POINTS):
        status, said = forked(partial(DEEDS[name], folder, FRESH))
        if status:
            wrong.append(f"{name} once more: {said}")
    return (
        wrong + list(forked(lambda: look(folder))[1]["wrong"]) + forked(lambda: litter(folder))[1]
    )


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
