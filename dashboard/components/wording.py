"""What the pictures say, in sentences written from the numbers. No word here says why."""

from __future__ import annotations

import pandas as pd

from dashboard import swedish
from dashboard.queries.overview import Overview, share_reported
from etl.statistics.change import CLEAR, LOOK


def headline(view: Overview) -> str:
    """The finding, in words; a quiet period as clearly as a busy one."""
    found = view.findings
    clear = found[found["word"] == CLEAR]
    if not view.is_comparable:
        return "Det finns inget att jämföra med"
    if view.examined.empty:
        return f"För få {view.counted} för att säga något"
    if clear.empty:
        return "Inget sticker ut" if found.empty else "Inget sticker ut tydligt"
    first = clear.iloc[0]
    said = f"{first['type_name']} i {first['area_name']} sticker ut"
    rest = len(clear) - 1
    if rest:
        said += f", och {swedish.in_words(rest)} till"
    return said


def subline(view: Overview) -> str:
    """How much was looked at, and what chance alone brings."""
    if not view.is_comparable:
        return (
            f"{period_words(view)}. {swedish.capitalised(view.counted)} är inlästa från "
            f"{swedish.day(view.coverage['data_start'])}, och {before_words(view)} är inte med helt."
        )
    n = len(view.examined)
    if not n:
        return (
            f"{period_words(view)}, {compared_words(view)}. Antalen är för små för att bedöma "
            "någon kombination av problem och plats."
        )
    over = len(view.findings)
    verb = "ligger ingen" if not over else f"ligger {swedish.in_words(over)}"
    return (
        f"{period_words(view)}, {compared_words(view)}. Av {swedish.number(n)} granskade "
        f"kombinationer av problem och plats {verb} över det vanliga; slumpen ensam brukar ge "
        f"{_about(view.by_chance)}."
    )


def period_words(view: Overview) -> str:
    return swedish.weeks(view.span.first, view.span.last)


def compared_words(view: Overview) -> str:
    earlier = swedish.weeks(view.span.before_first, view.span.before_last)
    same = before_words(view)
    return f"jämfört med {same} ({earlier}) så som det såg ut lika lång tid efteråt"


def before_words(view: Overview) -> str:
    if view.span.first == view.span.last:
        return "samma vecka i fjol" if view.state.jamfor == "ifjol" else "veckan före"
    return "samma veckor i fjol" if view.state.jamfor == "ifjol" else "veckorna före"


def before_short(view: Overview) -> str:
    """The same as a column's heading."""
    return "I fjol" if view.state.jamfor == "ifjol" else "Före"


def coarse_said(view: Overview) -> str:
    return f"{chosen_words(view)} visas bara per kommun och kvartal."


def map_said(view: Overview) -> str:
    """The map's message, for whoever does not see it and for the minutes."""
    what = chosen_words(view)
    table = view.largest_first
    total = int(table["now"].sum())
    if not total:
        return f"{what}: inga i något område under {period_words(view)}."
    # in brackets: the names of smaller areas end with a number of their own
    largest = table.head(3).itertuples(index=False)
    most = [f"{r.name} ({swedish.number(r.now)})" for r in largest if r.now]
    said = [f"{what}, {period_words(view)}. Flest: {swedish.listed(most)}."]
    for word in (CLEAR, LOOK):
        names = list(table.loc[table["word"] == word, "name"])
        if names:
            said.append(f"{_heading(word)}: {swedish.listed(names)}.")
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
    last = (
        view.series[view.series["week"] <= pd.Timestamp(view.span.last)]
        .dropna(subset="count")
        .tail(1)
    )
    if last.empty:
        return f"{what} i {view.place.name}, per vecka."
    row = last.iloc[0]
    counts = f"{swedish.number(row['count'])} i {swedish.week(row['week'])}"
    if row["earlier"] == row["earlier"]:
        counts += f", {swedish.number(row['earlier'])} samma vecka året före"
    said = [f"{what} i {view.place.name}: {counts}."]
    share = share_reported(view)
    if view.incomplete_from and share and share[0] < 0.85:
        low, high = (f"{100 * s:.0f}" for s in share)
        span = f"{low}–{high}" if low != high else low
        said.append(
            f"Från {swedish.week(view.incomplete_from)} är veckorna ofullständiga; av periodens "
            f"{view.counted} brukar {span} procent ha kommit in."
        )
    if (view.series["named"] != "").any():
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


def _about(expected: float) -> str:
    if expected < 0.75:
        return "ingen eller en sådan"
    return f"omkring {swedish.in_words(round(expected))}"
