"""How the hosts that show an edition come by it, when they are more than the one that builds it.

The builder's own folder of editions decides: it is handed out to the lake as soon as it is shown
here, and what the lake lacks, since it was away, goes with the next. A host keeps the newest in a
folder of the same form, and shows that one also when the lake is away.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import duckdb

from etl import jobs
from etl.engine import Engine, quoted, sums
from etl.engine.files import Files
from etl.engine.lake import S3, Lake
from etl.provenance import Refused
from etl.workplace import Workplace

log = logging.getLogger(__name__)

UNFINISHED = ".building-"  # as jobs call theirs: the next takes away what is left behind
KEPT = 2  # editions on a host: the one before may still be read
CHECKED = (
    "CHECKED"  # touched when a host is known to show the newest; dashboard/database.py reads it
)


def lake(workplace: Workplace) -> Lake:
    """The lake that the settings describe. Raises Refused."""
    said = workplace.settings.underlag
    if not (said.katalog and said.lagring):
        raise Refused("lagesbild.toml: skriv katalog och lagring under [underlag] först.")
    s3 = None
    if said.lagring.startswith("s3:"):
        secret = workplace.secret(file=said.s3_hemlighet_fil, environment=said.s3_hemlighet_miljo)
        s3 = S3(said.s3_adress, said.s3_nyckel, secret)
    return Lake(said.katalog, said.lagring, s3=s3)


def is_shared(workplace: Workplace) -> bool:
    return workplace.settings.underlag.motor == "ducklake"


def hand_out(workplace: Workplace) -> None:
    """Give the lake every edition that it lacks; take away what has been pruned. Raises Refused."""
    files, to = Files(workplace.editions), lake(workplace)
    here, there = files.numbers(), to.numbers()
    if max(there, default=0) > max(here, default=0):
        raise Refused(
            f"I lagret finns underlag {there[-1]}, nyare än det som finns här. Bygger den här "
            "arbetsplatsen underlaget? Återställ den från den senaste säkerhetskopian."
        )
    prunings = workplace.manifest()["prunings"]
    kept_from = max((pruning["edition"] for pruning in prunings), default=0)
    for number in here:
        is_last = number == here[-1]  # of that one, see that it is the same
        if number >= kept_from and (number not in there or is_last):
            _move(workplace, files, to, number)
    if pruned := [number for number in there if number < kept_from]:
        to.forget(pruned)


def tell(workplace: Workplace) -> None:
    """`hand_out`, where the lake is what hosts read; that it is away stops nobody from loading."""
    if is_shared(workplace):
        try:
            hand_out(workplace)
        except (
            Refused,
            OSError,
            duckdb.Error,
        ) as error:  # what has been loaded here is shown already
            why = error if isinstance(error, Refused) else f"{type(error).__name__}."
            log.warning("Underlag %s är inte utlagt än: %s Det läggs ut vid nästa inläsning, eller med: lagesbild migrate ducklake", workplace.current, why)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """`lake` is the newest edition in the lake, None for none or where `problem` says why nobody
    knows; `here` those in the folder, ascending. Of the last of them, `published_at`. `checked_at` is
    when a host last knew that it shows the newest. ISO, local."""

    motor: str
    is_host: bool
    lake: int | None
    here: list[int]
    published_at: str | None
    checked_at: str | None
    problem: str


def standing(workplace: Workplace, manifest: dict[str, Any]) -> Standing:
    """Which engine keeps the editions, and how far it has come; `manifest` as `shown` gives it."""
    there: list[int] = []
    problem = ""
    if is_shared(workplace):
        try:
            there = lake(workplace).numbers()
        except Refused as refusal:
            problem = str(refusal)
    checked = workplace.editions / CHECKED
    at = datetime.fromtimestamp(checked.stat().st_mtime) if checked.exists() else None  # noqa: DTZ006
    return Standing(
        motor=workplace.settings.underlag.motor,
        is_host=is_host(workplace),
        lake=there[-1] if there else None,
        here=Files(workplace.editions).numbers(),
        published_at=manifest.get("published_at"),
        checked_at=at.isoformat(timespec="seconds") if at else None,
        problem=problem,
    )


def in_words(said: Standing) -> str:
    """What the one who looks after it should know and do."""
    if said.motor != "ducklake":
        return "Motorn är filer: underlaget finns i den här mappen."
    words = ["Motorn är ducklake."]
    if said.problem:
        words.append(said.problem)
    else:
        words.append(f"Lagret har underlag {said.lake}." if said.lake else "Lagret har inget underlag.")  # fmt: skip
    if said.is_host:
        here = ", ".join(map(str, said.here))
        words.append(f"Den här värden har underlag {here}, det senaste från {jobs.minute(said.published_at)}." if said.published_at else "Den här värden har inget underlag än.")  # fmt: skip
        if said.checked_at:
            words.append(f"Senaste kontakten med lagret: {jobs.minute(said.checked_at)}.")
    elif said.here and not said.problem and said.here[-1] != said.lake:
        words.append(f"Underlag {said.here[-1]} är inte utlagt: lägg ut det med lagesbild migrate ducklake.")  # fmt: skip
    return " ".join(words)


def shown(workplace: Workplace) -> dict[str, Any]:
    """The manifest of what is shown here; of a host, which has none, as much as is known. Raises Refused."""
    if not is_host(workplace):
        return workplace.manifest()
    return {"edition": workplace.current, "batches": [], "published_at": _published_at(workplace)}


def _published_at(workplace: Workplace) -> str | None:
    """Of the edition that is shown by a host. Raises Refused."""
    if workplace.current is None:
        return None
    file = workplace.edition(workplace.current) / "shared.duckdb"
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as db:
            db.execute(f"attach {quoted(file)} as out (read_only)")
            [(at,)] = db.execute("select published_at from out.edition").fetchall()
    except duckdb.Error:
        raise Refused(f"{file}: går inte att läsa. Ta bort mappen editions, så hämtas underlaget igen.") from None  # fmt: skip
    return str(at.isoformat(timespec="seconds"))


def is_host(workplace: Workplace) -> bool:
    """Whether editions come from the lake: those built here have their manifest."""
    current = workplace.current
    is_built_here = current and (workplace.edition(current) / "manifest.json").exists()
    return is_shared(workplace) and not is_built_here


def follow(workplace: Workplace) -> None:
    """Have the lake's newest edition here, and note that it is so. Raises Refused, and then what is
    shown stays. Nothing is done where another process of the host is at it."""
    workplace.editions.mkdir(parents=True, exist_ok=True)
    with (workplace.editions / ".following").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not is_host(workplace):
            return
        files, source = Files(workplace.editions), lake(workplace)
        there = source.numbers()
        if there and there[-1] not in files.numbers():
            for unfinished in workplace.editions.glob(f"{UNFINISHED}*"):
                shutil.rmtree(unfinished)
            _move(workplace, source, files, there[-1], is_to_build_on=False)
        here = files.numbers()
        files.forget([n for n in here[:-1] if n not in there or n not in here[-KEPT:]])
        (workplace.editions / CHECKED).touch()


def migrate(workplace: Workplace, to: Literal["filer", "ducklake"]) -> dict[int, int]:
    """Move every edition to the engine `to`, and compare the two: how many tables of each edition
    have been found to hold the same rows. Raises Refused, and then the old engine has them all."""
    files, other = Files(workplace.editions), lake(workplace)
    if to == "ducklake":
        hand_out(workplace)
    else:
        for number in other.numbers():
            if number not in files.numbers():
                _move(workplace, other, files, number)
        (workplace.editions / CHECKED).unlink(missing_ok=True)
    found = {}
    for number in other.numbers():
        here, there = _sums(workplace, files, number), _sums(workplace, other, number)
        if here != there:
            raise Refused(f"Underlag {number} har inte samma siffror i lagret som i mappen.")
        found[number] = sum(len(tables) for tables in here.values())
    return found


def _move(
    workplace: Workplace,
    source: Engine,
    target: Engine,
    number: int,
    *,
    is_to_build_on: bool = True,
) -> None:
    """`is_to_build_on` keeps the ledger, where there is one: without it nothing is built here."""
    with _fetched(workplace, source, number) as folder:
        if not is_to_build_on:
            (folder / "manifest.json").unlink(missing_ok=True)
        target.publish(folder, number)


def _sums(workplace: Workplace, engine: Engine, number: int) -> dict[str, dict[str, str]]:
    with _fetched(workplace, engine, number) as folder:
        return sums(folder)


@contextmanager
def _fetched(workplace: Workplace, engine: Engine, number: int) -> Iterator[Path]:
    """On the same disk as the editions: what is there already is not copied."""
    with tempfile.TemporaryDirectory(dir=workplace.editions, prefix=UNFINISHED) as folder:
        engine.fetch(number, Path(folder) / "edition")
        yield Path(folder) / "edition"
