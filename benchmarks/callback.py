"""The opening page's callback over HTTP, beside a trivial one and beside its bare queries.

Run from the project's root: python benchmarks/callback.py [FOLDER [NUMBER OF INCIDENTS]]
FOLDER is a workplace: one that is there is used as it is, else 15000000 invented incidents of ten
years and 290 kommuner are built into it first; without FOLDER into a temporary one. The server is
ours, in a process of its own; one client keeps one connection and sends what Dash's renderer
sends. Bare is the callback's own SQL through duckdb, to Arrow. All take turns, in one run.
"""

import http.client
import json
import multiprocessing
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from dash import Input, Output

from benchmarks import country
from dashboard import swedish
from dashboard.app import create_app
from dashboard.components.controls import CONTROLS
from dashboard.components.overview import picture
from dashboard.database import Edition, Editions
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import COMPARISONS, MEASURES, PERIODS, WEEK, State, to_query

ROWS = 15_000_000
SEED = 2026
KOMMUN_STATES, FORUM_STATES, WARM_ROUNDS = 200, 40, 20
PATH = "/_dash-update-component"


def main(folder: Path, rows: int) -> None:
    spawn = multiprocessing.get_context("spawn")
    if not (folder / "editions/CURRENT").exists():
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            pool.submit(country.build, folder, rows).result()
    edition = Recorded(folder)
    states = _states(edition)
    edition.asked(State())  # what every view asks is asked once per edition
    questions = [edition.asked(state) for state in states]
    with _server(folder.resolve()) as port:
        _measure(Client(port), Bare(edition), states, questions)


def _measure(
    client: "Client", bare: "Bare", states: list[State], questions: list[list[Any]]
) -> None:
    for state, asked in zip(states[:5], questions[:5], strict=True):  # not measured
        client.page(state)
        bare.ask(asked)
    spent: dict[str, list[tuple[float, float]]] = {"one kommun": [], "whole forum": []}
    sizes = []
    for i, (state, asked) in enumerate(zip(states[5:], questions[5:], strict=True)):
        pair = [0.0, 0.0]
        for which in (i % 2, 1 - i % 2):
            pair[which] = client.page(state) if which else bare.ask(asked)
        spent["one kommun" if state.omrade else "whole forum"].append((pair[0], pair[1]))
        sizes.append(client.size)
    warm, trivial = [], []
    for _ in range(WARM_ROUNDS):
        for state in states[-20:]:
            warm.append(client.page(state))
            trivial.append(client.trivial())
    _head()
    _line("trivial callback", trivial)
    _line("page, seen before", warm)
    print(f"{'':<34}{_p95(warm) / _p95(trivial):>8.2f} = page / trivial at p95 (goal 5)")
    for name, pairs in {**spent, "all": list(chain.from_iterable(spent.values()))}.items():
        queries, pages = (list(times) for times in zip(*pairs, strict=True))
        _line(f"{name}: bare queries", queries)
        _line(f"{name}: page, first time", pages)
        ratio = _p95(pages) / (_p95(queries) + 0.010)
        print(f"{'':<34}{ratio:>8.2f} = page / (bare + 10 ms) at p95 (goal 1.5)")
    print(f"answer {np.median(sizes) / 1000:.0f} kB (median), {max(sizes) / 1000:.0f} kB (largest)")


def _head() -> None:
    used = ("dash", "duckdb", "pandas", "plotly", "gunicorn")
    packages = ", ".join(f"{name} {version(name)}" for name in used)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {packages}")
    print(f"{'ms':<34}{'p50':>8}{'p95':>8}{'n':>6}")


def _line(name: str, seconds: list[float]) -> None:
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    print(f"{name:<34}{p50:>8.1f}{p95:>8.1f}{len(seconds):>6}")


def _p95(seconds: list[float]) -> float:
    return float(np.percentile(seconds, 95))


def _states(edition: Edition) -> list[State]:
    """Views nobody has asked for before, in any order: mostly of one kommun, some of them all."""
    draw = random.Random(SEED)
    kommuner = list(about.kommuner(edition)["area_code"])
    types = about.problem_types(edition)
    weekly = list(types.loc[types["finest_period"] == "week", "problem_type"])
    levels = ["kommun", "regso", "deso"]
    last = swedish.monday(date(2026, 10, 25))
    where = [draw.choice(kommuner) for _ in range(KOMMUN_STATES)] + [""] * FORUM_STATES
    draw.shuffle(where)
    return [
        State(
            omrade=kommun,
            niva=draw.choice(levels),
            typ=tuple(draw.sample(weekly, draw.choice([0, 0, 1, 1, 3]))),
            period=draw.choice(list(PERIODS)),
            vecka=last - draw.randrange(52 * 8) * WEEK,
            jamfor=draw.choice(list(COMPARISONS)),
            matt=draw.choice(list(MEASURES)),
        )
        for kommun in where
    ]


class Recorded(Edition):
    """Keeps the questions it is asked."""

    def __init__(self, folder: Path) -> None:
        current = Editions(folder / "editions", "shared").current()
        super().__init__(current.folder, "shared")
        self.questions: list[tuple[str, dict[str, Any]]] = []

    def asked(self, state: State) -> list[tuple[str, dict[str, Any]]]:
        """What one view asks that has not been asked for good."""
        self.questions = []
        view = overview(self, state)
        assert view is not None
        picture(self, view, theme="light")
        return self.questions

    def query(self, sql: str, **parameters: Any) -> Any:
        self.questions.append((sql, parameters))
        return super().query(sql, **parameters)

    def rows(self, sql: str, **parameters: Any) -> Any:
        self.questions.append((sql, parameters))
        return super().rows(sql, **parameters)


class Bare:
    """The same database file, attached with the same settings."""

    def __init__(self, edition: Edition) -> None:
        self._connection = Edition(edition.folder, "shared")._connection

    def ask(self, questions: list[tuple[str, dict[str, Any]]]) -> float:
        start = time.perf_counter()
        for sql, parameters in questions:
            self._connection.cursor().execute(sql, parameters).to_arrow_table()
        return time.perf_counter() - start


class Client:
    """A page that is open in a browser: it sends what it shows with every question."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._connection.request("GET", "/_dash-dependencies")
        callbacks = json.loads(self._connection.getresponse().read())
        self._page = next(c for c in callbacks if "lagesbild-url.search" in c["output"])
        self._trivial = next((c for c in callbacks if "edition.title" in c["output"]), {})
        self._values: dict[str, Any] = dict.fromkeys(CONTROLS)
        self._picks: list[dict[str, str]] = []
        self._shown: str | None = None
        self.size = 0

    def page(self, state: State) -> float:
        values = {"lagesbild-url.search": to_query(state), "theme.data": "light"}
        values |= {f"{name}.value": value for name, value in self._values.items()}
        values |= {"earlier.n_clicks": 0, "later.n_clicks": 0}
        values |= {"shown.data": self._shown}
        seconds, answer = self._ask(self._page, values, changed="lagesbild-url.search")
        parts = json.loads(answer)["response"]
        assert parts["lagesbild-cards"] == {"className": "grid"}, parts
        self.size = len(answer)
        self._shown = parts["shown"]["data"]
        self._values = {name: parts[name]["value"] for name in CONTROLS}
        self._picks = list(_picks(parts))
        return seconds

    def trivial(self) -> float:
        return self._ask(self._trivial, {"url.pathname": "/"}, changed="url.pathname")[0]

    def _ask(self, callback: dict, values: dict, *, changed: str) -> tuple[float, bytes]:
        output = callback["output"]
        names = output.strip(".").split("...")
        parts = [dict(zip(("id", "property"), n.rsplit(".", 1), strict=True)) for n in names]
        body = {
            "output": output,
            "outputs": parts if output.startswith("..") else parts[0],
            "inputs": [self._value(i, values) for i in callback["inputs"]],
            "changedPropIds": [changed],
            "parsedChangedPropsIds": [changed],
            "state": [self._value(s, values) for s in callback["state"]],
        }
        text = json.dumps(body, separators=(",", ":")).encode()
        start = time.perf_counter()
        self._connection.request("POST", PATH, text, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        answer = response.read()
        seconds = time.perf_counter() - start
        assert response.status == 200, answer
        return seconds, answer

    def _value(self, of: dict[str, str], values: dict[str, Any]) -> Any:
        if of["id"].startswith("{"):
            return [{"id": pick, "property": of["property"], "value": 0} for pick in self._picks]
        return {**of, "value": values.get(f"{of['id']}.{of['property']}")}


def _picks(part: Any) -> Iterator[dict[str, str]]:
    """The ids of the buttons in an answer."""
    if isinstance(part, dict):
        if isinstance(part.get("id"), dict):
            yield part["id"]
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _picks(inner)


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """Its port is said on its only line."""
    begin = "import sys; from dashboard.server import begin; begin('benchmarks.callback:made', sys.argv[1], port=0, ready='{}')"  # fmt: skip
    words = [sys.executable, "-c", begin, str(folder)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root, text=True) as process:  # fmt: skip
        assert process.stdout
        yield int(process.stdout.readline().rpartition(":")[2])
        process.terminate()


def made(folder: str) -> Any:
    app = create_app(editions=Path(folder) / "editions", audience="shared")
    app.callback(Output("edition", "title"), Input("url", "pathname"))(lambda path: "Underlag")
    return app.server


if __name__ == "__main__":
    given = sys.argv[1:]
    count = int(given[1]) if len(given) > 1 else ROWS
    if given:
        main(Path(given[0]), count)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary), count)
