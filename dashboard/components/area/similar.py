"""The tab Liknande kommuner: the kommun's reported crime beside the middle half of similar ones."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.area import ways
from dashboard.components.area.ways import Look
from dashboard.components.states import state_message
from dashboard.components.yearly import FIRST_CHOICE
from dashboard.database import Edition
from dashboard.figures import band
from dashboard.figures.palette import THEMES
from dashboard.queries import about, surveys
from dashboard.queries import similar as asked
from dashboard.queries.area import Area
from dashboard.queries.similar import ABOVE, BELOW, ENOUGH, FEW, NEAREST, Similar, place_in

ROWS = 30
PER = "per 100 000 invånare"
HOW = (
    "Hämta Brås kommunindikatorer för alla kommuner (en fil, på bra.se) eller SOL:s tabell över brottstyp, "
    "år och kommun för fler kommuner än forumets, och läs in med: lagesbild load FIL…"
)


def panel(edition: Edition, place: Area, look: Look, *, theme: str) -> list[Any]:
    kommun = about.names(edition)[place.kommun]
    crimes = asked.latest(edition, kommun=place.kommun)
    if crimes.empty:
        said = f"Ingen årsstatistik från Brå är inläst för {kommun}. {HOW}"
        return [cards.card("Liknande kommuner", state_message("data saknas", said))]
    every = list(crimes["crime"])
    crime = next(c for c in (look.brott, FIRST_CHOICE, every[0]) if c in every)
    found = asked.similar(edition, kommun=place.kommun, crime=crime)
    assert found is not None  # it has a rate, or it would not be among them
    whole = [] if place.is_kommun else [html.P(f"Gäller hela {kommun} kommun: Brå publicerar inte finare än så.", className="notice flat")]  # fmt: skip
    return [
        *whole,
        _picture(edition, found, kommun, theme=theme),
        _crimes(crimes, crime, look, kommun),
        _who(edition, found, kommun),
    ]


def _picture(edition: Edition, found: Similar, kommun: str, *, theme: str) -> html.Section:
    breaks = surveys.breaks(edition, crime=found.crime, level="kommun")
    figure = band.years(
        found.years, name=kommun, unit=PER, breaks=[b["year"] for b in breaks], palette=THEMES[theme]
    )  # fmt: skip
    first, last = found.years["year"].min(), found.years["year"].max()
    said = [words(found, kommun)]
    said += [
        f"Nytt räknesätt {b['year']}: {b['said']}" for b in breaks if first < b["year"] <= last
    ]
    cells = [
        (
            str(r.year),
            swedish.number(r.value) + (" (prel.)" if r.is_preliminary else ""),
            _range(r.lower, r.upper),
            place_in(r.value, r.lower, r.upper) or "–",
            swedish.number(r.others),
        )
        for r in found.years[::-1].itertuples(index=False)
    ]
    head = ("År", kommun, "Mittersta hälften", "Läge", "Liknande med uppgift")
    twin = cards.twin(tables.plain(head, cells, caption=f"{found.crime}, {PER}"))
    example = "EXEMPELDATA. " if about.edition(edition)["is_example"] else ""
    foot = f"{example}Källa: Brå, ”{found.title}”. Räknat när brottet anmäldes, {PER}. Underlag {edition.number}."
    return cards.card(
        found.crime,
        cards.graph(figure, name="o-similar", said=" ".join(said), is_static=True),
        twin,
        foot=[html.Span(foot), " ", cards.what_is_this("liknande")],
        name="o-similar-card",
    )


def words(found: Similar, kommun: str) -> str:
    """The last year against the band, and how often it has been outside it; few are said to be few."""
    last = found.years.iloc[-1]
    said = f"{found.crime} i {kommun} {last['year']}: {swedish.number(last['value'])} {PER}"
    if last["is_preliminary"]:
        said += " (preliminärt)"
    known = found.years.dropna(subset="lower")
    where = place_in(last["value"], last["lower"], last["upper"])
    if where is None:
        return f"{said}. Liknande kommuner med uppgift: {swedish.number(last['others'])}, för få för ett band." + _few(last)  # fmt: skip
    said += f". Mittersta hälften av {swedish.number(last['others'])} liknande kommuner ligger på {_range(last['lower'], last['upper'])}: {kommun} ligger {where}."
    places = [place_in(r.value, r.lower, r.upper) for r in known.itertuples(index=False)]
    over, under = places.count(ABOVE), places.count(BELOW)
    if len(known) > 1:
        said += f" Av {swedish.in_words(len(known))} år låg {kommun} över i {swedish.in_words(over)} och under i {swedish.in_words(under)}.".replace("inget", "inget år")  # fmt: skip
    return said + _few(last)


def _few(last: pd.Series) -> str:
    count = last["count"]
    if pd.isna(count) or count >= FEW:
        return ""
    return (
        f" Det är {swedish.number(count)} brott på ett år: så få varierar mycket från år till år."
    )


def _range(lower: float, upper: float) -> str:
    return "–" if pd.isna(lower) else f"{swedish.number(lower)}–{swedish.number(upper)}"


def _crimes(crimes: pd.DataFrame, crime: str, look: Look, kommun: str) -> html.Section:
    """Every kind of crime in its last year: each stands for itself, and they contain one another."""
    cells, last = [], crimes["year"].max()
    for r in crimes.head(ROWS).rename(columns={"count": "number"}).itertuples(index=False):
        name: Any = html.Strong(r.crime) if r.crime == crime else dcc.Link(r.crime, href=ways.address(look.but(brott=r.crime)))  # fmt: skip
        about_it = [] if r.year == last else [str(r.year)]
        if not pd.isna(r.number) and r.number < FEW:
            about_it.append(f"få: {swedish.number(r.number)} på året")
        under = html.Span(", ".join(about_it), className="quiet under")
        where = place_in(r.value, r.lower, r.upper) or "–"
        cells.append(([name, under] if about_it else name, swedish.number(r.value), _range(r.lower, r.upper), where))  # fmt: skip
    head = ("Brott", f"{kommun} {last}", "Mittersta hälften", "Läge")
    cut = len(crimes) - ROWS
    more = [html.P(f"{swedish.number(cut)} slag med lägre tal visas inte.", className="quiet")] if cut > 0 else []  # fmt: skip
    said = f"{swedish.capitalised(PER)}. Slagen går in i varandra och läggs inte ihop. Namnet visar slaget ovanför."
    return cards.card(
        "Alla slag av brott",
        html.P(said, className="quiet"),
        cards.scroll(tables.plain(head, cells, caption=f"Anmälda brott i {kommun}"), name="Alla slag av brott"),
        *more,
        name="o-crimes-card",
    )  # fmt: skip


def _who(edition: Edition, found: Similar, kommun: str) -> html.Section:
    """Which kommuner are called similar, and why; how to get more where they are too few."""
    why = (
        f"Liknande är här de kommuner i samma fil som är närmast i folkmängd, högst {NEAREST} och ingen mer än "
        "dubbelt så stor eller hälften så stor. SKR:s kommungruppsindelning finns inte i underlaget. "
        "Att två kommuner är lika stora säger inget om annat: pendling, handel och ungdomar skiljer."
    )
    body: list[Any] = [html.P(why)]
    if found.residents is None:
        body.append(state_message("data saknas", f"Folkmängden i {kommun} är inte känd: läs in SCB:s folkmängd per område."))  # fmt: skip
    if not found.has_band:
        few = f"Så många sådana finns i filen: {len(found.kommuner)}. Minst {swedish.in_words(ENOUGH)} behövs för ett band. {HOW}"
        body.append(state_message("data saknas", few))
    last = found.years["year"].max()
    cells = [
        (r.name, f"{swedish.number(round(r.residents, -2))}", "–" if pd.isna(r.value) else swedish.number(r.value))
        for r in found.kommuner.itertuples(index=False)
    ]  # fmt: skip
    if cells:
        head = ("Kommun", "Invånare, ungefär", f"{PER}, {last}")
        own = (
            ""
            if found.residents is None
            else f" {kommun} har omkring {swedish.number(round(found.residents, -2))}."
        )
        body.append(html.P(f"Närmast i folkmängd först.{own}", className="quiet"))
        body.append(cards.scroll(tables.plain(head, cells, caption="Liknande kommuner"), name="Liknande kommuner", is_tall=len(cells) > 12))  # fmt: skip
    foot = "Folkmängd: SCB för forumets kommuner, för de andra ur källans egna antal och tal per invånare."
    return cards.card("Vilka är liknande?", *body, foot=[foot, " ", cards.what_is_this("liknande")], name="o-similar-who")  # fmt: skip
