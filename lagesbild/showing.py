"""The pages: of the example, of a kommun from open sources, of a workplace; and the observers' form."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from etl import example, warehouse
from etl.fetch.start import settle, start
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild.data import caller, report
from lagesbild.hosts import following
from lagesbild.journal import hold_example_meetings
from lagesbild.options import HERE, PORT, AsJson, BuildOnly, Folder, Port, working
from lagesbild.serving import begin

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
        begin(place, port, is_demo=True)


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
        begin(place, port)


def serve(
    workplace: Folder = HERE,
    port: Port = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADRESS", help="Datorns adress i nätet. Kräver inloggning.")
    ] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option(metavar="ANTAL", min=1, max=64, help="Så många processer som svarar.")
    ] = 1,
) -> None:
    """Visa arbetsplatsens lägesbild i webbläsaren, på den här datorn eller för dem som loggar in.

    Exempel: `lagesbild serve --workplace arbetsplats --port 8051`
    """
    place = Workplace(workplace)
    if not workplace.exists():  # not in silence: the name may have been mistyped
        print(f"Mappen {workplace} fanns inte. En ny arbetsplats görs där.")
    place.create()
    following(place)
    if place.current is None:
        print("Här finns inget underlag än. Sidan visar hur man börjar.")
    begin(place, port, host=host, workers=workers)


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
    from dashboard import server  # noqa: PLC0415 (only this needs it)

    folder = workplace / "rapporter"
    if not folder.is_dir():
        raise Refused(f"{folder} finns inte. Den görs när samordnaren gör den första länken.")
    said = "Formuläret finns på {}/rapport/ följt av länkens tecken  (avsluta med Ctrl+C)"
    try:  # one process: how often a link may be used is known to itself alone
        server.begin(
            "dashboard.report_form.app:made",
            str(folder),
            port=port,
            host=host,
            threads=4,
            ready=said,
        )
    except OSError as error:
        raise Refused(f"Port {port} går inte att använda. Välj en annan med --port.") from error
