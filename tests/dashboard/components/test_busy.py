"""What Platser says, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from dash import html

from dashboard.components import busy_cards
from dashboard.components import busy_words as words
from dashboard.database import Edition
from dashboard.queries.busy import DEFAULT, Busy, busy
from etl.statistics.fullest import Stretch

OBSERVERS = DEFAULT.but(kalla="observer_reports", period="ar")


def seen(edition: Edition, state) -> Busy:
    view = busy(edition, state)
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("stretch", "said"),
    [
        ((4, 2, 18, 24), "mest fredag–lördag kväll (18–24)"),
        ((4, 1, 18, 24), "mest fredag kväll (18–24)"),
        ((6, 2, 0, 24), "mest söndag–måndag"),
        ((0, 5, 6, 18), "mest måndag–fredag dag (06–18)"),
        ((5, 1, 0, 6), "mest natt mot lördag (00–06)"),
        ((5, 3, 0, 6), "mest nätter mot lör, sön, mån (00–06)"),
        ((0, 7, 0, 6), "mest natt (00–06), alla dagar"),
        ((0, 7, 18, 24), "mest kväll (18–24), alla dagar"),
    ],
)
def test_a_stretch_of_the_week_in_words(stretch: tuple[int, int, int, int], said: str) -> None:
    assert words.stretch_words(Stretch(*stretch, share=0.5, even=0.1, pvalue=0.001)) == said


def test_no_stretch_is_said_as_plainly() -> None:
    assert words.stretch_words(None) == "jämnt spritt, eller för få för att säga"


def test_the_headline_tells_a_share_or_why_not(edition: Edition) -> None:
    view = seen(edition, DEFAULT)
    assert words.headline(view) == "Fem platser har 28\u00a0% av alla anmälda brott med känd plats"
    sub = words.subline(view)
    assert "jämnt spridda" in sub and "Av nya händelser är 24–33\u00a0% att vänta" in sub
    assert words.headline(seen(edition, DEFAULT.but(typ=("narkotika",)))).endswith(" av valda anmälda brott")  # fmt: skip
    assert words.headline(seen(edition, DEFAULT.but(period="1v", typ=("ran",)))).startswith(
        ("Går inte att säga", "Inga anmälda brott")
    )
    assert words.headline(seen(edition, DEFAULT.but(typ=("nara_relation",)))) == "Det valda visas inte per plats"  # fmt: skip
    assert words.headline(seen(edition, OBSERVERS)) == "Fyra platser har alla händelser med känd plats"  # fmt: skip
    few = replace(view, areas=view.areas.head(4))
    assert words.headline(few) == "Går inte att säga: för få områden"


def test_places_that_stand_out_are_named_with_how_often(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(typ=("narkotika",)))
    said = words.standing_out(view)
    assert said.startswith("Med grannområdena inräknade, i hur många av 8 perioder: ny ")
    assert said.count("(") <= 3 * words.SAID and said.endswith(".")
    quiet = replace(view, areas=view.areas.assign(word=pd.Series(None, index=view.areas.index, dtype=object)))  # fmt: skip
    assert words.standing_out(quiet).startswith("Ingen plats sticker ut")
    assert "går inte att säga" in words.standing_out(replace(view, periods=0))


def test_what_is_not_known_of_the_hours_is_said(edition: Edition) -> None:
    police = words.week_said(seen(edition, DEFAULT), place="LPO Värnamo")
    assert police.startswith("Klockslag finns inte i källan: bara veckodagar visas.")
    assert "saknar dag och är inte med" in police
    observers = words.week_said(seen(edition, OBSERVERS), place="LPO Värnamo")
    assert "kväll (18–24)" in observers and "saknar klockslag" in observers
    faults = seen(edition, DEFAULT.but(kalla="fault_reports"))
    assert words.week_said(faults, place="") == "Källan säger inte när på veckan det hände."
    week = words.week_said(seen(edition, DEFAULT.but(period="1v")), place="x")
    assert "hela fyraveckorsperioder" in week


def texts(part) -> str:
    if isinstance(part, list | tuple):
        return " ".join(map(texts, part))
    if isinstance(part, str):
        return part
    return texts(getattr(part, "children", None) or "")


@pytest.mark.parametrize(
    "state",
    [
        DEFAULT, DEFAULT.but(typ=("narkotika",), dagar="helg"), OBSERVERS.but(tid="kvall"),
        DEFAULT.but(kalla="fault_reports"), DEFAULT.but(period="1v", typ=("ran",)),
        DEFAULT.but(typ=("nara_relation",)), DEFAULT.but(vecka=np.datetime64("2024-03-04").item()),
    ],
)  # fmt: skip
def test_every_card_is_filled_and_no_word_says_why(edition: Edition, state) -> None:
    view = seen(edition, state)
    answer = busy_cards.picture(edition, view, theme="light")
    assert set(answer["children"]) == set(busy_cards.SHOWN)
    said = texts(list(answer["children"].values())).lower()
    for word in ("hotspot", "beror på", "ledde till", "orsak", "effekt", "på grund av"):
        assert word not in said
    assert "fler än de som bor där" in said
    assert all(word in said for word in ("ny", "bestående", "avtagande"))


def test_the_list_holds_the_largest_and_those_that_stand_out(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(typ=("narkotika",)))
    rows = busy_cards.listed(view)
    assert rows["now"].is_monotonic_decreasing
    assert busy_cards.LISTED <= len(rows) <= busy_cards.LABELLED
    assert set(view.ranked.head(10)["area_code"]) <= set(rows["area_code"])
    [table] = [p for p in busy_cards.places(view)._traverse() if isinstance(p, html.Table)]
    assert "1 av 8 perioder" in texts(table) and "✚ ny" in texts(table).replace("  ", " ")


def test_few_events_have_no_share(edition: Edition) -> None:
    view = seen(edition, DEFAULT.but(period="1v", typ=("ran",)))
    assert words.share(view, 1) == "–"
    assert words.count(seen(edition, OBSERVERS.but(tid="kvall")), 34.9) == "ca\u00a035"
