"""A medborgardialog and a medarbetardialog, invented: sums of answers per theme, place and time."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from etl.example.areas import KOMMUN_NAMES

ASKED = 200  # questionnaires per kommun, about
STAFF = 14  # who took part in the staff's dialogue per kommun, about
CENTRES = {
    "0617": "Gnosjö centrum",
    "0662": "Gislaved centrum",
    "0665": "Skillingaryd centrum",
    "0683": "Värnamo resecentrum",
}
# Theme, at the kommun's centre or not, time of day -> share who name it.
RESIDENTS = (
    ("Trafik", False, "Eftermiddag", 0.24),
    ("Trafik", False, "Morgon", 0.08),
    ("Buskörning", False, "Kväll", 0.22),
    ("Buskörning", True, "Kväll", 0.11),
    ("Mörk plats", True, "Kväll", 0.14),
    ("Mörk plats", False, "Natt", 0.06),
    ("Ungdomssamling", True, "Kväll", 0.12),
    ("Narkotika", True, "Kväll", 0.09),
    ("Narkotika", False, "Vet ej", 0.06),
    ("Nedskräpning", True, "Vet ej", 0.13),
    ("Nedskräpning", False, "Vet ej", 0.07),
    ("Skadegörelse", False, "Natt", 0.06),
    ("Klotter", True, "Natt", 0.05),
    ("Bedrägeri mot äldre", False, "Förmiddag", 0.05),
    ("Bråk", True, "Natt", 0.04),
)
EMPLOYEES = (
    ("Narkotika", True, "Kväll", 0.55),
    ("Buskörning", False, "Kväll", 0.45),
    ("Bråk", True, "Natt", 0.30),
    ("Trafik", False, "Vet ej", 0.30),
    ("Bedrägeri mot äldre", False, "Vet ej", 0.25),
)
LOUDER = {("0683", "Ungdomssamling"): 2.2, ("0683", "Klotter"): 2.0, ("0665", "Buskörning"): 1.7}


def write_dialogue(path: Path, *, until: date, seed: int) -> None:
    """Write the residents' dialogue of the latest May that is over, and the staff's two weeks later."""
    stop = until - timedelta(days=1)
    year = stop.year if stop >= date(stop.year, 6, 15) else stop.year - 1
    may, june = date(year, 5, 20), date(year, 6, 3)
    rng = np.random.default_rng([seed, 11, year])
    rows = pd.concat(
        [_round(may, "Enkät", RESIDENTS, ASKED, rng),
         _round(june, "Medarbetardialog", EMPLOYEES, STAFF, rng)]
    )  # fmt: skip
    rows.to_csv(path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")


def _round(
    day: date,
    method: str,
    themes: tuple[tuple[str, bool, str, float], ...],
    asked: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per kommun and theme that anybody named; the kommuner were asked a day apart."""
    table = pd.DataFrame(themes, columns=["Tema", "at_centre", "Tid på dygnet", "share"])
    kommuner = pd.DataFrame({
        "kommun": list(CENTRES),
        "Datum": [f"{day + timedelta(days=i)}" for i in range(len(CENTRES))],
        "Antal svar": rng.integers(round(0.85 * asked), round(1.15 * asked), len(CENTRES)),
    })  # fmt: skip
    rows = kommuner.merge(table, how="cross")
    louder = [LOUDER.get(key, 1.0) for key in zip(rows["kommun"], rows["Tema"], strict=True)]
    rows["Antal"] = rng.binomial(rows["Antal svar"], rows["share"] * louder)
    rows["Kommun"] = rows["kommun"].map(KOMMUN_NAMES)
    rows["Metod"] = method
    rows["Plats"] = rows["kommun"].map(CENTRES).where(rows["at_centre"], "")
    columns = ["Datum", "Kommun", "Metod", "Antal svar", "Tema", "Plats", "Tid på dygnet", "Antal"]
    return rows.loc[rows["Antal"] > 0, columns]
