"""How small a count must be to be hidden, and how little may be known of what is. Only ever tightened."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from etl.provenance import Refused

Log = list[dict[str, Any]]


class Rule(NamedTuple):
    least: int  # counts under this, but not zero, are hidden
    width: (
        int  # what is hidden can be at least so much more, or less, for all that anybody can reckon
    )


def tightened(log: Log, rule: Rule, *, edition: int) -> Log:
    """The manifest's log with `rule` in force from `edition`. Raises Refused for a looser one."""
    before = Rule(log[-1]["least"], log[-1]["width"]) if log else None
    if rule == before:
        return log
    if before and (rule.least < before.least or rule.width < before.width):
        raise Refused(
            f"lagesbild.toml: minst och bredd under [utlamnande] kan bara höjas. De är {before.least} "
            f"och {before.width} sedan underlag {log[-1]['edition']}: skriv minst så stora tal."
        )
    at = datetime.now().replace(microsecond=0).isoformat()  # noqa: DTZ005
    return [*log, {"edition": edition, "set_at": at, **rule._asdict()}]
