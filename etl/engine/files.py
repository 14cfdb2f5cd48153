"""Editions as immutable files in one folder, and a pointer to the one that is shown."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from etl.provenance import Refused


class Files:
    """`folder` is the workplace's editions/, on the builder's machine and on every host."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def numbers(self) -> list[int]:
        try:
            current = int((self._folder / "CURRENT").read_text(encoding="ascii"))
        except FileNotFoundError:
            return []
        found = sorted(int(folder.name) for folder in self._folder.glob("[0-9]*"))
        return [number for number in found if number <= current]  # nobody has seen a later one

    def publish(self, folder: Path, number: int) -> None:
        if number in self.numbers():
            raise Refused(f"Underlag {number} finns redan.")
        for file in [*folder.iterdir(), folder]:
            sync(file)
        target = self._edition(number)
        if target.exists():  # a job died between the two renames: nobody has ever seen it
            shutil.rmtree(target)
        folder.rename(target)
        if number > max(self.numbers(), default=0):
            self._point(number)
        sync(self._folder)

    def fetch(self, number: int, folder: Path) -> None:
        if number not in self.numbers():
            raise Refused(f"Underlag {number} finns inte.")
        shutil.copytree(self._edition(number), folder, copy_function=os.link)

    def forget(self, numbers: list[int]) -> None:
        for number in numbers:
            shutil.rmtree(self._edition(number), ignore_errors=True)

    def _edition(self, number: int) -> Path:
        return self._folder / f"{number:04d}"

    def _point(self, number: int) -> None:
        pointer = self._folder / ".CURRENT"
        pointer.write_text(f"{number}\n")
        sync(pointer)
        pointer.replace(self._folder / "CURRENT")


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 by file name. Files that are links to the same bytes are read once."""
    files = sorted(folder.iterdir())
    bytes_of = {file.stat().st_ino: file for file in files}
    digests = {inode: sha256(file) for inode, file in bytes_of.items()}
    return {file.name: digests[file.stat().st_ino] for file in files}


def sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
