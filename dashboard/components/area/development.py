"""The tab Utveckling: week by week beside what was to be expected, and problem by problem."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.access import visitor
from dashboard.components import cards, notes, number_card, sources, tables
from dashboard.components.area import ways
from dashboard.components.area.head import without_placing
from dashboard.components.area.ways import Look
from dashboard.components.problems import quarters
from dashboard.components.series_card import series_figure, series_twin
from dashboard.components.states import state_message
from dashboard.components.wording import (
    beside,
    beside_heads,
    coarse_said,
    period_words,
    series_said,
)
from dashboard.database import Edition
from dashboard.queries import days, sides, surveys
from dashboard.queries.area import PLATS, Area
from dashboard.queries.overview import Overview
from dashboard.store import Store


def panel(
    edition: Edition,
    place: Area,
    look: Look,
    view: Overview | None,
    *,
    theme: str,
    store: Store | None,
) -> list[Any]:
    if view is None:
        said = f"Källan har inga rader för {place.name}. Läs in ett uttag med: lagesbild load FIL…"
        return [cards.card("Utveckling", state_message("data saknas", said))]
    if told := without_placing(edition, place, view, look):
        return [cards.card("Utveckling", told)]
    return [
        _series(edition, place, look, view, theme=theme, store=store),
        _problems(edition, place, look, view),
        _calendar(edition, view),
    ]


def _series(
    edition: Edition, place: Area, look: Look, view: Overview, *, theme: str, store: Store | None
) -> html.Section:
    said = [coarse_said(view)] if view.is_coarse and not place.is_kommun else [series_said(view)]
    if place.level == PLATS and look.state.jamfor == "vantat" and not view.is_coarse:
        said.append("Vad som är väntat räknas inte för namngivna platser: de står bredvid samma veckor i fjol.")  # fmt: skip
    said += _breaks(edition, place, view)
    if view.is_coarse and not place.is_kommun:
        kommun = ways.of_area(place.kommun, view.state)
        body: list[Any] = [
            state_message("undertryckt", " ".join(said)),
            html.P(dcc.Link("Till hela kommunen", href=kommun)),
        ]
    else:
        figure, noted = notes.on_series(
            series_figure(view, theme=theme),
            store=store,
            theme=theme,
            leads_on=True,
            edition=edition,
            visitor=visitor(),
            area_code=place.code,
            types=view.state.typ,
        )
        body = [cards.graph(figure, name="o-series", said=" ".join(said), is_static=True), noted]
        body += [] if view.is_coarse else [series_twin(view)]
    foot = [html.Span(sources.source_line(edition, view)), " ", cards.what_is_this("vantat")]
    return cards.card("Vecka för vecka", *body, foot=foot, name="o-series-card")


def _breaks(edition: Edition, place: Area, view: Overview) -> list[str]:
    """What changed its meaning in the years that the curve and what stands beside it come from."""
    first, last = view.series["week"].min().year - 1, view.series["week"].max().year
    names = " ".join(view.type_names[code] for code in view.state.typ)
    found = surveys.breaks(edition, crime=names, level=place.level)
    return [f"Nytt räknesätt {b['year']}: {b['said']}" for b in found if first < b["year"] <= last]


def _problems(edition: Edition, place: Area, look: Look, view: Overview) -> html.Section:
    """Every problem with something in it; its name shows it alone, once more all of them."""
    state = look.state
    rows = [
        {
            "code": r.problem_type,
            "name": dcc.Link(
                r.name,
                href=ways.address(look.but(state=state.but(typ=() if state.typ == (r.problem_type,) else (r.problem_type,)))),
            ),
            "now": r.now,
            "beside": beside(view, r),
            "word": r.word,
            "card": number_card.address(view.state.but(typ=(r.problem_type,))),
        }
        for r in view.by_type.itertuples()
        if r.now or (r.before and view.is_comparable)
    ]  # fmt: skip
    listed = {row["code"] for row in rows}
    quiet = [r.name.lower() for r in view.by_type.itertuples() if r.problem_type in view.told - listed]  # fmt: skip
    if rows:
        table = tables.compared(rows, kind="", head="Problem", beside=beside_heads(view), selected=state.typ)  # fmt: skip
        body: list[Any] = [cards.scroll(table, name="Problem")]
    else:
        body = [state_message("inga händelser", f"Inga {view.counted} i {place.name} under {period_words(view)}.")]  # fmt: skip
    if state.typ:
        body.append(html.P(dcc.Link("Visa alla problem i kurvan", href=ways.address(look.but(state=state.but(typ=()))))))  # fmt: skip
    if quiet and rows:
        body.append(html.P(f"Inga {view.counted}: {swedish.listed(quiet)}.", className="quiet"))
    if place.is_kommun:
        body += [html.H3("Visas bara per kommun och kvartal"), *_as_list(quarters(view))]
    elif coarse := sides.too_coarse(edition, place):
        names = swedish.listed([swedish.within(name) for name in coarse])
        body.append(html.P(f"Visas inte så fint, och ingår inte i summorna här: {names}.", className="quiet"))  # fmt: skip
    return cards.card("Problem", *body, name="o-problems-card", note=period_words(view))


def _as_list(parts: Any) -> list[Any]:
    return parts if isinstance(parts, list) else [parts]


def _calendar(edition: Edition, view: Overview) -> html.Section:
    """What the calendar says of the period: it stands beside the numbers and explains none."""
    found = days.between(
        edition,
        kommuner=view.place.kommuner,
        first=view.span.first,
        last=view.span.last + timedelta(days=6),
    )
    items = [
        html.Li([html.Span(swedish.days(d["date_from"], d["date_to"]), className="quiet when"), d["name"]])
        for d in found
    ]  # fmt: skip
    nothing = html.P("Kalendern har inget för de här veckorna.", className="quiet")
    body = html.Ul(items, className="events") if items else nothing
    return cards.card("I kalendern", body, note=period_words(view))
