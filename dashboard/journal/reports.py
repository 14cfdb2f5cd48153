"""What observers have sent: collected once, decided about, handed over. Nothing of it is ever removed."""

from __future__ import annotations

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import Refused
from dashboard.journal.organisations import RHYTHMS
from dashboard.journal.tables import Organisation, ReportDecision
from dashboard.journal.tables import Report as Row
from dashboard.report_form.report import Incident, Report, Unreadable, read_incoming
from dashboard.store import Store, Unfit

DECISIONS = {"approved": "godkänd", "cancelled": "makulerad", "linked": "hör ihop med en annan"}
APART = timedelta(days=1)  # two that are told of the same thing may differ by a day


@dataclass(frozen=True)
class Collected:
    """How many came, and of those that could not be read how many for each reason."""

    new: int
    unreadable: Mapping[str, int]


@dataclass(frozen=True)
class Received:
    """One report and the latest that has been decided about it."""

    row: Row
    items: tuple[Incident, ...]
    decision: str = ""  # one of DECISIONS, or "" while it waits
    other_id: str = ""

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def is_standing(self) -> bool:
        """Whether it counts as told: neither cancelled nor the same as another."""
        return self.decision not in {"cancelled", "linked"}


def collect(store: Store, folder: Path) -> Collected:
    """Take what lies in `folder`/incoming into the journal, each id once.

    A file goes when its report is committed, never before. One that cannot be read, or names what
    the forum does not have, goes to `folder`/avvisade. Raises OSError when a folder cannot be used.
    """
    (folder / "incoming").mkdir(parents=True, exist_ok=True)
    wrong: Counter[str] = Counter()
    done: list[Path] = []
    new = 0
    with store.write() as session:
        known = set(session.scalars(select(Organisation.name)))
        for file, found in read_incoming(folder / "incoming"):
            reason = (
                found.reason if isinstance(found, Unreadable) else _why_not(store, found, known)
            )
            if reason:
                wrong[reason] += _put_aside(file, folder / "avvisade")
                continue
            assert isinstance(found, Report)
            done.append(file)
            if session.get(Row, found.id) is None:
                session.add(_row(found))
                new += 1
    for file in done:
        file.unlink(missing_ok=True)
    return Collected(new, +wrong)


def received(store: Store, *, since: date) -> list[Received]:
    """What came on `since` or later, and whatever waits for a decision; the latest first."""
    return [r for r in every(store) if not r.decision or r.row.received_at.date() >= since]


def decide(store: Store, report_id: str, decision: str, *, other_id: str = "") -> None:
    """Approve, cancel, or say that it tells of the same as `other_id`. The latest counts.

    Raises Refused for what is not there, and where nothing would be left of what two have told.
    """
    with store.write() as session:
        latest = _latest(session)
        if decision not in DECISIONS or session.get(Row, report_id) is None:
            raise Refused("Rapporten finns inte. Läs om sidan.")
        if decision == "linked":
            _check_other(session, report_id, other_id, latest=latest)
        if decision != "approved" and report_id in {
            d.other_id for d in latest.values() if d.decision == "linked"
        }:
            raise Refused(
                "En annan rapport hör ihop med den här och räknas inte själv. Godkänn eller makulera "
                "den först."
            )
        session.add(
            ReportDecision(
                report_id=report_id,
                decision=decision,
                other_id=other_id if decision == "linked" else None,
                at=store.now(),
            )
        )


def alike(reports: Sequence[Received]) -> dict[str, list[str]]:
    """For each report those that may tell of the same: one problem, one place or area, at most a day
    between. Only proposed: somebody decides."""
    told: dict[tuple[str, ...], list[tuple[date, str]]] = defaultdict(list)
    for report in reports:
        for item in report.items if report.is_standing else ():
            where = item.place or item.area_code
            if where and item.on:
                key = (report.row.kommun_code, item.problem_type, where)
                told[key].append((item.on, report.id))
    found: dict[str, list[str]] = defaultdict(list)
    for same in told.values():
        for (day, one), (other_day, other) in combinations(sorted(same), 2):
            if one != other and other_day - day <= APART and other not in found[one]:
                found[one].append(other)
                found[other].append(one)
    return {report_id: others for report_id, others in found.items() if others}


def missing(store: Store, *, week: date) -> list[Organisation]:
    """Observers that have sent nothing within their rhythm, up to and with the week of Monday `week`."""
    told: dict[str, set[date]] = defaultdict(set)
    for report in every(store):
        if report.decision != "cancelled":
            told[report.row.organisation].add(report.row.week)
    with store.read() as session:
        asked = select(Organisation).where(Organisation.is_observer, Organisation.is_active)
        observers = list(session.scalars(asked.order_by(Organisation.id)))
    return [
        one
        for one in observers
        if told[one.name].isdisjoint(week - timedelta(weeks=n) for n in range(RHYTHMS[one.rhythm]))
    ]


def every(store: Store) -> list[Received]:
    """The latest first."""
    with store.read() as session:
        latest = _latest(session)
        rows = list(session.scalars(select(Row).order_by(Row.received_at.desc(), Row.id)))
    found = []
    for row in rows:
        items = tuple(Incident(**item) for item in json.loads(row.items))
        decided = latest.get(row.id)
        about = (decided.decision, decided.other_id or "") if decided else ("", "")
        found.append(Received(row, items, *about))
    return found


def _latest(session: Session) -> dict[str, ReportDecision]:
    decisions = session.scalars(select(ReportDecision).order_by(ReportDecision.id))
    return {decision.report_id: decision for decision in decisions}


def _check_other(
    session: Session, report_id: str, other_id: str, *, latest: Mapping[str, ReportDecision]
) -> None:
    if not other_id or other_id == report_id or session.get(Row, other_id) is None:
        raise Refused("Välj vilken rapport den hör ihop med.")
    if other_id in latest and latest[other_id].decision != "approved":
        raise Refused("Den andra rapporten räknas inte själv. Välj en som väntar eller är godkänd.")


def _why_not(store: Store, report: Report, known: set[str]) -> str:
    """What is not the forum's own, or is about a person, is not kept: whoever got into the form must
    not be able to write in the journal."""
    if report.organisation not in known:
        return "Verksamheten finns inte bland organisationerna"
    try:
        for item in report.items:
            store.check(item.place or "")
    except Unfit:
        return "Platsens namn ser ut som en personuppgift"
    return ""


def _row(report: Report) -> Row:
    return Row(
        id=report.id,
        organisation=report.organisation,
        kommun_code=report.kommun_code,
        week=report.monday,
        is_nothing=report.nothing,
        items=json.dumps([item.model_dump() for item in report.items], ensure_ascii=False),
        received_at=datetime.fromisoformat(report.received_at),
    )


def _put_aside(file: Path, folder: Path) -> bool:
    """As it is, not opened and not followed; under a name that is no other's. False where somebody
    else has just collected it."""
    folder.mkdir(exist_ok=True)
    try:
        file.rename(folder / f"{uuid.uuid4()}.json")
    except FileNotFoundError:
        return False
    return True
