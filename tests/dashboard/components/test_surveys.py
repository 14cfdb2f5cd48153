"""What the safety card says of one survey at a time."""

from __future__ import annotations

import pandas as pd

from dashboard.components import surveys
from dashboard.database import Editions
from dashboard.figures.interval import years
from dashboard.figures.palette import LIGHT
from dashboard.queries import surveys as questions
from etl.workplace import Workplace


def test_every_loaded_survey_is_shown_with_its_own_words(workplace: Workplace) -> None:
    edition = Editions(workplace.editions, audience="shared").current()
    loaded = questions.surveys(edition)
    assert list(loaded) == ["falun_trygghet", "ntu", "polisens_trygghetsmatning", "scb_medborgarundersokning"]  # fmt: skip
    said = {}
    for code in loaded.keys() - {"ntu"}:  # the sample has no NTU for Falun
        asked = questions.questions(edition, survey=code)
        question = next((q for q in surveys.FIRST_QUESTIONS if q in asked), asked[0])
        figure, style, words, _, foot = surveys.picture(
            edition, survey=code, question=question, area="2080", theme="light"
        )
        assert style == {} and figure["data"], code
        said[code] = f"{words} {foot}"
    assert "beräknad av verktyget" in said["falun_trygghet"]
    assert "Svarsfrekvens 48 procent" in said["falun_trygghet"]
    assert "Frågan: ”" in said["falun_trygghet"]
    assert "beräknad" not in said["scb_medborgarundersokning"]
    assert "procent" not in said["polisens_trygghetsmatning"].replace("95 procent", "")
    assert "Lägre är bättre" in said["polisens_trygghetsmatning"]
    assert "Utgivaren anger ingen osäkerhet" in said["polisens_trygghetsmatning"]


def test_an_index_is_drawn_on_its_own_scale_and_not_in_per_cent() -> None:
    rows = pd.DataFrame({"name": ["Falun"], "is_main": [True], "year": [2025], "value": [1.63], "lower": [None], "upper": [None]}, dtype=object)  # fmt: skip
    rows = rows.astype({"year": int, "value": float, "lower": float, "upper": float})
    axis = years(rows, unit="index", palette=LIGHT)["layout"]["yaxis"]
    assert not axis.get("ticksuffix") and axis["range"][0] == 0 and axis["range"][1] >= 6


def test_few_answers_are_said_to_be_few() -> None:
    row = {"year": 2025, "value": 20.0, "lower": 8.0, "upper": 40.0}
    for n, words in ((29, "mycket få svar"), (99, ", få svar"), (100, "100 svar.")):
        here = pd.DataFrame([row | {"respondents": n}])
        assert words in surveys.said_of(here, "Falun", "share")
