"""A tile server's map as part of the ground: paler than it came, so that our marks stand out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

SIDE = 256.4  # px: a hair more than a tile is, so that no seam shows between two
# Few servers have a dark map. Turned over, with the hues turned back, a light one becomes one.
LOOKS = {
    "light": "filter:saturate(.45) contrast(.9);opacity:.8",
    "dark": "filter:invert(1) hue-rotate(180deg) saturate(.4) brightness(.8);opacity:.6",
}


class Tile(Protocol):
    @property
    def picture(self) -> str: ...

    @property
    def matrix(self) -> tuple[float, ...]: ...


def drawn(tiles: Iterable[Tile], *, theme: str) -> str:
    """SVG of the tiles in metres from the view's north-west corner."""
    images = "".join(
        f'<image href="{tile.picture}" width="{SIDE}" height="{SIDE}" preserveAspectRatio="none" '
        f'transform="matrix({" ".join(f"{value:.6g}" for value in tile.matrix)})"/>'
        for tile in tiles
    )
    return f'<g style="{LOOKS[theme]}">{images}</g>' if images else ""
