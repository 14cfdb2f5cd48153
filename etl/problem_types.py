"""What we count: problem types, their groups, and which source words lead to which type.

The packaged `problem_types.toml` is the default. A workplace may carry its own complete file; it may
show a type more coarsely than the packaged one, never more finely.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

Level = Literal["plats", "deso", "kommun"]
Period = Literal["week", "quarter"]

PACKAGED = Path(__file__).with_suffix(".toml")
_CHOICES: dict[str, tuple[str, ...]] = {
    "finest_level": ("plats", "deso", "kommun"),
    "finest_period": ("week", "quarter"),
}
_FILE_KEYS: dict[str, type] = {"not_problems": list, "groups": list, "types": list}
_GROUP_KEYS: dict[str, type] = {"code": str, "name": str}
_TYPE_KEYS: dict[str, type] = {
    **dict.fromkeys(("code", "name", "definition", "note", "group"), str),
    **dict.fromkeys(("finest_level", "finest_period"), str),
    **dict.fromkeys(("depends_on_police", "in_home", "sensitive"), bool),
    **dict.fromkeys(("brottskoder", "brottskategorier", "police_events", "est"), list),
}
_DEFAULTS: dict[str, Any] = {
    "note": "", "brottskoder": [], "brottskategorier": [], "police_events": [], "est": [],
}  # fmt: skip
_IN_WORDS = {str: "text inom citattecken", bool: "true eller false", list: "en lista"}
_KINDS = {
    "brottskoder": "brottskod", "brottskategorier": "brottskategori",
    "police_events": "händelsetyp", "est": "EST-ord",
}  # fmt: skip
_LOWERED = {"brottskategorier", "est"}
_TEXT_LISTS = {"not_problems", *_KINDS}


@dataclass(frozen=True)
class Group:
    """A frågeområde: several problem types that are discussed together."""

    code: str
    name: str


@dataclass(frozen=True)
class ProblemType:
    """One problem type; `finest_level` and `finest_period` bound every cell and total shown."""

    code: str
    name: str
    definition: str
    note: str
    group: str
    finest_level: Level
    finest_period: Period
    depends_on_police: bool
    in_home: bool
    sensitive: bool


@dataclass(frozen=True)
class ProblemTypes:
    """All types in the file's order, and the way to them from each source's own words.

    Absent from a mapping: unknown to the file, to be listed by the caller. In `by_police_event`,
    None means known not to be a problem. Event types are stripped; crime categories and EST words
    are stripped and lower case.
    """

    types: tuple[ProblemType, ...]
    groups: tuple[Group, ...]
    by_crime_code: dict[str, str]
    by_police_event: dict[str, str | None]
    by_est: dict[str, str]
    by_crime_category: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)  # the workplace's own lists

    def vocabulary(self, key: str) -> dict[str, str]:
        """The way from a source's categories, by the file's key for them. KeyError for others."""
        return {
            "brottskoder": self.by_crime_code,
            "brottskategorier": self.by_crime_category,
            "est": self.by_est,
            **self.own,
        }[key]

    def with_words(self, words: Mapping[str, str], *, key: str, where: str) -> "ProblemTypes":
        """With a list of words for a source of the workplace's own, lower case, by `key`.

        Raises ValueError for a code that is no type's, or a word that is protected elsewhere.
        """
        kinds = {kind.code: kind for kind in self.types}
        for word, code in words.items():
            if code not in kinds:
                near = difflib.get_close_matches(code, kinds, n=1, cutoff=0)[0]
                raise ValueError(f'{where}: problemtypen "{code}" finns inte. Menade du "{near}"?')
            for listed in (self.by_est, self.by_crime_category):
                other, kind = kinds.get(listed.get(word, "")), kinds[code]
                if other and (
                    (other.sensitive and not kind.sensitive)
                    or (other.in_home and kind.finest_level == "plats")
                ):
                    raise ValueError(
                        f'{where}: ordet "{word}" hör till "{other.name}", som visas grövre. Låt '
                        f'det leda till "{other.code}".'
                    )
        return replace(self, own={**self.own, key: dict(words)})


def load(file: Path | None = None) -> ProblemTypes:
    """Read `file`, or the packaged default. Raises ValueError, in Swedish, naming file and entry."""
    packaged = _read(PACKAGED)
    if file is None:
        return packaged
    own = _read(file)
    _refuse_loosening(own, packaged=packaged, where=file.name)
    return own


def crime_code(values: Iterable[object] | pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Brottskoder as four-digit text, from text or numbers that may have lost their leading zero.

    Same length as `values`; null where the value does not follow the publisher's pattern
    (0300-9999), so that whatever comes out may be listed to a user.
    """
    raw = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    text = pc.utf8_trim_whitespace(raw.cast(pa.string()))
    # Excel and pandas turn a column with gaps into decimals: 310.0
    digits = pc.extract_regex(text, r"^(?P<code>0?[3-9]\d{2}|[1-9]\d{3})(?:\.0)?$")
    return pc.utf8_lpad(pc.struct_field(digits, "code"), 4, "0")


def expand(entry: str) -> list[str]:
    """Every code in "0801" or "0801-0805" (both ends included). Raises ValueError if it is neither."""
    match = re.fullmatch(r"\s*([0-9]{3,4})\s*(?:[-–]\s*([0-9]{3,4})\s*)?", entry)
    if match is None:
        raise ValueError('skriv fyra siffror, t.ex. "0801", eller ett spann, t.ex. "0801-0805"')
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise ValueError("spannets slut ligger före dess början")
    return [f"{number:04d}" for number in range(first, last + 1)]


def _read(file: Path) -> ProblemTypes:
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # Notepad writes a BOM
    except OSError as error:
        raise ValueError(f"{file.name}: filen finns inte eller går inte att öppna.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{file.name}: spara filen som UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line \d+", str(error))
        place = line[0].replace("line", "rad") if line else "sista raden"
        raise ValueError(
            f"{file.name}, {place}: raden går inte att läsa. Se efter citattecken, komman och klamrar."
        ) from error
    content = _checked(raw, keys=_FILE_KEYS, where=file.name)
    groups = _entries(content["groups"], keys=_GROUP_KEYS, where=f"{file.name}, frågeområde")
    tables = _entries(content["types"], keys=_TYPE_KEYS, where=f"{file.name}, problemtyp")
    for code, table in tables.items():
        _check_type(table, groups=groups, where=f'{file.name}, problemtyp "{code}"')
    events: dict[str, str | None] = dict(_mapping(tables, key="police_events", where=file.name))
    for event in map(str.strip, content["not_problems"]):
        if event in events:
            raise ValueError(
                f'{file.name}, not_problems: "{event}" står på två ställen. Behåll den på ett.'
            )
        events[event] = None
    shown = [
        {key: table[key] for key in _TYPE_KEYS if key not in _KINDS} for table in tables.values()
    ]
    return ProblemTypes(
        types=tuple(ProblemType(**table) for table in shown),
        groups=tuple(Group(**group) for group in groups.values()),
        by_crime_code=_mapping(tables, key="brottskoder", where=file.name),
        by_police_event=events,
        by_est=_mapping(tables, key="est", where=file.name),
        by_crime_category=_mapping(tables, key="brottskategorier", where=file.name),
    )


def _checked(table: Mapping[str, Any], *, keys: Mapping[str, type], where: str) -> dict[str, Any]:
    """The table with optional keys filled in. Raises on unknown, missing or mistyped keys."""
    for key in table:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1, cutoff=0)[0]
            raise ValueError(f'{where}: okänd nyckel "{key}". Menade du "{near}"?')
    filled = {key: table.get(key, _DEFAULTS.get(key)) for key in keys}
    for key, value in filled.items():
        if value is None:
            raise ValueError(f'{where}: nyckeln "{key}" saknas.')
        if type(value) is not keys[key]:
            raise ValueError(f'{where}: "{key}" ska vara {_IN_WORDS[keys[key]]}.')
        if value == "" and key not in _DEFAULTS:
            raise ValueError(f'{where}: "{key}" är tom.')
        if key in _TEXT_LISTS and not all(isinstance(item, str) for item in table.get(key, [])):
            raise ValueError(f'{where}: allt i listan "{key}" ska vara text inom citattecken.')
    return filled


def _entries(
    tables: Iterable[object], *, keys: Mapping[str, type], where: str
) -> dict[str, dict[str, Any]]:
    """Checked tables by their code, in the file's order."""
    found: dict[str, dict[str, Any]] = {}
    for number, table in enumerate(tables, start=1):
        keyed = table if isinstance(table, dict) else {}
        entry = _checked(keyed, keys=keys, where=f'{where} "{keyed.get("code", number)}"')
        code = entry["code"]
        if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
            raise ValueError(f'{where} "{code}": "code" får bara ha a-z, siffror och _.')
        if code in found:
            raise ValueError(f'{where} "{code}": koden finns två gånger.')
        found[code] = entry
    return found


def _check_type(table: Mapping[str, Any], *, groups: Iterable[str], where: str) -> None:
    for key, choices in {**_CHOICES, "group": tuple(groups)}.items():
        if table[key] not in choices:
            raise ValueError(
                f'{where}: "{key}" är "{table[key]}" men ska vara något av {", ".join(choices)}.'
            )
    shown = (table["finest_level"], table["finest_period"])
    if table["sensitive"] and shown != ("kommun", "quarter"):
        raise ValueError(
            f"{where}: en känslig typ får bara visas som kommun och kvartal. "
            'Skriv finest_level = "kommun" och finest_period = "quarter".'
        )
    if table["in_home"] and table["finest_level"] == "plats":
        raise ValueError(
            f"{where}: det som skett i en bostad får inte visas finare än DeSO. "
            'Skriv finest_level = "deso" eller "kommun".'
        )


def _mapping(tables: Mapping[str, Mapping[str, Any]], *, key: str, where: str) -> dict[str, str]:
    """Source word -> type code, over all types. Raises if a word leads to more than one."""
    found: dict[str, str] = {}
    for code, table in tables.items():
        for entry in table[key]:
            for word in _words(entry, key=key, where=f'{where}, problemtyp "{code}"'):
                if word in found:
                    raise ValueError(
                        f'{where}, problemtyp "{code}": {_KINDS[key]} "{word}" står redan under '
                        f'"{found[word]}". Behåll den på ett ställe.'
                    )
                found[word] = code
    return found


def _words(entry: str, *, key: str, where: str) -> list[str]:
    if key != "brottskoder":
        return [entry.strip().lower() if key in _LOWERED else entry.strip()]
    try:
        return expand(entry)
    except ValueError as error:
        raise ValueError(f'{where}: brottskod "{entry}": {error}.') from error


def _refuse_loosening(own: ProblemTypes, *, packaged: ProblemTypes, where: str) -> None:
    """A code that the packaged file protects must be protected at least as much in a workplace's."""
    theirs = {kind.code: kind for kind in own.types}
    kinds = {kind.code: kind for kind in packaged.types}
    for key, ours in _vocabularies(own).items():
        for word, code in _vocabularies(packaged)[key].items():
            if code is None:
                continue
            kind = kinds[code]
            target = theirs.get(ours.get(word) or "")
            said = f'{where}: {_KINDS[key]} "{word}"'
            # a word that no type takes lets no row in; a code would be counted as something else,
            # and an event that is no problem is shown
            is_held = key != "brottskoder" and word not in ours
            if kind.sensitive and not (target.sensitive if target else is_held):
                raise ValueError(
                    f'{said} är känslig ("{kind.name}") och måste höra till en typ med '
                    "sensitive = true."
                )
            if kind.in_home and target is not None and target.finest_level == "plats":
                raise ValueError(
                    f'{where}, problemtyp "{target.code}": {_KINDS[key]} "{word}" kan gälla en '
                    f'bostad ("{kind.name}") och får inte visas finare än DeSO. Flytta den eller '
                    'skriv finest_level = "deso".'
                )


def _vocabularies(types: ProblemTypes) -> dict[str, Mapping[str, str | None]]:
    """Each of the file's lists by its key."""
    return {
        "brottskoder": types.by_crime_code,
        "brottskategorier": types.by_crime_category,
        "police_events": types.by_police_event,
        "est": types.by_est,
    }
