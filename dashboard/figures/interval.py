"""Years: estimates with their intervals, and counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.figures.palette import Drawing, Figure, Palette, axis, count_axis

INDEX_SCALE = [0, 6.2]  # the top mark is whole


def years(table: pd.DataFrame, *, unit: str = "share", palette: Palette) -> Figure:
    """Estimates per year with 95 % interval where there is one.

    `table`: name, is_main, year, value, lower, upper. `unit`: share, drawn in per cent, or index,
    drawn on the police's whole scale from 0 to 6.
    """
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
    first, last = table["year"].min(), table["year"].max()
    drawing.axes(
        x=axis(palette, dtick=1, tickformat="d", showgrid=False, range=[first - 0.5, last + 0.5]),
        y=count_axis(palette, ticksuffix="\u00a0%")
        if unit == "share"
        else count_axis(palette, range=INDEX_SCALE, tickvals=list(range(7))),
    )
    return drawing.figure()


def counts(
    table: pd.DataFrame, *, unit: str = "", breaks: Sequence[int] = (), palette: Palette
) -> Figure:
    """A number per year; `table`: year, value, is_preliminary, and source and is_main.

    `unit` is said above the axis where the number is no count.

    Each source is a line of its own, the main one in ink. A preliminary year is hollow. `breaks`
    are the first years of a new way of counting: a thin line before each.
    """
    drawing = Drawing(palette, margin={"l": 52, "r": 12, "t": 26, "b": 30})
    for (_, is_main), rows in table.groupby(["source", "is_main"], sort=False):
        shade = palette.ink if is_main else palette.normal
        fill = rows["is_preliminary"].map({True: palette.card, False: shade})
        drawing.scatter(
            x=rows["year"], y=rows["value"], mode="lines+markers", hoverinfo="skip",
            line={"color": shade, "width": 2.4 if is_main else 1.6, "dash": None if is_main else "dot"},
            marker={"size": 8 if is_main else 5, "color": fill, "line": {"color": shade, "width": 1.6}},
        )  # fmt: skip
    if unit:
        drawing.annotate(
            x=0, y=1.02, xref="x domain", yref="y domain", text=unit, xanchor="left",
            yanchor="bottom", font={"size": 13, "color": palette.quiet},
        )  # fmt: skip
    first, last = table["year"].min(), table["year"].max()
    for year in (y for y in breaks if first < y <= last):
        drawing.before_year(year, colour=palette.quiet)
        drawing.annotate(
            x=year - 0.5, y=1, yref="y domain", text=f"nytt räknesätt {year}", xanchor="center",
            yanchor="bottom", font={"size": 13, "color": palette.quiet},
        )  # fmt: skip
    drawing.axes(
        x=axis(palette, dtick=1 if last - first <= 12 else 5, tickformat="d", showgrid=False),
        y=count_axis(palette, tickformat=",d"),
    )
    return drawing.figure()
