"""Tillgänglighetsredogörelse: how far everybody can use this, what is lacking, and whom to tell."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from dash import Dash, html

from dashboard import components
from dashboard.database import Editions

PAGE = {"path": "/tillganglighet", "name": "Tillgänglighet", "order": 67, "door": "/om-data"}
LEAD = "Enligt lagen (2018:1937) om tillgänglighet till digital offentlig service."
TEXT = Path(components.__file__).with_name("accessibility.toml").read_text(encoding="utf-8")
SECTIONS: list[dict[str, Any]] = tomllib.loads(TEXT)["sections"]


def layout() -> html.Div:
    top = [html.H1("Tillgänglighets\u00adredogörelse"), html.P(LEAD, className="lead")]
    return html.Div(
        [
            html.Div(html.Div(top), className="head"),
            html.Div([_section(**about) for about in SECTIONS], className="stack read"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    """Nothing to ask: it is about the program."""


def _section(title: str, says: str, points: list[str] | None = None) -> html.Section:
    said = [html.P(part) for part in says.strip().split("\n\n") if part]
    listed = [html.Ul([html.Li(point) for point in points])] if points else []
    return html.Section([html.H2(title), *said, *listed], className="card")
