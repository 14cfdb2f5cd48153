"""The gate: what counts as personal data, and the refusal.

Everything a source has not declared as dropped passes here before it is parsed or stored. The gate
refuses the whole file: a column about persons means that somebody made the wrong export, and a
personal number in one cell means that nobody knows what stands in the others. A message names the
column and what to do, never the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

from etl.provenance import Refused
from etl.reading import Sheet

# A word in a column's name -> what it tells us. Longest first: "telefonnummer" before "nummer".
PERSONAL_WORDS = {
    "personnamn": "namn", "förnamn": "namn", "fornamn": "namn", "efternamn": "namn",
    "fullständigt namn": "namn", "namn": "namn", "name": "namn", "firstname": "namn",
    "lastname": "namn", "surname": "namn", "alias": "namn", "smeknamn": "namn",
    "öknamn": "namn", "anmälarnamn": "namn",
    "personnummer": "personnummer", "personnr": "personnummer", "persnr": "personnummer",
    "pers nr": "personnummer", "personid": "personnummer",
    "pnr": "personnummer", "samordningsnummer": "personnummer", "ssn": "personnummer",
    "födelsedatum": "födelsedatum", "fodelsedatum": "födelsedatum", "född": "födelsedatum",
    "telefon": "telefonnummer", "telefonnummer": "telefonnummer", "tel": "telefonnummer",
    "tfn": "telefonnummer", "telnr": "telefonnummer", "mobil": "telefonnummer",
    "telefonnr": "telefonnummer", "tele": "telefonnummer", "mobilnr": "telefonnummer",
    "mobile": "telefonnummer",
    "mobilnummer": "telefonnummer", "mobiltelefon": "telefonnummer", "phone": "telefonnummer",
    "epost": "e-postadress", "e post": "e-postadress", "epostadress": "e-postadress",
    "e postadress": "e-postadress", "e mailadress": "e-postadress",
    "mail": "e-postadress", "mejl": "e-postadress", "email": "e-postadress",
    "e mail": "e-postadress", "mailadress": "e-postadress", "mejladress": "e-postadress",
    "regnummer": "registreringsnummer", "reg bet": "registreringsnummer",
    "registreringsbeteckning": "registreringsnummer", "registration number": "registreringsnummer",
    "license plate": "registreringsnummer", "licence plate": "registreringsnummer",
    "regnr": "registreringsnummer", "reg nr": "registreringsnummer",
    "registreringsnummer": "registreringsnummer", "fordonsnummer": "registreringsnummer",
    "hudfärg": "signalement", "signalement": "signalement", "utseende": "signalement",
    "nationalitet": "nationalitet eller etnicitet", "medborgarskap": "nationalitet eller etnicitet",
    "etnicitet": "nationalitet eller etnicitet", "etnisk": "nationalitet eller etnicitet",
    "födelseland": "nationalitet eller etnicitet", "hemland": "nationalitet eller etnicitet",
    "religion": "nationalitet eller etnicitet", "nationality": "nationalitet eller etnicitet",
    "ursprung": "nationalitet eller etnicitet", "ethnicity": "nationalitet eller etnicitet",
    "citizenship": "nationalitet eller etnicitet",
    "country of birth": "nationalitet eller etnicitet",
    "gruppnamn": "grupptillhörighet", "grupptillhörighet": "grupptillhörighet",
    "nätverk": "grupptillhörighet", "nätverksnamn": "grupptillhörighet",
    "gäng": "grupptillhörighet", "gängtillhörighet": "grupptillhörighet",
    "group membership": "grupptillhörighet", "gang": "grupptillhörighet",
    "gruppering": "grupptillhörighet", "foto": "foto", "bild": "foto", "bilder": "foto", "fotografier": "foto", "fotografi": "foto",
    "photo": "foto", "porträtt": "foto",
    "misstänkt": "en utpekad person", "misstänkta": "en utpekad person",
    "målsägande": "en utpekad person", "målsägare": "en utpekad person",
    "gärningsman": "en utpekad person", "gärningsperson": "en utpekad person",
    "brottsoffer": "en utpekad person", "vittne": "en utpekad person",
    "vittnen": "en utpekad person", "anmälare": "en utpekad person",
    "kontaktperson": "en utpekad person", "handläggare": "en utpekad person",
    "personuppgift": "en utpekad person", "personuppgifter": "en utpekad person",
    "hemadress": "en utpekad persons bostad", "bostadsadress": "en utpekad persons bostad",
    "suspect": "en utpekad person", "victim": "en utpekad person", "offender": "en utpekad person",
    "uppgiftslämnare": "en utpekad person", "person": "en utpekad person",
    "personer": "en utpekad person",
}  # fmt: skip
# Names of things, not of persons.
NAMES_OF_THINGS = re.compile(
    r"(?:kommun|läns?|lan|områdes?|omrades?|regso|deso|plats|ort|gatu|väg|distrikts?|stadsdels?"
    r"|skol|objekt|kn|kategori(?:er)?s?|brotts?\w{0,30}|fråge\w*|typ|fil|source|place|location)[ _]?"
    r"n(?:amn|ame)\b|\bname of place\b",
    re.IGNORECASE,
)

_GAP = r"[ ./\u00a0\u2010-\u2015\u2212-]"
_PERSON = re.compile(
    rf"(?<!\d)((?:1[89]|20)?\d{{2}}){_GAP}?(\d{{2}}){_GAP}?(\d{{2}})"
    rf"[ \u00a0]?([-+\u2010-\u2015\u2212/ .]?)[ \u00a0]?(\d{{4}})(?!\d)"
)
# No more of it than tells: looking for where the name begins takes hours in a cell of a megabyte.
_EMAIL = re.compile(r"[\w.+-] ?(?:@|\(at\)|\[at\]|\uff20) ?[\w-]+\.[\w-]", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w+])(?:"
    r"(?:\+|00)46[ -]?(?:\(0\)[ -]?)?\d(?:[ -]?\d){6,9}"  # +46 70 123 45 67
    r"|0?7[02369](?:[ -]?\d){7}"  # mobile, also with the leading zero lost
    r"|(?<!-)0\d{1,3} ?[-/] ?\d{2,3}(?=[ \d]{3,7}(?!\d))(?: ?\d{2,3}){1,3}"  # 0370-12 34 56
    r"|\(0\d{1,3}\) ?\d{2,3}(?: ?\d{2,3}){1,2}"
    r")(?![\w])"
)
_LETTER = "[A-HJ-PR-UW-Z]"
_PLATE = re.compile(rf"(?<![\w-])(?:{_LETTER}{{3}}[ -]?|(?i:{_LETTER}{{3}}))\d\d[\dA-Ha-hJ-Pj-pR-Ur-uW-Zw-z](?![\w-])")  # fmt: skip

_UUID = r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
# One cheap look at every distinct text; only what passes is looked at with care.
_SUSPECT = r"@|\(at\)|\[at\]|\x{ff20}|(?:\d.{0,3}){7}|[A-Za-z]{3}[ -]?\d\d[0-9A-Za-z]"


def check_columns(names: Iterable[str], *, known: Container[str] = ()) -> None:
    """Refuse a file with a column about persons.

    `known` are the columns the source reads under exactly those names; the publisher's use of
    them is known. Raises Refused.
    """
    for number, name in enumerate(names, 1):
        if name in known:
            continue
        if kind := personal_text(name):  # the file has no header: this is a value
            raise Refused(
                f"Rubriken på kolumn {number} ser ut som {kind}. Personuppgifter tas inte emot. "
                "Ta ut filen igen med rubriker och utan den kolumnen."
            )
        if kind := personal_column(name):
            raise Refused(
                f"Kolumnen ”{name}” ser ut att innehålla {kind}. Personuppgifter tas inte emot. "
                "Ta ut filen igen utan den kolumnen."
            )


def refused_name(name: str) -> str | None:
    """Why no file by this name is let in, in Swedish and without the name; None for one that may be."""
    said = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    # an underscore is a letter to what looks for where a number ends
    kind = next(personal_values(np.array([said, *said.split("_")], dtype=object)), None)
    return kind and (
        f"Filens namn ser ut att innehålla {kind}. Personuppgifter tas inte emot: byt namn på filen "
        "och läs in den igen."
    )


def personal_column(name: str) -> str | None:
    """What kind of personal data a column by this name would hold, or None."""
    words = NAMES_OF_THINGS.sub(" ", name)
    words = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", words).casefold()
    words = f" {' '.join(re.split(r'[^a-zåäöé]+', words))} "
    for word in sorted(PERSONAL_WORDS, key=len, reverse=True):
        # genitives and definite forms: "namnet", "anmälarens"
        if re.search(rf" {word}(?:et|en|s|ens|ets)? ", words):
            return PERSONAL_WORDS[word]
    return None


def check_values(sheet: Sheet, *, file: str) -> None:
    """Refuse a file with a personal number, phone, e-mail or plate in any cell. Raises Refused."""
    cells = {f"kolumnen ”{name}”": column.texts for name, column in sheet.columns.items()} | {
        "rader med fel antal kolumner": sheet.malformed_texts,
        "utanför tabellen (titlar, andra blad)": sheet.beside,
    }
    for place, texts in cells.items():
        if kind := next(personal_values(texts), None):
            raise Refused(
                f"{file}, {place}: minst ett värde ser ut som {kind}. Personuppgifter "
                "tas inte emot och inget ur filen är sparat. Ta ut filen igen utan kolumnen, eller "
                "rensa den hos avsändaren."
            )


def personal_text(text: str) -> str | None:
    """What a single text holds that may not be stored, or None."""
    return next(personal_values(np.array([text], dtype=object)), None)


def personal_values(texts: np.ndarray) -> Iterator[str]:
    """The kinds of personal data in `texts` (n,), one yield per offending text."""
    # One in some thousand random identifiers would pass for a samordningsnummer.
    held = pc.replace_substring_regex(pa.array(texts, pa.string()), _UUID, "")
    suspects = held.filter(pc.fill_null(pc.match_substring_regex(held, _SUSPECT), False))
    for text in suspects.to_pylist():
        for kind, is_in in _KINDS:
            if is_in(text):
                yield kind
                break


def _is_personal_number(text: str) -> bool:
    for match in _PERSON.finditer(text):
        year, month, day, sign, last = match.groups()
        spelled = f"{year}{month}{day}{'+' if sign == '+' else '-'}{last}"
        try:  # stdnum knows the checksum, real dates, and samordningsnummer (day + 60)
            personnummer.validate(spelled)
        except ValidationError:
            if not _is_coordination_number(month, day, f"{year[-2:]}{month}{day}{last}"):
                continue
        return True
    return False


def _is_coordination_number(month: str, day: str, ten: str) -> bool:
    if not (1 <= int(month) <= 12 and 61 <= int(day) <= 91):
        return False
    doubled = [int(c) * (2 - i % 2) for i, c in enumerate(ten)]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("ett personnummer", _is_personal_number),
    ("en e-postadress", _EMAIL.search),
    ("ett telefonnummer", _PHONE.search),
    ("ett registreringsnummer", _PLATE.search),
)
