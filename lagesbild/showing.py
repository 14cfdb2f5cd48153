"""The pages: of the example, of a kommun from open sources, of a workplace; and the observers' form."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl import example, warehouse
from etl.fetch.start import settle, start
from etl.provenance import Refused
from etl.setting_up import Settings
from etl.workplace import Workplace
from lagesbild.data import caller, report
from lagesbild.journal import hold_example_meetings, journal
from lagesbild.options import HERE, PORT, AsJson, BuildOnly, Folder, Port, working

if TYPE_CHECKING:
    from dashboard.access.login import Login
    from dashboard.basemap import Basemap

FORM_PORT = 8060


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
        settings.write_text(example.SETTINGS, encoding="utf-8")
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


def start_kommun(
    kommun: Annotated[str, typer.Argument(metavar="KOMMUNKOD", help="Till exempel 0683.")],
    workplace: Folder = HERE,
    port: Port = PORT,
    build_only: BuildOnly = False,
    as_json: AsJson = False,
) -> None:
    """Gör en arbetsplats för en kommun av det som är öppet (områden, folkmängd, polisens händelser)
    och visa den. Kör igen för att hämta det senaste.

    Exempel: `lagesbild start 0683`
    """
    place = Workplace(workplace)
    with working(as_json=as_json) as stage:
        codes = settle(place, kommun_code=kommun)
        started = start(place, kommun_codes=codes, caller=caller(place, codes=codes, stage=stage))
    if as_json:
        print(json.dumps({"missing": started.missing}, ensure_ascii=False))
        return
    report(started.loaded)
    if started.missing:
        print("Allt kunde inte hämtas:", *started.missing, sep="\n   ")
        print("Kör samma kommando igen för att försöka på nytt.")
    if not build_only:
        run(place, port)


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
    if not workplace.exists():  # not in silence: the name may have been mistyped
        print(f"Mappen {workplace} fanns inte. En ny arbetsplats görs där.")
    place.create()
    if place.current is None:
        print("Här finns inget underlag än. Sidan visar hur man börjar.")
    run(place, port, host=host)


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


def run(place: Workplace, port: int, *, host: str = "127.0.0.1", is_demo: bool = False) -> None:
    """Serve: on loopback only, unless all must log in."""
    from dashboard.access.accounts import Accounts  # noqa: PLC0415 (loading files needs no web server)
    from dashboard.access.gate import Access  # noqa: PLC0415
    from dashboard.app import create_app  # noqa: PLC0415
    from dashboard.inbox import Inbox  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.server import serve_app  # noqa: PLC0415
    from dashboard.setting_up import Jobs  # noqa: PLC0415

    login, store = ways(place, is_demo=is_demo), journal(place)
    has_account = any(account.disabled_at is None for account in Accounts(store).all())
    check_reach(login, host, has_account=has_account)
    inbox = Inbox(place.folder / "inbox", partial(reading, place))
    access = Access(store, login)
    files = Files(place.folder, place.settings.formular.adress)
    beneath = basemap_of(place)
    if beneath.problem:
        print(beneath.problem, file=sys.stderr)
    app = create_app(
        editions=place.editions,
        inbox=inbox,
        access=access,
        store=store,
        files=files,
        settings=Settings(place.folder),
        jobs=Jobs(partial(job, place)),
        basemap=beneath,
    )
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


def basemap_of(place: Workplace) -> Basemap:
    """What lies under the maps: as set, else a file called karta.pmtiles, else nothing."""
    from dashboard import basemap  # noqa: PLC0415 (as in `run`)

    said = place.settings.karta
    if said.rutor:
        return basemap.of_server(said.rutor, grid=said.rutnat, credit=said.upphov)
    file = place.folder / (said.fil or "karta.pmtiles")
    if said.fil or file.exists():
        return basemap.of_file(file, credit=said.upphov)
    return basemap.PLAIN


def reading(place: Workplace, file: Path, is_dry: bool) -> list[str]:
    """The command that reads `file` in, or only looks at it, in a process of its own."""
    return job(place, "load", str(file), *(["--dry-run"] if is_dry else []))


def job(place: Workplace, name: str, *words: str) -> list[str]:
    """The command `name`, in a process of its own that tells how it goes."""
    only_build = ["--build-only"] if name == "start" else []
    where = ["--json", "--workplace", str(place.folder.resolve())]
    return [sys.executable, "-m", "lagesbild", name, *words, *only_build, *where]


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
