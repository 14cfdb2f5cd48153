"""What an address shows, in words: for lists of saved views."""

from __future__ import annotations

from dashboard import swedish
from dashboard.components.along import AREA, DOORS, Way
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.places import followable, whole
from dashboard.state import PERIODS, from_query


def title(edition: Edition, to: Way) -> str:
    """Värnamo, stöld och häleri, v. 47 2026: what a view is called until somebody says otherwise."""
    return swedish.capitalised(", ".join(_parts(edition, to)))


def told(edition: Edition, to: Way) -> str:
    """The same after the name of its page."""
    page = DOORS.get(to.path) or DOORS.get("/" + to.path.split("/")[1])
    return " · ".join([*([page] if page else []), *_parts(edition, to)])


def _parts(edition: Edition, to: Way) -> list[str]:
    state, _ = followable(edition, from_query(str(to).partition("?")[2])[0])
    names = about.names(edition)
    code = to.path.removeprefix(AREA + "/")
    parts = [names.get(code) or names.get(state.valt) or whole(edition, state).name]
    if state.typ:
        types = about.type_names(edition)
        parts.append(swedish.listed([swedish.within(types[code]) for code in state.typ]))
    when = "" if state.period == "4v" else swedish.within(PERIODS[state.period])
    if state.dag:
        when = swedish.week(state.dag, year=True)
    elif state.vecka:
        when = f"{when or 'fyra veckor'} till {swedish.week(state.vecka, year=True)}"
    return [*parts, *([when] if when else [])]
