"""A quiet ground with circles for counts, or surfaces for rates. SWEREF 99 TM, metres.

Drawn as vectors on plain axes: no graphics card, no fonts from elsewhere, sharp on a wall and on
paper (docs/decisions.md). The ground is one picture per edition and level, fetched by its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import MARKS, Palette, blank, colour

LARGEST = 54  # px across, for the largest count
INSET = 0.36  # share of the picture's width and height
TOWN = 5_000.0  # half the side of the inset, metres


@dataclass(frozen=True)
class Box:
    """West, south, east, north in metres."""

    west: float
    south: float
    east: float
    north: float

    def padded(self, share: float) -> Box:
        dx, dy = (self.east - self.west) * share, (self.north - self.south) * share
        return Box(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    def holds(self, table: pd.DataFrame) -> pd.Series:
        return table["x"].between(self.west, self.east) & table["y"].between(self.south, self.north)


def counts(
    table: pd.DataFrame,
    *,
    box: Box,
    ground: tuple[str, Box],
    selected: str,
    palette: Palette,
    town: str = "",
    height: int = 560,
) -> go.Figure:
    """Circles whose area is the count, coloured only where they deviate.

    `table` has area_code, name, x, y, now, before, word and is_named, one row per area; `ground`
    is the address of the picture of the borders and the box it covers; `town` names the inset.
    """
    figure = _map(table, box=box, ground=ground, palette=palette, height=height)
    zoom, corner = _inset(table, box)
    _circles(figure, table, axis="", selected=selected, palette=palette, hidden=zoom)
    if zoom:
        _draw_inset(figure, zoom, corner, ground=ground, palette=palette, title=town)
        inside = table[zoom.holds(table)]
        _circles(figure, inside, axis="2", selected=selected, palette=palette, hidden=None)
    return figure


def rates(
    table: pd.DataFrame,
    *,
    outlines: dict[str, tuple[np.ndarray, np.ndarray]],
    limits: Sequence[float],
    box: Box,
    ground: tuple[str, Box],
    selected: str,
    palette: Palette,
    height: int = 560,
) -> go.Figure:
    """Surfaces in five steps; areas where `step` is missing stay as the ground.

    `outlines` gives each area's border as x and y with NaN between rings.
    """
    figure = _map(table, box=box, ground=ground, palette=palette, height=height)
    for step in range(len(limits) + 1):
        codes = table.loc[table["step"] == step, "area_code"]
        if len(codes):
            gap = np.array([np.nan])
            x = np.concatenate([np.concatenate([outlines[c][0], gap]) for c in codes])
            y = np.concatenate([np.concatenate([outlines[c][1], gap]) for c in codes])
            figure.add_scatter(
                x=x, y=y, mode="lines", fill="toself", fillcolor=palette.rates[step],
                line={"color": palette.card, "width": 0.8}, hoverinfo="skip",
            )  # fmt: skip
    figure.add_scatter(
        x=table["x"], y=table["y"], mode="markers", customdata=table["area_code"],
        marker={
            "size": np.where(table["area_code"] == selected, 14, 9),
            "color": palette.card,
            "opacity": np.where(table["area_code"] == selected, 1, 0.55),
            "line": {"color": palette.ink, "width": np.where(table["area_code"] == selected, 3, 1)},
        },
        hovertext=table["hover"], hoverinfo="text",
    )  # fmt: skip
    return figure


def _map(
    table: pd.DataFrame, *, box: Box, ground: tuple[str, Box], palette: Palette, height: int
) -> go.Figure:
    figure = blank(palette, height=height)
    box = box.padded(0.03)
    figure.update_xaxes(range=[box.west, box.east], visible=False, constrain="domain")
    figure.update_yaxes(
        range=[box.south, box.north], visible=False, scaleanchor="x", constrain="domain"
    )
    _lay_ground(figure, ground, axis="")
    return figure


def _lay_ground(figure: go.Figure, ground: tuple[str, Box], *, axis: str) -> None:
    address, covers = ground
    figure.add_layout_image(
        source=address, xref=f"x{axis}", yref=f"y{axis}", layer="below", sizing="stretch",
        x=covers.west, y=covers.north, sizex=covers.east - covers.west,
        sizey=covers.north - covers.south,
    )  # fmt: skip


def _circles(
    figure: go.Figure,
    table: pd.DataFrame,
    *,
    axis: str,
    selected: str,
    palette: Palette,
    hidden: Box | None,
) -> None:
    """Largest first, so that a small circle is never under a large one."""
    table = table.sort_values("now", ascending=False)
    most = max(table["now"].max(), 1) if len(table) else 1
    scale = LARGEST / np.sqrt(max(figure.layout.meta or 0, most))
    figure.layout.meta = int(max(figure.layout.meta or 0, most))
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
    for row, across in zip(named.itertuples(), size[named.index], strict=True):
        mark = MARKS[row.word][0] + " " if row.word in MARKS and row.word != "inom normal variation" else ""  # fmt: skip
        figure.add_annotation(
            x=row.x, y=row.y, xref=f"x{axis}", yref=f"y{axis}", showarrow=False,
            text=f"<b>{mark}{row.name}</b> {row.now}", xanchor="center", yanchor="bottom",
            yshift=across / 2 + 1, font={"size": 14, "color": palette.ink},
            bgcolor=_glass(palette), borderpad=1,
        )  # fmt: skip


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
    ground: tuple[str, Box],
    palette: Palette,
    title: str,
) -> None:
    right, top = corner
    x = [1 - INSET, 1] if right else [0, INSET]
    y = [1 - INSET, 1] if top else [0, INSET]
    frame = {"showgrid": False, "zeroline": False, "showticklabels": False, "mirror": True, "linecolor": palette.quiet, "linewidth": 1.2, "ticks": ""}  # fmt: skip
    figure.update_layout(
        xaxis2={**frame, "domain": x, "range": [zoom.west, zoom.east], "anchor": "y2"},
        yaxis2={**frame, "domain": y, "range": [zoom.south, zoom.north], "anchor": "x2", "scaleanchor": "x2", "constrain": "range"},
    )  # fmt: skip
    figure.add_shape(
        type="rect", xref="x2 domain", yref="y2 domain", x0=0, x1=1, y0=0, y1=1, layer="below",
        fillcolor=palette.card, line={"width": 0},
    )  # fmt: skip
    _lay_ground(figure, ground, axis="2")
    figure.add_shape(
        type="rect", xref="x", yref="y", x0=zoom.west, x1=zoom.east, y0=zoom.south, y1=zoom.north,
        line={"color": palette.quiet, "width": 1.2},
    )  # fmt: skip
    figure.add_annotation(
        text=f"<b>{title}</b>", xref="x2 domain", yref="y2 domain", x=0.03, y=0.98, xanchor="left",
        yanchor="top", showarrow=False, font={"size": 13, "color": palette.quiet},
        bgcolor=_glass(palette),
    )  # fmt: skip


def _glass(palette: Palette) -> str:
    red, green, blue = (int(palette.card[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.72)"
