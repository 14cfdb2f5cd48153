"""Estimates with their intervals: what a survey can tell, and how surely."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import swedish
from dashboard.figures.palette import Palette, blank


def years(table: pd.DataFrame, *, palette: Palette, height: int = 280) -> go.Figure:
    """Per cent per year with 95 % interval; `table`: name, is_main, year, value, lower, upper."""
    figure = blank(palette, height=height, margin={"l": 44, "r": 110, "t": 12, "b": 30})
    for (name, is_main), rows in table.groupby(["name", "is_main"], sort=False):
        shade = palette.ink if is_main else palette.normal
        bounds = {"array": rows["upper"] - rows["value"], "arrayminus": rows["value"] - rows["lower"]}  # fmt: skip
        figure.add_scatter(
            x=rows["year"], y=rows["value"], mode="lines+markers", hoverinfo="skip",
            line={"color": shade, "width": 2.4 if is_main else 1.6, "dash": None if is_main else "dot"},
            marker={"size": 9 if is_main else 4, "color": shade},
            error_y={"type": "data", "symmetric": False, **bounds, "color": shade, "thickness": 1.6, "width": 5} if is_main else None,
        )  # fmt: skip
        end = rows.iloc[-1]
        figure.add_annotation(
            x=end["year"], y=end["value"], text=f"{name} {swedish.number(end['value'])}\u00a0%",
            showarrow=False, xanchor="left", xshift=12, font={"size": 14, "color": shade if is_main else palette.quiet},
        )  # fmt: skip
    figure.update_xaxes(dtick=1, tickformat="d", showgrid=False, zeroline=False, ticks="", tickfont={"color": palette.quiet, "size": 14})  # fmt: skip
    figure.update_yaxes(rangemode="tozero", ticksuffix="\u00a0%", nticks=5, gridcolor=palette.line, zeroline=True, zerolinecolor=palette.line, ticks="", tickfont={"color": palette.quiet, "size": 14})  # fmt: skip
    return figure
