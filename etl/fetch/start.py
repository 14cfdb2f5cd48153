"""A kommun's lägesbild from what is open: fetch, load what came, and say what did not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import shapely

from etl import fetch, warehouse
from etl.fetch.answers import save
from etl.fetch.turns import Caller
from etl.intake import receive_in
from etl.provenance import Refused
from etl.workplace import Workplace
from geodata.areas import REGSO_VINTAGE, kommun_name, load_regso

OPEN = ("scb_areas", "scb_population", "polisen_events")
FIRST_SETTINGS = """\
[forum]
kommun = "{code}"  # {name}

[installation]
# Ta bort # på nästa rad och skriv er adress: polisen ber om den av dem som hämtar från polisen.se.
# kontakt = "trygghet@kommun.example"
"""


@dataclass(frozen=True)
class Started:
    """`missing` says in Swedish, a sentence or two each, what could not be fetched and why."""

    loaded: warehouse.Loaded
    missing: list[str]


def settle(workplace: Workplace, *, kommun_code: str) -> tuple[str, ...]:
    """Make `workplace` the kommun's where it is nobody's; give its forum's kommuner.

    Raises Refused for an unknown kommun, somebody else's workplace, or the example.
    """
    fetch.check_kommuner([kommun_code])
    settings = workplace.folder / "lagesbild.toml"
    if not settings.exists():
        text = FIRST_SETTINGS.format(code=kommun_code, name=kommun_name(kommun_code))
        save(workplace.folder, name=settings.name, raw=text.encode())
    forum = workplace.forum
    if (
        workplace.settings.installation.exempel
        or not forum
        or kommun_code not in forum.kommun_codes
    ):
        raise Refused(
            f"{workplace.folder} är någon annans arbetsplats än {kommun_name(kommun_code)}s. Välj "
            "en annan mapp med --workplace."
        )
    return forum.kommun_codes


def start(
    workplace: Workplace,
    *,
    kommun_codes: Sequence[str],
    caller: Caller,
    bases: Mapping[str, str] | None = None,
) -> Started:
    """Fetch what is open about the forum's `kommun_codes`, and load it.

    Where nothing comes and nothing has been loaded before, the boundaries of RegSO that lie inside
    the project are. `bases` are other addresses than the clients' own, by client. Raises Refused
    when loading fails.
    """
    missing: list[str] = []
    files = [
        file
        for name in OPEN
        for file in _accepted(
            name,
            workplace=workplace,
            kommun_codes=kommun_codes,
            caller=caller,
            base=(bases or {}).get(name),
            missing=missing,
        )
    ]
    if not files and workplace.current is None:
        files = [shipped_regso(workplace.folder / "inbox", kommun_codes=kommun_codes)]
        missing.append("Tills vidare används de RegSO-gränser som följer med programmet.")
    loaded = warehouse.load(workplace, files, progress=caller.say)
    for file in files:  # read files do not stay in the inbox
        file.unlink()
    return Started(loaded, missing)


def _accepted(
    name: str,
    *,
    workplace: Workplace,
    kommun_codes: Sequence[str],
    caller: Caller,
    base: str | None,
    missing: list[str],
) -> Iterator[Path]:
    """The files that come, each tried at the door: one that is refused would keep out all others.

    The first that does not come, or is not let in, is the last: why is added to `missing`.
    """
    client, inbox = fetch.ALL[name], workplace.folder / "inbox"
    caller.say(f"Hämtar: {client.TITLE}")
    try:
        for codes in [[code] for code in kommun_codes] if client.PER_KOMMUN else [[]]:
            for file in fetch.fetch(
                name, folder=inbox, kommun_codes=codes, caller=caller, base=base
            ):
                _try(file, source=name, workplace=workplace)
                yield file
    except Refused as refusal:
        missing.append(f"{client.TITLE}: {refusal}")


def _try(file: Path, *, source: str, workplace: Workplace) -> None:
    """Raises Refused for a file that would not be let in, and takes it away."""
    try:
        receive_in(workplace, file, source=source)
    except Refused:
        file.unlink()
        raise


def shipped_regso(folder: Path, *, kommun_codes: Sequence[str]) -> Path:
    """Write the project's own, simplified RegSO of the kommuner in the form of SCB's WFS."""
    regso = load_regso(kommun_codes)
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shape),
            "geometry_name": "sp_geometry",
            "properties": {
                "objekttyp": "regso",
                "regsokod": code,
                "regsonamn": name,
                "lanskod": code[:2],
                "kommunkod": code[:4],
                "version": f"{REGSO_VINTAGE}_förenklad",
                "ansvarig_organisation": "Statistiska centralbyrån; förenklad i lagesbild",
                "referensdatum": f"{REGSO_VINTAGE}0101",
            },
        }
        for shape, code, name in zip(
            shapely.to_geojson(regso.geometry.to_numpy()), regso["code"], regso["name"], strict=True
        )
    ]
    answer = {
        "type": "FeatureCollection",
        "features": features,
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
    }
    name = f"regso_{REGSO_VINTAGE}_{'_'.join(kommun_codes)}_ur_programmet.geojson"
    file = save(folder, name=name, raw=json.dumps(answer, ensure_ascii=False).encode())
    valid_from = datetime(int(REGSO_VINTAGE), 1, 1).timestamp()
    os.utime(file, (valid_from, valid_from))  # a file's date is when its content was taken out
    return file
