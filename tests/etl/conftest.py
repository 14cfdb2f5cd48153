"""A workplace in the making, for tests that load one file after another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl import warehouse
from etl.workplace import Workplace
from tests.conftest import Published
from tests.etl.sources.police_extracts import Row, statistical


class Place:
    """A workplace in the making: `load` one file of rows after another."""

    def __init__(self, folder: Path, published: Published) -> None:
        self.folder = folder
        self.published = published
        self.written = 0

    @property
    def workplace(self) -> Workplace:
        return Workplace(self.folder / "plats")

    def settings(self, text: str) -> None:
        (self.folder / "plats").mkdir(exist_ok=True)
        (self.folder / "plats/lagesbild.toml").write_text(text, encoding="utf-8")

    def file(self, *rows: Row, form: Callable[..., Path] = statistical) -> Path:
        """Each file is a minute younger than the one before."""
        self.written += 1
        path = form(self.folder / f"uttag{self.written}.csv", rows)
        os.utime(path, (1_700_000_000 + 60 * self.written,) * 2)
        return path

    def load(self, *rows: Row, form: Callable[..., Path] = statistical) -> warehouse.Loaded:
        return warehouse.load(self.workplace, [self.file(*rows, form=form)])

    def ask(self, question: str, *, audience: str = "shared") -> list[Any]:
        return self.published(self.workplace, audience=audience).execute(question).fetchall()

    def state(self) -> dict[str, bytes]:
        files = (p for p in self.workplace.folder.rglob("*") if p.is_file())
        return {str(p): p.read_bytes() for p in files if p.name != ".lock"}


@pytest.fixture
def place(tmp_path: Path, published: Published) -> Place:
    return Place(tmp_path, published)
