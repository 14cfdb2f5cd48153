"""Whether burglaries of homes repeat nearby, said of each kommun; where, only if they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.states import state_message
from dashboard.database import Edition
from dashboard.queries import near_repeats

ALPHA = 0.05
CANNOT = (
    "Går inte att säga. Det krävs ett uttag där inbrotten har lägen; det som är inläst har bara "
    "områden, eller färre än fem inbrott."
)


def near_repeats_card(edition: Edition, *, kommuner: Sequence[str]) -> html.Section:
    """A card that says so when nothing can be said."""
    found = near_repeats.latest(edition, kommuner=kommuner)
    body = [part for row in found for part in _kommun(edition, row)] or [
        state_message("data saknas", CANNOT)
    ]
    return cards.card(
        "Upprepade bostadsinbrott", *body, foot=cards.what_is_this("upprepning"), name="p-near-card"
    )


def _kommun(edition: Edition, row: dict[str, Any]) -> list[Any]:
    is_repeated = row["pvalue"] <= ALPHA
    than = "fler än slumpen brukar ge" if is_repeated else "inte fler än slumpen brukar ge"
    said = (
        f"{row['name']}, till och med {swedish.day(row['last_day'])}: {swedish.number(row['pairs'])} "
        f"par av {swedish.number(row['burglaries'])} inbrott ligger högst {row['metres']} meter och "
        f"högst {row['days']} dagar från varandra, mot {swedish.number(row['expected'], decimals=1)} "
        f"väntade: {than}."
    )
    areas = near_repeats.raised(edition, batch=row["batch"], kommun=row["kommun_code"])
    if not (is_repeated and areas):
        return [html.P(said)]
    rows = [(area["name"], swedish.day(area["until"])) for area in areas]
    caption = f"Förhöjd risk i {row['name']}"
    table = tables.plain(("Område med ett inbrott nyss", "Förhöjd risk till och med"), rows, caption=caption)  # fmt: skip
    return [html.P(said), cards.scroll(table, name=caption)]
