"""A page that is a sheet of paper: a button that prints it, the sheet, and what it is headed with."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, dcc, html

from dashboard.components.shell import SHOWN_FOR


def page(*, url: str, button: str, sheet: str) -> html.Div:
    """The page with an empty sheet, under the ids given."""
    return html.Div(
        [
            dcc.Location(id=url, refresh=False),
            html.Button("Skriv ut", id=button, n_clicks=0, type="button", className="screen-only"),
            html.Article(id=sheet),
        ],
        className="page paper",
    )


def print_with(app: Dash, button: str) -> None:
    """The button prints what the browser shows."""
    app.clientside_callback(
        "(clicks) => { if (clicks) { window.print(); } return window.dash_clientside.no_update; }",
        Output(button, "title"),
        Input(button, "n_clicks"),
    )


def running(said: str, *, edition: dict[str, Any]) -> html.Header:
    """What the sheet is and whom it is for, at its top."""
    example = [html.Strong("EXEMPELDATA", className="example")] if edition["is_example"] else []
    return html.Header(
        [html.Span(said), html.Span([*example, f" Visas för: {SHOWN_FOR}"])], className="running"
    )
