"""What was posted -> a report, or what is wrong with it, by field.

Only what the form itself offered is taken, and only that is shown again: nothing that somebody made
up is ever stored or repeated.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, get_args

from dashboard import swedish
from dashboard.report_form.contents import Form, Link
from dashboard.report_form.report import (
    ID,
    MOST_ITEMS,
    Answer,
    DayPart,
    Incident,
    OwnAction,
    Report,
)

# The page offers this week and the last; a report that a phone has kept may be about an older one.
WEEKS_BACK = 4
PLACE, AREA, MANY = "plats:", "omrade:", "fler"
COUNTS = ("1", "2", "3", "4", MANY)
CHOICES: dict[str, Collection[str]] = {
    "day_part": get_args(DayPart),
    "count": COUNTS,
    "is_reported": get_args(Answer),
    "is_fault_reported": get_args(Answer),
    "own_action": get_args(OwnAction),
}
WRONG = {
    "week": "Välj vilken vecka rapporten gäller.",
    "problem_type": "Välj vad det handlar om.",
    "where": "Platsen finns inte längre i listan. Välj en annan, eller ”Vet inte”.",
    "day": "Dagen ligger inte i den vecka som rapporten gäller. Välj en dag, eller ”Vet inte”.",
    "day_part": "Välj en tid på dygnet, eller ”Vet inte”.",
    "count": "Välj hur många det var.",
    "more": "Skriv hur många det var, med siffror från 5 till 99.",
    "is_reported": "Välj ja, nej eller vet ej.",
    "is_fault_reported": "Välj ja, nej eller vet ej.",
    "own_action": "Välj en åtgärd i listan.",
    "id": "Sidan hade blivit för gammal. Titta igenom svaren och skicka igen.",
}  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """What is filled in: `items` as field -> choice, `errors` as "field-item" -> what to do."""

    id: str
    week: str
    items: tuple[dict[str, str], ...]
    nothing: bool = False
    errors: dict[str, str] = field(default_factory=dict)


def weeks(today: date) -> tuple[date, date]:
    """The Mondays of the last week and this one."""
    this = swedish.monday(today)
    return this - timedelta(7), this


def suggested(today: date) -> date:
    """From Monday to Wednesday the report is about the week that has ended."""
    last, this = weeks(today)
    return last if today.weekday() <= 2 else this


def blank(today: date) -> Answers:
    return Answers(
        str(uuid.uuid4()), swedish.format_week(suggested(today)), ({"count": "1"},), nothing=False
    )


def answers(posted: Mapping[str, str], numbers: Sequence[str], *, form: Form, link: Link, today: date) -> Answers:  # fmt: skip
    """`posted` is field -> value, `numbers` the incidents that the page had, in order."""
    errors = {}
    this = swedish.monday(today)
    accepted = [this - timedelta(7 * back) for back in range(WEEKS_BACK + 1)]
    week = posted.get("week", "")
    if week not in map(swedish.format_week, accepted):
        errors["nothing" if posted.get("nothing") == "1" else "week"] = WRONG["week"]
        week = swedish.format_week(suggested(today))
    known_id = re.fullmatch(ID, posted.get("id", ""))
    if known_id is None:
        errors["id"] = WRONG["id"]
    nothing = posted.get("nothing") == "1"
    items: list[dict[str, str]] = []
    asked = [] if nothing else [n for n in dict.fromkeys(numbers) if re.fullmatch("[0-9]{1,3}", n)]
    offered = _offered(form, link, monday=swedish.parse_week(week), today=today)
    for n in asked[:MOST_ITEMS]:
        item, wrong = _item({name: posted.get(f"{name}-{n}", "") for name in WRONG}, offered)
        errors |= {f"{name}-{len(items)}": WRONG[name] for name in wrong}
        items.append(item)
    if not nothing and not items:
        items, errors["problem_type-0"] = [{"count": "1"}], WRONG["problem_type"]
    at = known_id[0] if known_id else str(uuid.uuid4())
    return Answers(at, week, tuple(items), nothing=nothing, errors=errors)


def _offered(form: Form, link: Link, *, monday: date | None, today: date) -> dict[str, Any]:
    assert monday is not None
    days = [monday + timedelta(day) for day in range(7)]
    places = [PLACE + place.name for place in form.places_for(link)]
    return {
        **CHOICES,
        "problem_type": form.type_names,
        "where": {*places, *(AREA + area.code for area in form.areas_for(link))},
        "day": {day.isoformat() for day in days if day <= today},
    }


def _item(said: dict[str, str], offered: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """What can be taken of one incident, and the fields that cannot."""
    item = {name: said[name] for name in offered if said[name] in offered[name]}
    wrong = [name for name in offered if said[name] and name not in item]
    if not said["problem_type"]:
        wrong.insert(0, "problem_type")
    item.setdefault("count", "1")
    if item["count"] == MANY:
        more = re.fullmatch("0{0,9}([5-9]|[1-9][0-9])", said["more"].strip(), re.ASCII)
        if more is None:
            wrong.append("more")
        else:
            item["more"] = more[1]
    return item, wrong


def report(given: Answers, *, form: Form, link: Link, at: datetime) -> Report:
    """The report that `given`, without errors, comes to."""
    return Report(
        schema=1,
        id=given.id,
        organisation=link.organisation,
        kommun_code=form.kommun_of(link),
        received_at=at.isoformat(timespec="seconds"),
        week=given.week,
        nothing=given.nothing,
        items=tuple(_incident(item) for item in given.items),
    )


def _incident(item: Mapping[str, Any]) -> Incident:
    where = item.get("where", "")
    return Incident(
        problem_type=item["problem_type"],
        place=where.removeprefix(PLACE) if where.startswith(PLACE) else None,
        area_code=where.removeprefix(AREA) if where.startswith(AREA) else None,
        day=item.get("day"),
        day_part=item.get("day_part"),
        count=int(item.get("more") or item["count"]),
        is_reported=item.get("is_reported"),
        is_fault_reported=item.get("is_fault_reported"),
        own_action=item.get("own_action"),
    )
