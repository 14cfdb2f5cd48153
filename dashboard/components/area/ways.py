"""The address of an area's page: the area in the path, the view and the open tab in the query."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, unquote, urlencode

from dashboard.state import DEFAULT, State, from_query, to_query

PATH = "/omrade"
TABS = {
    "utveckling": "Utveckling",
    "trygghet": "Trygghet",
    "sidor": "Polis ↔ kommun",
    "liknande": "Liknande kommuner",
    "gjort": "Vad vi gjort här",
}
FIRST = next(iter(TABS))


@dataclass(frozen=True)
class Look:
    """What an address asks for. `code` is "" for the forum; of the others "" is the first there is."""

    code: str
    state: State
    flik: str = FIRST
    undersokning: str = ""
    fraga: str = ""
    brott: str = ""

    def but(self, **changes: object) -> Look:
        return replace(self, **changes)  # type: ignore[arg-type]


OWN = tuple(f.name for f in fields(Look))[2:]


def read(path: str, search: str) -> tuple[Look, list[str]]:
    """What is asked for, and which parts of the query were not understood."""
    state, strange = from_query(search)
    own = {key: text for key, text in parse_qsl(search.removeprefix("?")) if key in OWN}
    odd = [name for name in strange if name not in OWN]
    if own.get("flik", FIRST) not in TABS:
        del own["flik"]
        odd.append("flik")
    code = unquote(path.removeprefix(PATH).strip("/")) or state.omrade
    return Look(code, plain(state), **own), odd


def plain(state: State) -> State:
    """Of the view: its weeks, problems, source and comparison. Where it is stands in the path."""
    kept = ("kalla", "typ", "period", "vecka", "jamfor")
    return DEFAULT.but(**{name: getattr(state, name) for name in kept})


def query(look: Look) -> str:
    """The query of its address: only what differs from the first view."""
    own = {
        f.name: getattr(look, f.name)
        for f in fields(Look)
        if f.name in OWN and getattr(look, f.name) != f.default
    }
    parts = [to_query(look.state).removeprefix("?"), urlencode(own)]
    said = "&".join(filter(None, parts))
    return f"?{said}" if said else ""


def path(look: Look) -> str:
    return f"{PATH}/{look.code}" if look.code else PATH


def address(look: Look) -> str:
    return path(look) + query(look)


def of_area(code: str, state: State = DEFAULT) -> str:
    """The way from another page: the same weeks, problems and source."""
    return address(Look(code, plain(state)))
