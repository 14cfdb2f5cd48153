"""A quiet ground with circles for counts, or filled in steps for rates. SWEREF 99 TM, metres.

Drawn as vectors on plain axes: no graphics card, no fonts from elsewhere, sharp on a wall and on
paper (docs/decisions.md). The ground is a picture fetched by its address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd

from dashboard import swedish
from dashboard.figures import inset
from dashboard.figures.box import Box
from dashboard.figures.palette import BUSY, MARKS, Drawing, Figure, Palette, colour, glass

LARGEST = 54  # px across, for the largest count
WIDTH, HEIGHT = 640, 560  # px: about what the picture is drawn in
LETTER, LINE = 8.2, 20  # px: about a letter's width and a line's height
LONG = 12  # letters; in the inset a longer name takes two lines
OVER = {
    word: mark
    for word, (mark, _) in {**MARKS, **BUSY}.items()
    if word not in ("färre än väntat", "inom normal variation")
}
Ground = Callable[[Box], str]  # a box -> the address of a picture of the borders in it


def counts(
    table: pd.DataFrame,
    *,
    box: Box,
    ground: Ground,
    selected: str,
    palette: Palette,
    told: str,
    places: pd.DataFrame,
) -> Figure:
    """Circles whose area is the count, coloured only where they deviate; what has become of a place
    with many events is a mark upon its circle.

    `table` has area_code, name, x, y, now, word, is_named and town (what an inset there is called),
    one row per area; `told` is what is told of the one that is pointed at, with columns of `table`
    in braces; `places` has name, x and y of what helps a reader find the way.
    """
    drawing, zoom = _map(table, box=box, ground=ground, palette=palette)
    table = table.sort_values("now", ascending=False)  # no small circle under a large one
    scale = LARGEST / np.sqrt(max(table["now"].max(), 1)) if len(table) else 1.0
    table = table.assign(across=np.maximum(np.sqrt(table["now"]) * scale, 5))
    _circles(drawing, table, axis="", selected=selected, palette=palette, told=told)
    _busy(drawing, table, axis="", palette=palette)
    _marks(drawing, places, axis="", palette=palette)
    named = table[table["is_named"]]
    marks = places.assign(now=-1, word=None, across=8.0)  # last in line for room
    labelled = pd.concat([named, marks], ignore_index=True) if len(marks) else named
    shown = box.padded(0.03)
    labelled = labelled[shown.holds(labelled)]  # the others would take room from those in view
    outside = labelled if zoom is None else labelled[~zoom.holds(labelled)]
    _name(drawing, outside, shown, axis="", palette=palette)
    if zoom is not None:
        around = zoom.padded(inset.AROUND)
        near = table[around.holds(table)]
        _circles(drawing, near, axis="2", selected=selected, palette=palette, told=told)
        _busy(drawing, near, axis="2", palette=palette)
        _marks(drawing, places[around.holds(places)], axis="2", palette=palette)
        _name(drawing, labelled[zoom.holds(labelled)], zoom, axis="2", palette=palette)
    return drawing.figure()


def rates(
    table: pd.DataFrame,
    *,
    box: Box,
    ground: Ground,
    selected: str,
    palette: Palette,
    told: str,
    has_inset: bool = True,
) -> Figure:
    """Points on a ground that is filled in steps, to point at and to pick.

    `table` has area_code, x, y, now and town; `told` is as for `counts`.
    """
    crowded = table if has_inset else table.iloc[:0]
    drawing, zoom = _map(crowded, box=box, ground=ground, palette=palette)
    _points(drawing, table, axis="", selected=selected, palette=palette, told=told)
    if zoom is not None:
        around = table[zoom.padded(inset.AROUND).holds(table)]
        _points(drawing, around, axis="2", selected=selected, palette=palette, told=told)
    return drawing.figure()


def _map(
    table: pd.DataFrame, *, box: Box, ground: Ground, palette: Palette
) -> tuple[Drawing, Box | None]:
    """The empty map, and what its inset shows if it has one."""
    drawing = Drawing(palette)

    def lay_ground(covers: Box, number: str) -> None:
        covers = covers.rounded()
        drawing.ground(ground(covers), covers=covers, number=number)

    view = box.padded(0.03)
    axis = {"visible": False, "constrain": "domain"}
    drawing.axes(
        x={**axis, "range": [view.west, view.east]},
        y={**axis, "range": [view.south, view.north], "scaleanchor": "x"},
    )
    lay_ground(view, "")
    zoom, corner = inset.town(table, box)
    if zoom is not None:
        inside = table[zoom.holds(table)]
        title = str(inside.loc[inside["now"].idxmax(), "town"])
        inset.draw(drawing, zoom, corner, lay_ground=lay_ground, palette=palette, title=title)
    return drawing, zoom


def _circles(
    drawing: Drawing, table: pd.DataFrame, *, axis: str, selected: str, palette: Palette, told: str
) -> None:
    is_selected = table["area_code"] == selected
    marker = {
        "size": np.asarray(table["across"], np.float32),
        "color": np.array([colour(word, palette) for word in table["word"]], str),
        "opacity": np.where(table["now"] == 0, np.float32(0.35), np.float32(0.82)),
        "line": {
            "color": np.where(is_selected, palette.ink, palette.card) if selected else palette.card,
            "width": np.where(is_selected, 4, 1.5) if selected else 1.5,
        },
    }
    drawing.scatter(**_areas(table, axis=axis, told=told), marker=marker)


def _busy(drawing: Drawing, table: pd.DataFrame, *, axis: str, palette: Palette) -> None:
    """A hollow mark is filled with the card's colour, or it drowns in its circle."""
    table = table[table["word"].isin(BUSY)]
    symbols = [BUSY[word][1] for word in table["word"]]
    hollow = [symbol.endswith("-open") for symbol in symbols]
    fills, lines = (palette.busy, palette.card), (palette.card, palette.busy)
    if symbols:
        drawing.scatter(
            x=table["x"], y=table["y"], xaxis=f"x{axis}", yaxis=f"y{axis}", mode="markers",
            hoverinfo="skip",
            marker={
                "symbol": [symbol.removesuffix("-open") for symbol in symbols], "size": 16,
                "opacity": 1, "color": [fills[is_open] for is_open in hollow],
                "line": {"color": [lines[is_open] for is_open in hollow], "width": 2},
            },
        )  # fmt: skip


def _points(
    drawing: Drawing, table: pd.DataFrame, *, axis: str, selected: str, palette: Palette, told: str
) -> None:
    is_selected = table["area_code"] == selected
    marker = {
        "size": np.where(is_selected, 14, 8) if selected else 8,
        "color": palette.card,
        "opacity": np.where(is_selected, 1, 0.5) if selected else 0.5,
        "line": {"color": palette.ink, "width": np.where(is_selected, 3, 1) if selected else 1},
    }
    drawing.scatter(**_areas(table, axis=axis, told=told), marker=marker)


def _areas(table: pd.DataFrame, *, axis: str, told: str) -> dict[str, Any]:
    """Where each area is, its code, and what is told of it: words that all share are sent once."""
    names = [name for _, name, _, _ in Formatter().parse(told) if name]
    numbers = {name: f"%{{customdata[{n}]}}" for n, name in enumerate(names, start=1)}
    return {
        "x": np.asarray(table["x"], np.float32),  # to half a metre, in half the bytes
        "y": np.asarray(table["y"], np.float32),
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "mode": "markers",
        "customdata": np.column_stack([table[n].to_numpy(str) for n in ("area_code", *names)]),
        "hovertemplate": told.format(**numbers) + "<extra></extra>",
    }


def _marks(drawing: Drawing, places: pd.DataFrame, *, axis: str, palette: Palette) -> None:
    drawing.scatter(
        x=places["x"], y=places["y"], xaxis=f"x{axis}", yaxis=f"y{axis}", mode="markers",
        marker={"symbol": "square", "size": 7, "color": palette.ink}, hoverinfo="skip",
    )  # fmt: skip


def _name(drawing: Drawing, table: pd.DataFrame, view: Box, *, axis: str, palette: Palette) -> None:
    """Name and count of what has a name to show, where it finds room."""
    share = inset.SHARE if axis else 1.0
    metre = share * min(WIDTH / view.width, HEIGHT / view.height)
    for row, label in _labels(table, view, metre=metre, is_narrow=bool(axis)):
        is_place = row.now < 0
        font = {"size": 12 if is_place else 14, "color": palette.quiet if is_place else palette.ink}
        drawing.annotate(
            **label, x=row.x, y=row.y, xref=f"x{axis}", yref=f"y{axis}", borderpad=1, font=font,
            bgcolor=glass(palette),
        )  # fmt: skip


def _labels(
    named: pd.DataFrame, view: Box, *, metre: float, is_narrow: bool
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Row, text and position of the labels that find room; `metre` is px per metre, near enough.

    Deviations choose first, then the largest; over the circle, else under it. What finds no room
    stands in the sentence under the map. Where the picture is drawn smaller than is thought here,
    assets/labels.js leaves out what meets all the same.
    """
    rows: Any = named.assign(over=named["word"].isin(OVER))
    taken: list[Box] = []
    for row in sorted(rows.itertuples(), key=lambda row: (row.over, row.now), reverse=True):
        text = _text(row, is_narrow=is_narrow)
        lines = re.sub("</?b>", "", text).split("<br>")
        wide, high = max(map(len, lines)) * LETTER, len(lines) * LINE
        across = (row.x - view.west) / view.width  # a name near the edge grows inwards
        anchor = "left" if across < 0.2 else "right" if across > 0.8 else "center"
        west = row.x * metre - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
        for sign in (1, -1):
            shift = sign * (row.across / 2 + 1)
            near = row.y * metre + shift
            far = near + sign * high
            spot = Box(west, min(near, far), west + wide, max(near, far))
            if not any(spot.meets(other) for other in taken):
                taken.append(spot)
                over = "bottom" if sign > 0 else "top"
                yield row, {"text": text, "yshift": shift, "xanchor": anchor, "yanchor": over}
                break


def _text(row: Any, *, is_narrow: bool) -> str:
    """A place has a name only; a circle also its count, and the mark of its deviation."""
    name = str(row.name)
    if is_narrow and len(name) > LONG:
        name = name.replace("-", "-<br>", 1) if "-" in name else name.replace(" ", "<br>", 1)
    mark = f"{OVER[row.word]} " if row.over else ""
    return name if row.now < 0 else f"<b>{mark}{name}</b> {swedish.number(row.now)}"
