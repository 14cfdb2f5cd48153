"""An Excel workbook as the zip of XML parts it is, made harmless before anything reads it.

A few kilobytes can claim to be gigabytes. So the directory is looked at first, then every part that
is needed is inflated piece by piece, and what it holds is measured as it comes. What passes is
packed anew in memory, and only that is read: the zip's own claims, properties with persons' names,
comments, macros and pictures are never opened.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from etl.reading.measure import SHARED, Broken, Measure, too_much

MOST_PARTS = 2_000
MOST_DIRECTORY = 1 << 20  # bytes
MOST_RATIO = 100  # XML of real sheets shrinks to a tenth, of monotonous ones to a fortieth
MOST_BYTES = 256 << 20  # inflated, all parts together

_CHUNK = 1 << 16
_END = struct.Struct("<4s4H2LH")  # the zip's last record, without comment
_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(workbook|styles|sharedstrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml"
)
BROKEN = (
    Broken, zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError,
    IndexError, UnicodeError, OSError,
)  # fmt: skip


def is_workbook(path: Path) -> bool:
    """Whether the zip's directory, when it can be looked at, tells of an Excel workbook."""
    try:
        with path.open("rb") as handle, _opened(handle) as package:
            return any(name.lower() == "xl/workbook.xml" for name in package.namelist())
    except BROKEN:
        return False


def is_whole(path: Path) -> bool:
    """Whether the zip has its end, which one that was cut off has not."""
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - (1 << 16) - _END.size))
        _, mark, rest = handle.read().rpartition(b"PK\x05\x06")
        return bool(mark) and len(rest) >= _END.size - len(mark)


def harmless(path: Path, *, name: str) -> io.BytesIO:
    """The parts of the workbook at `path` that hold cells, checked and packed anew.

    Raises Refused for one that asks for too much, and those in BROKEN for a damaged one.
    """
    clean = io.BytesIO()
    with (
        path.open("rb") as handle,
        _opened(handle) as package,
        zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as into,
    ):
        parts = _needed(package, size=path.stat().st_size, name=name)
        measure = Measure(name)
        for part in sorted(parts, key=lambda p: p != SHARED):  # the sheets refer to its texts
            measure.begin(part)
            with package.open(parts[part]) as source, into.open(part, "w") as copy:
                # zipfile gives no more than was declared, and compares the checksum at the end
                while piece := source.read(_CHUNK):
                    measure.feed(piece)
                    copy.write(piece)
            measure.feed(b"", is_last=True)
    clean.seek(0)
    return clean


def _opened(handle: IO[bytes]) -> zipfile.ZipFile:
    """The zip, when its directory is short enough to be looked at. Raises Broken."""
    size = handle.seek(0, io.SEEK_END)
    handle.seek(max(0, size - _END.size - 20))
    tail = handle.read()
    if len(tail) < _END.size + 20 or tail.startswith(b"PK\x06\x07"):  # 64 bits: over 4 GB
        raise Broken
    mark, *_, parts, directory, _, comment = _END.unpack(tail[20:])
    if mark != b"PK\x05\x06" or comment or parts > MOST_PARTS or directory > MOST_DIRECTORY:
        raise Broken
    return zipfile.ZipFile(handle)


def _needed(package: zipfile.ZipFile, *, size: int, name: str) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in package.infolist():
        part = info.filename.lower()
        if not _NEEDED.fullmatch(part):
            continue
        plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if part in parts or not plain or info.flag_bits & 1:
            raise Broken
        parts[part] = info
    if sum(i.file_size for i in parts.values()) > min(MOST_BYTES, (1 << 20) + MOST_RATIO * size):
        raise too_much(name)
    return parts
