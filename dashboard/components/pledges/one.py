"""One löfte's page: how it stands, what to see over, logging, and all that it says."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import deeds
from dashboard.components.pledges import calendar as due
from dashboard.components.pledges import (
    changed,
    editing,
    logging,
    proposing,
    remarks,
    serving,
    signed,
    standing,
    told,
)
from dashboard.components.pledges.editing import BASICS
from dashboard.components.pledges.holding import Holding
from dashboard.pledge import words
from dashboard.pledge.metre import headline
from dashboard.queries import about


def page(of: Holding, said: dict[str, str]) -> list[Any]:
    """`said` is what the address says after the ?."""
    if shown := editing.form(of, said.get("andra", "")):
        return [_head(of, title="Ändra löftet"), html.Div(shown, className="wide")]
    if "forslag" in said and of.may_write:
        out = deeds.whole(said.get("borttagna", "")) or 0
        points = proposing.cards_of(of, left_out=out)
        return [_head(of, title="Förslag ur texten"), html.Div(points, className="wide")]
    left = [
        logging.card(of),
        serving.card(of),
        told.goals(of),
        changed.card(of),
        told.activities(of),
        told.text(of),
    ]
    right = [
        logging.rows(of),
        due.card(of),
        told.focus(of),
        told.basis(of),
        told.about(of),
        told.follow_ups(of),
        signed.card(of),
        told.changes(of),
        _void(of),
    ]
    return [
        _head(of),
        html.Div([proposing.notice(of), remarks.card(of), standing.card(of)], className="wide"),
        html.Div(
            [html.Div(left, className="stack"), html.Div(right, className="stack")],
            className="wide halves",
        ),
    ]


def _head(of: Holding, *, title: str = "") -> html.Div:
    """`title` instead of how it stands, where something else is on the page."""
    document = of.document
    report = words.day(document["final_report_on"])
    facts = [
        words.parties(document),
        f"gäller {words.valid(document)}" if words.valid(document) else "",
        f"skriftlig sammanställning senast {report}" if report else "",
    ]
    example = [html.Strong("EXEMPELDATA", className="example")] if about.edition(of.edition)["is_example"] else []  # fmt: skip
    over = [
        dcc.Link("← Alla löften", href="/loften"),
        html.Strong(document["name"]),
        html.Span(words.standing(document, today=of.today), className="pill"),
        *example,
    ]
    ways: Any = []
    if of.may_write and not title:
        first = editing.link(of, BASICS, BASICS, "Skriv löftets uppgifter")
        log = html.A("Logga en aktivitet", href="#log-card", className="button primary")
        ways = log if of.activities else first
    return html.Div(
        [
            html.Div(
                [
                    html.P(over, className="over"),
                    html.H1(title or headline(of.metre)),
                    html.P(swedish.capitalised(" · ".join(filter(None, facts))), className="lead"),
                ]
            ),
            html.Div(ways, className="answers"),
        ],
        className="head",
    )


def _void(of: Holding) -> Any:
    """For what was made by mistake: nothing is taken away."""
    if not of.may_write:
        return ""
    text = "Ta tillbaka makuleringen" if of.document["is_void"] else "Makulera löftet"
    said = "Ett löfte som lades in av misstag makuleras. Det står kvar sist i listan."
    return html.Details([html.Summary(text), html.P(said), of.form.button(text, "void", of.number)])
