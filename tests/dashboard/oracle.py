"""The opening page's numbers once more: the publisher's files, row by row, with nothing of ours.

Slow and plain. The files' encodings, codes and rules are read here as their documents say.
"""

from __future__ import annotations

import csv
import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TYPES = tomllib.loads(Path("etl/problem_types.toml").read_text(encoding="utf-8"))["types"]
QUARTERLY = {t["code"] for t in TYPES if t["finest_period"] == "quarter"}
WEEKLY = [t["code"] for t in TYPES if t["finest_period"] == "week"]


@dataclass(frozen=True)
class Row:
    problem: str
    kommun: str
    regso: str | None
    deso: str | None
    begun: date | None
    occurred: date
    registered: date
    is_long: bool
    count: int

    @property
    def week(self) -> date:
        return self.occurred - timedelta(days=self.occurred.weekday())

    def area(self, level: str) -> str | None:
        return {"kommun": self.kommun, "regso": self.regso, "deso": self.deso}[level]


class Rows(list[Row]):
    def __repr__(self) -> str:
        return f"{len(self)} rows"  # what failed can be read


def rows(inbox: Path) -> Rows:
    """Every row of every extract in `inbox`."""
    problem = _problems()
    parent = _parents(inbox / "exempel_deso.geojson")
    files = inbox.glob("Brottsstatistik_*.csv")
    return Rows(_row(r, problem, parent) for file in files for r in _lines(file))


def _lines(file: Path) -> Iterable[dict[str, str]]:
    data = file.read_bytes()
    text = data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("cp1252")
    return csv.DictReader(text.splitlines(), delimiter=";")


def _row(r: dict[str, str], problem: dict[str, str], parent: dict[str, str]) -> Row:
    registered = date.fromisoformat(r["Inskrivningsdatum"])
    start = None if r["Brottsdatum från"] == "-" else date.fromisoformat(r["Brottsdatum från"])
    end = None if r["Brottsdatum till"] == "-" else date.fromisoformat(r["Brottsdatum till"])
    deso = r["desokod"] or None
    return Row(
        problem=problem[r["Brottskod"].zfill(4)],
        kommun=r["Kommunkod"],
        regso=parent[deso] if deso else None,
        deso=deso,
        begun=start,
        occurred=end or start or registered,
        registered=registered,
        is_long=bool(start and end and (end - start).days > 14),
        count=int(r["antal_brott"]),
    )


def _problems() -> dict[str, str]:
    found = {}
    for kind in TYPES:
        for entry in kind.get("brottskoder", []):
            first, last = (entry.split("-") * 2)[:2]
            found |= {f"{n:04d}": kind["code"] for n in range(int(first), int(last) + 1)}
    return found


def _parents(layer: Path) -> dict[str, str]:
    features = json.loads(layer.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["desokod"]: f["properties"]["regsokod"] for f in features}


def week_counts(
    known: list[Row], *, first: date, last: date, shift: timedelta, stop: date
) -> tuple[list[Row], list[Row]]:
    """The weekly rows of the period, and those of the compared one as it stood at the same lag."""
    weekly = [r for r in known if r.problem not in QUARTERLY]
    now = [r for r in weekly if first <= r.week <= last]
    before = [
        r
        for r in weekly
        if first - shift <= r.week <= last - shift and r.registered <= stop - shift
    ]
    return now, before


def summed(of: Iterable[Row], key: str, level: str = "") -> Counter[Any]:
    """Counts by an attribute of the rows, or by area at a level."""
    total: Counter[Any] = Counter()
    for r in of:
        total[r.area(level) if key == "area" else getattr(r, key)] += r.count
    return total


def said(now: int, before: int) -> str | None:
    if now < 5 and before < 5:
        return None
    z = math.sqrt(2) * (math.sqrt(now) - math.sqrt(before))
    if z >= 3:
        return "tydlig avvikelse"
    if z >= 2:
        return "värt att titta på"
    return "färre än väntat" if z <= -2 else "inom normal variation"
