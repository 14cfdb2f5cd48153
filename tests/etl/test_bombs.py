"""Small files that ask for very much. Each is refused in Swedish, at once and in little memory."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.provenance import Refused
from etl.reading import File
from etl.reading.package import MOST_PARTS
from tests.etl.workbooks import MAIN, XML, packed, single, workbook, worksheet

MOST_MEMORY = 64 << 20
TABLE = [["Kommun", "Antal"], ["Värnamo", 1.0]]
SHEET = "xl/worksheets/sheet1.xml"


def _with_sheet(content: str | bytes) -> bytes:
    return workbook({"Blad1": TABLE}, also={SHEET: content})


def _lying(content: bytes, *, size: int) -> bytes:
    """The package, whose directory and headers say that each part is `size` bytes."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = content.find(mark)
        while found >= 0:
            struct.pack_into("<L", changed, found + at, size)
            found = content.find(mark, found + 4)
    return bytes(changed)


def _with_long_directory() -> bytes:
    """A million parts, of which the last record admits two."""
    out = io.BytesIO(workbook({"Blad1": TABLE}))
    with zipfile.ZipFile(out, "a") as package:
        for number in range(MOST_PARTS):
            package.writestr(f"xl/media/{number}.png", b"")
    return out.getvalue()


def _entities(depth: int) -> str:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(depth))
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>&l{depth - 1};</t></is></c></row>'
    return worksheet(rows).replace("<worksheet", f"<!DOCTYPE x [{laughs}]><worksheet", 1)


def _text(length: int) -> str:
    return f'{XML}<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>'


def _rows(number: int, cell: str) -> str:
    return "".join(f'<row r="{n}">{cell.replace("#", str(n))}</row>' for n in range(1, number + 1))


def _noise(length: int) -> str:
    return random.Random(1).randbytes(length // 2).hex()


NOISE = {"xl/media/image1.png": bytes(range(256)) * 4}
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NESTED = packed(
    {"b.zip": packed({"c.zip": packed({"d": bytes(1 << 22)})}), "[Content_Types].xml": ""}
)
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part of 300 MB": (lambda: _with_sheet(bytes(300 << 20)), "orimligt stor"),
    "shared texts of 300 MB": (
        lambda: workbook({"Blad1": TABLE}, also={"xl/sharedStrings.xml": _text(300 << 20)}), "orimligt stor",
    ),
    "a part that says it is small": (
        lambda: _lying(_with_sheet(worksheet(_rows(1_000_000, '<c r="A#"><v>1</v></c>'))), size=99), "skadad",
    ),
    "parts that say they are large": (lambda: _lying(_with_sheet(""), size=0xFFFF_FFF0), "orimligt stor"),
    "many parts": (_with_long_directory, "Packa upp"),
    "a zip in a zip in a zip": (lambda: NESTED, "Packa upp"),
    "a billion laughs": (lambda: _with_sheet(_entities(10)), "deklarationer"),
    "a declaration": (lambda: _with_sheet('<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "deklarationer"),
    "entities in the texts": (
        lambda: workbook({"Blad1": TABLE}, also={"xl/sharedStrings.xml": _entities(10)}), "deklarationer",
    ),
    "a cell in the far corner": (lambda: single(FAR), "långt utanför"),
    "a million columns": (lambda: single(f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>'), "orimligt|skadad"),
    "twenty thousand columns": (lambda: single(f'<row r="1">{"<c><v>1</v></c>" * 20_000}</row>'), "skadad"),
    "a column that cannot be": (lambda: single('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "skadad"),
    "a row that cannot be": (lambda: single('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "skadad"),
    "a cell elsewhere than its row": (lambda: single('<row r="1"><c r="A1048576"><v>1</v></c></row>'), "skadad"),
    "one text a hundred thousand times": (
        lambda: single(_rows(100_000, '<c r="A#" t="s"><v>0</v></c>'), shared=_text(30_000)), "orimligt stor",
    ),
    "one text a hundred thousand times, oddly numbered": (
        lambda: single(_rows(100_000, '<c r="A#" t="s"><v> 0 </v></c>'), shared=_text(30_000)), "orimligt stor",
    ),
    "a text that is not there": (lambda: single('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "skadad"),
    "deeply nested": (lambda: _with_sheet("<a>" * 1_000 + "</a>" * 1_000), "orimligt stor"),
    "an endless tag": (lambda: _with_sheet(f'<worksheet a="{_noise(4 << 20)}"/>'), "skadad"),
    "another encoding": (lambda: _with_sheet(worksheet("").replace("UTF-8", "UTF-16").encode("utf-16")), "skadad"),
    "a part twice": (lambda: packed({"xl/workbook.xml": "<a/>", "XL/workbook.xml": "<a/>"}), "skadad"),
    "no sheet at all": (lambda: packed({"xl/workbook.xml": "<a/>"}), "skadad"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    make, said = BOMBS[name]
    (tmp_path / "fil.xlsx").write_bytes(make())
    before = _reset_peak()
    with pytest.raises(Refused, match=said) as refusal:
        assert File(tmp_path / "fil.xlsx").sheet()
    assert _memory("VmHWM") - before < MOST_MEMORY
    assert str(refusal.value).startswith("fil.xlsx: ")


# What looks like a bomb and is none: Excel and its like do write such files.
HONEST: dict[str, bytes] = {
    "a dimension that lies": single(
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>',
        before='<dimension ref="A1:XFD1048576"/>',
    ),
    "a styled empty cell far away": single(
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    ),
    "cells that do not say where they stand": single(
        '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
    ),
    "a picture": workbook({"Blad1": [["a", "b"]]}, also=NOISE),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "fil.xlsx").write_bytes(HONEST[name])
    before = _reset_peak()
    assert File(tmp_path / "fil.xlsx").header == ("a", "b")
    assert _memory("VmHWM") - before < MOST_MEMORY


def test_a_file_larger_than_can_be_held_is_not_opened(tmp_path: Path) -> None:
    for name, start, said in (("a.csv", b"a;b\n", "4096 MB"), ("a.json", b"[", "512 MB")):
        with (tmp_path / name).open("wb") as handle:
            handle.write(start)
            handle.truncate((4 << 30) + 1)  # a hole: it takes no room
        with pytest.raises(Refused, match=f"större än {said}"):
            File(tmp_path / name)


def _reset_peak() -> int:
    """Bytes held now; from here on the process' peak counts anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _memory("VmRSS")


def _memory(kind: str) -> int:
    [line] = [
        s for s in Path("/proc/self/status").read_text("ascii").splitlines() if s.startswith(kind)
    ]
    return int(line.split()[1]) * 1024
