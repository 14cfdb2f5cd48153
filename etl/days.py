"""Days that a meeting knows by name: holidays, the eves before them, pay-day weekends, and what the
forum has declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import holidays
import pandas as pd

from etl.settings import Day

PAY_DAY = 25  # of the month; the last working day before, when it falls on a weekend
FRIDAY = 4
ORDINARY = {
    "Allahelgonsafton (från kl. 14.00)", "Klämdag", "Pingstafton",
    "Skärtorsdagen (från kl. 14.00)", "Trettondagsafton (från kl. 14.00)",
}  # fmt: skip


def calendar(declared: Iterable[Day], *, first: date, last: date) -> pd.DataFrame:
    """Every named day or stretch of days that touches `first` to `last`, in their order.

    Columns: name, kind (helg, lon, lov or evenemang), date_from, date_to, kommun_code ("" for all).
    """
    rows = [
        *((name, "helg", day, day, "") for day, name in _holidays(first, last)),
        *(("Lönehelg", "lon", day, day + timedelta(days=2), "") for day in _pay_days(first, last)),
        *((d.namn, d.slag, d.fran, d.till or d.fran, d.kommun) for d in declared),
    ]
    kept = [row for row in rows if row[2] <= last and row[3] >= first]
    columns = ["name", "kind", "date_from", "date_to", "kommun_code"]
    table = pd.DataFrame(sorted(kept, key=lambda row: (row[2], row[0])), columns=columns)
    days = dict.fromkeys(("date_from", "date_to"), "datetime64[s]")
    return table.astype(dict.fromkeys(("name", "kind", "kommun_code"), "str") | days)


def _holidays(first: date, last: date) -> list[tuple[date, str]]:
    """Red days but Sundays, and the eves that are as quiet or as loud."""
    years = range(first.year, last.year + 1)
    found = holidays.country_holidays(
        "SE",
        years=years,
        language="sv",
        include_sundays=False,
        categories=("public", "de_facto", "optional"),
    )
    loud = [
        (day, [name.partition(" (")[0] for name in names.split("; ") if name not in ORDINARY])
        for day, names in found.items()
    ]
    return sorted((day, "; ".join(names)) for day, names in loud if names)


def _pay_days(first: date, last: date) -> list[date]:
    """The Fridays of the weekends after wages are paid."""
    months = pd.period_range(first - timedelta(days=31), last, freq="M")
    fridays = []
    for month in months:
        paid = date(month.year, month.month, PAY_DAY)
        paid -= timedelta(days=max(paid.weekday() - FRIDAY, 0))
        fridays.append(paid + timedelta(days=(FRIDAY - paid.weekday()) % 7))
    return fridays
