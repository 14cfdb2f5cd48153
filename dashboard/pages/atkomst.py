"""Åtkomst: for the administrator, who has looked at what."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboard import swedish
from dashboard.access import need
from dashboard.access.gate import access
from dashboard.at_once import at_once
from dashboard.components import cards, tables
from dashboard.components.shell import shown_for
from dashboard.database import Editions

PAGE = {"path": "/atkomst", "name": "Åtkomst", "order": 69, "door": "/om-data", "needs": "administer", "is_early": True}  # fmt: skip
ROWS = 500
KINDS = {
    "page": "öppnade sidan",
    "export": "laddade ner",
    "login": "loggade in eller bytte roll",
    "logout": "loggade ut",
    "refusal": "nekades",
}


def layout() -> html.Div:
    return html.Div(
        [
            html.Div(
                html.Div(
                    [
                        html.H1("Åtkomst"),
                        html.P(
                            f"De {ROWS} senaste. Loggen har roller och organisationer, inga namn "
                            "och inget av det som var valt på sidan.",
                            className="lead",
                        ),
                    ]
                ),
                className="head",
            ),
            html.Div(id="looked-at", className="wide stack"),
            dcc.Location(id="atkomst-url", refresh=False),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    @at_once(app, output=Output("looked-at", "children"), inputs=[Input("atkomst-url", "pathname")])
    def show(path: str) -> Any:
        need("administer")
        rows = [
            (
                swedish.clock(row.at),
                row.organisation or "–",
                row.role or "inte inloggad",
                KINDS[row.kind],
                row.view or "en sida som inte finns",
                f"{shown_for(row.audience)}{' (visat som)' if row.viewed_as else ''}",
            )
            for row in access().looked_at(rows=ROWS)
        ]
        head = ("När", "Organisation", "Roll", "Gjorde", "Vad", "Visas för")
        table = tables.plain(head, rows, caption="Vad som har öppnats")
        return cards.card("Senast", cards.scroll(table, name="Åtkomst"))
