"""Kolada (RKA): key figures of a kommun and of the seven most like it, from its API v3.

Which kommuner are alike is RKA's own list, renewed each year. Written from how others use the
interface: no answer of it has been seen here. There is no source yet that reads the files: they
are saved, and cannot be loaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.fetch.answers import Answer, save
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused
from geodata.areas import kommun_name

TITLE = "Nyckeltal för liknande kommuner"
BASE = "https://api.kolada.se/v3"
PER_KOMMUN = True
LIMITS = (Limit(10, 10.0),)  # none is published: ours
KPIS = ("N01951", "N07403", "U07418")  # residents; reported violent crime, a year and three years'
COUNTRY = "0000"
MOST_PAGES = 20


def fetch(
    folder: Path, *, kommun_codes: Sequence[str], caller: Caller, base: str = BASE
) -> list[Path]:
    """Save the group of alike kommuner, then the figures of its members, the country and the kommun.

    The files are `kolada_liknande_<kommun>_<page>.json` and `kolada_nyckeltal_<kommun>_<page>.json`
    in `folder`, each page byte for byte. Raises Refused.
    """
    with Publisher("Kolada", base=base, key="kolada", limits=LIMITS, caller=caller) as kolada:
        return [path for code in kommun_codes for path in _kommun(kolada, folder=folder, code=code)]


def _kommun(kolada: Publisher, *, folder: Path, code: str) -> list[Path]:
    found = _pages(kolada, path="/municipality_groups", params={"title": kommun_name(code)})
    alike = _alike(kolada, [group for page in found for group in page.content["values"]], code=code)
    places = ",".join([code, *alike, COUNTRY])
    figures = _pages(kolada, path=f"/data/kpi/{','.join(KPIS)}/municipality/{places}", params={})
    for row in (row for page in figures for row in page.content["values"]):
        kolada.require(row, "kpi", "municipality", "period", "values")
    return [
        save(folder, name=f"kolada_{kind}_{code}_{number}.json", raw=page.raw)
        for kind, pages in (("liknande", found), ("nyckeltal", figures))
        for number, page in enumerate(pages, 1)
    ]


def _pages(kolada: Publisher, *, path: str, params: dict[str, str]) -> list[Answer]:
    """All pages, by number: an address in an answer ("next_url") is not followed."""
    pages: list[Answer] = []
    while len(pages) < MOST_PAGES:
        page = kolada.ask(path, params=params | {"page": str(len(pages) + 1), "per_page": "5000"})
        kolada.records(page.content, "values")
        kolada.require(page.content, "next_url")
        pages.append(page)
        if not page.content["next_url"]:
            return pages
    raise Refused("Kolada svarar med fler sidor än väntat. Svaret har inte sparats.")


def _alike(kolada: Publisher, groups: list[dict[str, Any]], *, code: str) -> list[str]:
    """Codes of the latest group "Liknande kommuner, övergripande, <kommun>, <year>"."""
    form = rf"Liknande kommuner, övergripande, {re.escape(kommun_name(code))}, (\d{{4}})"
    by_year: dict[str, list[str]] = {}
    for group in groups:
        kolada.require(group, "title")
        members = kolada.records(group, "members")
        for member in members:
            kolada.require(member, "member_id")
        if match := re.fullmatch(form, str(group["title"])):
            by_year[match[1]] = [str(member["member_id"]) for member in members]
    if not by_year:
        raise Refused("Kolada har ingen grupp av kommuner som liknar kommunen.")
    return [member for member in by_year[max(by_year)] if member != code]
