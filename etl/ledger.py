"""Which rows of which accepted file stand: the ledger of batches, and what later ones replaced.

A batch is one accepted file, as the manifest keeps it (see etl.warehouse). A source without a
revision key speaks for whole stretches of registration days in its kommuner: where two files
overlap, the later one stands, day by day. Of a source whose files are whole, only the last stands.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

Span = tuple[date, date]
Batch = dict[str, Any]


def mark_replaced(batches: list[Batch]) -> list[Batch]:
    """The batches, each told whether anything of it still stands."""
    standing = set(live(batches)["batch"])
    return [b | {"is_replaced": _covers(b) and b["batch"] not in standing} for b in batches]


def known(batches: list[Batch]) -> set[tuple[str, int]]:
    """Checksum and accepted rows of every file that would change nothing if it came again.

    With how many rows: a file is worth another reading when new problem types let more in. That an
    older extract has been replaced is no reason to read it again, unless it is handed over whole:
    a report that came in between may have been cancelled.
    """
    whole = {b["source"]: b["batch"] for b in batches if _is_whole(b)}
    return {
        (b["sha256"], b["accepted"])
        for b in batches
        if whole.get(b["source"], b["batch"]) == b["batch"]
    }


def needed(batches: list[Batch], before: list[Batch]) -> list[Batch]:
    """Batches with rows that stand now or stood in the edition before."""
    standing = set(live(batches)["batch"]) | set(live(before)["batch"])
    return [b for b in batches if not _covers(b) or b["batch"] in standing]


def live(batches: list[Batch]) -> pd.DataFrame:
    """One row per batch, kommun and stretch of registration days in which its rows stand."""
    rows = []
    for i, batch in enumerate(batches):
        if not _covers(batch):
            continue
        later = [b for b in batches[i + 1 :] if _covers(b) and b["source"] == batch["source"]]
        for kommun in batch["kommun_codes"]:
            spans = [_span(batch)]
            if any(map(_is_whole, later)):
                continue
            for other in later:
                if kommun in other["kommun_codes"]:
                    spans = [rest for span in spans for rest in _without(span, _span(other))]
            about = (batch["batch"], batch["source"], batch["audience"], kommun)
            rows += [(*about, first, last) for first, last in spans]
    frame = pd.DataFrame(
        rows, columns=["batch", "source", "audience", "kommun_code", "live_from", "live_to"]
    )
    days = {"live_from": "datetime64[s]", "live_to": "datetime64[s]"}
    text = dict.fromkeys(("source", "audience", "kommun_code"), "str")
    return frame.astype({"batch": "int32"} | text | days)


def frame(batches: list[Batch]) -> pd.DataFrame:
    """The ledger as the app shows it."""
    days = ["period_from", "period_to", "extracted_at", "loaded_at"]
    columns = ["batch", "source", "audience", "file", "sha256", "read", "accepted", "rejected", "preliminary", "is_replaced", *days]  # fmt: skip
    table = pd.DataFrame(batches)[columns].astype({"audience": "str"})
    return table.assign(**{day: pd.to_datetime(table[day]) for day in days})


def audiences(batches: list[Batch]) -> pd.DataFrame:
    """Who may know of a file: its audience, or each kommun whose rows it holds."""
    rows = [
        (b["batch"], audience)
        for b in batches
        for audience in ([b["audience"]] if b["audience"] else _kommuner(b))
    ]
    return pd.DataFrame(rows, columns=["batch", "audience"]).astype(
        {"batch": "int32", "audience": "str"}
    )


def _kommuner(batch: Batch) -> list[str]:
    return [f"municipality-{code}" for code in batch["kommun_codes"]]


def rejects(batches: list[Batch]) -> pd.DataFrame:
    rows = [
        (b["batch"], r["column"], r["reason"], r["rejected"], r["rows"][0])
        for b in batches
        for r in b["rejects"]
    ]
    columns = ["batch", "column_name", "reason", "rejected", "first_row"]
    types = dict(zip(columns, ["int32", "str", "str", "int64", "int64"], strict=True))
    return pd.DataFrame(rows, columns=columns).astype(types)


def drift(batches: list[Batch]) -> pd.DataFrame:
    """One row per file whose columns differ from those of its source's file before it."""
    rows = []
    last: dict[str, Batch] = {}
    for batch in batches:
        before = last.get(batch["source"], batch)
        last[batch["source"]] = batch
        missing = [name for name in before["columns"] if name not in batch["columns"]]
        added = [name for name in batch["columns"] if name not in before["columns"]]
        others = batch["other_columns"] - before["other_columns"]
        if missing or added or others:
            rows.append((batch["batch"], ", ".join(missing), ", ".join(added), others))
    types = {"batch": "int32", "missing": "str", "added": "str", "others": "int32"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def near_repeats(batches: list[Batch]) -> pd.DataFrame:
    """What a file's positions told before they were let go, one row per file and kommun."""
    days = {"last_day": "datetime64[s]"}
    types = {"batch": "int32", "kommun_code": "str", "burglaries": "int32", "pairs": "int32", "expected": "float64", "pvalue": "float64", "metres": "int32", "days": "int32"}  # fmt: skip
    rows = [{"batch": b["batch"], **of} for b in batches for of in b.get("near_repeats", ())]
    return pd.DataFrame(rows, columns=[*types, *days]).astype(types | days)


def raised_risks(batches: list[Batch]) -> pd.DataFrame:
    """One row per file and area with a burglary so short before the file's end that others may follow."""
    rows = [
        (b["batch"], of["kommun_code"], of["last_day"], area, until)
        for b in batches
        for of in b.get("near_repeats", ())
        for area, until in zip(of["areas"], of["until"], strict=True)
    ]
    types = {"batch": "int32", "kommun_code": "str", "last_day": "datetime64[s]", "area_code": "str", "until": "datetime64[s]"}  # fmt: skip
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _covers(batch: Batch) -> bool:
    return batch["covers"] is not None


def _is_whole(batch: Batch) -> bool:
    return batch.get("is_whole", False)  # ledgers from before there were such


def _span(batch: Batch) -> Span:
    first, last = batch["covers"]
    return date.fromisoformat(first), date.fromisoformat(last)


def _without(span: Span, other: Span) -> list[Span]:
    """What is left of `span` outside `other`, both ends inclusive."""
    day = timedelta(days=1)
    left = (span[0], min(span[1], other[0] - day))
    right = (max(span[0], other[1] + day), span[1])
    return [s for s in (left, right) if s[0] <= s[1]]
