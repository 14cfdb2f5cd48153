"""A page comes with its first answers in it."""

from __future__ import annotations

from typing import Any

import pytest
from dash import ALL, Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.at_once import at_once, laid_out


def page() -> html.Div:
    return html.Div(
        [dcc.Location(id="at"), html.Div([html.P("", id="first")]), html.P("kvar", id="second")]
    )


@pytest.fixture
def app() -> Dash:
    return Dash(__name__)


def shown(app: Dash, **more: Any) -> tuple[html.Div, list[Exception]]:
    told: list[Exception] = []
    frame = {("theme", "data"): "dark"}
    given = {"path": "/x", "search": "?y=1", "frame": frame, "on_error": told.append} | more
    return laid_out(app, page(), **given), told


def test_the_answer_is_in_the_page_at_its_address(app: Dash) -> None:
    @at_once(
        app,
        output={"said": Output("first", "children"), "of": [Output("first", "title")]},
        inputs={
            "where": [Input("at", "pathname"), Input("at", "search")],
            "theme": State("theme", "data"),
            "clicks": Input({"button": ALL}, "n_clicks"),
            "was": State("second", "children"),
        },
    )
    def answer(where: list[str], theme: str, clicks: list, was: str) -> dict[str, Any]:
        return {"said": f"{where} {theme} {clicks} {was}", "of": ["titel"]}

    found, told = shown(app)
    assert found["first"].children == "['/x', '?y=1'] dark [] kvar"
    assert found["first"].title == "titel"
    assert not told


def test_one_answer_is_read_by_the_next(app: Dash) -> None:
    at_once(app, output=Output("first", "children"), inputs=[Input("at", "search")])(str.upper)
    at_once(app, output=Output("second", "children"), inputs=[Input("first", "children")])(len)
    found, _ = shown(app)
    assert (found["first"].children, found["second"].children) == ("?Y=1", 4)


def test_what_is_not_answered_stays_as_it_was(app: Dash) -> None:
    @at_once(app, output=Output("second", "children"), inputs=[Input("at", "search")])
    def nothing(search: str) -> Any:
        return no_update

    @at_once(app, output=Output("second", "title"), inputs=[Input("at", "search")])
    def prevented(search: str) -> Any:
        raise PreventUpdate

    @at_once(app, output=Output("of-another-page", "children"), inputs=[Input("at", "search")])
    def elsewhere(search: str) -> Any:
        raise AssertionError

    found, told = shown(app)
    assert found["second"].to_plotly_json()["props"] == {"children": "kvar", "id": "second"}
    assert not told


def test_a_fault_is_told_and_the_rest_is_shown(app: Dash) -> None:
    at_once(app, output=Output("first", "children"), inputs=[Input("at", "search")])(int)
    at_once(app, output=Output("second", "children"), inputs=[Input("at", "search")])(len)
    found, told = shown(app)
    assert (found["first"].children, found["second"].children) == ("", 4)
    assert [type(error) for error in told] == [ValueError]
