"""What a sentence of a löfte says of how often, when, where and who."""

from __future__ import annotations

import re
from typing import Any

CONDITION = re.compile(
    r"\b(?:vid behov|efter behov|i den omfattning som (?:\w+ ){1,2}nödvändigt?|i den mån|om möjligt"
    r"|i möjligaste mån|så långt (?:det är )?möjligt|när (?:det finns )?(?:tillfälle|möjlighet|resurser)\w*"
    r"|vid tillfälle)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b(?:(?:några|flera|ett antal) (?:gånger|tillfällen)|regelbundet|återkommande|löpande"
    r"|kontinuerligt)\b",
    re.IGNORECASE,
)
NUMBERS = {
    word: n
    for n, words in enumerate(
        ("en ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"), 1
    )
    for word in words.split()
}  # fmt: skip
NUMBER = rf"(?P<number>{'|'.join(NUMBERS)}|\d{{1,3}})"
LEAST = r"(?:(?P<least>minst|lägst|åtminstone)\s+)?"
TIMES = r"(?:ggr|gång(?:er)?|\w*tillfällen?|\w*insats(?:er)?|\w*möten?|\w*träff(?:ar)?|\w*kontroll(?:er)?|\w*besök|\w*föreläsning(?:ar)?|\w*utbildning(?:ar)?|\w*aktivitet(?:er)?|\w*kväll(?:ar)?|\w*vandring(?:ar)?)"  # fmt: skip
NAMED = r"(?!\s*\d{1,2}(?!\d))"  # kvartal 2–3 is when, not how often
PER = {
    "week": rf"veckan?{NAMED}",
    "month": r"månad(?:en)?",
    "quarter": rf"kvartal(?:et)?{NAMED}",
    "half_year": rf"halvår(?:et)?{NAMED}",
    "year": r"år(?:et)?",
    "pledge": r"(?:löftets tid|löftesperioden|löftestiden|perioden)",
}
IN = r"\s*(?:/|(?:per|i|om|varje|under)\s+)\s*"
EFFORT = re.compile(rf"{LEAST}\b{NUMBER}\s+(?:veckas|veckors)\s+\w*insats", re.IGNORECASE)
OFTEN = re.compile(
    rf"{LEAST}\b{NUMBER}\s+(?:\w+\s+)?{TIMES}{IN}(?:{'|'.join(f'(?P<{k}>{v})' for k, v in PER.items())})(?!\w)",
    re.IGNORECASE,
)
EVERY = re.compile(rf"\bvarje\s+(?:{'|'.join(f'(?P<{k}>{v})' for k, v in PER.items())})(?!\w)", re.IGNORECASE)  # fmt: skip
SOME = re.compile(rf"{LEAST}\b{NUMBER}\s+(?:\w+\s+)?{TIMES}(?!\w)", re.IGNORECASE)

ORGANISATION = r"(?<!\w)(?:Polisen|Polismyndigheten|[A-ZÅÄÖ][\w-]{1,40} (?:kommun|stad|Kommun)(?!\w)|Region [A-ZÅÄÖ]\w+|(?:[A-ZÅÄÖ][\w-]{0,40}förening(?:en)?|Fastighetsägarna|Villaägarna)(?: [A-ZÅÄÖ][\w-]{1,40})?)"  # fmt: skip
PARTY = re.compile(
    rf"{ORGANISATION}|(?:[Kk]ommunen|[Pp]olisen|[Oo]mrådespolis\w*|[Kk]ommunpolis\w*|[Ss]kol\w*|[Ss]ocialtjänst\w*|[Ff]ritid\w*"
    r"|[Rr]äddningstjänst\w*|BRÅ\w*(?:[- ]?\w+)?|[Bb]rottsförebyggande råd\w*|[\wåäö-]+(?:förening|förvaltning|bolag|råd|grupp|nämnd)\w*)"
)
RESPONSIBLE = re.compile(r"\s*\((?:[Aa]nsvarig\w*:?\s*)?([^()]{2,120})\)\s*\.?\s*$")
SUBJECT = re.compile(
    rf"(?:{ORGANISATION}|Kommunen|Områdespolis\w+|Kommunpolis\w+)(?:,? (?:och|samt|tillsammans med) (?:{ORGANISATION}|kommunen|polisen))*"
)
GENERIC_PLACE = r"(?:\w*skol(?:a|an|or|orna)|ungdomsgård\w*|fritidsgård\w*|asylboende\w*|\w*torget|resecentrum|busstation\w*|centrum|bibliotek\w*|köpcent\w+)"  # fmt: skip
PROPER = r"[A-ZÅÄÖ][\wåäö-]+(?:s [a-zåäö]+torg| [A-ZÅÄÖ][\wåäö-]+)?"
PLACES = re.compile(
    rf"\b(?:i|på|vid|besöker|till exempel|t\.ex\.|utanför|kring)\s+((?:nu även\s+)?(?:{PROPER}|{GENERIC_PLACE})(?:(?:,\s*|\s+och\s+|\s+samt\s+)(?:nu även\s+|även\s+)?(?:{PROPER}|{GENERIC_PLACE})(?!\w))*)"
)
NO_PLACE = re.compile(r"^(?:EST|BRÅ|ANDT|SSPF|SIG|Polisen|Tidiga|Sociala)$|kommun", re.IGNORECASE)
AND = r",\s*|\s*/\s*|\s+(?:och|samt|&)\s+"
AUDIENCE = {
    "residents": r"invånar|medborgar|allmänhet|boende",
    "leaders": r"lokalpolisområdeschef|kommunalråd|kommundirektör|kommunstyrelse|lednings?grupp",
    "partners": r"samverkanspart|partner|parterna",
    "working_group": r"arbetsgrupp|styrgrupp|BRÅ|brottsförebyggande råd",
}


def amount(words: str) -> dict[str, Any]:
    """quantity, per, is_at_least, effort_weeks and condition, None for what is not said.

    "en" and "ett" without "minst" or a period are no quantity: they only stand before a word.
    """
    condition = CONDITION.search(words)
    said = {"quantity": None, "per": None, "is_at_least": False, "effort_weeks": None, "condition": condition[0] if condition else None}  # fmt: skip
    effort = EFFORT.search(words)
    if effort:
        return said | {"effort_weeks": _number(effort), "is_at_least": bool(effort["least"])}
    often, some, every = OFTEN.search(words), SOME.search(words), EVERY.search(words)
    if often:
        return said | {"quantity": _number(often), "per": _per(often), "is_at_least": bool(often["least"])}  # fmt: skip
    if some and (some["least"] or some["number"].lower() not in ("en", "ett")):
        return said | {"quantity": _number(some), "is_at_least": bool(some["least"])}
    return said | {"quantity": 1, "per": _per(every)} if every else said


def responsible(text: str) -> tuple[str, list[str]]:
    """The words without the last parenthesis, and who it names; else who the sentence begins with."""
    last = RESPONSIBLE.search(text)
    if last:
        named = [name for part in re.split(AND, last[1]) if (name := part.strip())]
        is_known = [bool(PARTY.match(name)) for name in named]
        if any(is_known) and all(known or name[0].isupper() for known, name in zip(is_known, named, strict=True)):  # fmt: skip
            return text[: last.start()].strip(), named
    subject = SUBJECT.match(text)
    return text, re.split(r",? (?:och|samt|tillsammans med) ", subject[0]) if subject else []


def places(words: str) -> list[str]:
    found: list[str] = []
    for match in PLACES.finditer(words):
        for part in re.split(AND, match[1]):
            name = re.sub(r"^(?:nu även|även|nu)\s+", "", part)
            is_municipality = words[match.end() :].lstrip().startswith("kommun")
            if not NO_PLACE.search(name) and not is_municipality and name not in found:
                found.append(name)
    return found


def audience(sentence: str) -> str | None:
    """Who is told, before who else is named."""
    for before in (r"\b(?:till|för)\s+(?:\w+\s+){0,2}\w{0,30}", ""):
        found = {k: m.start() for k, says in AUDIENCE.items() if (m := re.search(rf"{before}(?:{says})", sentence, re.IGNORECASE))}  # fmt: skip
        if found:
            return min(found, key=lambda kind: found[kind])
    return None


def _number(match: re.Match[str]) -> int:
    said = match["number"].lower()
    return NUMBERS.get(said) or int(said)


def _per(match: re.Match[str]) -> str:
    return next(kind for kind in PER if match[kind])
