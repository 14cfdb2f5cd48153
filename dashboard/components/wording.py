"""What the pictures say, in sentences written from the numbers. No word here says why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import swedish
from dashboard.queries.overview import Overview, share_reported
from etl.statistics.change import CLEAR, LOOK

ORDINALS = ("tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")


def headline(view: Overview) -> str:
    """The finding, in words; a quiet period as clearly as a busy one."""
    found = view.findings
    if not view.is_comparable:
        return "Det finns inget att jämföra med"
    if not view.examined:
        return f"För få {view.counted} för att säga något"
    if found.empty:
        return "Inget sticker ut"
    if view.usual is not None:
        return _new_and_old(found)
    clear = found[found["word"] == CLEAR]
    if clear.empty:
        return "Inget sticker ut tydligt"
    rest = len(clear) - 1
    said = f"{_happening(clear.iloc[0])} sticker ut"
    return said + (f", och {swedish.in_words(rest)} till" if rest else "")


def _new_and_old(found: pd.DataFrame) -> str:
    """En ny, två fortsätter"""
    new, old = int(found["is_new"].sum()), int((~found["is_new"]).sum())
    if len(found) == 1:
        said = _happening(found.iloc[0])
        return f"Nytt: {said[:1].lower()}{said[1:]}" if new else f"{said} fortsätter"
    parts = [f"{swedish.in_words(new)} {'ny' if new == 1 else 'nya'}"] if new else []
    parts += [f"{swedish.in_words(old)} fortsätter"] if old else []
    return swedish.capitalised(", ".join(parts))


def _happening(row: pd.Series) -> str:
    return f"{row['type_name']} i {row['area_name']}"


def subline(view: Overview) -> str:
    """How much was looked at, and what chance alone brings."""
    if not view.is_comparable:
        return (
            f"{period_words(view)}. {swedish.capitalised(view.counted)} är inlästa från "
            f"{swedish.day(view.coverage['data_start'])}, och {before_words(view)} är inte med helt."
        )
    if not view.examined:
        return (
            f"{period_words(view)}, {compared_words(view)}. Antalen är för små för att bedöma "
            "någon kombination av problem och plats."
        )
    over = len(view.findings)
    verb = "ligger ingen" if not over else f"ligger {swedish.in_words(over)}"
    than = "det vanliga" if view.usual is None else "det väntade"
    of = (
        "Av en granskad kombination"
        if view.examined == 1
        else f"Av {swedish.number(view.examined)} granskade kombinationer"
    )
    return (
        f"{period_words(view)}, {compared_words(view)}. {of} "
        f"av problem och plats {verb} över {than}; slumpen ensam brukar ge "
        f"{_about(view.by_chance)}."
    )


def period_words(view: Overview) -> str:
    return swedish.weeks(view.span.first, view.span.last)


def compared_words(view: Overview) -> str:
    if view.usual is not None:
        return "jämfört med det väntade för årstiden, så som det brukar se ut lika lång tid efteråt"
    earlier = swedish.weeks(view.span.before_first, view.span.before_last)
    same = before_words(view)
    said = f"jämfört med {same} ({earlier}) så som det såg ut lika lång tid efteråt"
    if view.state.jamfor == "vantat":
        return f"{said}, för det väntade är inte uträknat för den perioden"
    return said


def before_words(view: Overview) -> str:
    if view.span.first == view.span.last:
        return "veckan före" if view.compares == "fore" else "samma vecka i fjol"
    return "veckorna före" if view.compares == "fore" else "samma veckor i fjol"


def beside_heads(view: Overview) -> tuple[str, ...]:
    """The headings of what a count stands beside."""
    if view.usual is not None:
        return ("Väntat",)
    return ("Före" if view.compares == "fore" else "I fjol", "Skillnad")


def beside(view: Overview, row: Any) -> tuple[str, ...]:
    """The same of one row, as texts; `row` has now, before and, where it is known, lower, upper."""
    if view.usual is not None:
        return (range_words(row.lower, row.upper),)
    if not view.is_comparable:
        return ("–", "–")
    return (swedish.number(row.before), swedish.difference(row.now - row.before))


def range_words(lower: float, upper: float) -> str:
    """7–15; a dash where it is not known."""
    if pd.isna(lower):
        return "–"
    ends = swedish.number(lower), swedish.number(upper)
    return ends[0] if lower == upper else "–".join(ends)


def coarse_said(view: Overview) -> str:
    return f"{chosen_words(view)} visas bara per kommun och kvartal."


def map_said(view: Overview) -> str:
    """The map's message, for whoever does not see it and for the minutes."""
    what = chosen_words(view)
    names, counts, words = (
        view.largest_first[column].to_numpy() for column in ("name", "now", "word")
    )
    total = int(counts.sum())
    if not total:
        return f"{what}: inga i något område under {period_words(view)}."
    # in brackets: the names of smaller areas end with a number of their own
    largest = zip(names[:3], counts[:3], strict=True)
    most = [f"{name} ({swedish.number(now)})" for name, now in largest if now]
    said = [f"{what}, {period_words(view)}. Flest: {swedish.listed(most)}."]
    for word in (CLEAR, LOOK):
        standing_out = list(names[words == word])
        if standing_out:
            said.append(f"{_heading(word)}: {swedish.listed(standing_out)}.")
    if view.without_area:
        said.append(
            f"{swedish.number(view.without_area)} av {swedish.number(total + view.without_area)} "
            "saknar delområde och står inte på kartan."
        )
    if view.coverage["converted"]:
        said.append(
            f"{swedish.number(view.coverage['converted'])} av alla inlästa är omräknade från en "
            "äldre områdesindelning."
        )
    return " ".join(said)


def series_said(view: Overview) -> str:
    what = chosen_words(view)
    if view.is_coarse:
        return f"{what} i {view.whole.name}, per kvartal. Det sista kvartalet är inte slut."
    is_told = view.series["week"].to_numpy() <= np.datetime64(view.span.last)
    is_told &= ~np.isnan(view.series["count"].to_numpy(float))
    if not is_told.any():
        return f"{what} i {view.place.name}, per vecka."
    row = view.series.iloc[np.flatnonzero(is_told)[-1]]
    counts = f"{swedish.number(row['count'])} i {swedish.week(row['week'])}"
    if not pd.isna(row["lower"]):
        counts += f", väntat {range_words(row['lower'], row['upper'])}"
    elif row["earlier"] == row["earlier"]:
        counts += f", {swedish.number(row['earlier'])} samma vecka året före"
    said = [f"{what} i {view.place.name}: {counts}."]
    if view.usual is not None and not view.usual.has_season:
        said.append(
            "Källan har under tre års historia: det väntade är samma veckor året före, med hänsyn till "
            "att båda antalen varierar."
        )
    share = share_reported(view)
    if view.incomplete_from and share and share[0] < 0.85:
        low, high = (f"{100 * s:.0f}" for s in share)
        span = f"{low}–{high}" if low != high else low
        said.append(
            f"Från {swedish.week(view.incomplete_from)} är veckorna ofullständiga; av periodens "
            f"{view.counted} brukar {span} procent ha kommit in."
        )
    if any(view.series["named"]):
        said.append("▴ helg, lov eller evenemang den veckan; vad det var står i tabellen.")
    long = view.coverage["long_interval"] / max(view.coverage["incidents"], 1)
    if long >= 0.005:
        said.append(
            f"Det som kan ha skett under mer än 14 dagar ({100 * long:.0f} procent av alla) "
            "saknar vecka och är inte med i kurvan."
        )
    if view.heard:
        whole = " i hela forumet" if view.state.omrade or view.state.valt else ""
        week = swedish.week(view.span.last)
        said.append(f"{heard_words(view.heard)}{whole} har rapporterat för {week}.")
    return " ".join(said)


def chosen_words(view: Overview) -> str:
    if not view.state.typ:
        return f"Alla {view.counted}"
    return swedish.listed([view.type_names[code] for code in view.weekly_chosen or view.state.typ])


def heard_words(heard: tuple[int, int]) -> str:
    """8 av 10 verksamheter"""
    received, due = heard
    who = "verksamhet" if due == 1 else "verksamheter"
    return f"{swedish.number(received)} av {swedish.number(due)} {who}"


def _heading(word: str) -> str:
    return "Tydlig avvikelse" if word == CLEAR else "Värt att titta på"


def _about(rows: float) -> str:
    """Of a list: omkring en; en i var tredje"""
    if rows > 2 / 3:  # nearer to each time than to every second
        return f"omkring {swedish.in_words(round(rows))}"
    if rows < 0.1:
        return "en sådan mer sällan än var tionde gång"
    often = round(1 / rows)
    return f"en sådan {'varannan' if often == 2 else f'var {ORDINALS[often - 3]}'} gång"
