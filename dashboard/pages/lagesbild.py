"""Lägesbild: what stands out, where and when. The address says what is shown, and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import ALL, Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import visitor
from dashboard.at_once import at_once
from dashboard.components import (
    busy_cards,
    cards,
    controls,
    notes,
    overview,
    sources,
    surveys,
    yearly,
)
from dashboard.components.answers import Answers, Parts, as_read
from dashboard.components.chosen import followed, values_of
from dashboard.database import Edition, Editions
from dashboard.queries import about
from dashboard.queries.busy import busy
from dashboard.queries.places import followable, whole
from dashboard.state import MEASURES, from_query, to_query
from dashboard.state import State as Asked

PAGE = {"path": "/", "name": "Lägesbild", "order": 10}
HIDDEN = {"display": "none"}


def layout() -> html.Div:
    """The page without its numbers: they come with the address."""
    offers = controls.offered()
    return html.Div(
        [
            dcc.Location(id="lagesbild-url", refresh=False),
            dcc.Store(id="shown"),
            controls.bar(offers),
            html.Div(
                [html.Div(id="headline"), html.Div(id="freshness", className="pills")],
                className="head",
            ),
            html.Div(id="lagesbild-message"),
            html.Div(
                [
                    cards.card(
                        "Var",
                        cards.graph(None, name="map", said="", clickable=True),
                        html.Div(id="map-legend", className="legend"),
                        html.Div(id="map-twin"),
                        foot=[html.Span(id="map-foot"), " ", cards.what_is_this("vantat")],
                        name="map-card",
                        tools=[
                            controls.choice("Indelning", controls.select("niva", offers["niva"], w=115)),
                            controls.choice("Visar", controls.select("matt", MEASURES, w=195)),
                        ],
                    ),
                    html.Div(
                        [
                            cards.card(
                                "Vad är nytt",
                                html.Div(id="findings"),
                                foot=cards.what_is_this("lista"),
                                name="findings-card",
                            ),
                            cards.card(
                                "När",
                                cards.graph(None, name="series", said="", clickable=True),
                                html.Div(id="series-notes"),
                                html.Div(id="series-twin"),
                                foot=[html.Span(id="series-foot"), " ", cards.what_is_this("vantat")],
                                name="series-card",
                            ),
                            html.Div(id="week-of-picked"),
                        ],
                        className="stack",
                    ),
                    html.Div(
                        [
                            html.Div(id="unseen"),
                            cards.card("Visas bara per kommun och kvartal", html.Div(id="quarters", className="scroll"), name="quarters-card"),
                            html.Div(id="upcoming"),
                            html.Div(id="events"),
                        ],
                        className="stack",
                    ),
                    cards.card("Problem", html.Div(id="types", className="scroll"), name="types-card"),
                ],
                className="grid",
                id="lagesbild-cards",
            ),
            surveys.section(),
            yearly.section(),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    surveys.register(app, opened)
    yearly.register(app, opened)
    answers = Answers()

    @at_once(
        app,
        output={
            "search": Output("lagesbild-url", "search"),
            "values": {name: Output(name, "value") for name in controls.CONTROLS},
            "children": {name: Output(name, "children") for name in overview.SHOWN},
            "figure": {name: Output(name, "figure") for name in overview.PICTURES},
            "notes": Output("series-notes", "children"),
            "message": Output("lagesbild-message", "children"),
            "hidden": {name: Output(name, "style") for name in ("bar", "kalla-choice")},
            "class": Output("lagesbild-cards", "className"),
            "placeholder": Output("typ", "placeholder"),
            "query": Output("shown", "data"),
            "clicks": {name: Output(name, "clickData") for name in overview.PICTURES},
            "links": {name: Output(name, "href") for name in ("download", "print")},
        },
        inputs={
            "search": Input("lagesbild-url", "search"),
            "theme": Input("theme", "data"),
            "values": {name: Input(name, "value") for name in controls.CONTROLS},
            "clicks": {name: Input(name, "clickData") for name in overview.PICTURES},
            "picks": Input({"pick": ALL, "code": ALL}, "n_clicks"),
            "steps": [Input("earlier", "n_clicks"), Input("later", "n_clicks")],
            "shown": State("shown", "data"),
        },
    )  # fmt: skip
    def show(
        search: str,
        theme: str | None,
        values: dict,
        clicks: dict,
        picks: list,
        steps: list,
        shown: str | None,
    ) -> dict[str, Any]:
        if not theme:
            raise PreventUpdate
        before, strange = from_query(search or "")
        edition = opened.current()
        state = before
        if shown is not None:  # before the first picture nobody can have chosen anything
            was, _ = from_query(shown)
            state = followed(
                before, was=was, values=values, clicks=clicks, steps=steps, edition=edition
            )
        is_moved = state != before
        state, unknown = followable(edition, state)
        counted = about.counted(edition)
        answer = answers.get(edition, state, theme=theme)
        noted = None
        card_class = "grid" if answer else "grid without-incidents"
        if answer is None:
            children = overview.without_incidents(edition, whole(edition, state))
            answer = {"children": children, "figure": dict.fromkeys(overview.PICTURES, no_update)}
        else:
            answer, noted = _with_notes(app, answer, edition, state, theme=theme)
        query = to_query(state)
        return {
            # an address that is only followed stays as it is: a new one would be a step for Back
            "search": query if is_moved else no_update,
            "values": values_of(state, controls.CONTROLS, edition=edition),
            # what could not be followed is no part of a new address
            "message": None if is_moved else overview.strange([*strange, *unknown]),
            "hidden": {
                "bar": {} if counted else HIDDEN,
                "kalla-choice": {} if len(counted) > 1 else HIDDEN,
            },
            "class": card_class,
            "placeholder": "" if state.typ else "Alla problemtyper",
            "query": query,
            "notes": noted,
            "clicks": {"map": None, "series": None},
            "links": {"download": "/tabell.csv" + query, "print": "/utskrift" + query},
            **answer,
        }

    @at_once(app, output=Output("upcoming", "children"), inputs=[Input("lagesbild-url", "search")])
    def ahead(search: str) -> Any:
        """Apart from the rest: it follows the clock, and answers are kept."""
        edition = opened.current()
        state, _ = followable(edition, from_query(search or "")[0])
        kommuner = whole(edition, state).kommuner
        return sources.upcoming(edition, kommuner=kommuner, today=date.today())  # noqa: DTZ011

    @at_once(
        app,
        output=Output("week-of-picked", "children"),
        inputs=[Input("lagesbild-url", "search"), Input("theme", "data")],
    )
    def week(search: str, theme: str | None) -> Any:
        """Of what has been picked, a moment after the rest: nobody waits for it."""
        if not theme:
            raise PreventUpdate
        edition = opened.current()
        state, _ = from_query(search or "")
        view = busy(edition, state) if state.typ or state.valt else None
        return busy_cards.week_card(edition, view, theme=theme) if view else None

    app.clientside_callback(
        """async (clicks) => {
            if (!clicks) { return dash_clientside.no_update; }
            await navigator.clipboard.writeText(window.location.href);
            return 'Länken är kopierad';
        }""",
        Output("copy", "children"),
        Input("copy", "n_clicks"),
    )


def _with_notes(
    app: Dash, answer: Parts, edition: Edition, view: Asked, *, theme: str
) -> tuple[dict[str, Any], Any]:
    """The answer with what happened on the series' days drawn in it, and the same in words."""
    series, said = notes.on_series(
        as_read(answer["figure"]["series"]),
        store=app.server.config["STORE"],
        theme=theme,
        leads_on=True,
        edition=edition,
        visitor=visitor(),
        area_code=view.valt or view.omrade,
        types=view.typ,
    )
    if said is None:
        return {**answer}, None
    return {**answer, "figure": {**answer["figure"], "series": series}}, said
