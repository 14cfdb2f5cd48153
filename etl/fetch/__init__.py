"""Publishers' open interfaces: one file per client, which saves answers untouched in a folder.

What is saved is then loaded as any file that somebody has dropped there. A client is named as the
source that reads its files; one without a source (`kolada`) only saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from etl.fetch import kolada, polisen_events, rescue_service, scb_areas, scb_population
from etl.fetch.turns import Caller
from etl.provenance import Refused, in_swedish
from geodata.areas import kommun_names


class Client(Protocol):
    """`fetch` saves one or more files in `folder`; raises Refused."""

    TITLE: str  # Swedish
    BASE: str
    PER_KOMMUN: bool  # whether it is asked about kommuner, one or more

    def fetch(
        self, folder: Path, *, kommun_codes: Sequence[str], caller: Caller, base: str
    ) -> list[Path]: ...


ALL: dict[str, Client] = {
    "scb_areas": scb_areas,
    "scb_population": scb_population,
    "polisen_events": polisen_events,
    "rescue_service": rescue_service,
    "kolada": kolada,
}


def fetch(
    name: str, *, folder: Path, kommun_codes: Sequence[str], caller: Caller, base: str | None = None
) -> list[Path]:
    """The files that client `name` saved in `folder`.

    Raises Refused (Swedish) for an unknown client or kommun, and when nothing whole came.
    """
    if name not in ALL:
        raise Refused(f"”{name}” kan inte hämtas. Välj en av: {', '.join(ALL)}.")
    check_kommuner(kommun_codes)
    client = ALL[name]
    if client.PER_KOMMUN and not kommun_codes:
        raise Refused("Ange vilken kommun det gäller, till exempel --kommun 0683.")
    try:
        return client.fetch(
            folder, kommun_codes=kommun_codes, caller=caller, base=base or client.BASE
        )
    except OSError as error:
        raise Refused(f"Hämtningen avbröts: {in_swedish(error)}.") from error


def check_kommuner(codes: Sequence[str]) -> None:
    """Raises Refused for a code that is no kommun's."""
    if unknown := sorted(set(codes) - kommun_names().keys()):
        raise Refused(
            f"{', '.join(unknown)} är ingen kommunkod. Den har fyra siffror, till exempel 0683."
        )
