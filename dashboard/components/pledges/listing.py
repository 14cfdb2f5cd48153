"""All löften: those that hold now first, and how they stand in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.access import Visitor
from dashboard.components import cards, tables
from dashboard.components.pledges.holding import may_write
from dashboard.journal import pledge_log, pledges
from dashboard.journal.pledges import Held
from dashboard.pledge import words
from dashboard.pledge.metre import headline, metre
from dashboard.store import Store

ORDER = (words.HOLDS, words.TO_COME, words.UNDATED, words.OVER, words.VOID)


def page(store: Store, visitor: Visitor, *, today: date) -> list[Any]:
    held = sorted(
        pledges.every(store),
        key=lambda one: (
            ORDER.index(words.standing(one.document, today=today)),
            -_ordinal(one.document["valid_from"]),
        ),
    )
    new = dcc.Link("Lägg in ett löfte", href="/loften/ny", className="button primary")
    now = [one for one in held if words.standing(one.document, today=today) == words.HOLDS]
    head = html.Div(
        [
            html.Div([html.H1(_finding(now)), html.P(_lead(held), className="lead")]),
            html.Div(new if may_write(store, visitor) else "", className="answers"),
        ],
        className="head",
    )
    rest = [one for one in held if one not in now]
    parts: list[Any] = [head, html.Div([_now(store, one, today=today) for one in now], className="wide halves")]  # fmt: skip
    if rest:
        parts.append(html.Div(_others(store, rest, today=today), className="wide"))
    return parts


def _finding(now: list[Held]) -> str:
    if not now:
        return "Inget löfte gäller nu"
    many = swedish.capitalised(swedish.in_words(len(now)))
    return "Ett löfte gäller nu" if len(now) == 1 else f"{many} löften gäller nu"


def _lead(held: list[Held]) -> str:
    if not held:
        return "Ett löfte kan klistras in, skrivas för hand eller förlänga ett tidigare."
    return "Vad polis, kommun och andra har lovat invånarna, och hur det går."


def _stands(store: Store, one: Held, *, today: date) -> str:
    return headline(metre(one.document, pledge_log.counting(store, one.number), today=today))


def _now(store: Store, one: Held, *, today: date) -> html.Section:
    document = one.document
    ends = words.parsed(document["valid_to"])
    left = f"{swedish.number((ends - today).days)} dagar kvar" if ends and ends > today else ""
    about = " · ".join(filter(None, [words.parties(document), words.valid(document), left]))
    return cards.card(
        document["name"],
        html.P(_stands(store, one, today=today), className="stands"),
        html.P(about, className="quiet"),
        html.Div(dcc.Link("Öppna och logga", href=f"/loften/{one.number}", className="button primary"), className="answers"),
        note=words.HOLDS,
    )  # fmt: skip


def _others(store: Store, rest: list[Held], *, today: date) -> html.Section:
    rows = [
        (
            dcc.Link(one.document["name"], href=f"/loften/{one.number}"),
            words.parties(one.document) or "–",
            words.valid(one.document) or "–",
            swedish.capitalised(words.standing(one.document, today=today)),
            _stands(store, one, today=today),
        )
        for one in rest
    ]
    heads = ("Löfte", "Parter", "Gäller", "Tid", "Hur det gick eller går")
    table = tables.plain(heads, rows, caption="Andra löften")
    return cards.card("Andra löften", cards.scroll(table, name="Andra löften"))


def _ordinal(value: str | None) -> int:
    found = words.parsed(value)
    return found.toordinal() if found else 0
