"""Data in: from open sources and from files, into new editions; and out again when its time is up."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from etl import backup, draft, fetch, hosts, jobs, privacy, retention, sources, warehouse
from etl.fetch.turns import Caller
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild.options import HERE, AsJson, Folder, working


def rebuild(workplace: Folder = HERE, as_json: AsJson = False) -> None:
    """Bygg om underlaget av det som redan är inläst, efter ändrade inställningar.

    Exempel: `lagesbild rebuild`
    """
    place = Workplace(workplace)
    with working(as_json=as_json) as stage:
        number = warehouse.rebuild(place, progress=stage)
    print(json.dumps({"edition": number}) if as_json else f"Underlag {number} visas nu.")


def fetch_files(
    name: Annotated[str, typer.Argument(metavar="NAMN", help=f"En av {', '.join(fetch.ALL)}.")],
    kommun: Annotated[
        str | None, typer.Option(metavar="KOD", help="Kommunkod, om inte forumets egna kommuner.")
    ] = None,
    workplace: Folder = HERE,
) -> None:
    """Hämta öppna uppgifter till arbetsplatsens inkorg. Läs sedan in dem med `load`.

    Exempel: `lagesbild fetch scb_areas --kommun 0683`
    """
    place = Workplace(workplace)
    codes = [kommun] if kommun else place.forum.kommun_codes if place.forum else []
    with working() as stage:
        files = fetch.fetch(
            name,
            folder=workplace / "inbox",
            kommun_codes=codes,
            caller=caller(place, codes=codes, stage=stage),
        )
    if name in sources.ALL:
        words = ["lagesbild", "load", *files, "--workplace", workplace]
        print("Hämtat. Läs in med:", shlex.join(map(str, words)))
    else:
        print("Hämtat, men programmet läser inte in sådana filer än:", *files, sep="\n   ")


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FIL…", help="Filer att läsa in.")],
    source: Annotated[
        str | None,
        typer.Option(metavar="NAMN", help="Källan, om den inte känns igen av sig själv."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Visa vad filerna är utan att läsa in dem.")
    ] = False,
    as_json: AsJson = False,
    workplace: Folder = HERE,
) -> None:
    """Läs in filer som ett nytt underlag. Går något fel ändras ingenting.

    Exempel: `lagesbild load Brottsstatistik_Värnamo_202611.csv deso_2025.geojson`
    """
    place = Workplace(workplace)
    work = warehouse.look if dry_run else warehouse.load
    try:
        for said in filter(None, (privacy.refused_name(file.name) for file in files)):
            raise Refused(
                said
            )  # before a job tells, and keeps, what is wrong with a file by its name
        with working() as stage:
            done: Any = work(place, files, source=source, progress=stage)
    except Refused as refusal:
        if as_json:  # a program must tell a refusal from a fault, whose words may quote the file
            print(json.dumps({"refused": str(refusal)}, ensure_ascii=False))
        raise
    if as_json:
        print(json.dumps(done if dry_run else asdict(done), ensure_ascii=False))
    else:
        report_looked(done) if dry_run else report(done)


def list_sources(workplace: Folder = HERE) -> None:
    """Visa vilka källor som kan läsas, arbetsplatsens egna också.

    Exempel: `lagesbild sources`
    """
    table = Table("Namn", "Källa", "Utgivare", "Ändamål")
    for name, module in Workplace(workplace).sources.items():
        about = module.SOURCE
        table.add_row(name, about.title, about.publisher, about.purpose)
    Console().print(table)


def map_columns(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="En fil i en form som ingen läser.")],
    workplace: Folder = HERE,
) -> None:
    """Skriv ett utkast till en egen källa för filen. Det ska rättas och fyllas i av en människa.

    Exempel: `lagesbild map embrace_export.csv`
    """
    said = draft.of(file)
    folder = workplace / "kallor"
    target = folder / f"{draft.name(file)}.utkast"
    if target.exists():
        raise Refused(f"{target} finns redan. Ta bort eller byt namn på det först.")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(said, encoding="utf-8")
    print(f"Utkastet finns i {target}. Rätta det, fyll i resten och spara det som")
    print(f"{target.with_suffix('.toml')}. Läs sedan in filen med: lagesbild load {file}")


def status(
    workplace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Visa vilket underlag som gäller, vilka filer det vilar på, och hur det senaste arbetet gick.

    Exempel: `lagesbild status --json`
    """
    place = Workplace(workplace)
    manifest = hosts.shown(place)
    engine = hosts.standing(place, manifest)
    job, taken = jobs.last(place.folder), backup.last(place)
    keys = ("source", "file", "sha256", "read", "accepted", "rejected", "period_from", "period_to", "preliminary", "extracted_at")  # fmt: skip
    batches = [{key: batch[key] for key in keys} for batch in manifest["batches"]]
    if as_json:
        said = {
            "edition": manifest["edition"],
            "batches": batches,
            "job": asdict(job) if job else None,
            "backup": taken,
            "engine": asdict(engine),
        }
        print(json.dumps(said, ensure_ascii=False))
        return
    print(hosts.in_words(engine))
    if engine.is_host:
        return
    if manifest["edition"] is None:
        print("Här finns inget underlag än. Läs in filer med: lagesbild load FIL…")
    else:
        table = Table("Källa", "Fil", "Lästa", "Godtagna", "Avvisade", "Till och med", "Uttagen")
        for b in batches:
            counts = (str(b[key]) for key in ("read", "accepted", "rejected"))
            table.add_row(
                b["source"], b["file"], *counts, b["period_to"] or "–", b["extracted_at"][:10]
            )
        Console().print(f"Underlag {manifest['edition']}", table, sep="\n")
    if job:
        print(jobs.in_words(job))
    print(f"Senaste säkerhetskopian: {jobs.minute(taken['taken_at'])}, {taken['folder']}" if taken else "Ingen säkerhetskopia är tagen.")  # fmt: skip


def prune(
    decision: Annotated[
        str | None,
        typer.Option(metavar="DNR", help="Beslutets diarienummer. Utan det visas vad som väntar."),
    ] = None,
    workplace: Folder = HERE,
) -> None:
    """Gallra det som har nått sin frist. Kräver ett beslut och lämnar ett gallringsprotokoll.

    Exempel: `lagesbild prune --decision "KS 2026/123"`
    """
    place = Workplace(workplace)
    today = date.today()  # noqa: DTZ011
    if decision is None:
        for found in retention.due(place, today=today):
            print(f"{found.file}: {found.rows} rader är äldre än {found.limit} ({found.source})")
        print("Ingenting är borttaget. Gallra med: lagesbild prune --decision DIARIENUMMER")
        return
    with working() as stage:
        record = retention.prune(place, decision=decision, today=today, progress=stage)
    print(
        "Inget har nått sin gallringsfrist."
        if record is None
        else retention.in_words(place, record)
    )


def caller(place: Workplace, *, codes: Sequence[str], stage: Callable[[str], None]) -> Caller:
    """We say to publishers which kommuner it is for and, where we know, whom they may write to;
    their limits hold for the whole workplace."""
    contact = place.settings.installation.kontakt
    about = [*([f"kommun {', '.join(codes)}"] if codes else []), *([contact] if contact else [])]
    agent = f"lagesbild ({'; '.join(about)})" if about else "lagesbild"
    return Caller(folder=place.folder / "calls", agent=agent, say=stage)


def report_looked(looked: Sequence[dict[str, Any]]) -> None:
    for b in looked:
        print(f"{b['file']}: {b['title']} ({b['source']})")
        report_rows(b)
        for column in b["columns"]:
            shapes = ", ".join(column["shapes"]) if column["is_read"] else "läses inte"
            print(f"   {column['column']}: {shapes}")


def report_rows(batch: dict[str, Any]) -> None:
    """The account of one file's rows, and what must be said of it."""
    print(f"   {batch['read']} rader lästa, {batch['accepted']} godtagna, {batch['rejected']} avvisade")  # fmt: skip
    for r in batch["rejects"]:
        where = f"kolumnen {r['column']}: " if r["column"] else ""
        rows = ", ".join(str(row) for row in r["rows"][:5]) + (" …" if r["rejected"] > 5 else "")
        print(f"   {r['rejected']} avvisade, {where}{r['reason']} (rad {rows})")
    for note in batch["notes"]:
        print(f"   {note}")


def report(loaded: warehouse.Loaded) -> None:
    for name in loaded.known:
        print(f"{name}: finns redan, ingenting ändrat.")
    for b in loaded.batches:
        print(f"{b['file']} ({b['source']}):")
        report_rows(b)
    if loaded.edition is not None:
        print(f"Underlag {loaded.edition} visas nu.")
