"""Reported crime per kommun and year, as Brå publishes it: there also before any police extract."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard import state as states
from dashboard import swedish
from dashboard.components import cards, maps, tables
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.figures import interval
from dashboard.figures import map as maps_drawn
from dashboard.figures.palette import THEMES
from dashboard.queries import about, surveys

FIRST_CHOICE = "Totalt antal anmälda brott"
STEPS = 5
PARTS = ("year-map", "year-series")


def section() -> html.Section:
    def choice(label: str, name: str, width: int) -> html.Div:
        control = dmc.Select(id=name, allowDeselect=False, searchable=True, w=width, maw="100%")
        return html.Div([html.Label(label, htmlFor=name), control], className="choice")

    return cards.card(
        "Anmälda brott per år",
        html.Div(
            [choice("Brott", "year-crime", 420), choice("Kommun", "year-area", 200)],
            className="row",
        ),
        html.Div(
            [
                cards.graph(None, name="year-map", said=""),
                cards.graph(None, name="year-series", said=""),
            ],
            className="pair",
            id="year-pictures",
        ),
        html.Div(id="year-legend", className="legend"),
        html.Div(id="year-twin"),
        foot=html.Span(id="year-foot"),
        name="year-card",
        note="Brå",
    )


def register(app: Dash, opened: Editions) -> None:
    @app.callback(
        Output("year-crime", "data"),
        Output("year-crime", "value"),
        Output("year-area", "data"),
        Output("year-area", "value"),
        Input("lagesbild-url", "search"),
        State("year-crime", "value"),
        State("year-area", "value"),
    )
    def choices(search: str, crime: str | None, area: str | None) -> tuple[Any, ...]:
        """What has been chosen here stays, whatever is chosen above."""
        edition = opened.current()
        crimes = surveys.crimes(edition)
        kommuner = about.kommuner(edition)
        chosen = states.from_query(search or "")[0].omrade
        wanted = chosen if chosen in set(kommuner["area_code"]) else area or about.largest(edition)
        first = FIRST_CHOICE if FIRST_CHOICE in crimes else next(iter(crimes), None)
        data = [{"value": r.area_code, "label": r.name} for r in kommuner.itertuples(index=False)]
        return (
            crimes,
            no_update if crime in crimes else first,
            data,
            no_update if area == wanted else wanted,
        )

    @app.callback(
        output={
            "shown": {name: Output(name, "children") for name in ("year-map-said", "year-series-said", "year-legend", "year-twin", "year-foot")},
            "figures": {name: Output(name, "figure") for name in PARTS},
            "pictures": Output("year-pictures", "style"),
        },
        inputs=[Input("year-crime", "value"), Input("year-area", "value"), Input("theme", "data")],
    )  # fmt: skip
    def show(crime: str | None, area: str | None, theme: str | None) -> dict[str, Any]:
        rows = surveys.crime_years(opened.current(), crime=crime) if crime and area else None
        if rows is None or area not in set(rows["area_code"]):
            said = state_message(
                "data saknas", "Ingen årsstatistik från Brå är inläst för kommunen."
            )
            shown = {"year-map-said": None, "year-series-said": None, "year-legend": said}
            return {
                "shown": shown | {"year-twin": None, "year-foot": ""},
                "figures": dict.fromkeys(PARTS, None),
                "pictures": {"display": "none"},
            }
        assert crime is not None and area is not None
        return picture(opened.current(), rows, crime=crime, area=area, theme=theme or "light")


def picture(
    edition: Edition, rows: pd.DataFrame, *, crime: str, area: str, theme: str
) -> dict[str, Any]:
    """`rows` is one row per kommun and year: area_code, year, count, per_100000."""
    palette = THEMES[theme]
    kommuner = about.kommuner(edition)
    names = dict(zip(kommuner["area_code"], kommuner["name"], strict=True))
    year = int(rows["year"].max())
    latest = kommuner.merge(rows[rows["year"] == year], on="area_code")
    steps = min(STEPS, len(latest))
    cuts = latest["per_100000"].quantile([k / steps for k in range(1, steps)]).round(-1)
    limits = sorted(set(cuts))
    step = pd.cut(latest["per_100000"], [-1, *limits, float("inf")], labels=False, right=False)
    hover = [f"<b>{r.name}</b><br>{swedish.number(r.per_100000)} per 100 000 invånare" for r in latest.itertuples()]  # fmt: skip
    drawn = maps_drawn.rates(
        latest.assign(step=step, hover=hover, now=latest["count"]),
        outlines=maps.outlines(edition, "kommun"),
        limits=limits,
        box=maps.box(edition, tuple(kommuner["area_code"])),
        ground=lambda box: maps.address(edition, box, level="kommun", kommun="", theme=theme),
        selected=area,
        palette=palette,
        has_inset=False,
    )
    here = rows[rows["area_code"] == area].sort_values("year")
    series = interval.counts(here, palette=palette)
    most = latest.sort_values("per_100000", ascending=False).iloc[0]
    return {
        "shown": {
            "year-map-said": f"{crime} {year}, per 100 000 invånare. Högst: {most['name']} {swedish.number(most['per_100000'])}.",
            "year-series-said": _said(here, names[area], crime),
            "year-legend": _legend(limits),
            "year-twin": _twin(rows, names, year),
            "year-foot": f"Källa: Brå, anmälda brott. Räknat när brottet anmäldes. Underlag {edition.number}.",
        },
        "figures": {"year-map": drawn, "year-series": series},
        "pictures": {},
    }  # fmt: skip


def _said(here: pd.DataFrame, name: str, crime: str) -> str:
    last = here.iloc[-1]
    said = f"{crime} i {name} {last['year']}: {swedish.number(last['count'])}"
    if len(here) < 2:
        return said + "."
    before = here.iloc[-2]
    change = swedish.difference(int(last["count"] - before["count"]))
    return f"{said}; {before['year']}: {swedish.number(before['count'])} ({change})."


def _legend(limits: list[float]) -> list[Any]:
    if not limits:
        return []
    texts = [swedish.number(limit) for limit in limits]
    steps = [f"under {texts[0]}", *(f"{a}–{b}" for a, b in pairwise(texts)), f"{texts[-1]} och över"]  # fmt: skip
    swatches = [
        html.Span([html.Span(className=f"swatch rate-{i}"), s]) for i, s in enumerate(steps)
    ]
    return [
        *swatches,
        html.Span("per 100 000 invånare; lika många kommuner i varje färg", className="quiet"),
    ]


def _twin(rows: pd.DataFrame, names: dict[str, str], year: int) -> html.Details | None:
    wide = rows.pivot_table(index="area_code", columns="year", values="count")
    wide = wide.loc[[code for code in names if code in wide.index]]
    if year - 1 not in wide.columns:
        return None
    pairs = wide[[year, year - 1]].dropna().astype(int)
    cells = [
        (names[code], swedish.number(now), swedish.number(before), swedish.difference(now - before))
        for code, now, before in pairs.itertuples()
    ]
    head = ("Kommun", str(year), str(year - 1), "Skillnad")
    return cards.twin(tables.plain(head, cells, caption="Anmälda brott per kommun"))
