"""Boundaries and positions in one job: the positions lie in the areas that come with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import warehouse
from etl.provenance import Refused
from etl.workplace import Workplace, finest_areas
from tests.conftest import Published
from tests.etl.sources.reader import SAMPLES

POINTS = SAMPLES / "fault_reports.csv"
QUESTION = "select kommun_code, deso_code, regso_code, sum(count) from out.incident group by all order by all"


@pytest.fixture
def deso(shared: Path) -> Path:
    return shared / "geodata/deso_2025_dalarna_raw.geojson"


def falun(folder: Path) -> Workplace:
    folder.mkdir()
    (folder / "lagesbild.toml").write_text('[forum]\nkommun = "2080"\n')
    return Workplace(folder)


def test_one_job_is_as_good_as_two(tmp_path: Path, deso: Path, published: Published) -> None:
    one, two = falun(tmp_path / "one"), tmp_path / "two"
    loaded = warehouse.load(one, [POINTS, deso])
    assert [batch["source"] for batch in loaded.batches] == ["scb_areas", "fault_reports"]
    falun(two)
    for file in (deso, POINTS):
        warehouse.load(Workplace(two), [file])
    found = [published(Workplace(f)).execute(QUESTION).fetchall() for f in (one.folder, two)]
    assert found[0] == found[1]
    assert any(deso for _, deso, _, _ in found[0])


def test_nothing_is_changed_by_boundaries_when_the_rest_is_refused(
    tmp_path: Path, deso: Path
) -> None:
    place = falun(tmp_path / "plats")
    bad = tmp_path / "fel.csv"
    bad.write_bytes(POINTS.read_bytes().replace(b"Fisktorget", b"070-123 45 67"))
    with pytest.raises(Refused, match="ett telefonnummer"):
        warehouse.load(place, [deso, bad])
    assert place.current is None and not place.manifest()["batches"]
    loaded = warehouse.load(Workplace(place.folder), [POINTS])
    assert [batch["source"] for batch in loaded.batches] == ["fault_reports"]
    assert not list(place.batches.glob("*scb_areas*"))


def test_of_two_divisions_the_newest_is_looked_in(tmp_path: Path, deso: Path) -> None:
    older = tmp_path / "deso_2018.geojson"
    older.write_bytes(deso.read_bytes().replace(b'"version":"2025', b'"version":"2018'))
    assert older.read_bytes() != deso.read_bytes()
    place = falun(tmp_path / "plats")
    warehouse.load(place, [deso])
    shown = place.edition(1) / "areas.parquet"
    warehouse.load(Workplace(place.folder), [older])
    both = tuple(sorted(place.batches.glob("*-scb_areas.parquet")))
    assert len(both) == 2
    for boundaries in (both, both[::-1]):
        found = finest_areas(shown, boundaries)
        assert set(found.loc[found["level"] == "deso", "vintage"]) == {"2025"}
        assert not found["code"].duplicated().any()
