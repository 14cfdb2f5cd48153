"""What the numbers say of one problem in one area: what stands beside the parties' own judgement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.database import Edition
from dashboard.queries import about, incidents
from dashboard.queries.expected import REACH

WEEKS = 4


def evidence(
    edition: Edition, *, problem_type: str, area_code: str, last: date, source: str = ""
) -> dict[str, Any] | None:
    """The four weeks up to that of `last` (a Monday), by `source` or the clearest where it is "".

    count, lower, upper (None where nothing can be expected), weeks, week (ISO), word, counted (what is
    counted, in the plural), source and its title, and of the others: source, title, count, lower, upper.
    None where no source tells of it. All is text and whole numbers: it is kept for ever.
    """
    rows = edition.rows(
        f"""
        with {REACH}
        select source, count, lower, upper, word, week
        from out.expected
        join reach using (source)
        where weeks = $weeks and week = latest and area_code = $area and problem_type = $type
        order by source = $source desc, pvalue
        """,
        weeks=WEEKS,
        week=last,
        area=area_code,
        type=problem_type,
        source=source,
    )
    if not rows:
        rows = _counted(edition, problem_type=problem_type, area_code=area_code, last=last)
    if not rows:
        return None
    sources = about.counted(edition)
    first, *others = rows
    about_it = sources[first["source"]]
    return {
        **_told(first),
        "weeks": WEEKS,
        "week": first["week"].isoformat(),
        "word": first["word"] or "",
        "counted": about_it["counted"],
        "source": first["source"],
        "source_title": about_it["title"],
        "others": [
            {"source": r["source"], "title": sources[r["source"]]["title"], **_told(r)}
            for r in others
        ],
    }


def _told(row: dict[str, Any]) -> dict[str, int | None]:
    return {
        name: None if pd.isna(row[name]) else int(row[name]) for name in ("count", "lower", "upper")
    }


def _counted(
    edition: Edition, *, problem_type: str, area_code: str, last: date
) -> list[dict[str, Any]]:
    """Where nothing is expected there is still a count, of every source that tells of the problem."""
    found = []
    for name in about.counted(edition):
        if problem_type not in incidents.told(edition, source=name):
            continue
        [row] = edition.rows(
            """
            select coalesce(sum(count), 0)::integer as count
            from out.incident
            where source = $source and problem_type = $type and week > $first and week <= $last
                and $area in (kommun_code, regso_code, deso_code)
            """,
            source=name,
            type=problem_type,
            area=area_code,
            first=last - timedelta(weeks=WEEKS),
            last=last,
        )
        found.append(
            {**row, "source": name, "lower": None, "upper": None, "word": "", "week": last}
        )
    return found
