"""The bar of controls above the cards, and what can be chosen in them."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import flask
from dash import dcc, html

from dashboard.database import Edition, per_edition
from dashboard.queries import about
from dashboard.state import COMPARISONS, LEVELS, PERIODS

CONTROLS = ("kalla", "omrade", "typ", "period", "jamfor", "niva", "matt")


def bar(offers: dict[str, Any]) -> html.Div:
    """What is shown, of when, compared with what; and what can be done with it."""
    return html.Div(
        [
            html.Div(choice("Källa", select("kalla", offers["kalla"], w=280)), id="kalla-choice"),
            choice("Område", select("omrade", offers["omrade"], w=170)),
            choice("Problem", problem_types("typ", offers["typ"], w=220)),
            choice("Period", select("period", PERIODS, w=145)),
            stepper(),
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


def stepper(before: str = "") -> html.Div:
    """One period earlier or later; what the parts are called begins with `before`."""
    week = html.Div(
        [
            html.Button("‹", id=f"{before}earlier", n_clicks=0, type="button", **{"aria-label": "En period tidigare"}),
            html.Span(id=f"{before}week", **{"aria-live": "polite"}),
            html.Button("›", id=f"{before}later", n_clicks=0, type="button", **{"aria-label": "En period senare"}),
        ],
        className="stepper",
    )  # fmt: skip
    return html.Div([html.Span("Veckor", className="label"), week], className="choice")


def problem_types(name: str, groups: list[dict[str, Any]], *, w: int) -> dmc.MultiSelect:
    """Which problems are shown; none chosen is all of them."""
    return dmc.MultiSelect(
        id=name, data=groups, value=[], placeholder="Alla problemtyper", searchable=True, clearable=True,
        hidePickedOptions=True, w=w, nothingFoundMessage="Inget sådant problem",
    )  # fmt: skip


def choice(label: str, control: Any) -> html.Div:
    """A control under its label."""
    return html.Div([html.Label(label, htmlFor=control.id), control], className="choice")


def select(name: str, data: dict[str, str] | None = None, **more: Any) -> dmc.Select:
    """One of `data`, names by value."""
    options = [{"value": v, "label": t} for v, t in (data or {}).items()]
    return dmc.Select(id=name, data=options, allowDeselect=False, checkIconPosition="right", **more)  # fmt: skip


def offered() -> dict[str, Any]:
    """What can be chosen by whoever opens the page: nothing while the app is put together."""
    if not flask.has_request_context():
        return {"kalla": {}, "omrade": {}, "typ": [], "niva": {}}
    return options(shown())


def shown() -> Edition:
    """The edition of whoever opens the page."""
    edition: Edition = flask.current_app.config["EDITIONS"].current()
    return edition


@per_edition(8)
def options(edition: Edition) -> dict[str, Any]:
    """Sources, areas and levels: names by value; and problem types by group."""
    kommuner = about.kommuner(edition)
    places = dict(zip(kommuner["area_code"], kommuner["name"], strict=True))
    whole = {"alla": about.edition(edition)["forum"]}
    groups = [
        {"group": group, "items": [{"value": r.problem_type, "label": r.name} for r in rows.itertuples(index=False)]}
        for group, rows in about.problem_types(edition).groupby("group_name", sort=False)
    ]  # fmt: skip
    return {
        "kalla": {name: source["title"] for name, source in about.counted(edition).items()},
        "omrade": whole | places if len(places) > 1 else whole,
        "typ": groups,
        "niva": {v: text for v, text in LEVELS.items() if len(about.at_level(edition, v))},
    }
