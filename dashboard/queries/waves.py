"""Did residents answer otherwise? The wave before a löfte beside the latest since, with an interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.database import Edition
from etl.statistics.survey import Estimate, difference

WAVES_NOTE = "Skillnaden är i procentenheter, eller i steg av ett index. Spannet är 95 %, en fråga i taget. Mätningarna jämförs år för år, som om ingen hade svarat två gånger."
AFTERWARDS = 1  # years after a löfte that its residents may still be asked about it
JULY = 7
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    year: int
    value: float
    lower: float | None
    upper: float | None
    n: int | None


@dataclass(frozen=True)
class Waves:
    """One question before and after, and how much more `after` is: None where a wave has no interval."""

    question: str
    unit: str  # share (per cent) or index
    before: Answer
    after: Answer
    change: Estimate | None

    @property
    def is_told(self) -> bool:
        """Whether chance alone would hardly give as much."""
        return self.change is not None and (self.change.lower > 0 or self.change.upper < 0)

    @property
    def overlap(self) -> bool | None:
        """Whether the two intervals do; that alone does not tell that nothing changed."""
        one, other = self.before, self.after
        if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
            return None
        return one.lower <= other.upper and other.lower <= one.upper

    @property
    def verdict(self) -> str:
        """More, fewer, or that it cannot be said."""
        if self.change is None:
            return "går inte att säga: mätningen har inga osäkerhetsintervall"
        if not self.is_told:
            return "går inte att säga"
        return "fler" if self.change.estimate > 0 else "färre"


def waves(rows: Iterable[Row], *, first: date, last: date) -> list[Waves]:
    """Of one survey in one area; `rows` have question, unit, year, value, lower, upper, respondents
    (numbers, or a version's decimals as text), `first` to `last` the löfte holds. Questions that were
    not asked on both sides are left out.

    What tells waves apart is the year: a löfte that begins in July or later begins with the next. The
    interval of the difference is put together from the two (Zou and Donner, Statistics in Medicine 27,
    2008, 1693-1702), as if no one had answered twice.
    """
    asked: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for row in rows:
        if _number(row["value"]) is not None:
            asked[row["question"], row["unit"]].append(_answer(row))
    begins = first.year + (first.month >= JULY)
    found = []
    for (question, unit), every in asked.items():
        before = max((a for a in every if a.year < begins), key=_year, default=None)
        after = max((a for a in every if begins <= a.year <= last.year + AFTERWARDS), key=_year, default=None)  # fmt: skip
        if before and after:
            found.append(Waves(question, unit, before, after, _change(before, after)))
    return found


def noticed(rows: Iterable[Row], *, first: date | None) -> Row | None:
    """Of `rows`, with wording too: the latest share who have noticed any improvement since `first`."""
    since = [
        row
        for row in rows
        if row["unit"] == "share" and is_improvement(row["question"], row["wording"])
        and (first is None or int(row["year"]) >= first.year)
    ]  # fmt: skip
    return max(since, key=lambda row: int(row["year"]), default=None)


def of_area(edition: Edition, *, area: str) -> dict[str, list[dict[str, Any]]]:
    """By survey, what its residents answered: the rows that the others here take."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in edition.rows(
        """
        select survey_name, question, wording, result.unit, year, value, lower, upper, respondents
        from out.survey_result as result
        join out.question using (survey, question, year)
        where area_code = $area and district is null and group_name is null and value is not null
        order by survey_name collate sv, question collate sv, year
        """,
        area=area,
    ):
        found.setdefault(row["survey_name"], []).append(row)
    return found


def is_improvement(question: str, wording: str | None = "") -> bool:
    """Whether it is asked if anybody has noticed any improvement."""
    said = f"{question} {wording or ''}".casefold()
    return "märkt" in said and "förbättring" in said


def told(answer: Answer, *, unit: str) -> str:
    """24,4 % (19,3–30,2) 2026"""
    mark = " %" if unit == "share" else ""
    span = "" if answer.lower is None or answer.upper is None else f" ({_decimal(answer.lower)}–{_decimal(answer.upper)})"  # fmt: skip
    return f"{_decimal(answer.value)}{mark}{span} {answer.year}"


def span(change: Estimate) -> tuple[str, str]:
    """−2,6, and −9,4 till +4,1: per cent of those who answered, or steps of an index."""
    return _signed(change.estimate), f"{_signed(change.lower)} till {_signed(change.upper)}"


def summary(found: list[Waves]) -> str:
    """How many there are, and for how many something can be said."""
    told_ = [one for one in found if one.is_told]
    years = sorted({(one.before.year, one.after.year) for one in found})
    when = swedish.listed([f"{a} och {b}" for a, b in years])
    many = f"{swedish.capitalised(swedish.in_words(len(found)))} {'fråga' if len(found) == 1 else 'frågor'} ställdes både före och efter ({when})."
    if not told_:
        return f"{many} För ingen av dem går det att säga att svaren har ändrats."
    which = swedish.listed([f"”{one.question}” ({one.verdict})" for one in told_])
    return f"{many} Svaren skiljer sig mer än slumpen brukar ge för {which}. Varför säger de inte, och av tjugo frågor skiljer sig en av slumpen."


def _change(before: Answer, after: Answer) -> Estimate | None:
    one, other = _estimate(after), _estimate(before)
    return difference(one, other) if one and other else None


def _estimate(answer: Answer) -> Estimate | None:
    """No standard error is published: the bounds are what there is."""
    if answer.lower is None or answer.upper is None:
        return None
    return Estimate(answer.value, 0.0, answer.lower, answer.upper, answer.n or 0)


def _answer(row: Row) -> Answer:
    value = _number(row["value"])
    assert value is not None  # whoever asks has looked
    lower, upper, n = (_number(row[name]) for name in ("lower", "upper", "respondents"))
    return Answer(int(row["year"]), value, lower, upper, None if n is None else int(n))


def _year(answer: Answer) -> int:
    return answer.year


def _number(value: Any) -> float | None:
    """Of a number, or of a decimal as a version has it: "4,7"."""
    if value is None or value != value:  # noqa: PLR0124 (what is missing is not itself)
        return None
    return float(str(value).replace(",", ".").replace("\u2212", "-").replace("\u00a0", ""))


def _decimal(value: float) -> str:
    return swedish.number(value, decimals=0 if value == round(value) else 1)


def _signed(value: float) -> str:
    mark = "±" if round(value, 1) == 0 else "+" if value > 0 else "\u2212"
    return mark + swedish.number(abs(value), decimals=1)
