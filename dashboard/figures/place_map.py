"""The forum's named places on a quiet ground, to see them and to point at where one is to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.figures.box import Box
from dashboard.figures.palette import Drawing, Figure, Palette, glass

CLOSE = 2_500.0  # metres on each side of a place that is chosen


def place_map(
    places: Sequence[Mapping[str, Any]],
    *,
    box: Box,
    chosen: str,
    ground: Callable[[Box], str],
    palette: Palette,
) -> Figure:
    """Each place's extent, and its name; `places` have code, name and outline (EPSG:3006). Drawn
    near to the place whose code is `chosen`, with the whole of `box` around it."""
    drawing = Drawing(
        palette,
        dragmode="pan",
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": palette.quiet, "activecolor": palette.ink},
    )
    whole = box.padded(0.03).rounded()
    near = next((_around(of["outline"]) for of in places if of["code"] == chosen), whole)
    axis = {"visible": False, "constrain": "range"}
    drawing.axes(
        x={**axis, "range": [near.west, near.east]},
        y={**axis, "range": [near.south, near.north], "scaleanchor": "x"},
    )
    drawing.ground(ground(whole), covers=whole)
    for of in places:
        is_chosen = of["code"] == chosen
        xs, ys = ([point[n] for point in of["outline"]] for n in (0, 1))
        drawing.scatter(
            x=xs, y=ys, mode="lines", fill="toself", hoverinfo="skip", fillcolor=glass(palette),
            line={"color": palette.accent if is_chosen else palette.ink, "width": 3 if is_chosen else 1.6},
        )  # fmt: skip
        drawing.annotate(
            text=f"<b>{of['name']}</b>" if is_chosen else of["name"],
            x=sum(xs) / len(xs), y=max(ys), yanchor="bottom",
            font={"size": 13, "color": palette.ink}, bgcolor=glass(palette),
        )  # fmt: skip
    # what it is clicked upon: an empty figure hears no clicks
    drawing.scatter(x=[whole.west, whole.east], y=[whole.south, whole.north], mode="markers", opacity=0, hoverinfo="skip")  # fmt: skip
    return drawing.figure()


def _around(outline: Sequence[Sequence[float]]) -> Box:
    xs, ys = ([point[n] for point in outline] for n in (0, 1))
    return Box(min(xs) - CLOSE, min(ys) - CLOSE, max(xs) + CLOSE, max(ys) + CLOSE)
