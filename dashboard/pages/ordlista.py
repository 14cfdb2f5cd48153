"""Ordlista: what the words mean that the pages use."""

from __future__ import annotations

from itertools import groupby

from dash import Dash, html

from dashboard.components.glossary import TERMS, Term
from dashboard.database import Editions

PAGE = {"path": "/ordlista", "name": "Ordlista", "order": 65, "door": "/om-data"}
LEAD = "Samma sak heter likadant överallt. Ett ord på en sida betyder det som står här."


def layout() -> html.Div:
    letters = [(first, list(terms)) for first, terms in groupby(TERMS, key=lambda t: t.first)]
    return html.Div(
        [
            html.Div(
                html.Div([html.H1("Ordlista"), html.P(LEAD, className="lead")]), className="head"
            ),
            html.Nav(
                [html.A(first, href=f"#{_anchor(first)}") for first, _ in letters],
                className="contents letters",
                **{"aria-label": "Bokstäver"},
            ),
            html.Div([_letter(first, terms) for first, terms in letters], className="stack read"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    """Nothing to ask: the words are the program's own."""


def _letter(first: str, terms: list[Term]) -> html.Section:
    said = [part for term in terms for part in (html.Dt(term.word), html.Dd(term.meaning))]
    return html.Section([html.H2(first), html.Dl(said)], className="card", id=_anchor(first))


def _anchor(first: str) -> str:
    return f"bokstav-{ord(first):x}"
