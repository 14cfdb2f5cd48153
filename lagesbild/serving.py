"""The app over a workplace, as the commands serve it; and the jobs that its pages begin."""

from __future__ import annotations

import atexit
import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from etl import privacy
from etl.provenance import Refused
from etl.setting_up import Settings
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.login import check_reach, ways

if TYPE_CHECKING:
    from dashboard.basemap import Basemap


def begin(
    place: Workplace, port: int, *, host: str = "127.0.0.1", workers: int = 1, is_demo: bool = False
) -> NoReturn:
    """Serve: on loopback only, unless all must log in."""
    from dashboard import server  # noqa: PLC0415 (loading files needs no web server)
    from dashboard.access.accounts import Accounts  # noqa: PLC0415
    from dashboard.journal.archive import write_files  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415

    # What only one may do is done before there are several.
    login, store = ways(place, is_demo=is_demo), journal(place)
    has_account = any(account.disabled_at is None for account in Accounts(store).all())
    check_reach(login, host, has_account=has_account)
    write_files(store, Files(place.folder).versions)
    store.close()
    if problem := basemap_of(place).problem:
        print(problem, file=sys.stderr)
    words = [str(place.folder), *(["demo"] if is_demo else [])]
    said = f"Lägesbilden finns på {login.address or '{}'}  (avsluta med Ctrl+C)"
    try:
        server.begin("lagesbild.serving:made", *words, host=host, port=port, workers=workers, ready=said)  # fmt: skip
    except OSError as error:
        raise Refused(f"Port {port} används redan. Välj en annan med --port.") from error


def made(folder: str, kind: str = "") -> Any:
    """The app in one process, ready to be asked: what the first visitor would have waited for has
    been done. `kind` is "demo" where one may change between roles."""
    from dashboard.access.gate import Access  # noqa: PLC0415 (as in `begin`)
    from dashboard.app import create_app, warm  # noqa: PLC0415
    from dashboard.database import LEAD  # noqa: PLC0415
    from dashboard.inbox import Inbox  # noqa: PLC0415
    from dashboard.journal.files import Files  # noqa: PLC0415
    from dashboard.setting_up import Jobs  # noqa: PLC0415

    place = Workplace(Path(folder))
    store = journal(place)
    access = Access(store, ways(place, is_demo=kind == "demo"))
    atexit.register(access.close)
    app = create_app(
        editions=place.editions,
        inbox=Inbox(
            place.folder / "inbox", partial(reading, place), refused_name=privacy.refused_name
        ),
        access=access,
        store=store,
        files=Files(place.folder, place.settings.formular.adress),
        settings=Settings(place.folder),
        jobs=Jobs(partial(job, place), place.folder),
        basemap=basemap_of(place),
    )
    warm(app)
    app.server.config["EDITIONS"].lead = LEAD
    # What the libraries hold is there to stay: looked through for what could be let go, it delays
    # every answer by some milliseconds.
    gc.collect()
    gc.freeze()
    return app.server


def basemap_of(place: Workplace) -> Basemap:
    """What lies under the maps: as set, else a file called karta.pmtiles, else nothing."""
    from dashboard import basemap  # noqa: PLC0415 (commands without it start faster)

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
