"""When on the week: hours by weekday in steps of one colour, or weekdays as bars."""

from __future__ import annotations

import numpy as np

from dashboard import swedish
from dashboard.figures.palette import Drawing, Figure, Palette, axis

TICKS = (0, 6, 12, 18, 24)


def grid(
    weights: np.ndarray, *, framed: tuple[int, int, int, int] | None, palette: Palette
) -> Figure:
    """`weights` (168,) events per hour of the week, Monday on top, darker for more.

    `framed` is what the text tells of: first weekday, days in a row, from and to hour.
    """
    drawing = Drawing(palette, margin={"l": 44, "r": 8, "t": 8, "b": 30})
    steps = len(palette.rates)
    scale = [[n / (steps - 1), shade] for n, shade in enumerate((palette.land, *palette.rates[1:]))]
    table = weights.reshape(7, 24)
    told = [
        [f"{day} kl. {h:02d}–{h + 1:02d}: {swedish.number(table[d, h], decimals=1)}" for h in range(24)]
        for d, day in enumerate(swedish.WEEKDAYS)
    ]  # fmt: skip
    drawing.traces.append(
        {
            "type": "heatmap", "z": table, "x0": 0.5, "dx": 1, "y0": 0, "dy": 1, "zmin": 0,
            "zmax": float(max(table.max(), 1e-9)), "colorscale": scale, "showscale": False, "xgap": 2,
            "ygap": 2, "hovertext": told, "hoverinfo": "text",
        }
    )  # fmt: skip
    if framed is not None:
        first, days, start, end = framed
        runs = [(first, min(first + days, 7)), (0, first + days - 7)]  # over the end of the week
        for top, bottom in runs:
            if bottom > top:
                drawing.shape(
                    type="rect", x0=start, x1=end, y0=top - 0.5, y1=bottom - 0.5,
                    line={"color": palette.ink, "width": 3},
                )  # fmt: skip
    ticks = [f"{hour:02d}" for hour in TICKS]
    drawing.axes(
        x=axis(palette, tickvals=TICKS, ticktext=ticks, showgrid=False, range=[0, 24]),
        y=axis(palette, tickvals=list(range(7)), ticktext=swedish.WEEKDAYS, showgrid=False, range=[6.5, -0.5]),
    )  # fmt: skip
    return drawing.figure()


def weekdays(weights: np.ndarray, *, palette: Palette) -> Figure:
    """`weights` (7,) events per weekday."""
    drawing = Drawing(palette, margin={"l": 8, "r": 8, "t": 26, "b": 30})
    drawing.bar(
        x=swedish.WEEKDAYS, y=weights, text=[swedish.number(n) for n in weights],
        textposition="outside", marker={"color": palette.normal}, hoverinfo="skip",
        cliponaxis=False, width=0.7,
    )  # fmt: skip
    drawing.axes(x=axis(palette, type="category"), y={"visible": False, "rangemode": "tozero"})
    return drawing.figure()
