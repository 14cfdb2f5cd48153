"""Names of persons are taken out of a pasted text before anything else reads it.

A löfte is signed by people. Their roles are enough, and nothing here keeps or repeats a name. A first
name by itself is taken out where it is a common one, and a first name with a surname that ends in
-sson, -ström and the like wherever it stands. Another name that is not beside a role, on a line of
its own by the signatures or after "undertecknat av" is not recognised: the one who pastes reads the
text through.
"""

from __future__ import annotations

import re
import unicodedata

WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéüèáø]{1,30}"
NAME = rf"{WORD}(?:-{WORD})?"
FULL = rf"(?<!\w){NAME}(?:[ \t]{{1,2}}(?:(?:von|af|de|la)[ \t])?(?:{NAME}|[A-ZÅÄÖ]\.)){{1,5}}"
# Anywhere: two words with capitals, of which the last ends as surnames do and hardly any place.
SURNAMED = rf"(?<!\w){NAME}[ \t]{{1,2}}(?:{NAME}[ \t]{{1,2}})?(?:{WORD}-)?[A-ZÅÄÖ][a-zåäöéü]{{1,20}}(?:sson|ström|[qk]vist|gren|stedt)(?!\w)"
SHOUTED = r"(?<!\w)[A-ZÅÄÖÉÜ-]{2,30}(?:[ \t]{1,2}[A-ZÅÄÖÉÜ-]{2,30}){1,2}"
# Common ones that are hardly anything else: no Bo, Jan, Max, Per or Sten. Beside a role or "kontakt" only.
GIVEN = re.sub(
    r"\s+",
    "|",
    """Agneta Ahmed Ali Amanda Anders Andreas Anette Anita Anna Anneli Annika Barbro Bengt Birgitta Britt Camilla
    Carina Caroline Cecilia Charlotta Charlotte Christer Christian Christina Daniel David Elin Elisabet Elisabeth
    Emelie Emil Emma Erik Erika Eva Evelina Fredrik Gabriel Gunilla Gunnar Gustav Göran Hanna Hans Helena Henrik
    Håkan Ida Inger Ingrid Jenny Jessica Joakim Johan Johanna Johannes Jonas Josefin Jörgen Karin Karl
    Katarina Kenneth Kerstin Kjell Kristina Lars Leif Lena Linda Linnea Louise Lennart Madeleine Magnus Malin
    Maria Marianne Marie Martin Mathias Mattias Mikael Mohamed Monica Monika Niklas Nils Olof Oskar Patrik
    Pernilla Peter Petra Pia Rasmus Rebecka Robert Roger Sara Sebastian Simon Sofia Stefan Susanne Sven Therese
    Thomas Tobias Tomas Tommy Ulf Ulla Ulrika Viktor Viktoria Yvonne Åke Åsa""",
)
ALONE = rf"(?<!\w)(?:{GIVEN})(?!\w|-\w|[ \t]+[A-ZÅÄÖ])"
# The word stands alone or ends a longer one; its own case decides nothing.
ROLE = (
    r"(?i:(?<!\w)(?:(?:kommunstyrelsens|kommunfullmäktiges|nämndens|biträdande|tillförordnad|vice|tf\.?)\s+)*"
    r"\w{0,30}(?:chef|ordförande|kommunalråd|direktör|samordnare|strateg|rektor|kommunpolis|områdespolis"
    r"|mästare|kommissarie|inspektör|sekreterare|projektledare|handläggare|utredare|föreståndare)"
    r"(?:en|n)?s?(?!\w))"
)
SIGNED = re.compile(
    r"^[ \t]*(?:underskrift|undertecknas?\b|undertecknad|ort och datum|namnteckning|namnförtydligande)",
    re.IGNORECASE | re.MULTILINE,
)
INTRODUCED = r"(?i:undertecknat av|undertecknas av|namnförtydligande|kontaktpersone?r?|kontakt|ansvarig|genom)[ \t]*:?[ \t]*"  # fmt: skip
NOT_A_NAME = re.compile(
    r"\b(?:norra|södra|östra|västra|mellersta|nya|gamla|stora|lilla|sankt|upplands|polis\w*|lokalpolis\w*"
    r"|kommun\w*|region|län|stad|rådet|brå|medborgarlöfte\w*|löfte\w*|datum|ort|den|för|från|dnr|hela|vi|\w*förening\w*|\w*ägar\w*|hyresgäst\w*|företagar\w*|ab)\b",
    re.IGNORECASE,
)
REACHED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|(?<![\w./:])(?:\+46[ -]?|0)\d{1,3}[ ]?[-–/ ][ ]?\d{2,3}(?:[ ]?\d{2,3}){1,2}(?![\d./-])"
)
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "\u00a0": " ", "\f": "\n", "\r": "\n", "\u2028": "\n"})  # fmt: skip


def without_names(text: str) -> tuple[str, int]:
    """The text with names, e-mail addresses and telephone numbers taken out, and how many they were."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(LIGATURES)
    spans = {match.span() for match in REACHED.finditer(text)}
    spans |= {m.span() for m in re.finditer(SURNAMED, text) if not _is_known(m[0])}
    for name in (FULL, ALONE):
        for pattern in (rf"{INTRODUCED}({name})", rf"{ROLE}[\s,:(–-]*({name})", rf"({name})[\s,:(–-]*{ROLE}"):  # fmt: skip
            spans |= {m.span(1) for m in re.finditer(pattern, text) if not _is_known(m[1])}
    spans |= _on_lines(text)
    merged = _merged(sorted(spans))
    for start, end in reversed(merged):
        text = text[:start] + text[end:]
    return text, len(merged)


def _on_lines(text: str) -> set[tuple[int, int]]:
    """Names on a line with a role, and on lines of nothing else by a role or after the signatures."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    signed = SIGNED.search(text)
    filled = [(at, line) for at, line in lines if re.search(r"\w", line)]
    roles = {i for i, (_, line) in enumerate(filled) if re.search(ROLE, line) and len(line) < 120}
    found = set()
    for i, (at, line) in enumerate(filled):
        is_signed = signed is not None and at > signed.start()
        names = [m for m in re.finditer(rf"{FULL}|{SHOUTED}", line) if not _is_known(m[0])]
        alone = names and not re.search(r"\w", re.sub(rf"{FULL}|{SHOUTED}", "", line))
        by_a_role = roles & {i - 2, i - 1, i + 1, i + 2}
        if alone and (is_signed or by_a_role) or i in roles and is_signed:
            found |= {(at + m.start(), at + m.end()) for m in names}
    return found


def _is_known(words: str) -> bool:
    return bool(NOT_A_NAME.search(words) or re.search(ROLE, words))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
