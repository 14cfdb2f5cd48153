"""The parts of a paper that are counts over time: years in blocks of four weeks, weeks, weekdays."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from dashboard import swedish
from dashboard.papers.asked import Asked, Part, spread
from dashboard.papers.crimes import counted
from dashboard.papers.pictures import Bars, Panels, Series
from dashboard.papers.tree import Block, Cell, Figure, Table, columns, rows
from dashboard.version.words import WEEKDAYS

PANELS = 6
YEAR = 13  # blocks of four weeks


def development(asked: Asked) -> Part:
    """Up to five years in blocks of four weeks: together, and the largest by themselves."""
    title, missing = "Utveckling över tid", "utveckling över flera år"
    found = asked.table("blocks")
    if not found:
        return Part(title, _weeks(asked), missing="" if asked.table("series") else missing)
    by_type: dict[str, list[int]] = defaultdict(list)
    starts: dict[str, None] = {}
    for row in found:
        by_type[row["problem_type"]].append(row["count"])
        starts[row["first_week"]] = None
    labels = tuple(_block(date.fromisoformat(start)) for start in starts)
    total = tuple(map(sum, zip(*by_type.values(), strict=True)))
    usual = sorted(total[:-1])
    said = f"Under de senaste fyra veckorna räknades {swedish.number(total[-1])} {swedish.within(counted(asked))}."
    if len(usual) >= YEAR:
        low, high = (swedish.number(usual[len(usual) * n // 10]) for n in (1, 9))
        said += f" I åtta av tio tidigare fyraveckorsperioder var det {low}–{high}."
    together = Figure(
        "utveckling-bild",
        Series(labels, total, breaks=_breaks(asked, list(starts)), last=1),
        caption=f"Alla problemtyper som visas per vecka, fyra veckor i taget, {labels[0]} till {labels[-1]}. Skuggat: perioden. Streckad linje: serien räknas på ett nytt sätt.",
        said=said,
    )  # fmt: skip
    largest = sorted(by_type, key=lambda name: -sum(by_type[name][-YEAR:]))[:PANELS]
    names = tuple(asked.type_names.get(name, name) for name in largest)
    panels = Figure(
        "utveckling-per-problem-bild",
        Panels(labels, names, tuple(tuple(by_type[name]) for name in largest)),
        caption="De största problemtyperna det senaste året, var och en i sin egen skala. Punkten är perioden.",
        said=f"De senaste fyra veckorna: {swedish.listed([f'{swedish.within(n)} {by_type[t][-1]}' for n, t in zip(names, largest, strict=True)])}.",
    )  # fmt: skip
    blocks: list[Block] = [together, panels]
    if (table := _by_years(asked, by_type, list(starts))) is not None:
        blocks.append(table)
    return Part(title, (*blocks, *_weeks(asked)), missing=missing)


def times(asked: Asked) -> Part:
    """When on the week, over the latest year."""
    title, missing = "När det händer", "dygn och vecka"
    found = asked.table("day_parts")
    if not found:
        return Part(title, (), missing=missing)
    parts = list(dict.fromkeys(row["part"] for row in found))
    totals = [sum(r["count"] for r in found if r["weekday"] == day) for day in range(1, 8)]
    usual = sum(totals) / 7
    most = max(range(7), key=lambda day: totals[day])
    said = f"Flest på {WEEKDAYS[most]}ar ({swedish.number(totals[most])}); i genomsnitt {swedish.number(usual)} per veckodag."
    has_hours = len(parts) > 1
    if not has_hours:
        said += " Källan berättar inte klockslag, så dygnsmönstret går inte att visa."
    _, told = spread(found, by="weekday", over="part", value="count")
    order = sorted(parts)
    names = [part if has_hours else "Antal" for part in order]
    table = Table(
        "veckodagar",
        "Antal per veckodag, det senaste året",
        columns(("Veckodag", "text", 1.5), *((swedish.capitalised(n), "count") for n in names)),
        rows([(swedish.capitalised(WEEKDAYS[int(str(r[0])) - 1]), *r[1:]) for r in told]),
        note="Bara det vars dag är känd.",
        of="day_parts",
        is_spread=True,
    )
    labels = tuple(swedish.capitalised(day) for day in WEEKDAYS)
    picture = Bars(labels, tuple(totals), frozenset({most}))
    figure = Figure("veckodagar-bild", picture, "Antal per veckodag, hela fyraveckorsperioder det senaste året. Mörk: den dag som har flest.", said)  # fmt: skip
    return Part(title, (figure, table), missing=missing)


def _block(first: date) -> str:
    """v. 43 2026"""
    return swedish.week(first + timedelta(weeks=3), year=True)


def _breaks(asked: Asked, starts: list[str]) -> tuple[tuple[int, str], ...]:
    """Where along the blocks a series changes meaning: the first that begins in its year."""
    found = {}
    for row in asked.table("breaks"):
        at = [n for n, start in enumerate(starts) if start[:4] == str(row["year"])]
        if at and at[0]:
            found[at[0]] = f"nytt räknesätt {row['year']}"
    return tuple(sorted(found.items()))


def _by_years(asked: Asked, by_type: dict[str, list[int]], starts: list[str]) -> Table | None:
    """52 weeks at a time, back from the last: whole years only."""
    count = len(starts) // YEAR
    if not count:
        return None
    ends = [len(starts) - YEAR * n for n in range(count - 1, -1, -1)]
    heads = [_block(date.fromisoformat(starts[end - 1])) for end in ends]
    told: list[tuple[Cell, ...]] = [
        (asked.type_names.get(name, name), *(sum(counts[end - YEAR : end]) for end in ends))
        for name, counts in by_type.items()
    ]
    return Table(
        "utveckling-per-ar",
        "Antal per problemtyp, 52 veckor till och med",
        columns(("Problemtyp", "text", 2.2), *((head, "count") for head in heads)),
        rows(told),
        note="Problemtyper som bara visas per kommun och kvartal är inte med.",
    )


def _weeks(asked: Asked) -> tuple[Block, ...]:
    found = asked.table("series")
    if not found:
        return ()
    labels = tuple(swedish.week(date.fromisoformat(row["week"])) for row in found)
    counts = tuple(row["count"] or 0 for row in found)
    weeks = (asked.last - asked.first).days // 7 + 1
    now = frozenset(n for n, row in enumerate(found) if asked.first.isoformat() <= row["week"] <= asked.last.isoformat())  # fmt: skip
    said = f"De {swedish.in_words(weeks)} veckorna har {swedish.listed([str(counts[n]) for n in sorted(now)])}; de andra veckorna i bilden {min(counts)}–{max(counts)}."
    figure = Figure("veckor-bild", Bars(labels, counts, now), f"Antal per vecka, {labels[0]} till {labels[-1]}. Mörka staplar: perioden.", said)  # fmt: skip
    told: list[tuple[Cell, ...]] = [(_week(row["week"]), row["count"]) for row in found]
    half = -(-len(told) // 2)
    empty: list[tuple[Cell, ...]] = [("", None)] * (2 * half - len(told))
    table = Table(
        "veckor",
        "Antal per vecka",
        columns("Vecka", ("Antal", "count"), "Vecka", ("Antal", "count")),
        rows([(*a, *b) for a, b in zip(told[:half], [*told[half:], *empty], strict=True)]),
        of="series",
        is_spread=True,
    )  # fmt: skip
    return (figure, table)


def _week(monday: str) -> str:
    return swedish.week(date.fromisoformat(monday), year=True)
