"""What falls due of a löfte, for the meetings to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.pledge.metre import metre

KINDS = {
    "follow_up": "Uppföljning",
    "final_report": "Slutrapport",
    "period_end": "Period slutar",
    "validity_end": "Löftet slutar gälla",
}
Due = dict[str, Any]


def due(
    document: Mapping[str, Any],
    *,
    first: date,
    last: date,
    done: Iterable[Mapping[str, Any]] = (),
) -> list[Due]:
    """What falls due in `first`–`last` (both in), in the order of the days.

    Each is {"on": ISO date, "kind": a key of KINDS, "what": words, "activity": its key or None}. The end of
    a period is there only while something of its quantity is left, given what is `done` (as in
    `metre.metre`); what is reported ("reported_on", "final_reported_on") is not there.
    """
    found = [*_said(document), *_period_ends(document, list(done), last=last)]
    inside = [one for one in found if first <= date.fromisoformat(one["on"]) <= last]
    return sorted(inside, key=lambda one: (one["on"], list(KINDS).index(one["kind"])))


def _said(document: Mapping[str, Any]) -> Iterator[Due]:
    for follow_up in document["follow_ups"]:
        if follow_up.get("on") and not follow_up.get("reported_on"):
            yield _due(follow_up["on"], "follow_up", follow_up.get("words") or "")
    if document.get("final_report_on") and not document.get("final_reported_on"):
        yield _due(document["final_report_on"], "final_report", "")
    if document.get("valid_to"):
        yield _due(document["valid_to"], "validity_end", "")


def _period_ends(
    document: Mapping[str, Any], done: list[Mapping[str, Any]], *, last: date
) -> Iterator[Due]:
    for activity, told in zip(document["activities"], metre(document, done, today=last), strict=True):  # fmt: skip
        if activity.get("condition"):
            continue
        for period in [*told["earlier"], *filter(None, [told["current"]])]:
            left = period["needed"] - period["done"]
            if left > 0:
                said = f"{swedish.number(left)} kvar av {swedish.number(period['needed'])}, {period['name']}: {activity['words']}"  # fmt: skip
                yield _due(period["last"], "period_end", said, activity=activity["key"])


def _due(on: str, kind: str, what: str, *, activity: str | None = None) -> Due:
    return {"on": on, "kind": kind, "what": what, "activity": activity}
