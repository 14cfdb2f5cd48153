"""Years: estimates with their intervals, and counts."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import Drawing, Palette, axis, count_axis


def years(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """Per cent per year with 95 % interval; `table`: name, is_main, year, value, lower, upper."""
    drawing = Drawing(palette, margin={"l": 44, "r": 12, "t": 26, "b": 30})
    said: list[str] = []
    for (name, is_main), rows in table.groupby(["name", "is_main"], sort=False):
        shade = palette.ink if is_main else palette.normal
        bounds = {"array": rows["upper"] - rows["value"], "arrayminus": rows["value"] - rows["lower"]}  # fmt: skip
        drawing.scatter(
            x=rows["year"], y=rows["value"], mode="lines+markers", hoverinfo="skip",
            line={"color": shade, "width": 2.4 if is_main else 1.6, "dash": None if is_main else "dot"},
            marker={"size": 9 if is_main else 4, "color": shade},
            error_y={"type": "data", "symmetric": False, **bounds, "color": shade, "thickness": 1.6, "width": 5} if is_main else None,
        )  # fmt: skip
        words = palette.ink if is_main else palette.quiet
        said.append(f"<span style='color:{words}'>{'━' if is_main else '┅'} {name}</span>")
    drawing.annotate(
        x=0, y=1.02, xref="x domain", yref="y domain", text="   ".join(reversed(said)),
        xanchor="left", yanchor="bottom", font={"size": 14},
    )  # fmt: skip
    drawing.axes(
        x=axis(palette, dtick=1, tickformat="d", showgrid=False),
        y=count_axis(palette, ticksuffix="\u00a0%"),
    )
    return drawing.figure()


def counts(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """A count per year; `table`: year and count."""
    drawing = Drawing(palette, margin={"l": 52, "r": 12, "t": 26, "b": 30})
    drawing.scatter(
        x=table["year"], y=table["count"], mode="lines+markers", hoverinfo="skip",
        line={"color": palette.ink, "width": 2.4}, marker={"size": 8, "color": palette.ink},
    )  # fmt: skip
    drawing.axes(
        x=axis(palette, dtick=1, tickformat="d", showgrid=False),
        y=count_axis(palette, tickformat=",d"),
    )
    return drawing.figure()
