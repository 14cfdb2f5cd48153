"""The top of an area's page, and its way down: where it is, what it is divided into."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, maps, number_card, sources, tables
from dashboard.components.area import ways
from dashboard.components.area.ways import Look
from dashboard.components.states import state_message
from dashboard.components.wording import (
    before_words,
    beside,
    beside_heads,
    chosen_words,
    period_words,
    range_words,
)
from dashboard.database import Edition, per_edition
from dashboard.figures import around
from dashboard.figures.palette import THEMES
from dashboard.queries import about
from dashboard.queries import area as areas
from dashboard.queries.area import DESO, KOMMUN, PLATS, REGSO, Area
from dashboard.queries.overview import NOTHING_BEFORE, Overview, overview

LEVELS = {KOMMUN: "Kommun", REGSO: "RegSO", DESO: "DeSO", PLATS: "Namngiven plats"}
MANY = {REGSO: "RegSO-områden", DESO: "DeSO-områden", PLATS: "namngivna platser", KOMMUN: "kommuner"}  # fmt: skip
ONE = {REGSO: "RegSO-område", DESO: "DeSO-område", PLATS: "namngiven plats", KOMMUN: "kommun"}
OFFERED = {KOMMUN: "Kommuner", REGSO: "RegSO", DESO: "DeSO", PLATS: "Namngivna platser"}
FORUM = "alla"
MOST = 1_000  # areas to choose among: of more only the kommuner
MARKED = 1  # the step of the surface in which the area is filled


@per_edition(8)
def offered(edition: Edition) -> list[dict[str, Any]]:
    """Where one may go at once, by level: the forum where it is several kommuner, and its areas."""
    every, names = about.areas(edition), about.names(edition)
    kommuner = every[every["level"] == KOMMUN]
    whole = {"value": FORUM, "label": about.edition(edition)["forum"]}
    groups = [{"group": "Forumet", "items": [whole]}] if len(kommuner) > 1 else []
    for level, said in OFFERED.items():
        rows = (
            every[every["level"] == level]
            if len(every) <= MOST or level == KOMMUN
            else kommuner[:0]
        )
        items = [
            {"value": r.area_code, "label": r.name if level == KOMMUN else f"{r.name} · {names[r.kommun_code]}"}
            for r in rows.itertuples(index=False)
            if r.kommun_code in names
        ]  # fmt: skip
        if items:
            items.sort(key=lambda item: swedish.alphabetical(item["label"]))
            groups.append({"group": said, "items": items})
    return groups


def crumbs(edition: Edition, place: Area | None, look: Look) -> html.Nav:
    """The way down to here, each step a link."""
    forum = about.edition(edition)["forum"]
    steps = [("", forum), *(place.above if place else ())]
    items = [html.Li(dcc.Link(name, href=ways.address(look.but(code=code)))) for code, name in steps]  # fmt: skip
    if place is None:
        items = []
    name = place.name if place else forum
    here = html.Li(html.Span(name, **{"aria-current": "page"}))
    return html.Nav(html.Ol([*items, here]), className="crumbs", **{"aria-label": "Var i området"})


def head(edition: Edition, place: Area, view: Overview | None) -> list[Any]:
    """Name, what it is, and what the period says of it."""
    lead = [html.P(" · ".join(_facts(edition, place)), className="lead")]
    is_placed = view is None or view.source["source"] in areas.placed(edition, place.level)
    text = said(place, view) if is_placed else not_placed(place, view)
    return [html.H1(place.name), *lead, html.P(text, className="large-said")]


def _facts(edition: Edition, place: Area) -> list[str]:
    """RegSO i Värnamo · 2 345 boende 2025 · 14 km²"""
    row = about.areas(edition).set_index("area_code").loc[place.code]
    within = f" i {place.above[0][1]}" if place.above else ""
    facts = [LEVELS[place.level] + within]
    if not pd.isna(row["population"]):
        facts.append(f"{swedish.number(row['population'])} boende {int(row['population_year'])}")
    if not pd.isna(row["km2"]):
        small = row["km2"] < 10
        facts.append(f"{swedish.number(row['km2'], decimals=1 if small else 0)} km²")
    return facts


def said(place: Area, view: Overview | None) -> str:
    """One sentence: how many, against what, and what that is called."""
    if view is None:
        return f"Källan har inga rader för {place.name}."
    if view.is_coarse:
        return f"{chosen_words(view)} visas bara per kommun och kvartal."
    total, of = view.total, " av valda slag" if view.weekly_chosen else ""
    text = f"{swedish.number(total['now'])} {view.counted}{of}, {period_words(view)}"
    if view.usual is not None and not pd.isna(total["lower"]):
        text += f", väntat {range_words(total['lower'], total['upper'])}"
    elif view.usual is None and view.is_comparable:
        text += f", mot {swedish.number(total['before'])} {before_words(view)}"
    word = total["word"]
    if word == NOTHING_BEFORE:
        return f"{text}. Det finns inget att jämföra med."
    return f"{text}: {word or 'för få för att bedöma'}."


def not_placed(place: Area, view: Overview | None) -> str:
    title = view.source["title"] if view else "Källan"
    return f"{title} säger inte var det hände så noga som {MANY[place.level]}."


def without_placing(edition: Edition, place: Area, view: Overview, look: Look) -> Any:
    """Where the source says nothing of areas this fine: said, with the ways to those that do. None
    where it does."""
    placed = areas.placed(edition, place.level)
    if view.source["source"] in placed:
        return None
    told = f"{not_placed(place, view)} En nolla här skulle inte betyda något."
    first = next(iter(about.counted(edition)), "")
    others = [
        html.Li(dcc.Link(s["title"], href=ways.address(look.but(state=look.state.but(kalla="" if name == first else name)))))
        for name, s in about.counted(edition).items()
        if name in placed
    ]  # fmt: skip
    ways_on = [html.P("Visa i stället:"), html.Ul(others)] if others else []
    return html.Div([state_message("undertryckt", told), *ways_on])


def parts(edition: Edition, place: Area | None, look: Look) -> html.Section | None:
    """What the area is divided into, most first, each a way down; None for what is not divided."""
    divided = place.divided if place else KOMMUN
    if not divided:
        return None
    state = place.divided_state(look.state) if place else look.state.but(niva=KOMMUN)
    view = overview(edition, state)
    codes = place.parts if place else tuple(about.at_level(edition, KOMMUN)["area_code"])
    title = f"{swedish.capitalised(swedish.in_words(len(codes)))} {MANY[divided] if len(codes) > 1 else ONE[divided]}"
    foot: Any = None
    if view is None or view.is_coarse:
        body = [_names(edition, codes, look)]
    elif view.source["source"] not in areas.placed(edition, divided):
        told = f"{view.source['title']} säger inte var det hände så noga."
        body = [state_message("undertryckt", told), _names(edition, codes, look)]
    else:
        body = _counted(view, codes, look, whole=_whole(edition, place, look))
        foot = [html.Span(sources.source_line(edition, view)), " ", cards.what_is_this("vantat")]
    return cards.card(title, *body, foot=foot, name="o-parts-card")


def _whole(edition: Edition, place: Area | None, look: Look) -> int | None:
    """How many are counted in all of the area."""
    view = overview(edition, place.state(look.state)) if place else None
    return None if view is None else int(view.total["now"])


def _counted(view: Overview, codes: tuple[str, ...], look: Look, *, whole: int | None) -> list[Any]:
    table = view.largest_first
    table = table[table["area_code"].isin(codes)]
    rows = [
        {
            "code": r.area_code,
            "name": dcc.Link(r.name, href=ways.address(look.but(code=r.area_code))),
            "now": r.now,
            "beside": beside(view, r),
            "word": r.word,
            "card": number_card.address(view.state.but(valt=r.area_code)),
        }
        for r in table.itertuples(index=False)
    ]
    shown = tables.compared(rows, kind="", head="Område", beside=beside_heads(view), selected=())
    what = f"{chosen_words(view)}, {period_words(view)}. Namnet leder till områdets egen sida."
    rest = 0 if whole is None else whole - int(table["now"].sum())
    unplaced = f"{swedish.number(rest)} av {swedish.number(whole or 0)} har ingen så noga känd plats och står inte på någon rad."
    under = [html.P(unplaced, className="quiet")] if rest > 0 else []
    return [html.P(what, className="quiet"), cards.scroll(shown, name="Områden", is_tall=len(rows) > 20), *under]  # fmt: skip


def _names(edition: Edition, codes: tuple[str, ...], look: Look) -> html.Ul:
    names = about.names(edition)
    found = sorted(codes, key=lambda code: names[code])
    return html.Ul([html.Li(dcc.Link(names[c], href=ways.address(look.but(code=c)))) for c in found])  # fmt: skip


def map_card(edition: Edition, place: Area | None, look: Look, *, theme: str) -> html.Section:
    """The area among its neighbours, and the same in words."""
    every = about.areas(edition).set_index("area_code")
    kommuner = list(about.at_level(edition, KOMMUN)["area_code"])
    here = [place.code] if place else []
    near = list(areas.neighbours(edition, place.code)) if place else []
    inner = list(place.parts) if place else kommuner
    level = _ground_level(place)
    marked = inner if place and level == place.divided else here
    steps = maps.written(edition, pd.Series(MARKED, index=marked, dtype=float), level=level, kommun="")  # fmt: skip
    roles = dict.fromkeys(near, "near") | dict.fromkeys(inner, "part") | dict.fromkeys(here, "here")
    table = every.loc[list(roles), ["name", "x", "y"]].assign(role=list(roles.values()))
    figure = around.around(
        table,
        box=around.box(every.loc[here or kommuner], room=around.ROUND if place else around.WHOLE),
        ground=partial(maps.address, edition, level=level, kommun="", theme=theme, steps=steps),
        palette=THEMES[theme],
    )
    names = sorted(every.loc[near, "name"])
    text = f"{place.name} gränsar till {swedish.listed(names)}." if place and names else ""
    links = [html.Li(dcc.Link(every.at[code, "name"], href=ways.address(look.but(code=code)))) for code in sorted(near, key=lambda c: every.at[c, "name"])]  # fmt: skip
    beside_it = [html.Details([html.Summary("Till ett grannområde"), html.Ul(links)])] if links else []  # fmt: skip
    return cards.card(
        "Var",
        cards.graph(figure, name="o-map", said=text),
        *beside_it,
        foot=f"Gränser: SCB. Underlag {edition.number}.{maps.credit(edition)}",
        name="o-map-card",
    )


def _ground_level(place: Area | None) -> str:
    """Which borders are drawn: those of its parts, as far as there is a ground of them."""
    if place is None:
        return KOMMUN
    if place.level == PLATS:
        return DESO
    return place.divided if place.divided in (REGSO, DESO) else place.level
