"""A Mapbox vector tile as arrays. Numbers of a whole layer are unpacked at once.

Format: vector-tile-spec 2.1 (https://github.com/mapbox/vector-tile-spec). A tile that breaks it raises
ValueError, whatever it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

POINT, LINE, POLYGON = 1, 2, 3
MOVE, DRAW, CLOSE = 1, 2, 7


@dataclass(frozen=True)
class Layer:
    """One row per point, line and polygon: its geometry, and what was asked for of its texts, each
    an array of str and None. Coordinates are shares of the tile's side, from its north-west."""

    geometry: np.ndarray
    texts: dict[str, np.ndarray]


def decoded(tile: bytes, wanted: Mapping[str, Collection[str]]) -> dict[str, Layer]:
    """The layers in `wanted` that the tile has, each with the texts wanted of it."""
    found = {}
    try:
        for number, content in _fields(tile):
            if number == 3 and isinstance(content, bytes):
                name, parts = _sorted(content)
                if name in wanted and parts[2]:
                    found[name] = _layer(parts, wanted[name])
    except IndexError as error:
        raise ValueError("cut off") from error
    return found


def varints(content: bytes) -> np.ndarray:
    """Every number of a row of base-128 numbers, uint64. Raises ValueError for one too long."""
    octets = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero(octets < 128) + 1
    if not len(ends):
        return np.array([], np.uint64)
    starts = np.concatenate([[0], ends[:-1]])
    place = np.arange(ends[-1]) - np.repeat(starts, ends - starts)
    if place.max() > 9:
        raise ValueError("a number is too long")
    parts = (octets[: ends[-1]] & 127).astype(np.uint64) << (7 * place).astype(np.uint64)
    return np.add.reduceat(parts, starts)


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and content of each field. Raises IndexError where the message ends too early."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        wire = key & 7
        if wire == 0:
            value, at = _number(message, at)
            yield key >> 3, value
        elif wire == 2:
            length, at = _number(message, at)
            if at + length > len(message):
                raise IndexError
            yield key >> 3, message[at : at + length]
            at += length
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            raise ValueError("no such field")


def _number(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 70:
        octet = message[at]
        at += 1
        value |= (octet & 127) << shift
        if octet < 128:
            return value, at
        shift += 7
    raise ValueError("a number is too long")


def _sorted(layer: bytes) -> tuple[str, dict[int, list]]:
    """A layer's name, and the contents of its fields by their number."""
    parts: dict[int, list] = {1: [], 2: [], 3: [], 4: [], 5: []}
    for number, content in _fields(layer):
        if number in parts and isinstance(content, int if number == 5 else bytes):
            parts[number].append(content)
    return b"".join(parts[1]).decode(errors="replace"), parts


def _layer(parts: dict[int, list], wanted: Collection[str]) -> Layer:
    features = [dict(_fields(feature)) for feature in parts[2]]
    kinds = np.array([f.get(3) if f.get(3) in (1, 2, 3) else 0 for f in features], np.uint8)
    said = [content if isinstance(content := f.get(4), bytes) else b"" for f in features]
    tags = [content if isinstance(content := f.get(2), bytes) else b"" for f in features]
    geometry, owner = _geometry(said, kinds, side=max([*parts[5], 1]) if parts[5] else 4096)
    texts = _texts(tags, parts, wanted)
    return Layer(geometry, {name: column[owner] for name, column in texts.items()})


def _joined(packed: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of all, and where in them each begins (and the last ends)."""
    whole = b"".join(packed)
    is_last = np.frombuffer(whole, np.uint8) < 128
    so_far = np.concatenate([[0], np.cumsum(is_last)])
    return varints(whole), so_far[np.cumsum([0, *map(len, packed)])]


def _texts(
    tags: list[bytes], parts: dict[int, list], wanted: Collection[str]
) -> dict[str, np.ndarray]:
    """For each wanted key an array with every feature's text, None where it has none."""
    numbers, starts = _joined(tags)
    if (starts % 2).any():
        raise ValueError("a key without its value")
    pairs = numbers.reshape(-1, 2)
    owner = np.repeat(np.arange(len(tags)), np.diff(starts) // 2)
    values = np.array([*(dict(_fields(value)).get(1) for value in parts[4]), None], object)
    keys = [key.decode(errors="replace") for key in parts[3]]
    found = {}
    for name in wanted:
        column = np.full(len(tags), None, object)
        if name in keys:
            of = pairs[:, 0] == keys.index(name)
            raw = values[np.minimum(pairs[of, 1], np.uint64(len(values) - 1))]
            text = [v.decode(errors="replace") if isinstance(v, bytes) else None for v in raw]
            column[owner[of]] = text
        found[name] = column
    return found


def _geometry(said: list[bytes], kinds: np.ndarray, *, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Every part of every feature, and whose it is."""
    numbers, starts = _joined(said)
    written, is_command = numbers.tolist(), np.zeros(len(numbers), bool)
    lengths: list[int] = []  # points of each part
    owner: list[int] = []
    for feature, (at, end) in enumerate(pairwise(starts.tolist())):
        while at < end:
            command, count = written[at] & 7, written[at] >> 3
            is_command[at] = True
            at += 1
            if command == CLOSE:
                continue
            at += 2 * count
            if command not in (MOVE, DRAW) or not count or at > end:
                raise ValueError("no such command")
            if command == MOVE:
                parts = count if kinds[feature] == POINT else 1
                lengths += [count // parts] * parts
                owner += [feature] * parts
            elif owner and owner[-1] == feature:
                lengths[-1] += count
            else:
                raise ValueError("a line from nowhere")
    steps = numbers[~is_command].reshape(-1, 2)
    xy = (steps >> np.uint64(1)).astype(np.int64) ^ -(steps & np.uint64(1)).astype(np.int64)
    of, long = np.array(owner, int), np.array(lengths, int)
    return _built(_from_each_start(xy, np.repeat(of, long)) / side, long, of, kinds)


def _from_each_start(steps: np.ndarray, feature: np.ndarray) -> np.ndarray:
    """Places from steps: each feature begins at the tile's corner."""
    places = np.cumsum(steps, axis=0)
    begins = np.flatnonzero(np.diff(feature, prepend=-1))
    gone = (places - steps)[begins]
    return places - np.repeat(gone, np.diff([*begins, len(feature)]), axis=0)


def _built(
    xy: np.ndarray, long: np.ndarray, owner: np.ndarray, kinds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Points, lines and polygons; a part with too few points for its kind is none."""
    kind = kinds[owner]
    shapes, whose = [], []
    for of, least in ((POINT, 1), (LINE, 2), (POLYGON, 3)):
        parts = np.flatnonzero((kind == of) & (long >= least))
        if not len(parts):
            continue
        within = np.repeat(np.isin(np.arange(len(long)), parts), long)
        index = np.repeat(np.arange(len(parts)), long[parts])
        if of == POLYGON:
            made, first = _polygons(xy[within], index, owner[parts])
            parts = parts[first]
        else:
            made = shapely.linestrings(xy[within], indices=index) if of == LINE else shapely.points(xy[within])  # fmt: skip
        shapes.append(made)
        whose.append(owner[parts])
    if not shapes:
        return np.array([], object), np.array([], int)
    return np.concatenate(shapes), np.concatenate(whose)


def _polygons(
    xy: np.ndarray, index: np.ndarray, owner: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Polygons, and the ring that begins each: one that turns the other way is a hole in the last."""
    starts = np.flatnonzero(np.diff(index, prepend=-1))
    after = np.arange(1, len(xy) + 1)
    after[[*starts[1:] - 1, len(xy) - 1]] = starts  # back to the ring's first point
    area = np.add.reduceat(xy[:, 0] * xy[after, 1] - xy[after, 0] * xy[:, 1], starts)
    is_shell = (area > 0) | (np.diff(owner, prepend=-1) != 0)
    rings = shapely.linearrings(xy, indices=index)
    return shapely.polygons(rings, indices=np.cumsum(is_shell) - 1), np.flatnonzero(is_shell)
