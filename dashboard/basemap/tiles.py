"""Map tiles from the one server that the settings name, fetched by us so that no visitor's address
reaches it, and placed in SWEREF 99 TM."""

from __future__ import annotations

import base64
import hashlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import numpy as np
from pyproj import Transformer

SIDE = 256  # px
SCREEN = 900  # px across: about the largest a map is drawn
MOST = 48  # tiles in a view
LARGEST = 1_000_000  # bytes of one tile
KEPT = 64_000_000  # bytes of tiles
PATIENCE = 4.0  # seconds
RESTING = 60.0  # seconds without asking a server that did not answer
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and keys stand in them


@dataclass(frozen=True)
class Grid:
    """West and north of the first tile, and metres per px at zoom 0, in `crs`."""

    crs: int
    west: float
    north: float
    metres: float


GRIDS = {
    "SWEREF 99 TM": Grid(3006, -1_200_000, 8_500_000, 4096),
    "Web Mercator": Grid(3857, -20_037_508.342789, 20_037_508.342789, 156_543.033928),
}


@dataclass(frozen=True)
class Placed:
    """A tile as a data address, and where its px are: the six numbers of an SVG matrix, from px to
    metres east and south of the view's north-west corner."""

    picture: str
    matrix: tuple[float, ...]


class Tiles:
    """`template` has {z}, {x} and {y}; `grid` is a name in GRIDS."""

    def __init__(
        self, template: str, *, grid: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._template = template
        self._grid = GRIDS[grid]
        self._now = now
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._size = 0
        self._rests_to = 0.0
        self._lock = threading.Lock()
        self.host = urlsplit(template).hostname or ""
        self.digest = hashlib.sha256(f"{template} {grid}".encode()).hexdigest()[:12]

    @property
    def is_resting(self) -> bool:
        """Whether the server did not answer a moment ago."""
        return self._now() < self._rests_to

    def within(self, corners: tuple[float, float, float, float]) -> tuple[list[Placed], bool]:
        """The tiles of a view (SWEREF 99 TM), and whether they are all there."""
        wanted = self._wanted(corners)
        with ThreadPoolExecutor(8) as pool, httpx.Client(timeout=PATIENCE) as client:
            found = list(pool.map(lambda tile: self._tile(client, *tile), wanted))
        placed = [
            Placed(picture, self._matrix(*tile, corners))
            for tile, picture in zip(wanted, found, strict=True)
            if picture
        ]
        return placed, len(placed) == len(wanted)

    def _wanted(self, corners: tuple[float, float, float, float]) -> list[tuple[int, int, int]]:
        grid = self._grid
        to_grid = Transformer.from_crs(3006, grid.crs, always_xy=True)
        west, south, east, north = to_grid.transform_bounds(*corners)
        zoom = max(0, min(20, round(math.log2(grid.metres / (east - west) * SCREEN))))
        while True:
            side = SIDE * grid.metres / 2**zoom
            across = range(math.floor((west - grid.west) / side), math.floor((east - grid.west) / side) + 1)  # fmt: skip
            down = range(math.floor((grid.north - north) / side), math.floor((grid.north - south) / side) + 1)  # fmt: skip
            if len(across) * len(down) <= MOST or not zoom:
                return [(zoom, x, y) for x in across for y in down if x >= 0 and y >= 0]
            zoom -= 1

    def _matrix(
        self, zoom: int, x: int, y: int, corners: tuple[float, float, float, float]
    ) -> tuple[float, ...]:
        """Both systems keep angles, so over one tile the way between them is a turn and a scale."""
        grid = self._grid
        side = SIDE * grid.metres / 2**zoom
        west, north = grid.west + x * side, grid.north - y * side
        to_ours = Transformer.from_crs(grid.crs, 3006, always_xy=True)
        east_ours, north_ours = to_ours.transform([west, west + side, west], [north, north, north - side])  # fmt: skip
        px = np.array([east_ours, north_ours]).T - (corners[0], corners[3])
        origin, right, low = px * (1, -1)
        a, b = (right - origin) / SIDE
        c, d = (low - origin) / SIDE
        return tuple(float(value) for value in (a, b, c, d, *origin))

    def _tile(self, client: httpx.Client, zoom: int, x: int, y: int) -> str:
        """The tile as a data address; "" where there is none to be had."""
        url = self._template.format(z=zoom, x=x, y=y)
        with self._lock:
            if url in self._kept:
                self._kept.move_to_end(url)
                return self._kept[url]
        if self.is_resting:
            return ""
        try:
            picture = _fetched(client, url)
        except httpx.HTTPError as error:
            log.warning("a map tile from %s: %s", self.host, type(error).__name__)
            self._rests_to = self._now() + RESTING
            return ""
        with self._lock:
            self._size += len(picture) - len(self._kept.get(url, ""))
            self._kept[url] = picture
            while self._size > KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])
        return picture


def _fetched(client: httpx.Client, url: str) -> str:
    """Raises httpx.HTTPError for what is no picture, too large, or sent elsewhere."""
    with client.stream("GET", url) as answer:
        if answer.status_code != httpx.codes.OK:
            raise httpx.HTTPStatusError("no tile", request=answer.request, response=answer)
        content = b""
        for part in answer.iter_bytes():
            content += part
            if len(content) > LARGEST:
                raise httpx.DecodingError("too large", request=answer.request)
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    if kind is None:
        raise httpx.DecodingError("no picture", request=answer.request)
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
