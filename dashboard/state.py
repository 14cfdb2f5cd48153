"""What the view shows, and its address: one codec, both directions.

The address is Swedish and short, and holds only what differs from the default:
`?omrade=0683&typ=skadegorelse,stold&vecka=2026-W47`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from dashboard import swedish

WEEK = timedelta(weeks=1)
LEVELS = {"kommun": "Kommun", "regso": "RegSO", "deso": "DeSO"}
PERIODS = {"4v": "Fyra veckor", "1v": "En vecka", "tertial": "Tertial", "ar": "Ett år"}
COMPARISONS = {
    "vantat": "väntat för årstiden",
    "ifjol": "samma veckor i fjol",
    "fore": "veckorna före",
}
MEASURES = {"antal": "Antal", "per1000": "Per 1 000 invånare"}
TIMES = {"alla": "Hela dygnet", "kvall": "Kväll 18–24", "natt": "Natt 00–06", "dag": "Dag 06–18"}
DAYS = {"alla": "Alla dagar", "vardag": "Vardag mån–fre", "helg": "Helg lör–sön"}


@dataclass(frozen=True)
class State:
    """All of it hashable: pictures are cached by it."""

    kalla: str = ""  # the one source that is counted; "" is the edition's first
    omrade: str = ""  # kommun code; "" is the whole forum
    niva: str = "regso"
    typ: tuple[str, ...] = ()  # problem types; () is all of them
    period: str = "4v"
    vecka: date | None = None  # Monday of the period's last week; None is the latest whole one
    jamfor: str = "vantat"
    matt: str = "antal"
    valt: str = ""  # the area picked on the map or in its table
    dag: date | None = None  # Monday of the week picked in the series
    tid: str = "alla"  # part of the day; on Platser only
    dagar: str = "alla"  # days of the week; on Platser only
    lista: int = 0  # the list of saved views that is walked through; 0 is none
    nr: int = 0  # which of its views, from 1

    def but(self, **changes: object) -> State:
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Span:
    """The weeks that are looked at and those they are compared with: Mondays, both inclusive.

    `shift` is how much earlier the compared weeks are. What is known of them is read as it stood
    that much earlier too: otherwise every recent week would look calm beside an old one, whose
    late reports have all come in.
    """

    first: date
    last: date
    shift: timedelta

    @property
    def weeks(self) -> int:
        return (self.last - self.first) // WEEK + 1

    @property
    def before_first(self) -> date:
        return self.first - self.shift

    @property
    def before_last(self) -> date:
        return self.last - self.shift


DEFAULT = State()
VERSION = "1"  # of the parts and what they mean; an address says another one as v=
CARRIED = ("kalla", "omrade", "typ", "vecka")  # what goes along from one door to the next
LONGEST, MOST = 4_000, 50  # characters of an address, and problem types in it
_CODE = re.compile(r"[\w.:-]{1,60}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_CHOICES = {
    "niva": LEVELS,
    "period": PERIODS,
    "jamfor": COMPARISONS,
    "matt": MEASURES,
    "tid": TIMES,
    "dagar": DAYS,
}
_WEEKS = {"vecka", "dag"}
_NUMBERS = {"lista", "nr"}
_KEYS = {"dag": "markerad"}  # the address's own word where the field's would mislead


def to_query(state: State, *, default: State = DEFAULT) -> str:
    """ "" for the `default` view of a page."""
    pairs = []
    for f in fields(State):
        value = getattr(state, f.name)
        if value != getattr(default, f.name):
            text = ",".join(value) if f.name == "typ" else str(value)
            text = swedish.format_week(value) if f.name in _WEEKS else text
            pairs.append((_KEYS.get(f.name, f.name), text))
    return "?" + urlencode(pairs, safe=",") if pairs else ""


def from_query(query: str, *, default: State = DEFAULT) -> tuple[State, list[str]]:
    """The state in `query`, and what of it was not understood: the names of those parts. What the
    query does not say is as in the page's `default`. Of another version what is still understood is
    followed, and "v" is among what was not; an address that is too long is "adress", and not read.

    Codes of areas and problem types are checked against the edition by whoever uses them.
    """
    if len(query) > LONGEST:
        return default, ["adress"]
    names = {_KEYS.get(f.name, f.name): f.name for f in fields(State)}
    found: dict[str, object] = {}
    strange: list[str] = []
    for key, text in parse_qsl(query.removeprefix("?")):
        if (key, text) == ("v", VERSION):
            continue
        name = names.get(key)
        value = None if name is None else _read(name, text)
        if name is None or value is None:
            strange.append(key[:20])
        else:
            found[name] = value
    return default.but(**found), strange


def _read(name: str, text: str) -> object:
    """The value of one part, None where it is not understood."""
    if name == "typ":
        types = tuple(dict.fromkeys(t for t in text.split(",") if t))
        return types if len(types) <= MOST and all(map(_CODE.fullmatch, types)) else None
    if name in _WEEKS:
        return swedish.parse_week(text)
    if name in _NUMBERS:
        return int(text) if _NUMBER.fullmatch(text) else None
    if name in _CHOICES:
        return text if text in _CHOICES[name] else None
    return text if _CODE.fullmatch(text) else None


def carried(state: State) -> State:
    """What of the view goes along through another door: where, what, when and whose."""
    return State(**{name: getattr(state, name) for name in CARRIED})


def span(state: State, *, data_stop: date) -> Span:
    """The weeks `state` asks for, where registrations are known up to `data_stop`."""
    # the latest week that has passed when the numbers were taken out
    latest = swedish.monday(data_stop - timedelta(days=6))
    last = min(state.vecka or latest, swedish.monday(data_stop))
    if state.dag:
        first = last = min(state.dag, swedish.monday(data_stop))
    elif state.period == "tertial":
        first, _ = tertial(last)
    else:
        first = last - {"4v": 3, "1v": 0, "ar": 51}[state.period] * WEEK
    if state.jamfor == "fore":
        return Span(first, last, last - first + WEEK)
    return Span(first, last, a_year(last))


def tertial(monday: date) -> tuple[date, date]:
    """The Mondays of the first and last week of a week's tertial: a week belongs to its Thursday."""
    thursday = monday + timedelta(days=3)
    number = (thursday.month - 1) // 4
    start = date(thursday.year, 1 + 4 * number, 1)
    after = date(thursday.year + (number == 2), 1 + 4 * (number + 1) % 12, 1)
    first, following = (swedish.monday(day + timedelta(days=3)) for day in (start, after))
    return first, following - WEEK


def a_year(monday: date) -> timedelta:
    """To the week of the same number the year before; 53 weeks' step after a long year."""
    iso = monday.isocalendar()
    try:
        return monday - date.fromisocalendar(iso.year - 1, iso.week, 1)
    except ValueError:  # week 53 of a year whose predecessor has none
        return timedelta(weeks=52)


def latest_quarter(day: date) -> date:
    """The first day of the latest quarter that had passed on `day`."""
    this = date(day.year, 1 + (day.month - 1) // 3 * 3, 1)
    last = this - timedelta(days=1)
    return date(last.year, 1 + (last.month - 1) // 3 * 3, 1)
