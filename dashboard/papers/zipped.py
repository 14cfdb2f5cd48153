"""ZIP files whose bytes tell what is in them and nothing of when they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file can tell


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files by name, in the order given. Raises ValueError for a name that leads elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise ValueError(f"not a name for a file in an archive: {name!r}")
            told = zipfile.ZipInfo(name, LONG_AGO)
            told.compress_type, told.external_attr, told.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3  # fmt: skip
            archive.writestr(told, content)
    return out.getvalue()


def zipped_again(content: bytes) -> bytes:
    """The same archive, its files in the same order, without their times."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
