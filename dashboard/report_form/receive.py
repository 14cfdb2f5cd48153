"""Puts a received report in `incoming/`: whole or not at all, and once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from dashboard import disk
from dashboard.report_form.report import Report

MODE = 0o640  # who collects is in the folder's group


def receive(report: Report, *, incoming: Path) -> bool:
    """Write the report; False where one with its id is there already, and is left as it is.

    Raises OSError when it cannot be written; nothing is left then that anyone would collect.
    """
    part = incoming / f".{report.id}.{secrets.token_hex(8)}.part"
    try:
        disk.draft(part, report.written(), mode=MODE)
        try:
            os.link(part, incoming / f"{report.id}.json")
        except FileExistsError:
            return False
    finally:
        part.unlink(missing_ok=True)
    disk.sync(incoming)
    return True
