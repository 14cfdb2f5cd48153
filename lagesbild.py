"""The command line `lagesbild`: the one place that knows both the jobs and the app."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import draft, example, fetch, retention, sources, warehouse
from etl.fetch.start import settle, start
from etl.fetch.turns import Caller
from etl.privacy import personal_text
from etl.provenance import Refused
from etl.workplace import Workplace
from geodata import areas

if TYPE_CHECKING:
    from dashboard.access.accounts import Accounts
    from dashboard.access.login import Login
    from dashboard.store import Store
    from dashboard.version.chain import Entry

PORT = 8050
FORM_PORT = 8060
EXAMPLE_SETTINGS = """\
# Exempelarbetsplats: allt här är påhittat. Se docs/exempeldata.md.
[forum]
lpo = "lpo-varnamo"
namn = "LPO Värnamo"

[installation]
exempel = true

[[kalender]]
namn = "Sommarlov"
fran = 2026-06-12
till = 2026-08-17
slag = "lov"

[[kalender]]
namn = "Höstlov"
fran = 2026-10-26
till = 2026-10-30
slag = "lov"

[[kalender]]
namn = "Julmarknad (exempel)"
fran = 2026-12-05
till = 2026-12-06
kommun = "0683"

[[plats]]
namn = "Värnamo resecentrum"
slag = "resecentrum"
lat = 57.1866
lon = 14.0459
radie = 200

[[plats]]
namn = "Gislaved centrum"
slag = "centrum"
lat = 57.3040
lon = 13.5410
radie = 300

[[plats]]
namn = "Gnosjö centrum"
slag = "centrum"
lat = 57.3575
lon = 13.7370
radie = 300

[[plats]]
namn = "Skillingaryd centrum"
slag = "centrum"
lat = 57.4325
lon = 14.0945
radie = 300

[[plats]]
namn = "Vaggeryd centrum"
slag = "centrum"
lat = 57.4988
lon = 14.1490
radie = 300

[[rapportor]]
namn = "Resecentrum i Värnamo"

[[rapportor]]
namn = "Trygghetsvärdarna i Värnamo"

[[rapportor]]
namn = "Väktarna i Värnamo centrum"

[[rapportor]]
namn = "Gymnasieskolan i Värnamo"

[[rapportor]]
namn = "Fritidsgården i Värnamo"

[[rapportor]]
namn = "Bostadsbolaget i Gislaved"

[[rapportor]]
namn = "Fritidsgården i Gislaved"

[[rapportor]]
namn = "Biblioteket i Gislaved"
takt = "varannan vecka"

[[rapportor]]
namn = "Fritidsgården i Skillingaryd"

[[rapportor]]
namn = "Bostadsbolaget i Skillingaryd"

[[rapportor]]
namn = "Fritidsgården i Gnosjö"
"""

app = typer.Typer(
    help="Polisens och kommunens gemensamma lägesbild: problem, platser, tider.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
console = Console(stderr=True)
user = typer.Typer(
    help="Konton för dem som loggar in. Inga personnamn behövs: ett konto är en funktion.",
    no_args_is_help=True,
)
app.add_typer(user, name="user")
Folder = Annotated[
    Path,
    typer.Option("--workplace", metavar="DIR", help="Arbetsplatsens mapp."),
]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port på den egna datorn.")]
BuildOnly = Annotated[bool, typer.Option("--build-only", help="Bygg utan att starta sidan.")]
HERE = Path("arbetsplats")


@app.command()
def demo(
    workplace: Folder = HERE,
    port: Port = PORT,
    build_only: BuildOnly = False,
) -> None:
    """Bygg en lägesbild med påhittade exempeldata för LPO Värnamo och visa den.

    Exempel: `lagesbild demo --port 8051`
    """
    place = Workplace(workplace)
    settings = workplace / "lagesbild.toml"
    place.create()
    if not settings.exists():
        settings.write_text(EXAMPLE_SETTINGS, encoding="utf-8")
    elif not place.settings.installation.exempel:
        raise Refused(f"{workplace} är ingen exempelarbetsplats. Välj en annan mapp.")
    with working() as stage:
        stage("Skriver exempelfiler i utgivarnas egna former")
        files = example.write(workplace / "inbox", until=date.today())  # noqa: DTZ011
        loaded = warehouse.load(place, files, progress=stage)
        for file in files:  # read files do not stay in the inbox
            file.unlink()
            file.with_suffix(".toml").unlink(missing_ok=True)  # what tells of a questionnaire
        stage("Håller exemplets möten")
        hold_example_meetings(place)
    report(loaded)
    if not build_only:
        run(place, port, is_demo=True)


@app.command(name="start")
def start_kommun(
    kommun: Annotated[str, typer.Argument(metavar="KOMMUNKOD", help="Till exempel 0683.")],
    workplace: Folder = HERE,
    port: Port = PORT,
    build_only: BuildOnly = False,
) -> None:
    """Gör en arbetsplats för en kommun av det som är öppet (områden, folkmängd, polisens händelser)
    och visa den. Kör igen för att hämta det senaste.

    Exempel: `lagesbild start 0683`
    """
    place = Workplace(workplace)
    codes = settle(place, kommun_code=kommun)
    with working() as stage:
        started = start(place, kommun_codes=codes, caller=caller(place, codes=codes, stage=stage))
    report(started.loaded)
    if started.missing:
        print("Allt kunde inte hämtas:", *started.missing, sep="\n   ")
        print("Kör samma kommando igen för att försöka på nytt.")
    if not build_only:
        run(place, port)


@app.command(name="fetch")
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


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FIL…", help="Filer att läsa in.")],
    source: Annotated[
        str | None,
        typer.Option(metavar="NAMN", help="Källan, om den inte känns igen av sig själv."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Visa vad filerna är utan att läsa in dem.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv ut som JSON.")] = False,
    workplace: Folder = HERE,
) -> None:
    """Läs in filer som ett nytt underlag. Går något fel ändras ingenting.

    Exempel: `lagesbild load Brottsstatistik_Värnamo_202611.csv deso_2025.geojson`
    """
    place = Workplace(workplace)
    work = warehouse.look if dry_run else warehouse.load
    try:
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


@app.command(name="sources")
def list_sources(workplace: Folder = HERE) -> None:
    """Visa vilka källor som kan läsas, arbetsplatsens egna också.

    Exempel: `lagesbild sources`
    """
    table = Table("Namn", "Källa", "Utgivare", "Ändamål")
    for name, module in Workplace(workplace).sources.items():
        about = module.SOURCE
        table.add_row(name, about.title, about.publisher, about.purpose)
    Console().print(table)


@app.command(name="map")
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


@app.command()
def status(
    workplace: Folder = HERE,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv ut som JSON.")] = False,
) -> None:
    """Visa vilket underlag som gäller och vilka filer det vilar på.

    Exempel: `lagesbild status --json`
    """
    manifest = Workplace(workplace).manifest()
    keys = ("source", "file", "sha256", "read", "accepted", "rejected", "period_from", "period_to", "preliminary", "extracted_at")  # fmt: skip
    batches = [{key: batch[key] for key in keys} for batch in manifest["batches"]]
    if as_json:
        print(json.dumps({"edition": manifest["edition"], "batches": batches}, ensure_ascii=False))
        return
    if manifest["edition"] is None:
        print("Här finns inget underlag än. Läs in filer med: lagesbild load FIL…")
        return
    table = Table("Källa", "Fil", "Lästa", "Godtagna", "Avvisade", "Till och med", "Uttagen")
    for b in batches:
        counts = (str(b[key]) for key in ("read", "accepted", "rejected"))
        table.add_row(
            b["source"], b["file"], *counts, b["period_to"] or "–", b["extracted_at"][:10]
        )
    Console().print(f"Underlag {manifest['edition']}", table, sep="\n")


@app.command()
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


@app.command()
def verify(
    workplace: Folder = HERE,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv ut som JSON.")] = False,
) -> None:
    """Pröva att ingen fastställd version har ändrats, och säg annars exakt vad som inte stämmer.

    Exempel: `lagesbild verify --json`
    """
    from dashboard.journal.files import Files  # noqa: PLC0415 (loading files needs none)
    from dashboard.version.copies import verify_copies  # noqa: PLC0415 (loading files needs none)
    from dashboard.version.files import verify_beside  # noqa: PLC0415

    place = Workplace(workplace)
    copies = versions_of(place)
    problems = verify_copies(copies) + verify_beside(Files(place.folder).versions)
    count = max(map(len, copies.values()))
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


def versions_of(place: Workplace) -> dict[str, list[Entry]]:
    """Every copy of the workplace's fixed versions, by what it is called."""
    from dashboard.journal import fixing  # noqa: PLC0415 (as in `run`)
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.version import files  # noqa: PLC0415

    return {
        "journalen": fixing.entries(journal(place)),
        "filerna": list(files.read(Files(place.folder).versions)),
    }


@app.command()
def serve(
    workplace: Folder = HERE,
    port: Port = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADRESS", help="Datorns adress i nätet. Kräver inloggning.")
    ] = "127.0.0.1",
) -> None:
    """Visa arbetsplatsens lägesbild i webbläsaren, på den här datorn eller för dem som loggar in.

    Exempel: `lagesbild serve --workplace arbetsplats --port 8051`
    """
    place = Workplace(workplace)
    if place.current is None:
        raise Refused("Här finns inget underlag än. Läs in filer med: lagesbild load FIL…")
    run(place, port, host=host)


@app.command()
def form(
    workplace: Folder = HERE,
    port: Port = FORM_PORT,
    host: Annotated[
        str, typer.Option(metavar="ADRESS", help="Adress att svara på, bakom en omvänd proxy.")
    ] = "127.0.0.1",
) -> None:
    """Visa rapportörernas formulär, i en process som bara når mappen `rapporter`.

    Exempel: `lagesbild form --workplace arbetsplats --port 8060`
    """
    from dashboard.report_form.serve import serve_form  # noqa: PLC0415 (only this needs it)

    folder = workplace / "rapporter"
    if not folder.is_dir():
        raise Refused(f"{folder} finns inte. Den görs när samordnaren gör den första länken.")
    said = "Formuläret finns på {}/rapport/ följt av länkens tecken  (avsluta med Ctrl+C)"
    try:
        serve_form(
            folder, port=port, host=host, ready=lambda url: print(said.format(url), flush=True)
        )
    except OSError as error:
        raise Refused(f"Port {port} går inte att använda. Välj en annan med --port.") from error


@user.command(name="add")
def add_user(
    name: Annotated[str, typer.Argument(metavar="KONTO", help="Till exempel polisen.varnamo")],
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLL", help="läsare, deltagare, ordförande, samordnare eller administratör"
        ),
    ],
    organisation: Annotated[
        str, typer.Option(metavar="NAMN", help="Som den heter i lägesbilden.")
    ] = "",
    generate: Annotated[
        bool, typer.Option("--generate", help="Gör ett lösenord och visa det en gång.")
    ] = False,
    workplace: Folder = HERE,
) -> None:
    """Lägg till ett konto. Lösenordet frågas efter två gånger och syns inte.

    Exempel: `lagesbild user add polisen.varnamo --role deltagare --organisation Polisen`
    """  # fmt: skip
    with accounts(workplace) as known:
        password = new_password(generate=generate)
        known.add(name, organisation=organisation, role=role, password=password)
    print(f"Kontot {name} finns nu.")


@user.command(name="list")
def list_users(workplace: Folder = HERE) -> None:
    """Visa kontona.

    Exempel: `lagesbild user list`
    """
    table = Table("Konto", "Organisation", "Roll", "Läge")
    with accounts(workplace) as known:
        for account in known.all():
            state = "avstängt" if account.disabled_at else "öppet"
            table.add_row(account.name, account.organisation or "–", account.role, state)
    Console().print(table)


@user.command(name="disable")
def disable_user(
    name: Annotated[str, typer.Argument(metavar="KONTO")], workplace: Folder = HERE
) -> None:
    """Stäng av ett konto. Den som är inloggad loggas ut.

    Exempel: `lagesbild user disable polisen.varnamo`
    """
    with accounts(workplace) as known:
        known.disable(name)
    print(f"Kontot {name} är avstängt.")


@user.command(name="password")
def change_password(
    name: Annotated[str, typer.Argument(metavar="KONTO")],
    generate: Annotated[
        bool, typer.Option("--generate", help="Gör ett lösenord och visa det en gång.")
    ] = False,
    workplace: Folder = HERE,
) -> None:
    """Byt lösenord. Den som är inloggad loggas ut, och ett låst konto öppnas.

    Exempel: `lagesbild user password polisen.varnamo`
    """  # fmt: skip
    with accounts(workplace) as known:
        known.set_password(name, new_password(generate=generate))
    print(f"Kontot {name} har ett nytt lösenord.")


def new_password(*, generate: bool) -> str:
    """Asked for twice without being shown, or made and shown this once."""
    if not generate:
        return str(typer.prompt("Lösenord", hide_input=True, confirmation_prompt="Samma igen"))
    password = secrets.token_urlsafe(15)
    print(f"Lösenord (visas bara nu): {password}")
    return password


@contextmanager
def accounts(folder: Path) -> Iterator[Accounts]:
    """The workplace's. What cannot be done is said."""
    from dashboard.access.accounts import Accounts, NotDone  # noqa: PLC0415 (as in `run`)

    store = journal(Workplace(folder))
    try:
        yield Accounts(store)
    except NotDone as refusal:
        raise Refused(str(refusal)) from None
    finally:
        store.close()


def journal(place: Workplace) -> Store:
    """What people have said here. Made where there is none, with the forum's organisations as the
    settings have them; from then on they are looked after in the app."""
    from dashboard.journal.organisations import organise  # noqa: PLC0415 (as in `run`)
    from dashboard.store import Store  # noqa: PLC0415

    if not place.folder.is_dir():
        raise Refused(f"{place.folder} finns inte. Ange arbetsplatsens mapp med --workplace.")
    url = place.settings.journal.adress or f"sqlite:///{place.folder / 'journal.sqlite'}"
    store = Store(url, check_text=personal_text)
    codes = place.forum.kommun_codes if place.forum else ()
    organise(
        store,
        kommuner={code: areas.kommun_name(code) for code in codes},
        observers={o.namn: o.takt for o in place.observers if not o.avslutad},
    )
    return store


def hold_example_meetings(place: Workplace) -> None:
    """The example's meetings, held once, and what its observers have sent."""
    from dashboard import example_reports, example_week  # noqa: PLC0415 (as in `run`)
    from dashboard.database import Editions  # noqa: PLC0415
    from dashboard.journal import meetings  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.journal.fixing import write_files  # noqa: PLC0415

    store = journal(place)
    if meetings.latest(store) is None:
        opened = Editions(place.editions, "shared")
        today = date.today()  # noqa: DTZ011
        example_week.write(store, opened, today=today)
        files = Files(place.folder, place.settings.formular.adress)
        example_reports.write(store, opened, files, today=today)
        write_files(store, files.versions)


def ways(place: Workplace, *, is_demo: bool = False) -> Login:
    """How people come in, as it is set. Raises Refused for what cannot be so."""
    from dashboard.access.login import Group, Login, Oidc  # noqa: PLC0415 (as in `run`)

    said = place.settings.inloggning
    oidc = Oidc(said.oidc_utfardare, said.oidc_klient, secret(place), said.oidc_gruppfalt) if said.oidc_utfardare else None  # fmt: skip
    return Login(
        address=said.adress,
        accounts=said.konton,
        oidc=oidc,
        proxy_header=said.proxy_huvud,
        proxies=frozenset(said.proxy_adresser),
        groups=tuple(Group(group.namn, group.organisation, group.roll) for group in said.grupp),
        demo=is_demo and place.settings.installation.exempel,
        idle=timedelta(minutes=said.vilande_minuter),
        longest=timedelta(hours=said.langst_timmar),
        log_days=said.logg_dagar,
    )


def secret(place: Workplace) -> str:
    """What our client proves itself to the issuer with: never in the settings."""
    said = place.settings.inloggning
    if said.oidc_hemlighet_miljo:
        if found := os.environ.get(said.oidc_hemlighet_miljo):
            return found
        raise Refused(f"Miljövariabeln {said.oidc_hemlighet_miljo} med klientens hemlighet är tom.")
    file = place.folder / said.oidc_hemlighet_fil
    if not file.is_file():
        raise Refused(f"{file} finns inte. Där ska klientens hemlighet stå, och inget annat.")
    if file.stat().st_mode & 0o077:
        raise Refused(f"{file} kan läsas av andra. Ändra det med: chmod 600 {file}")
    return file.read_text(encoding="utf-8").strip()


def check_reach(login: Login, host: str, *, has_account: bool) -> None:
    """Raises Refused where somebody would be let in whom nobody has let in."""
    if login.accounts and not (has_account or login.oidc or login.proxy_header):
        raise Refused("Ingen kan logga in: det finns inget konto. Gör ett med: lagesbild user add")
    if host in {"127.0.0.1", "localhost"}:
        return
    if not login.is_open:
        raise Refused(
            "Utan inloggning visas lägesbilden bara på den här datorn. Ställ in konton, OIDC eller "
            "en proxy under [inloggning] i lagesbild.toml (docs/inloggning.md), eller ta bort --host."
        )
    if not login.is_https:
        raise Refused(
            "För att visas för andra behöver lägesbilden en https-adress. Skriv den som adress under "
            "[inloggning] i lagesbild.toml (docs/inloggning.md)."
        )


def run(place: Workplace, port: int, *, host: str = "127.0.0.1", is_demo: bool = False) -> None:
    """Serve: on loopback only, unless all must log in."""
    from dashboard.access.accounts import Accounts  # noqa: PLC0415 (loading files needs no web server)
    from dashboard.access.gate import Access  # noqa: PLC0415
    from dashboard.app import create_app  # noqa: PLC0415
    from dashboard.inbox import Inbox  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.server import serve_app  # noqa: PLC0415

    login, store = ways(place, is_demo=is_demo), journal(place)
    has_account = any(account.disabled_at is None for account in Accounts(store).all())
    check_reach(login, host, has_account=has_account)
    inbox = Inbox(place.folder / "inbox", partial(reading, place))
    access = Access(store, login)
    files = Files(place.folder, place.settings.formular.adress)
    app = create_app(editions=place.editions, inbox=inbox, access=access, store=store, files=files)
    said = "Lägesbilden finns på {}  (avsluta med Ctrl+C)"
    try:
        serve_app(
            app,
            host=host,
            port=port,
            ready=lambda url: print(said.format(login.address or url), flush=True),
            is_behind_proxy=bool(login.proxies),
        )
    except OSError as error:
        raise Refused(f"Port {port} används redan. Välj en annan med --port.") from error
    finally:
        access.close()


def reading(place: Workplace, file: Path, is_dry: bool) -> list[str]:
    """The command that reads `file` in, or only looks at it, in a process of its own."""
    words = [
        sys.executable,
        __file__,
        "load",
        file,
        "--json",
        "--workplace",
        place.folder.resolve(),
    ]
    return [*map(str, words), *(["--dry-run"] if is_dry else [])]


def caller(place: Workplace, *, codes: Sequence[str], stage: Callable[[str], None]) -> Caller:
    """We say to publishers which kommuner it is for and, where we know, whom they may write to;
    their limits hold for the whole workplace."""
    contact = place.settings.installation.kontakt
    about = [*([f"kommun {', '.join(codes)}"] if codes else []), *([contact] if contact else [])]
    agent = f"lagesbild ({'; '.join(about)})" if about else "lagesbild"
    return Caller(folder=place.folder / "calls", agent=agent, say=stage)


@contextmanager
def working() -> Iterator[Callable[[str], None]]:
    """Shows which stage the work has reached, and how long it has taken."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Börjar", total=None)
        yield lambda stage: bar.update(task, description=stage)


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


def main() -> None:
    """Exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    os.environ.setdefault("TZ", "Europe/Stockholm")
    time.tzset()
    try:
        app()
    except Refused as refusal:
        console.print(str(refusal), style="bold", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
