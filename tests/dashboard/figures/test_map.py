"""Maps on the finished figure: what is large, what is coloured, what is named, what is enlarged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import inset
from dashboard.figures.box import Box
from dashboard.figures.map import HEIGHT, LARGEST, LETTER, LINE, WIDTH, counts, rates
from dashboard.figures.palette import DARK, LIGHT
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL
from tests.dashboard.conftest import checked

LPO = Box(400_000, 6_300_000, 480_000, 6_390_000)
NO_PLACES = pd.DataFrame({"name": [], "x": [], "y": []}).astype({"name": str})
TOLD = "<b>{name}</b><br>{now} brott"
AREAS = st.lists(
    st.tuples(
        st.floats(LPO.west, LPO.east),
        st.floats(LPO.south, LPO.north),
        st.integers(0, 2000),
        st.sampled_from([CLEAR, LOOK, FEWER, NORMAL, None]),
        st.sampled_from(["Bor", "Bredaryd", "Centrum-Apladalen", "Burseryd-Hestra omland"]),
    ),
    max_size=40,
)


def table(areas: list[tuple[Any, ...]], *, is_named: bool = True) -> pd.DataFrame:
    kinds = {"x": float, "y": float, "now": int, "word": object, "name": str}
    rows = pd.DataFrame(areas, columns=list(kinds)).astype(kinds)
    return rows.assign(
        area_code=[f"0683R{n:03d}" for n in range(len(rows))], is_named=is_named,
        town=rows["name"] + " tätort",
    )  # fmt: skip


def ground(box: Box) -> str:
    return "/gransytor/" + "_".join(str(round(corner)) for corner in box.corners)


def drawn(rows: pd.DataFrame, *, selected: str = "", places: pd.DataFrame = NO_PLACES) -> go.Figure:
    figure = counts(
        rows, box=LPO, ground=ground, selected=selected, palette=LIGHT, told=TOLD, places=places
    )
    return checked(go.Figure(figure))


def circles(figure: go.Figure) -> Iterator[tuple[Any, int]]:
    """Every circle's trace and its number in it."""
    for trace in figure.data:
        if trace.customdata is not None:
            for n in range(len(trace.customdata)):
                yield trace, n


@settings(max_examples=50)
@given(AREAS)
def test_the_area_of_a_circle_is_the_count(areas: list[tuple[Any, ...]]) -> None:
    rows = table(areas)
    now = rows.set_index("area_code")["now"]
    figure = drawn(rows)
    most = max(now.max(), 1) if len(now) else 1
    for trace, n in circles(figure):
        size, count = trace.marker.size[n], now[trace.customdata[n][0]]
        true = LARGEST * np.sqrt(count / most)
        assert size == pytest.approx(
            max(true, 5)
        )  # a dot is the least that can be seen and clicked
    if len(rows):
        assert set(figure.data[0].customdata[:, 0]) == set(rows["area_code"])
        assert list(figure.data[0].marker.size) == sorted(figure.data[0].marker.size, reverse=True)


@settings(max_examples=50)
@given(AREAS)
def test_only_what_deviates_has_colour(areas: list[tuple[Any, ...]]) -> None:
    rows = table(areas)
    word = rows.set_index("area_code")["word"]
    expected = {CLEAR: LIGHT.clear, LOOK: LIGHT.look, FEWER: LIGHT.fewer}
    for trace, n in circles(drawn(rows)):
        assert trace.marker.color[n] == expected.get(word[trace.customdata[n][0]], LIGHT.normal)


def test_the_chosen_circle_stands_out() -> None:
    rows = table([(410_000, 6_310_000, 5, None, "Bor"), (450_000, 6_350_000, 9, None, "Rydaholm")])
    [trace] = [t for t in drawn(rows, selected="0683R000").data if t.customdata is not None]
    rings = dict(zip(trace.customdata[:, 0], trace.marker.line.width, strict=True))
    assert rings["0683R000"] > 2 * rings["0683R001"]


def has_inset(figure: go.Figure) -> bool:
    return "xaxis2" in figure.layout.to_plotly_json()


def spots(figure: go.Figure) -> Iterator[tuple[str, str, Box]]:
    """Axes, text and box of every name, where the picture is as large as the module thinks."""
    for label in figure.layout.annotations:
        if "domain" in label.xref:
            continue  # the inset's title
        across = figure.layout[label.xref.replace("x", "xaxis")].range
        up = figure.layout[label.yref.replace("y", "yaxis")].range
        share = 1 if label.xref == "x" else inset.SHARE
        metre = share * min(WIDTH / (across[1] - across[0]), HEIGHT / (up[1] - up[0]))
        lines = re.sub("</?b>", "", label.text).split("<br>")
        wide, high = max(map(len, lines)) * LETTER, len(lines) * LINE
        left = label.x * metre - {"left": 0, "center": wide / 2, "right": wide}[label.xanchor]
        low = label.y * metre + label.yshift - {"bottom": 0, "top": high}[label.yanchor]
        yield label.xref, label.text, Box(left, low, left + wide, low + high)


@settings(max_examples=50)
@given(AREAS, st.data())
def test_names_never_meet(areas: list[tuple[Any, ...]], data: st.DataObject) -> None:
    rows = table(areas)
    places = rows.sample(min(len(rows), 3), random_state=data.draw(st.integers(0, 9)))
    found = list(spots(drawn(rows, places=places[["name", "x", "y"]])))
    for (axis, _, one), (other_axis, _, other) in combinations(found, 2):
        assert axis != other_axis or not one.meets(other)


def test_a_deviation_is_named_before_what_is_merely_large() -> None:
    rows = table(
        [(440_000, 6_350_000, 900, NORMAL, "Centrum"), (440_100, 6_350_000, 9, CLEAR, "Bredaryd"),
         (440_000, 6_350_100, 800, NORMAL, "Norr"), (440_100, 6_350_100, 700, FEWER, "Söder")]
    )  # fmt: skip
    texts = [text for _, text, _ in spots(drawn(rows))]
    assert texts[0] == "<b>◆ Bredaryd</b> 9"
    assert len(texts) < len(rows)


def test_a_place_has_its_name_and_no_count() -> None:
    places = pd.DataFrame({"name": ["Resecentrum"], "x": [430_000.0], "y": [6_340_000.0]})
    figure = drawn(table([(470_000, 6_380_000, 5, None, "Bor")]), places=places)
    assert ("x", "Resecentrum") in [spot[:2] for spot in spots(figure)]


def test_counts_are_parted_as_swedish_is() -> None:
    figure = drawn(table([(440_000, 6_350_000, 1081, None, "Centrum")]))
    assert [text for _, text, _ in spots(figure)] == ["<b>Centrum</b> 1\u00a0081"]


TOWN = [(450_000 + 800 * n, 6_345_000, 20 + n, None, f"Del {n}") for n in range(4)]
COUNTRY = [(410_000 + 9_000 * n, 6_385_000, 3, None, f"By {n}") for n in range(4)]


def test_a_town_where_areas_crowd_gets_an_inset() -> None:
    figure = drawn(table([*TOWN, *COUNTRY]))
    axis = figure.layout.xaxis2
    assert axis.range[0] < 450_000
    assert axis.range[1] > 452_400
    assert axis.range[1] - axis.range[0] == pytest.approx(2 * inset.TOWN)
    assert "<b>Del 3 tätort</b>" in [
        a.text for a in figure.layout.annotations
    ]  # most happens there
    # what the inset names is not named on the map too
    assert {xref for xref, text, _ in spots(figure) if "Del" in text} == {"x2"}
    # and it lies over countryside, not over circles: those are in the north
    assert figure.layout.yaxis2.domain[0] == 0


def test_the_inset_is_centred_on_what_happens_there() -> None:
    """Not on the area that happens to have the most within reach: the town would be cut off."""
    edge = [(450_000, 6_345_000, 500, None, "Centrum"), (450_500, 6_345_500, 100, None, "Torget"),
            (451_000, 6_345_000, 90, None, "Parken"), (450_000, 6_349_900, 1, None, "Norr")]  # fmt: skip
    figure = drawn(table(edge))
    middle = sum(figure.layout.yaxis2.range) / 2
    assert middle == pytest.approx(6_345_100, abs=200)


@pytest.mark.parametrize(
    "areas",
    [
        [],
        COUNTRY,
        TOWN[:3],
        [(x, y, 0, None, name) for x, y, _, _, name in TOWN],
    ],
    ids=["inget", "glest", "tre", "tyst"],
)
def test_no_inset_where_nothing_crowds(areas: list[tuple[Any, ...]]) -> None:
    figure = drawn(table(areas))
    assert not has_inset(figure)
    assert len(figure.layout.images) == 1


def test_no_inset_on_a_map_that_is_small_already() -> None:
    small = Box(440_000, 6_330_000, 440_000 + 4 * inset.TOWN, 6_360_000)
    figure = counts(
        table(TOWN),
        box=small,
        ground=ground,
        selected="",
        palette=LIGHT,
        told=TOLD,
        places=NO_PLACES,
    )
    assert not has_inset(go.Figure(figure))


def test_the_ground_covers_what_is_drawn() -> None:
    figure = drawn(table([*TOWN, *COUNTRY]))
    for image in figure.layout.images:
        x = figure.layout[image.xref.replace("x", "xaxis")].range
        y = figure.layout[image.yref.replace("y", "yaxis")].range
        assert image.x <= x[0] < x[1] <= image.x + image.sizex
        assert image.y - image.sizey <= y[0] < y[1] <= image.y
        assert image.source == ground(
            Box(image.x, image.y - image.sizey, image.x + image.sizex, image.y)
        )


def test_a_metre_is_as_long_north_as_east() -> None:
    figure = drawn(table([*TOWN, *COUNTRY]))
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis2.scaleanchor == "x2"


def test_whatever_its_rate_an_area_can_be_pointed_at_and_picked() -> None:
    rows = table(TOWN + COUNTRY).assign(said=[f"{n} per 1 000" for n in range(8)])
    figure = rates(
        rows, box=LPO, ground=ground, selected="0683R002", palette=DARK,
        told="<b>{name}</b><br>{said}",
    )  # fmt: skip
    figure = checked(go.Figure(figure))
    whole, town = figure.data
    assert list(whole.customdata[:, 0]) == list(rows["area_code"])
    assert set(town.customdata[:, 0]) == set(rows["area_code"][: len(TOWN)])  # those in the inset
    for trace in figure.data:
        assert trace.marker.size.argmax() == 2
        template = trace.hovertemplate.removesuffix("<extra></extra>")
        for code, *told in trace.customdata:
            text = template
            for n, part in enumerate(told, start=1):
                text = text.replace(f"%{{customdata[{n}]}}", part)
            row = rows.set_index("area_code").loc[code]
            assert text == f"<b>{row['name']}</b><br>{row['said']}"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_words_over_the_map_stand_on_glass(palette: Any) -> None:
    figure = counts(
        table([*TOWN, *COUNTRY]), box=LPO, ground=ground, selected="", palette=palette,
        told=TOLD, places=NO_PLACES,
    )  # fmt: skip
    red, green, blue = (int(palette.card[i : i + 2], 16) for i in (1, 3, 5))
    for label in figure["layout"]["annotations"]:
        assert label["bgcolor"] == f"rgba({red},{green},{blue},0.72)"
        assert label["font"]["color"] in (palette.ink, palette.quiet)
