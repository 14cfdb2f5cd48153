"""What the example's observers have sent: last month's, long approved, and last week's, just come in.
Invented, like its numbers; everything goes the way that real reports go."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dashboard import swedish
from dashboard.components.reports import form_file
from dashboard.database import Editions
from dashboard.journal import links, organisations, reports
from dashboard.journal.files import Files
from dashboard.report_form.receive import receive
from dashboard.report_form.report import DayPart, Incident, Report
from dashboard.store import Store

STATION = "Värnamo resecentrum"
KOMMUNER = {"Värnamo": "0683", "Gislaved": "0662", "Skillingaryd": "0665", "Gnosjö": "0617"}
KINDS = {"Bostadsbolaget": "housing", "Gymnasieskolan": "school", "Väktarna": "guards"}
THANKED = "Resecentrum i Värnamo", "belysningen vid cykelstället lagad"


@dataclass(frozen=True)
class Seen:
    """`day` is 0 for Monday."""

    problem_type: str
    place: str
    day: int
    part: DayPart
    count: int = 1


LAST_WEEK: dict[str, tuple[Seen, ...]] = {  # Bostadsbolaget i Gislaved has gone silent
    "Resecentrum i Värnamo": (Seen("skadegorelse", STATION, 4, "kväll", 2),),
    "Trygghetsvärdarna i Värnamo": (
        Seen("skadegorelse", STATION, 4, "kväll"),
        Seen("tillhall", STATION, 5, "natt", 3),
    ),
    "Väktarna i Värnamo centrum": (Seen("tillhall", STATION, 3, "eftermiddag"),),
    "Gymnasieskolan i Värnamo": (),
    "Fritidsgården i Värnamo": (),
    "Fritidsgården i Gislaved": (Seen("buskorning", "Gislaved centrum", 5, "kväll", 4),),
    "Biblioteket i Gislaved": (Seen("tillhall", "Gislaved centrum", 1, "eftermiddag"),),
    "Fritidsgården i Skillingaryd": (Seen("nedskrapning", "Skillingaryd centrum", 6, "morgon"),),
    "Bostadsbolaget i Skillingaryd": (),
    "Fritidsgården i Gnosjö": (Seen("buskorning", "Gnosjö centrum", 4, "kväll", 2),),
}


def write(store: Store, opened: Editions, files: Files, *, today: date) -> None:
    """Reports in a journal that has its organisations and no report, as looked at on `today`."""
    edition = opened.current("shared")
    _place(store)
    links.replace_all(store)
    form_file.publish(store, edition, files)
    known = {one.name for one in organisations.everyone(store)}
    last = swedish.monday(today) - timedelta(weeks=1)
    earlier = [last - timedelta(weeks=weeks) for weeks in range(2, 7)]
    for monday in earlier:
        _send(files, THANKED[0], monday, (Seen("skadegorelse", STATION, 2, "kväll"),), sent_on=monday + timedelta(7))  # fmt: skip
    reports.collect(store, files.reports)
    for report in reports.every(store):
        reports.decide(store, report.id, "approved")
    for one in organisations.everyone(store):
        if one.name == THANKED[0]:
            links.thank(store, one.id, THANKED[1])
    for name, seen in LAST_WEEK.items():
        if name in known:
            _send(files, name, last, seen, sent_on=last + timedelta(weeks=1))
    form_file.publish(store, edition, files)


def _place(store: Store) -> None:
    """In which kommun each observer is, and what it is."""
    for one in organisations.everyone(store):
        town = next((town for town in KOMMUNER if town in one.name), "")
        kind = next((kind for word, kind in KINDS.items() if one.name.startswith(word)), "other")
        if one.is_observer and town:
            organisations.change(
                store,
                one.id,
                name=one.name,
                kind=kind,
                kommun_code=KOMMUNER[town],
                rhythm=one.rhythm,
                usual_role=one.usual_role,
                is_party=False,
                is_observer=True,
            )


def _send(files: Files, name: str, monday: date, seen: tuple[Seen, ...], *, sent_on: date) -> None:
    drawn = random.Random(f"{name} {monday}")
    at = datetime.combine(sent_on, time(7, drawn.randrange(60), drawn.randrange(60)))
    kommun = next(code for town, code in KOMMUNER.items() if town in name)
    report = Report(
        schema=1,
        id=str(UUID(int=drawn.getrandbits(128), version=4)),
        organisation=name,
        kommun_code=kommun,
        received_at=at.isoformat(),
        week=swedish.format_week(monday),
        nothing=not seen,
        items=tuple(_incident(one, monday) for one in seen),
    )
    receive(report, incoming=files.reports / "incoming")


def _incident(seen: Seen, monday: date) -> Incident:
    return Incident(
        problem_type=seen.problem_type,
        place=seen.place,
        area_code=None,
        day=(monday + timedelta(seen.day)).isoformat(),
        day_part=seen.part,
        count=seen.count,
        is_reported="nej",
        is_fault_reported=None,
        own_action=None,
    )
