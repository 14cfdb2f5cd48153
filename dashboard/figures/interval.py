"""Estimates with their intervals: what a survey can tell, and how surely."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import Palette, blank


def years(table: pd.DataFrame, *, palette: Palette) -> go.Figure:
    """Per cent per year with 95 % interval; `table`: name, is_main, year, value, lower, upper."""
    figure = blank(palette, margin={"l": 44, "r": 12, "t": 26, "b": 30})
    said: list[str] = []
    for (name, is_main), rows in table.groupby(["name", "is_main"], sort=False):
        shade = palette.ink if is_main else palette.normal
        bounds = {"array": rows["upper"] - rows["value"], "arrayminus": rows["value"] - rows["lower"]}  # fmt: skip
        figure.add_scatter(
            x=rows["year"], y=rows["value"], mode="lines+markers", hoverinfo="skip",
            line={"color": shade, "width": 2.4 if is_main else 1.6, "dash": None if is_main else "dot"},
            marker={"size": 9 if is_main else 4, "color": shade},
            error_y={"type": "data", "symmetric": False, **bounds, "color": shade, "thickness": 1.6, "width": 5} if is_main else None,
        )  # fmt: skip
        said.append(f"<span style='color:{shade}'>{'━' if is_main else '┅'} {name}</span>")
    figure.add_annotation(
        x=0, y=1.02, xref="x domain", yref="y domain", text="   ".join(reversed(said)),
        showarrow=False, xanchor="left", yanchor="bottom", font={"size": 14},
    )  # fmt: skip
    figure.update_xaxes(dtick=1, tickformat="d", showgrid=False, zeroline=False, ticks="", tickfont={"color": palette.quiet, "size": 14})  # fmt: skip
    figure.update_yaxes(rangemode="tozero", ticksuffix="\u00a0%", nticks=5, gridcolor=palette.line, zeroline=True, zerolinecolor=palette.line, ticks="", tickfont={"color": palette.quiet, "size": 14})  # fmt: skip
    return figure
