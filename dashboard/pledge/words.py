"""How löften are put in words: when they hold, how they stand, what is promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.pledge.periods import PER

CLASSES = {  # of the metre's states
    "finished": "kept",
    "ahead": "kept",
    "on_pace": "kept",
    "behind": "look",
    "not_logged": "look",
    "cannot_tell": "quiet",
}
MANY = {
    "week": "veckor",
    "month": "månader",
    "quarter": "kvartal",
    "half_year": "halvår",
    "year": "år",
}
BASES = {
    "statistics": "statistik",
    "survey": "undersökning",
    "dialogue": "medborgardialog",
    "staff": "medarbetarsamtal",
    "tips": "tips från invånare",
    "intelligence": "polisens underrättelser",
    "version": "fastställd version",
    "other": "annat",
}
AUDIENCES = {
    "residents": "invånarna",
    "leaders": "ledningen",
    "partners": "samverkansparter",
    "working_group": "arbetsgruppen",
}
DIRECTIONS = {"up": "ska öka", "down": "ska minska", "same": "ska vara som nu"}
HOLDS, TO_COME, OVER, UNDATED, VOID = "gäller nu", "börjar gälla", "har gått ut", "saknar dagar", "makulerat"  # fmt: skip


def standing(document: Mapping[str, Any], *, today: date) -> str:
    """Whether it holds: one of the five words above."""
    first, last = parsed(document["valid_from"]), parsed(document["valid_to"])
    if document["is_void"]:
        return VOID
    if first is None and last is None:
        return UNDATED
    if first and first > today:
        return TO_COME
    return OVER if last and last < today else HOLDS


def valid(document: Mapping[str, Any]) -> str:
    """1 jan–31 dec 2026, från 30 nov 2015, 2026; "" where no day is known."""
    first, last = parsed(document["valid_from"]), parsed(document["valid_to"])
    if first and last:
        if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
            return str(first.year)
        return f"{swedish.day(first, year=first.year != last.year)}–{swedish.day(last)}"
    return f"från {swedish.day(first)}" if first else f"till {swedish.day(last)}" if last else ""


def promised(activity: Mapping[str, Any]) -> str:
    """minst 2 per halvår; "ej angivet" where the löfte says no quantity."""
    said = []
    least = "minst " if activity["is_at_least"] else ""
    if quantity := activity["quantity"]:
        per = f" {PER[activity['per']]}" if activity["per"] else ""
        said.append(f"{least}{swedish.number(quantity)}{per}")
    if weeks := activity["effort_weeks"]:
        many = "en veckas" if weeks == 1 else f"{swedish.in_words(weeks)} veckors"
        said.append(f"{least}{many} insats")
    if condition := activity["condition"]:
        said.append(f"”{condition}”")
    return ", ".join(said) or "ej angivet"


def parties(document: Mapping[str, Any]) -> str:
    """Who promise, by organisation; by role where a text names no organisation."""
    return swedish.listed([name for p in document["parties"] if (name := p["organisation"] or p["role"])])  # fmt: skip


def parsed(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def day(value: str | None) -> str:
    on = parsed(value)
    return swedish.day(on) if on else ""
