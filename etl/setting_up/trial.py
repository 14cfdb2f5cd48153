"""A change of the workplace's own files, tried before it is made.

The workplace as it would be is read by the very code that reads it, and only what that code takes
is written: whole, or not at all. Comments stay where they stand.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from etl.engine.files import sync
from etl.provenance import Refused, in_swedish
from etl.workplace import Workplace

FILES = ("lagesbild.toml", "platser.toml", "problemtyper.toml", "verksamheter.toml")
READABLE = 0o640  # as dashboard/journal/files.py writes them
Edit = Callable[[tomlkit.TOMLDocument], None]


def tried(
    workplace: Workplace, name: str, edit: Edit, *, first: str = "", save: bool = True
) -> Workplace:
    """The workplace with `name` edited, `first` being its text where there is none; saved unless
    it is only looked at.

    Raises Refused, and then nothing has changed.
    """
    folder = workplace.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".forsok-") as made:
            trial = Path(made)
            for file in (folder / other for other in FILES if (folder / other).exists()):
                shutil.copyfile(file, trial / file.name)
            if (folder / "kallor").exists():
                (trial / "kallor").symlink_to((folder / "kallor").resolve())
            _edited(trial / name, edit, first=first)
            read = Workplace(trial)
            _ = (read.forum, read.known, read.observers, read.own_retention)  # raises Refused
            if save:
                (trial / name).chmod(READABLE)
                (trial / name).replace(folder / name)
                sync(folder)
            return read
    except OSError as error:
        raise Refused(
            f"Det går inte att skriva i arbetsplatsens mapp: {in_swedish(error)}."
        ) from None


def _edited(file: Path, edit: Edit, *, first: str) -> None:
    text = file.read_text(encoding="utf-8-sig") if file.exists() else first
    try:
        document = tomlkit.parse(text)
        edit(document)
    except (TOMLKitError, TypeError, KeyError, AttributeError):
        raise Refused(
            f"{file.name} är skriven på ett sätt som sidan inte kan ändra i. Ändra i filen för hand."
        ) from None
    with file.open("w", encoding="utf-8") as stream:
        stream.write(tomlkit.dumps(document))
        stream.flush()
        os.fsync(stream.fileno())


def rows(document: tomlkit.TOMLDocument, key: str) -> AoT:
    """The tables [[key]] of the file, made where there are none. Raises TypeError for another form."""
    if not document.get(key):  # the last that was taken away leaves an empty list
        document.pop(key, None)
        document.append(key, tomlkit.aot())
    found = document[key]
    if not isinstance(found, AoT):
        raise TypeError(key)
    return found


def table(of: Mapping[str, object]) -> tomlkit.items.Table:
    """A table of the file; what is empty is left out."""
    made = tomlkit.table()
    for key, value in of.items():
        if value not in ("", [], None):
            made.add(key, value)
    return made


def fill(into: tomlkit.items.Table, said: Mapping[str, object]) -> None:
    """What is another is written, what is empty is taken away, and all else is left as it stands."""
    for key, value in said.items():
        if value in ("", [], None):
            into.pop(key, None)
        elif key not in into or into[key] != value:
            into[key] = value
