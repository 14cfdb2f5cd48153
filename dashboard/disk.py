"""What anybody is told has been kept is on the disk by then."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def put(file: Path, content: bytes, *, mode: int | None = None) -> None:
    """The old file, or none, until the new one is whole and on the disk. Several may put it at once.

    Raises OSError where it cannot be written; nothing is left then that anyone would read.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        draft(part, content, mode=mode)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    sync(file.parent)


def draft(file: Path, content: bytes, *, mode: int | None = None) -> None:
    """A new file of `content`, on the disk under a name that nobody looks for yet.

    Without a `mode` it is as the umask will have it; with one, whatever the umask is.
    """
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
    with os.fdopen(opened, "wb") as stream:
        if mode is not None:
            os.fchmod(opened, mode)
        stream.write(content)
        stream.flush()
        os.fsync(opened)


def sync(folder: Path) -> None:
    """The names in `folder` are on the disk too."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except PermissionError:  # we may write there but not look: then the whole disk is asked
        os.sync()
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
