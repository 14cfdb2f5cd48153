"""What people say about their safety: always with interval, number of answers and wording."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard import state as states
from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.figures import interval
from dashboard.figures.palette import THEMES
from dashboard.queries import about, surveys

SURVEY = "ntu"
FEW_ANSWERS = 100
COUNTRY = "00"
FIRST_CHOICE = "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet"


def section() -> html.Section:
    """The card; filled by its own callback, since its question is its own."""
    return cards.card(
        "Trygghet",
        html.Div(
            [
                html.Div(
                    [
                        html.Label("Fråga", htmlFor="question"),
                        dmc.Select(id="question", allowDeselect=False, searchable=True, w="100%", maw=640),
                    ],
                    className="choice grow",
                ),
                html.Div(
                    [
                        html.Label("Kommun", htmlFor="survey-area"),
                        dmc.Select(id="survey-area", allowDeselect=False, w=200),
                    ],
                    className="choice",
                ),
            ],
            className="row",
        ),
        cards.graph(None, name="survey", said=""),
        html.Div(id="survey-twin"),
        foot=html.Span(id="survey-foot"),
        name="survey-card",
        note="Nationella trygghetsundersökningen",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @app.callback(
        Output("question", "data"),
        Output("question", "value"),
        Output("survey-area", "data"),
        Output("survey-area", "value"),
        Input("lagesbild-url", "search"),
        State("question", "value"),
        State("survey-area", "value"),
    )
    def choices(search: str, question: str | None, area: str | None) -> tuple[Any, ...]:
        """What has been chosen here stays, whatever is chosen above."""
        edition = opened.current()
        questions = surveys.indicators(edition, survey=SURVEY)
        kommuner = about.kommuner(edition)
        chosen = states.from_query(search or "")[0].omrade
        wanted = chosen if chosen in set(kommuner["area_code"]) else area or about.largest(edition)
        first = FIRST_CHOICE if FIRST_CHOICE in questions else next(iter(questions), None)
        data = [{"value": r.area_code, "label": r.name} for r in kommuner.itertuples(index=False)]
        return (
            questions,
            no_update if question in questions else first,
            data,
            no_update if area == wanted else wanted,
        )

    @app.callback(
        Output("survey", "figure"),
        Output("survey", "style"),
        Output("survey-said", "children"),
        Output("survey-twin", "children"),
        Output("survey-foot", "children"),
        Input("question", "value"),
        Input("survey-area", "value"),
        Input("theme", "data"),
    )
    def show(question: str | None, area: str | None, theme: str | None) -> tuple[Any, ...]:
        if not question or not area:
            empty = state_message("data saknas", "Ingen trygghetsundersökning är inläst.")
            return {}, {"display": "none"}, empty, None, ""
        return picture(opened.current(), question=question, area=area, theme=theme or "light")


def picture(edition: Edition, *, question: str, area: str, theme: str) -> tuple[Any, ...]:
    """Figure, its style, what it says, its table and its source."""
    rows = surveys.answers(edition, survey=SURVEY, indicator=question, areas=[area, COUNTRY])
    names = {COUNTRY: "riket"} | about.areas(edition).set_index("area_code")["name"].to_dict()
    rows = rows.assign(name=rows["area_code"].map(names), is_main=rows["area_code"] == area)
    here = rows[rows["is_main"]]
    if here.empty:
        said = state_message("data saknas", f"{names[area]} har inget svar på den frågan.")
        return {}, {"display": "none"}, said, None, ""
    figure = interval.years(rows.sort_values(["is_main", "year"]), palette=THEMES[theme])
    foot = f"Källa: Brå, NTU. {here.iloc[-1]['definition'] or ''} Strecken visar 95 procents osäkerhet."
    return figure, {}, said_of(here, names[area]), _twin(here), foot  # fmt: skip


def said_of(here: pd.DataFrame, name: str) -> str:
    """The last year against the first, with intervals: changed, or not possible to tell."""
    last, first = here.iloc[-1], here.iloc[0]
    said = f"{name} {last['year']}: {_share(last)}, {_answers(last)}."
    if last["year"] == first["year"] or pd.isna(last["lower"]) or pd.isna(first["lower"]):
        return said
    if last["lower"] > first["upper"]:
        return f"{said} Högre än {first['year']} ({_share(first)})."
    if last["upper"] < first["lower"]:
        return f"{said} Lägre än {first['year']} ({_share(first)})."
    return f"{said} Om det ändrats sedan {first['year']} ({_share(first)}) går inte att säga."


def _share(row: pd.Series) -> str:
    value = f"{swedish.number(row['value'])} procent"
    if pd.isna(row["lower"]):
        return value
    return f"{value} ({swedish.number(row['lower'])}–{swedish.number(row['upper'])})"


def _answers(row: pd.Series) -> str:
    if pd.isna(row["respondents"]):
        return "antal svar okänt"
    few = ", få svar" if row["respondents"] < FEW_ANSWERS else ""
    return f"{swedish.number(row['respondents'])} svar{few}"


def _twin(here: pd.DataFrame) -> html.Details:
    rows = [(str(r["year"]), _share(r), _answers(r)) for _, r in here[::-1].iterrows()]
    return cards.twin(tables.plain(("År", "Andel (95 % osäkerhet)", "Svar"), rows, caption="Svar per år"))  # fmt: skip
