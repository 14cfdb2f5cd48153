"""A report is there whole or not at all, and what is read is believed in nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.report_form.contents import read_contents
from dashboard.report_form.receive import receive
from dashboard.report_form.report import Report, Unreadable, read_incoming, read_report
from tests.dashboard.report_form.conftest import ID, contents, received

DYING = Path(__file__).with_name("dying_form.py")
ITEM = {
    "problem_type": "skadegorelse", "place": "Värnamo resecentrum", "area_code": None, "day": "2026-11-20",
    "day_part": "kväll", "count": 3, "is_reported": "vet ej", "is_fault_reported": None, "own_action": "annat",
}  # fmt: skip
GOOD = {
    "schema": 1, "id": ID, "organisation": "Fritidsgården i Värnamo", "kommun_code": "0683",
    "received_at": "2026-11-23T09:30:15", "week": "2026-W47", "nothing": False, "items": [ITEM],
}  # fmt: skip


def raw(item: dict[str, Any] | None = None, **more: Any) -> bytes:
    return json.dumps(GOOD | more | ({"items": [ITEM | item]} if item else {})).encode()


def test_what_is_written_is_what_is_read() -> None:
    assert read_report(read_report(raw()).written()) == read_report(raw())
    assert json.loads(read_report(raw()).written()) == GOOD


@pytest.mark.parametrize(
    "odd",
    [
        raw(schema=2), raw(schema="1"), raw(id="../../etc/passwd"), raw(id=ID.upper()), raw(extra=1),
        raw(organisation=""), raw(organisation="x" * 121), raw(organisation="a\nb"), raw(organisation=None),
        raw(kommun_code="683"), raw(kommun_code="٠٦٨٣"), raw(kommun_code=683),
        raw(received_at="2026-11-23"), raw(received_at="2026-11-23T09:30:15+01:00"), raw(received_at=1),
        raw(week="2026-W54"), raw(week="47"), raw(week="2025-W53"), raw(nothing=True), raw(nothing=0),
        raw(nothing=False, items=[]), raw(items=[ITEM] * 11), raw(items={}), raw(items=None),
        raw({"problem_type": "Skadegörelse!"}), raw({"problem_type": None}), raw({"area_code": "0683R001"}),
        raw({"place": "x" * 121}), raw({"place": None, "area_code": "'; drop"}), raw({"day": "2026-11-23"}),
        raw({"day": "2026-11-15"}), raw({"day": "20 nov"}), raw({"day_part": "gryning"}), raw({"count": 0}),
        raw({"count": 100}), raw({"count": "3"}), raw({"count": 3.0}), raw({"count": True}),
        raw({"is_reported": True}), raw({"is_fault_reported": "kanske"}), raw({"own_action": "fritext"}),
        raw({"note": "Kalle, 19850101-1234"}), b"", b"[]", b"null", b"\xff\xfe", raw()[:-1], raw() + b" " * 70_000,
        b"[" * 50_000,
    ],
)  # fmt: skip
def test_a_report_that_the_form_would_not_write_is_refused(odd: bytes) -> None:
    with pytest.raises(ValueError) as refusal:
        read_report(odd)
    said = str(refusal.value)
    assert not any(word in said for word in ("Kalle", "1985", "drop", "passwd", "fritext"))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD, *ITEM]) | st.text(), inner)))  # fmt: skip
def test_no_json_makes_the_reader_fall(value: object) -> None:
    for odd in (value, {**GOOD, "items": value}, {**GOOD, "items": [{**ITEM, "day": value}]}):
        try:
            assert isinstance(read_report(json.dumps(odd).encode()), Report)
        except ValueError:
            continue


def test_what_lies_in_the_folder_is_told_apart(tmp_path: Path) -> None:
    def put(number: int, text: bytes) -> str:
        at = f"{number:08x}{ID[8:]}"
        (tmp_path / f"{at}.json").write_bytes(text.replace(ID.encode(), at.encode()))
        return at

    put(1, raw())
    put(2, raw()[:100])
    put(4, raw(week="2026-W60"))
    secret = tmp_path / "hemligt"
    secret.write_bytes(raw())
    (tmp_path / f"{5:08x}{ID[8:]}.json").symlink_to(secret)
    os.mkfifo(tmp_path / f"{6:08x}{ID[8:]}.json")
    (tmp_path / f"{7:08x}{ID[8:]}.json").mkdir()
    (tmp_path / f"{8:08x}{ID[8:]}.json").write_bytes(raw())  # another's name
    (tmp_path / f".{ID}.ab12.part").write_bytes(raw()[:50])
    (tmp_path / "annat.json").write_bytes(raw())
    found = {int(file.name[:8], 16): read for file, read in read_incoming(tmp_path)}
    assert sorted(found) == [1, 2, 4, 5, 6, 7, 8]
    assert isinstance(found.pop(1), Report)
    assert all(isinstance(read, Unreadable) and read.reason for read in found.values())


def test_twenty_at_once_with_the_same_id_are_one(tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    report = read_report(raw())
    with ThreadPoolExecutor(20) as workers:
        new = list(
            workers.map(lambda _: receive(report, incoming=tmp_path / "incoming"), range(20))
        )
    assert new.count(True) == 1
    assert [file.name for file in (tmp_path / "incoming").iterdir()] == [f"{ID}.json"]


def run(folder: Path, event: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, DYING, folder, raw().decode(), event]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": "."}, check=False)  # fmt: skip


@pytest.mark.parametrize(("event", "there"), [("os.link", 0), ("os.remove", 1)])
def test_a_form_that_is_killed_leaves_no_half_report(
    tmp_path: Path, event: str, there: int
) -> None:
    (tmp_path / "incoming").mkdir()
    died = run(tmp_path, event)
    assert died.returncode == -signal.SIGKILL
    assert len(received(tmp_path)) == there
    assert receive(read_report(raw()), incoming=tmp_path / "incoming") is (there == 0)
    assert len(received(tmp_path)) == 1


def test_it_is_enough_that_the_form_may_write(tmp_path: Path) -> None:
    """As docs/rapportformular.md sets the folder up: it can be added to, and not looked in."""
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    incoming.chmod(0o333)
    done = run(tmp_path, "nobody")
    incoming.chmod(0o755)
    assert done.stdout == "True\n", done.stderr
    [report] = received(tmp_path)
    assert (incoming / f"{report.id}.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "odd",
    [
        b"", b"{}", contents()[:-1], contents().replace(b'"0683R001"', b'"<script>"'),
        contents().replace(b'"path":"M', b'"path":"\\"><script>M'), contents().replace(b'"x":442500', b'"x":"442500"'),
        contents().replace(b'"is_example":true', b'"is_example":"ja"'), contents().replace(b'"forum"', b'"sort"'),
        contents().replace(b"2026-12-31", b"tills vidare"),
    ],
)  # fmt: skip
def test_what_the_form_reads_is_checked_too(odd: bytes) -> None:
    with pytest.raises(ValueError, match="Fel i"):
        read_contents(odd)
