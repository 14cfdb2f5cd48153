"""Whose a row is, who reported it, and the finest area that it may be told to lie in."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields
from etl.incidents.rows import Parse, spread
from etl.known import Known
from etl.provenance import Refused
from etl.reading import Rows
from geodata import areas, locate
from geodata.crs import UnknownCrs, find_crs, to_3006


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


def kommun_by_area(rows: Rows, name: str, *, known: Known) -> pa.DictionaryArray:
    """As `kommun`, for a column of codes of DeSO, RegSO or kommuner, which begin with the kommun's."""

    def parse(texts: np.ndarray) -> np.ndarray:
        return _kommun_codes(np.array([text[:4] for text in texts], dtype=object))

    return _ours(rows, name, parse=parse, reason="inte en områdeskod", known=known)


def positions(rows: Rows, *, x: str, y: str, known: Known) -> locate.Floats:
    """(rows, 2) EPSG:3006 of the columns `x` and `y`, NaN where there is none.

    Raises Refused when the coordinate system cannot be told.
    """
    reason = "läget går inte att läsa"
    east, north = (
        rows.values(name, fields.decimals, reason=reason, required=False) for name in (x, y)
    )
    if not np.isfinite(east + north).any():
        return np.full((len(rows.sheet), 2), np.nan)
    try:
        return to_3006(east, north, find_crs(east, north, near=_near(known)))
    except UnknownCrs as error:
        raise Refused(str(error)) from None


def area_at(
    points: locate.Floats,
    *,
    kommun: pa.DictionaryArray,
    category: pa.DictionaryArray,
    vocabulary: str,
    known: Known,
) -> np.ndarray:
    """The finest area (rows,) that a row's position (rows, 2), as above, may be told as.

    None where there is no position, or one in another kommun than the row's.
    """
    if not np.isfinite(points).any():
        return np.full(len(points), None, dtype=object)
    types = spread(category, known.problem_types.vocabulary(vocabulary).get)
    told_kommun, area = known.located(points, problem_types=types)
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


def area_part(
    rows: Rows,
    name: str,
    *,
    kommun: pa.DictionaryArray,
    category: pa.DictionaryArray,
    vocabulary: str,
    known: Known,
) -> np.ndarray:
    """The DeSO or RegSO (rows,) that column `name` tells, by code or by a name that only one RegSO of
    the row's kommun has; None where the row's type is told per kommun only. Whether there is a DeSO by
    that code is not asked: it has the form of one, and begins with the kommun's."""
    column = rows.sheet.columns[name]
    texts = column.take(column.texts, empty="").astype(object)
    within = pd.Series(spread(kommun), dtype=object).fillna("")  # rejected rows have none
    found = (within + "|" + texts).str.casefold().map(_parts())
    said = pd.Series(texts).str.upper()
    is_deso = said.str.fullmatch(areas.CODE_FORMS[areas.DESO]) & (said.str[:4] == within)
    found = found.where(~is_deso.astype(bool), said).to_numpy(dtype=object)
    coarse = finest_levels(category, vocabulary=vocabulary, known=known)
    found[pd.isna(found) | (coarse == areas.KOMMUN) | (coarse == None)] = None
    return found


def organisation(rows: Rows, name: str, *, known: Known) -> pa.DictionaryArray:
    """One that is declared to report, or anything but digits where none is declared."""
    if not known.observers:
        parse = fields.matching(r"^[^\d@]{2,60}$")
        return rows.texts(name, parse, reason="inte namnet på en verksamhet")
    declared = {name.casefold(): name for name in known.observers}

    def find(texts: np.ndarray) -> np.ndarray:
        return np.array([declared.get(text.casefold()) for text in texts], dtype=object)

    reason = "verksamheten står varken under [[rapportor]] i lagesbild.toml eller i appen"
    return rows.texts(name, find, reason=reason)


def finest_levels(category: pa.DictionaryArray, *, vocabulary: str, known: Known) -> np.ndarray:
    """How fine each row (rows,) may be told, by its problem type; None for a row without one."""
    finest = {kind.code: kind.finest_level for kind in known.problem_types.types}
    listed = known.problem_types.vocabulary(vocabulary)
    return spread(category, lambda word: finest.get(listed.get(word, "")))


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


def _near(known: Known) -> object:
    """The forum's own ground, which tells local coordinate zones apart."""
    if known.kommun_codes is None:
        return None
    return areas.kommuner(known.kommun_codes).geometry.union_all()


def _parts() -> dict[str, str]:
    """ "0683|centrum" -> RegSO code, for names that only one RegSO of the kommun has."""
    regso = areas.load_regso()
    named = (regso["kommun_code"] + "|" + regso["name"]).str.casefold()
    coded = (regso["kommun_code"] + "|" + regso["code"]).str.casefold()
    alone = ~named.duplicated(keep=False)
    return dict(zip(named[alone], regso["code"][alone], strict=True)) | dict(
        zip(coded, regso["code"], strict=True)
    )
