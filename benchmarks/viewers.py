"""Many viewers while editions are published: does anybody wait, fail, or see two editions in one answer?

    python benchmarks/viewers.py FOLDER ENGINE [MINUTES [PUBLISHES [VIEWERS]]]

FOLDER is a workplace as benchmarks/lake.py leaves it, which shows edition 2. ENGINE is `files` (one
server of four processes, the pointer moves) or `ducklake` (four hosts, each with its own copy, that
follow a lake in PostgreSQL and SeaweedFS on this machine). Each edition has other counts than the one
before in all its incidents, so that all of them travel. A viewer asks for one of 240 views, most of
them new to the process that answers, and thinks for some seconds, over and over: the opening page's
callback, and every third time the table, whose counts are compared with those of the edition that it
says it is. First one viewer alone, then all without publishing, then all with. The exit code is 1 when
something failed or was torn.
"""

from __future__ import annotations

import csv
import http.client
import io
import itertools
import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb
import numpy as np

from benchmarks.callback import Client, _states
from benchmarks.lake import _apart
from benchmarks.lake_servers import Servers, lake_servers
from dashboard.database import Edition
from dashboard.export.table import as_csv
from dashboard.queries.overview import overview
from dashboard.state import State, to_query
from etl.engine.files import Files, checksums
from etl.engine.lake import S3, Lake
from tests.etl.engine.seaweed import free_ports

ROOT = Path(__file__).parents[1]
FIRST, HOSTS = 2, 4
THINKS = 40.0  # s, mean
KEPT_OPEN = (
    60.0  # s: the server closes a silent connection after 75, and a browser then makes a new one
)
SETTINGS = """
[underlag]
motor = "ducklake"
katalog = "postgresql+psycopg://postgres@{postgres}/lagesbild"
lagring = "s3://lage"
s3_adress = "{s3}"
s3_nyckel = "byggare"
s3_hemlighet_fil = "s3.hemlighet"
"""
Numbers = list[tuple[str, ...]]


class Audience:
    """All who look, and what they have been told."""

    def __init__(self, ports: list[int], states: list[State]) -> None:
        self._ports, self._states = ports, states
        self._lock = threading.Lock()
        self.took: list[float] = []
        self.faults: Counter[str] = Counter()
        self.tables: list[tuple[State, int, Numbers]] = []

    def look(self, seconds: float, *, viewers: int, thinks: float) -> tuple[list[float], float]:
        """The seconds that each answer took, and answers a second."""
        with self._lock:
            self.took = []
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(viewers) as people:
            list(people.map(lambda n: self._view(n, until, thinks), range(viewers)))
        return self.took, len(self.took) / seconds

    def _view(self, number: int, until: float, thinks: float) -> None:
        draw = random.Random(number)
        port = self._ports[number % len(self._ports)]
        time.sleep(min(draw.expovariate(1 / thinks), until - time.monotonic()))  # as if for long
        client, asked = Client(port), time.monotonic()
        for n in itertools.count(number):
            if time.monotonic() > until:
                return
            state = draw.choice(self._states)
            began = time.perf_counter()
            try:
                if n % 3:
                    if time.monotonic() - asked > KEPT_OPEN:
                        client = Client(port)
                    client.page(state)
                    asked = time.monotonic()
                else:
                    self._table(port, state)
            except (AssertionError, OSError, http.client.HTTPException) as error:
                with self._lock:
                    self.faults[f"{type(error).__name__}: {str(error)[:60]}"] += 1
                client = Client(port)
            with self._lock:
                self.took.append(time.perf_counter() - began)
            time.sleep(min(draw.expovariate(1 / thinks), max(until - time.monotonic(), 0)))

    def _table(self, port: int, state: State) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/tabell.csv{to_query(state)}")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == 200, text
        edition, numbers = _numbers(text)
        with self._lock:
            self.tables.append((state, edition, numbers))


def main(folder: Path, engine: str, minutes: float, publishes: int, viewers: int) -> int:
    first = Edition(folder / "editions" / f"{FIRST:04}", "shared")
    states = _states(first)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name, ExitStack() as stack:
        work = Path(name)
        print("making editions", flush=True)
        made = {n: _changed(first.folder, work / "made", n) for n in range(FIRST + 1, FIRST + 1 + publishes)}  # fmt: skip
        if engine == "files":
            ports, publish = _one_server(stack, work, first.folder)
        else:
            ports, publish = _four_hosts(stack, work, first.folder)
        audience = Audience(ports, states)
        for port in set(ports):
            Audience([port], states).look(10, viewers=1, thinks=0.01)  # not measured
        alone, _ = audience.look(30, viewers=1, thinks=0.05)
        idle, idle_reads = audience.look(minutes * 30, viewers=viewers, thinks=THINKS)
        spent: list[float] = []

        def publisher() -> None:
            for n, edition in made.items():
                time.sleep(max(0.0, began + (n - FIRST - 0.5) * minutes * 60 / publishes - time.monotonic()))  # fmt: skip
                start = time.monotonic()
                publish(edition, n)
                spent.append(time.monotonic() - start)

        began = time.monotonic()
        thread = threading.Thread(target=publisher)
        thread.start()
        busy, busy_reads = audience.look(minutes * 60, viewers=viewers, thinks=THINKS)
        thread.join()
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {date.today()}, {engine}, {folder.name}")  # fmt: skip  # noqa: DTZ011
        print(f"{viewers} viewers, {minutes:g} minutes, {len(spent)} publishes of {np.mean(spent):.1f} s each (longest {max(spent):.1f})")  # fmt: skip
        for what, seconds in (("one alone", alone), ("all, idle", idle), ("all, publishing", busy)):
            p50, p95, p99 = np.percentile(seconds, [50, 95, 99]) * 1000
            print(f"{what:<18}{len(seconds):>7} answers{p50:>8.0f}{p95:>8.0f}{p99:>8.0f} ms (p50, p95, p99)")  # fmt: skip
        print(f"p95 publishing / idle {np.percentile(busy, 95) / np.percentile(idle, 95):.2f} (goal 3)")  # fmt: skip
        print(f"answers a second {idle_reads:.1f} idle, {busy_reads:.1f} publishing: {busy_reads / idle_reads:.2f} (goal 0.9)")  # fmt: skip
        print(f"{audience.faults.total()} errors", dict(audience.faults), flush=True)
        asked = {n: Edition(folder, "shared") for n, folder in made.items()} | {FIRST: first}
        torn = [table for table in audience.tables if not _is_whole(asked, *table)]
        print(f"{len(torn)} of {len(audience.tables)} tables torn; editions seen: {sorted({n for _, n, _ in audience.tables})}")  # fmt: skip
        return 1 if torn or audience.faults else 0


def _changed(first: Path, to: Path, number: int) -> Path:
    """The same edition with every count times another number, as edition `number`."""
    folder = to / f"{number:04}"
    shutil.copytree(first, folder, copy_function=os.link)
    shared = folder / "shared.duckdb"
    links = [f for f in folder.glob("*.duckdb") if f.samefile(shared)]
    for link in links:
        link.unlink()
    shutil.copyfile(first / shared.name, shared)
    with duckdb.connect(shared) as db:
        db.execute("update incident set count = count * $times", {"times": number - FIRST + 1})
        db.execute("update edition set number = $number", {"number": number})
    for link in set(links) - {shared}:
        os.link(shared, link)
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").unlink()
    manifest |= {"edition": number, "files": checksums(folder)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _one_server(stack: ExitStack, work: Path, first: Path):
    place = work / "arbetsplats"
    shutil.copytree(first, place / "editions" / first.name, copy_function=os.link)
    (place / "editions/CURRENT").write_text(str(FIRST))
    port = stack.enter_context(_serving(place, workers=HOSTS))

    def publish(edition: Path, number: int) -> None:
        taken = work / "taken"  # what is published is moved, and `edition` is needed afterwards
        shutil.copytree(edition, taken, copy_function=os.link)
        Files(place / "editions").publish(taken, number)

    return [port], publish


def _four_hosts(stack: ExitStack, work: Path, first: Path):
    servers = stack.enter_context(lake_servers(keys={"byggare": ["Admin"]}, database="lagesbild"))
    s3 = S3(servers.s3, "byggare", servers.secret("byggare"))
    lake = Lake(f"postgresql://postgres@{servers.postgres}/lagesbild", "s3://lage", s3=s3)
    lake.publish(first, FIRST)
    places = [work / f"host-{n}" for n in range(HOSTS)]
    for place in places:
        _settle(place, servers)
    ports = [stack.enter_context(_serving(place, workers=1)) for place in places]
    return ports, lambda edition, number: _apart(lake.publish, edition, number)


def _settle(place: Path, servers: Servers) -> None:
    place.mkdir()
    said = SETTINGS.format(postgres=servers.postgres, s3=servers.s3)
    (place / "lagesbild.toml").write_text(said, encoding="utf-8")
    (place / "s3.hemlighet").write_text(servers.secret("byggare"), encoding="utf-8")
    (place / "s3.hemlighet").chmod(0o600)


@contextmanager
def _serving(place: Path, *, workers: int) -> Iterator[int]:
    """The real command, in a session of its own."""
    [port] = free_ports(1)
    words = [sys.executable, "-m", "lagesbild", "serve", "--workplace", str(place.resolve()), "--port", str(port), "--workers", str(workers)]  # fmt: skip
    with (place / "serve.log").open("w") as log, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, cwd=ROOT, text=True, start_new_session=True) as server:  # fmt: skip
        assert server.stdout
        server.stdout.readline()
        try:
            yield port
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _is_whole(asked: dict[int, Edition], state: State, number: int, numbers: Numbers) -> bool:
    """Whether a table holds what that edition holds, and nothing of another."""
    view = overview(asked[number], state)
    assert view is not None
    return numbers == _numbers(as_csv(view, source="", shown_for=""))[1]


def _numbers(text: str) -> tuple[int, Numbers]:
    """The edition that a table says it is, and its counts by area and problem."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff").split("\r\n\r\n")[0]), delimiter=";"))
    head = rows[0]
    shown = [head.index(name) for name in ("Områdeskod", "Problem", "Veckor", "Antal", "Antal då")]
    [edition] = {row[head.index("Underlag")] for row in rows[1:]}
    return int(edition), [tuple(row[n] for n in shown) for row in rows[1:]]


if __name__ == "__main__":
    where, engine, *more = sys.argv[1:]
    minutes, publishes, viewers = [*map(float, more), *(10.0, 20.0, 200.0)[len(more) :]]
    sys.exit(main(Path(where), engine, minutes, int(publishes), int(viewers)))
