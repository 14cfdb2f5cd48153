"""What is read of a map is what was written into it; and what GDAL reads of the same file."""

from __future__ import annotations

import contextlib
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from dashboard.basemap.archive import Archive, opened
from dashboard.basemap.streets import SHOWN, features, zoom
from dashboard.basemap.vector_tile import decoded, varints
from tests.dashboard.basemap import archives, town

X, Y = town.CENTRE
CORNERS = (0.0, 0.0, 4096.0, 4096.0)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return opened(town.archive(tmp_path_factory.mktemp("karta") / "karta.pmtiles"))


@given(st.lists(st.integers(0, 2**62)))
def test_numbers_are_unpacked_as_they_were_packed(numbers: list[int]) -> None:
    assert varints(archives.varint(*numbers)).tolist() == numbers


@pytest.mark.parametrize("half", [30_000, 6_000, 1_000])
def test_gdal_reads_the_same(archive: Archive, half: float) -> None:
    """A second, wholly other reader of the same file."""
    view = (X - half, Y - half, X + half, Y + half)
    found = features(archive, view)
    window = gpd.GeoSeries([box(*view)], crs=3006).to_crs(3857)
    inside = box(X - half * 0.9, Y - half * 0.9, X + half * 0.9, Y + half * 0.9)
    for layer, columns in SHOWN.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = pyogrio.read_dataframe(
                archive.file, layer=layer, columns=columns, bbox=tuple(window.total_bounds),
                ZOOM_LEVEL=str(zoom(view, archive)), CLIP="NO",
            ).to_crs(3006)  # fmt: skip
        if layer not in found:
            assert theirs.empty or layer == "buildings"
            continue
        for size in (shapely.area, shapely.length):
            ours, other = (
                pd_sum(size(shapely.intersection(shapely.make_valid(of.geometry.to_numpy()), inside)))
                for of in (found[layer], theirs)
            )  # fmt: skip
            assert ours == pytest.approx(other, rel=1e-3, abs=1)
        near = [of[of.intersects(inside)] for of in (found[layer], theirs)]
        assert set(near[0]["kind"]) == set(near[1]["kind"])


def pd_sum(values: np.ndarray) -> float:
    return float(np.nansum(values))


def test_what_was_written_is_where_it_was(archive: Archive) -> None:
    places = features(archive, (X - 3000, Y - 3000, X + 3000, Y + 3000))["places"]
    [at] = places.loc[places["name"] == "Värnamo"].geometry.unique()
    assert at.distance(Point(X, Y)) < 5


@pytest.mark.parametrize(
    "shape",
    [Point(10, 20), LineString([(0, 0), (100, 50), (200, 0)]),
     Polygon([(100, 100), (1000, 100), (1000, 900), (100, 900)], [[(200, 200), (200, 400), (400, 400), (400, 200)]])],
    ids=["punkt", "linje", "yta med hål"],
)  # fmt: skip
def test_each_kind_of_shape_comes_back(shape: shapely.Geometry) -> None:
    frame = gpd.GeoDataFrame({"kind": ["x"], "name": ["Å & Ö"]}, geometry=[shape], crs=3857)
    layer = decoded(archives.vector_tile({"roads": frame}, CORNERS), {"roads": ["name", "saknas"]})["roads"]  # fmt: skip
    [found] = shapely.transform(layer.geometry, lambda xy: np.column_stack([xy[:, 0], 1 - xy[:, 1]]) * 4096)  # fmt: skip
    assert shapely.equals(found, shape)
    assert layer.texts["name"].tolist() == ["Å & Ö"]
    assert layer.texts["saknas"].tolist() == [None]


def test_layers_that_are_not_asked_for_are_not_read() -> None:
    frame = gpd.GeoDataFrame({"kind": ["x"]}, geometry=[Point(1, 1)], crs=3857)
    assert decoded(archives.vector_tile({"pois": frame}, CORNERS), SHOWN) == {}


@given(st.binary(max_size=300))
def test_any_octets_are_a_tile_or_refused(content: bytes) -> None:
    with contextlib.suppress(ValueError):
        decoded(content, SHOWN)


@given(st.binary(max_size=40), st.binary(max_size=20), st.integers(0, 9), st.integers(0, 2**40))
def test_any_commands_are_a_shape_or_refused(commands: bytes, tags: bytes, kind: int, side: int) -> None:  # fmt: skip
    feature = archives.field(2, tags) + archives.field(3, kind) + archives.field(4, commands)
    layer = archives.field(1, b"roads") + archives.field(2, feature) + archives.field(3, b"kind") + archives.field(4, archives.field(1, b"path")) + archives.field(5, side)  # fmt: skip
    with contextlib.suppress(ValueError):
        decoded(archives.field(3, layer), SHOWN)


def test_a_view_that_would_need_too_many_tiles_has_none(tmp_path: Path) -> None:
    """A file of fine tiles alone, and the whole country in view."""
    fine = opened(archives.write(tmp_path / "a.pmtiles", {0: b""}, zooms=(15, 15)))
    assert zoom((200_000, 6_100_000, 900_000, 7_600_000), fine) == 15
    assert features(fine, (200_000, 6_100_000, 900_000, 7_600_000)) == {}
