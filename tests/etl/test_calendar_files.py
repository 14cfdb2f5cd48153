"""Calendars as Outlook, Google and a kommun's web site export them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl import warehouse
from etl.calendar_files import as_tables, local_events
from etl.provenance import Refused
from etl.settings import Day
from tests.conftest import everything_in
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import incident

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
HEAD = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-WR-CALNAME:Evenemang
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
ALL_DAY = "DTSTART;VALUE=DATE:20260509"


def calendar(*events: str) -> bytes:
    """Each event is its lines between BEGIN and END."""
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"{HEAD}{inner}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def write(folder: Path, *events: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "evenemang.ics"
    file.write_bytes(calendar(*events))
    return file


def days(*events: str) -> list[tuple[date, date]]:
    """As in the process of its own that `local_events` has for each file."""
    [table] = as_tables(calendar(*events), **YEAR)
    return [(found["fran"], found["till"]) for found in table.to_pylist()]


def test_of_an_event_only_name_days_and_categories_are_read(tmp_path: Path) -> None:
    long = (
        "UID:040000008200E00074C5B7101A82E008\nDTSTAMP:20260101T120000Z\nCATEGORIES:Skollov,Värnamo\n"
        'ORGANIZER;CN="Anna Påhittad":mailto:anna.pahittad@varnamo.example\n'
        "ATTENDEE;CN=Bo:mailto:bo@varnamo.example\nCONTACT:Anna\\, 0370-12 34 56\n"
        "DESCRIPTION:Ring Anna 070-123 45 67 för mer\n  om dagen\nLOCATION:Storgatan 1\n"
        "DTSTART;VALUE=DATE:20261026\nDTEND;VALUE=DATE:20261031\nSUMMARY:Höst\n  lov på\n  alla skolor\\, F–9\n"
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Påminnelse\nTRIGGER:-PT15M\nEND:VALARM"
    )  # fmt: skip
    write(tmp_path, long)
    assert local_events(tmp_path, **YEAR) == [
        Day(namn="Höst lov på alla skolor, F–9", fran=date(2026, 10, 26), till=date(2026, 10, 30),
            slag="lov", kommun="0683"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "first", "last"),
    [
        ("DTSTART;VALUE=DATE:20260509", 9, 9),  # no end: one day
        ("DTSTART;VALUE=DATE:20260509\nDTEND;VALUE=DATE:20260510", 9, 9),
        ("DTSTART;VALUE=DATE:20260509\nDTEND;VALUE=DATE:20260509", 9, 9),  # some write it so
        ("DTSTART;VALUE=DATE:20260509\nDURATION:P3D", 9, 11),
        ("DTSTART:20260509T223000Z\nDTEND:20260510T003000Z", 10, 10),  # past midnight here
        ("DTSTART;TZID=W. Europe Standard Time:20260509T200000\nDTEND:20260510T000000Z", 9, 10),
        ("DTSTART;TZID=Europe/Stockholm:20260509T180000\nDURATION:PT6H", 9, 9),  # to midnight
        ("DTSTART;TZID=America/New_York:20260509T200000", 10, 10),
        ("DTSTART:20260509T235900", 9, 9),  # no zone: ours
    ],
)  # fmt: skip
def test_days_are_swedish_and_the_end_is_not_of_it(times: str, first: int, last: int) -> None:
    assert days(f"SUMMARY:Marknad\n{times}") == [(date(2026, 5, first), date(2026, 5, last))]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=3", ["05-09", "05-16", "05-23"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20260516T215959Z\nEXDATE;VALUE=DATE:20260509", ["05-16"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=2SA;UNTIL=20260701", ["05-09", "06-13"]),
        ("RRULE:FREQ=YEARLY", ["05-09"]),
    ],
)
def test_what_comes_back_each_week_month_or_year(rule: str, expected: list[str]) -> None:
    found = days(f"SUMMARY:Torghandel\n{ALL_DAY}\n{rule}")
    assert [f"{day:%m-%d}" for day, _ in found] == expected


def test_a_time_of_a_series_that_is_moved_or_called_off() -> None:
    series = f"UID:a\nSUMMARY:Torghandel\n{ALL_DAY}\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = (
        "UID:a\nSUMMARY:Torghandel\nDTSTART;VALUE=DATE:20260517\nRECURRENCE-ID;VALUE=DATE:20260516"
    )
    off = "UID:a\nSUMMARY:Torghandel\nDTSTART;VALUE=DATE:20260523\nRECURRENCE-ID;VALUE=DATE:20260523\nSTATUS:CANCELLED"  # fmt: skip
    found = days(series, moved, off)
    assert sorted(day.day for day, _ in found) == [9, 17]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("DTSTART;VALUE=DATE:20260509", "har inget namn"),
        (f"SUMMARY:Ring 070-123 45 67\n{ALL_DAY}", "ser ut som ett telefonnummer"),
        (f"SUMMARY:Möte 1912\n 1212-1212\n{ALL_DAY}", "ser ut som ett personnummer"),
        (f"SUMMARY:Läkare 070-123 45 67\nCLASS:PRIVATE\n{ALL_DAY}", "är märkt som privat"),
        (f"SUMMARY:X\n{ALL_DAY}\nDTEND;VALUE=DATE:20260508", "slutar innan den börjar"),
        (f"SUMMARY:X\n{ALL_DAY}\nRRULE:FREQ=DAILY", "upprepas på ett sätt som inte läses"),
        (f"SUMMARY:X\n{ALL_DAY}\nRDATE;VALUE=DATE:20260601", "upprepas på ett sätt som inte läses"),
        ("SUMMARY:X", "går inte att läsa"),
        ("SUMMARY:X\nDTSTART:2026-05-09 070-1234567", "går inte att läsa"),
        (f"SUMMARY:X\nSUMMARY:Y 070-123 45 67\n{ALL_DAY}", "går inte att läsa"),
        (f"SUMMARY:X\n{ALL_DAY}\n{ALL_DAY}", "går inte att läsa"),
        (f"SUMMARY:X\n{ALL_DAY}\nRRULE:FREQ=WEEKLY;BYDAY=070", "går inte att läsa"),
        (f"SUMMARY:X\n{ALL_DAY}\nSTATUS", "går inte att läsa"),
    ],
)
def test_an_event_that_is_refused_is_named_by_its_number(event: str, said: str) -> None:
    with pytest.raises(Refused, match=r"^händelse 2 ") as refused:
        days(f"SUMMARY:Marknad\n{ALL_DAY}", event)
    assert said in str(refused.value)
    assert not any(part in str(refused.value) for part in ("070", "1212", "Läkare", "Möte"))


@pytest.mark.parametrize(
    "raw", [b"", b"<html>\r\n</html>", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:H\xf6stlov\r\n"]
)
def test_what_is_no_calendar(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.ICS").write_bytes(raw)
    with pytest.raises(Refused, match=r"x\.ICS: filen är ingen kalender som går att läsa"):
        local_events(tmp_path, **YEAR)


def test_the_events_stand_in_the_edition_s_calendar(place: Place) -> None:
    today = date.today()  # noqa: DTZ011
    event = f"SUMMARY:Stadsfest\nDESCRIPTION:hemligt\nDTSTART;VALUE=DATE:{today:%Y%m%d}"
    write(place.workplace.calendars, event)
    place.load(incident())
    assert place.ask("select kind, date_from::date, kommun_code from out.calendar where name = 'Stadsfest'") == [
        ("evenemang", today, "")
    ]  # fmt: skip
    assert "hemligt" not in everything_in(place.workplace.editions)


def test_a_calendar_that_is_refused_changes_nothing(place: Place) -> None:
    place.load(incident())
    write(place.workplace.calendars, f"SUMMARY:Ring 070-123 45 67\n{ALL_DAY}")
    before = place.state()
    with pytest.raises(Refused, match=r"^kalender/evenemang\.ics: händelse 1 har ett namn"):
        place.load(incident("2024-09-20"))
    assert place.workplace.current == 1
    assert before.items() <= place.state().items()


def test_a_calendar_among_the_files_is_told_where_it_belongs(place: Place) -> None:
    file = write(place.folder, f"SUMMARY:Marknad\n{ALL_DAY}")
    with pytest.raises(Refused, match="Lägg den i arbetsplatsens mapp kalender"):
        warehouse.load(place.workplace, [file])
