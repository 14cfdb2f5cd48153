"""Brå's yearly figures per kommun, län and the country: reported crime, and the survey NTU.

One row is one number. An interval's two bounds and the number of respondents are rows of their
own; here they are put on the row of the value they belong to.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from etl import fields
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet

COLUMNS = ("geografi", "enhet", "ar", "variabel", "varde", "kalla")

SOURCE = Source(
    title="Brås årssiffror: anmälda brott och Nationella trygghetsundersökningen",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://bra.se/statistik",
    licence="Fri användning; ange Brå som källa",
    purpose="Jämförelse med länet och landet i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=7300,
    rhythm_days=366,
    revision_key=("survey", "indicator", "unit", "area_code", "year"),
    table="indicator",
    columns=COLUMNS,
    caveats=(
        "Anmälda brott visar också hur benägna människor är att anmäla.",
        "Anmälda brott räknas det år de anmäldes, inte när de skedde.",
        "Trygghetsundersökningen är ett urval. I små kommuner är osäkerheten stor.",
        "Utsatthet för brott gäller det år som står; frågan ställdes året efter.",
        "Antal svarande gäller alla frågor. På dem till bil- och cykelägare har färre svarat.",
        "Jämför inte med polisens lokala trygghetsmätning: urval, ålder och frågor är andra.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "skillnader inom kommunen",
        "trygghet hos barn under 16 år och äldre över 84 år",
        "många bedrägerier per kommun, eftersom brottsplats ofta saknas",
    ),
)

SURVEYS = {"Anmälda brott": "anmalda_brott", "Nationella trygghetsundersökningen (NTU)": "ntu"}
# What a row is, by its unit: a value in some unit, or something about another row's value.
UNITS = {"Antal": "count", "Antal per 100 000 inv": "per_100000"}
SHARE, LOWER, UPPER, RESPONDENTS = "share", "lower", "upper", "respondents"
BOUNDS = {"KI (95 %) undre gräns": LOWER, "KI (95 %) övre gräns": UPPER}
ANSWERED = "Antal svarande i NTU"
# What Brå measures per kommun, as it is written there. Another label rejects its row: add it here.
INDICATORS = frozenset((
    "Antal svarande i NTU",
    "Avstått från någon aktivitet på grund av oro för att utsättas för brott",
    "Bilbrott",
    "Bostadsinbrott",
    "Narkotikabrott",
    "Oro för att utsättas för bostadsinbrott",
    "Oro för att utsättas för misshandel",
    "Oro för att utsättas för stöld av/skadegörelse på bil (bland hushåll som ägde bil)",
    "Oro för att utsättas för våldtäkt/sexuella angrepp",
    "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet",
    "Problem med fortkörning i det egna bostadsområdet",
    "Problem med gäng som uppehåller sig i det egna bostadsområdet",
    "Problem med klotter i det egna bostadsområdet",
    "Problem med personer påverkade av alkohol eller droger i det egna bostadsområdet",
    "Problem med skadegörelse i det egna bostadsområdet",
    "Problem med öppen narkotikahandel i det egna bostadsområdet",
    "Problem med övrig störande körning i det egna bostadsområdet",
    "Rån mot privatperson, unga",
    "Självrapporterad utsatthet för cykelstöld bland cykelägare",
    "Självrapporterad utsatthet för försäljningsbedrägeri",
    "Självrapporterad utsatthet för kortbedrägeri",
    "Självrapporterad utsatthet för misshandel",
    "Självrapporterad utsatthet för rån",
    "Självrapporterad utsatthet för sexualbrott",
    "Skadegörelsebrott",
    "Stöld och tillgreppsbrott, totalt",
    "Totalt antal anmälda brott",
    "Trafikbrott, totalt",
    "Valt en annan väg eller ett annat färdsätt på grund av oro för att utsättas för brott",
    "Våld i inomhusmiljö mot barn och unga, flickor",
    "Våld i inomhusmiljö mot barn och unga, pojkar",
    "Våld i nära relationer, mot kvinnor",
    "Våld i nära relationer, mot män",
    "Våld i offentlig miljö mot barn och unga, flickor",
    "Våld i offentlig miljö mot barn och unga, pojkar",
    "Våld i offentlig miljö mot vuxna",
))  # fmt: skip
DEFINITIONS = frozenset((
    "Andel (%) i befolkningen (16–84 år) som ganska/mycket ofta gjort detta.",
    "Andel (%) i befolkningen (16–84 år) som känner sig ganska/mycket otrygga samt de som avstår från att gå ut på grund av otrygghet.",
    "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta.",
    "Andel (%) i befolkningen (16–84 år) som upplever problem i stor utsträckning.",
    "Andel (%) utsatta hushåll.",
    "Andel (%) utsatta i befolkningen (16–84 år).",
))  # fmt: skip
# Exposure is published under the year it happened, and was asked about the year after.
EXPOSURE = "Självrapporterad utsatthet"


def recognise(file: File) -> bool:
    return set(COLUMNS) <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    indicator = rows.values(
        "variabel", _indicators, reason="inte ett mått som Brå brukar ge per kommun"
    )
    survey = rows.values(
        "kalla",
        fields.listed(SURVEYS),
        reason="varken anmälda brott eller NTU, som Brå skriver det",
    )
    area = rows.values(
        "geografi", fields.areas, reason="varken en kommun, ett län eller Hela landet"
    )
    year = rows.values("ar", fields.years, reason="inte ett år med fyra siffror")
    role = _role(rows, indicator)
    value = rows.values("varde", fields.decimals, reason="inte ett tal", required=False)
    table = pd.DataFrame({
        "survey": survey, "indicator": indicator, "role": role, "area": area, "year": year,
        "value": value,
    })  # fmt: skip
    again = np.zeros(len(sheet), dtype=bool)
    again[~rows.rejected] = table[~rows.rejected].duplicated(
        ["survey", "indicator", "role", "area", "year"]
    )
    rows.reject(again, column="variabel", reason="samma uppgift står redan på en tidigare rad")
    about, merged = _beside(table, rows)
    kept = table[~rows.rejected & ~merged]
    return rows.reading(
        _arrow(table, about, definition=_definition(sheet)),
        merged=merged,
        period_from=date(int(kept["year"].min()), 1, 1) if len(kept) else None,
        period_to=date(int(kept["year"].max()), 12, 31) if len(kept) else None,
    )


def _beside(table: pd.DataFrame, rows: Rows) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Bounds and respondents for each row, and which rows they were taken from."""
    keys = ["survey", "area", "year", "indicator"]
    later = table["indicator"].str.startswith(EXPOSURE, na=False)
    asked = table.assign(indicator=RESPONDENTS, year=table["year"] + later.astype(float))
    is_value = table["role"].isin([*UNITS.values(), SHARE]).to_numpy()
    about, merged = {}, np.zeros(len(table), dtype=bool)
    for part in (LOWER, UPPER, RESPONDENTS):
        place = pd.MultiIndex.from_frame((asked if part == RESPONDENTS else table)[keys])
        is_part = table["role"].eq(part).to_numpy()
        rows.reject(
            is_part & ~place.isin(place[is_value & ~rows.rejected]),
            column="enhet",
            reason="gräns eller antal svarande utan det värde som raden hör till",
        )
        is_part = is_part & ~rows.rejected
        given = pd.Series(table["value"].to_numpy()[is_part], index=place[is_part])
        about[part] = given.reindex(place).to_numpy()
        merged |= is_part
    return about, merged


def _role(rows: Rows, indicator: np.ndarray) -> np.ndarray:
    """Unit of the value on each row, or which part of another row's value it is, (rows,)."""
    role = rows.sheet.columns["enhet"].take(
        _roles(rows.sheet.columns["enhet"].texts), empty=RESPONDENTS
    )
    fits = (role == RESPONDENTS) == (indicator == ANSWERED)
    rows.reject(pd.isna(role) | ~fits, column="enhet", reason="enheten känns inte igen")
    return role


def _roles(texts: np.ndarray) -> np.ndarray:
    known = UNITS | BOUNDS | dict.fromkeys(DEFINITIONS, SHARE) | {"": RESPONDENTS}
    return fields.listed(known)(_dashes(texts))


def _indicators(texts: np.ndarray) -> np.ndarray:
    """The publisher's label, without the unit's sentence that some labels end with."""
    cut = pd.Series(_dashes(texts)).str.replace(r"( enligt NTU)?\. Andel \(%\).*$", "", regex=True)
    cut = cut.str.rstrip(".").str.strip()
    return np.where(cut.isin(INDICATORS), cut.to_numpy(dtype=object), np.array(None, dtype=object))


def _definition(sheet: Sheet) -> np.ndarray:
    unit = sheet.columns["enhet"]
    return unit.take(_dashes(unit.texts), empty=None)


def _dashes(texts: np.ndarray) -> np.ndarray:
    """16-84 and 16–84 alike."""
    plain = pd.Series(texts, dtype=object).str.replace(r"(?<=\d)[-‐‑‒−](?=\d)", "–", regex=True)
    return plain.to_numpy(dtype=object)


def _arrow(
    table: pd.DataFrame, about: dict[str, np.ndarray], *, definition: np.ndarray
) -> pa.Table:
    return pa.table({
        "survey": pa.array(table["survey"], pa.string()),
        "indicator": pa.array(table["indicator"], pa.string()),
        "unit": pa.array(table["role"], pa.string()),
        "area_code": pa.array(table["area"], pa.string()),
        "year": pa.array(table["year"], pa.float64(), from_pandas=True).cast(pa.int16()),
        "value": pa.array(table["value"], pa.float64(), from_pandas=True),
        "lower": pa.array(about[LOWER], pa.float64(), from_pandas=True),
        "upper": pa.array(about[UPPER], pa.float64(), from_pandas=True),
        "respondents": pa.array(about[RESPONDENTS], pa.float64(), from_pandas=True).cast(
            pa.int32(), safe=False
        ),
        "definition": pa.array(definition, pa.string()),
    })  # fmt: skip
