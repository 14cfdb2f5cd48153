"""Where an area lies: itself filled, and the names of what is around it. SWEREF 99 TM, metres."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.figures.box import Box
from dashboard.figures.palette import Drawing, Figure, Palette, glass

ROUND, WHOLE = 0.2, 0.04  # of the box around it, to each side: an area, all there is
WIDE = 1.6  # times as wide as high: about what the picture is
BEYOND = 0.3  # of the box, to each side: the picture is filled whatever its shape
LEAST = 700.0  # metres across: a place of its own is a point without its streets


def box(areas: pd.DataFrame, *, room: float = ROUND) -> Box:
    """What the map of an area has to hold: `areas` has west, south, east and north."""
    west, south, east, north = (
        float(areas["west"].min()), float(areas["south"].min()),
        float(areas["east"].max()), float(areas["north"].max()),
    )  # fmt: skip
    high = max(north - south, LEAST, (east - west) / WIDE)
    wide = high * WIDE
    x, y = (west + east) / 2, (south + north) / 2
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2).padded(room)


def around(
    table: pd.DataFrame, *, box: Box, ground: Callable[[Box], str], palette: Palette
) -> Figure:
    """`table` has name, x, y and role: here, near or part. The names that find no room are left out
    where the map is drawn (assets/labels.js): those that come first keep their place."""
    drawing = Drawing(palette)
    covers = box.padded(BEYOND).rounded()
    axis = {"visible": False, "constrain": "range"}
    drawing.axes(
        x={**axis, "range": [box.west, box.east]},
        y={**axis, "range": [box.south, box.north], "scaleanchor": "x"},
    )
    drawing.ground(ground(covers), covers=covers)
    shown = table[covers.holds(table)]
    parts = shown[shown["role"] == "part"]
    drawing.scatter(
        x=parts["x"], y=parts["y"], mode="markers", hovertext=parts["name"], hoverinfo="text",
        marker={"size": 7, "color": palette.accent, "line": {"color": palette.card, "width": 1}},
    )  # fmt: skip
    here = shown[shown["role"] == "here"]
    drawing.scatter(
        x=here["x"], y=here["y"], mode="markers", hoverinfo="skip",
        marker={"symbol": "square", "size": 8, "color": palette.ink},
    )  # fmt: skip
    for role in ("here", "part", "near"):
        for row in shown[shown["role"] == role].itertuples():
            drawing.annotate(
                x=row.x, y=row.y, xref="x", yref="y", yanchor="bottom", yshift=5, borderpad=1,
                text=f"<b>{row.name}</b>" if role == "here" else row.name, bgcolor=glass(palette),
                font={"size": 15 if role == "here" else 13, "color": palette.quiet if role == "near" else palette.ink},
            )  # fmt: skip
    return drawing.figure()
