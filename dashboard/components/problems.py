"""What: the problems of one overview as tables, those that stand out first."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import tables
from dashboard.components.states import state_message
from dashboard.components.wording import before_short, before_words
from dashboard.queries.overview import Overview
from dashboard.state import latest_quarter

ROWS = 7  # attention is enough for about this many findings


def findings(view: Overview, *, on_paper: bool = False) -> Any:
    """Over the usual, the clearest first; a quiet period is said as plainly."""
    if view.examined.empty:
        few = "Antalen är för små för att bedöma. Prova en längre period."
        none = "Det finns inget att jämföra med. Välj andra veckor, eller läs in äldre uttag."
        return html.P(few if view.is_comparable else none, className="quiet-week")
    if view.findings.empty:
        said = "Inget problem ligger över det vanliga på någon plats. Så är det de flesta veckor."
        return html.P(["✓ ", said], className="quiet-week")
    rows = (
        {
            "code": f"{r.area_code}|{r.problem_type}",
            "name": r.type_name,
            "under": r.area_name,
            "now": r.now,
            "before": r.before,
            "word": r.word,
        }
        for r in view.findings.head(ROWS).itertuples(index=False)
    )
    kind = "" if on_paper else "finding"
    table = tables.compared(rows, kind=kind, head="Problem och plats", before=before_short(view), selected=())  # fmt: skip
    rest = len(view.findings) - ROWS
    more = [html.P(f"… och {swedish.in_words(rest)} till, se tabellerna.", className="quiet")] if rest > 0 else []  # fmt: skip
    return html.Div([table, *more], className="scroll")


def types(view: Overview, *, on_paper: bool = False) -> Any:
    """All of them together, then each, and in one line those with nothing."""
    known = [(r, r.before if view.is_comparable else None) for r in view.by_type.itertuples()]
    rows = [
        {"code": r.problem_type, "name": r.name, "now": r.now, "before": before, "word": r.word}
        for r, before in known
        if r.now or before
    ]
    silent = [
        r.name for r, before in known if not (r.now or before) and r.problem_type in view.told
    ]
    total = view.total
    of = " av valda slag" if view.weekly_chosen else ""
    head = html.P(
        [
            html.Strong(swedish.number(total["now"]), className="total"),
            f" {view.counted}{of} i {view.place.name}"
            + (f", mot {swedish.number(total['before'])} {before_words(view)}: " if view.is_comparable else ": "),
            tables.verdict(total["word"]),
        ],
        className="sum",
    )  # fmt: skip
    if not rows:
        return [head, state_message("inga händelser", f"Inga {view.counted} i något av problemen.")]
    kind = "" if on_paper else "type"
    table = tables.compared(rows, kind=kind, head="Problem", before=before_short(view), selected=view.state.typ)  # fmt: skip
    under = html.P(f"Inga {view.counted}: {swedish.listed([s.lower() for s in silent])}.", className="quiet") if silent else None  # fmt: skip
    return [head, table, under]


def quarters(view: Overview) -> Any:
    """The types that are shown no finer, per kommun: the latest quarter against the year before."""
    if view.quarters.empty:
        return html.P("Källan har inga sådana uppgifter.", className="quiet")
    latest = latest_quarter(view.coverage["data_stop"])
    found = {
        (code, day.date()): n for code, day, n in view.quarters.itertuples(index=False, name=None)
    }
    year_before = latest.replace(year=latest.year - 1)
    names = (swedish.quarter(latest), swedish.quarter(year_before))
    counts = [
        (name, *(swedish.number(found.get((code, day), 0)) for day in (latest, year_before)))
        for code, name in zip(view.quarter_types["problem_type"], view.quarter_types["name"], strict=True)
    ]  # fmt: skip
    return [
        tables.plain(
            ("Problem", *names),
            counts,
            caption=f"{swedish.capitalised(view.counted)} i {view.whole.name}",
        ),
        html.P(
            f"Gäller hela {view.whole.name}, och ingår inte i några andra summor här.",
            className="quiet",
        ),
    ]
