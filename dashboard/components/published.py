"""The public's tables as cards, and in words what they leave out and by what rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.database import Edition
from dashboard.queries import published
from dashboard.queries.published import Choices

HIDDEN = ".."
YEAR = "Året"


def chosen_of(chosen: Choices) -> html.Nav:
    """Every choice as a link: source, kommun and year."""
    of = {"kalla": chosen.source, "omrade": chosen.kommun, "ar": str(chosen.year)}
    rows = (
        ("Källa", "kalla", chosen.sources),
        ("Kommun", "omrade", chosen.kommuner),
        ("År", "ar", {str(year): str(year) for year in chosen.years}),
    )
    return html.Nav(
        [
            html.Div(
                [html.Span(label, className="quiet"), *(_way(of, key, value, name) for value, name in said.items())],
                className="filter",
            )
            for label, key, said in rows
        ],
        **{"aria-label": "Välj vad som visas"},
    )  # fmt: skip


def _way(of: dict[str, str], key: str, value: str, name: str) -> Any:
    if of[key] == value:
        return html.Span(name, className="pill here", **{"aria-current": "true"})
    return dcc.Link(name, href="/oppet?" + urlencode(of | {key: value}), className="pill")


def by_type(rows: pd.DataFrame) -> html.Section:
    names = {0: YEAR} | {q: f"Kvartal {q}" for q in (1, 2, 3, 4)}
    is_final = bool(rows["is_final"].all())
    said = (
        "Slutliga." if is_final else "Kvartalen revideras en gång, när hela året har publicerats."
    )
    return _card("Per problemtyp och kvartal", _wide(rows, "quarter", names), head="Problemtyp", said=said)  # fmt: skip


def by_month(rows: pd.DataFrame) -> html.Section:
    told = [(swedish.month(row.month), _number(row.count_)) for row in rows.rename(columns={"count": "count_"}).itertuples()]  # fmt: skip
    said = "Alla problemtyper tillsammans, utom dem som bara visas per kvartal."
    table = tables.plain(("Månad", "Antal"), told, caption="Antal per månad")
    return cards.card("Per månad", html.P(said, className="quiet"), table)


def by_regso(rows: pd.DataFrame) -> html.Section:
    if rows.empty:
        said = "Visas när hela året har publicerats."
        return cards.card("Per RegSO och frågeområde", html.P(said, className="quiet"))
    names = {name: name for name in rows["group_name"].unique()}
    rates = rows[rows["group_name"] == "Alla"].set_index("name")["count_per_1000"]
    said = "Utom de problemtyper som bara visas för hela kommunen. Per 1 000 boende visas från tio händelser."  # fmt: skip
    wide = _wide(rows, "group_name", names)
    told = [(*row, "–" if pd.isna(rates[row[0]]) else swedish.number(rates[row[0]], decimals=1)) for row in wide[1]]  # fmt: skip
    return _card("Per RegSO och frågeområde", ([*wide[0], "Alla per 1 000"], told), head="Område", said=said)  # fmt: skip


def left_out(found: Iterable[dict[str, Any]]) -> html.Section:
    said = [html.Li([f"{row['name']}: " if row["name"] else "", row["said"]]) for row in found]
    return cards.card("Utelämnat", html.Ul(said or [html.Li("Inget är utelämnat.")]))


def rules(public: Edition) -> html.Section:
    """The rule in force, and since when; the earlier ones after it."""
    found = published.rules(public)
    now = found[-1]
    said = [
        f"Antal under {swedish.in_words(now['least'])} är dolda, utom noll. Så många andra är dolda med dem att ett dolt antal aldrig går att räkna fram närmare än ett spann på {swedish.in_words(now['width'])}. Båda skrivs ”{HIDDEN}”.",
        "Ett kvartal publiceras när uppgifterna räcker en månad förbi dess slut, och är sedan fryst. När årets fyra kvartal är publicerade revideras de en gång, och året kommer till.",
        "Reglerna kan bara skärpas.",
    ]  # fmt: skip
    log = [
        (f"Underlag {rule['edition']}", swedish.day(rule["set_at"]), f"under {rule['least']}", str(rule["width"]))
        for rule in found
    ]  # fmt: skip
    table = tables.plain(("Från", "Dag", "Döljs", "Minsta spann"), log, caption="Reglerna och när de sattes")  # fmt: skip
    return cards.card("Så döljs små antal", *(html.P(line) for line in said), table)


Wide = tuple[list[str], list[tuple[str, ...]]]


def _wide(rows: pd.DataFrame, over: str, names: dict[Any, str]) -> Wide:
    """A row per name, a column for each of `names` that is there; "" where nothing is published."""
    heads = [key for key in names if key in set(rows[over])]
    cells = {(row["name"], row[over]): _number(row["count"]) for row in rows.to_dict("records")}
    told = [
        (name, *(cells.get((name, head), "") for head in heads)) for name in rows["name"].unique()
    ]
    return [names[head] for head in heads], told


def _card(title: str, wide: Wide, *, head: str, said: str) -> html.Section:
    heads, told = wide
    table = tables.plain((head, *heads), told, caption=title)
    return cards.card(title, html.P(said, className="quiet"), cards.scroll(table, name=title))


def _number(count: Any) -> str:
    return HIDDEN if pd.isna(count) else swedish.number(int(count))
