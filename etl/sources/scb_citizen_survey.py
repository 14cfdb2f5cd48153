"""SCB's medborgarundersökning: the share that gave an answer, per kommun and year."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from etl import fields, survey_results
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

COLUMNS = ("Kommun", "Fråga", "Svarsalternativ", "År", "Andel", "Felmarginal", "Antal svar")

SOURCE = Source(
    title="SCB:s medborgarundersökning",
    publisher="Statistiska centralbyrån (SCB)",
    owner="trygghetssamordnare",
    url="https://www.scb.se/medborgarundersokningen",
    licence="CC0",
    purpose="Invånarnas bild av trygghet i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=7300,
    revision_key=("survey", "question", "area_code", "year"),
    table="survey_result",
    columns=COLUMNS,
    caveats=(
        "Ett urval per kommun: läs andelen med dess felmarginal.",
        "Före 2021 var undersökningen en annan och går inte att jämföra.",
        "Alla kommuner deltar inte varje år.",
    ),
    blind_spots=("vad de som inte svarade tycker", "skillnader inom kommunen"),
)


def recognise(file: File) -> bool:
    return {"Kommun", "Fråga", "Svarsalternativ", "År", "Andel"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    area = rows.values("Kommun", fields.areas, reason="varken en kommun, ett län eller riket")
    wording = rows.values("Fråga", fields.matching("."), reason="frågan saknas")
    answer = rows.values("Svarsalternativ", fields.matching("."), reason="svaret saknas")
    year = rows.values("År", fields.years, reason="inte ett år med fyra siffror")
    value = rows.values("Andel", fields.decimals, reason="inte ett tal", required=False)
    rows.reject((value < 0) | (value > 100), column="Andel", reason="inte en andel i procent")
    margin, count = (
        rows.values(name, fields.decimals, reason="inte ett tal", required=False)
        if rows.has(name)
        else np.full(len(sheet), np.nan)
        for name in ("Felmarginal", "Antal svar")
    )
    few = f"färre än {survey_results.LEAST} svar: visas inte"
    rows.reject(count < survey_results.LEAST, column="Antal svar", reason=few)
    question = pd.Series(wording, dtype=object) + " – " + pd.Series(answer, dtype=object)
    key = pd.DataFrame({"area_code": area, "question": question, "year": year})
    again = np.zeros(len(sheet), dtype=bool)
    again[~rows.rejected] = key[~rows.rejected].duplicated()
    rows.reject(again, column="Fråga", reason="samma uppgift står redan på en tidigare rad")
    years = year[~rows.rejected]
    return rows.reading(
        survey_results.table(
            {
                **key,
                "survey": "scb_medborgarundersokning",
                "survey_name": "SCB:s medborgarundersökning",
                "wording": wording,
                "definition": "Andel (%) som svarat ”" + pd.Series(answer, dtype=object) + "”.",
                "unit": survey_results.SHARE,
                "value": value,
                "lower": np.clip(value - margin, 0, 100),
                "upper": np.clip(value + margin, 0, 100),
                "interval_by": fields.listed({"1": survey_results.PUBLISHER})(
                    np.where(np.isnan(margin), "0", "1")
                ),
                "respondents": count,
            },
            n=len(sheet),
        ),
        period_from=date(int(years.min()), 1, 1) if len(years) else None,
        period_to=date(int(years.max()), 12, 31) if len(years) else None,
    )
