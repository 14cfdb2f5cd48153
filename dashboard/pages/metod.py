"""Metod: how every number is reckoned, and when not to use it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboard.components.methods import METHODS, Method, now_in_force
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.queries import expected

PAGE = {"path": "/metod", "name": "Metod", "order": 62, "door": "/om-data"}
LEAD = (
    "Så räknas det som sidorna visar. Inget tal är ett betyg, inget säger varför, och ”går inte att "
    "säga” är ett svar."
)


def layout() -> html.Div:
    return html.Div(
        [
            html.Div(
                [html.Div([html.H1("Metod"), html.P(LEAD, className="lead")]), dcc.Link("Vad har kommit in?", href="/om-data", className="button")],
                className="head",
            ),
            html.Nav(
                [html.A(method.name, href=f"#{method.code}") for method in METHODS],
                className="contents",
                **{"aria-label": "Innehåll"},
            ),
            html.Div(id="in-force"),
            html.Div([_card(method) for method in METHODS], className="stack read"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @app.callback(Output("in-force", "children"), Input("url", "pathname"))
    def show(path: str) -> Any:
        edition = opened.current()
        found = expected.examined(edition, kommuner=None, weeks=4)
        if not found.series:
            said = "Det finns för lite historia, eller inget forum, för att räkna ut vad som är att vänta."
            return state_message("data saknas", said)
        limits = expected.limits(edition, 4)
        return html.P(now_in_force(limits, series=found.series, false_rows=found.false_rows), className="notice")  # fmt: skip

    # the page comes after its address: whoever was sent to one method is taken there
    app.clientside_callback(
        """(said) => {
            const aim = document.getElementById(window.location.hash.slice(1));
            if (aim) { requestAnimationFrame(() => aim.scrollIntoView()); }
            return window.dash_clientside.no_update;
        }""",
        Output("in-force", "title"),
        Input("in-force", "children"),
    )


def _card(method: Method) -> html.Section:
    facts = [
        ("Var", method.where),
        ("Formel", method.formula),
        ("Källa", method.source),
        ("Förutsätter", method.assumes),
        ("Använd det inte när", method.avoid),
    ]
    terms = [part for name, text in facts for part in (html.Dt(name), html.Dd(text))]
    return html.Section(
        [html.H2(method.name), *map(html.P, method.paragraphs), html.Dl(terms)],
        className="card",
        id=method.code,
    )
