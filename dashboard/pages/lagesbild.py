"""Lägesbild: what stands out, where and when. The address says what is shown, and nothing else does."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard import state as states
from dashboard import swedish
from dashboard.components import cards, overview, surveys, yearly
from dashboard.components.answers import Answers
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.queries.overview import followable
from dashboard.queries.overview import overview as look
from dashboard.state import COMPARISONS, LEVELS, MEASURES, PERIODS, WEEK, from_query, to_query

PAGE = {"path": "/", "name": "Lägesbild", "order": 1}
OPTIONS = ("omrade", "typ", "niva")  # controls whose options the edition decides
CONTROLS = ("omrade", "typ", "period", "jamfor", "niva", "matt")


def layout() -> html.Div:
    """The page without its numbers: they come with the address."""
    return html.Div(
        [
            dcc.Location(id="lagesbild-url", refresh=False),
            dcc.Store(id="shown"),
            _bar(),
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
                        foot=html.Span(id="map-foot"),
                        name="map-card",
                        tools=[
                            choice("Indelning", select("niva", LEVELS, w=115)),
                            choice("Visar", select("matt", MEASURES, w=195)),
                        ],
                    ),
                    html.Div(
                        [
                            cards.card("Vad sticker ut", html.Div(id="findings"), name="findings-card"),
                            cards.card(
                                "När",
                                cards.graph(None, name="series", said="", clickable=True),
                                html.Div(id="series-twin"),
                                foot=html.Span(id="series-foot"),
                                name="series-card",
                            ),
                        ],
                        className="stack",
                    ),
                    html.Div(
                        [
                            html.Div(id="unseen"),
                            cards.card("Visas bara per kommun och kvartal", html.Div(id="quarters", className="scroll")),
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


def choice(label: str, control: Any) -> html.Div:
    return html.Div([html.Label(label, htmlFor=control.id), control], className="choice")


def select(name: str, data: dict[str, str] | None = None, **more: Any) -> dmc.Select:
    options = [{"value": v, "label": t} for v, t in (data or {}).items()]
    return dmc.Select(id=name, data=options, allowDeselect=False, checkIconPosition="right", **more)  # fmt: skip


def _bar() -> html.Div:
    week = html.Div(
        [
            html.Button("‹", id="earlier", n_clicks=0, type="button", **{"aria-label": "En period tidigare"}),
            html.Span(id="week", **{"aria-live": "polite"}),
            html.Button("›", id="later", n_clicks=0, type="button", **{"aria-label": "En period senare"}),
        ],
        className="stepper",
    )  # fmt: skip
    return html.Div(
        [
            choice("Område", select("omrade", w=170)),
            choice(
                "Problem",
                dmc.MultiSelect(
                    id="typ", value=[], placeholder="Alla problemtyper", searchable=True, clearable=True,
                    hidePickedOptions=True, w=260, nothingFoundMessage="Inget sådant problem",
                ),
            ),
            choice("Period", select("period", PERIODS, w=145)),
            html.Div([html.Span("Veckor", className="label"), week], className="choice"),
            choice("Jämfört med", select("jamfor", COMPARISONS, w=195)),
            html.Div(id="chips", className="chips"),
            html.Div(
                [
                    html.Button("Kopiera länk", id="copy", n_clicks=0, type="button"),
                    html.A("Ladda ner tabell", id="download", href="/tabell.csv", download=""),
                    dcc.Link("Utskrift", id="print", href="/utskrift", target="_blank"),
                ],
                className="actions",
            ),
        ],
        className="bar",
        id="bar",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    surveys.register(app, opened)
    yearly.register(app, opened)
    answers = Answers()

    @app.callback(
        {name: Output(name, "data") for name in OPTIONS}, Input("lagesbild-url", "pathname")
    )
    def options(path: str) -> dict[str, Any]:
        """Before any value: a MultiSelect given both at once answers that nothing is chosen."""
        return overview.options(opened.current())

    @app.callback(
        output={
            "search": Output("lagesbild-url", "search"),
            "values": {name: Output(name, "value") for name in CONTROLS},
            "children": {name: Output(name, "children") for name in overview.SHOWN},
            "figure": {name: Output(name, "figure") for name in overview.PICTURES},
            "message": Output("lagesbild-message", "children"),
            "hidden": {name: Output(name, "style") for name in ("lagesbild-cards", "bar")},
            "placeholder": Output("typ", "placeholder"),
            "query": Output("shown", "data"),
            "clicks": {name: Output(name, "clickData") for name in overview.PICTURES},
            "links": {name: Output(name, "href") for name in ("download", "print")},
        },
        inputs={
            "search": Input("lagesbild-url", "search"),
            "theme": Input("theme", "data"),
            "ready": Input("niva", "data"),
            "values": {name: Input(name, "value") for name in CONTROLS},
            "clicks": {name: Input(name, "clickData") for name in overview.PICTURES},
            "picks": Input({"pick": ALL, "code": ALL}, "n_clicks"),
            "steps": [Input("earlier", "n_clicks"), Input("later", "n_clicks")],
            "shown": State("shown", "data"),
        },
    )  # fmt: skip
    def show(
        search: str,
        theme: str | None,
        ready: list | None,
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
            state = _followed(before, values=values, clicks=clicks, steps=steps, edition=edition)
        is_moved = state != before
        state, unknown = followable(edition, state)
        answer = answers.get(edition, state, theme=theme)
        if answer is None:
            return _nothing()
        query = to_query(state)
        return {
            # an address that is only followed stays as it is: a new one would be a step for Back
            "search": query if is_moved else no_update,
            "values": {
                "omrade": state.omrade or "alla",
                "typ": list(state.typ),
                **{name: getattr(state, name) for name in ("period", "jamfor", "niva", "matt")},
            },
            # what could not be followed is no part of a new address
            "message": None if is_moved else overview.strange([*strange, *unknown]),
            "hidden": {"lagesbild-cards": {}, "bar": {}},
            "placeholder": "" if state.typ else "Alla problemtyper",
            "query": query,
            "clicks": {"map": None, "series": None},
            "links": {"download": "/tabell.csv" + query, "print": "/utskrift" + query},
            **answer,
        }

    app.clientside_callback(
        """async (clicks) => {
            if (!clicks) { return dash_clientside.no_update; }
            await navigator.clipboard.writeText(window.location.href);
            return 'Länken är kopierad';
        }""",
        Output("copy", "children"),
        Input("copy", "n_clicks"),
    )


def _followed(
    state: states.State, *, values: dict, clicks: dict, steps: list, edition: Any
) -> states.State:
    """The state after what was just done; the address's own where nothing was."""
    done = ctx.triggered_id
    if isinstance(done, dict):  # a button that is new on the page calls too, without a click
        clicked = ctx.triggered[0]["value"]
        return _picked(state, done["pick"], done["code"]) if clicked else state
    if done == "map" and clicks["map"]:
        return _picked(state, "area", clicks["map"]["points"][0]["customdata"][0])
    if done == "series" and clicks["series"]:
        text = clicks["series"]["points"][0].get("customdata")
        week = swedish.parse_day(text) if text else None
        return state.but(dag=None if week == state.dag else week)
    if done in {"earlier", "later"} and any(steps):
        return _stepped(state, -1 if done == "earlier" else 1, edition)
    if done in CONTROLS:
        value = values[done]
        if done == "typ":
            return state.but(typ=tuple(value or ()))
        if done == "omrade":
            return state.but(omrade="" if value == "alla" else value, valt="")
        if done == "niva":
            return state.but(niva=value, valt="")
        if done == "period":
            return state.but(period=value, dag=None)
        return state.but(**{done: value})
    return state


def _picked(state: states.State, kind: str, code: str) -> states.State:
    """What was picked is shown alone; picked once more, it is let go."""
    kind = kind.removeprefix("no-")
    if kind == "area":
        return state.but(valt="" if code == state.valt else code)
    if kind == "type":
        return state.but(typ=() if state.typ == (code,) else (code,))
    if kind == "week":
        return state.but(dag=None)
    if kind == "finding":
        area, problem = code.split("|")
        whole = len(area) == 4
        return state.but(typ=(problem,), valt="" if whole else area, omrade=area if whole else state.omrade)  # fmt: skip
    return state


def _stepped(state: states.State, direction: int, edition: Any) -> states.State:
    view = look(edition, state)
    if view is None:
        return state
    weeks = view.span.last - view.span.first + WEEK
    stop = swedish.monday(view.coverage["data_stop"])
    latest = states.span(states.State(period=state.period), data_stop=view.coverage["data_stop"])
    if state.period == "tertial" and not state.dag:
        first, end = states.tertial(view.span.last)
        last = first - WEEK if direction < 0 else states.tertial(end + WEEK)[1]
    else:
        last = view.span.last + direction * weeks
    last = min(last, stop)
    return state.but(vecka=None if last >= latest.last else last, dag=None)


def _nothing() -> dict[str, Any]:
    """No reported crime here: said once, and the survey below stands by itself."""
    said = "Inget uttag av anmälda brott är inläst för området. Läs in det med: lagesbild load FIL…"
    empty = dict.fromkeys(overview.SHOWN) | {"headline": html.H1("Inget uttag från polisen än")}
    return {
        "search": no_update,
        "values": dict.fromkeys(CONTROLS, no_update),
        "children": empty,
        "figure": dict.fromkeys(overview.PICTURES, no_update),
        "message": state_message("data saknas", said),
        "hidden": {"lagesbild-cards": {"display": "none"}, "bar": {"display": "none"}},
        "placeholder": no_update,
        "query": "",
        "clicks": {"map": None, "series": None},
        "links": dict.fromkeys(("download", "print"), no_update),
    }
