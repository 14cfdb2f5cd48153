"""The text of a löfte as it is pasted -> points to accept or correct. Nothing is invented."""

from __future__ import annotations

import re
from typing import Any

from dashboard.pledge import frame, phrases
from dashboard.pledge.layout import Block, blocks, sentences
from dashboard.pledge.people import without_names

PROMISED = re.compile(
    r"\b(?:ska|skall|kommer att|lovar|åtar sig|genomför\w*|fortsätter|deltar|besöker|söker|håller|bjuder|erbjuder"
    r"|utvecklar|arbetar|ordnar|informerar|prioriterar|stöttar)\b",
    re.IGNORECASE,
)
EXTENDS = re.compile(r"förläng\w+", re.IGNORECASE)
LESS = re.compile(r"\b(?:minsk|färre|sjunk|mindre)\w*", re.IGNORECASE)
MORE = re.compile(r"\b(?:öka|fler|höj|förbättra|bättre|stärk)\w*", re.IGNORECASE)


def points(text: str) -> dict[str, Any]:
    """A proposed document of what `text` says (see docs/loften.md), with the sentences it came from.

    Rows of parties, diary_numbers, basis, focus, goals, activities and follow_ups have a "sentence"
    each; "sentences" has those of name, valid_from, valid_to, rests_on, extends and
    final_report_on, where they are said. What is not said is None, "" or an empty list. `extends`,
    `areas` and problem types are never proposed: they are numbers and codes that no text has.

    "text" is the text without persons' names, e-mail addresses and telephone numbers; "left_out" is
    how many were taken out. Every word proposed stands in it, but for white space and divided
    words; keys, kinds and days are ours.
    """
    text, left_out = without_names(text)
    lines = text.split("\n")
    signed, used = frame.signed(lines)
    laid = blocks([None if i in used else line for i, line in enumerate(lines)])
    said = [(block, s) for block in laid for s in (sentences(block.text) if block.kind != "heading" else [block.text])]  # fmt: skip
    everything = [s for _, s in said]
    running = [s for block, s in said if block.kind != "heading"]
    first, last, valid = frame.validity(everything)
    title = _title(laid)
    focus = _focus(laid)
    goals, from_goals = _goals(laid, focus)
    activities, from_activities = _activities(laid, focus)
    taken = from_goals | from_activities
    follow_ups, final_on, final = frame.follow_ups(
        [s for b, s in said if b.kind != "heading" and s not in taken and b.section != "basis"]
    )
    rests = next((m for s in running if (m := frame.AGREEMENT.search(s))), None)
    return {
        "schema": 1,
        "name": title or "",
        "areas": [],
        "valid_from": first,
        "valid_to": last,
        "parties": frame.parties(signed, everything),
        "diary_numbers": frame.diary_numbers(lines),
        "rests_on": rests[0] if rests else "",
        "extends": None,
        "basis": frame.basis([s for b, s in said if b.kind != "heading" and (b.section in ("basis", "focus") or frame.RESTS.search(s))]),
        "cause_analysis": "\n".join(b.text for b in laid if b.section == "cause" and b.kind != "heading"),
        "focus": focus,
        "goals": goals,
        "activities": activities,
        "follow_ups": follow_ups,
        "final_report_on": final_on,
        "text": text.strip(),
        "sentences": {
            "name": title,
            "valid_from": valid if first else None,
            "valid_to": valid if last else None,
            "rests_on": rests.string if rests else None,
            "extends": next((s for s in running if EXTENDS.search(s)), None),
            "final_report_on": final,
        },
        "left_out": left_out,
    }  # fmt: skip


def _title(laid: list[Block]) -> str | None:
    headings = [b.text for b in laid if b.kind == "heading"]
    return next((text for text in headings if re.search("löfte", text, re.IGNORECASE)), None)


def _focus(laid: list[Block]) -> list[dict[str, Any]]:
    """Short points under problembild or fokusområden, and the headings among the activities."""
    titles: dict[str, str] = {}
    for block in laid:
        is_point = block.kind == "point" and block.section == "focus" and len(block.text) <= 60
        is_heading = block.kind == "heading" and block.section == "activities" and block.under
        if is_point or is_heading:
            titles.setdefault(block.text.rstrip(".,;").lower(), block.text.rstrip(".,;"))
    pictures = {t: "\n".join(b.text for b in laid if b.section == "focus" and b.kind == "paragraph" and b.under.lower() == t) for t in titles}  # fmt: skip
    return [
        {"key": f"f{n}", "title": title, "problem_types": [], "picture": pictures[low], "sentence": title}
        for n, (low, title) in enumerate(titles.items(), 1)
    ]  # fmt: skip


def _focus_of(block: Block, focus: list[dict[str, Any]]) -> str | None:
    return next((f["key"] for f in focus if f["title"].lower() == block.under.lower()), None)


def _goals(laid: list[Block], focus: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], set[str]]:
    rows: list[dict[str, Any]] = []
    for block in laid:
        for sentence in _told(block):
            if block.section == "goals" or re.match(r"(?:vårt |det övergripande )?målet (?:är|med)\b", sentence, re.IGNORECASE):  # fmt: skip
                direction = "down" if LESS.search(sentence) else "up" if MORE.search(sentence) else None  # fmt: skip
                rows.append(
                    {
                        "key": f"m{len(rows) + 1}", "focus": _focus_of(block, focus), "words": sentence,
                        "indicator": None, "baseline": None, "direction": direction, "target": None,
                        "is_measurable": True, "sentence": sentence,
                    }
                )  # fmt: skip
    return rows, {row["sentence"] for row in rows}


def _activities(laid: list[Block], focus: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], set[str]]:  # fmt: skip
    """Points outside the other sections, and sentences among the activities that promise."""
    rows: list[dict[str, Any]] = []
    for block in laid:
        for sentence in _told(block):
            words, responsible = phrases.responsible(sentence)
            is_point = block.kind == "point" and (block.section in ("", "activities") or sentence != words)  # fmt: skip
            is_said = block.section == "activities" and (PROMISED.search(words) or responsible)
            if not is_point and not is_said or words.endswith(":") or _is_focus(sentence, focus):
                continue
            rows.append(
                {"key": f"a{len(rows) + 1}", "focus": _focus_of(block, focus), "words": words}
                | {"responsible": responsible, **phrases.amount(words), "places": phrases.places(words)}
                | {"problem_type": None, "sentence": sentence}
            )  # fmt: skip
    return rows, {s for row in rows for s in (row["sentence"], *sentences(row["sentence"]))}


def _told(block: Block) -> list[str]:
    """A point is one thing said, a paragraph is its sentences."""
    if block.kind == "heading" or block.section == "signed":
        return []
    return [block.text] if block.kind == "point" else sentences(block.text)


def _is_focus(sentence: str, focus: list[dict[str, Any]]) -> bool:
    return any(row["sentence"] == sentence.rstrip(".,;") for row in focus)
