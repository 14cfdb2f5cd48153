"""A fixed version with everything that a paper can show, small."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dashboard.version.canonical import sha256
from dashboard.version.chain import record
from tests.dashboard.version.documents import APPROVALS, document

TYPES = (("inbrott_lokal", "Inbrott i lokal"), ("narkotika", "Narkotika"))
AREAS = (("0683R001", "Bor", 7, 6), ("0683R002", "Bredaryd", 31, 10), ("0683R003", "Centrum", 20, 22))  # fmt: skip


def _table(columns: str, rows: list[list[Any]]) -> dict[str, Any]:
    return {"columns": columns.split(), "rows": rows}


def whole(**changed: Any) -> dict[str, Any]:
    """As `documents.document`, with every table that a version keeps."""
    said = document()
    starts = [date(2025, 11, 17) + timedelta(weeks=4 * n) for n in range(13)]
    weeks = [date(2026, 8, 24) + timedelta(weeks=n) for n in range(13)]
    told = {
        "answers": _table(
            "survey_name question wording unit year area_code area_name value lower upper respondents response_rate",
            [
                ["Enkät", "Otrygg", "Är du otrygg?", "share", 2024, "0683", "Värnamo", "22,4", 18, 27, 240, 46],
                ["Enkät", "Otrygg", "Är du otrygg?", "share", 2025, "0683", "Värnamo", 20, 16, "24,5", 250, 47],
            ],
        ),
        "dialogue": _table(
            "method held_on area_name respondents problem count",
            [["enkät", "2026-05-23", "Värnamo", 203, "Buskörning", 73], ["enkät", "2026-05-23", "Värnamo", 203, "Narkotika", 22]],
        ),
        "years": _table("title crime area_code area_name year count", [["Brås årssiffror", "Bilbrott", "0683", "Värnamo", 2025, 113]]),
        "compared": _table(
            "title crime area_code area_name per_100000",
            [["Brås årssiffror", "Totalt antal anmälda brott", code, name, n] for code, name, n in (("0683", "Värnamo", 9300), ("0617", "Gnosjö", 7420))],
        ),
        "breaks": _table("year said", [[2026, "Brottskoderna ändrades."]]),
        "residents": _table("count year", [[35000, 2025]]),
    }  # fmt: skip
    said["tables"]["shared"] |= told | {
        "by_area": _table("area_code name now before", [list(row) for row in AREAS]),
        "series": _table("week count", [[str(week), 40 + n] for n, week in enumerate(weeks)]),
        "usual": _table("problem_type lower upper word", [["inbrott_lokal", 7, 45, "tydlig avvikelse"], ["narkotika", 20, 60, "inom normal variation"]]),
        "blocks": _table("problem_type first_week count", [[kind, str(start), 10 + n] for kind, _ in TYPES for n, start in enumerate(starts)]),
        "day_parts": _table("weekday part count", [[day, part, 3 * day] for day in range(1, 8) for part in ("natt", "kväll")]),
    }  # fmt: skip
    quarters = ("2026-04-01", "2026-07-01")
    said["tables"]["public"] |= told | {
        "by_year": _table("problem_type year count name", [["narkotika", 2024, None, "Narkotika"], ["narkotika", 2025, 210, "Narkotika"]]),
        "by_quarter": _table("problem_type quarter count name", [[kind, day, n, name] for n, (kind, name) in enumerate(TYPES, 52) for day in quarters] + [["ran", day, None, "Rån"] for day in quarters]),
        "by_month": _table("month count", [["2026-08-01", 240], ["2026-09-01", None]]),
        "by_regso": _table("area_code area_name group_name year count", [[code, name, group, 2025, n] for code, name, n, _ in AREAS for group, n in (("Alla", 90 + n), ("Hot och våld", None))]),
        "left_out": _table("area_name said", [["Alla kommuner", "Per månad räknas inte: sexualbrott."], ["Värnamo", "2 av 9 antal per månad är dolda, som ”..”."]]),
        "sources": _table("source title publisher extracted_at period_to is_preliminary", [["bra", "Brås årssiffror", "Brå", None, None, None]]),
    }  # fmt: skip
    return said | changed


def fixed(said: dict[str, Any], *, number: int = 12) -> dict[str, Any]:
    return record(
        number=number, previous=None, content_sha256=sha256(said), replaces=None,
        approvals=APPROVALS, fixed_at="2026-11-19T10:42:05",
    )  # fmt: skip


def pledge() -> dict[str, Any]:
    """An invented löfte with one of each, and what is logged of it."""
    return {
        "number": 3,
        "document": {
            "schema": 1, "name": "Medborgarlöfte 2026", "areas": ["0683"], "valid_from": "2026-01-01", "valid_to": "2026-12-31",
            "parties": [{"organisation": "Polisen", "role": "lokalpolisområdeschef"}, {"organisation": "Värnamo kommun", "role": "ordförande"}],
            "diary_numbers": [{"organisation": "Värnamo kommun", "number": "KS 1/2026"}], "rests_on": "överenskommelse", "extends": None,
            "basis": [{"kind": "survey", "words": "enkät", "version": None}], "cause_analysis": "Ungdomar samlas.",
            "focus": [{"key": "f1", "title": "Centrum", "problem_types": [], "picture": "Otryggt sena kvällar."}],
            "goals": [
                {"key": "m1", "focus": "f1", "words": "Färre otrygga", "indicator": "Otrygg", "baseline": "24 %", "direction": "down", "target": "15 %", "is_measurable": True},
                {"key": "m2", "focus": None, "words": "Bättre samverkan", "indicator": None, "baseline": None, "direction": None, "target": None, "is_measurable": False},
            ],
            "activities": [
                {"key": "a1", "focus": "f1", "words": "Synliga poliser", "responsible": ["Polisen"], "quantity": 2, "per": "half_year", "is_at_least": True, "effort_weeks": None, "condition": None, "places": ["torget"], "problem_type": None, "sentence": None},
            ],
            "follow_ups": [{"on": "2026-09-30", "words": "till invånare", "audience": "residents"}], "final_report_on": "2027-01-31", "text": "",
        },
        "done": [
            {"activity": "a1", "done_on": "2026-03-02", "quantity": 1, "place": "torget", "note": "lugnt", "cost": 1200, "class": "public"},
            {"activity": "a1", "done_on": "2026-08-02", "quantity": 1, "place": "spår 2", "note": "dold insats", "cost": 5000, "class": "parties"},
        ],
    }  # fmt: skip
