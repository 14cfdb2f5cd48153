"""Löften for the tests: whole documents, of the parts that a test is about."""

from __future__ import annotations

from typing import Any


def activity(key: str = "a1", **said: Any) -> dict[str, Any]:
    return {
        "key": key,
        "focus": "f1",
        "words": "Polisen finns på torget",
        "responsible": ["Polisen"],
        "quantity": 2,
        "per": "half_year",
        "is_at_least": True,
        "effort_weeks": None,
        "condition": None,
        "places": [],
        "problem_type": None,
        "sentence": None,
    } | said


def goal(key: str = "m1", **said: Any) -> dict[str, Any]:
    return {
        "key": key,
        "focus": "f1",
        "words": "Fler känner sig trygga på torget",
        "indicator": "andelen som känner sig trygga på kvällen",
        "baseline": "64 av 100 i enkäten 2018",
        "direction": "up",
        "target": None,
        "is_measurable": True,
    } | said


def document(**said: Any) -> dict[str, Any]:
    """A löfte for 2019 that has nothing to remark on."""
    return {
        "schema": 1,
        "name": "Medborgarlöfte 2019",
        "areas": ["0683"],
        "valid_from": "2019-01-01",
        "valid_to": "2019-12-31",
        "parties": [
            {"organisation": "Polisen", "role": "lokalpolisområdeschef"},
            {"organisation": "Värnamo kommun", "role": "kommunstyrelsens ordförande"},
        ],
        "diary_numbers": [],
        "rests_on": "",
        "extends": None,
        "basis": [],
        "cause_analysis": "",
        "focus": [{"key": "f1", "title": "Torget", "problem_types": ["ordning"], "picture": ""}],
        "goals": [goal()],
        "activities": [activity()],
        "follow_ups": [],
        "final_report_on": None,
        "text": "",
    } | said
