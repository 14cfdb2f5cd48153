"""Område: one area, its way down, and what is known of it tab by tab. The address says which."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard import swedish
from dashboard.at_once import at_once
from dashboard.components import controls
from dashboard.components import overview as opening
from dashboard.components.area import development, done, head, safety, sides, similar, ways
from dashboard.components.area.ways import Look
from dashboard.components.chosen import all_set, stepped, values_of
from dashboard.components.sources import freshness, unseen
from dashboard.components.states import state_message
from dashboard.components.wording import period_words
from dashboard.database import Edition, Editions
from dashboard.queries import about
from dashboard.queries import area as areas
from dashboard.queries.area import Area
from dashboard.queries.overview import Overview, overview
from dashboard.queries.places import followable
from dashboard.state import COMPARISONS, PERIODS, from_query, to_query
from dashboard.state import State as View

PAGE = {"path": ways.PATH, "name": "Område", "order": 30, "takes": True}
CHOSEN = ("kalla", "typ", "period", "jamfor")
HIDDEN = {"display": "none"}


def layout() -> html.Div:
    """The page without its numbers: they come with the address."""
    offers = controls.offered()
    bar = html.Div(
        [
            controls.choice("Källa", controls.select("o-kalla", offers["kalla"], w=280)),
            controls.choice("Problem", controls.problem_types("o-typ", offers["typ"], w=220)),
            controls.choice("Period", controls.select("o-period", PERIODS, w=145)),
            controls.stepper("o-"),
            controls.choice("Jämfört med", controls.select("o-jamfor", COMPARISONS, w=195)),
        ],
        className="bar",
        id="o-bar",
    )
    tabs = dmc.Tabs(
        [
            dmc.TabsList([dmc.TabsTab(name, value=flik) for flik, name in ways.TABS.items()]),
            *(dmc.TabsPanel(html.Div(id=f"o-{flik}", className="stack"), value=flik) for flik in ways.TABS),
        ],
        id="o-flik",
        value=ways.FIRST,
        className="tabs",
    )  # fmt: skip
    areas_offered = head.offered(controls.shown()) if flask.has_request_context() else []
    where = dmc.Select(
        id="o-omrade", data=areas_offered, searchable=True, allowDeselect=False, w="100%", placeholder="Sök ett område",
        checkIconPosition="right", nothingFoundMessage="Inget sådant område", maxDropdownHeight=420, **{"aria-label": "Gå till område"},
    )  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="o-url", refresh=False),
            dcc.Store(id="o-shown"),
            bar,
            html.Div([html.Div(id="o-crumbs"), html.Div(where, className="find", hidden=not areas_offered)], className="way"),
            html.Div([html.Div(id="o-head"), html.Div(id="o-freshness", className="pills")], className="head"),
            html.Div(id="o-message"),
            html.Div([html.Div(tabs, id="o-tabs"), html.Div(id="o-down", className="stack")], className="grid area-grid", id="o-cards"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output={
            "search": Output("o-url", "search"),
            "path": Output("o-url", "pathname"),
            "where": Output("o-omrade", "value"),
            "values": {name: Output(f"o-{name}", "value") for name in CHOSEN},
            "flik": Output("o-flik", "value"),
            "children": {name: Output(f"o-{name}", "children") for name in ("week", "crumbs", "head", "freshness", "message", "down")},
            "hidden": {name: Output(f"o-{name}", "style") for name in ("bar", "tabs")},
            "class": Output("o-cards", "className"),
            "placeholder": Output("o-typ", "placeholder"),
            "shown": Output("o-shown", "data"),
        },
        inputs={
            "path": Input("o-url", "pathname"),
            "search": Input("o-url", "search"),
            "theme": Input("theme", "data"),
            "values": {name: Input(f"o-{name}", "value") for name in CHOSEN},
            "where": Input("o-omrade", "value"),
            "flik": Input("o-flik", "value"),
            "steps": [Input("o-earlier", "n_clicks"), Input("o-later", "n_clicks")],
            "shown": State("o-shown", "data"),
        },
    )  # fmt: skip
    def show(
        path: str,
        search: str,
        theme: str | None,
        values: dict,
        where: str | None,
        flik: str,
        steps: list,
        shown: str | None,
    ) -> dict[str, Any]:
        if not theme or not path.startswith(ways.PATH):
            raise PreventUpdate
        before, strange = ways.read(path, search or "")
        edition = opened.current()
        look = before
        if shown is not None:  # before the first picture nobody can have chosen anything
            was, _ = from_query(shown)
            look = _followed(
                before, was=was, values=values, where=where, flik=flik, steps=steps, edition=edition
            )
        is_moved = look != before
        state, unknown = followable(edition, look.state)
        asked = look.but(state=state)
        place, view, odd = _found(edition, asked)
        told = None if is_moved else opening.strange([*strange, *unknown, *odd])
        several = len(about.counted(edition)) > 0
        return {
            # an address that is only followed stays as it is: a new one would be a step for Back
            "search": ways.query(look) if is_moved else no_update,
            "path": ways.path(look) if look.code != before.code else no_update,
            "where": None,  # the way down to here says where it is
            "values": values_of(state, CHOSEN, edition=edition),
            "flik": look.flik,
            "children": {
                "week": period_words(view) if view else "",
                "message": told,
                **_children(edition, place, view, asked, theme=theme),
            },
            "hidden": {"bar": {} if several else HIDDEN, "tabs": {} if place else HIDDEN},
            "class": "grid area-grid" if place else "grid area-grid of-forum",
            "placeholder": "" if state.typ else "Alla problemtyper",
            "shown": to_query(state),
        }

    @at_once(
        app,
        output={flik: Output(f"o-{flik}", "children") for flik in ways.TABS},
        inputs=[Input("o-url", "pathname"), Input("o-url", "search"), Input("theme", "data")],
    )
    def tab(path: str, search: str, theme: str | None) -> dict[str, Any]:
        """The open one; the others are empty until they are opened."""
        if not theme or not path.startswith(ways.PATH):
            raise PreventUpdate
        edition = opened.current()
        look, _ = ways.read(path, search or "")
        look = look.but(state=followable(edition, look.state)[0])
        place, view, _ = _found(edition, look)
        empty: dict[str, Any] = dict.fromkeys(ways.TABS)
        if place is None:
            return empty
        panels = {
            "utveckling": lambda: development.panel(
                edition, place, look, view, theme=theme, store=app.server.config["STORE"]
            ),
            "trygghet": lambda: safety.panel(edition, place, look, theme=theme),
            "sidor": lambda: sides.panel(edition, place, span=view.span if view else None),
            "liknande": lambda: similar.panel(edition, place, look, theme=theme),
            "gjort": lambda: done.panel(edition, place, app.server.config["STORE"]),
        }
        return empty | {look.flik: panels[look.flik]()}


def _found(edition: Edition, look: Look) -> tuple[Area | None, Overview | None, list[str]]:
    """The area, what is counted in it, and what of the address could not be followed. No area: the
    forum, where there are several kommuner."""
    kommuner = about.at_level(edition, areas.KOMMUN)["area_code"]
    code = look.code or (kommuner.iloc[0] if len(kommuner) == 1 else "")
    place = areas.find(edition, code) if code else None
    odd = ["omrade"] if code and place is None else []
    view = overview(
        edition, place.state(look.state) if place else look.state.but(niva=areas.KOMMUN)
    )
    return place, view, odd


def _children(
    edition: Edition, place: Area | None, view: Overview | None, look: Look, *, theme: str
) -> dict[str, Any]:
    """What stands around the tabs; for the forum the choice of a kommun."""
    kommuner = about.at_level(edition, areas.KOMMUN)
    if kommuner.empty:
        said = "Inga områden är inlästa. Ange forumets kommun i lagesbild.toml och läs in gränser med: lagesbild load FIL…"
        return {"crumbs": None, "head": [html.H1("Område"), state_message("data saknas", said)], "freshness": None, "down": None}  # fmt: skip
    if place is None:
        lead = f"{about.edition(edition)['forum']} har {swedish.in_words(len(kommuner))} kommuner. Välj en för att se den, dess delområden och platser."
        top = [html.H1("Välj ett område"), html.P(lead, className="lead")]
    else:
        top = head.head(edition, place, view)
    look = look if place is None else look.but(code=place.code)
    down = [
        head.parts(edition, place, look),
        head.map_card(edition, place, look, theme=theme),
        unseen(edition, view.source["source"] if view else ""),
    ]
    return {
        "crumbs": head.crumbs(edition, place, look),
        "head": top,
        "freshness": freshness(edition, view) if view else None,
        "down": [card for card in down if card is not None],
    }


def _followed(
    look: Look,
    *,
    was: View,
    values: dict,
    where: str | None,
    flik: str,
    steps: list,
    edition: Edition,
) -> Look:
    """The look after what was just done; the address's own where nothing was."""
    done_now = ctx.triggered_id
    if done_now == "o-flik":
        return look.but(flik=flik)
    if done_now == "o-omrade" and where:
        return look.but(code="" if where == head.FORUM else where)
    if done_now in {"o-earlier", "o-later"} and any(steps):
        found = areas.find(edition, look.code)
        state = found.state(look.state) if found else look.state
        moved = stepped(state, -1 if done_now == "o-earlier" else 1, edition)
        return look.but(state=look.state.but(vecka=moved.vecka))
    if str(done_now or "").removeprefix("o-") not in CHOSEN:
        return look
    return look.but(state=all_set(look.state, values, was=was, edition=edition))
