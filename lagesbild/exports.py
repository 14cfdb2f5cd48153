"""Papers from fixed versions, never from what the pages show now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard import swedish
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.options import HERE, AsJson, Folder

if TYPE_CHECKING:
    from dashboard.store import Store


def snapshots(workplace: Folder = HERE, as_json: AsJson = False) -> None:
    """Lista de fastställda versionerna, den äldsta först.

    Exempel: `lagesbild snapshots --json`
    """
    from dashboard.journal import archive  # noqa: PLC0415 (loading files needs none)
    from dashboard.papers.listed import listed  # noqa: PLC0415

    store = journal(Workplace(workplace))
    found = [listed(version, archive.document(store, version)) for version in reversed(archive.versions(store))]  # fmt: skip
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        print(f"{one['id']}  {one['forum']}, {one['period']}, fastställd {one['fixed_at'][:10]}")
    if not found:
        print("Här finns inga fastställda versioner än.")


def export(
    snapshot: Annotated[str, typer.Argument(metavar="VERSION", help="Versionens nummer, se lagesbild snapshots.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Mapp att lägga filerna i.")],
    kind: Annotated[str, typer.Option(help="bilaga, lagesbild4, atgardsplan, lofte, fredag, bra, uppfoljning eller boende.")] = "bilaga",
    formats: Annotated[str, typer.Option("--format", help="pdf, docx, html, pptx, xlsx, gpkg; flera med komma emellan.")] = "pdf",
    audience: Annotated[str, typer.Option(help="shared (forumets parter) eller public (får publiceras).")] = "shared",
    pledge: Annotated[int | None, typer.Option(help="Löftets nummer; annars det som gällde då.")] = None,
    workplace: Folder = HERE,
) -> None:  # fmt: skip
    """Ta ut en fastställd version som dokument. Bilder och tabeller följer med, var för sig.

    Exempel: `lagesbild export 2 --kind bilaga --format pdf,docx,html -o utdata`
    """
    from dashboard.journal import archive  # noqa: PLC0415 (drawing takes a second to load)
    from dashboard.journal.meetings import Refused as NotThere  # noqa: PLC0415
    from dashboard.journal.pledge_then import pledge_then  # noqa: PLC0415
    from dashboard.papers.asked import Stopped  # noqa: PLC0415
    from dashboard.papers.made import make, write  # noqa: PLC0415

    place = Workplace(workplace)
    store = journal(place)
    found = archive.version(store, int(snapshot)) if snapshot.isdecimal() and len(snapshot) < 10 else None  # fmt: skip
    if found is None:
        known = swedish.listed([str(one.number) for one in reversed(archive.versions(store))])
        raise Refused(f"Den versionen finns inte. {f'Här finns {known}.' if known else 'Här finns inga fastställda versioner än.'}")  # fmt: skip
    document, record = archive.document(store, found), json.loads(found.record)
    wanted: list[Any] = [one.strip() for one in formats.split(",") if one.strip()]
    try:
        said = pledge_then(store, document, number=pledge)
        made = make(kind, document, record, audience=audience, formats=wanted, pledge=said)
        write(made, out)
    except (Stopped, NotThere) as stopped:
        raise Refused(str(stopped)) from None
    except OSError as error:
        raise Refused(f"Filerna gick inte att skriva i {out}: {error.strerror}.") from None
    _noted(place, store, f"lagesbild export: {kind}, {audience}", audience)
    for name in made.files:
        if "/" not in name:
            print(out / name)
    rest = len([name for name in made.files if "/" in name])
    print(f"och {rest} bilder och tabeller; manifest.json säger vad allt är.")


def _noted(place: Workplace, store: Store, what: str, audience: str) -> None:
    """In the access log, as what is taken out of the app is."""
    from dashboard.access import Visitor  # noqa: PLC0415 (as above)
    from dashboard.access.log import Log  # noqa: PLC0415

    log = Log(store, days=place.settings.inloggning.logg_dagar)
    log.add("export", what, Visitor("", "", audience, "local"))
    log.flush()
