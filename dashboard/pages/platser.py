"""Platser: where much happens, since when and at what hours. The address says what is shown."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.at_once import at_once
from dashboard.components import busy_cards, cards, controls, overview
from dashboard.components.chosen import all_set, stepped, values_of
from dashboard.components.near_repeats import near_repeats_card
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.queries import about
from dashboard.queries.busy import DEFAULT, busy
from dashboard.queries.places import followable, whole
from dashboard.state import DAYS, LEVELS, PERIODS, TIMES, from_query, to_query
from dashboard.state import State as View

PAGE = {"path": "/platser", "name": "Platser", "order": 20}
CHOSEN = ("kalla", "omrade", "typ", "period", "niva", "tid", "dagar")
NO_HOURS = "Klockslag finns inte i källan: hela dygnet visas."
HIDDEN = {"display": "none"}


def layout() -> html.Div:
    """The page without its numbers: they come with the address."""
    offers = controls.offered()
    levels = {level: name for level, name in LEVELS.items() if level != "kommun"}
    bar = html.Div(
        [
            controls.choice("Källa", controls.select("p-kalla", offers["kalla"], w=280)),
            controls.choice("Område", controls.select("p-omrade", offers["omrade"], w=150)),
            controls.choice("Problem", controls.problem_types("p-typ", offers["typ"], w=195)),
            controls.choice("Period", controls.select("p-period", PERIODS, w=140)),
            controls.stepper("p-"),
            controls.choice("Tid på dygnet", controls.select("p-tid", TIMES, w=145)),
            controls.choice("Dagar", controls.select("p-dagar", DAYS, w=165)),
            html.Div(id="p-chips", className="chips"),
            html.Div(dcc.Link("Patrullblad", id="p-print", href="/patrullblad", target="_blank"), className="actions"),
        ],
        className="bar",
        id="p-bar",
    )  # fmt: skip
    head = html.Div([html.Div(id="p-headline"), html.Div(id="p-freshness", className="pills")], className="head")  # fmt: skip
    where = cards.card(
        "Var",
        cards.graph(None, name="p-map", said="", clickable=True),
        html.Div(id="p-map-legend", className="legend"),
        html.Div(id="p-map-twin"),
        foot=[html.Span(id="p-map-foot"), " ", cards.what_is_this("platser")],
        name="p-map-card",
        tools=[controls.choice("Indelning", controls.select("p-niva", levels, w=115))],
    )
    when = cards.card(
        "När på veckan",
        html.Div(cards.graph(None, name="p-hours", said=""), id="p-hours-picture"),
        html.Div(id="p-hours-twin"),
        foot=[html.Span(id="p-hours-foot"), " ", cards.what_is_this("nar")],
        name="p-hours-card",
    )
    lists = [
        cards.card("Platser med många händelser", html.Div(id="p-places"), name="p-places-card"),
        cards.card("Namngivna platser", html.Div(id="p-named"), name="p-named-card"),
    ]
    return html.Div(
        [
            dcc.Location(id="p-url", refresh=False),
            dcc.Store(id="p-shown"),
            bar,
            head,
            html.Div(id="p-message"),
            html.Div(
                [
                    html.Div(
                        [where, html.Div(id="p-near"), html.Div(id="p-unseen")], className="stack"
                    ),
                    html.Div([lists[0], when, lists[1]], className="stack"),
                ],
                className="grid",
                id="p-cards",
            ),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output={
            "search": Output("p-url", "search"),
            "values": {name: Output(f"p-{name}", "value") for name in CHOSEN},
            "children": {name: Output(name, "children") for name in busy_cards.SHOWN},
            "figure": {name: Output(name, "figure") for name in ("p-map", "p-hours")},
            "message": Output("p-message", "children"),
            "hidden": {name: Output(name, "style") for name in ("p-bar", "p-cards", "p-hours-picture")},
            "off": {name: Output(f"p-{name}", "disabled") for name in ("tid", "dagar")},
            "placeholder": Output("p-typ", "placeholder"),
            "query": Output("p-shown", "data"),
            "click": Output("p-map", "clickData"),
            "print": Output("p-print", "href"),
        },
        inputs={
            "search": Input("p-url", "search"),
            "theme": Input("theme", "data"),
            "values": {name: Input(f"p-{name}", "value") for name in CHOSEN},
            "click": Input("p-map", "clickData"),
            "picks": Input({"spot": ALL}, "n_clicks"),
            "steps": [Input("p-earlier", "n_clicks"), Input("p-later", "n_clicks")],
            "shown": State("p-shown", "data"),
        },
    )  # fmt: skip
    def show(
        search: str,
        theme: str | None,
        values: dict,
        click: dict | None,
        picks: list,
        steps: list,
        shown: str | None,
    ) -> dict[str, Any]:
        if not theme:
            raise PreventUpdate
        before, strange = from_query(search or "", default=DEFAULT)
        edition = opened.current()
        state = before
        if shown is not None:  # before the first picture nobody can have chosen anything
            was, _ = from_query(shown, default=DEFAULT)
            state = _followed(
                before, was=was, values=values, click=click, steps=steps, edition=edition
            )
        is_moved = state != before
        asked, unknown = followable(edition, state)
        view = busy(edition, asked)
        query = to_query(asked, default=DEFAULT)
        told = None if is_moved else overview.strange([*strange, *unknown])
        if view and (view.state.tid, view.state.dagar) != (asked.tid, asked.dagar):
            told = html.P(NO_HOURS, className="notice", role="status")
        state = view.state if view else asked
        counted = about.counted(edition)
        answer = busy_cards.picture(edition, view, theme=theme) if view else _nothing(edition)
        return {
            # an address that is only followed stays as it is: a new one would be a step for Back
            "search": query if is_moved else no_update,
            "values": values_of(state, CHOSEN, edition=edition),
            "message": told,
            "hidden": {
                "p-bar": {} if counted else HIDDEN,
                "p-cards": {} if view else HIDDEN,
                "p-hours-picture": {} if view and view.has_week else HIDDEN,
            },
            "off": {
                "tid": not (view and view.has_hours),
                "dagar": not (view and view.has_weekdays),
            },
            "placeholder": "" if state.typ else "Alla problemtyper",
            "query": to_query(state, default=DEFAULT),
            "click": None,
            "print": "/patrullblad" + query,
            **answer,
        }

    @at_once(app, output=Output("p-near", "children"), inputs=[Input("p-url", "search")])
    def near(search: str) -> Any:
        """Apart from the rest: it follows the kommun alone."""
        edition = opened.current()
        state, _ = followable(edition, from_query(search or "", default=DEFAULT)[0])
        return near_repeats_card(edition, kommuner=whole(edition, state).kommuner)


def _nothing(edition: Edition) -> dict[str, Any]:
    """The same parts where the source has no rows: what is missing is said."""
    said = "Läs in ett uttag av anmälda brott, felanmälningar eller EST-rapporter med: lagesbild load FIL…"  # fmt: skip
    head = [html.H1("Inga händelser är inlästa än"), state_message("data saknas", said)]
    return {
        "children": dict.fromkeys(busy_cards.SHOWN) | {"p-headline": head},
        "figure": dict.fromkeys(("p-map", "p-hours"), no_update),
    }


def _followed(
    state: View,
    *,
    was: View,
    values: dict,
    click: dict | None,
    steps: list,
    edition: Edition,
) -> View:
    """The state after what was just done; the address's own where nothing was."""
    done = ctx.triggered_id
    if isinstance(done, dict):  # a button that is new on the page calls too, without a click
        code = done["spot"].removeprefix("no-").removeprefix("whole-")
        return state.but(valt="" if code == state.valt else code) if ctx.triggered[0]["value"] else state  # fmt: skip
    if done == "p-map" and click:
        code = click["points"][0].get("customdata", [state.valt])[0]
        return state.but(valt="" if code == state.valt else code)
    if done in {"p-earlier", "p-later"} and any(steps):
        return stepped(state, -1 if done == "p-earlier" else 1, edition)
    if (done or "").removeprefix("p-") not in CHOSEN:
        return state
    return all_set(state, values, was=was, edition=edition)
