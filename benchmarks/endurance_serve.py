"""A working day's use of `lagesbild serve`, without the pauses: does its memory grow, does it ever fail?

Run from the project's root: nice python benchmarks/endurance_serve.py [WORKPLACE [VIEWS [EDITIONS [WORKERS]]]]
The server is the real command. Four readers open every page with views chosen by chance, and send
what a browser sends for it: the page, then each callback whose parts are in it. Between the views
come a meeting's questions, whoever keeps watch, pictures and tables. Meanwhile the pointer moves to
a new edition EDITIONS times (a copy of the one before), and half-way one process is killed, for a
new one to take its place. Memory is what the processes that answer hold, shared pages divided
(PSS), each five seconds. Anything but 200 and 204 is printed, and the exit code is then 1; so it is
when the last fifth of the day holds more than a tenth above the second. Growth is looked for before
the kill: a process that begins anew would hide it.
"""

from __future__ import annotations

import os
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
import numpy as np

from dashboard import swedish
from dashboard.database import Editions
from dashboard.queries import about
from dashboard.state import COMPARISONS, LEVELS, MEASURES, PERIODS, WEEK, State, to_query

SEED, READERS = 2026, 4
PAGES = ("/", "/platser", "/omrade", "/handelser", "/mote", "/bedom", "/loften", "/om-data", "/metod", "/ordlista", "/vyer", "/rapporter", "/installningar")  # fmt: skip
ROOT = Path(__file__).parents[1]


def main(place: Path, views: int, editions: int, workers: int) -> int:
    states = list(_states(place, views))
    words = [sys.executable, "-m", "lagesbild", "serve", "--workplace", str(place.resolve()), "--port", "0", "--workers", str(workers)]  # fmt: skip
    words[words.index("0")] = str(_free_port())
    with (place / "serve.log").open("w") as log, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, cwd=ROOT, text=True) as server:  # fmt: skip
        assert server.stdout
        address = server.stdout.readline().split()[3]
        day = Day(address, states)
        held: list[tuple[float, float]] = []
        over = threading.Event()
        watch = threading.Thread(target=_watch, args=(server.pid, day, held, over))
        watch.start()
        try:
            _live(day, place, server.pid, views, editions)
        finally:
            over.set()
            watch.join()
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            code = server.wait()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {workers} processes")
    print(f"{views} views, {sum(day.said.values())} requests, {editions} editions, {day.minutes():.1f} minutes")  # fmt: skip
    print(f"stopped by SIGTERM in {time.monotonic() - began:.1f} s with {code}")
    for kind, seconds in sorted(day.took.items()):
        p50, p95 = np.percentile(seconds, [50, 95]) * 1000
        print(f"{kind:<24}{len(seconds):>8}{p50:>8.0f}{p95:>8.0f} ms (p50, p95)")
    print(*(f"{count} × {what}" for what, count in day.said.items() if what not in {"200", "204"}), sep="\n")  # fmt: skip
    fifths = [[mb for at, mb in held if n <= at * 5 < n + 1] for n in range(5)]
    medians = [statistics.median(fifth or [0.0]) for fifth in fifths]
    print("MB held, median of each fifth of the day: ", *(f"{mb:.0f}" for mb in medians))
    print(f"most at any time: {max(mb for _, mb in held):.0f} MB")
    is_bounded = medians[4] <= 1.1 * medians[1]
    return 0 if is_bounded and not code and set(day.said) <= {"200", "204"} else 1


def _live(day: Day, place: Path, server: int, views: int, editions: int) -> None:
    def publish() -> None:
        folder = place / "editions"
        for n in range(editions):
            while day.done < (n + 1) * views / (editions + 1) and not day.is_over:
                time.sleep(0.1)
            now = int((folder / "CURRENT").read_text())
            shutil.copytree(folder / f"{now:04}", folder / f"{now + 1:04}", copy_function=os.link)
            (folder / "NEXT").write_text(f"{now + 1}")
            (folder / "NEXT").replace(folder / "CURRENT")

    with ThreadPoolExecutor(READERS + 1) as people:
        publisher = people.submit(publish)
        readers = [people.submit(day.read, random.Random(SEED + n)) for n in range(READERS)]
        try:
            for reader in readers:
                reader.result()
        finally:
            day.is_over = True
        publisher.result()
    # A process that is killed is followed by another, and nobody but those it was answering knows.
    [first, *_] = _children(server)
    os.kill(first, signal.SIGKILL)
    while first in _children(server) or not _children(server):
        time.sleep(0.1)
    with httpx.Client(base_url=day.address) as client:
        for _ in range(50):
            day.ask(client, "after a kill", "GET", "/halsa")


class Day:
    def __init__(self, address: str, states: list[State]) -> None:
        self.address, self._states = address, states
        self.took: dict[str, list[float]] = {}
        self.said: Counter[str] = Counter()
        self.done, self.is_over = 0, False
        self._began, self._lock = time.monotonic(), threading.Lock()
        self._callbacks = httpx.get(f"{address}/_dash-dependencies").json()

    def minutes(self) -> float:
        return (time.monotonic() - self._began) / 60

    def share(self) -> float:
        return self.done / len(self._states)

    def read(self, rng: random.Random) -> None:
        with httpx.Client(base_url=self.address, timeout=60) as client:
            while True:
                with self._lock:
                    if self.done == len(self._states):
                        return
                    state = self._states[self.done]
                    self.done += 1
                self._view(client, rng.choice(PAGES) if rng.random() < 0.6 else "/", state)
                for path in ("/mote/lever", "/halsa", f"/tabell.csv?{to_query(state).lstrip('?')}"):
                    if rng.random() < 0.3:
                        self.ask(client, path.partition("?")[0], "GET", path)

    def ask(self, client: httpx.Client, kind: str, method: str, path: str, **what: Any) -> Any:
        start = time.perf_counter()
        try:
            answer = client.request(method, path, **what)
        except httpx.TransportError as error:
            answer = httpx.Response(599, text=f"{type(error).__name__} at {datetime.now():%T}")  # noqa: DTZ005
        with self._lock:
            self.took.setdefault(kind, []).append(time.perf_counter() - start)
            is_fine = answer.status_code in (200, 204)
            self.said[str(answer.status_code) if is_fine else f"{answer.status_code} {kind} {path} {answer.text[:60]}"] += 1  # fmt: skip
        return answer

    def _view(self, client: httpx.Client, path: str, state: State) -> None:
        """As the page's own script would: the page, then what depends on its parts."""
        self.ask(client, "page", "GET", path)
        where = {"pathname": path, "search": to_query(state)}
        route = next(c for c in self._callbacks if "page.children" in c["output"])
        layout = self._call(client, "page.children", route, {"url": where})["page"]["children"]
        parts = dict(_parts(layout)) | {"theme": {"data": "light"}, "niva": {"data": [{"value": level} for level in LEVELS]}}  # fmt: skip
        parts |= {name: where for name in parts if name == "url" or name.endswith("-url")}
        for callback in self._callbacks:
            inputs = callback["inputs"] + callback["state"]
            names = {one["id"] for one in inputs if not one["id"].startswith("{")}
            outs = {out.rpartition(".")[0] for out in callback["output"].strip(".").split("...")}
            ours = {out for out in outs if not out.startswith("{")}
            if callback["clientside_function"] or not names or not ours:
                continue
            if names <= set(parts) | {"url"} and ours <= set(parts):
                answer = self._call(client, path, callback, parts)
                for picture in _pictures(answer):
                    self.ask(client, "picture", "GET", picture)

    def _call(self, client: httpx.Client, kind: str, callback: Any, parts: Any) -> Any:
        def valued(one: Any) -> Any:
            if one["id"].startswith("{"):
                return []
            return {**one, "value": parts.get(one["id"], {}).get(one["property"])}

        output = callback["output"]
        named = [name.rpartition(".") for name in output.strip(".").split("...")]
        outs = [{"id": name, "property": of} for name, _, of in named]
        changed = [f"{one['id']}.{one['property']}" for one in callback["inputs"][:1]]
        body = {
            "output": output,
            "outputs": outs if output.startswith("..") else outs[0],
            "inputs": [valued(one) for one in callback["inputs"]],
            "state": [valued(one) for one in callback["state"]],
            "changedPropIds": changed,
            "parsedChangedPropsIds": changed,
        }
        answer = self.ask(client, f"callback of {kind}", "POST", "/_dash-update-component", json=body)  # fmt: skip
        said = answer.json() if answer.status_code == 200 else {}
        if "error" in said.get("sideUpdate", {}):
            self.said[f"fault said by {output[:60]}"] += 1
        return said.get("response", {})


def _parts(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, list):
        for inner in part:
            yield from _parts(inner)
    elif isinstance(part, dict):
        props = part.get("props", {})
        if isinstance(props.get("id"), str):
            yield props["id"], props
        for value in (props or part).values():
            if isinstance(value, dict | list):
                yield from _parts(value)


def _pictures(answer: Any) -> set[str]:
    return {text for text in _texts(answer) if text.startswith("/gransytor/")}


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _texts(inner)


def _states(place: Path, number: int) -> Iterator[State]:
    draw = random.Random(SEED)
    edition = Editions(place / "editions", "shared").current()
    kommuner = list(about.kommuner(edition)["area_code"])
    types = list(about.shown_per(edition, "week")["problem_type"])
    last = swedish.monday(about.edition(edition)["data_stop"] or date.today())  # noqa: DTZ011
    for _ in range(number):
        yield State(
            omrade=draw.choice([*kommuner, ""]),
            niva=draw.choice(["kommun", "regso", "deso"]),
            typ=tuple(draw.sample(types, draw.choice([0, 0, 1, 1, 3]))),
            period=draw.choice(list(PERIODS)),
            vecka=last - draw.randrange(1, 100) * WEEK,
            jamfor=draw.choice(list(COMPARISONS)),
            matt=draw.choice(list(MEASURES)),
        )


def _watch(server: int, day: Day, held: list[tuple[float, float]], over: threading.Event) -> None:
    while not over.wait(1.0 if day.share() < 1 else 60):
        held.append((min(day.share(), 0.9999), sum(map(_pss, _children(server)))))


def _children(server: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]


def _pss(process: int) -> float:
    """MB."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024  # fmt: skip


def _free_port() -> int:
    import socket  # noqa: PLC0415 (only this needs it)

    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [*map(int, given[1:]), *(2000, 20, 2)[max(len(given) - 1, 0) :]]
    if given:
        sys.exit(main(Path(given[0]), *numbers))
    with tempfile.TemporaryDirectory() as temporary:
        build = [
            sys.executable,
            "-m",
            "lagesbild",
            "demo",
            "--build-only",
            "--workplace",
            temporary,
        ]
        subprocess.run(build, check=True, cwd=ROOT)
        sys.exit(main(Path(temporary), *numbers))
