"""The police's monthly extract of reported crime per DeSO, in the two forms that are sent out.

The statistical form comes once per kommun and year so far; the older, disclosed form ("A") has a
row id and a combined date column. The number of columns tells them apart.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl import fields, problem_types
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet
from geodata import areas, locate

EXTRACT = (
    "LPO/Sektion nivå 4 brottsplats", "Län", "Kommunnamn", "Kommunkod", "desokod", "Brottskod",
    "Brottskod text", "Inskr år", "Inskr årmånad", "Inskrivningsdatum", "Brottsdatum från",
    "Brottsdatum till", "antal_brott",
)  # fmt: skip
DISCLOSED = (
    "Id", "Brottskod", "Brottskod klartext", "Inskrivningsdatum", "Brottsdatum", "Kommun", "Län",
    "DeSO område", "Antal",
)  # fmt: skip

MOST = 99_999  # offences on one row; a report of hundreds happens

SOURCE = Source(
    title="Anmälda brott, månadsuttag",
    publisher="Polismyndigheten",
    owner="kommunpolis",
    url="https://polisen.se/om-polisen/polisens-arbete/statistik/",
    licence="Utlämnat till kommunen; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="deso",
    retention_days=3650,
    rhythm_days=31,
    revision_key=(),
    table="incident",
    counted="anmälda brott",
    vocabulary="brottskoder",
    columns=tuple(dict.fromkeys(EXTRACT + DISCLOSED)),
    caveats=(
        "Anmälda brott är inte alla brott: de visar också hur benägna människor är att anmäla.",
        "De senaste veckorna är ofullständiga: många brott anmäls dagar eller veckor i efterhand.",
        "Narkotikabrott och rattfylleri blir fler när polisen letar.",
        "Uttaget är preliminärt: brott kan kodas om eller utgå.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "var de flesta bedrägerier sker: de saknar ofta brottsplats",
        "våld i nära relation, sexualbrott och brott mot barn finare än kommun och kvartal",
    ),
)


def recognise(file: File) -> bool:
    return {"desokod", "Brottskod", "antal_brott"} <= set(file.header) or {
        "DeSO område", "Brottskod", "Brottskod klartext",
    } <= set(file.header)  # fmt: skip


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    extract = rows.has("desokod")
    day = "inte ett datum på formen ÅÅÅÅ-MM-DD"
    registered = rows.values("Inskrivningsdatum", fields.days, reason=day)
    kommun = _kommun(rows, extract=extract, known=known)
    table = {
        "kommun_code": kommun,
        "area_code": _deso(rows, "desokod" if extract else "DeSO område", kommun),
        # the leading zero is lost where the publisher's tool took the code for a number
        "category": rows.texts(
            "Brottskod", partial(_crime_codes, known), reason="brottskoden har ingen problemtyp"
        ),
        "registered_on": registered,
    }
    if extract:
        for end, name in (
            ("occurred_from", "Brottsdatum från"),
            ("occurred_to", "Brottsdatum till"),
        ):
            table[end] = rows.values(name, fields.days, reason=day, required=False)
        table["incident_id"] = pa.nulls(len(sheet), pa.string())
        months = rows.values(
            "Inskr årmånad", fields.months, reason="inte en månad på formen ÅÅÅÅMM"
        )
    else:
        occurred = rows.values("Brottsdatum", fields.days, reason=day, required=False)
        table["occurred_from"] = table["occurred_to"] = occurred
        table["incident_id"] = rows.texts(
            "Id", fields.matching(r"^[\w-]{1,40}$"), reason="radens id går inte att läsa"
        )
    table["count"] = rows.values(
        "antal_brott" if extract else "Antal",
        _positive,
        reason=f"inte ett antal från 1 till {MOST}",
    )
    if extract:  # a slip of the pen here would make the file speak for months it knows nothing of
        strays = registered.astype("datetime64[M]") != months
        rows.reject(strays, column="Inskr årmånad", reason="inte samma månad som Inskrivningsdatum")
    future = registered > np.datetime64("today") + 1  # numpy's today is Greenwich's
    rows.reject(future, column="Inskrivningsdatum", reason="inskriven i framtiden")
    ahead = registered < table["occurred_from"]
    rows.reject(ahead, column="Inskrivningsdatum", reason="inskriven innan brottet började")
    kept = registered[~rows.rejected]
    if not len(kept):
        return rows.reading(_arrow(table), period_from=None, period_to=None)
    # A file speaks for whole months of registration: what it no longer holds has been taken out.
    first = months[~rows.rejected].min() if extract else kept.min()
    end = (kept.max().astype("datetime64[M]") + 1).astype("datetime64[D]") - 1
    return rows.reading(
        _arrow(table),
        period_from=kept.min().item(),
        period_to=kept.max().item(),
        covers=(first.astype("datetime64[D]").item(), end.item()),
        kommun_codes=tuple(sorted(pc.unique(kommun.filter(~rows.rejected)).to_pylist())),
        preliminary=True,
    )


def _kommun(rows: Rows, *, extract: bool, known: Known) -> pa.DictionaryArray:
    """A row from a kommun that is not the forum's is none of its business."""
    name = "Kommunkod" if extract else "Kommun"
    kommun = rows.texts(
        name,
        _kommun_codes if extract else locate.kommun_code,
        reason="inte en kommunkod" if extract else "kommunen finns inte i listan över kommunnamn",
    )
    if known.kommun_codes is not None:
        ours = pc.is_in(kommun.dictionary, pa.array(sorted(known.kommun_codes), pa.string()))
        outside = ~np.append(ours.to_numpy(zero_copy_only=False), True)
        codes = pc.fill_null(kommun.indices, -1).to_numpy(zero_copy_only=False)
        rows.reject(outside[codes], column=name, reason="kommunen hör inte till forumet")
    return kommun


def _deso(rows: Rows, name: str, kommun: pa.DictionaryArray) -> pa.DictionaryArray:
    """A code of another form, or of another kommun than the row's, rejects the row."""
    deso = rows.texts(
        name,
        fields.matching(r"^\d{4}[A-Z]\d{3,4}0?$"),
        reason="inte en DeSO-kod",
        required=False,
        missing=("", "-", "..", ".", "Värde saknas", "Okänd"),
    )
    within = pa.DictionaryArray.from_arrays(
        deso.indices, pc.utf8_slice_codeunits(deso.dictionary, 0, 4)
    )
    strays = pc.fill_null(pc.not_equal(within, kommun), False).to_numpy(zero_copy_only=False)
    rows.reject(strays, column=name, reason="DeSO-koden hör till en annan kommun")
    return deso


def _crime_codes(known: Known, texts: np.ndarray) -> np.ndarray:
    """The list is the problem types': a kommun adds a new code there and loads the file again."""
    listed = known.problem_types.by_crime_code
    codes = problem_types.crime_code(texts).to_pylist()
    return np.array([code if code in listed else None for code in codes], dtype=object)


def _unknown_codes(sheet: Sheet, known: Known) -> tuple[str, ...]:
    """Codes of the publisher's form that have no problem type; other texts are not echoed."""
    codes = problem_types.crime_code(sheet.columns["Brottskod"].texts).to_pylist()
    unknown = sorted({code for code in codes if code} - set(known.problem_types.by_crime_code))
    remedy = "Lägg till dem i arbetsplatsens problemtyper.toml och läs in filen igen."
    return (f"Brottskoder utan problemtyp: {', '.join(unknown[:20])}. {remedy}",) if unknown else ()


def _kommun_codes(texts: np.ndarray) -> np.ndarray:
    known = areas.kommun_names()
    codes = [text.zfill(4) for text in texts]
    return np.array([code if code in known else None for code in codes], dtype=object)


def _positive(texts: np.ndarray) -> np.ndarray:
    counts = fields.counts(texts)
    return np.where((counts >= 1) & (counts <= MOST), counts, np.nan)


def _arrow(table: dict[str, np.ndarray | pa.Array]) -> pa.Table:
    return pa.table({**table, "count": pa.array(table["count"]).cast(pa.int32(), safe=False)})
