"""What people say about their safety: always with interval, number of answers and wording."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard import state as states
from dashboard import swedish
from dashboard.at_once import at_once
from dashboard.components import cards, tables
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions, per_edition
from dashboard.figures import interval
from dashboard.figures.palette import THEMES
from dashboard.queries import about, surveys

FIRST_SURVEY = "ntu"
FEW_ANSWERS, VERY_FEW = 100, 30
COUNTRY = "00"
FIRST_QUESTIONS = (
    "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet",
    "Totalindex",
)


def section() -> html.Section:
    """The card; filled by its own callback, since its question is its own."""

    def choice(label: str, name: str, **style: Any) -> html.Div:
        control = dmc.Select(id=name, allowDeselect=False, searchable=True, maw="100%", **style)
        return html.Div([html.Label(label, htmlFor=name), control], className="choice")

    return cards.card(
        "Trygghet",
        html.Div(
            [
                choice("Undersökning", "survey-choice", w=345),
                choice("Fråga", "question", w=580),
                choice("Kommun", "survey-area", w=180),
            ],
            className="row",
        ),
        cards.graph(None, name="survey", said=""),
        html.Div(id="survey-twin"),
        foot=html.Span(id="survey-foot"),
        name="survey-card",
        note="En undersökning i taget: de går inte att jämföra med varandra",
    )


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output=[
            Output("survey-choice", "data"),
            Output("survey-choice", "value"),
            Output("survey-area", "data"),
            Output("survey-area", "value"),
            Output("survey-card", "className"),
        ],
        inputs=[
            Input("lagesbild-url", "search"),
            State("survey-choice", "value"),
            State("survey-area", "value"),
        ],
    )
    def choices(search: str, survey: str | None, area: str | None) -> tuple[Any, ...]:
        """What has been chosen here stays, whatever is chosen above."""
        edition = opened.current()
        loaded = surveys.surveys(edition)
        kommuner = about.kommuner(edition)
        chosen = states.from_query(search or "")[0].omrade
        wanted = chosen if chosen in set(kommuner["area_code"]) else area or about.largest(edition)
        first = FIRST_SURVEY if FIRST_SURVEY in loaded else next(iter(loaded), None)
        return (
            [{"value": code, "label": name} for code, name in loaded.items()],
            no_update if survey in loaded else first,
            [{"value": r.area_code, "label": r.name} for r in kommuner.itertuples(index=False)],
            no_update if area == wanted else wanted,
            "card" if loaded else "card nothing",  # then there is nothing to choose either
        )

    @at_once(
        app,
        output=[Output("question", "data"), Output("question", "value")],
        inputs=[Input("survey-choice", "value"), State("question", "value")],
    )
    def questions(survey: str | None, question: str | None) -> tuple[Any, ...]:
        asked = surveys.questions(opened.current(), survey=survey) if survey else []
        first = next((q for q in FIRST_QUESTIONS if q in asked), next(iter(asked), None))
        return asked, question if question in asked else first

    @at_once(
        app,
        output=[
            Output("survey", "figure"),
            Output("survey", "style"),
            Output("survey-said", "children"),
            Output("survey-twin", "children"),
            Output("survey-foot", "children"),
        ],
        inputs=[
            Input("question", "value"),
            Input("survey-area", "value"),
            Input("theme", "data"),
            State("survey-choice", "value"),
        ],
    )
    def show(
        question: str | None, area: str | None, theme: str | None, survey: str | None
    ) -> tuple[Any, ...]:
        if not survey or not question or not area:
            empty = state_message("data saknas", "Ingen trygghetsundersökning är inläst.")
            return {}, {"display": "none"}, empty, None, ""
        return picture(
            opened.current(), survey=survey, question=question, area=area, theme=theme or "light"
        )


@per_edition(32)
def picture(
    edition: Edition, *, survey: str, question: str, area: str, theme: str
) -> tuple[Any, ...]:
    """Figure, its style, what it says, its tables and how the question was asked."""
    rows = surveys.answers(edition, survey=survey, question=question, areas=[area, COUNTRY])
    names = {COUNTRY: "riket"} | about.areas(edition).set_index("area_code")["name"].to_dict()
    rows = rows.assign(name=rows["area_code"].map(names), is_main=rows["area_code"] == area)
    here = rows[rows["is_main"]]
    if here.empty:
        said = state_message("data saknas", f"{names[area]} har inget svar på den frågan.")
        return {}, {"display": "none"}, said, None, ""
    asked = surveys.asked(edition, survey=survey, question=question)
    unit = asked["unit"]
    shown = rows.sort_values(["is_main", "year"])
    figure = interval.years(shown, unit=unit, palette=THEMES[theme])
    parts = surveys.parts(edition, survey=survey, question=question, area=area)
    tables_below = [_twin(here, unit), *([] if parts.empty else [_parts(parts, unit)])]
    return figure, {}, said_of(here, names[area], unit), tables_below, foot_of(asked, here)


def said_of(here: pd.DataFrame, name: str, unit: str) -> str:
    """The last year against the first, with intervals: changed, or not possible to tell."""
    last = here.iloc[-1]
    said = f"{name} {last['year']}: {value(last, unit)}, {respondents(last)}."
    changed = change(here, unit)
    return f"{said} {changed}." if changed else said


def change(here: pd.DataFrame, unit: str) -> str:
    """The last year against the first, "" where there is one only."""
    last, first = here.iloc[-1], here.iloc[0]
    if last["year"] == first["year"]:
        return ""
    then = f"{first['year']} ({value(first, unit)})"
    if pd.isna(last["lower"]) or pd.isna(first["lower"]):
        then = f"{first['year']} var det {value(first, unit)}"
        return f"{then}; utan osäkerhet går det inte att säga om det ändrats"
    word = changed(first, last)
    if word:
        return f"{swedish.capitalised(word)} än {then}"
    return f"Om det ändrats sedan {then} går inte att säga"


def changed(first: pd.Series, last: pd.Series) -> str:
    """högre or lägre, where the intervals do not meet; "" where that cannot be told."""
    if last["lower"] > first["upper"]:
        return "högre"
    return "lägre" if last["upper"] < first["lower"] else ""


def foot_of(asked: dict[str, Any], here: pd.DataFrame) -> str:
    """Whose survey, how it was asked, when, how many answered, and whose intervals they are."""
    last = here.iloc[-1]
    wording = asked["wording"] and f"Frågan: ”{asked['wording']}”"
    scale = asked["scale"] and f"Svar: {asked['scale']}."
    better = asked["is_higher_worse"] is not None and (
        f"{'Lägre' if asked['is_higher_worse'] else 'Högre'} är bättre."
    )
    field = asked["field_from"] and (
        f"Fältperiod {swedish.day(asked['field_from'])}–{swedish.day(asked['field_to'])}."
    )
    rate = asked["response_rate"] and (
        f"Svarsfrekvens {swedish.number(asked['response_rate'])} procent."
    )
    sure = "Utgivaren anger ingen osäkerhet."
    if not pd.isna(last["lower"]):
        whose = ", beräknad av verktyget" if last["interval_by"] == "tool" else ""
        sure = f"Strecken visar 95 procents osäkerhet{whose}."
    parts = [f"Källa: {asked['survey_name']}.", asked["definition"], wording, scale, better, field, rate, sure]  # fmt: skip
    return " ".join(part for part in parts if part)


def value(row: pd.Series, unit: str) -> str:
    """24 procent (21–27)"""
    decimals = 0 if unit == "share" else 2
    said = swedish.number(row["value"], decimals=decimals)
    said = f"{said} procent" if unit == "share" else f"index {said}"
    if pd.isna(row["lower"]):
        return said
    lower, upper = (swedish.number(row[b], decimals=decimals) for b in ("lower", "upper"))
    return f"{said} ({lower}–{upper})"


def respondents(row: pd.Series) -> str:
    """195 svar; few are said to be few."""
    if pd.isna(row["respondents"]):
        return "antal svar okänt"
    n = row["respondents"]
    few = ", mycket få svar: läs med försiktighet" if n < VERY_FEW else ", få svar" if n < FEW_ANSWERS else ""  # fmt: skip
    return f"{swedish.number(n)} svar{few}"


def _twin(here: pd.DataFrame, unit: str) -> html.Details:
    rows = [(str(r["year"]), value(r, unit), respondents(r)) for _, r in here[::-1].iterrows()]
    return cards.twin(tables.plain(("År", _head(unit), "Svar"), rows, caption="Svar per år"))


def _parts(parts: pd.DataFrame, unit: str) -> html.Details:
    rows = [
        (r["district"] or f"{r['group_name']} (hela kommunen)", value(r, unit), respondents(r))
        for _, r in parts.iterrows()
    ]
    said = f"Delområden och grupper {parts['year'].iloc[0]}"
    head = ("Delområde eller grupp", _head(unit), "Svar")
    return cards.twin(tables.plain(head, rows, caption=said), summary=said)


def _head(unit: str) -> str:
    return "Andel (95 % osäkerhet)" if unit == "share" else "Index"
