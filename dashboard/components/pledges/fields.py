"""What can be written in each part of a löfte: its fields, drawn, and read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard import swedish
from dashboard.components import deeds
from dashboard.components.deeds import Asked
from dashboard.components.form import Form
from dashboard.journal.meetings import Refused
from dashboard.pledge import words
from dashboard.pledge.periods import PER

SAVE = "save"
BELOW = ["label", "input", "description"]


@dataclass(frozen=True)
class Field:
    """`kind` is text, long, day, number, listed, choice, several or truth; `options` those of a
    choice."""

    name: str
    label: str
    kind: str = "text"
    options: Mapping[str, str] | None = None
    hint: str = ""

    def drawn(self, form: Form, of: str, value: Any) -> Any:
        about = (self.label, self.name, SAVE)
        hint: dict[str, Any] = (
            {"description": self.hint, "inputWrapperOrder": BELOW} if self.hint else {}
        )
        match self.kind:
            case "choice":
                options = self.options or {}
                return form.choice(*about, options, of, value=value, clearable=True, **hint)
            case "truth":
                return form.choice(*about, self.options or {}, of, value="ja" if value else "nej", allowDeselect=False, **hint)  # fmt: skip
            case "several":
                return form.many(*about, self.options or {}, of, value=list(value or []), **hint)
            case "long":
                return form.long(*about, of, value=value or "", **hint)
            case "day":
                return form.day(*about, of, value=value or "", **hint)
            case "listed":
                return form.text(*about, of, value=", ".join(value or []), **hint)
            case _:
                return form.text(*about, of, value="" if value is None else str(value), **hint)

    def read(self, asked: Asked) -> Any:
        """Raises Refused for what is no number, day or choice of it."""
        if self.kind == "several":
            said = list(asked.texts(self.name))
            if not set(said) <= set(self.options or {}):
                raise Refused(f"{self.label}: välj i listan.")
            return said
        text = asked.text(self.name)
        match self.kind:
            case "truth":
                return text != "nej"
            case "choice":
                if text and text not in (self.options or {}):
                    raise Refused(f"{self.label}: välj i listan.")
                return text or None
            case "day":
                if text and swedish.parse_day(text) is None:
                    raise Refused(f"{self.label}: skriv dagen som 2026-01-31.")
                return text or None
            case "number":
                if text and not deeds.whole(text):
                    raise Refused(f"{self.label}: skriv ett helt tal, minst 1, eller lämna tomt.")
                return deeds.whole(text)
            case "listed":
                return [part.strip() for part in text.split(",") if part.strip()]
            case _:
                return text


@dataclass(frozen=True)
class Choices:
    """What can be chosen in a löfte: names by code or key."""

    types: Mapping[str, str]
    areas: Mapping[str, str]
    focus: Mapping[str, str]
    pledges: Mapping[str, str]


TITLES = {
    "basics": "Löftet",
    "parties": "Part",
    "diary_numbers": "Diarienummer",
    "basis": "Underlag",
    "focus": "Fokusområde",
    "goals": "Mål",
    "activities": "Aktivitet",
    "follow_ups": "Uppföljning",
}
_OPEN = "Lämna tomt om löftet inte säger det."
_FIELDS = {
    "basics": (
        Field("name", "Vad löftet heter"),
        Field("areas", "Område", "several"),
        Field("valid_from", "Gäller från och med", "day"),
        Field("valid_to", "Gäller till och med", "day"),
        Field("final_report_on", "Skriftlig slutrapport senast", "day"),
        Field("final_reported_on", "Slutrapporten lämnad", "day"),
        Field("rests_on", "Vilar på", hint="Till exempel samverkansöverenskommelse 2023–2026."),
        Field("extends", "Förlänger", "choice"),
        Field("cause_analysis", "Orsaksanalys", "long", hint="Varför finns problemen, så vitt ni vet?"),
    ),
    "parties": (
        Field("organisation", "Organisation", hint="Också föreningar kan vara part."),
        Field("role", "Funktion", hint="Funktionen, aldrig ett namn."),
    ),
    "diary_numbers": (
        Field("organisation", "Hos vilken organisation"),
        Field("number", "Diarienummer"),
    ),
    "basis": (
        Field("kind", "Slag", "choice", words.BASES),
        Field("words", "Vad underlaget är", "long"),
        Field("version", "Fastställd version, nummer", "number"),
    ),
    "focus": (
        Field("title", "Fokusområde"),
        Field("problem_types", "Problemtyper", "several"),
        Field("picture", "Problembild", "long"),
    ),
    "goals": (
        Field("words", "Målet", "long"),
        Field("focus", "Fokusområde", "choice"),
        Field("is_measurable", "Går målet att mäta?", "truth", {"ja": "ja", "nej": "ej mätbart"}),
        Field("indicator", "Indikator", hint="Vad som mäts, och i vilken källa."),
        Field("baseline", "Utgångsläge", hint="Värdet när löftet började, och när det mättes."),
        Field("direction", "Riktning", "choice", words.DIRECTIONS),
        Field("target", "Målvärde"),
    ),
    "activities": (
        Field("words", "Vad som ska göras", "long"),
        Field("problem_type", "Vilket problem tjänar den?", "choice", hint="Att räkna kontroller är inget mål i sig."),
        Field("focus", "Fokusområde", "choice"),
        Field("responsible", "Ansvariga", "listed", hint="Organisationer, med komma emellan."),
        Field("quantity", "Hur många gånger", "number", hint=_OPEN),
        Field("per", "Hur ofta", "choice", PER),
        Field("is_at_least", "Minst så många?", "truth", {"ja": "minst", "nej": "precis"}),
        Field("effort_weeks", "Insats i veckor, minst", "number", hint=_OPEN),
        Field("condition", "Villkor", hint="Till exempel vid behov."),
        Field("places", "Platser", "listed", hint="Med komma emellan."),
    ),
    "follow_ups": (
        Field("on", "Dag", "day"),
        Field("words", "Vad som följs upp och hur"),
        Field("reported_on", "Redovisad", "day"),
        Field("audience", "För vem", "choice", words.AUDIENCES),
    ),
}  # fmt: skip
_OPTIONS: dict[str, Callable[[Choices], Mapping[str, str]]] = {
    "areas": lambda of: of.areas,
    "problem_types": lambda of: of.types,
    "problem_type": lambda of: of.types,
    "focus": lambda of: of.focus,
    "extends": lambda of: of.pledges,
}
NULLED = {"indicator", "baseline", "target", "condition"}  # None where nothing is written


def fields(part: str, choices: Choices) -> list[Field]:
    """Raises Refused for a part that no löfte has."""
    if part not in _FIELDS:
        raise Refused(deeds.GONE)
    return [
        replace(field, options=_OPTIONS[field.name](choices)) if field.name in _OPTIONS else field
        for field in _FIELDS[part]
    ]


def read(part: str, asked: Asked, choices: Choices) -> dict[str, Any]:
    """What somebody wrote in the fields of `part`, as the document has it. Raises Refused."""
    row = {field.name: field.read(asked) for field in fields(part, choices)}
    for name in NULLED & row.keys():
        row[name] = row[name] or None
    if "extends" in row:
        row["extends"] = deeds.whole(row["extends"] or "")
    first = next(field for field in _FIELDS[part] if field.kind != "day")
    if not row[first.name]:
        raise Refused(f"{first.label}: skriv något här.")
    return row
