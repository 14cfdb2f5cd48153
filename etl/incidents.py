"""What readers of incidents share: whose a row is, what it is called, where, when and how many.

A reader gathers the columns of raw.incident in a table of arrays (rows,), and `finished` keeps the
account of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl import fields, problem_types
from etl.known import Known
from etl.provenance import Reading, Refused
from etl.reading import Rows, Sheet
from geodata import areas, locate
from geodata.crs import UnknownCrs, find_crs, to_3006

MOST = 99_999  # incidents on one row; a report of hundreds happens
DAY = "inte ett datum på formen ÅÅÅÅ-MM-DD"
NAMELESS = ("", "-", "..", ".", "Värde saknas", "Okänd", "Okänt")
NOBODY_KNOWS = ("", "-", "Vet ej", "vet ej", "Vet inte", "vet inte")
DAY_PARTS = {  # minutes after midnight; the night is the one that the day begins with
    "natt": (0, 360), "morgon": (360, 540), "förmiddag": (540, 720), "eftermiddag": (720, 1020),
    "kväll": (1020, 1439),
}  # fmt: skip
NO_TYPE = "kategorin står inte under någon problemtyp i problemtyper.toml"

Parse = Callable[[np.ndarray], np.ndarray]
Table = dict[str, np.ndarray | pa.Array]
Column = pa.DictionaryArray
Words = Iterable[str]


def kommun(
    rows: Rows,
    name: str,
    *,
    known: Known,
    reason: str = "kommunen finns inte i listan över kommunnamn",
) -> pa.DictionaryArray:
    """The kommun that each row's column `name` names. One outside the forum rejects the row."""
    return _ours(rows, name, parse=locate.kommun_code, reason=reason, known=known)


def kommun_by_code(rows: Rows, name: str, *, known: Known) -> pa.DictionaryArray:
    """As `kommun`, for a column of codes that may have lost their leading zero."""
    return _ours(rows, name, parse=_kommun_codes, reason="inte en kommunkod", known=known)


def kommun_or_forum(rows: Rows, *, known: Known, name: str = "Kommun") -> pa.DictionaryArray:
    """As `kommun`; where the file has no such column, the one kommun of the forum.

    Raises Refused when nobody can tell.
    """
    if rows.has(name):
        return kommun(rows, name, known=known)
    if known.kommun_codes is None or len(known.kommun_codes) != 1:
        raise Refused(
            f"filen säger inte vilken kommun den gäller. Lägg till en kolumn ”{name}” med "
            "kommunens namn på varje rad."
        )
    indices = pa.array(np.zeros(len(rows.sheet), dtype=np.int8))
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(known.kommun_codes), pa.string()))


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


def days(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[D] (rows,)."""
    return rows.values(name, fields.days, reason=DAY, required=required)


def days_of(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[D] (rows,) of a column that may hold a clock time as well."""
    return rows.values(name, fields.days_of, reason=DAY, required=required)


def moments(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """datetime64[m] (rows,) of a column that holds both day and clock time."""
    reason = "inte en tid på formen ÅÅÅÅ-MM-DD TT:MM"
    return rows.values(name, fields.moments, reason=reason, required=required)


def interval(start: np.ndarray, end: np.ndarray) -> Table:
    """The four columns that say when, from moments (rows,)."""
    first, last = start.astype("datetime64[D]"), end.astype("datetime64[D]")
    return {
        "occurred_from": first,
        "occurred_to": last,
        "time_from": clock(start - first),
        "time_to": clock(end - last),
    }


def times(rows: Rows, name: str) -> pa.Array:
    """Clock time of a column that holds only that; null in an empty cell."""
    at = rows.values(
        name, fields.clock, reason="inte ett klockslag på formen TT:MM", required=False
    )
    return clock(at)


def clock(since_midnight: np.ndarray) -> pa.Array:
    """timedelta64 (rows,) as time of day; NaT becomes null."""
    minutes = since_midnight.astype("timedelta64[m]")
    seconds = np.where(np.isnat(minutes), 0, minutes.astype(np.int64) * 60).astype(np.int32)
    return pa.array(seconds, mask=np.isnat(minutes)).cast(pa.time32("s"))


def counts(rows: Rows, name: str, *, required: bool = True) -> np.ndarray:
    """Whole numbers from 1 to MOST (rows,), as float64."""
    reason = f"inte ett antal från 1 till {MOST}"
    return rows.values(name, _positive, reason=reason, required=required)


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


def once(rows: Rows) -> np.ndarray:
    """A file of cases: each row counts one."""
    return np.ones(len(rows.sheet))


def area_at(
    rows: Rows,
    *,
    x: str,
    y: str,
    kommun: pa.DictionaryArray,
    category: pa.DictionaryArray,
    vocabulary: str,
    known: Known,
) -> np.ndarray:
    """The finest area (rows,) that a row's position in the columns `x` and `y` may be told as.

    None where there is no position, or one in another kommun than the row's. Raises Refused when
    the coordinate system cannot be told.
    """
    reason = "läget går inte att läsa"
    east, north = (
        rows.values(name, fields.decimals, reason=reason, required=False) for name in (x, y)
    )
    if not np.isfinite(east + north).any():
        return np.full(len(rows.sheet), None, dtype=object)
    try:
        found = find_crs(east, north, near=_near(known))
    except UnknownCrs as error:
        raise Refused(str(error)) from None
    types = spread(category, known.problem_types.vocabulary(vocabulary).get)
    told_kommun, area = known.located(to_3006(east, north, found), problem_types=types)
    area[told_kommun != spread(kommun)] = None
    return area


def area_named(
    rows: Rows, name: str, *, category: pa.DictionaryArray, vocabulary: str, known: Known
) -> np.ndarray:
    """The declared place (rows,) that column `name` names, where the row's type may be told so."""
    levels = finest_levels(category, vocabulary=vocabulary, known=known)
    column = rows.sheet.columns[name]
    place = column.take(known.place_codes(column.texts), empty=None)
    place[levels != areas.PLATS] = None
    return place


def finest_levels(category: pa.DictionaryArray, *, vocabulary: str, known: Known) -> np.ndarray:
    """How fine each row (rows,) may be told, by its problem type; None for a row without one."""
    finest = {kind.code: kind.finest_level for kind in known.problem_types.types}
    listed = known.problem_types.vocabulary(vocabulary)
    return spread(category, lambda word: finest.get(listed.get(word, "")))


def spread(
    column: pa.DictionaryArray, meaning: Callable[[str], str | None] = lambda text: text
) -> np.ndarray:
    """One `meaning` per row (rows,), asked once per distinct text; None for an empty cell."""
    texts = np.array([*map(meaning, column.dictionary.to_pylist()), None], dtype=object)
    return texts[pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)]


def finished(
    rows: Rows,
    table: Table,
    *,
    registered: str,
    preliminary: bool = False,
    notes: tuple[str, ...] = (),
) -> Reading:
    """The reading of `table`, whose `registered_on` stands in the column called `registered`.

    The file speaks for the days from its first to its last, in the kommuner that it names.
    """
    registered_on = np.asarray(table["registered_on"])
    future = registered_on > np.datetime64("today") + 1  # numpy's today is Greenwich's
    rows.reject(future, column=registered, reason="dagen ligger i framtiden")
    if "occurred_from" in table:
        ahead = registered_on < table["occurred_from"]
        rows.reject(ahead, column=registered, reason="inskriven innan händelsen började")
    if "area_code" in table:
        table["area_code"] = pa.array(table["area_code"], pa.string())
    arrow = pa.table({**table, "count": pa.array(table["count"]).cast(pa.int32(), safe=False)})
    kept = registered_on[~rows.rejected]
    if not len(kept):
        return rows.reading(arrow, period_from=None, period_to=None, notes=notes)
    first, last = kept.min().item(), kept.max().item()
    return rows.reading(
        arrow,
        period_from=first,
        period_to=last,
        covers=(first, last),
        kommun_codes=tuple(sorted(set(spread(table["kommun_code"])[~rows.rejected]))),
        preliminary=preliminary,
        notes=notes,
    )


def _ours(rows: Rows, name: str, *, parse: Parse, reason: str, known: Known) -> pa.DictionaryArray:
    """A row from a kommun that is not the forum's is none of its business."""
    kommun = rows.texts(name, parse, reason=reason)
    if known.kommun_codes is not None:
        outside = spread(kommun, partial(_outside, known.kommun_codes)) != None
        rows.reject(outside, column=name, reason="kommunen hör inte till forumet")
    return kommun


def _outside(kommun_codes: frozenset[str], code: str) -> str | None:
    return None if code in kommun_codes else code


def _kommun_codes(texts: np.ndarray) -> np.ndarray:
    known = areas.kommun_names()
    codes = [text.zfill(4) for text in texts]
    return np.array([code if code in known else None for code in codes], dtype=object)


def _positive(texts: np.ndarray) -> np.ndarray:
    counts = fields.counts(texts)
    return np.where((counts >= 1) & (counts <= MOST), counts, np.nan)


def _amount(texts: np.ndarray) -> np.ndarray:
    amounts = fields.decimals(texts)
    return np.where(amounts >= 0, amounts, np.nan)


def _near(known: Known) -> object:
    """The forum's own ground, which tells local coordinate zones apart."""
    if known.kommun_codes is None:
        return None
    return areas.kommuner(known.kommun_codes).geometry.union_all()
