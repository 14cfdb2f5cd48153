"""What residents said when they were asked (*medborgardialog*): per theme, place and time of day.

Sums of answers, never answers: a questionnaire of its own has no business here.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl import fields, incidents
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

SOURCE = Source(
    title="Medborgardialog",
    publisher="Kommunen och polisen",
    owner="trygghetssamordnare",
    url="https://polisen.se/",
    licence="Forumets egna uppgifter; inte öppna data",
    purpose="Underlag för medborgarlöften och den gemensamma lägesbilden",
    audience="shared",
    finest_level="plats",
    retention_days=3650,
    revision_key=(),
    table="dialogue",
    vocabulary="est",
    columns=(
        "Datum", "Kommun", "Metod", "Antal svar", "Tema", "Plats", "Tid på dygnet", "Antal",
    ),
    dropped_text=("Kommentar", "Fritext", "Citat"),
    caveats=(
        "De som svarar är sällan ett urval: andelen säger inget om alla invånare.",
        "Metoderna går inte att jämföra med varandra: den som svarar på torget är en annan än på nätet.",
        "Samma person kan nämna flera teman, och svara i flera dialoger.",
    ),
    blind_spots=(
        "de som inte svarar",
        "oro som inte ryms i temana",
    ),
)  # fmt: skip

METHODS = (
    "enkät", "webbenkät", "dialogmöte", "trygghetsvandring", "intervju", "medarbetardialog", "tips",
)  # fmt: skip


def recognise(file: File) -> bool:
    return {"Metod", "Antal svar", "Tema", "Antal"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    category = incidents.words(rows, "Tema", known=known, vocabulary=SOURCE.vocabulary)
    respondents = incidents.counts(rows, "Antal svar")
    count = incidents.counts(rows, "Antal")
    rows.reject(count > respondents, column="Antal", reason="fler än de som svarade")
    table: incidents.Table = {
        "kommun_code": incidents.kommun_or_forum(rows, known=known),
        "registered_on": incidents.days(rows, "Datum"),
        "method": _listed(rows, "Metod", METHODS),
        "respondents": pa.array(respondents).cast(pa.int32(), safe=False),
        "category": category,
        "area_code": incidents.area_named(
            rows, "Plats", category=category, vocabulary=SOURCE.vocabulary, known=known
        ),
        "time_of_day": _listed(rows, "Tid på dygnet", incidents.DAY_PARTS, required=False),
        "count": count,
    }
    return incidents.finished(rows, table, registered="Datum")


def _listed(
    rows: Rows, name: str, words: incidents.Words, *, required: bool = True
) -> pa.DictionaryArray:
    listed = fields.listed({word: word for word in words})

    def parse(texts: np.ndarray) -> np.ndarray:
        return listed(np.array([text.lower() for text in texts], dtype=object))

    reason = f"inte något av {', '.join(words)}"
    missing = incidents.NAMELESS + incidents.NOBODY_KNOWS
    return rows.texts(name, parse, reason=reason, required=required, missing=missing)
