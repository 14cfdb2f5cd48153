"""What may be said of a number to anybody: the nearest that has been published, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard import swedish
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.asked import asked
from dashboard.state import State, span
from etl.statistics.change import word

WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Outward:
    """A count that has been published, and what it stands beside. None is what may not be said or is
    not known: `count` then has its reason in `unsaid`."""

    counted: str  # in the plural
    types: tuple[str, ...]  # names; () is all but `without`
    without: tuple[str, ...]
    where: str
    when: str
    count: int | None
    unsaid: str  # "", "dolt" (it, or a part of it, is hidden) or "saknas" (nothing is published)
    before: int | None  # the same time a year earlier
    word: str | None
    publisher: str
    title: str
    is_final: bool
    is_example: bool


def outward(edition: Edition, public: Edition, state: State) -> Outward | None:
    """Of the `public` file of an `edition` that all parties share: the whole kommuner that `state` is
    of, the latest quarter (of chosen problems) or month (of all) that is published and not
    later than what it asks for. None where the edition has nothing of the source for the place."""
    found = asked(edition, state)
    if found is None or found.state.kalla != state.kalla:
        return None
    state, kommuner, where = found.state, found.whole.kommuner, found.whole.name
    names, types = about.names(edition), about.type_names(edition)
    if state.valt:
        kommun = about.areas(edition).set_index("area_code").at[state.valt, "kommun_code"]
        kommuner, where = (kommun,), names[kommun]
    last = span(state, data_stop=found.coverage["data_stop"]).last + WEEK
    rows = _published(public, state, source=found.source["source"], kommuner=kommuner)
    parts = max(len(state.typ), 1) * len(kommuner)
    asked_for = rows[rows["last_day"] <= pd.Timestamp(last)]
    latest = asked_for["period"].max() if len(asked_for) else None
    now, is_final = _sum(rows, latest, parts=parts)
    before, _ = _sum(rows, _year_before(latest), parts=parts)
    without = about.shown_per(edition, "quarter")["problem_type"]
    said = swedish.quarter if state.typ else swedish.month
    return Outward(
        counted=found.source["counted"],
        types=tuple(types[code] for code in state.typ),
        without=() if state.typ else tuple(types[code] for code in without),
        where=where,
        when=said(latest.date()) if latest is not None else "",
        count=now,
        unsaid="saknas" if latest is None else "dolt" if now is None else "",
        before=before,
        word=word([now], [before])[0] if now is not None and before is not None else None,
        publisher=found.source["publisher"],
        title=found.source["title"],
        is_final=is_final,
        is_example=bool(about.edition(edition)["is_example"]),
    )


def _published(
    public: Edition, state: State, *, source: str, kommuner: tuple[str, ...]
) -> pd.DataFrame:
    """period, last_day, count (none: hidden), is_final: one row per kommun and chosen problem."""
    of_types = """
        select quarter as period, last_day(quarter + interval 2 months) as last_day, count, is_final
        from out.open_type_quarter
        where source = $source and list_contains($kommuner, kommun_code) and list_contains($types, problem_type)
    """
    of_all = """
        select month as period, last_day(month) as last_day, count, is_final
        from out.open_month
        where source = $source and list_contains($kommuner, kommun_code)
    """
    given = {"source": source, "kommuner": list(kommuner)}
    rows = public.query(of_types, **given, types=list(state.typ)) if state.typ else public.query(of_all, **given)  # fmt: skip
    return rows.astype({"count": "Int64", "period": "datetime64[s]", "last_day": "datetime64[s]"})


def _sum(rows: pd.DataFrame, period: pd.Timestamp | None, *, parts: int) -> tuple[int | None, bool]:
    """Of a period where every part is published and shown, and whether it is for good."""
    here = rows[rows["period"] == period]
    if period is None or len(here) < parts or here["count"].isna().any():
        return None, False
    return int(here["count"].sum()), bool(here["is_final"].all())


def _year_before(period: pd.Timestamp | None) -> pd.Timestamp | None:
    return None if period is None else pd.Timestamp(date(period.year - 1, period.month, 1))
