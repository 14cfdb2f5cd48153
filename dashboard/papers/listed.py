"""A fixed version in a list of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.journal.tables import Version


def listed(version: Version, document: dict[str, Any]) -> dict[str, str]:
    """id, forum, period, fixed_at and sha256, all as text."""
    weeks = (date.fromisoformat(document["meeting"][key]) for key in ("first_week", "last_week"))
    return {
        "id": str(version.number),
        "forum": document["forum"]["name"],
        "period": swedish.weeks(*weeks).replace("\u00a0", " "),
        "fixed_at": version.at.isoformat(),
        "sha256": version.sha256,
    }
