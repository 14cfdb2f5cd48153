"""The street map and its names in the ground: what is drawn, and what has room at which size."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from dashboard.basemap.tiles import Placed
from dashboard.figures import ground, names, raster, streets
from dashboard.figures.box import Box
from dashboard.figures.names import FONTS, LETTER, SIZES, Name
from dashboard.figures.palette import DARK, LIGHT, THEMES, Palette
from geodata import areas
from tests.dashboard.basemap import town

X, Y = town.CENTRE
TOWN = Box(X - 1500, Y - 1500, X + 1500, Y + 1500)
SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.lists(
    st.builds(
        Name, st.text("abcåäö ", min_size=1, max_size=20),
        st.tuples(st.floats(TOWN.west, TOWN.east), st.floats(TOWN.south, TOWN.north)),
        st.sampled_from(list(FONTS)), st.floats(0, 9), st.integers(-90, 90),
    ),
    max_size=40,
)  # fmt: skip


def parsed(part: str) -> ElementTree.Element:
    return ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{part}</svg>')


def test_large_roads_lie_over_small_ones_and_are_wider() -> None:
    drawn = parsed(streets.drawn(town.layers(), box=TOWN, palette=LIGHT))
    roads = [p for p in drawn.iter(f"{SVG}path") if p.get("stroke") == LIGHT.road]
    widths = [float(p.get("stroke-width") or 0) for p in roads]
    assert widths == sorted(widths)
    assert len(widths) == 4


def test_what_is_drawn_is_where_it_is() -> None:
    """Read back from the path: each step from the last, north up."""
    shape = Polygon([(X, Y), (X + 300, Y), (X + 300, Y + 200), (X, Y + 200)])
    layers = {"water": gpd.GeoDataFrame({"kind": ["lake"]}, geometry=[shape], crs=3006)}
    [path] = parsed(streets.drawn(layers, box=TOWN, palette=LIGHT)).iter(f"{SVG}path")
    start, rest = (path.get("d") or "").removeprefix("M").removesuffix("z").split("l")
    steps = np.array([start.split(), *np.reshape(rest.split(), (-1, 2))], float)
    xy = np.cumsum(steps, axis=0)
    back = Polygon(np.column_stack([xy[:, 0] + TOWN.west, TOWN.north - xy[:, 1]]))
    assert shapely.equals(back, shape)


def test_houses_and_water_have_the_colours_of_the_theme() -> None:
    for palette in (LIGHT, DARK):
        drawn = streets.drawn(town.layers(), box=TOWN, palette=palette)
        for colour in (palette.water, palette.green, palette.house, palette.road):
            assert colour in drawn


@given(NAMES, st.sampled_from(list(SIZES)))
def test_names_never_meet_at_the_size_they_are_shown(found: list[Name], size: str) -> None:
    scale = SIZES[size][0] / TOWN.width
    shapes = []
    for name in names._with_room(found, scale):
        wide, high = len(name.text) * LETTER * FONTS[name.kind], FONTS[name.kind]
        at = Point(name.at[0] * scale, -name.at[1] * scale)
        flat = shapely.box(at.x - wide / 2, at.y - high / 2, at.x + wide / 2, at.y + high / 2)
        turn = np.deg2rad(name.turned)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        shapes.append(shapely.transform(flat, lambda xy, at=at, spin=spin: (xy - (at.x, at.y)) @ spin.T + (at.x, at.y)))  # fmt: skip
    assert not any(a.intersects(b) for a, b in combinations(shapes, 2))


def test_a_street_is_named_along_itself_and_upright() -> None:
    line = LineString([(X - 1000, Y + 700), (X + 1000, Y - 700)])
    roads = gpd.GeoDataFrame({"kind": ["minor_road"] * 2, "name": ["Lagavägen"] * 2}, geometry=[line, line.reverse()], crs=3006)  # fmt: skip
    [found] = names.of_streets({"roads": roads}, TOWN)
    assert found.text == "Lagavägen"
    assert found.turned == pytest.approx(35, abs=1)  # clockwise: down towards the east
    assert line.distance(Point(*found.at)) < 1


def test_no_street_is_named_in_a_view_of_a_kommun() -> None:
    kinds = {
        n.kind for n in names.of_streets(town.layers(), Box(X - 20e3, Y - 20e3, X + 20e3, Y + 20e3))
    }
    assert "street" not in kinds
    assert "place" in kinds


def test_a_name_is_text_and_nothing_else() -> None:
    hostile = ['<script>alert("x")</script>', "a" * 500, "", None, "två\nrader", "&amp;"]
    places = gpd.GeoDataFrame({"kind": "locality", "kind_detail": "town", "name": hostile}, geometry=[Point(X + 200 * n, Y + 200 * n) for n in range(6)], crs=3006)  # fmt: skip
    found = names.of_streets({"places": places}, TOWN)
    said = [t.text for t in parsed(names.svg(found, box=TOWN, palette=LIGHT)).iter(f"{SVG}text")]
    assert set(said) == {'<script>alert("x")</script>', "&amp;"}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_whole_ground_is_sound_and_asks_nobody(palette: Palette) -> None:
    found = names.of_streets(town.layers(), TOWN)
    drawn = ground.svg(
        land={"0683": "M0 0L10 0L10 10Z"}, borders={"0683R001": "M0 0L5 0L5 5Z"}, steps={}, box=TOWN,
        palette=palette, under=streets.drawn(town.layers(), box=TOWN, palette=palette),
        names=names.svg(found, box=TOWN, palette=palette) + names.credit("© A & B", box=TOWN, palette=palette),
    )  # fmt: skip
    root = ElementTree.fromstring(drawn)
    assert "© A & B" in [t.text for t in root.iter(f"{SVG}text")]
    assert not [e for e in root.iter() if "href" in e.attrib or e.tag.endswith("script")]


@pytest.mark.parametrize("theme", THEMES)
def test_a_tile_is_placed_by_its_matrix(theme: str) -> None:
    tile = Placed("data:image/png;base64,AAAA", (1.5, 0.1, -0.1, 1.5, -20.0, 30.0))
    [image] = parsed(raster.drawn([tile], theme=theme)).iter(f"{SVG}image")
    assert image.get("transform") == "matrix(1.5 0.1 -0.1 1.5 -20 30)"
    assert raster.drawn([], theme=theme) == ""


def test_the_sea_is_drawn_only_where_a_kommun_is() -> None:
    wide = Box(250_000, 6_350_000, 350_000, 6_450_000)
    drawn = ground.svg(
        land={"1480": "M0 0L10 0L10 10Z"}, borders={}, steps={}, box=wide, palette=LIGHT,
        sea=ground.water(areas.water(), box=wide),
    )  # fmt: skip
    root = ElementTree.fromstring(drawn)
    [sea] = [p for p in root.iter(f"{SVG}path") if p.get("fill") == LIGHT.water]
    assert sea.get("clip-path") == "url(#land)"
    assert (sea.get("d") or "").startswith("M")
    assert ground.water(areas.water(), box=TOWN) == ""
