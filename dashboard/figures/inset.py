"""The town where most happens in little space, enlarged in a corner of the map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from dashboard.figures.box import Box
from dashboard.figures.palette import Drawing, Palette, glass

SHARE = 0.36  # of the picture's width and height
TOWN = 5_000.0  # half the side of what the inset shows, metres
AROUND = 0.3  # of that: drawn too, for a picture that is wider than it is high
CROWD = 4  # fewer areas than this do not crowd


def town(table: pd.DataFrame, box: Box) -> tuple[Box | None, tuple[int, int]]:
    """What the inset shows, and the corner (right, top) of the picture where it hides least.

    `table` has x, y and now. None where the picture is small already or nothing crowds.
    """
    if box.width < 5 * TOWN or not len(table) or not table["now"].max():
        return None, (0, 0)
    x, y, now = (table[name].to_numpy(float) for name in ("x", "y", "now"))
    pairs = cKDTree(np.column_stack([x, y])).query_pairs(TOWN, p=np.inf, output_type="ndarray")
    near = now.copy()
    for a, b in (pairs.T, pairs.T[::-1]):
        near += np.bincount(a, now[b], len(now))
    centre = np.lexsort((now, near))[-1]
    inside = (np.abs(x - x[centre]) <= TOWN) & (np.abs(y - y[centre]) <= TOWN)
    middle = np.average([x[inside], y[inside]], axis=1, weights=now[inside])
    zoom = Box(*(middle - TOWN), *(middle + TOWN))
    if zoom.holds(table).sum() < CROWD:
        return None, (0, 0)
    width, height = box.width * SHARE, box.height * SHARE
    hidden = {}
    for right in (0, 1):
        for top in (0, 1):
            west = box.east - width if right else box.west
            south = box.north - height if top else box.south
            covered = Box(west, south, west + width, south + height).padded(0.05)
            hidden[right, top] = table.loc[covered.holds(table), "now"].sum()
    # equal: bottom right, where a reader looks last
    return zoom, min(hidden, key=lambda corner: (hidden[corner], -corner[0], corner[1]))


def draw(
    drawing: Drawing,
    zoom: Box,
    corner: tuple[int, int],
    *,
    lay_ground: Callable[[Box, str], None],
    palette: Palette,
    title: str,
) -> None:
    """The frame, its ground and axes "2"; `lay_ground` takes a box and the axes' number."""
    right, top = corner
    across = [1 - SHARE, 1] if right else [0, SHARE]
    up = [1 - SHARE, 1] if top else [0, SHARE]
    bare = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}
    drawing.axes(
        x={**bare, "domain": across, "range": [zoom.west, zoom.east], "anchor": "y2"},
        y={
            **bare, "domain": up, "range": [zoom.south, zoom.north], "anchor": "x2",
            "scaleanchor": "x2", "constrain": "range",
        },
        number="2",
    )  # fmt: skip
    whole = {"type": "rect", "xref": "x2 domain", "yref": "y2 domain", "x0": 0, "x1": 1, "y0": 0, "y1": 1}  # fmt: skip
    drawing.shape(**whole, layer="below", fillcolor=palette.card, line={"width": 0})
    lay_ground(zoom.padded(AROUND), "2")
    frame = {"color": palette.quiet, "width": 1.2}
    drawing.shape(**whole, line=frame)
    drawing.shape(
        type="rect", xref="x", yref="y", x0=zoom.west, x1=zoom.east, y0=zoom.south, y1=zoom.north,
        line=frame,
    )  # fmt: skip
    drawing.annotate(
        text=f"<b>{title}</b>", xref="x2 domain", yref="y2 domain", x=0.03, y=0.03, xanchor="left",
        yanchor="bottom", font={"size": 13, "color": palette.quiet}, bgcolor=glass(palette),
    )  # fmt: skip
