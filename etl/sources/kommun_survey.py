"""A kommun's own questionnaire: one row per answer, with weights and strata.

Answers are never kept. What is kept are estimates per question and area, with the intervals that
etl.statistics.survey gives. What the columns mean stands in a TOML file beside the answers, by
the same name: `enkat_2025.csv` and `enkat_2025.toml`. See Questionnaire for what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields, survey_results
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.questionnaire import Question, Questionnaire, load
from etl.reading import File, Rows, Sheet
from etl.reading.rows import MISSING
from etl.statistics import survey

SOURCE = Source(
    title="Kommunens egen trygghetsenkät",
    publisher="Kommunen",
    owner="trygghetssamordnare",
    url="https://skr.se",
    licence="Kommunens egna uppgifter",
    purpose="Invånarnas bild av trygghet i den gemensamma lägesbilden",
    audience="shared",
    finest_level="district",
    retention_days=3650,
    revision_key=("survey", "question", "area_code", "district", "group_name", "year"),
    table="survey_result",
    columns=("svarsid", "vikt", "stratum", "delområde", "kön", "åldersgrupp", "F1", "F2"),
    caveats=(
        "Svaren sparas aldrig, bara andelar. Osäkerheten är beräknad av verktyget.",
        "Under 30 svar visas med en varning. Under 10 svar visas inte alls, inte heller det som röjer dem.",
        "Jämför inte med NTU eller polisens mätning: urval, frågor och årstid är andra.",
    ),
    blind_spots=("vad de som inte svarade tycker", "grupper inom ett delområde"),
)


Estimate = dict[str, Any]  # a row of the table, and `part`: the column that it is one part by


def recognise(file: File) -> bool:
    return file.kind == "csv" and ("vikt" in file.header or beside(file).exists())


def beside(file: File) -> Path:
    return file.path.with_suffix(".toml")


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    about = load(beside(file), answers=file.name)
    names = about.kolumner
    rows = Rows(sheet)
    weights = rows.values(names.vikt, fields.decimals, reason="inte en vikt")
    rows.reject(~(weights > 0), column=names.vikt, reason="vikten ska vara större än noll")
    strata = _texts(rows, names.stratum, required=True)
    districts = _texts(rows, names.delomrade)
    groups = {name: _texts(rows, name) for name in (names.kon, names.aldersgrupp)}
    about.check_ages(groups[names.aldersgrupp])
    unknown = sorted(set(strata) - about.befolkning.keys()) if about.befolkning else []
    if unknown:
        raise Refused(
            f"{beside(file).name}: [befolkning] ska ha alla strata eller inga; {len(unknown)} saknas."
        )
    answers = {q.kolumn: _answers(rows, q) for q in about.fraga}
    kept = ~rows.rejected
    frame = pd.DataFrame(answers | {"weight": weights, "stratum": strata, "district": districts})
    frame = frame.assign(**{f"group {name}": texts for name, texts in groups.items()})[kept]
    found = [list(_estimates(frame, question, about)) for question in about.fraga]
    shown = [row for estimates in found for row in _safe(estimates)]
    if not shown:
        raise Refused(f"ingen fråga har {survey_results.LEAST} svar. Så små grupper läses inte in.")
    table = pd.DataFrame(shown)
    estimates = survey_results.table(dict(table), n=len(table))
    left_out = sum(map(len, found)) - len(shown)
    counted = rows.reading(
        pa.table({"row": sheet.row_numbers}),
        period_from=about.undersokning.falt_fran,
        period_to=about.undersokning.falt_till,
        notes=(_left_out(left_out),) if left_out else (),
    )
    merged = counted.accepted.num_rows - estimates.num_rows
    return replace(counted, accepted=estimates, merged=merged)


def _left_out(number: int) -> str:
    return (
        f"{number} andelar är inte med: de bygger på färre än {survey_results.LEAST} svar, eller skulle "
        "röja dem som gör det."
    )


def _safe(estimates: list[Estimate]) -> list[Estimate]:
    """One question's estimates without those of too few answers, and without what would tell them.

    Whoever takes the districts that are shown from the whole kommun is left with those that are not.
    So where one is left out the smallest beside it goes too, until they are at least two and together
    enough answers; and the same among each column's groups. Those who did not say which they are of
    only make what is left less certain, and are not counted on.
    """
    hidden = {id(row) for row in estimates if row["respondents"] < survey_results.LEAST}
    for kind in {row["part"] for row in estimates if row["part"]}:
        parts = sorted((row for row in estimates if row["part"] == kind), key=_size)
        away = [row for row in parts if id(row) in hidden]
        for row in parts[len(away) :] if away else ():
            if len(away) > 1 and sum(r["respondents"] for r in away) >= survey_results.LEAST:
                break
            away.append(row)
        hidden |= {id(row) for row in away}
    return [row for row in estimates if id(row) not in hidden]


def _size(row: Estimate) -> tuple[int, str]:
    return row["respondents"], row["district"] or row["group_name"]


def _texts(rows: Rows, name: str, *, required: bool = False) -> np.ndarray:
    """The column's texts, None for an empty cell; one and the same where there is no column."""
    if not rows.has(name):
        return np.full(len(rows.sheet), "alla" if required else None, dtype=object)
    return rows.values(name, fields.matching("."), reason="cellen är tom", required=required)


def _answers(rows: Rows, question: Question) -> np.ndarray:
    """1 for an answer that counts, 0 for another, NaN for none, (rows,)."""
    worth = dict.fromkeys(question.svar, 0.0) | dict.fromkeys(question.raknas, 1.0)

    def parse(texts: np.ndarray) -> np.ndarray:
        return np.array([worth.get(text, np.nan) for text in texts], dtype=float)

    return rows.values(
        question.kolumn,
        parse,
        reason="svaret finns inte bland frågans svarsalternativ",
        missing=(*MISSING, *question.bortfall),
        required=False,
    )


def _estimates(frame: pd.DataFrame, question: Question, about: Questionnaire) -> Iterator[Estimate]:
    """One estimate for the kommun, for each district, and for each group in the whole kommun."""
    everybody = pd.Series(True, index=frame.index)
    cells: list[tuple[str, str | None, str | None, pd.Series]] = [("", None, None, everybody)]
    cells += [("district", d, None, frame["district"] == d) for d in _distinct(frame["district"])]
    for name in (str(c) for c in frame if str(c).startswith("group ")):
        cells += [(name, None, group, frame[name] == group) for group in _distinct(frame[name])]
    population = frame["stratum"].map(about.befolkning) if about.befolkning else None
    for part, district, group, within in cells:
        if not (within & frame[question.kolumn].notna()).any():
            continue
        found = survey.share(
            frame[question.kolumn],
            weights=frame["weight"],
            strata=frame["stratum"],
            population=population,
            within=within,
        )
        value, lower, upper = (
            round(100 * x, 1) for x in (found.estimate, found.lower, found.upper)
        )
        yield about.row(question) | {
            "part": part,
            "district": district,
            "group_name": group,
            "value": value,
            "lower": lower,
            "upper": upper,
            "interval_by": survey_results.TOOL,
            "respondents": found.n,
        }


def _distinct(texts: pd.Series) -> list[str]:
    return sorted(texts.dropna().unique())
