"""How long what comes from each source is kept, and what waits to be pruned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomlkit

from etl import retention
from etl.provenance import Refused
from etl.setting_up import trial
from etl.workplace import Workplace


def listed(workplace: Workplace, *, today: date) -> list[dict[str, Any]]:
    """source, title, days (that hold), usual (the source's own), decision, due (rows that are older):
    of what has been loaded and ages."""
    loaded = sorted({batch["source"] for batch in workplace.manifest()["batches"]})
    rows: dict[str, int] = {}
    for found in retention.due(workplace, today=today):
        rows[found.source] = rows.get(found.source, 0) + found.rows
    return [
        {
            "source": name,
            "title": workplace.source(name).title,
            "days": workplace.source(name).retention_days,
            "usual": workplace.sources[name].SOURCE.retention_days,
            "decision": _decision(workplace, name),
            "due": rows.get(name, 0),
        }
        for name in loaded
        if workplace.source(name).table in retention.COUNTED_FROM
    ]


def change(workplace: Workplace, source: str, *, days: int, decision: str) -> None:
    """Keep what comes from `source` for `days`; for longer than its own only by a decision.

    Raises Refused.
    """
    if source not in workplace.sources:
        raise Refused("Källan finns inte. Läs om sidan.")
    usual = workplace.sources[source].SOURCE.retention_days
    said: Mapping[str, object] = {
        "gallras_dagar": days if days != usual else None,
        "gallras_beslut": decision if days > usual else "",
    }

    def edit(document: tomlkit.TOMLDocument) -> None:
        every = document.setdefault("kallor", tomlkit.table(is_super_table=True))
        trial.fill(every.setdefault(source, tomlkit.table()), said)

    trial.tried(workplace, "lagesbild.toml", edit)


def _decision(workplace: Workplace, source: str) -> str:
    found = workplace.settings.kallor.get(source)
    return found.gallras_beslut if found else ""
