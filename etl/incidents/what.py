"""What a row is called, and how much of it there is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from etl import fields, problem_types
from etl.incidents.rows import NOBODY_KNOWS
from etl.known import Known
from etl.reading import Rows, Sheet

MOST = 99_999  # incidents on one row; a report of hundreds happens
NO_TYPE = "kategorin står inte under någon problemtyp i problemtyper.toml"


def crime_codes(rows: Rows, name: str, *, known: Known) -> pa.DictionaryArray:
    """Brottskoder that have a problem type. The leading zero is lost where the publisher's tool took
    the code for a number. A kommun adds a new code to its list and loads the file again."""

    def parse(texts: np.ndarray) -> np.ndarray:
        listed = known.problem_types.by_crime_code
        codes = problem_types.crime_code(texts).to_pylist()
        return np.array([code if code in listed else None for code in codes], dtype=object)

    return rows.texts(name, parse, reason="brottskoden har ingen problemtyp")


def unknown_crime_codes(sheet: Sheet, name: str, *, known: Known) -> tuple[str, ...]:
    """Codes of the publisher's form that have no problem type; other texts are not echoed."""
    codes = problem_types.crime_code(sheet.columns[name].texts).to_pylist()
    unknown = sorted({code for code in codes if code} - set(known.problem_types.by_crime_code))
    remedy = "Lägg till dem i arbetsplatsens problemtyper.toml och läs in filen igen."
    return (f"Brottskoder utan problemtyp: {', '.join(unknown[:20])}. {remedy}",) if unknown else ()


def words(
    rows: Rows, name: str, *, known: Known, vocabulary: str, required: bool = True
) -> pa.DictionaryArray:
    """Categories in words, lower case, that the problem types list under `vocabulary`.

    A word that is not there is never repeated: anything may stand in a form's box.
    """
    listed = known.problem_types.vocabulary(vocabulary)

    def parse(texts: np.ndarray) -> np.ndarray:
        lowered = [" ".join(text.lower().split()) for text in texts]
        return np.array([word if word in listed else None for word in lowered], dtype=object)

    return rows.texts(name, parse, reason=NO_TYPE, required=required)


def counts(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """Whole numbers from 1 to MOST (rows,), as float64."""
    reason = f"inte ett antal från 1 till {MOST}"
    return rows.values(name, _positive, reason=reason, required=required)


def once(rows: Rows) -> np.ndarray:
    """A file of cases: each row counts one."""
    return np.ones(len(rows.sheet))


def amounts(rows: Rows, name: str) -> pa.Array:
    """Kronor or square metres (rows,), as float64; null in an empty cell."""
    said = rows.values(name, _amount, reason="inte ett belopp eller mått", required=False)
    return pa.array(said, from_pandas=True)


def yes_or_no(rows: Rows, name: str) -> pa.Array:
    """Booleans (rows,), null in an empty cell and where nobody knows."""
    said = rows.values(
        name,
        fields.yes_or_no,
        reason="varken ja, nej eller vet ej",
        required=False,
        missing=NOBODY_KNOWS,
    )
    return pa.array(said, pa.bool_())


def _positive(texts: np.ndarray) -> np.ndarray:
    counts = fields.counts(texts)
    return np.where((counts >= 1) & (counts <= MOST), counts, np.nan)


def _amount(texts: np.ndarray) -> np.ndarray:
    amounts = fields.decimals(texts)
    return np.where(amounts >= 0, amounts, np.nan)
