"""What a workplace says of itself, as rows: its own words, organisations, calendar and sources."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from etl import days
from etl.calendar_files import local_events
from etl.settings import RHYTHMS
from etl.workplace import Workplace


def problem_types(workplace: Workplace) -> pd.DataFrame:
    known = workplace.known.problem_types
    groups = {group.code: group.name for group in known.groups}
    words: dict[str, str] = {}
    for word, code in known.by_est.items():
        words.setdefault(code, word)
    return pd.DataFrame(
        {
            "position": position,
            "problem_type": o.code,
            "name": o.name,
            "group_code": o.group,
            "group_name": groups[o.group],
            "definition": o.definition,
            "finest_level": o.finest_level,
            "finest_period": o.finest_period,
            "depends_on_police": o.depends_on_police,
            "est_word": words.get(o.code, ""),
        }
        for position, o in enumerate(known.types)
    )


def categories(workplace: Workplace) -> pd.DataFrame:
    """What each source of incidents calls things, and the problem type that is."""
    known = workplace.known.problem_types
    rows = [
        (name, category, problem_type)
        for name, module in workplace.sources.items()
        if module.SOURCE.vocabulary
        for category, problem_type in known.vocabulary(module.SOURCE.vocabulary).items()
    ]
    return pd.DataFrame(rows, columns=["source", "category", "problem_type"]).astype("str")


def observers(workplace: Workplace) -> pd.DataFrame:
    """Who is to report, and in how many weeks at the most."""
    rows = [(o.namn, RHYTHMS[o.takt]) for o in workplace.observers if not o.avslutad]
    table = pd.DataFrame(rows, columns=["organisation", "weeks"])
    return table.astype({"organisation": "str", "weeks": "int32"})


def calendar(workplace: Workplace, batches: list[dict[str, Any]]) -> pd.DataFrame:
    """From the year before the first numbers to a year ahead."""
    today = date.today()  # noqa: DTZ011
    begun = [
        date.fromisoformat(b["period_from"])
        for b in batches
        if b["period_from"] and workplace.source(b["source"]).table == "incident"
    ]
    year = timedelta(days=366)
    first, last = min([*begun, today]) - year, today + year
    events = local_events(workplace.calendars, first=first, last=last)
    return days.calendar([*workplace.settings.kalender, *events], first=first, last=last)


def police_event_types(workplace: Workplace) -> pd.DataFrame:
    mapping = workplace.known.problem_types.by_police_event
    table = pd.DataFrame(mapping.items(), columns=["event_type", "problem_type"])
    return table.astype("str")


def sources(workplace: Workplace, names: set[str]) -> pd.DataFrame:
    about = ("title", "publisher", "owner", "url", "licence", "purpose", "retention_days", "rhythm_days", "finest_level", "counted", "has_delay")  # fmt: skip
    lists = ("caveats", "blind_spots")
    return pd.DataFrame(
        {
            "source": name,
            "table": workplace.source(name).table,
            **{key: getattr(workplace.source(name), key) for key in about},
            **{key: list(getattr(workplace.source(name), key)) for key in lists},
        }
        for name in sorted(names)
    )


def edition(
    workplace: Workplace, number: int, batches: list[dict[str, Any]], areas: pd.DataFrame
) -> pd.DataFrame:
    forum = workplace.forum
    kommuner = areas.query("level == 'kommun'")
    alone = kommuner.iloc[0] if len(kommuner) == 1 else None
    stops = [b["period_to"] for b in batches if workplace.source(b["source"]).table == "incident"]
    name = f"{len(kommuner)} kommuner" if alone is None else alone["name"]
    return pd.DataFrame(
        {
            "number": [number],
            "published_at": [datetime.now().replace(microsecond=0)],  # noqa: DTZ005
            "forum": [forum.name if forum else name],
            "area_code": [
                forum.area_code if forum else "" if alone is None else alone["area_code"]
            ],
            "is_example": [workplace.settings.installation.exempel],
            "data_stop": [pd.Timestamp(max(stops)) if stops else pd.NaT],
        }
    )
