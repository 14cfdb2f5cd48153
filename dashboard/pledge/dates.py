"""Years and days as Swedish text has them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
# Years that are no time: in a span ("2023–2026"), a law ("2023:196") or a diary number ("123/2019"),
# or that count something ("2000 invånare").
YEAR = r"(?<![\d/:.\-–])(?:19|20)\d\d(?![\d:/]|[.\-–]\d|\s*[–-]\s*\d)"
COUNTED = r"(?!\s+(?:kr|kronor|invånare|enkäter|personer|hushåll|elever|boende|svar|stycken|st)\b)"
MONTH = rf"(?:{'|'.join(f'{m[:3]}(?:{m[3:]})?' if len(m) > 4 else m for m in MONTHS)})"
LEAD = r"(?:(?:under|senast|till\s+och\s+med|till|från\s+och\s+med|från|fr\.o\.m\.|t\.o\.m\.|i|den|före|efter|för|år|sommaren|hösten|våren|vintern)\s+){0,3}"
ORDINALS = ("första", "andra", "tredje", "fjärde")
ORDINAL = rf"(?:{'|'.join(ORDINALS)})"
WEEK = r"(?<!\w)(?:vecka|veckorna|v\.?)\s*\d{1,2}(?:\s*[–-]\s*\d{1,2})?(?!\d)"
TO = r"\s*(?:[–-]|\b(?:till|och)\b)\s*"
PART = rf"(?<!\w)(?:(?:kvartal(?:en)?|kv\.)\s*[1-4](?!\d)(?:{TO}[1-4](?!\d))?|(?:{ORDINAL}{TO})?{ORDINAL}\s+(?:kvartalet|halvåret))"
DATED = re.compile(
    rf"""\b{LEAD}(?:
        (?P<iso>(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d))
      | (?P<slashed>(?<![\d/])\d{{1,2}}/\d{{1,2}}[\s-]\s*(?:19|20)\d\d(?!\d))
      | (?P<spelt>(?:\d{{1,2}}(?::e)?\s+)?{MONTH}\s+(?:19|20)\d\d(?!\d))
      | (?P<week>{WEEK},?\s+(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d-[WwVv]\d\d(?!\d))
      | (?P<part>{PART},?\s+(?:19|20)\d\d(?!\d))
      | (?P<year>{YEAR}{COUNTED})
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Found:
    """A time that stands in a text at `start`–`end`, in its own `words`; month and day where said, and
    the first and last day of a week, a quarter or half a year."""

    words: str
    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None
    days: tuple[date, date] | None = None

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last day of what is shorter than a year; None for a year or a day that is none."""
        if self.days or self.month is None:
            return self.days
        if self.day is not None:
            return (self.on, self.on) if self.on else None
        last = calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, 1), date(self.year, self.month, last)

    @property
    def on(self) -> date | None:
        """The day, where the text says one that exists."""
        if self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def times(text: str) -> list[Found]:
    """Every time in `text` that has a year of its own, in order."""
    return [_found(match) for match in DATED.finditer(text)]


def month_of(word: str) -> int:
    """februari, feb -> 2. Raises StopIteration for what is no month."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower()))


def _found(match: re.Match[str]) -> Found:
    if match["week"] or match["part"]:
        year, days = _week(match["week"]) if match["week"] else _part(match["part"])
        return Found(match[0], match.start(), match.end(), year, days=days)
    year, month, day = _numbers(match)
    if month is not None and not 1 <= month <= 12:
        month = day = None
    return Found(match[0], match.start(), match.end(), year, month, day)


def _week(words: str) -> tuple[int, tuple[date, date] | None]:
    """ISO weeks: v. 18 2026, v. 18–39 2026, 2026-W18."""
    *weeks, year = sorted(map(int, re.findall(r"\d+", words)))
    try:
        return year, (date.fromisocalendar(year, weeks[0], 1), date.fromisocalendar(year, weeks[-1], 7))  # fmt: skip
    except ValueError:
        return year, None


def _part(words: str) -> tuple[int, tuple[date, date] | None]:
    """Quarters or half years: kvartal 2 2026, kvartal 2–3 2026, första halvåret 2026."""
    *said, year = map(int, re.findall(r"\d+", words))
    named = said or [1 + ORDINALS.index(word) for word in re.findall(ORDINAL, words.lower())]
    months = 6 if "halvår" in words.lower() else 3
    first, last = months * (min(named) - 1) + 1, months * max(named)
    if last > 12:  # there is no third half
        return year, None
    return year, (date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _numbers(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return year, month, day
    if match["slashed"]:
        day, month, year = map(int, re.findall(r"\d+", match["slashed"]))
        return year, month, day
    if match["spelt"]:
        *before, word, year_word = match["spelt"].split()
        return (
            int(year_word),
            month_of(word),
            int(re.sub(r"\D.*", "", before[0])) if before else None,
        )
    return int(match["year"]), None, None
