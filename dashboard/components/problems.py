"""What: the problems of one overview as tables, those that stand out first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
from dash import html

from dashboard import swedish
from dashboard.components import cards, number_card, tables
from dashboard.components.busy_words import stretch_words
from dashboard.components.states import state_message
from dashboard.components.wording import before_words, beside, beside_heads, range_words
from dashboard.database import Edition
from dashboard.queries import about, expected, hours, incidents
from dashboard.queries.overview import Overview
from dashboard.state import LEVELS, latest_quarter
from etl.statistics.fullest import fullest

ROWS = 10  # attention is enough for about seven


def findings(edition: Edition, view: Overview, *, on_paper: bool = False) -> Any:
    """Over the usual, the clearest first; a quiet period is said as plainly."""
    if not view.examined:
        few = "Antalen är för små för att bedöma. Prova en längre period."
        none = "Det finns inget att jämföra med. Välj andra veckor, eller läs in äldre uttag."
        if not view.is_comparable:
            return state_message("data saknas", none)
        return html.P(few, className="quiet-week")
    if view.findings.empty:
        said = "Inget problem ligger över det vanliga på någon plats. Så är det de flesta veckor."
        return [html.P(["✓ ", said], className="quiet-week"), *_ended(view)]
    shown = view.findings.head(ROWS)
    rows = (
        _expected(edition, view, shown)
        if view.usual is not None
        else _earlier(edition, view, shown)
    )
    table = tables.compared(
        rows,
        kind="finding",
        head="Problem och plats",
        beside=beside_heads(view),
        selected=(),
        after=("Sedan",) if view.usual is not None else (),
        is_on_paper=on_paper,
    )
    rest = len(view.findings) - ROWS
    more = [html.P(f"… och {swedish.in_words(rest)} till, se tabellerna.", className="quiet")] if rest > 0 else []  # fmt: skip
    return [cards.scroll(table, name="Vad är nytt"), *more, *_ended(view)]


def _ended(view: Overview) -> list[html.P]:
    """What stood in the list of the week before, and no longer does."""
    if view.usual is None or view.usual.ended.empty:
        return []
    rows = view.named(view.usual.ended).itertuples(index=False)
    names = [f"{swedish.within(r.type_name)} i {r.area_name}" for r in rows]
    return [html.P(f"Stod i listan en vecka tidigare men inte nu: {swedish.listed(names)}.", className="quiet")]  # fmt: skip


def _earlier(edition: Edition, view: Overview, shown: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for r in shown.itertuples(index=False):
        yield {
            "code": f"{view.source['source']}|{r.area_code}|{r.problem_type}",
            "name": r.type_name,
            "under": [r.area_name],
            "now": r.now,
            "beside": beside(view, r),
            "word": r.word,
            "card": _card(edition, view, r),
        }


def _expected(edition: Edition, view: Overview, shown: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Of every source: each row names its own where there are several, and what the others have."""
    counted = about.counted(edition)
    known = expected.elsewhere(edition, shown, weeks=view.span.weeks, last=view.span.last)
    for r in shown.itertuples(index=False):
        where = [r.area_name, *(f"även {view.names[code]}" for code in list(r.other_areas)[:2])]
        where += filter(None, [_often(edition, r, weeks=view.span.weeks)])
        if r.week.date() != view.span.last:
            where.append(f"till och med {swedish.week(r.week)}")
        under = [" · ".join(where)]
        if len(counted) > 1:
            at = known.get((r.problem_type, r.area_code), {})
            others = [
                _other(counted[name], at.get(name))
                for name in counted
                if name != r.source and r.problem_type in incidents.told(edition, source=name)
            ]
            under.append("; ".join([counted[r.source]["title"], *others]))
        if len(r.cluster_areas):
            under.append(_cluster(r))
        yield {
            "code": f"{r.source}|{r.area_code}|{r.problem_type}",
            "name": r.type_name,
            "under": under,
            "now": r.now,
            "beside": beside(view, r) if r.lower == r.lower else (_about(r.expected),),
            "word": r.word,
            "after": ("ny" if r.is_new else swedish.week(r.since),),
            "card": _card(edition, view, r, source=r.source, last=r.week.date()),
        }


def _card(edition: Edition, view: Overview, row: Any, *, source: str = "", last: date | None = None) -> str:  # fmt: skip
    """Of the row's own source and weeks."""
    areas = about.areas(edition).set_index("area_code")
    level = str(areas.at[row.area_code, "level"]) if row.area_code in areas.index else ""
    here = {"omrade": row.area_code, "valt": ""} if level == "kommun" else {"valt": row.area_code}
    if level not in LEVELS:  # the forum
        here = {"omrade": "", "valt": ""}
    return number_card.address(
        view.state.but(
            kalla=source or view.state.kalla,
            typ=(row.problem_type,) if row.problem_type in view.type_names else (),
            niva=level if level in {"regso", "deso"} else view.state.niva,
            vecka=view.state.vecka if last in {None, view.span.last} else last,
            **here,
        )
    )


def _often(edition: Edition, row: Any, *, weeks: int) -> str:
    """mest nätter mot tis, ons, tors: when on the week, "" where that is chance or not known."""
    if weeks != 4:
        return ""
    found = hours.of_window(
        edition,
        source=row.source,
        kommun=row.kommun_code,
        area=row.area_code,
        problem_type=row.problem_type,
        last=row.week.date(),
    )
    stretch = None if found is None else fullest(found)
    return stretch_words(stretch) if stretch else ""


def _about(expected: float) -> str:
    """A cluster stands beside a number, and not beside a range."""
    return f"omkring {swedish.number(round(expected))}" if expected >= 0.5 else "under 1"


def _cluster(row: Any) -> str:
    """anhopning: tre delområden, sedan v. 44"""
    many = len(row.cluster_areas)
    parts = f"{swedish.in_words(many)} {'delområde' if many == 1 else 'delområden'}"
    return f"anhopning: {parts}, sedan {swedish.week(row.cluster_since)}"


def _other(source: dict[str, Any], found: tuple[int, int, int] | None) -> str:
    """felanmälningar: 3 (väntat 0–4)"""
    title = swedish.within(source["title"])
    if found is None:
        return f"{title}: för få eller inte inkomna"
    count, lower, upper = found
    return f"{title}: {swedish.number(count)} (väntat {range_words(lower, upper)})"


def types(view: Overview, *, on_paper: bool = False) -> Any:
    """All of them together, then each, and in one line those with nothing."""
    counted = list(view.by_type.itertuples(index=False))
    rows = [
        {"code": r.problem_type, "name": r.name, "now": r.now, "beside": beside(view, r), "word": r.word, "card": number_card.address(view.state.but(typ=(r.problem_type,)))}
        for r in counted
        if r.now or (r.before and view.is_comparable)
    ]  # fmt: skip
    silent = view.told - {row["code"] for row in rows}
    quiet = [r.name.lower() for r in counted if r.problem_type in silent]
    total = view.total
    of = " av valda slag" if view.weekly_chosen else ""
    number, summed = swedish.number(total["now"]), view.state.but(typ=view.weekly_chosen)
    head = html.P(
        [
            html.Strong(number if on_paper else tables.to_card(number, number_card.address(summed)), className="total"),
            f" {view.counted}{of} i {view.place.name}"
            + _against(view, total),
            tables.verdict(total["word"]),
        ],
        className="sum",
    )  # fmt: skip
    if not rows:
        return [head, state_message("inga händelser", f"Inga {view.counted} i något av problemen.")]
    table = tables.compared(rows, kind="type", head="Problem", beside=beside_heads(view), selected=view.state.typ, is_on_paper=on_paper)  # fmt: skip
    under = html.P(f"Inga {view.counted}: {swedish.listed(quiet)}.", className="quiet") if quiet else None  # fmt: skip
    return [head, table, under]


def _against(view: Overview, total: dict[str, Any]) -> str:
    if view.usual is not None:
        return f", väntat {range_words(total['lower'], total['upper'])}: "
    if not view.is_comparable:
        return ": "
    return f", mot {swedish.number(total['before'])} {before_words(view)}: "


def quarters(view: Overview, *, on_paper: bool = False) -> Any:
    """The types that are shown no finer, per kommun: the latest quarter against the year before."""
    if view.quarters.empty:
        return state_message("data saknas", "Källan har inga sådana uppgifter.")
    latest = latest_quarter(view.coverage["data_stop"])
    found = {
        (code, day.date()): n for code, day, n in view.quarters.itertuples(index=False, name=None)
    }
    year_before = latest.replace(year=latest.year - 1)
    names = (swedish.quarter(latest), swedish.quarter(year_before))
    counts = []
    for code, name in zip(view.quarter_types["problem_type"], view.quarter_types["name"], strict=True):  # fmt: skip
        now, before = (swedish.number(found.get((code, day), 0)) for day in (latest, year_before))
        card = number_card.address(view.state.but(typ=(code,), valt=""))
        counts.append((name, now if on_paper else tables.to_card(now, card), before))
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
