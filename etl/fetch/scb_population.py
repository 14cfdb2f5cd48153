"""SCB's population per DeSO and age band, latest year, from PxWeb v2 (table TAB6574) as CSV.

The selection is that of a real answer of 2026, but for a kommun instead of a län and the latest
year instead of a named one. A kommun's answer is a few thousand cells at most; SCB's limit for one
answer is 150,000, and for calls 30 within 10 s.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from etl.fetch.answers import changed, require, save, strange
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused

TITLE = "Folkmängd per DeSO"
BASE = "https://statistikdatabasen.scb.se/api/v2"
PER_KOMMUN = True
LIMITS = (Limit(30, 11.0),)  # a second more than SCB's: calls do not all travel as fast
CONTENTS = "000007Y7"
AGES = ("totalt", "65-69", "70-74", "75-79", "80-")
COLUMNS = ("Region", "Alder", "Kon")


def fetch(
    folder: Path, *, kommun_codes: Sequence[str], caller: Caller, base: str = BASE
) -> list[Path]:
    """Save `folkmangd_deso_<year>_<kommun>.csv` in `folder`, SCB's answer byte for byte.

    Raises Refused.
    """
    with Publisher("SCB", base=base, key="scb_population", limits=LIMITS, caller=caller) as scb:
        return [_kommun(scb, folder=folder, kommun_code=code) for code in kommun_codes]


def _kommun(scb: Publisher, *, folder: Path, kommun_code: str) -> Path:
    answer = scb.ask(
        "/tables/TAB6574/data",
        params={
            "lang": "sv",
            "valueCodes[Region]": f"{kommun_code}*",
            "codelist[Region]": "vs_DeSO2025",
            "valueCodes[Alder]": ",".join(AGES),
            "valueCodes[Kon]": "1+2",
            "valueCodes[ContentsCode]": CONTENTS,
            "valueCodes[Tid]": "top(1)",
            "outputFormat": "csv",
        },
        form="csv",
    )
    year = _year(answer.content, publisher=scb.name, kommun_code=kommun_code)
    return save(folder, name=f"folkmangd_deso_{year}_{kommun_code}.csv", raw=answer.raw)


def _year(text: str, *, publisher: str, kommun_code: str) -> str:
    """The year of a whole answer. Raises Refused for any other."""
    try:
        header, *rows = csv.reader(text.splitlines())
    except csv.Error:
        raise strange(publisher) from None
    require(dict.fromkeys(header), *COLUMNS, publisher=publisher)
    years = [match[1] for name in header if (match := re.fullmatch(rf"{CONTENTS} (\d{{4}})", name))]
    if not years:
        raise changed(publisher, field=f"{CONTENTS} och ett år")
    region, age = header.index("Region"), header.index("Alder")
    cells = [(row[region], row[age]) for row in rows if len(row) == len(header)]
    areas = {code for code, _ in cells if code.startswith(kommun_code)}
    if not areas or len(cells) < len(rows) or sorted(cells) != sorted(product(areas, AGES)):
        raise Refused(
            f"{publisher}:s svar har inte varje åldersgrupp för varje område i kommunen. Svaret har "
            "inte sparats. Försök igen senare."
        )
    return max(years)
