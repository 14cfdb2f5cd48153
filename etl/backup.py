"""A backup's files: copied out of a workplace with the checksum of each, and back into an empty place.

    manifest.json            what is here and what is not, SHA-256 of each file: written last
    arbetsplats/…            as in the workplace
    arbetsplats/journal.sqlite   what people have said, from whatever database it is kept in

It is made beside its place under another name and moved there whole: half a backup never has the name.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from etl.engine.files import sha256, sync
from etl.provenance import Refused, in_swedish
from etl.workplace import Workplace

SCHEMA = 1
MANIFEST = "manifest.json"
INSIDE = "arbetsplats"
JOURNAL = "journal.sqlite"
NOTE = ".sakerhetskopia.json"  # in the workplace: when the last backup was taken, and where
ALONE = ("lagesbild.toml", "platser.toml", "problemtyper.toml", "verksamheter.toml")
WHOLE = ("gallring", "kalender", "kallor", "rapporter", "versioner")
OURS = {*ALONE, *WHOLE, "batches", "editions", JOURNAL}
# worked out again, or of no use to anybody else
LEFT = {"calls", "derived", f"{JOURNAL}-shm", f"{JOURNAL}-wal"}
UNFINISHED = (".part", ".tmp")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Backup:
    """A backup that has been looked through. `folder` holds what goes into a workplace."""

    folder: Path
    about: dict[str, Any]

    @property
    def sums(self) -> dict[str, str]:
        return dict(self.about["files"])


@contextmanager
def made(target: Path, *, mark: str) -> Iterator[Path]:
    """A folder to fill, which becomes `target` when all has gone well, and is gone otherwise.

    `mark` names whose it is: what an earlier attempt of the same left is cleared away. Raises
    Refused where there is something already.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(f"{target} finns redan och är inte tom. Välj en annan mapp.")
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".halv-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700)
        yield draft
        for folder, _, files in os.walk(draft):
            for file in files:
                sync(Path(folder) / file)
            sync(Path(folder))
        draft.rename(target)
        sync(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def copy_reports_and_versions(workplace: Workplace, into: Path) -> None:
    """What the form and the app write beside the journal. Before the journal: a report that is
    collected meanwhile is then in both, and a version in no file that is not in the journal."""
    for name in ("rapporter", "versioner"):
        _copy_folder(workplace.folder / name, into / name)


def copy_files(workplace: Workplace, into: Path, *, cited: Sequence[int]) -> list[str]:
    """All else: settings, accepted rows, the current edition and the `cited` that are still there.
    Nobody else may be at work. Answers what was not as its own manifest says, in Swedish."""
    for name in ALONE:
        if (workplace.folder / name).exists():
            _copy(workplace.folder / name, into / name)
    for name in ("gallring", "kalender", "kallor"):
        _copy_folder(workplace.folder / name, into / name)
    if workplace.current is None:
        return []
    said = []
    manifest = workplace.manifest()
    for file in sorted({b[kind] for b in manifest["batches"] for kind in ("rows", "revisions")}):
        if (workplace.batches / file).exists():
            _copy(workplace.batches / file, into / "batches" / file)
        elif "-revisions" not in file:  # only the first file of a job has revisions
            said.append(f"batches/{file} saknas.")
    for number in sorted({workplace.current, *cited}):
        if workplace.edition(number).is_dir():
            said += _copy_edition(workplace, number, into / "editions" / f"{number:04d}")
    _copy(workplace.editions / "CURRENT", into / "editions/CURRENT")
    return said


def not_taken(workplace: Workplace) -> list[str]:
    """What lies in the workplace and does not go with it, by name."""
    others = (file for file in workplace.folder.iterdir() if file.name not in OURS | LEFT)
    return sorted(
        file.name
        for file in others
        if not file.name.startswith(".") and (file.is_file() or any(file.iterdir()))
    )


def seal(draft: Path, **about: Any) -> dict[str, Any]:
    """Write the manifest of what lies in `draft`/arbetsplats."""
    inside = draft / INSIDE
    files = sorted(file for file in inside.rglob("*") if file.is_file())
    sums: dict[int, str] = {}
    for file in files:  # links to the same bytes are read once
        sums[file.stat().st_ino] = sums.get(file.stat().st_ino) or sha256(file)
    said = {
        "schema": SCHEMA,
        "taken_at": datetime.now().replace(microsecond=0).isoformat(),  # noqa: DTZ005
        **about,
        "files": {file.relative_to(inside).as_posix(): sums[file.stat().st_ino] for file in files},
    }
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (draft / MANIFEST).write_text(text, encoding="utf-8")
    return said


def opened(folder: Path) -> Backup:
    """The backup in `folder`, every file of it checked. Raises Refused."""
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums = about["files"].items()
        if about["schema"] != SCHEMA or not all(_is_within(name) for name, _ in sums):
            raise ValueError
    except OSError as error:
        raise Refused(f"{folder} är ingen hel säkerhetskopia: {MANIFEST}: {in_swedish(error)}.") from None  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{folder / MANIFEST} är skadad. Ta en annan säkerhetskopia.") from None
    for name, checksum in sums:
        file = folder / INSIDE / name
        if file.is_symlink() or not file.is_file():
            raise Refused(f"{file} saknas. Kopian är inte hel: ta en annan.")
        if sha256(file) != checksum:
            raise Refused(f"{file} är ändrad sedan kopian togs. Ta en annan säkerhetskopia.")
    return Backup(folder / INSIDE, about)


def lay(backup: Backup, into: Path) -> None:
    """The backup's files in the folder `into`, each with the checksum that it should have. The same
    file of an edition under several names is one file again, whatever the backup has been through.
    """
    laid: dict[tuple[str, str], Path] = {}
    for name, checksum in backup.sums.items():
        file = into / name
        same = laid.get((str(file.parent), checksum)) if file.suffix == ".duckdb" else None
        if same is None:
            _copy(backup.folder / name, file)
            if sha256(file) != checksum:
                raise Refused(f"{file} blev inte som i kopian. Försök igen, på en annan disk.")
            laid[str(file.parent), checksum] = file
        else:
            os.link(same, file)


def note(workplace: Workplace, target: Path, about: dict[str, Any]) -> None:
    """In the workplace, for `lagesbild status`: when the last backup was taken, and where."""
    said = json.dumps({"taken_at": about["taken_at"], "folder": str(target.absolute())})
    part = workplace.folder / f"{NOTE}.part"
    part.write_text(said, encoding="utf-8")
    part.replace(workplace.folder / NOTE)


def last(workplace: Workplace) -> dict[str, str] | None:
    """taken_at and folder of the last backup; None before the first."""
    try:
        said: dict[str, str] = json.loads((workplace.folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said


def _copy_edition(workplace: Workplace, number: int, into: Path) -> list[str]:
    """Files that are links to the same bytes are so in the copy too."""
    sums = workplace.manifest(number)["files"]
    copied: dict[int, Path] = {}
    said = []
    for file in sorted(workplace.edition(number).iterdir()):
        inode = file.stat().st_ino
        if inode in copied:
            os.link(copied[inode], into / file.name)
            continue
        copied[inode] = into / file.name
        _copy(file, copied[inode])
        if file.name in sums and sha256(copied[inode]) != sums[file.name]:
            said.append(f"editions/{number:04d}/{file.name} är inte som när det publicerades.")
    return said


def _copy_folder(folder: Path, into: Path) -> None:
    if folder.is_dir():
        into.mkdir(parents=True)  # also an empty one: the form waits for its folder
    for file in sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink()):
        if not file.name.endswith(UNFINISHED):
            _copy(file, into / file.relative_to(folder), may_go=True)


def _copy(file: Path, into: Path, *, may_go: bool = False) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(file, into)
    except FileNotFoundError:
        if not may_go:
            raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}:
            error.filename = str(into)  # it is that disk, not the one that is read
        raise


def _is_within(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
