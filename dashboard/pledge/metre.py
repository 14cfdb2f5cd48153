"""Löftesmätaren: what was promised, what is done, and how the two go together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.pledge.periods import PER, Period, Told, labels, periods

STATES = {
    "finished": "klart",
    "ahead": "före",
    "on_pace": "i takt",
    "behind": "efter",
    "not_logged": "loggning saknas",
    "cannot_tell": "kan inte bedömas",
}
MARKS = {"finished": "✓", "ahead": "»", "on_pace": "●", "behind": "△", "not_logged": "…", "cannot_tell": "–"}  # fmt: skip
COUNTED = {"finished": ("klar", "klara"), "not_logged": ("saknar loggning", "saknar loggning")}
QUIET_DAYS = 28  # so long without any row at all, and it is the logging that is missing
QUIET_PERIODS = 4  # finished periods in a row without a row, after there was one


def metre(
    document: Mapping[str, Any], done: Iterable[Mapping[str, Any]], *, today: date
) -> list[dict[str, Any]]:
    """One dictionary for each activity of a löfte's document, in its order.

    `done` are the logged rows: {"activity": its key, "done_on": ISO date, "quantity": int,
    "is_cancelled": bool, absent is False}. Cancelled rows, rows after `today` and rows outside the
    validity are not counted; how many lie outside is said in `outside`. For an activity that
    promises weeks of effort (`effort_weeks` and no `quantity`) a row's quantity is weeks.

    Gives key, words, state (a key of STATES), sentence, quantity, per, current (the period that
    holds `today`, or None), earlier (the periods before), done (all that is counted), days_left
    (in the current period, today not in), missed (names of earlier periods with too little),
    last_done_on and outside. A period is {"first", "last", "name", "needed", "done", "is_cut"}.

    - A period that the validity cuts asks for its share of the quantity, by days, rounded down.
      Where the whole validity lies within one period, it asks for all of it.
    - A period is judged by itself: what is done in one does not make up for another.
    - Within a period the pace is even: behind is less than that share of the days that have passed,
      rounded down; ahead is more than it is, today in, rounded up.
    - behind: a finished period has too little, for as long as the löfte lasts, or the current one is.
    - not_logged: it would be behind, but nothing at all is logged in QUIET_DAYS days from the start,
      or QUIET_PERIODS finished periods have no row since the latest one.
    - cannot_tell: no quantity, a condition ("vid behov"), no first day, not begun, or a quantity for
      the whole löfte when that has no last day. A quantity without a period is for the whole löfte.
    """
    rows = [row for row in done if not row.get("is_cancelled")]
    return [
        _Activity(document, activity, rows, today).told() for activity in document["activities"]
    ]


def headline(told: Sequence[Mapping[str, Any]]) -> str:
    """Två i takt, en efter, en kan inte bedömas"""
    counts = Counter(one["state"] for one in told)
    said = [
        f"{swedish.in_words(n)} {COUNTED.get(state, (name, name))[n > 1]}"
        for state, name in STATES.items()
        if (n := counts[state])
    ]
    return swedish.capitalised(", ".join(said)) or "Inga aktiviteter"


class _Activity:
    """An activity on a day, with what is logged of it until then."""

    def __init__(
        self,
        document: Mapping[str, Any],
        activity: Mapping[str, Any],
        rows: list[Mapping[str, Any]],
        today: date,
    ) -> None:
        self.said = activity
        self.today = today
        self.first, self.last = (_day(document.get(name)) for name in ("valid_from", "valid_to"))
        self.is_effort = activity.get("quantity") is None
        self.quantity: int | None = activity.get("effort_weeks" if self.is_effort else "quantity")
        self.per = activity.get("per") or "pledge"
        mine = [(date.fromisoformat(r["done_on"]), r["quantity"]) for r in rows if r["activity"] == activity["key"]]  # fmt: skip
        until = [(on, n) for on, n in mine if on <= today]
        self.rows = [(on, n) for on, n in until if self._is_valid(on)]
        self.outside = len(until) - len(self.rows)
        self.done = sum(n for _, n in self.rows)
        self.last_done_on = max((on for on, _ in self.rows), default=None)
        begun = [self._told(p) for p in self._periods() if p.first <= today]
        self.earlier = [t for t in begun if t.period.last < today]
        self.current = next((t for t in begun if today in t.period), None)
        self.missed = [t.period for t in self.earlier if t.is_missed]

    def told(self) -> dict[str, Any]:
        state = self._state()
        return {
            "key": self.said["key"],
            "words": self.said["words"],
            "state": state,
            "sentence": self._sentence(state),
            "quantity": self.quantity,
            "per": self.per if self.quantity is not None else None,
            "current": self.current.row() if self.current else None,
            "earlier": [t.row() for t in self.earlier],
            "done": self.done,
            "days_left": self._days_left(),
            "missed": labels(self.missed),
            "last_done_on": self.last_done_on.isoformat() if self.last_done_on else None,
            "outside": self.outside,
        }

    def _is_valid(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def _periods(self) -> list[Period]:
        """Those that have begun, and some to come: a löfte may have no last day, or one far away."""
        if self.quantity is None or self.first is None or self.today < self.first:
            return []
        far = date(self.today.year + 1, 12, 31)
        last = far if self.last is None else self.last if self.per == "pledge" else min(self.last, far)  # fmt: skip
        return periods(self.per, first=self.first, last=last)

    def _told(self, period: Period) -> Told:
        needed = (self.quantity or 0) * period.length // period.days
        return Told(period, needed, sum(n for on, n in self.rows if on in period))

    def _days_left(self) -> int | None:
        if self.current is None or (self.per == "pledge" and self.last is None):
            return None
        return (self.current.period.last - self.today).days

    def _cannot_tell(self) -> str:
        """Why the state cannot be told, "" where it can."""
        if self.said.get("condition"):
            return f"gäller {self.said['condition']}"
        if self.quantity is None:
            return "ingen mängd är lovad"
        if self.first is None:
            return "löftets första dag är inte sagd"
        if self.today < self.first:
            return f"löftet börjar gälla {swedish.day(self.first)}"
        if self.per == "pledge" and self.last is None and self.done < self.quantity:
            return "löftets sista dag är inte sagd"
        return ""

    def _state(self) -> str:
        if self._cannot_tell():
            return "cannot_tell"
        if self.missed or self._pace() < 0:
            return "not_logged" if self._is_quiet() else "behind"
        if self._is_last() and not (self.current and self.current.is_missed):
            return "finished"
        return "ahead" if self._pace() > 0 else "on_pace"

    def _is_last(self) -> bool:
        if self.per == "pledge":
            return True
        return self.last is not None and (self.current is None or self.current.period.last == self.last)  # fmt: skip

    def _pace(self) -> int:
        """−1, 0 or 1: what is done in the current period beside an even pace."""
        if self.current is None:
            return 0
        period, needed, done = self.current.period, self.current.needed, self.current.done
        passed = (self.today - period.first).days
        least = needed * passed // period.length
        most = -(-needed * (passed + 1) // period.length)
        return (done > most) - (done < least)

    def _is_quiet(self) -> bool:
        if self.last_done_on is None:
            assert self.first is not None  # else it could not be told
            return (self.today - self.first).days >= QUIET_DAYS
        since = [t for t in self.earlier if t.period.first > self.last_done_on and t.needed]
        return len(since) >= QUIET_PERIODS

    def _sentence(self, state: str) -> str:
        parts = [f"{self._promised()} – {self._done()}", self._left(state)]
        said = ", ".join(filter(None, parts))
        more = [self._why(state)]
        if self.outside:
            rows = "En rad" if self.outside == 1 else f"{swedish.capitalised(swedish.in_words(self.outside))} rader"  # fmt: skip
            more.append(f"{rows} utanför löftets tid är inte med")
        return ". ".join([said, *filter(None, more)])

    def _promised(self) -> str:
        """lovat minst 2 per halvår"""
        if self.quantity is None or self.said.get("condition"):
            return self._cannot_tell()
        least = "minst " if self.said.get("is_at_least") else ""
        amount = f"{least}{swedish.number(self.quantity)}"
        if self.is_effort:
            weeks = "veckas insats" if self.quantity == 1 else "veckors insats"
            amount = f"{least}{swedish.in_words(self.quantity)} {weeks}"
        per = f" {PER[self.per]}" if self.said.get("per") else ""
        return f"lovat {amount}{per}"

    def _done(self) -> str:
        """gjort 1, in the current period where there is one"""
        if self.quantity is None or self.current is None:
            return f"gjort {swedish.number(self.done)}"
        return f"gjort {swedish.number(self.current.done)}"

    def _left(self, state: str) -> str:
        if state == "cannot_tell":
            return self._cannot_tell() if self.quantity is not None and not self.said.get("condition") else ""  # fmt: skip
        left = self._days_left()
        if left is None:
            return "löftets tid är slut" if self.current is None else ""
        days = "1 dag kvar" if left == 1 else f"{swedish.number(left)} dagar kvar"
        days = days if left else "sista dagen är i dag"
        assert self.current is not None  # else no days are left
        if self.current.period.is_cut:
            days += f" (avkortad period, räknas som {swedish.number(self.current.needed)})"
        return days

    def _why(self, state: str) -> str:
        if state == "not_logged":
            since = f"{swedish.day(self.last_done_on)}" if self.last_done_on else "löftet började gälla"  # fmt: skip
            if self.last_done_on is None and self.first:
                since += f" {swedish.day(self.first)}"
            return f"Inget är loggat sedan {since}"
        if state == "behind" and self.missed and self.per != "pledge":
            return f"För lite {_when(self.missed)}"
        return ""


def _when(missed: list[Period]) -> str:
    return f"under {swedish.listed(labels(missed))}"


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
