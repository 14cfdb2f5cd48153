from pathlib import Path

import pytest

from etl import sources
from etl.provenance import Refused
from etl.reading import File
from tests.conftest import SAMPLES

REAL = Path("../shared/data")
real = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas")

OF_SOURCE = {
    "polisen/events_2022-09_2025-06.parquet": "polisen_events",
    "polisen/events_middle_2024-09-14_913dd5ed4.json": "polisen_events",
    "polisen/events_oldest_2023-03-25_de6f7403c.json": "polisen_events",
    "bra/bra_kommunindikatorer_dalarna.csv": "bra_municipal_indicators",
    "bra/brott.csv": "bra_pxweb",
    "population/folkmangd_deso_2024_raw.csv": "scb_population",
    "population/deso_befolkning_2024.csv": "scb_population",
    "population/befolkning_1km_2025_dalarna.csv": "scb_population",
    "police_extract/1548-25 trafikkontroll.xlsx": "police_event_reports",
    "geodata/RegSO_2025.gpkg": "scb_areas",
    "geodata/deso_2025_dalarna_raw.geojson": "scb_areas",
    "geodata/swedish_municipalities.geojson": "scb_areas",
    "geodata/Kommun_Sweref99TM.TAB": "scb_areas",
    "geodata/swemaps2_malmo.gpkg": "city_areas",
}


def recognising(path: Path) -> list[str]:
    return [name for name, module in sources.ALL.items() if module.recognise(File(path))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_exactly_its_own_source_recognises_a_sample(sample: Path) -> None:
    assert recognising(sample) == [sample.name.split(".")[0]]


@real
@pytest.mark.parametrize(
    "path", sorted(p for p in REAL.rglob("*") if p.is_file()), ids=lambda path: path.name
)
def test_exactly_one_source_recognises_a_real_file_and_none_a_foreign_one(path: Path) -> None:
    expected = OF_SOURCE.get(path.relative_to(REAL).as_posix())
    try:
        assert recognising(path) == ([expected] if expected else [])
    except Refused:  # the file has no header to look at
        assert expected is None
