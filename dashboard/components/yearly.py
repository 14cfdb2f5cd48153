"""Reported crime per kommun and year, as Brå publishes it: there also before any police extract."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard import state as states
from dashboard import swedish
from dashboard.at_once import at_once
from dashboard.components import cards, maps, tables
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions, per_edition
from dashboard.figures import interval
from dashboard.figures import map as maps_drawn
from dashboard.figures.palette import THEMES
from dashboard.queries import about, surveys

FIRST_CHOICE = "Totalt antal anmälda brott"
FIRST_SOURCE = "bra_municipal_indicators"
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
    @at_once(
        app,
        output=[
            Output("year-crime", "data"),
            Output("year-crime", "value"),
            Output("year-area", "data"),
            Output("year-area", "value"),
        ],
        inputs=[
            Input("lagesbild-url", "search"),
            State("year-crime", "value"),
            State("year-area", "value"),
        ],
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

    @at_once(
        app,
        output={
            "shown": {name: Output(name, "children") for name in ("year-map-said", "year-series-said", "year-legend", "year-twin", "year-foot")},
            "figures": {name: Output(name, "figure") for name in PARTS},
            "pictures": Output("year-pictures", "style"),
        },
        inputs=[Input("year-crime", "value"), Input("year-area", "value"), Input("theme", "data")],
    )  # fmt: skip
    def show(crime: str | None, area: str | None, theme: str | None) -> dict[str, Any]:
        return picture(opened.current(), crime=crime, area=area, theme=theme or "light")


@per_edition(32)
def picture(edition: Edition, *, crime: str | None, area: str | None, theme: str) -> dict[str, Any]:
    """What the card shows of one kind of crime in one kommun, and what the others have beside it."""
    rows = surveys.crime_years(edition, crime=crime) if crime and area else None
    if rows is None or area not in set(rows["area_code"]):
        said = state_message("data saknas", "Ingen årsstatistik från Brå är inläst för kommunen.")
        shown = {"year-map-said": None, "year-series-said": None, "year-legend": said}
        return {
            "shown": shown | {"year-twin": None, "year-foot": ""},
            "figures": dict.fromkeys(PARTS, None),
            "pictures": {"display": "none"},
        }
    assert crime is not None and area is not None
    palette = THEMES[theme]
    kommuner = about.kommuner(edition)
    names = dict(zip(kommuner["area_code"], kommuner["name"], strict=True))
    main = _main(rows, area)
    rows = rows.assign(is_main=rows["source"] == main)
    here = rows[rows["area_code"] == area].sort_values(["is_main", "year"])
    rows = rows[rows["is_main"]]
    year = int(rows["year"].max())
    rows = rows.dropna(subset="per_100000")
    latest = kommuner.merge(rows[rows["year"] == year], on="area_code")
    parts = min(STEPS, len(latest))
    cuts = latest["per_100000"].quantile([k / parts for k in range(1, parts)]).round(-1)
    limits = sorted(set(cuts))
    step = pd.cut(latest["per_100000"], [-1, *limits, float("inf")], labels=False, right=False)
    said = [f"{swedish.number(rate)} per 100 000 invånare" for rate in latest["per_100000"]]
    kommun: Any = {"level": "kommun", "kommun": ""}
    steps = maps.written(edition, step.set_axis(latest["area_code"]), **kommun)
    drawn = maps_drawn.rates(
        latest.assign(said=said, now=latest["count"]),
        told="<b>{name}</b><br>{said}",
        box=maps.box(edition, tuple(kommuner["area_code"])),
        ground=partial(maps.address, edition, **kommun, theme=theme, steps=steps),
        selected=area,
        palette=palette,
        has_inset=False,
    )
    breaks = surveys.breaks(edition, crime=crime, level="kommun")
    # what all sources have: an old one may know numbers per residents only
    measure = "per_100000" if here["count"].isna().any() else "count"
    series = interval.counts(
        here.assign(value=here[measure]).dropna(subset="value"),
        unit="per 100 000 invånare" if measure == "per_100000" else "",
        breaks=[b["year"] for b in breaks],
        palette=palette,
    )
    return {
        "shown": {
            "year-map-said": _highest(latest, crime, year),
            "year-series-said": _said(here, names[area], crime, breaks),
            "year-legend": _legend(limits),
            "year-twin": [_twin(rows, names, year), _years(here, names[area])],
            "year-foot": f"Källa: Brå, {swedish.listed([f'”{title}”' for title in here['title'].unique()])}. Räknat när brottet anmäldes. Underlag {edition.number}.{maps.credit(edition)}",
        },
        "figures": {"year-map": drawn, "year-series": series},
        "pictures": {},
    }  # fmt: skip


def _main(rows: pd.DataFrame, area: str) -> str:
    """The source that the map and the ink line show: the one that reaches furthest, with rates."""
    here = rows[rows["area_code"] == area]
    last = here.assign(has_rate=here["per_100000"].notna()).groupby("source")
    about = last[["has_rate", "year"]].max().sort_values(["has_rate", "year"], kind="stable")
    best = about[(about == about.iloc[-1]).all(axis=1)].index
    return FIRST_SOURCE if FIRST_SOURCE in best else str(best[0])


def _highest(latest: pd.DataFrame, crime: str, year: int) -> str:
    if latest.empty:
        return f"{crime} per 100 000 invånare finns inte i källan: kartan är tom."
    most = latest.sort_values("per_100000", ascending=False).iloc[0]
    return f"{crime} {year}, per 100 000 invånare. Högst: {most['name']} {swedish.number(most['per_100000'])}."  # fmt: skip


def _said(here: pd.DataFrame, name: str, crime: str, breaks: list[dict[str, Any]]) -> str:
    """The last year against the one before, what the other line is, and what breaks the series."""
    main = here[here["is_main"]]
    last = main.iloc[-1]
    measure = "per_100000" if pd.isna(last["count"]) else "count"
    said = f"{crime} i {name} {last['year']}: {swedish.number(last[measure])}"
    if measure == "per_100000":
        said += " per 100 000 invånare"
    if last["is_preliminary"]:
        said += " (preliminärt)"
    if len(main) > 1:
        before = main.iloc[-2]
        change = swedish.difference(int(last[measure] - before[measure]))
        said += f"; {before['year']}: {swedish.number(before[measure])} ({change})"
    others = [f"{title} {_span(rows)}" for title, rows in here[~here["is_main"]].groupby("title")]
    if others:
        said += (
            f". Prickad linje, en annan källa som inte läggs ihop med den hela: {'; '.join(others)}"
        )
    shown = [b for b in breaks if here["year"].min() < b["year"] <= here["year"].max()]
    return ". ".join([said, *(f"Nytt räknesätt {b['year']}: {b['said'].rstrip('.')}" for b in shown)]) + "."  # fmt: skip


def _span(rows: pd.DataFrame) -> str:
    first, last = rows["year"].min(), rows["year"].max()
    return str(first) if first == last else f"{first}–{last}"


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


def _years(here: pd.DataFrame, name: str) -> html.Details:
    """The series in words: every year of every source."""
    cells = [
        (
            str(r.year),
            _number(r.number),
            _number(r.per_100000),
            "preliminärt" if r.is_preliminary else "slutligt",
            r.title,
        )
        for r in here[::-1].rename(columns={"count": "number"}).itertuples(index=False)
    ]
    head = ("År", "Antal", "Per 100 000 inv.", "Läge", "Källa")
    table = tables.plain(head, cells, caption=f"Anmälda brott i {name} per år")
    return cards.twin(table, summary=f"Tabell: alla år i {name}")


def _number(value: float) -> str:
    return "–" if pd.isna(value) else swedish.number(value)
