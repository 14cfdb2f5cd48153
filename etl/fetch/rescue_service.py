"""MCF's (before 2026: MSB's) rescue services' calls per kommun, month and kind: PxWeb v1, table B11.

Written from how others use the interface: no answer of it has been seen here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from etl.fetch.answers import save
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused

TITLE = "Räddningstjänstens händelser"
BASE = "https://statistik.mcf.se/PxWeb/api/v1/sv/PxData"
PER_KOMMUN = True
LIMITS = (Limit(10, 10.0),)  # none is published: ours
YEARS = 10
DIMENSIONS = ("kommun", "ar", "konvHandelsetypId", "manadNummer")


def fetch(
    folder: Path, *, kommun_codes: Sequence[str], caller: Caller, base: str = BASE
) -> list[Path]:
    """Save `mcf_raddningstjanst_<kommun>.json` in `folder`: JSON-stat 2, byte for byte.

    Raises Refused.
    """
    with Publisher("MCF", base=base, key="mcf", limits=LIMITS, caller=caller) as mcf:
        return [_kommun(mcf, folder=folder, kommun_code=code) for code in kommun_codes]


def _kommun(mcf: Publisher, *, folder: Path, kommun_code: str) -> Path:
    chosen = (("item", kommun_code), ("top", str(YEARS)), ("all", "*"), ("all", "*"))
    query = [
        {"code": code, "selection": {"filter": kind, "values": [value]}}
        for code, (kind, value) in zip(DIMENSIONS, chosen, strict=True)
    ]
    answer = mcf.ask("/B/B1/B11", body={"query": query, "response": {"format": "json-stat2"}})
    mcf.require(answer.content, "dimension")
    mcf.require(answer.content["dimension"], *DIMENSIONS)
    size, value = (mcf.records(answer.content, field) for field in ("size", "value"))
    if len(value) != math.prod(size):
        raise Refused("MCF:s svar är inte helt. Svaret har inte sparats. Försök igen senare.")
    return save(folder, name=f"mcf_raddningstjanst_{kommun_code}.json", raw=answer.raw)
