"""Fler källor: what has come in beside the counted incidents, one card per subject that has rows."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, html

from dashboard.at_once import at_once
from dashboard.components import dialogue, reporting, told
from dashboard.components.states import state_message
from dashboard.database import Editions

PAGE = {"path": "/fler-kallor", "name": "Fler källor", "order": 11, "door": "/"}
WIDE = (reporting.card, told.pairs, dialogue.card)
SMALL = (told.costs, told.activity, told.concerns, told.rescue)


def layout() -> html.Div:
    lead = "Det som är inläst vid sidan av kartan. Källorna läggs aldrig ihop med varandra."
    head = html.Div([html.H1("Vad berättar de andra källorna?"), html.P(lead, className="lead")])
    return html.Div([html.Div(head, className="head"), html.Div(id="told", className="wide")], className="page")  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(app, output=Output("told", "children"), inputs=[Input("url", "pathname")])
    def show(path: str) -> list[Any]:
        edition = opened.current()
        wide, small = ([card for make in kind if (card := make(edition))] for kind in (WIDE, SMALL))
        if not wide and not small:
            said = "Inga rapporter, dialoger, skador eller anmälningar av oro är inlästa."
            return [state_message("data saknas", said)]
        return [*wide, html.Div(small, className="halves")]
