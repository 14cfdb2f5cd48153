"""The whole way, run from the written guide: install, load, report, meet, fix, export, die, restore, DuckLake.

Run from the project's root: nice python benchmarks/drill.py [FOLDER [postgres]]
With `postgres` the journal is in PostgreSQL, in a new database on each machine; else in its own file.
Every line of the guide's blocks is run as it stands, but that /opt, /srv and /etc lie in FOLDER, the
ports are free ones, the two servers of the lake are local ones, and nobody becomes another user.
What only root of a real server can do (packages, users, owners) is printed as not run. `systemctl
start` and `stop` do what the unit's file says, ExecStart and SIGTERM, and wait for what systemd would
wait for; its walls are not there. Three machines are three folders, with an environment of 1 GB each.
What people do in the app is done in its journal, beside the running server; what an observer does, in
the form over HTTP. The exit code is 1 when a line fails or a number is another.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx

from benchmarks.lake_servers import Servers, lake_servers
from dashboard import example_week, swedish
from dashboard.components.meeting.calling import called
from dashboard.components.reports import form_file
from dashboard.database import Editions
from dashboard.journal import archive, handed_over, links, organisations, reports
from dashboard.journal.files import Files
from dashboard.queries import observers_form
from etl import example
from etl.engine import sums
from etl.workplace import Workplace
from lagesbild.journal import journal, verified
from tests.etl.engine.seaweed import free_ports

ROOT = Path(__file__).parents[1]
NOT_HERE = {"apt-get", "useradd", "groupadd", "usermod", "chown"}
OBSERVER = "Fritidsgården i Värnamo"
MOVE = "Flytta till en annan dator"
READS = [f"{may}:lagesbild/{of}/*" for of in ("shared", "public") for may in ("Read", "List")]
KEYS = {"byggare": ["Admin"], "webb1": READS}


class Machine:
    """A folder with its own /opt, /srv and /etc. `also` is what else of the guide's words is another here."""

    def __init__(self, folder: Path, *, also: dict[str, str]) -> None:
        self.folder = folder
        self._words = also | dict(zip(("8050", "8060"), map(str, free_ports(2)), strict=True))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.said: list[str] = []
        self.failed = 0
        (folder / "etc/systemd/system").mkdir(parents=True)

    @property
    def place(self) -> Workplace:
        return Workplace(self.folder / "srv/lagesbild/arbetsplats")

    def address(self, port: str = "8050") -> str:
        return f"http://127.0.0.1:{self._words[port]}"

    def moved(self, text: str) -> str:
        text = re.sub(r"(?<![\w.])/(opt|srv|etc)/", rf"{self.folder}/\1/", text)
        for guide, here in self._words.items():
            text = text.replace(guide, here)
        return text

    def follow(self, document: str, heading: str, only: int | None = None) -> None:
        """Run the lines of bash under a heading of the guide, or of one block there."""
        blocks = _blocks(document, heading, "bash")
        for line in "".join(blocks if only is None else [blocks[only]]).splitlines():
            first, *rest = shlex.split(re.sub(r"\bsudo |\brunuser --user \S+ -- ", "", line))
            began, code = time.monotonic(), 0
            if first in NOT_HERE or (first == "systemctl" and not self._systemctl(rest)):
                print(f"not run   {line}", flush=True)
                continue
            if first != "systemctl":
                words = self.moved(re.sub(r"\bsudo |\brunuser --user \S+ -- ", "", line))
                done = subprocess.run(["bash", "-c", words], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)  # fmt: skip
                code = done.returncode
                self.said.append(done.stdout)
                print(done.stdout[-1500:])
            self.failed += code != 0
            print(f"{'failed' if code else 'done':<7}{time.monotonic() - began:>5.0f} s  {line}", flush=True)  # fmt: skip

    def _systemctl(self, words: list[str]) -> bool:
        """Whether it could be done here."""
        [unit] = [word for word in words if word.endswith(".service")] or [""]
        if unit and {"start", "enable"} & set(words):
            self._start(unit)
        elif unit and "stop" in words:
            self._running[unit].send_signal(signal.SIGTERM)
            self.failed += self._running.pop(unit).wait() != 0
        return bool(unit) or "daemon-reload" in words

    def _start(self, unit: str) -> None:
        """As systemd does: with Type=notify, until the program says that it is ready."""
        text = (self.folder / "etc/systemd/system" / unit).read_text(encoding="utf-8")
        [words] = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
        told = self.folder / "notify"
        told.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asked:
            asked.bind(str(told))
            asked.settimeout(300)
            self._running[unit] = subprocess.Popen(
                shlex.split(self.moved(words)),
                env=os.environ | {"NOTIFY_SOCKET": str(told)},
                start_new_session=True,
            )
            while "\nType=notify\n" in text and b"READY=1" not in asked.recv(1000):
                pass

    def kill(self) -> None:
        """All of it, with SIGKILL."""
        for started in self._running.values():
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
        self._running.clear()


def main(folder: Path, journal_in: str = "") -> int:
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}, {date.today()}")  # fmt: skip  # noqa: DTZ011
    with lake_servers(keys=KEYS, database="lagesbild") as lake:
        also = {"db.kommun.example": lake.postgres, "https://s3.kommun.example": lake.s3}
        to, anew = _journals(lake) if journal_in == "postgres" else ({}, {})
        first = Machine(folder / "ett", also=also | to)
        second = Machine(folder / "tva", also=also | anew)
        host = Machine(folder / "vard", also=also)
        machines = (first, second, host)
        took: dict[str, float] = {}

        def step(name: str, work: Callable[..., Any], *words: Any) -> Any:
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            done = work(*words)
            took[name] = time.monotonic() - began
            return done

        try:
            step("installera", first.follow, "drift", "Installera")
            step("starta", first.follow, "drift", "Första starten")
            step("läs in", _load, first)
            step("rapportera i formuläret, godkänn, läs in", _report, first)
            step("möte, båda fastställer", _meet, first.place)
            step("ta ut bilagan", first.follow, "drift", "Ta ut")
            was = _known(first.place) | _shown(first, password=_password(first))
            step("säkerhetskopia, i gång", first.follow, "sakerhetskopia", MOVE, 0)
            step("döda allt (kill -9)", first.kill)
            step("installera på en annan dator", second.follow, "drift", "Installera")
            copies = "srv/lagesbild/kopior/flytt"
            (first.folder / copies).rename(second.folder / copies)  # all that is left of the first
            shutil.rmtree(first.folder)
            if to:
                with lake.as_owner("postgres") as db:
                    db.execute("drop database journal_ett")
            step("återställ, verifiera, starta", second.follow, "sakerhetskopia", MOVE, 1)
            restored = _known(second.place) | _shown(second, password=_password(first))
            step("förbered två motorer", _prepare, second, lake)
            step("flytta till DuckLake, verifiera", second.follow, "tva-motorer", "Flytta")
            migrated = _known(second.place) | _shown(second, password=_password(first))
            step("en värd: installera, följ, starta", _begin_host, host, lake)
            followed = _known(host.place) | _shown(host)
            step("byt version", second.follow, "drift", "Byt version")
            updated = _known(second.place) | _shown(second, password=_password(first))
        finally:
            for machine in machines:
                machine.kill()
    wrong = sum(machine.failed for machine in machines)
    print("\n| steg | s |", "| --- | ---: |", *(f"| {name} | {s:.0f} |" for name, s in took.items()), sep="\n")  # fmt: skip
    later = {
        "återställd": restored,
        "DuckLake": migrated,
        "värden": followed,
        "ny version": updated,
    }
    for name, now in later.items():
        alike = [what for what in was if what in now and now[what] == was[what]]
        other = [what for what in was if what in now and now[what] != was[what]]
        lacks = [what for what in was if what not in now]
        wrong += len(other) + (len(lacks) if now is not followed else 0)
        print(
            f"{name}: {len(alike)} lika, {len(other)} olika {other[:5]}, {len(lacks)} finns inte där"
        )
    print(f"{wrong} fel")
    return 1 if wrong else 0


def _journals(lake: Servers) -> tuple[dict[str, str], dict[str, str]]:
    """What the guide's lines are on the first machine and on the second, with a database for each."""
    with lake.as_owner("postgres") as db:
        db.execute("create database journal_ett")
        db.execute("create database journal_tva")
    one, two = (
        f"postgresql+psycopg://postgres@{lake.postgres}/journal_{n}" for n in ("ett", "tva")
    )
    to = {r"\n[formular]": rf'\n[journal]\nadress = "{one}"\n\n[formular]'}
    return to, {"/kopior/flytt ": f"/kopior/flytt --journal {two} "}


def _load(machine: Machine) -> None:
    """What has come from the police, SCB and the kommun, invented; a questionnaire takes more talk."""
    files = example.write(machine.folder / "inkommet", until=date.today())  # noqa: DTZ011
    for file in files:
        is_other = any(kommun in file.name for kommun in ("Gislaved", "Gnosjö", "Vaggeryd"))
        if not is_other and not file.with_suffix(".toml").exists():
            file.rename(machine.place.folder / "inbox" / file.name)
    machine.follow("drift", "Läs in")


def _report(machine: Machine) -> None:
    """The samordnare makes a link, an observer reports, the samordnare approves and hands over."""
    place = machine.place
    store, files = journal(place), Files(place.folder, machine.address("8060"))
    edition = Editions(place.editions, "shared").current()
    organisations.add(store, name=OBSERVER, kind="other", kommun_code="0683", rhythm="vecka", usual_role="", is_party=False, is_observer=True)  # fmt: skip
    [link] = links.replace_all(store)
    form_file.publish(store, edition, files)
    machine.follow("drift", "Formuläret")
    monday = swedish.monday(date.today()) - timedelta(weeks=1)  # noqa: DTZ011
    said = {"id": str(uuid.uuid4()), "week": swedish.format_week(monday), "do": "send", "item": "0", "problem_type-0": "skadegorelse", "count-0": "3"}  # fmt: skip
    httpx.post(files.link(link.token), data=said).raise_for_status()
    reports.collect(store, files.reports)
    [report] = reports.every(store)
    reports.decide(store, report.id, "approved")
    raw = handed_over.as_file(store, words=observers_form.words(edition), kommuner=observers_form.kommun_names(edition))  # fmt: skip
    (place.folder / "inbox/est_rapporter.csv").write_bytes(raw)
    store.close()
    machine.follow("drift", "Läs in")


def _meet(place: Workplace) -> None:
    """Called, assessed by both, agreed, acted on and fixed; the server is awake beside."""
    store, opened = journal(place), Editions(place.editions, "shared")
    edition = opened.current()
    meeting = called(store, edition, held_on=date.today(), **example_week.ABOUT)  # noqa: DTZ011
    for party in example_week.ROLES:
        example_week._assess(store, meeting, party, [2, 1, 1, 1, 1])
    example_week._agree(store, meeting)
    example_week._act(store, meeting, "Tänd lampan", "gatuchef", example_week.MUNICIPALITY, weeks=2)
    example_week._fix(store, edition, opened.current("public"), meeting)
    archive.write_files(store, Files(place.folder).versions)
    store.close()


def _prepare(machine: Machine, lake: Servers) -> None:
    machine.follow("tva-motorer", "Det som behövs")
    [roles] = _blocks("tva-motorer", "Roller", "sql")
    with lake.as_owner("lagesbild") as db:
        db.execute(roles.encode())
    _set(machine, lake, key="byggare")


def _begin_host(machine: Machine, lake: Servers) -> None:
    machine.follow("drift", "Installera")
    machine.follow("tva-motorer", "Det som behövs")
    (machine.place.folder / "lagesbild.toml").write_text('[forum]\nkommun = "0683"\n', encoding="utf-8")  # fmt: skip
    _set(machine, lake, key="webb1", engine="ducklake")
    machine.follow("tva-motorer", "En värd")
    while machine.place.current is None:  # it asks every ten seconds
        time.sleep(0.5)


def _set(machine: Machine, lake: Servers, *, key: str, engine: str = "filer") -> None:
    """The guide's settings, with the key of this machine."""
    [said] = _blocks("tva-motorer", "Inställningar", "toml")
    said = machine.moved(said).replace("byggare", key).replace('"filer"', f'"{engine}"')
    with (machine.place.folder / "lagesbild.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{said}")
    secret = machine.place.folder / "s3.hemlighet"
    secret.write_text(lake.secret(key), encoding="utf-8")
    secret.chmod(0o600)


def _known(place: Workplace) -> dict[str, Any]:
    """All numbers of the edition by audience and table, and the chain of fixed versions."""
    said = sums(place.edition(place.current or 0))
    known: dict[str, Any] = {f"{of}.{table}": total for of, tables in said.items() for table, total in tables.items()}  # fmt: skip
    store = journal(place)
    if archive.entries(store):  # a host that has no journal of its own
        known["versioner"] = [entry.checksum for entry in archive.entries(store)]
        known["stämmer inte"] = verified(store, place.folder)[1]
    store.close()
    return known


def _shown(machine: Machine, *, password: str = "") -> dict[str, str]:
    """The numbers as a browser is given them, this period's and a whole year's."""
    with httpx.Client(base_url=machine.address(), timeout=60) as client:
        headers = {}
        if password:
            said = {"konto": "it.drift", "losenord": password}
            answer = client.post("/logga-in", data=said, headers={"Origin": machine.address()})
            headers = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}
        tables = {}
        for query in ("", "?omrade=0683", "?omrade=0683&niva=regso&period=ar"):
            answer = client.get(f"/tabell.csv{query}", headers=headers)
            answer.raise_for_status()
            numbers = answer.text.split("\r\n\r\n")[0]  # below are a host's own notes, if any
            tables[f"/tabell.csv{query}"] = re.sub(r";[^;]*;[^;]*\r\n", "\r\n", f"{numbers}\r\n")
        return tables


def _password(machine: Machine) -> str:
    [password] = re.findall(r"Lösenord \(visas bara nu\): (\S+)", "".join(machine.said))
    return str(password)


def _blocks(document: str, heading: str, language: str) -> list[str]:
    """The blocks of code under a heading of the guide, in order."""
    text = (ROOT / f"docs/{document}.md").read_text(encoding="utf-8")
    [under] = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    return re.findall(rf"^```{language}\n(.*?)^```", under, re.DOTALL | re.MULTILINE)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
