"""What people have said here: the journal, and the check that nothing fixed has been changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from etl.privacy import personal_text
from etl.provenance import Refused
from etl.workplace import Workplace
from geodata import areas
from lagesbild.options import HERE, AsJson, Folder

if TYPE_CHECKING:
    from dashboard.store import Store
    from dashboard.version.chain import Problem


def verify(
    workplace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Pröva att ingen fastställd version har ändrats, och säg annars exakt vad som inte stämmer.

    Exempel: `lagesbild verify --json`
    """
    count, problems = verified(journal(Workplace(workplace)), workplace)
    if as_json:
        said = {"versions": count, "problems": [asdict(problem) for problem in problems]}
        print(json.dumps(said, ensure_ascii=False))
    elif problems:
        for problem in problems:
            print(f"Version {problem.number}, {problem.where}: {problem.said}")
    elif count:
        print(f"Alla fastställda versioner stämmer ({count}).")
    else:
        print("Här finns inga fastställda versioner än.")
    if problems:
        raise typer.Exit(1)


def verified(store: Store, folder: Path) -> tuple[int, list[Problem]]:
    """How many fixed versions there are in the journal and as files in the workplace `folder`, and
    what does not match in either or between them."""
    from dashboard.journal import archive  # noqa: PLC0415 (loading files needs none)
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.version import files  # noqa: PLC0415
    from dashboard.version.copies import verify_copies  # noqa: PLC0415

    beside = Files(folder).versions
    copies = {"journalen": archive.entries(store), "filerna": list(files.read(beside))}
    problems = verify_copies(copies) + files.verify_beside(beside)
    return max(map(len, copies.values())), problems


def journal(place: Workplace) -> Store:
    """What people have said here. Made where there is none, with the forum's organisations as the
    settings have them; from then on they are looked after in the app."""
    from dashboard.journal.organisations import organise  # noqa: PLC0415 (loading files needs none)
    from dashboard.store import Store, TooNew  # noqa: PLC0415

    if not place.folder.is_dir():
        raise Refused(f"{place.folder} finns inte. Ange arbetsplatsens mapp med --workplace.")
    url = place.settings.journal.adress or f"sqlite:///{place.folder / 'journal.sqlite'}"
    try:
        with database():
            store = Store(url, check_text=personal_text)
    except TooNew as error:
        raise Refused(str(error)) from None
    codes = place.forum.kommun_codes if place.forum else ()
    with database():
        organise(
            store,
            kommuner={code: areas.kommun_name(code) for code in codes},
            observers={o.namn: o.takt for o in place.observers if not o.avslutad},
        )
    return store


def hold_example_meetings(place: Workplace) -> None:
    """The example's meetings, held once, and what its observers have sent."""
    from dashboard import example_reports, example_week  # noqa: PLC0415 (loading files needs none)
    from dashboard.database import Editions, TooOld  # noqa: PLC0415
    from dashboard.journal import meetings  # noqa: PLC0415
    from dashboard.journal.archive import write_files  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415

    store = journal(place)
    if meetings.latest(store) is None:
        opened = Editions(place.editions, "shared")
        today = date.today()  # noqa: DTZ011
        files = Files(place.folder, place.settings.formular.adress)
        try:
            example_week.write(store, opened, today=today)
            example_reports.write(store, opened, files, today=today)
        except TooOld as error:
            raise Refused(str(error)) from None
        write_files(store, files.versions)


@contextmanager
def database() -> Iterator[None]:
    """What the journal's database says no with, in Swedish."""
    from alembic.util import CommandError  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        yield
    except CommandError:
        raise Refused("Journalen är skriven av en nyare version av programmet. Installera den först.") from None  # fmt: skip
    except (SQLAlchemyError, sqlite3.Error) as error:
        why = getattr(error, "orig", None) or error
        raise Refused(f"Journalen gick inte att läsa eller skriva: {why}") from error
