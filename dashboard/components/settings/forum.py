"""Whose the lägesbild is, and when its forum meets."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import making
from dashboard.journal import organisations
from dashboard.journal.meetings import Refused
from geodata.areas import kommun_names

RHYTHMS = ("vecka", "varannan vecka", "månad", "tertial", "oregelbundet")
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag")
ABOUT = {
    "4 veckor": "de senaste fyra veckorna",
    "1 vecka": "den senaste veckan",
    "tertial": "tertialet",
}


def fields(form: Form, now: dict[str, Any]) -> html.Div:
    """Which kommuner, and what the forum is called."""
    names = kommun_names()
    chosen = now["kommun_codes"]
    usual = "" if len(chosen) == 1 and now["name"] == names[chosen[0]] else now["name"]
    return html.Div(
        [
            html.Div(
                [
                    form.many("Kommun, en eller flera", "kommuner", "forum", _by_name(names), value=chosen),
                    form.text("Forumets namn, om det har ett eget", "name", "forum", value=usual),
                ],
                className="fields",
            ),
            html.P(
                "Väljer du kommunerna i ett lokalpolisområde blir forumet det området.", className="quiet"
            ),
            html.Div(form.button("Spara", "forum", kind="primary"), className="answers"),
        ]
    )  # fmt: skip


def in_words(now: dict[str, Any]) -> str:
    """LPO Värnamo: Gislaved, Gnosjö, Vaggeryd och Värnamo."""
    names = [kommun_names()[code] for code in now["kommun_codes"]]
    if not names:
        return "Ingen kommun är vald än."
    return (
        f"{now['name']}." if names == [now["name"]] else f"{now['name']}: {swedish.listed(names)}."
    )


def meeting(form: Form, now: dict[str, str], *, may: bool, way: str = "") -> html.Section:
    """`way` is where it is changed, when that is elsewhere."""
    said = (
        f"{swedish.capitalised(often(now['rytm']))}, {now['dag']}"
        f"{' kl. ' + now['tid'] if now['tid'] else ''}{', ' + now['plats'] if now['plats'] else ''}. "
        f"Handlar om {ABOUT[now['handlar_om']]}."
    )
    parts: list[Any] = [html.P(said)]
    if may:
        parts += [
            html.Div(
                [
                    form.choice("Hur ofta möts ni?", "rytm", "rhythm", {r: often(r) for r in RHYTHMS}, value=now["rytm"]),
                    form.choice("Dag", "dag", "rhythm", {d: d for d in DAYS}, value=now["dag"]),
                    form.text("Tid", "tid", "rhythm", value=now["tid"], placeholder="09.00"),
                    form.text("Plats", "plats", "rhythm", value=now["plats"]),
                    form.choice("Handlar om", "handlar_om", "rhythm", ABOUT, value=now["handlar_om"]),
                ],
                className="fields",
            ),
            html.Div(form.button("Spara", "rhythm", kind="primary"), className="answers"),
        ]  # fmt: skip
    if way:
        return cards.card("Mötets rytm", *parts, making.way("Ändra", way))
    note = "Gäller genast: nästa kallelse börjar så, och går att ändra för just det mötet."
    return cards.card("Mötets rytm", *parts, html.P(note, className="quiet"))


def often(rhythm: str) -> str:
    """varje vecka, varannan vecka, oregelbundet"""
    return rhythm if rhythm in {"varannan vecka", "oregelbundet"} else f"varje {rhythm}"


def _by_name(names: dict[str, str]) -> dict[str, str]:
    alphabet = "abcdefghijklmnopqrstuvwxyzåäö"
    order = {letter: n for n, letter in enumerate(alphabet)}
    by_name = sorted(names.items(), key=lambda one: [order.get(c, -1) for c in one[1].casefold()])
    return {code: f"{name} ({code})" for code, name in by_name}


def save(asked: Asked) -> Done:
    said = asked.said.get("kommuner")
    codes = [code for code in said if isinstance(code, str)] if isinstance(said, list) else []
    names = kommun_names()
    if not codes or not set(codes) <= names.keys():
        raise Refused("Välj minst en kommun i listan.")
    name = " ".join(asked.text("name").split())
    what = f"Kommuner: {swedish.listed([names[code] for code in codes])}. Namn: {name or 'inget eget'}."
    making.made(
        asked, lambda found: found.set_forum(kommuner=codes, name=name), part="forum", what=what
    )
    organisations.organise(
        asked.store, kommuner={code: names[code] for code in codes}, observers={}
    )
    return Done("Sparat.")


def save_meeting(asked: Asked) -> Done:
    said = {key: asked.text(key) for key in ("rytm", "dag", "tid", "plats", "handlar_om")}
    said["tid"] = said["tid"].replace(":", ".")
    if said["rytm"] not in RHYTHMS or said["dag"] not in DAYS or said["handlar_om"] not in ABOUT:
        raise Refused("Välj hur ofta, vilken dag och vad mötet handlar om i listorna.")
    what = f"{swedish.capitalised(often(said['rytm']))}, {said['dag']} {said['tid']}, {said['plats'] or 'ingen plats'}, {said['handlar_om']}."  # fmt: skip
    making.made(asked, lambda found: found.set_meeting(said), part="rhythm", what=what)
    return Done("Sparat. Gäller nästa kallelse.")


DEEDS = {"forum": Deed("administer", save), "rhythm": Deed("coordinate", save_meeting)}
