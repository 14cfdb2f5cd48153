"""A rate per year over the grey band of the middle half of similar places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.figures.palette import Drawing, Figure, Palette, axis, count_axis


def years(
    table: pd.DataFrame, *, name: str, unit: str, breaks: Sequence[int] = (), palette: Palette
) -> Figure:
    """`table`: year, value, lower, upper (NaN where there is no band) and is_preliminary: such a year
    is hollow. `breaks` are the first years of a new way of counting."""
    drawing = Drawing(palette, margin={"l": 56, "r": 14, "t": 44, "b": 30})
    edge = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    band = table.dropna(subset="lower")
    drawing.scatter(x=band["year"], y=band["lower"], **edge)
    drawing.scatter(x=band["year"], y=band["upper"], fill="tonexty", fillcolor=palette.line, **edge)
    fill = np.where(table["is_preliminary"].astype(bool), palette.card, palette.ink)
    drawing.scatter(
        x=table["year"], y=table["value"], mode="lines+markers", hoverinfo="skip",
        line={"color": palette.ink, "width": 2.4},
        marker={"size": 9, "color": fill, "line": {"color": palette.ink, "width": 2}},
    )  # fmt: skip
    said = [f"<span style='color:{palette.ink}'>━ {name}</span>"]
    if len(band):
        said.append(f"<span style='color:{palette.line}'>█</span> mittersta hälften")
    drawing.annotate(
        x=0, y=1.02, xref="x domain", yref="y domain", xanchor="left", yanchor="bottom",
        text="   ".join(said) + f"<br>{unit}", align="left", font={"size": 13, "color": palette.quiet},
    )  # fmt: skip
    first, last = table["year"].min(), table["year"].max()
    for year in (y for y in breaks if first < y <= last):
        drawing.before_year(year, colour=palette.quiet)
    drawing.axes(
        x=axis(palette, dtick=1 if last - first <= 12 else 5, tickformat="d", showgrid=False),
        y=count_axis(palette, tickformat=",d"),
    )
    return drawing.figure()
