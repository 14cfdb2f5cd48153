"""Places with many events in sentences written from the numbers. No word here says why."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from dashboard import swedish
from dashboard.queries.busy import FIVE, Busy
from dashboard.state import DAYS, LEVELS, TIMES
from etl.statistics.fullest import Stretch, fullest

PARTS = {(0, 6): "natt", (6, 18): "dag", (18, 24): "kväll"}
LONG_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
UNSAID = "jämnt spritt, eller för få för att säga"
COARSE = "Det valda visas inte per plats eller timme, bara per kommun. Se Lägesbild."
FEW = "för få för att säga"
SAID = 3  # places by label in running text; the table has them all
ENOUGH = 20  # events, before a share of them is told
RESIDENTS = (
    "Antalen räknas inte om till per invånare: i ett centrum eller vid en station rör sig många "
    "fler än de som bor där, och den som räknar på boende pekar ut fel platser."
)


def headline(view: Busy) -> str:
    """How much a few places have, or why that cannot be said."""
    found = view.concentration
    if view.is_coarse:
        return "Det valda visas inte per plats"
    if not view.ranked.shape[0]:
        return f"Inga {view.counted} på någon plats"
    if found is None:
        few = "områden" if len(view.areas) <= FIVE else "händelser"
        return f"Går inte att säga: för få {few}"
    known = view.without_area <= 0.1 * (view.total + view.without_area)
    of = view.counted + ("" if known else " med känd plats")
    if len(view.ranked) <= FIVE:
        return f"{_places(len(view.ranked))} har alla {'valda ' if view.types else ''}{of}"
    return f"{_places(FIVE)} har {percent(found.share)} av {'valda' if view.types else 'alla'} {of}"


def subline(view: Busy) -> str:
    """Of when, of what, what an even spread would give, and what is to be expected of new events."""
    if view.is_coarse:
        return COARSE
    said = [f"{when(view)}. En plats är här ett {LEVELS[view.state.niva]}-område."]
    found = view.concentration
    if found is not None and len(view.ranked) > FIVE:
        said.append(
            f"Vore de jämnt spridda skulle fem platser av {swedish.number(len(view.areas))} ha "
            f"omkring {percent(found.expected)}. Av nya händelser är {percent(found.lower)[:-2]}–"
            f"{percent(found.upper)} att vänta på samma fem, om inget ändras."
        )
    if view.without_area >= 0.5:
        total = view.total + view.without_area
        lacks = swedish.capitalised(count(view, view.without_area))
        said.append(f"{lacks} av {swedish.number(total)} saknar delområde och är inte med.")
    return " ".join(said)


def when(view: Busy) -> str:
    """The weeks that are counted, and the hours where some are chosen."""
    if not view.is_filtered:
        return swedish.weeks(view.span.first, view.span.last)
    slots = [
        names[value].lower()
        for names, value in ((TIMES, view.state.tid), (DAYS, view.state.dagar))
        if value != "alla"
    ]
    return f"{block_weeks(view)}, bara {' och '.join(slots)}"


def block_weeks(view: Busy) -> str:
    """The weeks that the hours are of: whole blocks."""
    if not view.blocks:
        return swedish.weeks(view.span.first, view.span.last)
    return swedish.weeks(view.blocks[0], view.blocks[-1] + timedelta(weeks=3))


def what(view: Busy) -> str:
    """What is counted."""
    if not view.types:
        return f"Alla {view.counted}"
    return swedish.listed([view.type_names[code] for code in view.types])


def map_said(view: Busy) -> str:
    """The map's message for whoever does not see it: the most, and what has become of which."""
    if view.ranked.empty:
        return f"{what(view)}: inga på någon plats, {when(view)}."
    most = [f"{r.name} ({count(view, r.now)})" for r in view.ranked.head(3).itertuples(index=False)]
    return f"{what(view)}, {when(view)}. Flest: {swedish.listed(most)}. {standing_out(view)}"


def standing_out(view: Busy) -> str:
    """The places by label, or that there are none, or that nobody can tell."""
    if not view.periods:
        return (
            "Vilka platser som är nya eller bestående går inte att säga: det krävs minst 20 "
            "händelser på fyra veckor i de flesta av de senaste åtta perioderna."
        )
    rows = view.areas[view.areas["word"].notna()]
    if rows.empty:
        return "Ingen plats sticker ut mot resten av forumet när grannområdena räknas in."
    rows = rows.sort_values(["now", "times"], ascending=False, kind="stable")
    said = [f"Med grannområdena inräknade, i hur många av {view.periods} perioder:"]
    for word in ("ny", "bestående", "avtagande"):
        found = rows[rows["word"] == word]
        names = [f"{r.name} ({r.times})" for r in found.head(SAID).itertuples(index=False)]  # fmt: skip
        names += [f"{swedish.in_words(len(found) - SAID)} till"] if len(found) > SAID else []
        said += [f"{word} {swedish.listed(names)};"] if names else []
    return f"{' '.join(said)[:-1]}."


def times(view: Busy, n: int) -> str:
    """6 av 8 perioder"""
    return f"{n} av {view.periods} perioder"


def week_said(view: Busy, *, place: str) -> str:
    """When on the week, and what is not known of it."""
    if view.is_coarse:
        return COARSE
    if not view.blocks:
        return "När på veckan det hände sparas bara för det senaste året."
    if not view.has_weekdays:
        return "Källan säger inte när på veckan det hände."
    found = fullest(week(view))
    said = [f"{what(view)} i {place}, {block_weeks(view)}: {stretch_words(found)}."]
    if found:
        every, known = ("timmar", "tid") if view.has_hours else ("dagar", "dag")
        said.append(
            f"Där är {percent(found.share)} av det som har känd {known}, mot {percent(found.even)} "
            f"om alla {every} i veckan vore lika."
        )
    if view.has_hours:
        said.append("Mörkare är fler.")
    else:
        said.insert(0, "Klockslag finns inte i källan: bara veckodagar visas.")
    total, known = view.week["weight"].sum(), week(view).sum()
    if round(total - known):
        lacks = "klockslag" if view.has_hours else "dag"
        said.append(f"{swedish.number(total - known)} av {swedish.number(total)} saknar {lacks} och är inte med.")  # fmt: skip
    if (view.span.first, view.span.last) != (view.blocks[0], view.blocks[-1] + timedelta(weeks=3)):
        said.append("Tiderna gäller hela fyraveckorsperioder: finare sparas de inte.")
    return " ".join(said)


def week(view: Busy) -> np.ndarray:
    """What is known most finely: (168,) or (7,)."""
    return view.hour_weights if view.has_hours else view.weekday_weights


def stretch_words(found: Stretch | None) -> str:
    """mest fredag–lördag kväll (18–24)"""
    if found is None:
        return UNSAID
    days = _days(found)
    if (found.from_hour, found.to_hour) == (0, 24):
        return f"mest {days}"
    part = PARTS[found.from_hour, found.to_hour]
    hours = f"({found.from_hour:02d}–{found.to_hour:02d})"
    if found.days == 7:
        return f"mest {part} {hours}, alla dagar"
    if part == "natt":  # the night that a day begins with
        short = [swedish.WEEKDAYS[(found.first_day + n) % 7] for n in range(found.days)]
        named = days if found.days == 1 else ", ".join(short)
        return f"mest {'natt' if found.days == 1 else 'nätter'} mot {named} {hours}"
    return f"mest {days} {part} {hours}"


def percent(share: float) -> str:
    return f"{swedish.number(100 * share)}\u00a0%"


def count(view: Busy, value: float) -> str:
    """A count; "ca 5" where it is a sum of parts."""
    return f"{_about(view)}{swedish.number(value)}"


def share(view: Busy, value: float) -> str:
    """Of all on the map; "–" where they are few."""
    return percent(value / view.total) if view.total >= ENOUGH else "–"


def _days(found: Stretch) -> str:
    last = (found.first_day + found.days - 1) % 7
    if found.days == 1:
        return LONG_DAYS[last]
    return f"{LONG_DAYS[found.first_day]}–{LONG_DAYS[last]}"


def _places(n: int) -> str:
    word = swedish.in_words(n).capitalize()
    return f"{word} plats" if n == 1 else f"{word} platser"


def _about(view: Busy) -> str:
    return "ca\u00a0" if view.is_filtered else ""
