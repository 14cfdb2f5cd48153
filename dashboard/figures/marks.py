"""Numbered hairlines in a series: what happened on which days. The words stand beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.figures.palette import Palette

THURSDAY = timedelta(days=3)  # a week's count stands on its Monday, in the middle of its week
WEEK = timedelta(days=7)
ROOM = 11  # numbers beside one another across a phone
LANES = 3
LANE = 22  # px from one to the next


def days_of(layout: dict[str, Any]) -> tuple[date, date]:
    """The first and the last day of a layout that figures/series.py has drawn."""
    starts = [date.fromisoformat(start) for start in layout["meta"]]
    return starts[0], (_end_of_quarter(starts[-1]) if _is_quarterly(layout) else starts[-1] + WEEK) - timedelta(days=1)  # fmt: skip


def marked(
    layout: dict[str, Any], days: Sequence[tuple[date, date]], *, palette: Palette
) -> dict[str, Any]:
    """The layout with a numbered line at the first of each `days`, and a bar along the top to the
    last. All of them within `days_of`, at least in part; in order of their first day.

    The numbers stand above the picture, so that they hide nothing of it.
    """
    begins, ends = days_of(layout)
    spans = [(max(first, begins), min(last, ends)) for first, last in days]
    room = (ends - begins) / ROOM
    lanes = _lanes([start for start, _ in spans], room=room)
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for number, ((start, end), lane) in enumerate(zip(spans, lanes, strict=True), 1):
        x, to, up = _at(start, layout), _at(end, layout), LANE * lane
        from_top = {"yref": "y domain", "ysizemode": "pixel", "yanchor": 1}
        line = {"type": "line", "x0": x, "x1": x, "line": {"color": palette.quiet, "width": 1}}
        shapes.append(line | {"y0": 0, "y1": 1, "yref": "y domain"})
        shapes.append(line | from_top | {"y0": 0, "y1": up})
        shapes.append(
            {"type": "rect", "x0": x, "x1": to, "y0": -5 * lane, "y1": -5 * lane - 3}
            | from_top
            | {"fillcolor": palette.quiet, "line": {"width": 0}}
        )
        labels.append(
            {
                "x": x, "y": 1, "yref": "y domain", "text": f"<b>{number}</b>", "showarrow": False,
                "xanchor": "right" if start > ends - room / 2 else "left", "yanchor": "bottom",
                "yshift": up, "bgcolor": palette.card, "bordercolor": palette.quiet,
                "borderwidth": 1, "borderpad": 2, "font": {"size": 13, "color": palette.ink},
            }
        )  # fmt: skip
    above = LANE * (max(lanes, default=-1) + 1)
    moved = [a | {"yshift": above} if a.get("y", 0) > 1 else a for a in layout["annotations"]]
    return layout | {
        "margin": layout["margin"] | {"t": layout["margin"]["t"] + above},
        "shapes": [*layout["shapes"], *shapes],
        "annotations": [*moved, *labels],
    }


def _lanes(starts: Sequence[date], *, room: timedelta) -> list[int]:
    """Which row each number stands in: the lowest where there is room, and three at most."""
    taken = [date.min] * LANES
    found = []
    for start in starts:
        lane = next((n for n, until in enumerate(taken) if until <= start), LANES - 1)
        taken[lane] = start + room
        found.append(lane)
    return found


def _at(day: date, layout: dict[str, Any]) -> str | float:
    """Where a day is along the axis: a date, or how far among the quarters."""
    if not _is_quarterly(layout):
        return (day - THURSDAY).isoformat()
    starts = [date.fromisoformat(start) for start in layout["meta"]]
    n = max(n for n, start in enumerate(starts) if start <= day)
    return n - 0.5 + (day - starts[n]) / (_end_of_quarter(starts[n]) - starts[n])


def _is_quarterly(layout: dict[str, Any]) -> bool:
    return bool(layout["xaxis"].get("type") == "category")


def _end_of_quarter(start: date) -> date:
    """The day after."""
    return (start.replace(day=1) + timedelta(days=93)).replace(day=1)
