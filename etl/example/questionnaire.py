"""Värnamo kommun's own questionnaire, invented: a row per answer, and what its columns mean.

Form of docs/enkat.md. Every second year, an even one, in March and April.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

SURVEYED = 2  # years
ANSWERS = 300
RESPONSE = 0.46
LAST_DAY = (4, 15)
DONT_KNOW = "Vet ej"
PLANTED = "Fler undviker resecentrum"  # F2; its title in docs/exempeldata.md

# Stratum and district -> residents, share of those asked, and unease against the kommun's.
DISTRICTS = {
    "Centrum": (7_200, 0.35, 1.25),
    "Övriga tätorten": (12_600, 0.30, 1.0),
    "Kransorterna": (8_900, 0.20, 0.85),
    "Landsbygden": (6_300, 0.15, 0.7),
}
# Age band -> share of residents, and how often they answer against others.
AGES = {"16–29": (0.19, 0.6), "30–44": (0.23, 0.8), "45–64": (0.32, 1.1), "65+": (0.26, 1.4)}
UNSAFE = ("Mycket trygg", "Ganska trygg", "Ganska otrygg", "Mycket otrygg")
PROBLEM = ("Inget problem", "Litet problem", "Ganska stort problem", "Mycket stort problem")
YES_NO = ("Nej", "Ja")
# Column, in brief, wording, answers from best to worst, how many of the worst count, and the
# share of those in the kommun in the first year and in the last.
QUESTIONS = (
    ("F1", "Otrygg ute sent på kvällen",
     "Om du går ut ensam sent en kväll i området där du bor, hur trygg känner du dig?",
     UNSAFE, 2, (0.23, 0.23)),
    ("F2", "Har undvikit resecentrum",
     "Har du under det senaste halvåret undvikit resecentrum för att du känt dig otrygg där?",
     YES_NO, 1, (0.12, 0.24)),
    ("F3", "Buskörning är ett problem",
     "Hur stort problem är buskörning med moped, A-traktor eller bil i området där du bor?",
     PROBLEM, 2, (0.31, 0.31)),
    ("F4", "Nedskräpning är ett problem",
     "Hur stort problem är nedskräpning i området där du bor?",
     PROBLEM, 2, (0.19, 0.19)),
)  # fmt: skip


def write_answers(folder: Path, *, until: date, seed: int) -> list[Path]:
    """Write the latest two rounds that are over, each with its TOML beside it.

    Returns the files of answers: they are what is loaded.
    """
    last = until.year - until.year % 2
    if until <= date(last, *LAST_DAY):
        last -= SURVEYED
    written = []
    for number, year in enumerate((last - SURVEYED, last)):
        path = folder / f"exempel_trygghetsenkat_varnamo_{year}.csv"
        _answers(number, year=year, seed=seed).to_csv(
            path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n"
        )
        path.with_suffix(".toml").write_text(_meaning(year), encoding="utf-8")
        written.append(path)
    return written


def _answers(number: int, *, year: int, seed: int) -> pd.DataFrame:
    """Round `number` (0 is the first): strata are asked unevenly, and the young answer less."""
    rng = np.random.default_rng([seed, 12, year])
    residents, asked, unease = map(np.array, zip(*DISTRICTS.values(), strict=True))
    share, will = map(np.array, zip(*AGES.values(), strict=True))
    n = int(rng.integers(ANSWERS - 15, ANSWERS + 16))
    stratum = np.sort(rng.choice(len(DISTRICTS), n, p=asked))
    age = rng.choice(len(AGES), n, p=share * will / (share * will).sum())
    is_woman = rng.random(n) < 0.54
    weight = (residents / np.bincount(stratum))[stratum] / will[age]
    weight *= residents.sum() / weight.sum()
    table = {
        "svarsid": np.arange(1, n + 1),
        "delområde": np.array(list(DISTRICTS))[stratum],
        "stratum": np.array(list(DISTRICTS))[stratum],
        "vikt": [f"{w:.1f}".replace(".", ",") for w in weight],
        "kön": np.where(is_woman, "Kvinna", "Man"),
        "åldersgrupp": np.array(list(AGES))[age],
    }
    for column, _, _, answers, worst, truth in QUESTIONS:
        chance = np.clip(truth[number] * unease[stratum] * np.where(is_woman, 1.25, 0.75), 0, 1)
        table[column] = _chosen(answers, worst, chance, rng)
    return pd.DataFrame(table)


def _chosen(
    answers: tuple[str, ...], worst: int, chance: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """An answer each: one of the `worst` last with the given chance, sometimes none."""
    n, best = len(chance), len(answers) - worst
    among_best, among_worst = rng.integers(0, best, n), rng.integers(best, len(answers), n)
    said = np.array(answers)[np.where(rng.random(n) < chance, among_worst, among_best)]
    return np.choose(rng.choice(3, n, p=(0.94, 0.04, 0.02)), [said, DONT_KNOW, ""])


def _meaning(year: int) -> str:
    lines = [
        "[undersokning]",
        'kod = "varnamo_trygghet"',
        'namn = "Värnamo kommuns trygghetsenkät (EXEMPEL)"',
        'kommun = "0683"',
        f"ar = {year}",
        f"falt_fran = {year}-03-01",
        f"falt_till = {date(year, *LAST_DAY)}",
        f"svarsfrekvens = {100 * RESPONSE:.1f}",
        "",
        "[befolkning]",
        *(f'"{name}" = {residents}' for name, (residents, *_) in DISTRICTS.items()),
    ]
    for column, brief, wording, answers, worst, _ in QUESTIONS:
        lines += [
            "",
            "[[fraga]]",
            f'kolumn = "{column}"',
            f'matt = "{brief}"',
            f'lydelse = "{wording}"',
            f"svar = {_listed(answers)}",
            f"raknas = {_listed(answers[-worst:])}",
            f"bortfall = {_listed((DONT_KNOW,))}",
            "hog_ar_samre = true",
        ]
    return "\n".join(lines) + "\n"


def _listed(words: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words)
    return f"[{quoted}]"
