"""A quiet ground with circles for counts, or surfaces for rates. SWEREF 99 TM, metres.

Drawn as vectors on plain axes: no graphics card, no fonts from elsewhere, sharp on a wall and on
paper (docs/decisions.md). The ground is one picture per edition and level, fetched by its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import MARKS, Palette, blank, colour

LARGEST = 54  # px across, for the largest count
INSET = 0.36  # share of the picture's width and height
WIDTH, LETTER, LINE = 640, 7.6, 20  # px: about the picture's width, a letter's, a line's height
TOWN = 5_000.0  # half the side of the inset, metres


@dataclass(frozen=True)
class Box:
    """West, south, east, north in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def corners(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def padded(self, share: float) -> Box:
        dx, dy = (self.east - self.west) * share, (self.north - self.south) * share
        return Box(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    def meets(self, other: Box) -> bool:
        across = self.west < other.east and other.west < self.east
        return across and self.south < other.north and other.south < self.north

    def rounded(self) -> Box:
        """Out to whole 100 metres."""
        west, south = (int(v // 100) * 100 for v in (self.west, self.south))
        east, north = (-int(-v // 100) * 100 for v in (self.east, self.north))
        return Box(west, south, east, north)

    def holds(self, table: pd.DataFrame) -> pd.Series:
        return table["x"].between(self.west, self.east) & table["y"].between(self.south, self.north)


def counts(
    table: pd.DataFrame,
    *,
    box: Box,
    ground: Callable[[Box], str],
    selected: str,
    palette: Palette,
    town: str = "",
) -> go.Figure:
    """Circles whose area is the count, coloured only where they deviate.

    `table` has area_code, name, x, y, now, before, word and is_named, one row per area; `ground`
    gives the address of a picture of the borders in a box; `town` names the inset.
    """
    figure, zoom = _map(table, box=box, ground=ground, town=town, palette=palette)
    most = max(int(table["now"].max()), 1) if len(table) else 1
    common = {"most": most, "selected": selected, "palette": palette}
    _circles(figure, table, axis="", hidden=zoom, **common)
    if zoom:
        _circles(figure, table[zoom.holds(table)], axis="2", hidden=None, **common)
    return figure


def rates(
    table: pd.DataFrame,
    *,
    outlines: dict[str, tuple[np.ndarray, np.ndarray]],
    limits: Sequence[float],
    box: Box,
    ground: Callable[[Box], str],
    selected: str,
    palette: Palette,
    town: str = "",
) -> go.Figure:
    """Surfaces in five steps; areas where `step` is missing stay as the ground.

    `outlines` gives each area's border as x and y with NaN between rings.
    """
    figure, zoom = _map(table, box=box, ground=ground, town=town, palette=palette)
    for axis in ("", "2") if zoom else ("",):
        for step in range(len(limits) + 1):
            codes = table.loc[table["step"] == step, "area_code"]
            if len(codes):
                gap = np.array([np.nan])
                x = np.concatenate([np.concatenate([outlines[c][0], gap]) for c in codes])
                y = np.concatenate([np.concatenate([outlines[c][1], gap]) for c in codes])
                figure.add_scatter(
                    x=x, y=y, xaxis=f"x{axis}", yaxis=f"y{axis}", mode="lines", fill="toself",
                    fillcolor=palette.rates[step], line={"color": palette.card, "width": 0.8},
                    hoverinfo="skip",
                )  # fmt: skip
        is_selected = table["area_code"] == selected
        figure.add_scatter(
            x=table["x"], y=table["y"], xaxis=f"x{axis}", yaxis=f"y{axis}", mode="markers",
            customdata=table["area_code"], hovertext=table["hover"], hoverinfo="text",
            marker={
                "size": np.where(is_selected, 14, 8),
                "color": palette.card,
                "opacity": np.where(is_selected, 1, 0.5),
                "line": {"color": palette.ink, "width": np.where(is_selected, 3, 1)},
            },
        )  # fmt: skip
    return figure


def _map(
    table: pd.DataFrame,
    *,
    box: Box,
    ground: Callable[[Box], str],
    town: str,
    palette: Palette,
) -> tuple[go.Figure, Box | None]:
    """The empty map, and what its inset shows if it has one."""
    figure = blank(palette)
    zoom, corner = _inset(table, box)
    box = box.padded(0.03)
    figure.update_xaxes(range=[box.west, box.east], visible=False, constrain="domain")
    figure.update_yaxes(
        range=[box.south, box.north], visible=False, scaleanchor="x", constrain="domain"
    )
    _lay_ground(figure, ground, box, axis="")
    if zoom:
        _draw_inset(figure, zoom, corner, ground=ground, palette=palette, title=town)
    return figure, zoom


def _lay_ground(figure: go.Figure, ground: Callable[[Box], str], box: Box, *, axis: str) -> None:
    covers = box.rounded()
    figure.add_layout_image(
        source=ground(covers), xref=f"x{axis}", yref=f"y{axis}", layer="below", sizing="stretch",
        x=covers.west, y=covers.north, sizex=covers.east - covers.west,
        sizey=covers.north - covers.south,
    )  # fmt: skip


def _circles(
    figure: go.Figure,
    table: pd.DataFrame,
    *,
    axis: str,
    most: int,
    selected: str,
    palette: Palette,
    hidden: Box | None,
) -> None:
    """Largest first, so that a small circle is never under a large one."""
    table = table.sort_values("now", ascending=False)
    scale = LARGEST / np.sqrt(most)
    size = np.maximum(np.sqrt(table["now"]) * scale, 5)
    is_selected = table["area_code"] == selected
    figure.add_scatter(
        x=table["x"], y=table["y"], mode="markers", xaxis=f"x{axis}", yaxis=f"y{axis}",
        customdata=table["area_code"], hovertext=table["hover"], hoverinfo="text", cliponaxis=True,
        marker={
            "size": size,
            "color": [colour(word, palette) for word in table["word"]],
            "opacity": np.where(table["now"] == 0, 0.35, 0.82),
            "line": {
                "color": np.where(is_selected, palette.ink, palette.card),
                "width": np.where(is_selected, 4, 1.5),
            },
        },
    )  # fmt: skip
    named = table[table["is_named"] & ~(hidden.holds(table) if hidden else False)]
    width = figure.layout[f"xaxis{axis}"].range[1] - figure.layout[f"xaxis{axis}"].range[0]
    metre = WIDTH * (INSET if axis else 1) / width
    west = figure.layout[f"xaxis{axis}"].range[0]
    for row, up, text in _labels(named, size, metre):
        across = (row.x - west) / width  # a name near the edge grows inwards
        if axis and len(text) > 20:  # and a long one takes two lines where there is little room
            text = text.replace("-", "-<br>", 1) if "-" in text else text.replace(" ", "<br>", 1)
        figure.add_annotation(
            x=row.x, y=row.y, xref=f"x{axis}", yref=f"y{axis}", showarrow=False, text=text,
            xanchor="left" if across < 0.2 else "right" if across > 0.8 else "center", yanchor="bottom" if up > 0 else "top", yshift=up,
            font={"size": 14, "color": palette.ink}, bgcolor=_glass(palette), borderpad=1,
        )  # fmt: skip


def _labels(named: pd.DataFrame, size: pd.Series, metre: float) -> Iterator[tuple[Any, float, str]]:
    """Row, shift in px (up is positive) and text of the labels that find room.

    Deviations choose first, then the largest; over the circle, else under it. What finds no room
    stands in the sentence under the map. `metre` is px per metre, near enough.
    """
    order = named.assign(over=named["word"].isin(["tydlig avvikelse", "värt att titta på"]))
    taken: list[Box] = []
    for row in order.sort_values(["over", "now"], ascending=False).itertuples():
        mark = f"{MARKS[row.word][0]} " if row.over else ""
        half = (len(mark) + len(str(row.name)) + len(str(row.now)) + 2) * LETTER / 2
        for sign in (1, -1):
            shift = sign * (size[row.Index] / 2 + 1)
            x, y = row.x * metre, row.y * metre + shift
            spot = Box(x - half, min(y, y + sign * LINE), x + half, max(y, y + sign * LINE))
            if not any(spot.meets(other) for other in taken):
                taken.append(spot)
                yield row, shift, f"<b>{mark}{row.name}</b> {row.now}"
                break


def _inset(table: pd.DataFrame, box: Box) -> tuple[Box | None, tuple[int, int]]:
    """The town where most happens, and the corner of the picture where it hides least.

    No inset where the picture is small already, or the circles do not crowd.
    """
    if not len(table) or box.east - box.west < 5 * TOWN or not table["now"].max():
        return None, (0, 0)
    crowd = {
        i: table.loc[_around(row).holds(table), "now"].sum() for i, row in table.iterrows()
    }
    centre = table.loc[max(crowd, key=lambda i: (crowd[i], table.loc[i, "now"]))]
    zoom = _around(centre)
    if zoom.holds(table).sum() < 4:
        return None, (0, 0)
    width, height = (box.east - box.west) * INSET, (box.north - box.south) * INSET
    corners = {}
    for right in (0, 1):
        for top in (0, 1):
            west = box.east - width if right else box.west
            south = box.north - height if top else box.south
            covered = Box(west, south, west + width, south + height).padded(0.05)
            corners[right, top] = table.loc[covered.holds(table), "now"].sum()
    # least hidden; equal: bottom right, where a reader looks last
    return zoom, min(corners, key=lambda c: (corners[c], -c[0], c[1]))


def _around(row: pd.Series) -> Box:
    return Box(row["x"] - TOWN, row["y"] - TOWN, row["x"] + TOWN, row["y"] + TOWN)


def _draw_inset(
    figure: go.Figure,
    zoom: Box,
    corner: tuple[int, int],
    *,
    ground: Callable[[Box], str],
    palette: Palette,
    title: str,
) -> None:
    right, top = corner
    x = [1 - INSET, 1] if right else [0, INSET]
    y = [1 - INSET, 1] if top else [0, INSET]
    frame = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}  # fmt: skip
    figure.update_layout(
        xaxis2={**frame, "domain": x, "range": [zoom.west, zoom.east], "anchor": "y2"},
        yaxis2={**frame, "domain": y, "range": [zoom.south, zoom.north], "anchor": "x2", "scaleanchor": "x2", "constrain": "range"},
    )  # fmt: skip
    figure.add_shape(
        type="rect", xref="x2 domain", yref="y2 domain", x0=0, x1=1, y0=0, y1=1, layer="below",
        fillcolor=palette.card, line={"width": 0},
    )  # fmt: skip
    _lay_ground(figure, ground, zoom.padded(0.3), axis="2")
    figure.add_shape(
        type="rect", xref="x2 domain", yref="y2 domain", x0=0, x1=1, y0=0, y1=1,
        line={"color": palette.quiet, "width": 1.2},
    )  # fmt: skip
    figure.add_shape(
        type="rect", xref="x", yref="y", x0=zoom.west, x1=zoom.east, y0=zoom.south, y1=zoom.north,
        line={"color": palette.quiet, "width": 1.2},
    )  # fmt: skip
    figure.add_annotation(
        text=f"<b>{title}</b>", xref="x2 domain", yref="y2 domain", x=0.03, y=0.03, xanchor="left",
        yanchor="bottom", showarrow=False, font={"size": 13, "color": palette.quiet},
        bgcolor=_glass(palette),
    )  # fmt: skip


def _glass(palette: Palette) -> str:
    red, green, blue = (int(palette.card[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.72)"
