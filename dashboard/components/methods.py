"""How everything is reckoned, in plain words: what, formula, source, what it takes for granted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dashboard import swedish
from dashboard.queries import sides, similar
from etl.statistics import change, expected
from etl.statistics.expected import Limits

TEXT = Path(__file__).with_name("methods.toml")
NUMBERS = {
    "false_rows": swedish.number(expected.FALSE_ROWS, decimals=1),
    "clear_rows": swedish.number(expected.CLEAR_ROWS, decimals=2),
    "least": swedish.in_words(change.LEAST),
    "silent": swedish.in_words(sides.SILENT),
    "nearest": swedish.number(similar.NEAREST),
    "enough": swedish.in_words(similar.ENOUGH),
}


@dataclass(frozen=True)
class Method:
    """One way of counting. `code` is its place on the page, and in links to it; `where` is where the
    reader meets it; `says` has blank lines between its paragraphs."""

    code: str
    name: str
    where: str
    says: str
    formula: str
    source: str
    assumes: str
    avoid: str

    @property
    def paragraphs(self) -> list[str]:
        return [part.format(**NUMBERS) for part in self.says.strip().split("\n\n")]


METHODS = tuple(
    Method(**about) for about in tomllib.loads(TEXT.read_text(encoding="utf-8"))["methods"]
)


def now_in_force(limits: Limits, *, series: int, false_rows: float) -> str:
    """What the shared limit has come to in the edition that is shown."""
    rows = swedish.number(false_rows, decimals=2)
    return (
        f"I det här underlaget granskas {swedish.number(series)} kombinationer där det finns något "
        f"att räkna. Gränsen för ”värt att titta på” är {_one_in(limits.look)}, för ”tydlig "
        f"avvikelse” {_one_in(limits.clear)}. Slumpen ensam ger i genomsnitt {rows} rader."
    )


def _one_in(level: float) -> str:
    return f"en på {swedish.number(float(f'{1 / level:.2g}'))}"
