"""The police's public event feed: the 500 latest events of the whole country, as JSON.

The police's rules: a User-Agent, at least 10 s between calls, at most 60 calls an hour and 1,440 a
day. Each answer is kept whole; which events are new is found when the files are loaded. An answer
without a byte is how the service fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from etl.fetch.answers import save
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused

TITLE = "Polisens händelser"
BASE = "https://polisen.se"
PER_KOMMUN = False
# a second more than the rules say: calls do not all travel as fast
LIMITS = (Limit(1, 11.0), Limit(60, 3601.0), Limit(1440, 86401.0))


def fetch(
    folder: Path, *, kommun_codes: Sequence[str] = (), caller: Caller, base: str = BASE
) -> list[Path]:
    """Save `polisen_handelser_<date>T<time>.json` in `folder`, the answer byte for byte.

    The feed is one for the whole country: `kommun_codes` are not asked for. Raises Refused.
    """
    with Publisher(
        "Polisen", base=base, key="polisen_events", limits=LIMITS, caller=caller
    ) as polisen:
        answer = polisen.ask("/api/events")
        if not isinstance(answer.content, list) or not answer.content:
            raise Refused("Polisens svar innehåller inga händelser. Försök igen senare.")
        for event in answer.content:
            polisen.require(event, "id", "datetime", "name", "type", "location")
            polisen.require(event["location"], "name")
    at = datetime.fromtimestamp(caller.now())  # noqa: DTZ006
    return [save(folder, name=f"polisen_handelser_{at:%Y-%m-%dT%H%M%S}.json", raw=answer.raw)]
