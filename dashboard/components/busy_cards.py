"""The cards of Platser, filled from one answer: where, which places, when on the week."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import busy_words as words
from dashboard.components import cards, maps, number_card, sources, tables
from dashboard.components.area import ways
from dashboard.components.states import state_message
from dashboard.database import Edition
from dashboard.figures import hours as hours_drawn
from dashboard.figures import map as maps_drawn
from dashboard.figures.palette import BUSY, THEMES, Figure
from dashboard.queries import about
from dashboard.queries.busy import Busy
from etl.statistics.fullest import fullest

LISTED, LABELLED, NAMED, TWIN_ROWS = 10, 15, 3, 60
SHOWN = (
    "p-week", "p-chips", "p-headline", "p-freshness", "p-map-said", "p-map-legend", "p-map-twin",
    "p-map-foot", "p-places", "p-named", "p-hours-said", "p-hours-twin", "p-hours-foot", "p-unseen",
)  # fmt: skip
EXPLAINED = {
    "ny": "sticker ut nu, och i ingen av perioderna före",
    "bestående": "sticker ut nu, och har gjort det förut",
    "avtagande": "sticker inte ut nu, men i minst hälften av perioderna före",
}
HOW = (
    "Ett område sticker ut när det och grannområdena tillsammans har fler än resten av forumet, mer "
    "än slumpen ger. Åtta perioder om fyra veckor jämförs, den sista slutar i den sista veckan här."
)


def picture(edition: Edition, view: Busy, *, theme: str) -> dict[str, dict[str, Any]]:
    """What the page shows: "children" and "figure" by the id of the part they belong to."""
    foot = sources.source_line(edition, view)
    place = view.names[view.state.valt] if view.state.valt else view.whole.name
    unseen = sources.unseen(edition, view.source["source"])
    unseen.children.append(html.P(words.RESIDENTS))
    coarse = state_message("undertryckt", words.COARSE)
    children = {
        "p-week": swedish.weeks(view.span.first, view.span.last),
        "p-chips": _chip(view),
        "p-headline": [html.H1(words.headline(view)), html.P(words.subline(view), className="lead")],
        "p-freshness": sources.freshness(edition, view),
        "p-map-said": coarse if view.is_coarse else words.map_said(view),
        "p-map-legend": [*_whole_map(edition, view), *legend()],
        "p-map-twin": map_twin(view),
        "p-map-foot": foot + maps.credit(edition),
        "p-places": coarse if view.is_coarse else places(view),
        "p-named": coarse if view.is_coarse else named(view),
        "p-hours-said": words.week_said(view, place=place),
        "p-hours-twin": hours_twin(view) if view.has_week else None,
        "p-hours-foot": foot,
        "p-unseen": unseen,
    }  # fmt: skip
    figures = {"p-map": map_figure(edition, view, theme=theme), "p-hours": hours_figure(view, theme=theme)}  # fmt: skip
    return {"children": children, "figure": figures}


def week_card(edition: Edition, view: Busy, *, theme: str) -> html.Section | None:
    """When on the week, for another page: None where the source tells nothing of it."""
    if not view.has_week:
        return None
    said = words.week_said(view, place=view.names.get(view.state.valt, view.whole.name))
    return cards.card(
        "När på veckan",
        cards.graph(hours_figure(view, theme=theme), name="week-hours", said=said),
        hours_twin(view),
        foot=[html.Span(sources.source_line(edition, view)), " ", cards.what_is_this("nar")],
        name="week-card",
    )


def map_figure(edition: Edition, view: Busy, *, theme: str) -> Figure:
    """Circles for counts, and marks for what has become of places."""
    palette = THEMES[theme]
    has_word, now = view.areas["word"].notna(), view.areas["now"]
    largest = now.groupby(has_word).rank(method="first", ascending=False) <= NAMED
    named = largest & (has_word | (now >= 1))
    table = view.areas.assign(
        town=[f"{view.names[code]} tätort" for code in view.areas["kommun_code"]],
        is_named=named | (view.areas["area_code"] == view.state.valt),
        counted=[words.count(view, n) for n in view.areas["now"]],
        said=[f"{w}, {words.times(view, n)}" if w else "sticker inte ut" for w, n in zip(view.areas["word"], view.areas["times"], strict=True)],
    )  # fmt: skip
    box, is_close = maps.view(edition, view.whole.kommuner, chosen=view.state.valt)
    if is_close:  # there is room for more names
        table["is_named"] |= box.holds(table) & (table["now"] > 0)
    spots = about.on_map(edition, "plats", view.state.omrade)[["name", "x", "y"]]
    return maps_drawn.counts(
        table,
        box=box,
        ground=partial(maps.address, edition, level=view.state.niva, kommun=view.state.omrade, theme=theme),
        selected=view.state.valt,
        palette=palette,
        told=f"<b>{{name}}</b><br>{{counted}} {view.counted}<br>{{said}}",
        places=spots,
    )  # fmt: skip


def legend() -> list[Any]:
    """The three labels in words: nothing here is only a colour or only a shape."""
    items = [
        html.Span([_mark(word), html.Strong(word), f": {said}"]) for word, said in EXPLAINED.items()
    ]
    return [*items, html.Span(f"Cirkelns yta = antal. {HOW}", className="quiet")]


def label(view: Busy, row: Any) -> Any:
    """What has become of a place, and in how many of the periods."""
    if row.word is None:
        return html.Span("–" if not row.times else words.times(view, row.times), className="quiet")
    kind = html.Span([_mark(row.word), row.word], className="verdict busy")
    return html.Span([kind, html.Span(words.times(view, row.times), className="quiet under")])


def listed(view: Busy) -> pd.DataFrame:
    """The places with the most, and those that stand out, most first."""
    rows = view.ranked
    first = np.arange(len(rows)) < LISTED
    return rows[first | rows["word"].notna()].head(LABELLED)


def places(view: Busy) -> Any:
    """The places in order, each name a button that picks it."""
    rows = listed(view)
    if rows.empty:
        return state_message("inga händelser", f"Inga {view.counted} på någon plats.")
    return cards.scroll(_places(view, rows, is_picked=True), name="Platser med flest")


def map_twin(view: Busy) -> html.Details | None:
    """All that is on the map, as numbers."""
    rows = view.ranked.head(TWIN_ROWS)
    return None if rows.empty else cards.twin(_places(view, rows, is_picked=False))


def named(view: Busy) -> Any:
    """The forum's own named places, most first."""
    rows = view.named[(view.named["now"] > 0) | (view.named["before"] > 0)]
    if rows.empty:
        said = "Källan har inget på de namngivna platserna, eller anger dem inte."
        return html.P(said, className="quiet")
    rows = rows.sort_values(["now", "before"], ascending=False, kind="stable")
    before = view.coverage["data_start"] <= view.span.before_first
    body = [
        (
            html.Span([dcc.Link(r.name, href=ways.of_area(r.area_code, view.state)), html.Span(view.names[r.kommun_code], className="quiet under")]),
            swedish.number(r.now),
            swedish.number(r.before) if before else "–",
        )
        for r in rows.itertuples(index=False)
    ]  # fmt: skip
    weeks = swedish.weeks(view.span.first, view.span.last)
    note = f"{weeks}, hela dygnet." if view.is_filtered else f"{weeks}."
    table = tables.plain(("Plats", "Antal", "I fjol"), body, caption="Namngivna platser")
    return [cards.scroll(table, name="Namngivna platser"), html.P(note, className="quiet")]


def hours_figure(view: Busy, *, theme: str) -> Figure:
    """Hours by weekday; weekdays alone where the source tells no hours."""
    palette = THEMES[theme]
    if not view.has_hours:
        return hours_drawn.weekdays(view.weekday_weights, palette=palette)
    found = fullest(view.hour_weights)
    framed = found and (found.first_day, found.days, found.from_hour, found.to_hour)
    return hours_drawn.grid(view.hour_weights, framed=framed, palette=palette)


def hours_twin(view: Busy) -> html.Details:
    """The same as a table: hours by weekday, or weekdays."""
    if not view.has_hours:
        days = zip(words.LONG_DAYS, view.weekday_weights, strict=True)
        told = [(day.capitalize(), _parts(n)) for day, n in days]
        return cards.twin(tables.plain(("Veckodag", "Antal"), told, caption="Antal per veckodag"))
    grid = view.hour_weights.reshape(7, 24)
    rows = [(f"{h:02d}–{h + 1:02d}", *map(_parts, grid[:, h])) for h in range(24)]
    head = ("Timme", *(day.capitalize() for day in swedish.WEEKDAYS))
    table = tables.plain(head, rows, caption="Antal per timme och veckodag")
    note = html.P("Den som bara vet mellan vilka klockslag något hände får det fördelat jämnt över tiden: därför delar av händelser.", className="quiet")  # fmt: skip
    return html.Details([html.Summary("Tabell"), cards.scroll(table, name="Antal per timme", is_tall=True), note])  # fmt: skip


def _places(view: Busy, rows: pd.DataFrame, *, is_picked: bool) -> html.Table:
    body = [tuple(_cells(view, r, is_picked=is_picked)) for r in rows.itertuples(index=False)]
    head = ("Plats", "Antal, ca" if view.is_filtered else "Antal", "Andel", "I fjol", "Sticker ut")
    return tables.plain(head, body, caption=f"Platser med flest {view.counted}")


def _cells(view: Busy, row: Any, *, is_picked: bool) -> Iterator[Any]:
    under = html.Span(view.names[row.kommun_code], className="quiet under")
    name: Any = dcc.Link(row.name, href=ways.of_area(row.area_code, view.state))
    if is_picked:
        name = html.Button(
            row.name, id={"spot": row.area_code}, n_clicks=0, type="button", className="pick",
            **{"aria-pressed": "true" if row.area_code == view.state.valt else "false"},
        )  # fmt: skip
    yield html.Span([name, under])
    number = swedish.number(row.now)
    card = number_card.address(view.state.but(valt=row.area_code))
    # parts of events by hour are no count: they have no card
    yield number if view.is_filtered else tables.to_card(number, card)
    yield words.share(view, row.now)
    yield swedish.number(row.before) if view.is_comparable else "–"
    yield label(view, row)


def _whole_map(edition: Edition, view: Busy) -> list[html.Button]:
    """The way back from a map that has come close."""
    chosen = view.state.valt
    _, is_close = maps.view(edition, view.whole.kommuner, chosen=chosen)
    return [maps.whole_map({"spot": f"whole-{chosen}"})] if is_close else []


def _chip(view: Busy) -> html.Button | None:
    if not view.state.valt:
        return None
    name = view.names[view.state.valt]
    return html.Button(
        [name, html.Span(" ✕", **{"aria-hidden": "true"})],
        id={"spot": f"no-{view.state.valt}"}, n_clicks=0, type="button", className="chip",
        **{"aria-label": f"Ta bort {name}"},
    )  # fmt: skip


def _mark(word: str) -> html.Span:
    return html.Span(BUSY[word][0], className="mark busy", **{"aria-hidden": "true"})


def _parts(value: float) -> str:
    """Whole numbers as such, parts with one decimal."""
    return swedish.number(value, decimals=0 if abs(value - round(value)) < 0.05 else 1)
