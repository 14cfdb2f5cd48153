from __future__ import annotations

from datetime import date, timedelta

from dashboard import swedish
from dashboard.database import Edition
from dashboard.queries import days

WEEK = timedelta(weeks=1)


def test_weeks_are_named_by_their_days(edition: Edition) -> None:
    first, last = date(2025, 12, 15), date(2026, 1, 5)
    named = days.by_week(edition, first=first, last=last, kommuner=("0683",))
    assert named == [
        "", "Julafton, Juldagen, Annandag jul", "Nyårsafton, Nyårsdagen", "Trettondedag jul",
    ]  # fmt: skip


def test_every_week_has_what_touches_it(edition: Edition) -> None:
    first, last = date(2024, 1, 1), date(2026, 11, 16)
    named = days.by_week(edition, first=first, last=last, kommuner=("0683",))
    for n, text in enumerate(named):
        monday = first + n * WEEK
        touching = days.between(edition, kommuner=("0683",), first=monday, last=monday + WEEK - timedelta(days=1))  # fmt: skip
        assert text == ", ".join(dict.fromkeys(d["name"] for d in touching if d["kind"] != "lon"))


def test_stretches_of_days_in_words() -> None:
    assert swedish.days(date(2026, 11, 27), date(2026, 11, 27)) == "fre 27 nov"
    assert swedish.days(date(2026, 11, 27), date(2026, 11, 29)) == "fre 27–sön 29 nov"
    assert swedish.days(date(2026, 12, 21), date(2027, 1, 8)) == "mån 21 dec–fre 8 jan"
