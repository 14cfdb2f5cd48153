"""Local events out of calendars (*.ics, RFC 5545) that somebody has put in the folder `kalender/`.

Of an event we ask its name, days, repetition and categories, and whether it is private or called
off. Descriptions, places, organisers and those invited are never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pyarrow as pa
from dateutil.rrule import rrulestr

from etl import apart
from etl.privacy import personal_text
from etl.provenance import Refused
from etl.settings import Day
from geodata.areas import kommun_names

SWEDEN = ZoneInfo("Europe/Stockholm")
MOST_BYTES = 5 << 20
MEMORY, SECONDS = 1 << 29, 60
ASKED = {"SUMMARY", "CATEGORIES", "CLASS", "STATUS", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}  # fmt: skip
REPEATED = {"WEEKLY", "MONTHLY", "YEARLY"}
DAYS = pa.schema([
    ("namn", pa.string()), ("slag", pa.string()), ("fran", pa.date32()), ("till", pa.date32()),
    ("kommun", pa.string()),
])  # fmt: skip


def local_events(folder: Path, *, first: date, last: date) -> list[Day]:
    """The events in the calendars of `folder` that begin between `first` and `last`.

    Raises Refused, naming file and event, for a calendar that cannot be read or that holds
    personal data.
    """
    files = sorted(file for file in folder.glob("*") if file.suffix.casefold() == ".ics")
    return [day for file in files for day in _events(file, first=first, last=last)]


def _events(file: Path, *, first: date, last: date) -> list[Day]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"filen är större än {MOST_BYTES >> 20} MB. Exportera en kortare tid.")
        [table] = apart.call(
            f"{__name__}:as_tables", file.read_bytes(), first, last, memory=MEMORY, seconds=SECONDS
        )
    except Refused as refusal:
        raise Refused(f"{file.parent.name}/{file.name}: {refusal}") from None
    return [Day(**row) for row in table.to_pylist()]


def as_tables(raw: bytes, first: date, last: date) -> list[pa.Table]:
    """One row per event, day it begins and kommun: see DAYS. Raises Refused, naming the event."""
    try:
        calendars = icalendar.Calendar.from_ical(raw.decode("utf-8-sig"), multiple=True)
    except ValueError:  # also what is not UTF-8
        calendars = []
    if not calendars:
        raise Refused("filen är ingen kalender som går att läsa. Exportera den på nytt som ics.")
    # the library's types allow any kind of field in every place
    events: list[Any] = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    moved: set[tuple[str, date]] = set()
    days: list[dict[str, Any]] = []
    # those that stand for one time of a series come first: the series must not show it too
    for number, event in sorted(enumerate(events, 1), key=lambda e: "RECURRENCE-ID" not in e[1]):
        try:
            days += _days(event, moved, first=first, last=last)
        except Refused as refusal:
            raise Refused(f"händelse {number} {refusal}") from None
        except (ValueError, OverflowError, AttributeError):  # the last is a field that stands twice
            raise Refused(
                f"händelse {number} går inte att läsa. Rätta den i kalendern och exportera igen."
            ) from None
    return [pa.Table.from_pylist(days, schema=DAYS)]


def _days(
    event: Any, moved: set[tuple[str, date]], *, first: date, last: date
) -> Iterator[dict[str, Any]]:
    if any(name is None or name in ASKED for name, _ in event.errors):
        raise ValueError("a field cannot be read")
    if str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC":
        raise Refused("är märkt som privat. Ta bort den, eller exportera bara öppna händelser.")
    series = str(event.get("UID", ""))
    if "RECURRENCE-ID" in event:
        moved.add((series, _local(event["RECURRENCE-ID"].dt)))
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    name = _name(event)
    begins, ends = _local(event.start), _last_day(event)
    words = {str(word).strip().casefold() for word in event.categories}
    places = [code for code, kommun in kommun_names().items() if {code, kommun.casefold()} & words]
    for day in _starts(event, begins, first=first, last=last):
        if "RRULE" in event and (series, day) in moved:
            continue
        for kommun in places or [""]:
            yield {
                "namn": name,
                "slag": "lov" if words & {"lov", "skollov"} else "evenemang",
                "fran": day,
                "till": day + (ends - begins),
                "kommun": kommun,
            }


def _name(event: Any) -> str:
    name = " ".join(event.get("SUMMARY", "").split())
    if not name:
        raise Refused("har inget namn. Skriv ett i kalendern och exportera igen.")
    if kind := personal_text(name):
        raise Refused(
            f"har ett namn med något som ser ut som {kind}. Personuppgifter tas inte emot. Ta bort "
            "det ur kalendern och exportera igen."
        )
    return name


def _last_day(event: Any) -> date:
    """The end of an event is the first moment, or the first whole day, that is not of it."""
    start, end = event.start, event.end
    if end < start:
        raise Refused("slutar innan den börjar. Rätta den i kalendern och exportera igen.")
    least = timedelta(microseconds=1) if isinstance(end, datetime) else timedelta(days=1)
    return max(_local(start), _local(end - least))


def _starts(event: Any, begins: date, *, first: date, last: date) -> list[date]:
    """The days on which the event begins."""
    if "RRULE" not in event and "RDATE" not in event:
        return [begins]
    rule = event.get("RRULE")
    if "RDATE" in event or isinstance(rule, list) or not REPEATED.issuperset(rule["FREQ"]):
        raise Refused(
            "upprepas på ett sätt som inte läses: bara varje vecka, månad eller år. Lägg in "
            "dagarna en och en."
        )
    if "UNTIL" in rule:  # a moment in UTC; we count in days
        rule["UNTIL"] = [_local(moment) for moment in rule["UNTIL"]]
    left_out = event.get("EXDATE", [])
    lists = left_out if isinstance(left_out, list) else [left_out]
    without = {_local(day.dt) for days in lists for day in days.dts}
    found = rrulestr(rule.to_ical().decode(), dtstart=datetime.combine(begins, time()))
    times = found.between(
        datetime.combine(first, time()), datetime.combine(last, time.max), inc=True
    )
    return sorted({time.date() for time in times} - without)


def _local(moment: date) -> date:
    """The Swedish day; a moment without a time zone is Swedish already."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(SWEDEN) if moment.tzinfo else moment).date()
