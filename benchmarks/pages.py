"""What the pages ask of 15 million incidents, beside pandas with categoricals; and a picture recoloured.

Run from the project's root: python benchmarks/pages.py WORKPLACE
WORKPLACE is one that benchmarks/callback.py has built. The views are its own: mostly of one kommun,
some of the whole country. Each page's data is asked for as the page does, with nothing kept of the view;
recolouring is the opening page's answer in the other theme, JSON and all. Pandas holds the same
incidents in memory and does the least that the opening page needs: the period and the one it is
compared with by problem and area, and two years of weeks.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.callback import _states
from dashboard.components.answers import Answers
from dashboard.database import Edition, Editions
from dashboard.queries import area, incidents
from dashboard.queries.busy import busy
from dashboard.queries.overview import Overview, overview
from dashboard.state import WEEK, State

VIEWS, OF_PANDAS = 200, 20
CODES = ("source", "problem_type", "kommun_code", "regso_code", "deso_code")
GOAL, RECOLOURED = 150, 100  # ms, at p95


def main(workplace: Path) -> None:
    edition = Editions(workplace / "editions", "shared").current()
    states = _states(edition)
    answers = Answers()
    pages: dict[str, Callable[[State], object]] = {
        "Lägesbild": lambda state: overview(edition, state),
        "Platser": lambda state: busy(edition, state),
        "Område": lambda state: _area(edition, state),
    }
    print(f"{'ms':<28}{'p50':>9}{'p95':>9}{'n':>6}")
    p95 = {}
    for name, ask in pages.items():
        spent = [_seconds(ask, state) for state in states[: VIEWS + 5]][5:]
        p95[name] = _line(name, spent)
    recoloured = []
    for state in states[:VIEWS]:
        answers.get(edition, state, theme="light")  # what is recoloured is what has just been shown
        recoloured.append(_seconds(lambda s: answers.get(edition, s, theme="dark"), state))
    _line(f"recoloured (goal {RECOLOURED})", recoloured)
    table, seen = _in_memory(edition), []
    for state in states[:OF_PANDAS]:
        view = overview(edition, state)
        assert view is not None
        seen.append(_seconds(lambda view: _by_pandas(table, view), view))
    peer = _line("pandas, Lägesbild's counts", seen)
    for name, own in p95.items():
        print(f"{name:<28}{own / peer:>9.3f} of pandas at p95 (goal 0.1; p95 goal {GOAL} ms)")


def _area(edition: Edition, state: State) -> object:
    code = state.omrade or "0180"
    found = area.find(edition, code)
    assert found is not None
    return overview(edition, found.state(state))


def _in_memory(edition: Edition) -> pd.DataFrame:
    """The columns that are asked about, codes as categories."""
    columns = ", ".join((*CODES, "week", "registered_on", "count", "is_long_interval"))
    table = edition.query(f"select {columns} from out.incident")
    return table.assign(**{name: table[name].astype("category") for name in CODES})


def _by_pandas(table: pd.DataFrame, view: Overview) -> object:
    """Now and before by problem and area, and the weeks of two years, of the view's kommuner."""
    span, level = view.span, incidents.COLUMNS[view.state.niva]
    here = table[
        (table["source"] == view.source["source"])
        & table["kommun_code"].isin(view.whole.kommuner)
        & (table["week"] >= pd.Timestamp(span.last - 2 * 52 * WEEK))
        & (table["week"] <= pd.Timestamp(span.last))
    ]
    known = pd.Timestamp(view.coverage["data_stop"] - span.shift)
    is_now = here["week"] >= pd.Timestamp(span.first)
    is_before = (
        here["week"].between(pd.Timestamp(span.before_first), pd.Timestamp(span.before_last))
        & (here["registered_on"] <= known)
    )  # fmt: skip
    parts = [
        here[which].groupby(["problem_type", level], observed=True)["count"].sum()
        for which in (is_now, is_before)
    ]
    weeks = here[~here["is_long_interval"]].groupby("week")["count"].sum()
    return parts, weeks


def _seconds(ask: Callable, of: object) -> float:
    start = time.perf_counter()
    ask(of)
    return time.perf_counter() - start


def _line(name: str, spent: list[float]) -> float:
    p50, p95 = np.percentile(spent, [50, 95]) * 1000
    print(f"{name:<28}{p50:>9.1f}{p95:>9.1f}{len(spent):>6}", flush=True)
    return float(p95)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
