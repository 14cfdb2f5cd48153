"""The police's local trygghetsmätning: a problem index from 0 to 6 per question and area.

The police show it in tables and press releases; a kommun gets it as one row per question, area
and year. Two decimals with a comma. Neither interval nor, most often, number of answers.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from etl import fields, survey_results
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

COLUMNS = ("Lokalpolisområde", "Kommun", "Delområde", "Fråga", "År", "Index", "Antal svar")

SOURCE = Source(
    title="Polisens lokala trygghetsmätning",
    publisher="Polismyndigheten, lokalpolisområdet",
    owner="kommunpolis",
    url="https://polisen.se",
    licence="Lämnad av lokalpolisområdet; ange Polismyndigheten som källa",
    purpose="Invånarnas bild av problem och trygghet i den gemensamma lägesbilden",
    audience="shared",
    finest_level="district",
    retention_days=7300,
    revision_key=("survey", "question", "area_code", "district", "year"),
    table="survey_result",
    columns=COLUMNS,
    caveats=(
        "Index från 0 (inget problem) till 6 (mycket stort problem). Lägre är bättre.",
        "Polisen anger ingen osäkerhet. Små skillnader i index säger inget.",
        "Jämför inte med NTU: urval, ålder, årstid och frågor är andra.",
    ),
    blind_spots=("vad de som inte svarade tycker", "barn och unga under 16 år"),
)
SCALE = "0 (inget problem) till 6 (mycket stort problem)"


def recognise(file: File) -> bool:
    return {"Kommun", "Fråga", "År", "Index"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    any_text = fields.matching(".")
    area = rows.values("Kommun", fields.areas, reason="inte en kommun, som den brukar skrivas")
    question = rows.values("Fråga", any_text, reason="frågan saknas")
    year = rows.values("År", fields.years, reason="inte ett år med fyra siffror")
    value = rows.values("Index", fields.decimals, reason="inte ett tal", required=False)
    rows.reject((value < 0) | (value > 6), column="Index", reason="index ska vara från 0 till 6")
    about = {
        "area_code": area,
        "district": rows.values("Delområde", any_text, reason="", required=False)
        if rows.has("Delområde")
        else None,
        "question": question,
        "year": year,
    }
    n = len(sheet)
    answers = np.full(n, np.nan)
    if rows.has("Antal svar"):
        answers = rows.values("Antal svar", fields.counts, reason="inte ett antal", required=False)
        few = f"färre än {survey_results.LEAST} svar: visas inte"
        rows.reject(answers < survey_results.LEAST, column="Antal svar", reason=few)
    again = pd.DataFrame(about)[~rows.rejected].duplicated()
    is_again = np.zeros(n, dtype=bool)
    is_again[~rows.rejected] = again
    rows.reject(is_again, column="Fråga", reason="samma uppgift står redan på en tidigare rad")
    years = year[~rows.rejected]
    return rows.reading(
        survey_results.table(
            about
            | {
                "survey": "polisens_trygghetsmatning",
                "survey_name": "Polisens lokala trygghetsmätning",
                "definition": "Problemindex: medelvärde av svaren.",
                "scale": SCALE,
                "unit": survey_results.INDEX,
                "is_higher_worse": True,
                "value": value,
                "respondents": answers,
            },
            n=n,
        ),
        period_from=date(int(years.min()), 1, 1) if len(years) else None,
        period_to=date(int(years.max()), 12, 31) if len(years) else None,
    )
