"""What of the received reports goes on to the numbers, and what each organisation may be told of its own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from dashboard.journal.meetings import Refused
from dashboard.journal.reports import every
from dashboard.store import Store

KEPT = timedelta(days=1825)  # the source's own time, where no edition says another
COLUMNS = (
    "Verksamhet", "Kommun", "Vecka", "Inget att rapportera", "Händelsetyp", "Plats", "Delområde",
    "Datum", "Klockslag", "Dygnsdel", "Antal", "Polisanmäld", "Inskickad", "Rapport",
)  # fmt: skip


def as_file(
    store: Store, *, words: Mapping[str, str], kommuner: Mapping[str, str], kept: timedelta = KEPT
) -> bytes:
    """Every approved report that may still be kept, in the form that the load reads such reports in.

    `words` is what that form calls each problem type, `kommuner` each kommun's name, by code. `kept` is
    how long the source's rows are: what has been pruned stays away.
    Raises Refused where none is approved.
    """
    oldest = store.now().date() - kept
    told = [r for r in every(store) if r.decision == "approved"]
    approved = [r for r in told if r.row.received_at.date() >= oldest]
    if not approved:
        raise Refused("Ingen rapport är godkänd, så det finns inget att lämna över.")
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for report in reversed(approved):
        row = report.row
        head = [row.organisation, kommuner.get(row.kommun_code, ""), f"{row.week:%G-v%V}"]
        end = [f"{row.received_at:%Y-%m-%d %H:%M}", row.id]
        if row.is_nothing:
            lines.writerow([*head, "Ja", *[""] * 8, *end])
        for item in report.items:
            what = words.get(item.problem_type) or item.problem_type
            where = [item.place or "", item.area_code or "", item.day or "", ""]
            about = [item.day_part or "", item.count, item.is_reported or ""]
            lines.writerow([*head, "Nej", what, *where, *about, *end])
    return text.getvalue().encode("utf-8-sig")


def last_month(store: Store, *, today: date) -> tuple[date, dict[str, int]]:
    """The first day of the month before `today`, and how many approved reports each sent in it."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    sent = [r for r in every(store) if r.decision == "approved"]
    return first, Counter(
        r.row.organisation for r in sent if r.row.received_at.date().replace(day=1) == first
    )
