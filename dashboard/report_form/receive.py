"""Puts a received report in `incoming/`: whole or not at all, and once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from dashboard.report_form.report import Report

MODE = 0o640  # who collects is in the folder's group


def receive(report: Report, *, incoming: Path) -> bool:
    """Write the report; False where one with its id is there already, and is left as it is.

    Raises OSError when it cannot be written; nothing is left then that anyone would collect.
    """
    part = incoming / f".{report.id}.{secrets.token_hex(8)}.part"
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(opened, "wb") as stream:
            os.fchmod(opened, MODE)  # whatever the umask is
            stream.write(report.written())
            stream.flush()
            os.fsync(opened)
        try:
            os.link(part, incoming / f"{report.id}.json")
        except FileExistsError:
            return False
    finally:
        part.unlink()
    _sync(incoming)
    return True


def _sync(folder: Path) -> None:
    try:
        opened = os.open(folder, os.O_RDONLY)
    except PermissionError:  # we may write there but not look: then the whole disk is asked
        os.sync()
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
