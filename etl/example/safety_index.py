"""The police's local trygghetsmätning, invented: a problem index from 0 to 6 per question and area.

Asked in September and October; two years are written. A part of a kommun has no number of answers.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from etl.example.areas import KOMMUN_NAMES

YEARS = 2
TOTAL = "Totalindex"
# Question -> index where problems are as in the local police area at large.
QUESTIONS = {
    "Nedskräpning": 1.9,
    "Skadegörelse": 1.5,
    "Berusade personer utomhus": 1.4,
    "Ungdomsgäng som stör ordningen": 1.3,
    "Narkotikaförsäljning": 1.6,
    "Bilar kör för fort": 2.9,
    "Buskörning med moped": 2.5,
    "Oro för inbrott i bostad": 1.7,
    "Oro för att utsättas för våld": 1.2,
    "Ute ensam sent på kvällen": 1.6,
}
# Kommun, part of it, level of problems, answers (0: not told).
PARTS = (
    ("0683", "", 1.05, 310),
    ("0683", "Centrum", 1.3, 0),
    ("0683", "Övriga kommunen", 0.9, 0),
    ("0665", "", 0.9, 240),
    ("0617", "", 0.75, 190),
    ("0662", "", 1.0, 290),
    ("0662", "Gislaved", 1.15, 0),
    ("0662", "Övriga kommunen", 0.9, 0),
)


def write_index(path: Path, *, until: date, seed: int) -> None:
    """Write the latest YEARS calendar years that are over."""
    rounds = [_round(until.year - back, seed) for back in range(YEARS, 0, -1)]
    pd.concat(rounds).to_csv(path, index=False, sep=";", encoding="cp1252", lineterminator="\r\n")


def _round(year: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng([seed, 13, year])
    kommun, part, level, answers = map(np.array, zip(*PARTS, strict=True))
    index = np.outer(level, list(QUESTIONS.values())) * rng.normal(1, 0.06, (len(PARTS), 1))
    index = np.clip(index + rng.normal(0, 0.12, index.shape), 0, 6)
    index = np.column_stack([index.mean(axis=1), index])
    answered = np.rint(answers[:, None] * rng.uniform(0.9, 1, index.shape)).astype(int)
    asked = index.shape[1]
    return pd.DataFrame({
        "Lokalpolisområde": "Värnamo",
        "Kommun": np.repeat([KOMMUN_NAMES[code] for code in kommun], asked),
        "Delområde": np.repeat(part, asked),
        "Fråga": np.tile([TOTAL, *QUESTIONS], len(PARTS)),
        "År": year,
        "Index": [f"{value:.2f}".replace(".", ",") for value in index.ravel()],
        "Antal svar": np.where(answered > 0, answered.astype(str), "").ravel(),
    })  # fmt: skip
