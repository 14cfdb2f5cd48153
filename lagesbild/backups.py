"""A copy of all that cannot be made again, and a workplace made from one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import tomlkit
import typer

from etl import backup as files
from etl import retention, warehouse
from etl.provenance import Refused
from etl.setting_up import trial
from etl.workplace import Workplace
from lagesbild.journal import database, journal, verified
from lagesbild.options import HERE, Folder, working

if TYPE_CHECKING:
    from dashboard.store import Store
    from dashboard.version.chain import Problem

PATIENCE = 600.0  # s for a load that is under way
IN_A_FILE = "fil"


def backup(
    target: Annotated[Path, typer.Argument(metavar="MAPP", help="En mapp som inte finns än.")],
    workplace: Folder = HERE,
) -> None:
    """Ta en säkerhetskopia medan allt är i gång. Den finns hel under sitt namn, eller inte alls.

    Exempel: `lagesbild backup /srv/kopior/2026-11-23`
    """
    place = Workplace(workplace)
    if target.absolute().is_relative_to(workplace.absolute()):
        raise Refused("Lägg kopian utanför arbetsplatsens mapp, helst på en annan dator.")
    mark = f"backup {workplace.absolute()}"
    with (
        working() as stage,
        warehouse.job(place, "backup", patience=PATIENCE),
        files.made(target, mark=mark) as draft,
    ):
        inside = draft / files.INSIDE
        inside.mkdir()
        stage("Kopierar rapporter och versioner")
        files.copy_reports_and_versions(place, inside)
        stage("Kopierar journalen")
        versions, wrong, cited = _copy_journal(place, inside)
        stage("Kopierar inställningar och underlag")
        said = files.copy_files(place, inside, cited=cited)
        stage("Räknar kontrollsummor")
        about = files.seal(
            draft,
            edition=place.current,
            versions=versions,
            not_taken=files.not_taken(place),
        )
    files.note(place, target, about)
    size = sum({s.st_ino: s.st_size for s in map(Path.stat, target.rglob("*"))}.values())
    print(f"Säkerhetskopian finns i {target}: {len(about['files'])} filer, {size / 1e6:.0f} MB, underlag {place.current or '–'}, fastställda versioner {versions}.")  # fmt: skip
    if about["not_taken"]:
        print("Följer inte med (docs/sakerhetskopia.md):", ", ".join(about["not_taken"]))
    _report([*said, *_in_words(wrong)])


def restore(
    source: Annotated[Path, typer.Argument(metavar="MAPP", help="Säkerhetskopian.")],
    journal_address: Annotated[
        str | None,
        typer.Option(
            "--journal",
            metavar="ADRESS",
            help=f"En tom PostgreSQL-databas, eller {IN_A_FILE}, om journalen inte ska ligga där den låg.",
        ),
    ] = None,
    workplace: Folder = HERE,
) -> None:  # fmt: skip
    """Gör en arbetsplats av en säkerhetskopia, i en mapp som inte finns än.

    Exempel: `lagesbild restore /srv/kopior/2026-11-23 --workplace arbetsplats`
    """
    with (
        working() as stage,
        warehouse.told("restore"),
        files.made(workplace, mark=f"restore {workplace.absolute()}") as draft,
    ):
        stage("Prövar kontrollsummorna")
        found = files.opened(source)
        stage("Kopierar")
        files.lay(found, draft)
        place = Workplace(draft)
        place.create()
        if journal_address is not None:
            trial.tried(place, "lagesbild.toml", lambda document: _keep_at(document, journal_address))  # fmt: skip
            place = Workplace(draft)
        stage("Prövar versionerna")
        said = _in_words(_fill_journal(place, draft))
        try:
            rows = sum(due.rows for due in retention.due(place, today=date.today()))  # noqa: DTZ011
        except Refused as refusal:  # of a workplace that was damaged already
            rows, said = 0, [*said, str(refusal)]
    about, place = found.about, Workplace(workplace)
    print(f"Arbetsplatsen finns i {workplace}: {len(found.sums)} filer med rätt kontrollsummor, underlag {place.current or '–'}, fastställda versioner {about['versions']}.")  # fmt: skip
    print(f"Den är som den var {about['taken_at'][:16].replace('T', ' ')}. Det som hände sedan finns inte här.")  # fmt: skip
    if about["not_taken"]:
        print("Följde inte med, lägg tillbaka det som behövs:", ", ".join(about["not_taken"]))
    print("Alla är utloggade. Konton och länkar som har stängts efter kopian är öppna igen: gå igenom dem.")  # fmt: skip
    if rows:
        print(f"{rows} rader har nått sin gallringsfrist. Är de gallrade en gång, gallra dem igen innan någon ser sidan: lagesbild prune --workplace {workplace}")  # fmt: skip
    _report(said)


def _copy_journal(place: Workplace, inside: Path) -> tuple[int, list[Problem], list[int]]:
    """How many versions, what does not match in them, and the editions that they cite."""
    from dashboard.journal import archive, copied  # noqa: PLC0415 (loading files needs none)
    from dashboard.journal.files import Files  # noqa: PLC0415

    file = inside / files.JOURNAL
    with database(), _closing(journal(place)) as store:
        copied.copy_to_file(store, file)
    with database(), _closing(_at(file)) as copy:
        archive.write_files(copy, Files(inside).versions)  # those fixed since the files were copied
        entries = archive.entries(copy)
        count, wrong = verified(copy, inside)
    copied.settle(file)
    documents = (json.loads(entry.document) for entry in entries)
    return count, wrong, [said["edition"]["number"] for said in documents if "edition" in said]


def _fill_journal(place: Workplace, folder: Path) -> list[Problem]:
    """The journal where the settings want it: what does not match in its versions."""
    from dashboard.journal import copied  # noqa: PLC0415

    file = folder / files.JOURNAL
    with database(), _closing(journal(place)) as store:
        if place.settings.journal.adress:
            with _closing(_at(file)) as copy:
                try:
                    copied.copy_rows(copy, store)
                except copied.NotEmpty:
                    raise Refused("Databasen som journalen ska ligga i är inte tom. Gör en ny, och ange den med --journal.") from None  # fmt: skip
            file.unlink()
        copied.close_ways_in(store)
        _, wrong = verified(store, folder)
    if not place.settings.journal.adress:
        copied.settle(file)
    return wrong


def _keep_at(document: tomlkit.TOMLDocument, address: str) -> None:
    if address == IN_A_FILE:
        document.pop("journal", None)
    else:
        document["journal"] = {"adress": address}


def _at(file: Path) -> Store:
    from dashboard.store import Store  # noqa: PLC0415

    return Store(f"sqlite:///{file}", check_text=lambda words: None)


@contextmanager
def _closing(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()


def _in_words(problems: list[Problem]) -> list[str]:
    return [f"Version {of.number}, {of.where}: {of.said}" for of in problems]


def _report(problems: list[Any]) -> None:
    if problems:
        print("Allt är kopierat, men det här stämde inte:", *problems, sep="\n   ")
        raise typer.Exit(1)
