"""How numbers, weeks and dates are written in Swedish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
NUMBERS = ("inget", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
LAST = str.maketrans("åäö", "{|}")


def number(value: float, *, decimals: int = 0) -> str:
    """1234.5 -> "1 234,5", with a hard space and a real minus."""
    text = f"{value:z,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
    return text.replace("-", "\u2212")


def difference(value: int) -> str:
    """+3, −2, ±0"""
    return f"+{number(value)}" if value > 0 else number(value) if value < 0 else "±0"


def in_words(value: int) -> str:
    """Up to ten in words, as running text has it."""
    return NUMBERS[value] if value < len(NUMBERS) else number(value)


def day(value: date | datetime, *, year: bool = True) -> str:
    """20 nov 2026"""
    return f"{value.day} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")


def clock(value: datetime) -> str:
    """20 nov 06.10"""
    return f"{day(value, year=False)} {value:%H.%M}"


def month(value: date) -> str:
    """aug 2026"""
    return f"{MONTHS[value.month - 1]}\u00a0{value.year}"


def quarter(value: date) -> str:
    """kvartal 3 2026"""
    return f"kvartal {(value.month + 2) // 3} {value.year}"


def kommun(name: str) -> str:
    """Vaggeryd -> "Vaggeryds kommun", Habo -> "Habo kommun". What calls itself stad is a kommun here."""
    if name == "Falun":
        return "Falu kommun"
    mark = "" if name[-1:] in "aeiouyåäösxz" else "s"
    return f"{name}{mark} kommun"


def capitalised(text: str) -> str:
    """With a capital first letter; the rest is left alone."""
    return text[:1].upper() + text[1:]


def within(title: str) -> str:
    """A title inside a sentence: "Anmälda brott" -> "anmälda brott", "SCB:s mått" and "RegSO" as
    they are."""
    return (
        title
        if title[1:2].isupper() or title in {"RegSO", "DeSO"}
        else title[:1].lower() + title[1:]
    )


def rhythm(days: int) -> str:
    """How often something comes, "" for when it comes."""
    named = {0: "", 1: "varje dag", 7: "varje vecka", 31: "varje månad", 92: "varje kvartal", 366: "varje år"}  # fmt: skip
    return named.get(days, f"var {days}:e dag")


def days(first: date, last: date) -> str:
    """ "fre 27 nov", "fre 27–sön 29 nov", "mån 21 dec–fre 8 jan"."""
    end = f"{WEEKDAYS[last.weekday()]} {day(last, year=False)}"
    if first == last:
        return end
    start = f"{WEEKDAYS[first.weekday()]} {day(first, year=False)}"
    if (first.year, first.month) == (last.year, last.month):
        start = f"{WEEKDAYS[first.weekday()]} {first.day}"
    return f"{start}–{end}"


def dates(first: date, last: date) -> str:
    """12 nov 2026, 9–20 nov 2026, 9 nov–4 dec 2026, 21 dec 2026–8 jan 2027."""
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)}–{day(last)}"
    start = str(first.day) if first.month == last.month else day(first, year=False)
    return f"{start}–{day(last)}"


def week(monday: date, *, year: bool = False) -> str:
    """v. 47, or v. 47 2026"""
    iso = monday.isocalendar()
    return f"v.\u00a0{iso.week}" + (f" {iso.year}" if year else "")


def weeks(first: date, last: date) -> str:
    """v. 44–47 2026; both years where they differ. Mondays in."""
    a, b = first.isocalendar(), last.isocalendar()
    if (a.year, a.week) == (b.year, b.week):
        return week(first, year=True)
    if a.year == b.year:
        return f"v.\u00a0{a.week}–{b.week} {b.year}"
    return f"{week(first, year=True)} – {week(last, year=True)}"


def listed(items: Sequence[str]) -> str:
    """a, b och c"""
    return " och ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def alphabetical(text: str) -> str:
    """A key to sort by as a Swedish reader looks for a word: å, ä and ö last, in that order, and
    capitals among the others."""
    return text.casefold().translate(LAST)


def parse_week(text: str) -> date | None:
    """ "2026-W47" -> its Monday, or None, also for weeks in years that nobody counts crimes in."""
    shaped = re.fullmatch(r"(\d{4})-W(\d{2})", text, re.ASCII)
    if shaped is None or not 1900 <= int(shaped[1]) <= 2200:
        return None
    try:  # not strptime: it takes week 53 of any year for the week after the last
        return date.fromisocalendar(int(shaped[1]), int(shaped[2]), 1)
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """ "2026-11-16" -> the date, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def format_week(monday: date) -> str:
    return f"{monday:%G-W%V}"


def monday(of: date) -> date:
    return of - timedelta(days=of.weekday())
