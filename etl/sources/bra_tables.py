"""Brå's ready tables in Excel: P1 and P3 of a month, and table 120 of kommuner.

Made to be printed: what the table is of, the year and the area stand in its title, and footnotes
below it. Written from how others describe them. Changes, sums of several months and rates of crimes
are not read: they follow from the counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from etl import crime_statistics as crime
from etl import fields, privacy
from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Sheet
from etl.reading.worksheet import Cells, captions, is_alone, is_filled, long
from geodata.areas import lan_names

SOURCE = Source(
    title="Anmälda brott ur Brås färdiga tabeller",
    publisher="Brottsförebyggande rådet (Brå)",
    owner="trygghetssamordnare",
    url="https://bra.se/statistik",
    licence="Fri användning; ange Brå som källa",
    purpose="Jämförelse mellan brottstyper, kommuner och perioder i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=14600,
    revision_key=("source", "crime_path", "area_code", "period_type", "period_start"),
    table="crime_statistic",
    columns=("Kommun", "Brottstyp", "Antal", "Per 100 000 inv."),
    caveats=(
        "Ur månadstabellerna läses antalet för varje månad. Förändringar och summor över flera månader läses inte.",
        "En punkt betyder att talet inte går att beräkna, två punkter att det saknas. Det är inte noll.",
        "Anmälda brott räknas när de anmäldes, inte när de skedde.",
    ),
    blind_spots=(
        "brott som inte anmäls",
        "brott utan känd plats, bland dem många bedrägerier",
    ),
)  # fmt: skip
NUMBER = re.compile(r"[-–−]?\d[\d ]*(?:[.,]\d+)?|\.{1,2}|[-–−]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NAMED = re.compile(r"(?i)\btabell (?:P[134]|1[012]0)\b")
HEADINGS = ("Kommun", "Brottstyp", "Brottskategori", "Typ av brott")  # years may stand beside them
LONG_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip
# Columns of P1 beside the month's own count.
OTHER = re.compile(r"(?i)förändr|ackumul|senaste|12 mån|100 000|procent|%|[a-z] ?[–-] ?[a-z]")
RATE = re.compile(r"(?i)100 000")
FOOTNOTE = re.compile(r" ?\*?\d?\)$")
Found = tuple[int, tuple[str | None, ...]]  # Excel's row number, and the columns SEARCHED


def recognise(file: File) -> bool:
    return any(_body(file.grid(name)) is not None for name in file.sheet_names)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    """Raises Refused when the title does not say what a sheet is of."""
    found: list[Found] = []
    for name in file.sheet_names:
        cells = file.grid(name)
        if (body := _body(cells)) is not None:
            found += _table(cells, body)
    columns = dict(zip(crime.SEARCHED, zip(*(row for _, row in found), strict=True), strict=True))
    return crime.searched(long(columns, row_numbers=[number for number, _ in found]))


def _body(cells: Cells) -> np.ndarray | None:
    """The rows of the table itself, of a sheet whose title says that it is one of these; or None."""
    if cells.ndim < 2 or cells.shape[1] < 2 or not NAMED.search(_title(cells)):
        return None
    filled = is_filled(cells)
    labelled = filled[:, 0] & ~np.isin(cells[:, 0], HEADINGS) & filled[:, 1:].any(axis=1)
    body = np.flatnonzero(labelled)
    fits = [all(t is None or NUMBER.fullmatch(t) for t in row) for row in cells[body, 1:]]
    return body[fits] if any(fits) else None


def _title(cells: Cells) -> str:
    """The texts above the table, each alone on its row."""
    alone = is_alone(cells[:50])
    end = np.flatnonzero(~alone & is_filled(cells[:50]).any(axis=1))[:1]
    rows = cells[: int(end[0]) if len(end) else 50, 0]
    return " ".join(text for text in rows if text is not None)


def _table(cells: Cells, body: np.ndarray) -> Iterator[Found]:
    alone = np.flatnonzero(is_alone(cells[: body[0]]))
    said = captions(cells[(int(alone[-1]) + 1 if len(alone) else 0) : body[0]] if body[0] else cells[:0])  # fmt: skip
    privacy.check_columns({text for texts in said for text in texts})
    title = _title(cells)
    labels = [FOOTNOTE.sub("", text) for text in cells[body, 0]]
    known = np.array([code is not None for code in fields.areas(np.array(labels, dtype=object))])
    if known.mean() >= 0.5:
        columns = _kommuner(said, year=_year(title))
    else:
        columns = _crimes(said, title=title)
    for at, label in zip(body, labels, strict=True):
        for (area, name, year, part), (count, rate) in columns.items():
            values = [cells[at, column] if column else None for column in (count, rate)]
            yield int(at) + 1, (area or label, name or label, year, part, *values)


Columns = dict[tuple[str, str, str, str], list[int]]  # area, crime, year, part -> count and rate


def _kommuner(said: list[tuple[str, ...]], *, year: str) -> Columns:
    """Table 120: a row per kommun; the crimes across, or all of them together."""
    found: Columns = {}
    for column, texts in enumerate(said[1:], 1):
        is_rate = any(RATE.search(text) for text in texts)
        measures = ("antal", "antal brott", "kommun")
        names = [t for t in texts if not RATE.search(t) and t.casefold() not in measures]
        key = ("", FOOTNOTE.sub("", names[0]) if names else crime.TOTAL, year, "")
        found.setdefault(key, [0, 0])[is_rate] = column
    if not all(count for count, _ in found.values()):
        raise Refused("tabellen per kommun har inget antal, bara tal per 100 000. Hämta den med antal.")  # fmt: skip
    return found


def _crimes(said: list[tuple[str, ...]], *, title: str) -> Columns:
    """P1 and P3: a row per crime; the months across, or the title's own month."""
    area, year = _area(title), _year(title)
    months = {}
    for column, texts in enumerate(said[1:], 1):
        for text in texts:
            if text.casefold().rstrip(".") in (*crime.MONTHS, *LONG_MONTHS):
                months[column] = text[:3]
    if len(set(months.values())) > 1:
        return {(area, "", year, part): [column, 0] for column, part in months.items()}
    own = [m for m in LONG_MONTHS if re.search(rf"(?i)\b{m} {year[:4]}\b", title)]
    mine = [column for column, texts in enumerate(said[1:], 1) if texts and not OTHER.search(" ".join(texts))]  # fmt: skip
    if len(own) != 1 or len(mine) != 1:
        raise Refused(
            "titeln säger inte vilken månad tabellen gäller, eller så går månadens antal inte att "
            "skilja från de andra kolumnerna. Hämta tabellen igen från Brå."
        )
    return {(area, "", year, own[0][:3]): [mine[0], 0]}


def _year(title: str) -> str:
    years = set(YEAR.findall(title))
    if len(years) != 1:
        raise Refused("tabellens titel säger inte vilket år den gäller. Hämta den igen från Brå.")
    return years.pop() + (" prel." if "prel" in title.casefold() else "")


def _area(title: str) -> str:
    """The one län that the title names, else the whole country if it says so."""
    names = (*lan_names().values(), "Hela landet")
    found = [name for name in names if name.casefold() in title.casefold()]
    if len(found) != 1:
        raise Refused(
            "tabellens titel säger inte vilket län eller om det är hela landet. Hämta den igen från Brå."
        )
    return found[0]
