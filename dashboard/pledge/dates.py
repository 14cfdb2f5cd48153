"""Years and days as Swedish text has them."""

from __future__ import annotations

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
DATED = re.compile(
    rf"""\b{LEAD}(?:
        (?P<iso>(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d))
      | (?P<slashed>(?<![\d/])\d{{1,2}}/\d{{1,2}}[\s-]\s*(?:19|20)\d\d(?!\d))
      | (?P<spelt>(?:\d{{1,2}}(?::e)?\s+)?{MONTH}\s+(?:19|20)\d\d(?!\d))
      | (?P<year>{YEAR}{COUNTED})
    )""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Found:
    """A time that stands in a text at `start`–`end`, in its own `words`; month and day where said."""

    words: str
    start: int
    end: int
    year: int
    month: int | None = None
    day: int | None = None

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
    year, month, day = _numbers(match)
    if month is not None and not 1 <= month <= 12:
        month = day = None
    return Found(match[0], match.start(), match.end(), year, month, day)


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
