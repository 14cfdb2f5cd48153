"""How publishers write dates, numbers and codes: distinct texts in, values out.

Each function takes `texts` (n,) of stripped text and answers (n,), with NaT, NaN or None where a
text is not what it should be. The caller decides whether that is a reject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geodata import locate

COUNTRY = {"Hela landet": "00", "Riket": "00"}
MONTH = r"^(?:19|20)\d{4}$"
DAY = r"^(?:19|20)\d\d-?\d{2}-?\d{2}(?:[ T]00:00(?::00(?:\.0+)?)?)?$"


def days(texts: np.ndarray) -> np.ndarray:
    """ "2024-09-14", "20240914" or a midnight timestamp -> datetime64[D], of 1900 to 2099."""
    text = _arrow(texts)
    digits = pc.replace_substring(pc.utf8_slice_codeunits(text, 0, 10), "-", "")
    shaped = pc.match_substring_regex(text, DAY)
    parsed = pc.strptime(
        pc.if_else(shaped, pc.utf8_slice_codeunits(digits, 0, 8), None),
        format="%Y%m%d",
        unit="s",
        error_is_null=True,
    )
    # strptime rolls the 31st of a short month over in some C libraries
    back = pc.strftime(parsed, format="%Y%m%d")
    parsed = pc.if_else(pc.equal(back, digits), parsed, None)
    return parsed.to_numpy(zero_copy_only=False).astype("datetime64[D]")


def clock(texts: np.ndarray) -> np.ndarray:
    """ "7:05", "07.05" or "07:05:30" -> timedelta64[m] since midnight."""
    parts = pc.extract_regex(_arrow(texts), r"^(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?$")
    hour, minute = (
        pc.fill_null(pc.cast(pc.struct_field(parts, name), pa.int64()), 99).to_numpy()
        for name in ("hour", "minute")
    )
    good = (hour < 24) & (minute < 60)
    return np.where(good, (hour * 60 + minute).astype("timedelta64[m]"), np.timedelta64("NaT", "m"))


def moments(texts: np.ndarray) -> np.ndarray:
    """ "2024-09-14 17:05", a T between them or seconds after -> datetime64[m]."""
    parts = pc.extract_regex(
        _arrow(texts), r"^(?P<day>\d{4}-\d{2}-\d{2})[ T](?P<clock>[\d:.]{4,8})$"
    )
    day, at = (
        pc.fill_null(pc.struct_field(parts, name), "").to_numpy(zero_copy_only=False)
        for name in ("day", "clock")
    )
    return days(day).astype("datetime64[m]") + clock(at)


def days_of(texts: np.ndarray) -> np.ndarray:
    """As `days`, and the day of what `moments` reads -> datetime64[D]."""
    day = days(texts)
    return np.where(np.isnat(day), moments(texts).astype("datetime64[D]"), day)


def months(texts: np.ndarray) -> np.ndarray:
    """ "202409" -> datetime64[M], of 1900 to 2099."""
    out = np.full(len(texts), np.datetime64("NaT"), dtype="datetime64[M]")
    shaped = _matches(texts, MONTH)
    number = texts[shaped].astype(np.int64)
    year, month = number // 100, number % 100
    good = (month >= 1) & (month <= 12)
    out[np.flatnonzero(shaped)[good]] = (year[good] - 1970).astype("datetime64[Y]").astype(
        "datetime64[M]"
    ) + (month[good] - 1)
    return out


def weeks(texts: np.ndarray) -> np.ndarray:
    """ISO weeks, "2024-W37", "2024 v. 37" or "202437" -> datetime64[D], their Monday."""
    parts = pc.extract_regex(
        _arrow(texts), r"^(?P<year>20\d\d)[- ]?(?:[vVwW]\.?)? ?(?P<week>\d{1,2})$"
    )
    year, week = (
        pc.fill_null(pc.cast(pc.struct_field(parts, name), pa.int64()), 0).to_numpy()
        for name in ("year", "week")
    )
    fourth = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]") + 3  # always in week 1
    monday = fourth - (fourth.astype(np.int64) + 3) % 7 + 7 * (week - 1)
    thursday = monday + 3  # a week is of the year that its Thursday is in
    good = (week >= 1) & (thursday.astype("datetime64[Y]").astype(np.int64) == year - 1970)
    return np.where(good, monday, np.datetime64("NaT"))


def counts(texts: np.ndarray) -> np.ndarray:
    """Whole numbers from 0 to 999,999,999, spaces as thousands -> float64 (NaN: not a count)."""
    plain = pc.replace_substring(_arrow(texts), " ", "")
    shaped = pc.match_substring_regex(plain, r"^\d{1,9}(?:[.,]0+)?$")
    digits = pc.replace_substring_regex(plain, r"[.,]0+$", "")
    return _floats(pc.if_else(shaped, digits, None))


def decimals(texts: np.ndarray) -> np.ndarray:
    """Decimal comma or point, spaces as thousands, ASCII or real minus -> float64."""
    plain = pc.replace_substring(_arrow(texts), " ", "")
    plain = pc.replace_substring(pc.replace_substring(plain, ",", "."), "\u2212", "-")
    return _floats(
        pc.if_else(pc.match_substring_regex(plain, r"^-?\d{1,15}(?:\.\d+)?$"), plain, None)
    )


def yes_or_no(texts: np.ndarray) -> np.ndarray:
    """ "Ja" and "Nej", however written -> True and False."""
    said = {"ja": True, "nej": False, "j": True, "n": False}
    return np.array([said.get(text.lower()) for text in texts], dtype=object)


def matching(pattern: str) -> Callable[[np.ndarray], np.ndarray]:
    """Texts that match the regular expression as they are, others None."""

    def parse(texts: np.ndarray) -> np.ndarray:
        values = texts.astype(object)
        values[~_matches(texts, pattern)] = None
        return values

    return parse


def listed(known: Mapping[str, str]) -> Callable[[np.ndarray], np.ndarray]:
    """Texts in the publisher's list -> our word for them, others None."""

    def parse(texts: np.ndarray) -> np.ndarray:
        return np.array([known.get(text) for text in texts], dtype=object)

    return parse


def years(texts: np.ndarray) -> np.ndarray:
    """ "2024" -> 2024.0, of 1900 to 2099."""
    return counts(matching(r"^(?:19|20)\d\d$")(texts))


def areas(texts: np.ndarray) -> np.ndarray:
    """Names of kommuner, län and the country -> codes; "00" is the country."""
    found = listed(COUNTRY)(texts)
    for code in (locate.lan_code, locate.kommun_code):
        found = np.where(pd.isna(found), code(texts), found)
    return found


def _arrow(texts: np.ndarray) -> pa.Array:
    return pa.array(texts, pa.string())


def _matches(texts: np.ndarray, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(_arrow(texts), pattern).to_numpy(zero_copy_only=False)


def _floats(text: pa.Array) -> np.ndarray:
    return pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
