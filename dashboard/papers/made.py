"""A fixed version as files in a folder: all of them or none, and the same bytes every time."""

from __future__ import annotations

import fcntl
import glob
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from dashboard.export.friday import friday_card, friday_pdf
from dashboard.papers.asked import Asked, Stopped
from dashboard.papers.briefs import council, friday
from dashboard.papers.cells import as_csv
from dashboard.papers.checked import check
from dashboard.papers.docx import docx
from dashboard.papers.drawing import drawn
from dashboard.papers.easy import easy
from dashboard.papers.gpkg import gpkg
from dashboard.papers.html import html
from dashboard.papers.kinds import action_plan, appendix, by_law
from dashboard.papers.pdf import pdf
from dashboard.papers.pledged import follow_up, pledge_paper
from dashboard.papers.pptx import pptx
from dashboard.papers.tree import Paper
from dashboard.papers.xlsx import xlsx
from dashboard.papers.zipped import zipped
from dashboard.version.canonical import digest

KINDS: dict[str, Callable[[Asked], Paper]] = {
    "bilaga": appendix,
    "lagesbild4": by_law,
    "atgardsplan": action_plan,
    "lofte": pledge_paper,
    "fredag": friday,
    "bra": council,
    "uppfoljning": follow_up,
    "boende": easy,
}
FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": pdf,
    "docx": docx,
    "html": lambda paper: html(paper).encode(),
    "pptx": pptx,
    "xlsx": xlsx,
    "gpkg": gpkg,
}
AUDIENCES = ("public", "shared")
MANIFEST = "manifest.json"
LIBRARIES = ("matplotlib", "typst", "python-docx", "python-pptx", "XlsxWriter", "pyogrio", "segno")


@dataclass(frozen=True)
class Made:
    """What was made: the files by name, and what the manifest says of them."""

    files: dict[str, bytes]
    about: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.about["name"])

    def zipped(self) -> bytes:
        return zipped({**self.files, MANIFEST: _manifest([self.about])})


def make(
    kind: str,
    document: dict[str, Any],
    record: dict[str, Any],
    *,
    audience: str,
    formats: Sequence[str],
    pledge: dict[str, Any] | None = None,
) -> Made:
    """The version as `kind`, in each of `formats`, with each picture as SVG and PNG and each table
    as CSV. Raises Stopped for what is not known, is not for the audience, or does not add up."""
    for said, known, what in (
        ([kind], KINDS, "Sorten"),
        (formats, FORMATS, "Formatet"),
        ([audience], AUDIENCES, "Gruppen"),
    ):
        unknown = [one for one in said if one not in known]
        if unknown or not said:
            raise Stopped(f"{what} {_safe(', '.join(unknown))} finns inte. Välj bland: {', '.join(known)}.")  # fmt: skip
    asked = Asked(document, record, audience=audience, pledge=pledge)
    paper = KINDS[kind](asked)
    check(paper, asked)
    name = f"{kind}-version-{record['number']:04}-{audience}"
    files = {f"{name}.{ending}": _one(ending, paper, asked) for ending in dict.fromkeys(formats)}
    if paper.kind == "uppfoljning" and asked.is_public and "html" in formats:
        residents = easy(asked)  # the same, for whoever lives there
        check(residents, asked)
        files[f"{name}-boende.html"] = html(residents).encode()
    for figure in paper.figures():
        picture = drawn(figure.picture)
        files[f"{name}-bilder/{figure.name}.svg"] = picture.svg
        files[f"{name}-bilder/{figure.name}.png"] = picture.png
    for table in (*paper.tables(), *paper.data):
        files[f"{name}-tabeller/{table.name}.csv"] = as_csv(table, paper).encode()
    return Made(files, _about(name, paper, asked, files))


def write(made: Made, folder: Path) -> None:
    """Lay the files in `folder`: everything is written beside it first. What an earlier export of
    the same kind, version and audience left there is replaced, other files are left alone.

    Raises OSError, and then nothing in the folder has changed but what could be moved whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists() and not folder.is_dir():
        raise Stopped(f"{folder} är ingen mapp. Välj en annan med -o.")
    with _draft(folder) as draft:
        for name, content in {
            **made.files,
            MANIFEST: _manifest([*_others(folder, made.name), made.about]),
        }.items():
            file = draft / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if not folder.exists():
            draft.rename(folder)
            return
        for old in folder.glob(f"{made.name}-*"):
            shutil.rmtree(old, ignore_errors=True)
        for part in sorted(draft.iterdir(), key=lambda part: part.name == MANIFEST):
            Path(part).replace(folder / part.name)


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, ours for as long as we live. What the dead have left is taken away."""
    draft = folder.parent / f".{folder.name}.{secrets.token_hex(8)}"
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.{'[0-9a-f]' * 16}"):
        with suppress(OSError), _held(left):
            shutil.rmtree(left)
    try:
        draft.mkdir()
        with _held(draft):
            yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Raises BlockingIOError where somebody else holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _one(ending: str, paper: Paper, asked: Asked) -> bytes:
    """Friday's page and card are what is sent on Fridays; all else is the paper."""
    number = asked.record["number"]
    if paper.kind == "fredag" and ending == "pdf":
        return friday_pdf(asked.whole, klass="shared", number=number)
    if paper.kind == "fredag" and ending == "html":
        return friday_card(asked.whole, klass="shared", number=number).encode()
    return FORMATS[ending](paper)


def _about(name: str, paper: Paper, asked: Asked, files: dict[str, bytes]) -> dict[str, Any]:
    record = asked.record
    return {
        "name": name,
        "kind": paper.kind,
        "title": paper.title,
        "audience": asked.audience,
        "class": paper.klass,
        "is_example": paper.is_example,
        "version": {"number": record["number"], "fixed_at": record["fixed_at"], "sha256": asked.checksum, "content_sha256": record["content_sha256"]},
        "edition": asked.said["edition"],
        "forum": asked.said["forum"],
        "period": {"first_week": asked.said["meeting"]["first_week"], "last_week": asked.said["meeting"]["last_week"]},
        "filter": asked.said["state"],
        "is_preliminary": asked.is_preliminary,
        "left_out": asked.left,
        "pledge": (asked.pledge or {}).get("number"),
        "tables": [{"name": t.name, "caption": t.caption, "rows": len(t.rows), "of": t.of} for t in paper.tables()],
        "figures": [{"name": f.name, "caption": f.caption, "said": f.said} for f in paper.figures()],
        "made_with": {library: metadata.version(library) for library in LIBRARIES},
        "files": [{"name": file, "bytes": len(content), "sha256": digest(content)} for file, content in sorted(files.items())],
    }  # fmt: skip


def _manifest(exports: list[dict[str, Any]]) -> bytes:
    ordered = sorted(exports, key=lambda one: str(one["name"]))
    return json.dumps({"schema": 1, "exports": ordered}, ensure_ascii=False, indent=1).encode()


def _others(folder: Path, name: str) -> list[dict[str, Any]]:
    """What the folder's manifest says of other exports."""
    file = folder / MANIFEST
    if not file.is_file():
        return []
    try:
        return [one for one in json.loads(file.read_bytes())["exports"] if one["name"] != name]
    except (ValueError, KeyError, TypeError):
        raise Stopped(f"{file} är inte skriven av det här programmet. Välj en annan mapp med -o.") from None  # fmt: skip


def _safe(text: str) -> str:
    """What somebody wrote, short and without what a terminal obeys."""
    return re.sub(r"[^\w., -]", "?", text)[:60] or "(inget)"
