"""When: the weeks of one overview, or quarters where weeks are not shown, and the same as a table."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.wording import range_words
from dashboard.figures import series as series_drawn
from dashboard.figures.palette import THEMES, Figure
from dashboard.queries.overview import Overview


def series_figure(view: Overview, *, theme: str) -> Figure:
    """Weeks; quarters where only types are chosen that are shown no finer."""
    palette = THEMES[theme]
    if view.is_coarse:
        rows = view.quarters
        rows = rows[rows["problem_type"].isin(view.state.typ)].groupby("quarter")["count"].sum()
        label = [f"kv {(q.month + 2) // 3}<br>{q.year}" for q in rows.index]
        return series_drawn.quarterly(pd.DataFrame({"quarter": rows.index, "label": label, "count": rows.to_numpy()}), palette=palette)  # fmt: skip
    return series_drawn.weekly(
        view.series.assign(hover=_series_hover(view)),
        first=view.span.first,
        last=view.span.last,
        incomplete_from=view.incomplete_from,
        palette=palette,
    )


def series_twin(view: Overview) -> html.Details:
    """The weeks as a table, the latest first."""
    has_usual = bool(view.series["lower"].notna().any())
    columns = ("week", "count", "earlier", "lower", "upper", "named")
    rows = [
        (swedish.week(w, year=True), _count(n), *((range_words(low, high),) if has_usual else ()), _count(e), named)
        for w, n, e, low, high, named in zip(*(view.series[name][::-1] for name in columns), strict=True)
    ]  # fmt: skip
    table = tables.plain(
        ("Vecka", "Antal", *(("Väntat",) if has_usual else ()), "Samma vecka året före", "I kalendern"),
        rows,
        caption=f"{swedish.capitalised(view.counted)} per vecka",
    )  # fmt: skip
    return html.Details(
        [html.Summary("Tabell"), cards.scroll(table, name="Antal per vecka", is_tall=True)]
    )


def _series_hover(view: Overview) -> list[str]:
    columns = ("week", "count", "earlier", "lower", "upper")
    return [
        f"{swedish.week(w, year=True)}: {_count(n)} {view.counted}, "
        + (f"året före {_count(e)}" if pd.isna(low) else f"väntat {range_words(low, high)}")
        for w, n, e, low, high in zip(*(view.series[name] for name in columns), strict=True)
    ]


def _count(value: float) -> str:
    return "–" if pd.isna(value) else swedish.number(value)
