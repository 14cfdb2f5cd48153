"""The words that a report is made of: those that the source of observers' reports reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dashboard import swedish
from dashboard.report_form.report import Incident

DAY_PART_HOURS = {
    "natt": "00–06",
    "morgon": "06–09",
    "förmiddag": "09–12",
    "eftermiddag": "12–17",
    "kväll": "17–24",
}
COMMON = 8  # problem types that are shown at once


def week_days(monday: date) -> str:
    """16–22 nov, 30 nov–6 dec"""
    sunday = monday + timedelta(6)
    start = swedish.day(monday, year=False) if monday.month != sunday.month else str(monday.day)
    return f"{start}–{swedish.day(sunday, year=False)}"


def incident(
    item: Incident, *, types: Mapping[str, str], areas: Mapping[str, str]
) -> tuple[str, str]:
    """What, and the rest, with names by code: ("Skadegörelse, 3 gånger", "Värnamo resecentrum, fre 20 nov, kväll. …")."""
    what = types.get(item.problem_type, item.problem_type)
    head = what + (f", {swedish.number(item.count)} gånger" if item.count > 1 else "")
    where = item.place or (areas.get(item.area_code, "") if item.area_code else "")
    when = [
        swedish.days(day, day) if (day := item.on) else "okänd dag",
        item.day_part or "okänd tid på dygnet",
    ]
    facts = [
        swedish.capitalised(", ".join([where or "plats inte angiven", *when])),
        *([f"Polisanmält: {item.is_reported}"] if item.is_reported else []),
        *([f"Felanmält: {item.is_fault_reported}"] if item.is_fault_reported else []),
        *([f"Egen åtgärd: {item.own_action}"] if item.own_action else []),
    ]
    return head, ". ".join(facts) + "."
