"""Versions as files that can be read, and checked with `sha256sum -c`, without this program.

versioner/0012.json            the record
versioner/0012.innehall.json   the document
versioner/0012.sha256          the checksums of both, as sha256sum writes them
versioner/0012.bilaga.<sha256>.pdf   what has been attached, named by its own checksum
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dashboard import disk
from dashboard.version.canonical import digest
from dashboard.version.chain import Entry, Problem

NUMBERED = re.compile(r"(\d{4,})\.(?:json|innehall\.json|sha256)", re.ASCII)
ATTACHED = re.compile(r"(\d{4,})\.bilaga\.([0-9a-f]{64})\.[a-z0-9]{1,8}", re.ASCII)

MOST_BYTES = 20_000_000


def write(folder: Path, number: int, entry: tuple[bytes, bytes, str]) -> None:
    """Write version `number`. Writing the same again changes nothing; a write that was cut off is
    completed. Raises FileExistsError where something else stands under the number."""
    record, document, checksum = entry
    record_file, document_file, sums_file = _files(folder, number)
    _write_once(document_file, document)
    _write_once(record_file, record)
    _write_once(sums_file, _sums(folder, number, checksum, digest(document)))


def why_no_pdf(content: bytes) -> str:
    """What keeps `content` from being attached, in Swedish; "" for a PDF. Its name is not asked."""
    if len(content) > MOST_BYTES:
        return "Filen är för stor: högst 20 MB."
    if not content.startswith(b"%PDF-"):
        return "Filen är ingen PDF."
    if b"%%EOF" not in content[-1024:]:
        return "PDF-filen är inte hel. Spara den på nytt."
    return ""


def attached(folder: Path, number: int) -> list[str]:
    """The checksums of what lies beside version `number`."""
    names = [ATTACHED.fullmatch(file.name) for file in sorted(folder.glob(f"{number:04}.bilaga.*"))]
    return [name[2] for name in names if name]


def attachment(folder: Path, number: int, checksum: str) -> bytes | None:
    """What was attached under that checksum; None for what is not there, or is no longer the same."""
    if checksum not in attached(folder, number):
        return None
    content = _bytes(folder / f"{number:04}.bilaga.{checksum}.pdf")
    return content if digest(content) == checksum else None


def attach(folder: Path, number: int, content: bytes, *, suffix: str = "pdf") -> Path:
    """Lay `content`, such as the signed PDF, beside version `number`."""
    file = folder / f"{number:04}.bilaga.{digest(content)}.{suffix}"
    _write_once(file, content)
    return file


def read(folder: Path) -> Iterator[Entry]:
    """Every version there, in the order of the files' numbers. What is missing is empty."""
    for number in numbers(folder):
        record, document, sums = (_bytes(file) for file in _files(folder, number))
        yield Entry(record, document, sums[:64].decode("ascii", "replace"))


def numbers(folder: Path) -> list[int]:
    """The numbers that any file has."""
    names = [NUMBERED.fullmatch(file.name) for file in folder.glob("*")]
    return sorted({int(name[1]) for name in names if name})


def verify_beside(folder: Path) -> list[Problem]:
    """What stands beside the versions and is not as it was written: checksum files, attachments."""
    problems = []
    for number in numbers(folder):
        record, document, sums = (_bytes(file) for file in _files(folder, number))
        if sums != _sums(folder, number, digest(record), digest(document)):
            said = f"Filen {number:04}.sha256 stämmer inte med filerna bredvid den."
            problems.append(Problem(number, "kontrollsumman", said))
    for file in sorted(folder.glob("*")):
        name = ATTACHED.fullmatch(file.name)
        if name and digest(_bytes(file)) != name[2]:
            problems.append(Problem(int(name[1]), "bilagan", "Bilagan är inte den som lades till."))
    return problems


def _sums(folder: Path, number: int, record: str, document: str) -> bytes:
    record_file, document_file, _ = _files(folder, number)
    return f"{record}  {record_file.name}\n{document}  {document_file.name}\n".encode()


def _files(folder: Path, number: int) -> tuple[Path, Path, Path]:
    return (
        folder / f"{number:04}.json",
        folder / f"{number:04}.innehall.json",
        folder / f"{number:04}.sha256",
    )


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _write_once(file: Path, content: bytes) -> None:
    if file.exists():
        if file.read_bytes() != content:
            raise FileExistsError(file)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    disk.put(file, content)
