"""Löftesmätaren: what was promised, what has been done, and how it stands, in shape, word and colour."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.pledges.holding import Holding
from dashboard.pledge import words
from dashboard.pledge.metre import MARKS, STATES

HEADS = ("Vad vi har lovat", "Ansvarig", "Lovat", "Gjort hittills", "Läge", "Kvar")


def card(of: Holding) -> html.Section:
    if not of.metre:
        said = "Löftet har inga aktiviteter än. Utan aktiviteter finns inget att följa upp."
        return cards.card("Löftesmätaren", html.P(said, className="quiet-week"), name="metre-card")
    rows = [_row(of, said) for said in of.metre]
    table = html.Table(
        [
            html.Caption(
                "Vad som är lovat och gjort, aktivitet för aktivitet", className="sr-only"
            ),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in HEADS])),
            html.Tbody(rows),
        ],
        className="metre",
    )
    legend = html.Div([state(of) for of in STATES], className="legend", **{"aria-hidden": "true"})
    return cards.card("Löftesmätaren", table, foot=[legend, FOOT], name="metre-card")


FOOT = "Mätaren räknar det som är loggat. Att något är gjort säger inte att problemet har blivit mindre."  # fmt: skip


def state(of: str) -> html.Span:
    """A key of STATES, in mark and word."""
    mark = html.Span(MARKS[of], className="mark", **{"aria-hidden": "true"})
    return html.Span([mark, f" {STATES[of]}"], className=f"verdict {words.CLASSES[of]}")


def _row(of: Holding, said: dict[str, Any]) -> html.Tr:
    activity = of.activities[said["key"]]
    under = filter(None, [of.focus.get(activity["focus"] or ""), _problem(of, activity)])
    cells = [
        (swedish.listed(activity["responsible"]) or "ingen nämnd", "quiet"),
        (words.promised(activity), ""),
        (_done(said), ""),
        (state(said["state"]), ""),
        (_left(of, said), "quiet"),
    ]
    title = html.Th(
        [activity["words"], html.Span(" · ".join(under), className="quiet under")], scope="row"
    )
    told = [
        html.Td([html.Span(head, className="head-of quiet"), cell], className=kind)
        for head, (cell, kind) in zip(HEADS[1:], cells, strict=True)
    ]
    return html.Tr([title, *told], id=f"metre-{activity['key']}")


def _problem(of: Holding, activity: dict[str, Any]) -> str:
    code = activity["problem_type"]
    return of.types.get(code, code) if code else ""


def _left(of: Holding, said: dict[str, Any]) -> str:
    """41 dagar kvar, and which periods had too little; where it cannot be told, why."""
    if said["state"] == "cannot_tell":
        return str(said["sentence"].partition(" – ")[0])
    days = said["days_left"]
    parts = [] if days is None else ["sista dagen" if days == 0 else f"{swedish.number(days)} {'dag' if days == 1 else 'dagar'} kvar"]  # fmt: skip
    if said["state"] == "not_logged":
        last = said["last_done_on"]
        parts.append(f"inget loggat sedan {words.day(last)}" if last else "inget loggat alls")
    elif said["missed"] and said["per"] != "pledge":
        this_year = f" {of.today.year}"
        missed = swedish.listed([name.removesuffix(this_year) for name in said["missed"]])
        parts.append(f"för lite {missed}")
    return ", ".join(parts) or "tiden är slut"


def _done(said: dict[str, Any]) -> Any:
    """The current period as a bar and in numbers, and under it how many of the earlier were kept."""
    current, earlier = said["current"], said["earlier"]
    if said["per"] == "pledge" and earlier:
        current, earlier = earlier[0], []  # the whole löfte is the one period, and it is over
    if said["quantity"] is None or not (current or earlier):
        many = "gjord" if said["done"] == 1 else "gjorda"
        text = f"{swedish.number(said['done'])} {many}" if said["done"] else "inget loggat"
        return html.Span(text, className="quiet")
    parts: list[Any] = []
    if current:
        parts.append(_bar(current["done"], current["needed"], kind=words.CLASSES[said["state"]]))
    if earlier:
        kept = sum(one["done"] >= one["needed"] for one in earlier)
        many = words.MANY[said["per"]]
        text = f"tidigare {swedish.number(kept)} av {swedish.number(len(earlier))} {many}"
        parts += [_strip(earlier), html.Span(text, className="quiet under")]
    return html.Div(parts)


def _bar(done: int, needed: int, *, kind: str) -> html.Div:
    width = f"{min(done / needed, 1) if needed else 1:.0%}"
    bar = html.Span(html.Span(className=kind, style={"width": width}), className="kept-of", **{"aria-hidden": "true"})  # fmt: skip
    return html.Div([bar, html.Strong(f"{swedish.number(done)} av {swedish.number(needed)}")], className="kept-row")  # fmt: skip


def _strip(earlier: list[dict[str, Any]]) -> html.Div:
    """One little square for each period that is over: full where the löfte was kept."""
    squares = [html.Span(className="kept" if one["done"] >= one["needed"] else "missed") for one in earlier]  # fmt: skip
    return html.Div(squares, className="strip", **{"aria-hidden": "true"})
