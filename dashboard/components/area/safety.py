"""The tab Trygghet: one survey at a time, one question drawn, all of them in a table."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, surveys, tables
from dashboard.components.area import ways
from dashboard.components.area.ways import Look
from dashboard.components.states import state_message
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries import surveys as questions
from dashboard.queries.area import Area

HOW = (
    "Läs in Brås kommunindikatorer (NTU), polisens lokala trygghetsmätning eller kommunens egen enkät: "
    "lagesbild load FIL…"
)


def panel(edition: Edition, place: Area, look: Look, *, theme: str) -> list[Any]:
    kommun = about.names(edition)[place.kommun]
    found = questions.surveys_of(edition, area=place.kommun)
    if not found:
        return [cards.card("Trygghet", state_message("data saknas", f"Ingen trygghetsundersökning är inläst för {kommun}. {HOW}"))]  # fmt: skip
    first = surveys.FIRST_SURVEY if surveys.FIRST_SURVEY in found else next(iter(found))
    survey = look.undersokning if look.undersokning in found else first
    rows = questions.summary(edition, survey=survey, area=place.kommun)
    every = list(rows["question"].unique())
    question = next((q for q in (look.fraga, *surveys.FIRST_QUESTIONS) if q in every), every[0])
    return [
        _level(edition, place, survey, kommun),
        _question(edition, place, survey, question, theme=theme),
        _table(rows, look.but(undersokning=survey), question, kommun, found[survey]),
        _others(found, survey, look),
    ]


def _level(edition: Edition, place: Area, survey: str, kommun: str) -> html.P:
    """Which level the survey can speak for: said before anything else."""
    parts = questions.districts(edition, survey=survey, area=place.kommun)
    own = f"Undersökningen har frågat i hela {swedish.kommun(kommun)}"
    own += f" och redovisar {swedish.listed(parts)} för sig." if parts else "."
    if place.is_kommun:
        return html.P(own, className="notice flat")
    about_it = f"Den säger inget om {place.name}: svaren nedan gäller {kommun}."
    return html.P(f"{own} {about_it}", className="notice flat")


def _question(
    edition: Edition, place: Area, survey: str, question: str, *, theme: str
) -> html.Section:
    figure, _, said, below, foot = surveys.picture(
        edition, survey=survey, question=question, area=place.kommun, theme=theme
    )
    example = "EXEMPELDATA. " if about.edition(edition)["is_example"] else ""
    return cards.card(
        question,
        cards.graph(figure, name="o-survey", said=said, is_static=True),
        *(below or []),
        foot=[html.Span(f"{example}{foot} Underlag {edition.number}."), " ", cards.what_is_this("undersokning")],
        name="o-survey-card",
    )  # fmt: skip


def _table(rows: pd.DataFrame, look: Look, question: str, kommun: str, survey: str) -> html.Section:
    """Every question's last year against its first, each for itself: no sum of them means anything."""
    lines = []
    for asked, years in rows.groupby("question", sort=False):
        last, unit = years.iloc[-1], str(years["unit"].iloc[-1])
        name: Any = html.Strong(asked) if asked == question else dcc.Link(asked, href=ways.address(look.but(fraga=asked)))  # fmt: skip
        change = (
            "–" if len(years) == 1 else surveys.changed(years.iloc[0], last) or "går inte att säga"
        )
        first = "–" if len(years) == 1 else _answer(years.iloc[0], unit)
        lines.append((name, _answer(last, unit), first, change))
    head = ("Fråga", "Senast (95 % osäkerhet)", "Första året", "Ändrat?")
    said = "Frågorna vägs inte samman till ett tal: var och en säger sitt. Namnet visar frågan ovanför."
    return cards.card(
        f"Alla frågor i {kommun}",
        html.P(said, className="quiet"),
        cards.scroll(html.Div(tables.plain(head, lines, caption=survey), className="questions"), name="Alla frågor"),
        name="o-questions-card",
        note=survey,
    )  # fmt: skip


def _answer(row: pd.Series, unit: str) -> html.Span:
    under = html.Span(f"{row['year']}, {surveys.respondents(row)}", className="quiet under")
    return html.Span([html.Span(surveys.value(row, unit), className="whole"), under])


def _others(found: dict[str, str], survey: str, look: Look) -> html.Section:
    """The other surveys: not to be compared with this one."""
    items = [
        html.Li(html.Strong([name, html.Span(", visas nu", className="quiet")]))
        if code == survey
        else html.Li(dcc.Link(name, href=ways.address(look.but(undersokning=code, fraga=""))))
        for code, name in found.items()
    ]
    return cards.card("Undersökningar", html.Ul(items), note="En i taget: de går inte att jämföra med varandra")  # fmt: skip
