"""Whether burglaries of homes repeat nearby, as it was counted while a file with positions was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.database import Edition


def latest(edition: Edition, *, kommuner: Sequence[str]) -> list[dict[str, Any]]:
    """One row per kommun of the latest file that could be counted in: its name, and out.near_repeat's."""
    return edition.rows(
        """
        select area.name, near_repeat.*
        from out.near_repeat
        join out.area on area_code = near_repeat.kommun_code
        where list_contains($kommuner, near_repeat.kommun_code)
        qualify row_number() over (
            partition by near_repeat.kommun_code order by last_day desc, batch desc
        ) = 1
        order by name collate sv
        """,
        kommuner=list(kommuner),
    )


def raised(edition: Edition, *, batch: int, kommun: str) -> list[dict[str, Any]]:
    """name and until of each area of the file, the last to end first."""
    return edition.rows(
        """
        select name, until
        from out.raised_risk
        join out.area using (area_code)
        where batch = $batch and raised_risk.kommun_code = $kommun
        order by until desc, name collate sv
        """,
        batch=batch,
        kommun=kommun,
    )
