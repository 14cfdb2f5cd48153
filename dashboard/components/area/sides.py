"""The tab Polis ↔ kommun: each one's picture side by side, and how they differ as findings."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.area.head import MANY, ONE
from dashboard.components.states import state_message
from dashboard.components.wording import heard_words
from dashboard.database import Edition
from dashboard.queries import about, damage, reporting
from dashboard.queries import sides as asked
from dashboard.queries.area import Area
from dashboard.queries.sides import (
    DIFFERS,
    ONLY_KOMMUN,
    ONLY_POLICE,
    OVER,
    TOO_FEW,
    Difference,
    Side,
    Sides,
    Told,
)
from dashboard.state import Span


def panel(edition: Edition, place: Area, *, span: Span | None) -> list[Any]:
    if span is None:
        said = f"Ingen källa om händelser är inläst för {place.name}. Läs in ett uttag med: lagesbild load FIL…"
        return [cards.card("Polis ↔ kommun", state_message("data saknas", said))]
    found = asked.sides(edition, place, span=span)
    weeks = swedish.weeks(span.first, span.last)
    foot = [html.Span(_foot(edition, found)), " ", cards.what_is_this("sidor")]
    return [
        cards.card("Där bilderna skiljer sig åt", *_findings(edition, place, found), foot=foot, name="o-findings-card", note=weeks),
        cards.card("Sida vid sida", *_table(edition, place, found), foot=foot, name="o-sides-card", note=weeks),
        cards.card("Så långt räcker källorna", *_reach(edition, place, found, span=span), name="o-reach-card"),
    ]  # fmt: skip


def _findings(edition: Edition, place: Area, found: Sides) -> list[Any]:
    missing = [
        name
        for police, name in ((True, "anmälda brott"), (False, "någon av kommunens källor"))
        if not any(side.tells for side in found.sides if side.is_police == police)
    ]
    if missing:
        said = f"För {place.name} och de här veckorna saknas {swedish.listed(missing)}: bilderna går inte att ställa mot varandra."
        return [state_message("data saknas", said)]
    names = about.type_names(edition)
    titles = {side.source: side for side in found.sides}
    told = [d for d in found.compared if d.kind in (ONLY_KOMMUN, ONLY_POLICE, DIFFERS)]
    few = [d for d in found.compared if d.kind == TOO_FEW]
    many = len(found.compared)
    if not many:
        said = "Inget problem som båda kan berätta om har något den här perioden."
        body: list[Any] = [state_message("inga händelser", said)]
    elif not told:
        problems = "det problem" if many == 1 else f"de {swedish.in_words(many)} problem"
        body = [html.P(f"✓ Bilderna skiljer sig inte tydligt åt i {problems} som båda berättar om.", className="quiet-week")]  # fmt: skip
    else:
        lead = f"Båda berättar om {swedish.in_words(many)} problem. I {swedish.in_words(len(told))} skiljer sig bilderna åt:"
        body = [html.P(lead), html.Ul([html.Li(sentence(d, names[d.problem_type], titles)) for d in told], className="findings")]  # fmt: skip
    if few:
        small = [f"{swedish.within(names[d.problem_type])} ({counts(d.police | d.kommun, titles)})" for d in few]  # fmt: skip
        body.append(html.P(f"För få för att säga något: {swedish.listed(small)}.", className="quiet"))  # fmt: skip
    body += [
        html.P(f"Bara {who} berättar om: {swedish.listed([swedish.within(names[p]) for p in found.alone[police]])}.", className="quiet")
        for police, who in ((True, "polisen"), (False, "kommunen"))
        if found.alone[police]
    ]  # fmt: skip
    said = "En skillnad är en upplysning, och säger inte vilken bild som stämmer. Samma händelse kan stå i flera källor: de läggs aldrig ihop."
    return [*body, html.P(said, className="quiet")]


def sentence(found: Difference, name: str, sides: dict[str, Side]) -> list[Any]:
    """Kommunen rapporterar nedskräpning (felanmälningar 8), inget är anmält."""
    what = html.Strong(swedish.within(name))
    if found.kind == ONLY_KOMMUN:
        return [
            "Kommunen rapporterar ",
            what,
            f" ({counts(found.kommun, sides)}), inget är anmält.",
        ]
    if found.kind == ONLY_POLICE:
        silent = swedish.listed([swedish.within(sides[source].title) for source in found.kommun])
        return [html.Strong(name), f" är anmält ({counts(found.police, sides)}), inget står i {silent}."]  # fmt: skip
    over, usual = found.police, found.kommun
    if any(told.word in OVER for told in found.kommun.values()):
        over, usual = usual, over
    return [html.Strong(name), f" ligger över det väntade i det ena ({counts(over, sides)}), men inte i det andra ({counts(usual, sides)})."]  # fmt: skip


def counts(told: dict[str, Told], sides: dict[str, Side]) -> str:
    """felanmälningar 8, händelser 2: each source for itself."""
    return ", ".join(
        f"{sides[source].counted} {swedish.number(t.count)}" for source, t in told.items()
    )


def _table(edition: Edition, place: Area, found: Sides) -> list[Any]:
    """One column per source, each with its own bars: their lengths are not comparable."""
    columns = [side for side in found.sides if side.is_placed]
    names = about.type_names(edition)
    rows = [(problem, told) for problem, told in found.counts.items() if any(t.count for t in told.values())]  # fmt: skip
    rows.sort(key=lambda row: -max(told.count for told in row[1].values()))
    if not rows or not columns:
        said = f"Ingen källa har något för {place.name} de här veckorna."
        return [state_message("inga händelser", said)]
    most = {
        s.source: max((told[s.source].count for _, told in rows if s.source in told), default=0)
        for s in columns
    }
    head = ("Problem", *(_heading(side) for side in columns))
    cells = [
        (names[problem], *(_bar(told.get(side.source), most[side.source]) for side in columns))
        for problem, told in rows
    ]
    said = (
        "En kolumn per källa, med sina egna staplar: längden jämför bara inom kolumnen. "
        "Ett streck betyder att källan inte berättar om problemet; noll att den säger noll."
    )
    table = tables.plain(head, cells, caption=f"Antal per källa i {place.name}")
    return [html.P(said, className="quiet"), cards.scroll(html.Div(table, className="sides"), name="Sida vid sida")]  # fmt: skip


def _heading(side: Side) -> list[Any]:
    who = "Polisen" if side.is_police else "Kommunen"
    return [html.Span(who, className="quiet under"), html.Strong(swedish.capitalised(side.counted)), html.Span(side.title, className="quiet under")]  # fmt: skip


def _bar(told: Told | None, most: int) -> Any:
    if told is None:
        return html.Span(html.Span("–"), title="källan berättar inte om det", className="barred")
    length = f"{100 * told.count / most:.0f}%" if most else "0%"
    bar = html.Span(html.Span(style={"width": length}), className="bar-of", **{"aria-hidden": "true"})  # fmt: skip
    return html.Span([html.Span(swedish.number(told.count)), bar], className="barred")


def _reach(edition: Edition, place: Area, found: Sides, *, span: Span) -> list[Any]:
    """What each source can say of this place and these weeks, in words."""
    items = [html.Li(_reach_of(side, place)) for side in found.sides]
    names = {side.source for side in found.sides}
    heard = reporting.heard(edition, week=span.last) if names & set(reporting.OBSERVERS) else None
    if heard:
        items.append(html.Li(f"{swedish.capitalised(heard_words(heard))} i hela forumet har rapporterat för {swedish.week(span.last)}: färre som rapporterar ger färre händelser."))  # fmt: skip
    if place.is_kommun:
        items += [html.Li(said) for said in _damage(edition, place)]
    if coarse := asked.too_coarse(edition, place):
        listed = swedish.listed([swedish.within(name) for name in coarse])
        items.append(html.Li(f"Visas inte så fint: {listed}."))
    return [html.Ul(items)]


def _reach_of(side: Side, place: Area) -> list[Any]:
    title = html.Strong(side.title)
    if side.until is None or side.start is None:
        return [title, ": inget är inläst för kommunen."]
    if not side.is_placed:
        return [title, f": säger inte var det hände så noga som {MANY[place.level]}."]
    said = f": {swedish.day(side.start)}–{swedish.day(side.until)}."
    if not side.is_whole:
        said += " Perioden är inte med helt: att det är tyst betyder inget."
    if side.without_area and not place.is_kommun:
        said += f" I kommunen har {swedish.number(side.without_area)} inget känt {ONE[place.level]} och är inte med."
    return [title, said]


def _damage(edition: Edition, place: Area) -> list[str]:
    """How much of the damage that is written down has been reported, as the source itself says."""
    titles = {source["source"]: source["title"] for source in about.sources(edition)}
    return [
        f"{titles[row['source']]}, {swedish.month(row['month'])}: av {swedish.number(row['count'])} skador är {swedish.number(row['reported'])} polisanmälda enligt källan."
        for row in damage.latest(edition, kommun=place.kommun)
    ]  # fmt: skip


def _foot(edition: Edition, found: Sides) -> str:
    said = about.edition(edition)
    example = "EXEMPELDATA. " if said["is_example"] else ""
    parts = [f"{s.title} till och med {swedish.day(s.until)}" for s in found.sides if s.until]
    return f"{example}Källor: {'; '.join(parts)}. Underlag {said['number']}."
