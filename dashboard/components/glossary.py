"""The words that readers meet, from glossary.csv, which docs/make_data.py writes from docs/ordlista.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from dashboard import swedish


@dataclass(frozen=True)
class Term:
    word: str
    meaning: str

    @property
    def first(self) -> str:
        return self.word[0].upper()


def _read(file: Path) -> list[Term]:
    with file.open(encoding="utf-8", newline="") as rows:
        found = [Term(**row) for row in csv.DictReader(rows)]
    return sorted(found, key=lambda term: swedish.alphabetical(term.word))


TERMS = _read(Path(__file__).with_name("glossary.csv"))
