"""Are there as many rows of chance as is said, and is what happens found? Tables and plots for docs/.

Run from the project's root: nice python benchmarks/calibration.py [SHARE OF THE WHOLE, default 1]
It needs matplotlib and about six minutes. The tables go between the marks in docs/kalibrering.md and the
plots to docs/bilder/; a share under 1 prints the tables only. Everything is drawn from one seed.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import calibration_plots as plots
from benchmarks.calibration_lists import BATCH, LIMIT, SEED, YEAR_AGO, Lists, nothing_new, rows
from benchmarks.calibration_lists import swedish as _sv
from benchmarks.calibration_power import power
from benchmarks.invented_kommun import Floats
from etl.statistics import expected, negative_binomial

YEARS, REPEATED = 500, 100  # of nothing new, and of it week by week
LEVELS = np.array([0.05, 0.025, 0.01, 0.005, 0.001, 0.0005])
DOCUMENT = Path("docs/kalibrering.md")
EVERY_FOURTH = list(range(0, 52, 4))


def rates(share: float) -> tuple[dict[str, str], dict[int, Lists]]:
    years = round(YEARS * share)
    lists = {w: nothing_new(1, years, window=w, ends=EVERY_FOURTH) for w in (4, 1)}
    few = round(REPEATED * share)
    local = {w: nothing_new(2, few, window=w, ends=EVERY_FOURTH, local=True) for w in (4, 1)}
    three, one = (nothing_new(1, few, window=4, ends=EVERY_FOURTH, history=h) for h in (3, 1))
    told = [
        _rate("en kommun, fyra veckor", lists[4]),
        _rate("en kommun, en vecka", lists[1]),
        _rate("fyra kommuner, fyra veckor", lists[4], together=4),
        _rate("fyra kommuner, en vecka", lists[1], together=4),
        _rate("tre års historik, fyra veckor", three),
        _rate("ett års historik, fyra veckor", one),
        _rate("ojämnheten olika i varje delområde, fyra veckor", local[4]),
        _rate("ojämnheten olika i varje delområde, en vecka", local[1]),
    ]
    head = "| | listor | värt att titta på och tydlig: sagt | blev | tydlig: sagt | blev | tomma listor |"
    tables = {"frekvens": "\n".join([head, "| --- |" + " ---: |" * 6, *told])}
    fixed = [
        ("en gemensam gräns (den vi har)", rows(lists[4].over(lists[4].levels()[:, 0])),
         rows(lists[4].over(lists[4].levels()[:, 1]))),
        ("p under 0,025 och under 0,005 i varje serie", rows(lists[4].over(0.025)),
         rows(lists[4].over(0.005))),
        ("samma veckor i fjol, z minst 2 och minst 3", rows(lists[4].others[YEAR_AGO] >= 2),
         rows(lists[4].others[YEAR_AGO] >= 3)),
        ("medel + 2 s av de senaste 12 månaderna, och + 3 s", rows(lists[4].others[LIMIT] > 2),
         rows(lists[4].others[LIMIT] > 3)),
    ]  # fmt: skip
    lines = [
        f"| {name} | {_sv(look.mean())} | {_sv(clear.mean(), 3)} | {_sv(100 * (look == 0).mean(), 0)} % |"
        for name, look, clear in fixed
    ]
    tables["regler"] = "\n".join(
        ["| regel, fyra veckor, en kommun | rader av en slump per lista | av dem tydliga | tomma listor |",
         "| --- | ---: | ---: | ---: |", *lines]
    )  # fmt: skip
    tables["nivaer"] = _levels_table(lists)
    tables["upprepning"] = _repeated(round(REPEATED * share))
    return tables, lists


def _rate(name: str, lists: Lists, *, together: int = 1) -> str:
    levels = lists.levels(together)
    look, clear = (rows(lists.over(level)).reshape(-1, together).sum(axis=1) for level in levels.T)
    series = zip(lists.mean, lists.variance, levels, strict=True)
    said = np.array(
        [
            [expected.false_rows(mean.ravel(), variance.ravel(), level=level) for level in both]
            for mean, variance, both in series
        ]
    ).sum(axis=0) / len(look)
    error = look.std() / np.sqrt(len(look)), clear.std() / np.sqrt(len(clear))
    return (
        f"| {name} | {len(look)} | {_sv(said[0])} | {_sv(look.mean())} ± {_sv(error[0])}"
        f" | {_sv(said[1], 3)} | {_sv(clear.mean(), 3)} ± {_sv(error[1], 3)}"
        f" | {_sv(100 * (look == 0).mean(), 0)} % |"
    )


def reliability(lists: Lists) -> Floats:
    """(levels, 3): how many series passed a level, and how many were to, in each of three kinds."""
    kinds = np.zeros(lists.mean.shape[1:], int)
    kinds[1:, 0], kinds[:, 1:] = 1, 2
    ratio = np.empty((len(LEVELS), 3))
    for i, level in enumerate(LEVELS):
        chance = expected.by_chance(lists.mean.ravel(), lists.variance.ravel(), level=level)
        passed = lists.over(level).reshape(-1, kinds.size).sum(axis=0)
        to_pass = chance.reshape(-1, kinds.size).sum(axis=0)
        for kind in range(3):
            here = kinds.ravel() == kind
            ratio[i, kind] = passed[here].sum() / to_pass[here].sum()
    return ratio


def _levels_table(lists: dict[int, Lists]) -> str:
    names = "kommunen, alla typer", "kommunen, en typ", "RegSO"
    head = "| nivå | " + " | ".join(f"{name}, {w} v" for w in lists for name in names) + " |"
    found = np.hstack([reliability(part) for part in lists.values()])
    body = [
        f"| {_sv(level, 4)} | " + " | ".join(_sv(value) for value in line) + " |"
        for level, line in zip(LEVELS, found, strict=True)
    ]
    return "\n".join([head, "| ---: |" + " ---: |" * found.shape[1], *body])


def _repeated(years: int) -> str:
    """Week after week: windows overlap, so that what is there by chance stays some weeks."""
    lists = nothing_new(3, years, window=4, ends=list(range(51, -1, -1)))
    batches = max(years // BATCH, 1)
    over = lists.over(lists.levels()[:, 0]).any(axis=-1).reshape(batches, 52, BATCH, -1)
    single = over[..., 1:]
    over = np.concatenate([over[..., :1] & ~single.any(axis=-1, keepdims=True), single], axis=-1)
    began = over[:, 1:] & ~over[:, :-1]
    many = over.sum() / (batches * BATCH)
    return "\n".join([
        "| | per kommun och år |",
        "| --- | ---: |",
        f"| listor utan en enda rad, av 52 | {_sv((~over.any(axis=-1)).sum() / (batches * BATCH), 0)} |",
        f"| händelser av en slump som börjar | {_sv(began.sum() / (batches * BATCH), 1)} |",
        f"| veckor som var och en står kvar | {_sv(over[:, 1:].sum() / began.sum(), 1)} |",
        f"| rader sammanlagt | {_sv(many, 0)} |",
    ])  # fmt: skip


def pit(lists: Lists) -> Floats:
    """Where the count of each series with a mean of at least 1 lies in its distribution, 0 to 1."""
    some = lists.mean >= 1
    count, mean, variance = (x[some] for x in (lists.count, lists.mean, lists.variance))
    more = negative_binomial.at_least(count + 1, mean, variance)
    within = np.random.default_rng(SEED).random(len(count))
    return more + within * (lists.pvalue[some] - more)


def main(share: float) -> None:
    started = time.monotonic()
    tables, lists = rates(share)
    tables["styrka"], shares = power(share, lists)
    tables["korning"] = f"Körningen tog {_sv((time.monotonic() - started) / 60, 0)} minuter."
    if share < 1:
        print("\n\n".join(tables.values()))
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, table in tables.items():
        marks = rf"(<!-- {name} -->\n).*?(<!-- slut -->)"
        text = re.sub(marks, lambda m, t=table: f"{m[1]}\n{t}\n\n{m[2]}", text, flags=re.DOTALL)
    DOCUMENT.write_text(text, encoding="utf-8")
    plots.write(
        {w: pit(part) for w, part in lists.items()},
        LEVELS,
        {w: reliability(part) for w, part in lists.items()},
        rows(lists[4].over(lists[4].levels()[:, 0])),
        shares,
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
