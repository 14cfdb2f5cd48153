"""A count per week: this year in ink, last year behind it, what is not complete set apart."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard import swedish
from dashboard.figures.palette import (
    MARKS,
    Drawing,
    Figure,
    Palette,
    axis,
    colour,
    count_axis,
    glass,
)

HALF = timedelta(days=3.5)
OUT = [word for word in MARKS if word != "inom normal variation"]


def weekly(
    table: pd.DataFrame,
    *,
    first: date,
    last: date,
    incomplete_from: date | None,
    palette: Palette,
) -> Figure:
    """`table` has week (Monday), count, earlier (the same week a year before), lower and upper (what
    was to be expected), word, hover, and named, what the calendar says of the week: those weeks have a
    mark on the axis.

    Where something was to be expected in any week, that is what the counts are drawn over; else
    the year before.

    A count that is missing is not drawn.

    Weeks from `first` to `last` are those the rest of the page is about. From `incomplete_from`
    on, reports are still coming in: hatched, and not joined to the line.
    """
    drawing = Drawing(palette, margin={"l": 34, "r": 8, "t": 26, "b": 30})
    has_usual = bool(table["lower"].notna().any())
    top = np.nanmax([4, *table["count"], *table["upper" if has_usual else "earlier"]]) * 1.15
    weeks = table["week"].dt.date
    days = [str(week) for week in weeks]
    drawing.layout["meta"] = [days[0], days[-1]]  # which days notes may stand on
    period = {"fillcolor": palette.band, "opacity": 0.55, "y1": 1, "layer": "below"}
    if has_usual:  # which is a surface itself
        period = {"fillcolor": palette.accent, "y1": 0.016}
    drawing.shape(
        type="rect", x0=first - HALF, x1=last + HALF, y0=0, yref="y domain", line={"width": 0}, **period,
    )  # fmt: skip
    if has_usual:
        _band(drawing, table, days, palette=palette)
    else:
        drawing.scatter(
            x=days, y=table["earlier"], mode="lines", hoverinfo="skip",
            line={"color": palette.normal, "width": 1.8, "dash": "dot"},
        )  # fmt: skip
    known = (
        np.ones(len(table), bool) if incomplete_from is None else np.array(weeks < incomplete_from)
    )
    drawing.scatter(
        x=days, y=np.where(known, table["count"], np.nan), mode="lines",
        line={"color": palette.ink, "width": 2.4}, hoverinfo="skip",
    )  # fmt: skip
    out = table["word"].isin(OUT).to_numpy() & has_usual
    edge = np.where(out, [colour(word, palette) for word in table["word"]], palette.ink)
    drawing.scatter(
        x=days, y=table["count"], mode="markers", customdata=days,
        hovertext=table["hover"], hoverinfo="text",
        marker={
            "size": np.where(out, 11, np.where(known, 6, 9)),
            "color": np.where(known, edge, palette.card),
            "line": {"color": edge, "width": np.where(known, 0, 2)},
        },
    )  # fmt: skip
    named = table["named"] != ""
    drawing.scatter(
        x=np.array(days)[named], y=np.zeros(named.sum()), mode="markers", cliponaxis=False,
        hoverinfo="skip", marker={"symbol": "triangle-up", "size": 9, "color": palette.quiet},
    )  # fmt: skip
    if incomplete_from is not None and not known.all():
        _hatch(drawing, incomplete_from, weeks.iloc[-1], top=top, palette=palette)
    _say(drawing, has_usual=has_usual, palette=palette)
    ticks = list(weeks[::-1][3:50:8])  # evenly, over New Year too
    drawing.axes(
        x=axis(
            palette, tickvals=ticks, ticktext=[swedish.week(w) for w in ticks], showgrid=False, tickangle=0,
            range=[weeks.iloc[0] - HALF, weeks.iloc[-1] + HALF],
        ),
        y=count_axis(palette, range=[0, top], tickformat="d"),
    )  # fmt: skip
    return drawing.figure()


def quarterly(table: pd.DataFrame, *, palette: Palette) -> Figure:
    """Bars per quarter, for what is shown no finer. `table`: quarter (its first day), count, label."""
    drawing = Drawing(palette, margin={"l": 34, "r": 8, "t": 26, "b": 30})
    drawing.layout["meta"] = [str(quarter)[:10] for quarter in table["quarter"]]
    drawing.bar(
        x=table["label"], y=table["count"], text=table["count"], textposition="outside",
        marker={"color": palette.normal}, hoverinfo="skip", cliponaxis=False, width=0.6,
    )  # fmt: skip
    drawing.axes(x=axis(palette, type="category"), y={"visible": False, "rangemode": "tozero"})
    return drawing.figure()


def _hatch(drawing: Drawing, start: date, end: date, *, top: float, palette: Palette) -> None:
    drawing.bar(
        x=[start + (end - start) / 2], y=[top], width=((end - start).days + 7) * 86_400_000,
        hoverinfo="skip",
        marker={
            "color": "rgba(0,0,0,0)", "line": {"width": 0},
            "pattern": {
                "shape": "/", "fillmode": "overlay", "fgcolor": palette.line, "size": 7,
                "solidity": 0.25,
            },
        },
    )  # fmt: skip
    drawing.annotate(
        x=end + HALF, y=0.02, yref="y domain", text="ofullständigt", xanchor="right",
        yanchor="bottom", font={"size": 13, "color": palette.quiet}, bgcolor=glass(palette),
    )  # fmt: skip


def _band(drawing: Drawing, table: pd.DataFrame, days: list[str], *, palette: Palette) -> None:
    """From the least to the most that was to be expected, in steps: a count belongs to its week."""
    edge = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "shape": "hvh"}}
    drawing.scatter(x=days, y=table["lower"], **edge)
    drawing.scatter(x=days, y=table["upper"], fill="tonexty", fillcolor=palette.band, **edge)


def _say(drawing: Drawing, *, has_usual: bool, palette: Palette) -> None:
    """What the lines are, where a reader begins: no legend."""
    other = f"<span style='color:{palette.quiet}'>┅ året dessförinnan</span>"
    if has_usual:
        other = f"<span style='color:{palette.band}'>█</span> <span style='color:{palette.quiet}'>inom normal variation</span>"
    text = f"<span style='color:{palette.ink}'>━ senaste året</span>   {other}"
    drawing.annotate(
        x=0, y=1.02, xref="x domain", yref="y domain", text=text, xanchor="left",
        yanchor="bottom", font={"size": 13},
    )  # fmt: skip
