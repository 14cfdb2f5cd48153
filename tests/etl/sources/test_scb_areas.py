import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from etl import privacy
from etl.known import Known
from etl.provenance import Reading, Refused
from etl.reading import File
from etl.sources import scb_areas as source
from geodata.areas import kommun_names

SAMPLE = Path(__file__).parent / "files" / "scb_areas.geojson"
REAL = Path("../shared/data/geodata")
real = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas")


def read(path: Path) -> Reading:
    file = File(path)
    assert source.recognise(file)
    sheet = file.sheet(drop=source.SOURCE.dropped_text)
    privacy.check_columns(sheet.columns, known=source.SOURCE.columns)
    privacy.check_values(sheet, file=file.name)
    return source.read(file, sheet, Known())


def changed(tmp_path: Path, **properties: object) -> Path:
    """The sample with the first area's properties changed."""
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    content["features"][0]["properties"] |= properties
    path = tmp_path / "areas_2025.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def in_sweden(reading: Reading) -> bool:
    west, south, east, north = shapely.total_bounds(
        shapely.from_wkb(np.array(reading.accepted["geometry"].to_pylist(), dtype=object))
    )
    return 250_000 < west < east < 930_000 and 6_100_000 < south < north < 7_700_000


def test_the_sample_is_read_and_every_row_is_accounted_for() -> None:
    reading = read(SAMPLE)
    assert (reading.read, reading.accepted.num_rows, reading.rejects.num_rows) == (12, 12, 0)
    area = reading.accepted.drop_columns(["geometry"]).to_pylist()[0]
    assert area == {
        "area_code": "2080C1090",
        "name": "2080C1090",
        "level": "deso",
        "parent_code": "2080R012",
        "kommun_code": "2080",
        "vintage": "2025",
    }
    assert in_sweden(reading)


def test_the_publishers_row_identity_is_never_read() -> None:
    """Hex digits in groups can be a personal number to the gate: "26-0389-4474"."""
    sheet = File(SAMPLE).sheet(drop=source.SOURCE.dropped_text)
    assert "objektidentitet" not in sheet.columns


def test_an_unknown_code_refuses_its_row_only(tmp_path: Path) -> None:
    reading = read(changed(tmp_path, desokod="9999C1090"))
    assert (reading.read, reading.accepted.num_rows) == (12, 11)
    assert [r["row"] for r in reading.rejects.to_pylist()] == [1]
    assert "9999" not in reading.rejects["reason"][0].as_py()


def test_a_file_of_lan_is_refused(tmp_path: Path) -> None:
    area = {"type": "Polygon", "coordinates": [[[15, 60], [16, 60], [16, 61], [15, 60]]]}
    properties = {"id": "17", "kom_namn": "Dalarna", "lan_code": "20"}
    feature = {"type": "Feature", "geometry": area, "properties": properties}
    path = tmp_path / "lan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(Refused, match="länens gränser"):
        read(path)


def test_points_with_a_kommun_code_are_not_areas(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [15, 60]}
    feature = {"type": "Feature", "geometry": point, "properties": {"kommunkod": "2080"}}
    path = tmp_path / "points.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert not source.recognise(File(path))


@real
def test_all_regso_with_repeated_names_and_unique_codes() -> None:
    reading = read(REAL / "RegSO_2025.gpkg")
    areas = reading.accepted.drop_columns(["geometry"]).to_pandas()
    assert (reading.read, len(areas), reading.rejects.num_rows) == (3363, 3363, 0)
    assert areas["area_code"].is_unique and not areas["name"].is_unique
    assert set(areas["level"]) == {"regso"} and set(areas["vintage"]) == {"2025"}
    assert set(areas["kommun_code"]) == set(kommun_names())


@real
def test_deso_in_geojson_with_metres_where_degrees_are_promised() -> None:
    reading = read(REAL / "deso_2025_dalarna_raw.geojson")
    areas = reading.accepted.drop_columns(["geometry"]).to_pandas()
    assert (reading.read, len(areas), reading.rejects.num_rows) == (175, 175, 0)
    assert set(areas["level"]) == {"deso"} and areas["kommun_code"].nunique() == 15
    assert in_sweden(reading)


@real
@pytest.mark.parametrize("name", ["swedish_municipalities.geojson", "Kommun_Sweref99TM.TAB"])
def test_kommuner_in_degrees_and_in_mapinfo_without_a_known_system(name: str) -> None:
    reading = read(REAL / name)
    areas = reading.accepted.drop_columns(["geometry"]).to_pandas()
    assert (reading.read, len(areas)) == (290, 290)
    assert dict(zip(areas["area_code"], areas["name"], strict=True)) == kommun_names()
    assert set(areas["vintage"]) == {"okänd"}  # the file does not say
    assert in_sweden(reading)
