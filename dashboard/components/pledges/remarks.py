"""What the checks found: quoted, with a proposal and the way to mend it. None of it stops anything."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components.pledges.editing import BASICS, link
from dashboard.components.pledges.holding import Holding
from dashboard.journal.pledge_document import key_of

SHOWN = 2  # in sight; the others behind a line
PARTS = {
    "aktivitet": "activities",
    "mål": "goals",
    "fokusområde": "focus",
    "uppföljning": "follow_ups",
    "parter": "parties",
    "giltighetstid": BASICS,
    "slutrapport": BASICS,
    "namn": BASICS,
}
MANY = {"activities": "aktiviteter", "goals": "mål", "follow_ups": "uppföljningar", "focus": "fokusområden"}  # fmt: skip


def card(of: Holding) -> Any:
    """Those that say the same of several rows stand together."""
    groups: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for found in sorted(of.findings, key=_weight):
        groups.setdefault((found["said"], found["proposal"], _part(found)[0]), []).append(found)
    if not groups:
        return ""
    shown = [_remark(of, part, found) for (_, _, part), found in groups.items()]
    rest = shown[SHOWN:]
    more: list[Any] = []
    if rest:
        count = swedish.capitalised(swedish.in_words(len(rest)))
        many = "Ett påpekande till" if len(rest) == 1 else f"{count} påpekanden till"
        more = [html.Details([html.Summary(many), html.Div(rest, className="remarks")])]
    return html.Section(
        [
            html.H2("Att se över i löftet", className="sr-only"),
            html.Div(shown[:SHOWN], className="remarks"),
            *more,
        ],
        id="remarks",
    )


def _weight(found: dict[str, str]) -> int:
    """A day that cannot be right comes before what is merely not said."""
    return 0 if re.search(r"\d{4}|dag", found["quote"] + found["said"]) else 1


def _part(found: dict[str, str]) -> tuple[str, str]:
    """Part and number of what a finding is about; "" for what has no form."""
    name, _, number = found["where"].partition(" ")
    return PARTS.get(name, ""), number


def _remark(of: Holding, part: str, found: list[dict[str, str]]) -> html.Div:
    [one, *others] = found
    if others:
        count = swedish.capitalised(swedish.in_words(len(found)))
        name = MANY.get(part, "ställen")
        head: list[Any] = [html.Strong(f"{count} {name}: "), one["said"]]
        where = html.Ul([html.Li([_quoted(each), _mend(of, each)]) for each in found])
        return html.Div([_mark(), html.P(head), html.P(one["proposal"], className="quiet"), html.Details([html.Summary("Vilka"), where])], className="remark")  # fmt: skip
    return html.Div(
        [
            _mark(),
            html.P([html.Strong(_quoted(one)), " ", one["said"]]),
            html.P([one["proposal"], " ", _mend(of, one)], className="quiet"),
        ],
        className="remark",
    )


def _mark() -> html.Span:
    return html.Span("!", className="remark-mark", **{"aria-hidden": "true"})


def _quoted(found: dict[str, str]) -> str:
    where = swedish.capitalised(found["where"])
    return f"{where}: ”{found['quote']}”." if found["quote"] else f"{where}:"


def _mend(of: Holding, found: dict[str, str]) -> Any:
    part, number = _part(found)
    if part == BASICS:
        return link(of, BASICS, BASICS, "Rätta")
    if not part:
        return html.A("Läs texten", href="#text-card", className="edit")
    rows = of.document[part]
    if not number or int(number) > len(rows):
        return link(of, part, text="Lägg till")
    return link(of, part, key_of(rows[int(number) - 1]), "Rätta")
