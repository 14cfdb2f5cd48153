"""Names in the ground: of places, lakes and streets, as many as find room at the size it is shown.

A picture does not know how large it will be drawn. So room is looked for at three sizes, and the
picture's own style sheet shows what has room at the one it got.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dashboard.figures.box import Box
from dashboard.figures.palette import FONT, Palette
from dashboard.figures.streets import Features

# px across, by class: shown where the picture is no wider than the second
SIZES: dict[str, tuple[float, float]] = {"s": (330, 480), "m": (560, 800), "l": (900, 99_999)}
RANKS = {"city": 0, "town": 1, "village": 2, "hamlet": 4, "isolated_dwelling": 5}
FONTS = {"place": 13, "part": 12, "kommun": 12, "lake": 11, "street": 11}  # px
WIDE = 12_000  # metres: in a wider view a town is a point, and our circle stands upon it
UNDER = 24  # px: how far below it its name then stands
STREETS = 7_000  # metres: in a wider view no street has its name
LETTER = 0.56  # of the font's size
LONGEST = 40


@dataclass(frozen=True)
class Name:
    """`at` in metres (SWEREF 99 TM); `turned` in degrees clockwise; the lowest rank chooses first."""

    text: str
    at: tuple[float, float]
    kind: str
    rank: float
    turned: float = 0.0
    under: int = 0  # px
    room: float = np.inf  # metres along what is named: a street is no longer than its name


def of_streets(features: Features, box: Box) -> list[Name]:
    """What a street map names in `box`, first what is to choose first."""
    under = UNDER if box.width > WIDE else 0
    found = [*_places(features, under=under), *_lakes(features, box)]
    if max(box.width, box.height) <= STREETS:
        found += _streets(features, box)
    inner = Box(*box.corners).padded(-0.02)
    within = (inner.west, inner.south, inner.east, inner.north)
    return sorted(
        (n for n in found if within[0] < n.at[0] < within[2] and within[1] < n.at[1] < within[3]),
        key=lambda name: name.rank,
    )


def of_kommuner(kommuner: pd.DataFrame, box: Box) -> list[Name]:
    """Where no map tells the way: the kommuner (name, x and y), when there are several."""
    inside = kommuner[box.holds(kommuner)]
    rows: Any = inside.sort_values("name").itertuples()
    return [Name(r.name, (r.x, r.y), "kommun", 0, under=UNDER) for r in rows] if len(inside) > 1 else []  # fmt: skip


def svg(names: list[Name], *, box: Box, palette: Palette) -> str:
    """The names at their places in a picture of `box`, in px whatever its size."""
    shown: dict[Name, list[str]] = {}
    for size, (across, _) in SIZES.items():
        for name in _with_room(names, across / box.width):
            shown.setdefault(name, []).append(size)
    if not shown:
        return ""
    texts = []
    for name, sizes in shown.items():
        across, down = name.at[0] - box.west, box.north - name.at[1]
        turn = f' transform="rotate({name.turned:.0f})"' if name.turned else ""
        turn += f' y="{name.under}"' if name.under else ""
        texts.append(
            f'<svg x="{across / box.width:.2%}" y="{down / box.height:.2%}" overflow="visible">'
            f'<text class="n {name.kind} {" ".join(sizes)}"{turn}>{escape(name.text)}</text></svg>'
        )
    return f"<style>{_style(palette)}</style>{''.join(texts)}"


def credit(text: str, *, box: Box, palette: Palette) -> str:
    """Whose map it is, in the lower left corner. A view may be 100 metres less than its picture."""
    if not text:
        return ""
    return (
        f'<svg x="{120 / box.width:.2%}" y="{1 - 120 / box.height:.2%}" overflow="visible"><text x="5" '
        f'y="-6" font-family="{FONT}" font-size="11" fill="{palette.quiet}" '
        f'paint-order="stroke" stroke="{palette.card}" stroke-width="3" stroke-linejoin="round">'
        f"{escape(text)}</text></svg>"
    )


def _style(palette: Palette) -> str:
    from_px, rules = 0.0, []
    for size, (_, to) in SIZES.items():
        rules.append(f"@media (min-width:{from_px}px) and (max-width:{to - 0.01}px){{text.n:not(.{size}){{display:none}}}}")  # fmt: skip
        from_px = to
    fonts = "".join(f"text.{kind}{{font-size:{px}px}}" for kind, px in FONTS.items())
    return (
        f"text.n{{font-family:{FONT};fill:{palette.quiet};text-anchor:middle;dominant-baseline:central;"
        f"paint-order:stroke;stroke:{palette.land};stroke-width:3px;stroke-linejoin:round}}"
        f"{fonts}text.place{{font-weight:600}}text.part{{letter-spacing:.04em}}"
        f"text.kommun{{letter-spacing:.12em;opacity:.75}}text.lake{{font-style:italic;stroke:{palette.water}}}{''.join(rules)}"
    )


def _with_room(names: list[Name], scale: float) -> Iterator[Name]:
    """Those that meet no name before them, at `scale` px per metre. Of one text one is enough."""
    taken: list[Box] = []
    said: set[str] = set()
    for name in names:
        px = FONTS[name.kind]
        wide = len(name.text) * LETTER * px
        if name.text in said or wide > name.room * scale:
            continue
        x, y = name.at[0] * scale, name.at[1] * scale - name.under
        turn = np.deg2rad(name.turned)
        across = abs(wide * np.cos(turn)) + abs(px * np.sin(turn))
        up = abs(wide * np.sin(turn)) + abs(px * np.cos(turn))
        spot = Box(x - across / 2 - 4, y - up / 2 - 3, x + across / 2 + 4, y + up / 2 + 3)
        if not any(spot.meets(other) for other in taken):
            taken.append(spot)
            said.add(name.text)
            yield name


def _places(features: Features, *, under: int) -> Iterator[Name]:
    frame = features.get("places")
    if frame is None or "name" not in frame:
        return
    detail = frame["kind_detail"] if "kind_detail" in frame else frame["kind"]
    for kind, is_of, text, point in zip(frame["kind"], detail, frame["name"], frame.geometry, strict=True):  # fmt: skip
        if not _is_name(text) or point.geom_type != "Point":
            continue
        if kind == "locality":
            yield Name(text, (point.x, point.y), "place", RANKS.get(is_of, 3), under=under)
        elif kind in ("neighbourhood", "macrohood") and not under:
            yield Name(text, (point.x, point.y), "part", 3.5)


def _lakes(features: Features, box: Box) -> Iterator[Name]:
    frame = features.get("water")
    if frame is None or "name" not in frame:
        return
    named = frame[frame["name"].map(_is_name) & (frame.geometry.area > (box.width / 15) ** 2)]
    for text, of in named.groupby("name"):
        shape = max(shapely.get_parts(of.geometry.to_numpy()), key=shapely.area)
        point = shape.representative_point()
        west, _, east, _ = shape.bounds
        yield Name(str(text), (point.x, point.y), "lake", 4.5, room=(east - west) * 1.3)


def _streets(features: Features, box: Box) -> Iterator[Name]:
    """Each at the middle of its longest nearly straight piece."""
    frame = features.get("roads")
    if frame is None or "name" not in frame:
        return
    frame = frame[frame["name"].map(_is_name) & frame["kind"].isin(["highway", "major_road", "medium_road", "minor_road"])]  # fmt: skip
    around = box.padded(-0.03).corners
    for text, of in frame.groupby("name"):
        lines = shapely.clip_by_rect(of.geometry.to_numpy(), *around)
        merged = shapely.line_merge(shapely.union_all(lines))
        pieces = [p for p in shapely.get_parts(merged) if p.geom_type == "LineString"]
        if not pieces:
            continue
        line = max(pieces, key=shapely.length)
        a, at, b = (line.interpolate(share, normalized=True) for share in (0.35, 0.5, 0.65))
        dx, dy = b.x - a.x, b.y - a.y
        turned = float(np.rad2deg(np.arctan2(-dy, dx)))
        turned = turned - 180 if turned > 90 else turned + 180 if turned < -90 else turned
        rank = 6.0 if (of["kind"] != "minor_road").any() else 7.0
        yield Name(
            str(text), (at.x, at.y), "street", rank - min(line.length, 5000) / 5001,
            turned=round(turned), room=line.length * 0.9,
        )  # fmt: skip


def _is_name(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= LONGEST and text.isprintable()
