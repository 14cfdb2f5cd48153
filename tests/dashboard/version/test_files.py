"""Versions as files: read back as written, checkable without us, and `lagesbild verify`."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.journal.tables import Meeting, Proposal, Version
from dashboard.version.chain import verify
from dashboard.version.files import attach, numbers, read, verify_beside, write
from etl.workplace import Workplace
from lagesbild.journal import journal
from tests.conftest import Command
from tests.dashboard.version.documents import a_chain

Said = pytest.CaptureFixture[str]


@pytest.fixture
def plats(tmp_path: Path) -> Path:
    for number, entry in enumerate(a_chain(), 1):
        write(tmp_path / "versioner", number, entry)
    attach(tmp_path / "versioner", 2, b"%PDF-1.7 underskrivet")
    return tmp_path


@pytest.fixture
def folder(plats: Path) -> Path:
    return plats / "versioner"


def in_the_journal(plats: Path) -> None:
    """The same versions, as the app has them."""
    place = Workplace(plats)
    store = journal(place)
    with store.write() as session:
        for number, entry in enumerate(a_chain(), 1):
            made = {"number": number, "at": datetime(2026, 11, 19)}
            meeting = Meeting(
                number=number,
                held_on=date(2026, 11, 19),
                first_week=date(2026, 10, 26),
                last_week=date(2026, 11, 16),
                called_at=made["at"],
            )
            session.add(meeting)
            session.flush()
            proposal = Proposal(
                meeting_id=meeting.id,
                content=entry.document.decode(),
                content_sha256="",
                changes=0,
                at=made["at"],
            )
            session.add(proposal)
            session.flush()
            previous = json.loads(entry.record)["previous"] or ""
            session.add(
                Version(
                    meeting_id=meeting.id,
                    proposal_id=proposal.id,
                    record=entry.record.decode(),
                    sha256=entry.checksum,
                    previous=previous,
                    **made,
                )
            )
    store.close()


def test_what_was_written_is_read_back_and_can_be_written_again(folder: Path) -> None:
    assert list(read(folder)) == a_chain()
    before = sorted(folder.iterdir())
    write(folder, 1, a_chain()[0])
    assert sorted(folder.iterdir()) == before
    with pytest.raises(FileExistsError):
        write(folder, 1, a_chain()[1])
    assert verify_beside(folder) == []
    assert list(read(folder / "saknas")) == []


def test_anyone_can_check_them_without_the_program(folder: Path) -> None:
    command = ["sha256sum", "-c", "0002.sha256"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("cut", ["0003.json", "0003.innehall.json", "0003.sha256"])
def test_a_write_that_was_cut_off_is_told_and_then_completed(folder: Path, cut: str) -> None:
    (folder / cut).unlink()
    (folder / f".{cut}.77").write_bytes(b"{")
    assert numbers(folder) == [1, 2, 3]
    assert {p.number for p in verify(read(folder)) + verify_beside(folder)} == {3}
    write(folder, 3, a_chain()[2])
    assert verify(read(folder)) + verify_beside(folder) == []


def test_verify_says_that_all_match(command: Command, plats: Path, capsys: Said) -> None:
    in_the_journal(plats)
    assert command("verify", "--workplace", plats) == 0
    assert capsys.readouterr().out == "Alla fastställda versioner stämmer (3).\n"
    assert command("verify", "--workplace", plats, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"versions": 3, "problems": []}
    (plats / "tom").mkdir()
    assert command("verify", "--workplace", plats / "tom") == 0
    assert "inga fastställda versioner" in capsys.readouterr().out


def test_verify_says_exactly_what_does_not_match(
    command: Command, plats: Path, folder: Path, capsys: Said
) -> None:
    in_the_journal(plats)
    content = folder / "0002.innehall.json"
    content.write_bytes(content.read_bytes().replace(b"Bredaryd", b"Forsheda"))
    [attached] = folder.glob("0002.bilaga.*")
    attached.write_bytes(b"%PDF-1.7 ett annat")
    assert command("verify", "--workplace", plats) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Version 2, innehåll i filerna: Innehållet är inte det som fastställdes.",
        "Version 2, innehållet: Innehållet i journalen är inte detsamma som i filerna.",
        "Version 2, kontrollsumman: Filen 0002.sha256 stämmer inte med filerna bredvid den.",
        "Version 2, bilagan: Bilagan är inte den som lades till.",
    ]
    assert command("verify", "--workplace", plats, "--json") == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert problems[0] == {
        "number": 2,
        "where": "innehåll i filerna",
        "said": "Innehållet är inte det som fastställdes.",
    }


def test_every_file_altered_or_gone_is_told(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        for at in {0, len(content) // 3, len(content) - 2}:
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert verify(read(folder)) + verify_beside(folder), (file.name, at)
        file.unlink()
        if "bilaga" not in file.name:  # nothing tells that one was there
            assert verify(read(folder)) + verify_beside(folder), file.name
        file.write_bytes(content)
    assert verify(read(folder)) + verify_beside(folder) == []
