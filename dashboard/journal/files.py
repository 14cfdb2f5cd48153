"""What the app writes in the workplace for others: the form and the load. Whole files, or none."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dashboard import disk
from dashboard.journal.tables import Organisation, Report
from dashboard.store import Store

HEAD = "# Skrivs av sidan Organisationer. Ändra där, inte här.\n"
READABLE = 0o640  # the form's own account is in the folder's group


@dataclass(frozen=True)
class Files:
    """`folder` is the workplace; `address` where the observers' form is reached from outside."""

    folder: Path
    address: str = "http://127.0.0.1:8060"

    @property
    def reports(self) -> Path:
        return self.folder / "rapporter"

    @property
    def versions(self) -> Path:
        return self.folder / "versioner"

    def link(self, token: str) -> str:
        return f"{self.address}/rapport/{token}"

    def write_form(self, contents: bytes) -> None:
        """`form.json`: the form shows it from the next page on."""
        (self.reports / "incoming").mkdir(parents=True, exist_ok=True)
        _write(self.reports / "form.json", contents)

    def write_organisations(self, store: Store) -> None:
        """Who reports, for the load; and by what names others have, whose reports it must still know."""
        with store.read() as session:
            every = list(session.scalars(select(Organisation).order_by(Organisation.id)))
            senders = set(session.scalars(select(Report.organisation).distinct()))
        rows: list[dict[str, Any]] = [
            {"namn": o.name, "takt": o.rhythm, "avslutad": not (o.is_active and o.is_observer)}
            for o in every
            if o.is_observer or o.name in senders
        ]
        known = {row["namn"] for row in rows}
        rows += [{"namn": name, "avslutad": True} for name in sorted(senders - known)]
        _write(self.folder / "verksamheter.toml", _toml("rapportor", rows))

    def places(self) -> list[dict[str, Any]]:
        """Those that have been added in the app, as they stand in platser.toml."""
        file = self.folder / "platser.toml"
        if not file.exists():
            return []
        return list(tomllib.loads(file.read_text(encoding="utf-8")).get("plats", []))


def _toml(name: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A JSON text, number or truth value is also TOML's."""
    tables = (
        [f"[[{name}]]", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in row.items())]
        for row in rows
    )
    return (HEAD + "\n".join(line for table in tables for line in ("", *table)) + "\n").encode()


def _write(file: Path, contents: bytes) -> None:
    """The old one is left where nothing is new."""
    if not file.exists() or file.read_bytes() != contents:
        disk.put(file, contents, mode=READABLE)
