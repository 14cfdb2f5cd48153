"""What lies under the maps: our own boundaries alone, one dropped street map, or a tile server's.

The app reads and fetches; a browser only ever asks the app (docs/decisions.md, 27).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dashboard.basemap.archive import Archive, BadMap, opened
from dashboard.basemap.tiles import Tiles


@dataclass(frozen=True)
class Basemap:
    """At most one of `streets` and `tiles`. `problem` says, in Swedish, why neither is drawn."""

    streets: Archive | None = None
    tiles: Tiles | None = None
    credit: str = ""
    problem: str = ""

    @property
    def digest(self) -> str:
        """Another for every other map; "" for the plain one."""
        return self.streets.digest if self.streets else self.tiles.digest if self.tiles else ""


PLAIN = Basemap()


def of_file(file: Path, *, credit: str = "") -> Basemap:
    """The map in `file`; the plain one, with its problem, where it cannot be drawn."""
    try:
        archive = opened(file)
    except BadMap as bad:
        return Basemap(problem=f"{bad} Tills dess visas den enkla kartan.")
    return Basemap(
        streets=archive, credit=credit or archive.credit or f"upphov okänt ({file.name})"
    )


def of_server(template: str, *, grid: str, credit: str) -> Basemap:
    """A server's tiles; `grid` is a name in GRIDS."""
    return Basemap(tiles=Tiles(template, grid=grid), credit=credit)
