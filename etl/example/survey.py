"""Brå's indicators, invented: reported crime per year, and NTU with its intervals.

The form is that of ../shared/data/bra/bra_kommunindikatorer_dalarna.csv, whose variable names and
units are data keys and stand here letter by letter: two spellings of the dash, a full stop after
some units, one unit sentence caught in a variable's name. Levels are invented. They are not sums
of the example's police extract.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from etl.example.areas import KOMMUN_NAMES, RESIDENTS

CRIME_SOURCE = "Anmälda brott"
NTU_SOURCE = "Nationella trygghetsundersökningen (NTU)"
FIRST_YEAR = 2017

# Place -> residents, level of crime and of unease against the country, respondents, and how many
# independent answers one answer is worth: Brå's intervals are wider than simple sampling gives for
# the country (weights) and narrower for a small kommun.
PLACES = pd.DataFrame(
    [
        *((KOMMUN_NAMES[code], RESIDENTS[code], *level) for code, level in {
            "0662": (0.72, 0.85, 170, 2.5),
            "0617": (0.60, 0.70, 68, 2.5),
            "0665": (0.62, 0.68, 96, 2.5),
            "0683": (0.74, 0.82, 195, 2.5),
        }.items()),
        ("Jönköpings län", 370_000, 0.82, 0.88, 2_450, 1.2),
        ("Hela landet", 10_600_000, 1.0, 1.0, 65_000, 0.6),
    ],
    columns=["geografi", "residents", "crime", "unease", "n", "worth"],
)  # fmt: skip

# Other kommuner of about the forum's size, whose crime alone is written: invented residents and levels.
BEYOND = pd.DataFrame(
    [
        ("Tranås", 19_000, 0.78), ("Nässjö", 32_000, 0.86), ("Vetlanda", 27_000, 0.70),
        ("Eksjö", 18_000, 0.66), ("Ljungby", 28_000, 0.80), ("Alvesta", 20_000, 0.76),
        ("Älmhult", 18_000, 0.72), ("Falkenberg", 47_000, 0.84), ("Laholm", 26_000, 0.79),
        ("Ulricehamn", 25_000, 0.65), ("Svenljunga", 11_000, 0.71), ("Tranemo", 12_000, 0.68),
        ("Oskarshamn", 27_000, 0.88), ("Vimmerby", 16_000, 0.69), ("Sävsjö", 12_000, 0.67),
    ],
    columns=["geografi", "residents", "crime"],
)  # fmt: skip

# Variable -> reports per 100,000 residents in the country.
CRIME = {
    "Totalt antal anmälda brott": 14_000,
    "Skadegörelsebrott": 2_000,
    "Narkotikabrott": 1_100,
    "Våld i offentlig miljö mot vuxna": 240,
    "Våld i nära relationer, mot kvinnor": 380,
    "Våld i nära relationer, mot män": 95,
    "Våld i inomhusmiljö mot barn och unga, flickor": 74,
    "Våld i offentlig miljö mot barn och unga, flickor": 24,
    "Våld i inomhusmiljö mot barn och unga, pojkar": 94,
    "Våld i offentlig miljö mot barn och unga, pojkar": 56,
    "Rån mot privatperson, unga": 14,
    "Stöld och tillgreppsbrott, totalt": 3_600,
    "Bilbrott": 500,
    "Bostadsinbrott": 330,
    "Trafikbrott, totalt": 700,
}

EXPOSED = "Andel (%) utsatta i befolkningen (16-84 år)."
HOUSEHOLDS = "Andel (%) utsatta hushåll."
UNSAFE = (
    "Andel (%) i befolkningen (16–84 år) som känner sig ganska/mycket otrygga samt de som "
    "avstår från att gå ut på grund av otrygghet."
)
WORRIED = "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta."
AVOIDED = "Andel (%) i befolkningen (16-84 år) som ganska/mycket ofta gjort detta."
PROBLEM = "Andel (%) i befolkningen (16-84 år) som upplever problem i stor utsträckning."

# Variable -> unit, per cent in the country, first year, years between the last year and its last
# value (exposure is asked about the year before). The `problem` series of 2018 began late.
NTU = {
    "Självrapporterad utsatthet för misshandel": (EXPOSED, 3.0, 2016, 1),
    "Självrapporterad utsatthet för sexualbrott": (EXPOSED, 4.8, 2016, 1),
    "Självrapporterad utsatthet för rån": (EXPOSED, 1.2, 2016, 1),
    "Självrapporterad utsatthet för försäljningsbedrägeri": (EXPOSED, 5.6, 2016, 1),
    "Självrapporterad utsatthet för kortbedrägeri": (EXPOSED, 4.5, 2016, 1),
    "Självrapporterad utsatthet för cykelstöld bland cykelägare": (HOUSEHOLDS, 10.0, 2016, 1),
    "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet": (UNSAFE, 27, 2017, 0),
    "Oro för att utsättas för misshandel": (WORRIED, 10, 2017, 0),
    "Oro för att utsättas för våldtäkt/sexuella angrepp": (WORRIED, 11, 2017, 0),
    f"Oro för att utsättas för bostadsinbrott enligt NTU. {WORRIED}": (WORRIED, 24, 2017, 0),
    "Oro för att utsättas för stöld av/skadegörelse på bil (bland hushåll som ägde bil)": (
        WORRIED, 24, 2017, 0,
    ),
    "Valt en annan väg eller ett annat färdsätt på grund av oro för att utsättas för brott": (
        AVOIDED, 24, 2017, 0,
    ),
    "Avstått från någon aktivitet på grund av oro för att utsättas för brott": (
        AVOIDED, 12, 2017, 0,
    ),
    "Problem med skadegörelse i det egna bostadsområdet": (PROBLEM, 7, 2017, 0),
    "Problem med klotter i det egna bostadsområdet": (PROBLEM, 6, 2017, 0),
    "Problem med fortkörning i det egna bostadsområdet": (PROBLEM, 19, 2018, 0),
    "Problem med övrig störande körning i det egna bostadsområdet": (PROBLEM, 13, 2018, 0),
    "Problem med personer påverkade av alkohol eller droger i det egna bostadsområdet": (
        PROBLEM, 6.5, 2018, 0,
    ),
    "Problem med gäng som uppehåller sig i det egna bostadsområdet": (PROBLEM, 6.5, 2018, 0),
    "Problem med öppen narkotikahandel i det egna bostadsområdet": (PROBLEM, 5.5, 2017, 0),
}  # fmt: skip
Z95 = 1.96


def write_indicators(path: Path, *, until: date, seed: int) -> None:
    """Write both tables in one file; the last year is the last completed one."""
    rng = np.random.default_rng([seed, 6])
    last = until.year - 1
    parts = [_crime(variable, rate, last, rng) for variable, rate in CRIME.items()]
    # drawn by themselves: those of the forum stay as they are however many stand beside them
    beside = np.random.default_rng([seed, 61])
    parts += [_crime(variable, rate, last, beside, of=BEYOND) for variable, rate in CRIME.items()]
    parts += [answered := _respondents(last, rng)]
    parts += [_ntu(variable, *key, last, answered, rng) for variable, key in NTU.items()]
    columns = ["geografi", "enhet", "ar", "variabel", "varde", "kalla"]
    pd.concat(parts)[columns].to_csv(path, index=False, lineterminator="\n")


def _years(first: int, last: int, *, of: pd.DataFrame = PLACES) -> pd.DataFrame:
    return of.merge(pd.DataFrame({"ar": np.arange(first, last + 1)}), how="cross")


def _crime(
    variable: str, rate: float, last: int, rng: np.random.Generator, *, of: pd.DataFrame = PLACES
) -> pd.DataFrame:
    table = _years(FIRST_YEAR, last, of=of)
    drift = 1 + 0.01 * (FIRST_YEAR - table["ar"]) + rng.normal(0, 0.06, len(table))
    count = rng.poisson(rate / 1e5 * table["residents"] * table["crime"] * drift)
    per_100k = np.rint(count / table["residents"] * 1e5)
    table = table.assign(variabel=variable, kalla=CRIME_SOURCE)
    return _stacked(table, {"Antal": count, "Antal per 100 000 inv": per_100k})


def _respondents(last: int, rng: np.random.Generator) -> pd.DataFrame:
    table = _years(FIRST_YEAR, last)
    count = np.rint(table["n"] * rng.uniform(0.9, 1.1, len(table)))
    return _stacked(table.assign(variabel="Antal svarande i NTU.", kalla=NTU_SOURCE), {"": count})


def _ntu(
    variable: str,
    unit: str,
    level: float,
    first: int,
    lag: int,
    last: int,
    answered: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Draw each place's answers as a sample of its level, with Wilson's interval."""
    table = _years(first, last - lag)
    asked = table["ar"] + lag
    n = table.drop(columns="n").assign(ar=asked).merge(answered, on=["geografi", "ar"])["varde"]
    n = n.to_numpy() * table["worth"].to_numpy()
    drift = 1 + 0.015 * (FIRST_YEAR - table["ar"]) + rng.normal(0, 0.03, len(table))
    truth = np.clip(level / 100 * table["unease"] * drift, 0.002, 0.9)
    share = rng.binomial(np.rint(n).astype(int), truth) / n
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
    decimals = 1 if unit in {EXPOSED, HOUSEHOLDS} else 0  # as published for a kommun
    rounded = {
        unit: share,
        "KI (95 %) undre gräns": middle - half,
        "KI (95 %) övre gräns": middle + half,
    }
    return _stacked(
        table.assign(variabel=variable, kalla=NTU_SOURCE),
        {key: np.round(np.clip(100 * value, 0, 100), decimals) for key, value in rounded.items()},
    )


def _stacked(table: pd.DataFrame, values: dict[str, np.ndarray]) -> pd.DataFrame:
    return pd.concat(
        [table.assign(enhet=unit, varde=np.asarray(v, float)) for unit, v in values.items()]
    )
