"""One dropped PMTiles file: is it a street map that can be drawn, and what is in each of its tiles?

Format: PMTiles version 3 (https://github.com/protomaps/PMTiles). GDAL reads such files too, but
unpacks whatever it is given: a megabyte of zeros packed becomes a gigabyte. Here nothing is unpacked,
read or followed further than a map has need of.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from dashboard.basemap.vector_tile import varints

HEADER = struct.Struct("<7sB11Q6B4iBii")
MEGA = 1_000_000
LONGEST_ROOT = 16_384  # bytes: the format's own, header and root together
LONGEST = 4 * MEGA  # bytes, unpacked: what it says of itself, a directory or a tile
DEEPEST = 4  # directories in directories
CREDIT = 120  # letters
NEEDED = frozenset({"earth", "water", "roads"})  # by their layers a street map is known
OSM = "© OpenStreetMaps bidragsgivare"
OTHERS = {2: "PNG", 3: "JPEG", 4: "WebP", 5: "AVIF"}


class BadMap(ValueError):
    """Why the file cannot be drawn and what to do, in Swedish."""


@dataclass(frozen=True)
class Archive:
    """`corners` are west, south, east, north in degrees; `credit` is "" where the file says none."""

    file: Path
    digest: str
    zooms: tuple[int, int]
    corners: tuple[float, float, float, float]
    credit: str
    root: tuple[int, int]  # where it starts and how long it is, in bytes; so also the next two
    leaves: tuple[int, int]
    data: tuple[int, int]
    is_packed: tuple[bool, bool]  # directories; tiles

    def tiles(self, zoom: int, where: list[tuple[int, int]]) -> Iterator[tuple[int, int, bytes]]:
        """x, y and the unpacked tile for each x and y in `where` that has one.

        Raises OSError, and ValueError for what is damaged.
        """
        with self.file.open("rb") as stream:
            for x, y in where:
                if spot := self._spot(tile_id(zoom, x, y)):
                    stream.seek(self.data[0] + spot[0])
                    tile = _unpacked(stream.read(spot[1]), is_packed=self.is_packed[1])
                    yield x, y, tile

    def _spot(self, number: int) -> tuple[int, int] | None:
        """Where in the data a tile is and how long; None where there is none."""
        start, length = self.root
        for _ in range(DEEPEST):
            ids, runs, lengths, offsets = _directory(self, start, length)
            n = int(np.searchsorted(ids, np.uint64(number), side="right")) - 1
            if n < 0:
                return None
            length, offset = int(lengths[n]), int(offsets[n])
            within = self.data if runs[n] else self.leaves
            if length > LONGEST or offset + length > within[1]:
                raise ValueError
            if runs[n]:
                return (offset, length) if number < int(ids[n]) + int(runs[n]) else None
            start = self.leaves[0] + offset
        raise ValueError


def opened(file: Path) -> Archive:
    """Raises BadMap."""
    name = file.name
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(HEADER.size)
            fields = _header(name, head, size)
            start, length = fields.pop("told")
            stream.seek(start)
            packed = stream.read(length)
        said = _metadata(name, packed, is_packed=fields["is_packed"][0])
        stamp = f"{file.stat().st_mtime_ns} {size}".encode()
        digest = hashlib.sha256(head + packed + stamp).hexdigest()[:12]
        archive = Archive(file=file, digest=digest, credit=_credit(said), **fields)
        _check_layers(name, said)
        _directory(archive, *archive.root)
    except OSError:
        raise BadMap(f"{name} går inte att öppna. Kontrollera att filen finns och får läsas.") from None  # fmt: skip
    except BadMap:
        raise
    except ValueError:
        raise BadMap(f"{name} är skadad. Hämta filen igen.") from None
    return archive


def tile_id(zoom: int, x: int, y: int) -> int:
    """A tile's number along Hilbert's curve, after those of all lower zooms."""
    number = (4**zoom - 1) // 3
    for level in reversed(range(zoom)):
        side = 1 << level
        right, low = bool(x & side), bool(y & side)
        number += side * side * (3 * right ^ low)
        if not low:
            if right:
                x, y = side - 1 - (x & side - 1), side - 1 - (y & side - 1)
            x, y = y, x
    return number


@lru_cache(maxsize=64)
def _directory(archive: Archive, start: int, length: int) -> tuple[np.ndarray, ...]:
    """Number, run, length and offset of each entry. Raises OSError and ValueError."""
    with archive.file.open("rb") as stream:
        stream.seek(start)
        numbers = varints(_unpacked(stream.read(length), is_packed=archive.is_packed[0]))
    count = int(numbers[0]) if len(numbers) else 0
    if not 0 < count <= (len(numbers) - 1) // 4:
        raise ValueError
    steps, runs, lengths, said = numbers[1 : 1 + 4 * count].reshape(4, count)
    if not said[0]:
        raise ValueError
    # an offset of 0 is said of what lies where the one before it ends
    anchor = np.maximum.accumulate(np.where(said > 0, np.arange(count), 0))
    before = np.cumsum(lengths) - lengths
    return np.cumsum(steps), runs, lengths, said[anchor] - np.uint64(1) + before - before[anchor]


def _unpacked(content: bytes, *, is_packed: bool) -> bytes:
    """Raises ValueError for what is no gzip, or becomes too much."""
    if not is_packed:
        found = content
    else:
        packing = zlib.decompressobj(wbits=31)
        try:
            found = packing.decompress(content, LONGEST + 1)
        except zlib.error:
            raise ValueError from None
    if len(found) > LONGEST:
        raise ValueError
    return found


def _header(name: str, head: bytes, size: int) -> dict[str, Any]:
    """Where things are. Raises BadMap for what is no vector map, cut off or not as it says."""
    if len(head) < HEADER.size or not head.startswith(b"PMTiles"):
        raise BadMap(f"{name} är ingen PMTiles-fil. Hämta en enligt docs/karta.md.")
    if head[7] != 3:
        raise BadMap(f"{name} är PMTiles i en äldre form. Gör om den med: pmtiles convert")
    (
        _, _, root, root_length, told, told_length, leaves, leaves_length, data, data_length, _, _,
        _, _, packing, tile_packing, kind, first, last, west, south, east, north, _, _, _,
    ) = HEADER.unpack(head)  # fmt: skip
    if kind in OTHERS:
        raise BadMap(
            f"{name} innehåller bilder ({OTHERS[kind]}). Det som kan visas är en vektorkarta i "
            "Protomaps form, se docs/karta.md."
        )
    if kind != 1 or packing not in (1, 2) or tile_packing not in (1, 2):
        raise BadMap(f"{name} är packad på ett sätt som inte kan läsas. Använd gzip.")
    parts = ((root, root_length), (told, told_length), (leaves, leaves_length), (data, data_length))
    if any(start + length > size for start, length in parts):
        raise BadMap(f"{name} är avhuggen. Hämta filen igen.")
    is_sound = (
        root_length <= LONGEST_ROOT
        and told_length <= LONGEST
        and first <= last <= 16
        and -180e7 <= west < east <= 180e7
        and -86e7 <= south < north <= 86e7
    )
    if not is_sound:
        raise BadMap(f"{name} är skadad: det som står i dess början kan inte stämma. Hämta den igen.")  # fmt: skip
    return {
        "told": (told, told_length),
        "root": (root, root_length),
        "leaves": (leaves, leaves_length),
        "data": (data, data_length),
        "is_packed": (packing == 2, tile_packing == 2),
        "zooms": (first, last),
        "corners": (west / 1e7, south / 1e7, east / 1e7, north / 1e7),
    }


def _metadata(name: str, packed: bytes, *, is_packed: bool) -> dict[str, Any]:
    """What the file says of itself."""
    try:
        said = json.loads(_unpacked(packed, is_packed=is_packed))
    except (ValueError, RecursionError):
        raise BadMap(f"{name} är skadad: vad den innehåller går inte att läsa. Hämta filen igen.") from None  # fmt: skip
    return said if isinstance(said, dict) else {}


def _check_layers(name: str, said: dict[str, Any]) -> None:
    """Raises BadMap for a map in another form, or an older one."""
    listed = said.get("vector_layers")
    layers = {layer.get("id"): layer.get("fields") for layer in listed if isinstance(layer, dict)} if isinstance(listed, list) else {}  # fmt: skip
    if not layers.keys() >= NEEDED:
        raise BadMap(
            f"{name} har inte de lager som behövs ({', '.join(sorted(NEEDED))}). Hämta ett utdrag i "
            "Protomaps form, se docs/karta.md."
        )
    fields = layers["roads"]
    if isinstance(fields, dict) and fields and "kind" not in fields:
        raise BadMap(f"{name} är i en äldre form av Protomaps. Hämta ett nyare utdrag, se docs/karta.md.")  # fmt: skip


def _credit(said: dict[str, Any]) -> str:
    """Whose map it is, as text: the file has it as HTML."""
    text = str(said.get("attribution") or "")
    if "openstreetmap" in text.casefold():
        return OSM
    plain = html.unescape(re.sub(r"<[^>]*>", "", text))
    return " ".join(plain.split())[:CREDIT]
