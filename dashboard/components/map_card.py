"""Where: the map of one overview, its legend in words, and the same as a table."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import maps, number_card, tables
from dashboard.components.area import ways
from dashboard.components.wording import before_words, beside, beside_heads, range_words
from dashboard.database import Edition
from dashboard.figures import map as maps_drawn
from dashboard.figures.palette import MARKS, THEMES, Figure
from dashboard.queries import about
from dashboard.queries.overview import Overview
from etl.statistics.change import CLEAR, LOOK

NAMED = 3  # of the largest circles get their name, and every one over the usual does
TWIN_ROWS = 60
RATE_LIMITS = (2.5, 5.0, 10.0, 20.0)  # per 1,000 residents: fixed, so that two maps can be compared


def map_figure(edition: Edition, view: Overview, *, theme: str) -> tuple[Figure, Any]:
    """The map and its legend in words."""
    palette = THEMES[theme]
    towns = [f"{view.names[code]} tätort" for code in view.by_area["kommun_code"]]
    table = view.by_area
    where: dict[str, Any] = {"level": view.state.niva, "kommun": view.state.omrade}
    ground = partial(maps.address, edition, **where, theme=theme)
    box, is_close = maps.view(edition, view.whole.kommuner, chosen=view.state.valt)
    common: dict[str, Any] = {
        "box": box,
        "selected": view.state.valt,
        "palette": palette,
    }
    whole_map = [maps.whole_map({"pick": "whole", "code": view.state.valt})] if is_close else []
    if view.state.matt == "per1000":
        rate = table["per_1000"]
        step = pd.cut(rate, [-1, *RATE_LIMITS, float("inf")], labels=False, right=False)
        steps = maps.written(edition, step.set_axis(table["area_code"]), **where)
        said = [
            "för få för att räkna om" if np.isnan(r) else f"{swedish.number(r, decimals=1)} per 1 000 invånare"
            for r in rate.to_numpy(float)
        ]  # fmt: skip
        figure = maps_drawn.rates(
            table.assign(town=towns, said=said),
            ground=partial(ground, steps=steps),
            told="<b>{name}</b><br>{said}",
            **common,
        )
        return figure, [*whole_map, *_rate_legend(view.counted)]
    said = [word or "för få för att bedöma" for word in table["word"]]
    now, words = table["now"].to_numpy(), table["word"].to_numpy()
    largest = np.argsort(-now, kind="stable")[:NAMED]
    named = (words == CLEAR) | (words == LOOK) | (table["area_code"].to_numpy() == view.state.valt)
    named[largest] |= now[largest] >= 5
    if is_close:
        named |= box.holds(table) & (now > 0)
    table = table.assign(town=towns, against=_against(view), said=said, is_named=named)
    places = about.at_level(edition, "plats")
    places = places.loc[places["kommun_code"].isin(view.whole.kommuner), ["name", "x", "y"]]
    told = f"<b>{{name}}</b><br>{{now}} {view.counted}{{against}}<br>{{said}}"
    figure = maps_drawn.counts(table, places=places, ground=ground, told=told, **common)
    return figure, [*whole_map, *_count_legend()]


def _against(view: Overview) -> list[str]:
    """What each area's count stands beside, as a reader is told of it."""
    if view.usual is not None:
        bands = zip(view.by_area["lower"], view.by_area["upper"], strict=True)
        return [f", väntat {range_words(*band)}" if band[0] == band[0] else "" for band in bands]
    if not view.is_comparable:
        return [""] * len(view.by_area)
    return [f", {n} {before_words(view)}" for n in view.by_area["before"]]


def area_twin(view: Overview) -> html.Details:
    """The map's numbers; each area's name picks it."""
    table = view.largest_first
    table = table[(table["now"] > 0) | ((table["before"] > 0) & view.is_comparable)]
    rows = [
        {
            "code": r.area_code,
            "name": r.name,
            "under": [
                [
                    *([f"{view.names[r.kommun_code]} · "] if r.area_code != r.kommun_code else []),
                    page_of(view, r),
                ]
            ],
            "now": r.now,
            "beside": beside(view, r),
            "word": r.word,
            "card": number_card.address(view.state.but(valt=r.area_code)),
        }
        for r in table.head(TWIN_ROWS).itertuples(index=False)
    ]
    silent = len(view.by_area) - len(table)
    shown = tables.compared(rows, kind="area", head="Område", beside=beside_heads(view), selected=[view.state.valt])  # fmt: skip
    cut = len(table) - len(rows)
    areas = "Ett område" if silent == 1 else f"{swedish.in_words(silent).capitalize()} områden"
    said = [f"{areas} har inga {view.counted} i någon av perioderna."] if silent else []
    said += [f"{swedish.number(cut)} områden med färre {view.counted} står i filen under Ladda ner tabell."] if cut > 0 else []  # fmt: skip
    return html.Details(
        [
            html.Summary("Tabell"),
            html.Div([shown, html.P(" ".join(said), className="quiet")], className="scroll"),
        ]
    )


def page_of(view: Overview, row: Any) -> dcc.Link:
    """The way to an area's own page, for the same weeks, problems and source."""
    href = ways.of_area(row.area_code, view.state)
    return dcc.Link(["områdets sida", html.Span(f": {row.name}", className="sr-only")], href=href)


def _count_legend() -> list[Any]:
    words = [
        html.Span([html.Span(mark, className=f"mark {tables.CLASSES[word]}", **{"aria-hidden": "true"}), word])
        for word, (mark, _) in MARKS.items()
    ]  # fmt: skip
    return [*words, html.Span("cirkelns yta = antal", className="quiet")]


def _rate_legend(counted: str) -> list[Any]:
    limits = [swedish.number(x, decimals=0 if x == int(x) else 1) for x in RATE_LIMITS]
    steps = [f"under {limits[0]}", *(f"{a}–{b}" for a, b in pairwise(limits)), f"{limits[-1]} och över"]  # fmt: skip
    swatches = [
        html.Span([html.Span(className=f"swatch rate-{i}"), text]) for i, text in enumerate(steps)
    ]
    note = f"per 1 000 boende; utan färg: under 10 {counted} eller 100 boende. I centrum rör sig fler än de som bor där."
    return [*swatches, html.Span(note, className="quiet")]
