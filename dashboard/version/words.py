"""What a version says, in the words and marks that every screen and paper uses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dashboard import swedish

LEVELS = {0: "inget underlag", 1: "normalt", 2: "förhöjt", 3: "allvarligt"}
LEVEL_MARKS = {0: "○", 1: "●", 2: "▲", 3: "■"}
TRENDS = {"up": "ökande ↗", "same": "oförändrat →", "down": "minskande ↘"}
CERTAINTIES = {"sure": "säker", "unsure": "osäker"}
OUTCOMES = {
    "agreed": "Vi är eniga",
    "differ": "Vi bedömer olika",
    "next_time": "Tas upp nästa gång",
}
STATUSES = {"done": "gjord", "late": "försenad", "dropped": "blir inte av", "open": "pågår"}
STATUS_MARKS = {"done": "✓", "late": "△", "dropped": "–", "open": "◌"}
CLASSES = {
    "parties": "Visas för: polis och kommun",
    "shared": "Visas för: forumets parter",
    "public": "Får publiceras",
}
NOTE_KINDS = {
    "event": "händelse",
    "effort": "insats",
    "registration": "ändrad registrering",
    "other": "övrigt",
}
WEEKS = {1: "en vecka", 4: "fyra veckor"}
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def subject(said: dict[str, Any]) -> str:
    """Inbrott i lokal, Bredaryd"""
    return f"{said['problem_name']}, {said['area_name']}"


def level(value: int | None) -> str:
    """■ allvarligt"""
    return "" if value is None else f"{LEVEL_MARKS[value]} {LEVELS[value]}"


def leaning(trend: str | None, certainty: str | None) -> str:
    """Ökande ↗ · säker; "" where nothing was said."""
    said = [TRENDS[trend]] if trend else []
    said += [CERTAINTIES[certainty]] if certainty else []
    return swedish.capitalised(" · ".join(said))


def evidence(found: dict[str, Any] | None) -> str:
    """21 anmälda brott på fyra veckor till och med v. 47, väntat 7–15: tydlig avvikelse."""
    if found is None:
        return "Ingen källa berättar om det här."
    weeks = WEEKS.get(found["weeks"], f"{found['weeks']} veckor")
    last = swedish.week(date.fromisoformat(found["week"]))
    counted = found.get("counted") or "händelser"
    said = f"{swedish.number(found['count'])} {counted} på {weeks} till och med {last}"
    if found["lower"] is None or found["upper"] is None:
        return f"{said}. För få för att säga vad som är väntat."
    low, high = swedish.number(found["lower"]), swedish.number(found["upper"])
    usual = low if low == high else f"{low}–{high}"
    return f"{said}, väntat {usual}" + (f": {found['word']}." if found["word"] else ".")


def joint(said: dict[str, Any] | None) -> str:
    """Vi är eniga: ■ allvarligt"""
    if said is None:
        return "Inget sagt tillsammans"
    outcome = OUTCOMES[said["outcome"]]
    return outcome if said["level"] is None else f"{outcome}: {level(said['level'])}"


def who(organisation: str, function: str) -> str:
    """fritidschef, Värnamo kommun"""
    return ", ".join(filter(None, (function, organisation)))


def on(value: str | None) -> str:
    """27 nov 2026, of an ISO date or time; "" where there is none."""
    return swedish.day(datetime.fromisoformat(value)) if value else ""


def day(value: str | None) -> str:
    """torsdag 19 nov 2026, of an ISO date or time; "" where it is not known."""
    if not value:
        return ""
    on = datetime.fromisoformat(value)
    return f"{WEEKDAYS[on.weekday()]} {swedish.day(on)}"


def note(said: dict[str, Any]) -> str:
    """12 nov 2026: Extra belysning, Apladalen (insats, gatuchef, Värnamo kommun)"""
    first, last = (date.fromisoformat(said[name]) for name in ("first", "last"))
    where = said["place"] or said["area_name"]
    about = [NOTE_KINDS[said["kind"]], who(said["organisation"], said["function"])]
    if said["problem_names"]:
        about.append(f"gäller {swedish.listed([swedish.within(n) for n in said['problem_names']])}")
    what = said["what"].rstrip(". ")
    return f"{swedish.dates(first, last)}: {what}, {where} ({', '.join(filter(None, about))})"


def table(said: dict[str, Any], audience: str, name: str) -> list[dict[str, Any]]:
    """A table of the document as one dictionary a row; empty where it is not there."""
    found = said["tables"].get(audience, {}).get(name)
    if found is None:
        return []
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def counted(count: int, one: str, many: str) -> str:
    """en åtgärd, tre åtgärder"""
    return f"{swedish.in_words(count)} {one if count == 1 else many}"
