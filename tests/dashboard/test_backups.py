"""A backup is whole or none, and what is made of it is the same workplace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.access.tables import Account, Session
from dashboard.journal import archive, copied, fixing, meetings
from dashboard.journal.files import Files
from dashboard.journal.tables import Organisation, Proposal
from dashboard.store import Base, Store
from dashboard.version.files import attach
from etl import backup, warehouse
from etl.workplace import Workplace
from lagesbild.journal import journal
from tests.conftest import Command
from tests.dashboard.journal.conftest import NOW, opened
from tests.etl.sources.police_extracts import incident, statistical

Said = pytest.CaptureFixture[str]
SECRET, PDF, REPORT = "oidc-hemlighet", b"%PDF-1.7\n%%EOF\n", "rapporter/incoming/7.json"


@pytest.fixture(scope="module")
def plats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions; the first is cited by a version, with a signed paper beside it."""
    folder = tmp_path_factory.mktemp("kopia")
    place = Workplace(folder / "plats")
    place.create()
    (place.folder / "lagesbild.toml").write_text('[installation]\nkontakt = "a@b.example"\n')
    (place.folder / SECRET).write_text("hemligt")
    (place.folder / "inbox/väntar.csv").write_text("väntar")
    (place.folder / REPORT).parent.mkdir(parents=True)
    (place.folder / REPORT).write_text("{}")
    for number in "123":
        file = statistical(folder / f"{number}.csv", [incident(count=number)])
        warehouse.load(Workplace(place.folder), [file])
    store = journal(Workplace(place.folder)).at(lambda: NOW)
    with store.write() as session:
        for name in ("Polisen", "Värnamo kommun"):
            session.add(Organisation(name=name, kind="police", is_party=True))
        session.add(Account(name="samordnaren", role="samordnare", password_hash="x"))
        session.add(
            Session(token_sha256="x", way="account", role="läsare", made_at=NOW, seen_at=NOW)
        )
    fix(store)
    archive.write_files(store, Files(place.folder).versions)
    attach(Files(place.folder).versions, 1, PDF)
    store.close()
    return place.folder


def fix(store: Store) -> None:
    """One more meeting fixed by both, on edition 1."""
    day = date(2026, 11, 26)
    meeting = meetings.call(store, held_on=day, first_week=day, last_week=day)
    said = {"schema": 1, "meeting": meeting.number, "edition": {"number": 1}}
    proposal = fixing.propose(store, meeting, said)
    with store.read() as session:
        parties = list(session.scalars(select(Organisation.id).where(Organisation.is_party)))
    for party in parties:
        fixing.approve(
            store, meeting.id, content_sha256=proposal.content_sha256, organisation_id=party, role="a"
        )  # fmt: skip


@pytest.fixture(scope="module")
def kopia(plats: Path) -> Path:
    return plats.parent / "kopior/ett"


@pytest.fixture
def taken(kopia: Path, plats: Path, command: Command) -> Path:
    if not kopia.exists():
        assert command("backup", kopia, "--workplace", plats) == 0
    return kopia


def sums(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): backup.sha256(file) for file in files}


def test_what_is_made_of_a_backup_is_the_same_workplace(
    taken: Path, plats: Path, tmp_path: Path, command: Command, capsys: Said
) -> None:
    other = tmp_path / "annan"
    assert command("restore", taken, "--workplace", other) == 0
    said = capsys.readouterr().out
    assert "med rätt kontrollsummor, underlag 3, fastställda versioner 1." in said
    assert f"lägg tillbaka det som behövs: inbox, {SECRET}" in said
    before, after = sums(plats), sums(other)
    assert after.keys() - {".lock"} <= before.keys()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"journal.sqlite", ".lock"}
    editions = {name.split("/")[1] for name in after if name.startswith("editions/0")}
    assert editions == {"0001", "0003"}  # the second is neither shown nor cited
    assert {SECRET, "inbox/väntar.csv"}.isdisjoint(after) and REPORT in after
    shown = other / "editions/0003"
    assert (shown / "shared.duckdb").samefile(next(shown.glob("municipality-*.duckdb")))
    assert command("verify", "--workplace", other, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"versions": 1, "problems": []}
    assert len(list((other / "versioner").glob("0001.bilaga.*.pdf"))) == 1
    with journal(Workplace(other)).read() as session:
        assert session.scalars(select(Account.name)).all() == ["samordnaren"]
        assert session.scalars(select(Session)).all() == []


def test_what_has_reached_its_time_is_told_where_it_comes_back(
    taken: Path, tmp_path: Path, command: Command, capsys: Said
) -> None:
    old = tmp_path / "gammal"
    shutil.copytree(taken, old)
    settings = old / backup.INSIDE / "lagesbild.toml"
    settings.write_text("[kallor.police_deso_extract]\ngallras_dagar = 1\n")
    manifest = json.loads((old / backup.MANIFEST).read_text())
    manifest["files"]["lagesbild.toml"] = backup.sha256(settings)
    (old / backup.MANIFEST).write_text(json.dumps(manifest))
    assert command("restore", old, "--workplace", tmp_path / "annan") == 0
    assert "3 rader har nått sin gallringsfrist." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("arbetsplats/editions/CURRENT", b"2\n", "är ändrad sedan kopian togs"),
        ("arbetsplats/journal.sqlite", None, "saknas. Kopian är inte hel"),
        ("manifest.json", None, "ingen hel säkerhetskopia"),
        ("manifest.json", b"{", "är skadad"),
        ("manifest.json", b'{"schema": 1, "files": {"../x": ""}}', "är skadad"),
    ],
)
def test_a_damaged_backup_makes_nothing(
    taken: Path, tmp_path: Path, command: Command, capsys: Said, name: str, content: bytes | None, said: str
) -> None:  # fmt: skip
    damaged = tmp_path / "skadad"
    shutil.copytree(taken, damaged)
    (damaged / name).unlink()
    if content is not None:
        (damaged / name).write_bytes(content)
    assert command("restore", damaged, "--workplace", tmp_path / "annan") == 1
    assert said in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["skadad"]


def test_nothing_is_written_over(taken: Path, plats: Path, command: Command, capsys: Said) -> None:
    before = sums(plats.parent)
    assert command("restore", taken, "--workplace", plats) == 1
    assert command("backup", taken, "--workplace", plats) == 1
    assert capsys.readouterr().err.count("finns redan och är inte tom") == 2
    assert command("backup", plats / "kopia", "--workplace", plats) == 1
    assert "utanför arbetsplatsens mapp" in capsys.readouterr().err
    assert {name for name, of in sums(plats.parent).items() if before[name] != of} <= {
        "plats/.lock"
    }


def test_what_is_not_as_it_was_is_copied_and_told(
    plats: Path, tmp_path: Path, command: Command, capsys: Said
) -> None:
    place = tmp_path / "plats"
    shutil.copytree(plats, place)
    (place / "editions/0001/public.duckdb").write_bytes(b"")
    (place / "versioner/0001.json").write_bytes(b"{}")
    next(place.glob("batches/00002-police*")).unlink()
    assert command("backup", tmp_path / "kopia", "--workplace", place) == 1
    said = capsys.readouterr().out
    assert "editions/0001/public.duckdb är inte som när det publicerades." in said
    assert "batches/00002-police_deso_extract.parquet saknas." in said
    assert "Version 1, posten i filerna: " in said
    assert command("restore", tmp_path / "kopia", "--workplace", tmp_path / "annan") == 1
    assert "Version 1, posten i filerna: " in capsys.readouterr().out
    assert Workplace(tmp_path / "annan").current == 3


def test_a_backup_holds_what_was_done_and_nothing_that_is_half_done(tmp_path: Path) -> None:
    store = opened(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    with store.write() as session:
        session.add(Organisation(name="Polisen", kind="police"))
    with store.write() as session:
        session.add(Organisation(name="Väktarna", kind="guards"))
        session.flush()
        copied.copy_to_file(store, tmp_path / "kopia.sqlite")
    copy = opened(f"sqlite:///{tmp_path / 'kopia.sqlite'}")
    with copy.read() as session:
        assert session.scalars(select(Organisation.name)).all() == ["Polisen"]


def test_a_journal_goes_to_postgresql_and_back(
    plats: Path,
    tmp_path: Path,
    postgres: Callable[[], str],
    taken: Path,
    command: Command,
    capsys: Said,
) -> None:
    url, other = postgres(), tmp_path / "annan"
    words = ("restore", taken, "--journal", url, "--workplace", other)
    assert command(*words) == 0
    assert not (other / "journal.sqlite").exists()
    assert command("restore", taken, "--journal", url, "--workplace", tmp_path / "två") == 1
    assert "är inte tom" in capsys.readouterr().err
    store = opened(url)
    fix(store)  # the numbers go on from where they were
    archive.write_files(store, Files(other).versions)
    assert command("backup", tmp_path / "kopia", "--workplace", other) == 0
    back = tmp_path / "tillbaka"
    assert command("restore", tmp_path / "kopia", "--journal", "fil", "--workplace", back) == 0
    assert command("verify", "--workplace", back) == 0
    assert "Alla fastställda versioner stämmer (2)." in capsys.readouterr().out
    there, here = (everything(opened(of)) for of in (url, f"sqlite:///{back / 'journal.sqlite'}"))
    assert there == here
    assert len(there[Proposal.__tablename__]) == 2


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as session:
        tables = Base.metadata.sorted_tables
        return {of.name: [tuple(row) for row in session.execute(of.select())] for of in tables}
