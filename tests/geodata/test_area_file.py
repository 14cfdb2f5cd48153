import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box, mapping

from geodata.area_file import read_areas
from geodata.areas import AREA_COLUMNS, kommun_names, kommuner
from geodata.crs import UnknownCrs

SHARED = Path("../shared/data/geodata")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data saknas")


def _geojson(file: Path, *features: tuple[dict[str, Any], Any]) -> Path:
    """A GeoJSON without a declared system, hence WGS84 by its standard."""
    rows = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": None if geometry is None else mapping(geometry),
        }
        for properties, geometry in features
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return file


def _square(column: int) -> shapely.Polygon:
    west = 450_000 + 1_000 * column
    return box(west, 6_330_000, west + 1_000, 6_331_000)


@needs_shared
@pytest.mark.parametrize(
    ("name", "count", "level", "vintage"),
    [
        ("deso_2025_dalarna_raw.geojson", 175, "deso", {"2025"}),
        ("RegSO_2025.gpkg", 3363, "regso", {"2025"}),
        ("swedish_municipalities.geojson", 290, "kommun", set()),
        ("Kommun_Sweref99TM.TAB", 290, "kommun", set()),
    ],
)
def test_publishers_files(name: str, count: int, level: str, vintage: set[str]) -> None:
    areas, rejected = read_areas(SHARED / name)
    assert (len(areas), rejected) == (count, [])
    assert list(areas.columns) == AREA_COLUMNS
    assert set(areas["level"]) == {level}
    assert areas["code"].is_unique and areas.is_valid.all()
    assert set(areas["vintage"].dropna()) == vintage
    assert (areas["kommun_code"] == areas["code"].str[:4]).all()
    own = kommuner(sorted(set(areas["kommun_code"]))).union_all()
    inside = shapely.intersects(own, areas.representative_point().to_numpy())
    assert inside.mean() > 0.97


@needs_shared
def test_deso_keep_their_regso_as_parent() -> None:
    areas, _ = read_areas(SHARED / "deso_2025_dalarna_raw.geojson")
    assert areas["parent_code"].str.fullmatch(r"20\d\dR\d{3}").all()
    assert areas.loc[areas["code"] == "2080C1190", "parent_code"].tolist() == ["2080R015"]


@needs_shared
def test_kommun_names_survive_windows_1252() -> None:
    areas, _ = read_areas(SHARED / "Kommun_Sweref99TM.TAB")
    assert dict(zip(areas["code"], areas["name"], strict=True)) == kommun_names()


@needs_shared
def test_a_kommuns_own_division_is_refused_and_the_columns_are_named() -> None:
    with pytest.raises(ValueError, match=r"ingen kolumn med SCB:s områdeskod.*do_kod.*desokod"):
        read_areas(SHARED / "swemaps2_malmo.gpkg")


@needs_shared
def test_sweref_numbers_in_a_geojson_that_declares_nothing(tmp_path: Path) -> None:
    raw = json.loads((SHARED / "deso_2025_dalarna_raw.geojson").read_text(encoding="utf-8"))
    raw.pop("crs")
    (tmp_path / "deso.geojson").write_text(json.dumps(raw), encoding="utf-8")
    bare, _ = read_areas(tmp_path / "deso.geojson")
    declared, _ = read_areas(SHARED / "deso_2025_dalarna_raw.geojson")
    assert shapely.equals(bare.geometry.to_numpy(), declared.geometry.to_numpy()).all()


def test_every_row_is_accepted_or_rejected_with_its_number(tmp_path: Path) -> None:
    bowtie = shapely.Polygon(
        [(460_000, 6_330_000), (461_000, 6_331_000), (461_000, 6_330_000), (460_000, 6_331_000)]
    )
    file = _geojson(
        tmp_path / "deso_2018.geojson",
        ({"deso": "0683A0010"}, _square(0)),
        ({"deso": None}, _square(1)),
        ({"deso": "0683A0020"}, None),
        ({"deso": "0683A0010"}, _square(2)),
        ({"deso": "0683C1010_DeSO2018"}, bowtie),
        ({"deso": "0683B2010"}, shapely.Point(455_000, 6_330_500)),
        ({"deso": "0683B2010"}, _square(3)),
    )
    areas, rejected = read_areas(file)
    assert areas["code"].tolist() == ["0683A0010", "0683B2010", "0683C1010"]
    assert areas["parent_code"].tolist() == ["0683"] * 3
    assert set(areas["vintage"]) == {"2018"}
    assert areas.is_valid.all()
    assert rejected == [
        (2, "raden har ingen kod"),
        (3, "raden har ingen gräns, eller en gräns utan yta"),
        (4, "samma kod står redan på en tidigare rad"),
        (6, "raden har ingen gräns, eller en gräns utan yta"),
    ]


def test_codes_of_no_kommun_or_of_wrong_form_are_rejected(tmp_path: Path) -> None:
    file = _geojson(
        tmp_path / "a.geojson",
        ({"DeSO_kod": "0683A0010", "desokod": "0683A0010"}, _square(0)),
        ({"desokod": "9999A0010"}, _square(1)),
        ({"desokod": "0683Q0010"}, _square(2)),
    )
    areas, rejected = read_areas(file)
    assert len(areas) == 1
    assert rejected == [(row, "koden är ingen kod för DeSO") for row in (2, 3)]


def test_a_running_number_is_not_taken_for_kommun_codes(tmp_path: Path) -> None:
    rows = [({"id": number}, _square(number)) for number in (1, 114, 115)]
    with pytest.raises(ValueError, match="ingen kolumn"):
        read_areas(_geojson(tmp_path / "a.geojson", *rows))


def test_kommun_codes_stored_as_numbers_get_their_zero_back(tmp_path: Path) -> None:
    rows = [({"KnKod": code}, _square(code)) for code in (114, 115)]
    areas, _ = read_areas(_geojson(tmp_path / "a.geojson", *rows))
    assert areas["code"].tolist() == ["0114", "0115"]
    assert areas["name"].tolist() == ["Upplands Väsby", "Vallentuna"]
    assert areas["parent_code"].tolist() == ["01", "01"]


def test_lan(tmp_path: Path) -> None:
    file = _geojson(tmp_path / "a.geojson", ({"lanskod": "06"}, _square(0)))
    areas, _ = read_areas(file)
    assert areas["name"].tolist() == ["Jönköpings län"]
    assert areas["kommun_code"].isna().all()


def test_heights_are_dropped(tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    high = shapely.force_3d(_square(0), 7.0)
    gpd.GeoDataFrame({"desokod": ["0683A0010"]}, geometry=[high], crs=3006).to_file(file)
    areas, _ = read_areas(file)
    assert not areas.has_z.any()


def test_a_file_outside_sweden_is_refused_by_name(tmp_path: Path) -> None:
    file = _geojson(
        tmp_path / "oslo.geojson", ({"desokod": "0683A0010"}, box(10.7, 59.9, 10.8, 60))
    )
    with pytest.raises(UnknownCrs, match=r"oslo.geojson: .*inte i Sverige"):
        read_areas(file)


def test_what_is_no_map_is_refused_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("hej", encoding="utf-8")
    with pytest.raises(ValueError, match=r"brev.txt: går inte att läsa"):
        read_areas(tmp_path / "brev.txt")
    (tmp_path / "tabell.csv").write_text("desokod\n0683A0010\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"tabell.csv: filen har inga gränser"):
        read_areas(tmp_path / "tabell.csv")
