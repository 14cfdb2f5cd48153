"""What is odd in a löfte: each finding says where, quotes, and proposes. None of them blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.pledge.dates import times
from dashboard.pledge.phrases import CONDITION, VAGUE

Finding = dict[str, str]

# A report is written when the löfte is over.
REPORT = re.compile(r"rapport|redovis|summer|sammanfatt|utvärder|uppfölj|följs upp|återkoppl|slut", re.IGNORECASE)  # fmt: skip
# A year that something began, was compared with or was decided is no time of the löfte.
SINCE = re.compile(r"(?:\bsedan|\bfrån|\bfr\.o\.m\.|\bän|jämfört med|\bantag\w+|\bbeslut\w+|\bfastställ\w+|överenskommelse\w*|avtal\w*|Agenda)\s+(?:år\s+|den\s+)?$", re.IGNORECASE)  # fmt: skip
AHEAD = re.compile(r"(?:under|senast|till|t\.o\.m|i|före|efter|för|sommaren|hösten|våren|vintern)\b", re.IGNORECASE)  # fmt: skip
# In the whole text, what these sentences say is what has been.
BACKGROUND = re.compile(
    r"statisti|enkät|undersökning|dialog|anmäl|överenskommelse|program|föregående|förra|tidigare"
    r"|förläng|jämför|upprättad|undertecknad|\blag(?:en)?\b|\bvar\b|\bhade\b|\bfanns\b|\bblev\b|\bskedde\b"
    r"|\b(?:öka|minska|visa|svara|uppg|inträffa|genomför|genomförd|starta)(?:de|des|av)\b|\bgenomfördes\b"
    r"|\bhar\s+(?:\w+\s+)?\w+(?:at|ats|it|its|tt|tts)\b",
    re.IGNORECASE,
)


def findings(document: Mapping[str, Any], *, today: date) -> list[Finding]:
    """Everything odd in a löfte's document: [{"where", "quote", "said", "proposal"}], all Swedish.

    `where` is "aktivitet 2", "mål 1", "uppföljning 1", "slutrapport", "parter", "giltighetstid",
    "namn", "fokusområde 1", "löftets text"; `quote` is the words, "" for what is not there.
    A follow-up that has been reported has "reported_on", and a final report "final_reported_on",
    in the document: without it a day that has passed is a finding.

    A time is odd when all of it is outside the validity; in words of reporting, the year after is
    not. Years of laws, agreements, diary numbers, spans and the basis are no times of the löfte.
    """
    found = [
        *_validity(document),
        *_parties(document),
        *_times(document),
        *_follow_ups(document, today=today),
        *_final_report(document, today=today),
        *_goals(document),
        *_activities(document),
    ]
    return found + _times_of_the_text(document, known={f["quote"].lower() for f in found})


def _finding(where: str, quote: str | None, said: str, proposal: str) -> Finding:
    return {"where": where, "quote": quote or "", "said": said, "proposal": proposal}


def _validity(document: Mapping[str, Any]) -> Iterator[Finding]:
    first, last = _valid(document)
    missing = [name for name, day in (("första", first), ("sista", last)) if day is None]
    if missing:
        yield _finding(
            "giltighetstid", "", f"Löftets {swedish.listed(missing)} dag är inte sagd.",
            "Skriv från och till vilken dag löftet gäller.",
        )  # fmt: skip
    elif first and last and last < first:
        yield _finding(
            "giltighetstid", f"{first} – {last}", "Löftet slutar innan det börjar.", "Byt plats på dagarna, eller rätta året.",
        )  # fmt: skip


def _parties(document: Mapping[str, Any]) -> Iterator[Finding]:
    parties = [party.get("organisation") or "" for party in document["parties"]]
    if len(set(filter(None, parties))) < 2:
        yield _finding(
            "parter", swedish.listed(parties), "Ett löfte ges av minst två parter.",
            "Lägg till den som lovar tillsammans med er: polisen, en kommun eller en förening.",
        )  # fmt: skip


def _goals(document: Mapping[str, Any]) -> Iterator[Finding]:
    if document["activities"] and not document["goals"]:
        yield _finding(
            "mål", "", "Löftet har aktiviteter men inget mål. Att något blev gjort är inget mål.",
            "Skriv vad som ska ha blivit bättre, och hur det märks.",
        )  # fmt: skip
    for number, goal in enumerate(document["goals"], 1):
        named = {"indicator": "något att mäta med", "baseline": "ett utgångsläge"}
        missing = [name for key, name in named.items() if not goal.get(key)]
        if missing and goal.get("is_measurable", True):
            yield _finding(
                f"mål {number}", goal["words"], f"Målet saknar {swedish.listed(missing)}.",
                "Skriv vad som mäts och hur det var från början, eller märk målet ”ej mätbart”.",
            )  # fmt: skip


def _activities(document: Mapping[str, Any]) -> Iterator[Finding]:
    for number, activity in enumerate(document["activities"], 1):
        where, words = f"aktivitet {number}", activity["words"]
        if not activity.get("responsible"):
            yield _finding(where, words, "Ingen är ansvarig.", "Skriv vilken part som ska göra det.")  # fmt: skip
        yield from _measure(where, activity)
        if not activity.get("focus") and not activity.get("problem_type"):
            yield _finding(
                where, words, "Det står inte vilket problem aktiviteten ska hjälpa mot.",
                "Välj fokusområde eller problemtyp.",
            )  # fmt: skip


def _measure(where: str, activity: Mapping[str, Any]) -> Iterator[Finding]:
    """That it cannot be counted, once."""
    words = activity["words"]
    has_quantity = activity.get("quantity") is not None or activity.get("effort_weeks") is not None
    condition = activity.get("condition") or _words_of(CONDITION, words)
    vague = None if has_quantity else _words_of(VAGUE, words)
    often = "Skriv hur ofta eller hur många gånger som minst."
    if condition:
        yield _finding(where, condition, "Villkoret går inte att mäta: ingen kan säga om det är uppfyllt.", often)  # fmt: skip
    elif vague:
        yield _finding(where, vague, "Det säger inte hur ofta.", often)
    elif not has_quantity:
        yield _finding(where, words, "Ingen mängd är lovad, så det går inte att säga när det är gjort.", often)  # fmt: skip
    if activity.get("quantity") is not None and not activity.get("per"):
        yield _finding(
            where, words, "Mängden har ingen tid.", "Välj per vecka, månad, kvartal, halvår eller år, eller under löftets tid.",
        )  # fmt: skip


def _follow_ups(document: Mapping[str, Any], *, today: date) -> Iterator[Finding]:
    if not document["follow_ups"] and not document.get("final_report_on"):
        yield _finding("uppföljning", "", "Det står inte när löftet följs upp.", "Skriv en dag och vilka som får veta.")  # fmt: skip
    first, last = _valid(document)
    for number, follow_up in enumerate(document["follow_ups"], 1):
        on = _day(follow_up.get("on"))
        where, words = f"uppföljning {number}", follow_up.get("words") or follow_up.get("on")
        if on is None:
            continue
        if first and on < first:
            yield _finding(where, words, f"{_on(on)} är före löftets tid. Är dagen kvar från året före?", _meant(on, first))  # fmt: skip
        elif last and on > _years_later(last, years=1):
            yield _finding(where, words, f"{_on(on)} är mer än ett år efter löftets tid.", "Rätta dagen.")  # fmt: skip
        elif on < today and not follow_up.get("reported_on"):
            yield _finding(where, words, f"{_on(on)} har passerat utan att uppföljningen är redovisad.", "Redovisa, eller skriv en ny dag.")  # fmt: skip


def _final_report(document: Mapping[str, Any], *, today: date) -> Iterator[Finding]:
    on, (_, last) = _day(document.get("final_report_on")), _valid(document)
    if on is None:
        return
    quote = on.isoformat()
    if last and on < last:
        yield _finding("slutrapport", quote, "Slutrapporten är satt till före löftets sista dag. Är dagen kvar från året före?", _meant(on, last))  # fmt: skip
    elif last and on > _years_later(last, years=1):
        yield _finding("slutrapport", quote, "Slutrapporten är satt till mer än ett år efter löftets tid.", "Rätta dagen.")  # fmt: skip
    elif on < today and not document.get("final_reported_on"):
        yield _finding("slutrapport", quote, "Dagen har passerat utan att slutrapporten är lämnad.", "Lämna rapporten, eller skriv en ny dag.")  # fmt: skip


def _times(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Times outside the validity in what the löfte says will be."""
    texts = [("namn", document.get("name") or "")]
    for key, name, fields in (
        ("focus", "fokusområde", ("title",)),
        ("goals", "mål", ("words", "target")),
        ("activities", "aktivitet", ("words", "condition")),
        ("follow_ups", "uppföljning", ("words",)),
    ):
        for number, row in enumerate(document[key], 1):
            texts += [(f"{name} {number}", row.get(field) or "") for field in fields]
    for where, text in texts:
        yield from _odd(text, document, where=where, is_report=where.startswith("uppföljning"))


def _times_of_the_text(document: Mapping[str, Any], *, known: set[str]) -> list[Finding]:
    """As `_times`, in the whole text: only sentences that say what will be, and no finding twice."""
    text = re.sub(r"\s+", " ", document.get("text") or "")
    found: dict[str, Finding] = {}
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ•–-])", text):
        if not BACKGROUND.search(sentence):
            for one in _odd(sentence, document, where="löftets text", is_report=False):
                if AHEAD.match(one["quote"]):  # a day alone may be that of the signatures
                    found.setdefault(one["quote"].lower(), one)
    return [one for quote, one in found.items() if not any(quote in other for other in known)]


def _odd(text: str, document: Mapping[str, Any], *, where: str, is_report: bool) -> Iterator[Finding]:  # fmt: skip
    first, last = _valid(document)
    for found in times(text):
        if SINCE.search(text[: found.start]) or SINCE.search(text[: found.end - 4]) or text[found.end :].startswith(" års"):  # fmt: skip
            continue
        starts, ends = found.span or (date(found.year, 1, 1), date(found.year, 12, 31))
        until = _years_later(last, years=1) if last and (is_report or REPORT.search(text)) else last
        if (first and ends < first) or (until and starts > until):
            valid = swedish.listed(sorted({str(day.year) for day in (first, last) if day}))
            yield _finding(
                where, found.words, f"Tiden är utanför löftets tid ({valid}).",
                "Rätta året, eller stryk det: löftets egen tid räcker.",
            )  # fmt: skip


def _meant(on: date, least: date) -> str:
    """The same day of the year, the first time that is not before `least`."""
    later = _years_later(on, years=least.year - on.year)
    later = later if later >= least else _years_later(on, years=least.year - on.year + 1)
    return f"Menas {swedish.day(later)}?"


def _years_later(day: date, *, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=min(day.year + years, date.max.year), day=28 if leap else day.day)


def _words_of(pattern: re.Pattern[str], words: str) -> str | None:
    found = pattern.search(words)
    return found[0] if found else None


def _valid(document: Mapping[str, Any]) -> tuple[date | None, date | None]:
    return _day(document.get("valid_from")), _day(document.get("valid_to"))


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _on(day: date) -> str:
    return swedish.day(day)
