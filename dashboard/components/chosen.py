"""What was just done on the page, and the state it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ctx

from dashboard import swedish
from dashboard.components.controls import CONTROLS
from dashboard.database import Edition
from dashboard.queries import about, incidents, places
from dashboard.state import WEEK, State, span, tertial


def followed(
    state: State, *, was: State, values: dict, clicks: dict, steps: list, edition: Edition
) -> State:
    """The state after what was just done; the address's own where nothing was. `was` is shown."""
    done = ctx.triggered_id
    if isinstance(done, dict):  # a button that is new on the page calls too, without a click
        clicked = ctx.triggered[0]["value"]
        first = next(iter(about.counted(edition)), "")
        return _picked(state, done["pick"], done["code"], first=first) if clicked else state
    if done == "map" and clicks["map"]:
        return _picked(state, "area", clicks["map"]["points"][0]["customdata"][0])
    if done == "series" and clicks["series"]:
        text = clicks["series"]["points"][0].get("customdata")
        week = swedish.parse_day(text) if text else None
        return state.but(dag=None if week == state.dag else week)
    if done in {"earlier", "later"} and any(steps):
        return stepped(state, -1 if done == "earlier" else 1, edition)
    if done in CONTROLS:
        return all_set(state, values, was=was, edition=edition)
    return state


def all_set(state: State, values: Mapping[str, Any], *, was: State, edition: Edition) -> State:
    """The state after each control that no longer says what it did when `was` was shown: of two
    quick choices the second is answered alone, and the first goes with it."""
    said = values_of(was, tuple(values), edition=edition)
    for name, value in values.items():
        if (value or []) != (said[name] or []):
            state = set_to(state, name, value, edition=edition)
    return state


def set_to(state: State, name: str, value: Any, *, edition: Edition) -> State:
    """The state after the control `name` was given `value`, and what goes with it let go."""
    if name == "typ":
        return state.but(typ=tuple(value or ()))
    if name == "omrade":
        return state.but(omrade="" if value == "alla" else value, valt="")
    if name == "kalla":
        is_first = value == next(iter(about.counted(edition)), "")
        return state.but(kalla="" if is_first else value)
    if name == "niva":
        return state.but(niva=value, valt="")
    if name == "period":
        return state.but(period=value, dag=None)
    return state.but(**{name: value})


def values_of(state: State, names: Sequence[str], *, edition: Edition) -> dict[str, Any]:
    """What the controls `names` show of the state: the other way."""
    shown = {
        "kalla": state.kalla or next(iter(about.counted(edition)), None),
        "omrade": state.omrade or "alla",
        "typ": list(state.typ),
    }
    return {name: shown[name] if name in shown else getattr(state, name) for name in names}


def _picked(state: State, kind: str, code: str, *, first: str = "") -> State:
    """What was picked is shown alone; picked once more, it is let go. `first` is the first source."""
    kind = kind.removeprefix("no-")
    if kind in {"area", "whole"}:
        return state.but(valt="" if code == state.valt else code)
    if kind == "type":
        return state.but(typ=() if state.typ == (code,) else (code,))
    if kind == "week":
        return state.but(dag=None)
    if kind == "finding":
        source, area, problem = code.split("|")
        whole = len(area) == 4
        return state.but(
            kalla="" if source == first else source,
            typ=(problem,) if problem else (),
            valt="" if whole else area,
            omrade=area if whole else state.omrade,
            niva=state.niva if whole else "regso",
        )
    return state


def stepped(state: State, direction: int, edition: Edition) -> State:
    """One period earlier or later, no later than the edition knows."""
    known, _ = places.followable(edition, state)
    source = known.kalla or next(iter(about.counted(edition)), "")
    kommuner = places.whole(edition, known).kommuner
    data_stop = incidents.coverage(edition, source=source, kommuner=kommuner)["data_stop"]
    if data_stop is None:
        return state
    shown = span(state, data_stop=data_stop)
    if state.period == "tertial" and not state.dag:
        first, end = tertial(shown.last)
        last = first - WEEK if direction < 0 else tertial(end + WEEK)[1]
    else:
        last = shown.last + direction * (shown.last - shown.first + WEEK)
    last = min(last, swedish.monday(data_stop))
    latest = span(State(period=state.period), data_stop=data_stop).last
    return state.but(vecka=None if last >= latest else last, dag=None)
