"""What holds for either engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.database import Edition, Editions, NoEdition
from etl.engine import Engine, sums
from etl.engine.files import Files
from etl.provenance import Refused
from tests.etl.engine.editions import finished, published


def fetched(engine: Engine, number: int, folder: Path) -> Path:
    engine.fetch(number, folder / f"{number:04d}")
    return folder / f"{number:04d}"


@pytest.fixture(scope="module")
def two(new_engine: Callable[[], Engine], tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """With editions 1 and 2. Not to be written to."""
    engine = new_engine()
    published(engine, tmp_path_factory.mktemp("two"), 1, 2)
    return engine


def test_what_is_published_is_what_is_read(two: Engine, tmp_path: Path) -> None:
    folder = fetched(two, 2, tmp_path)
    assert sums(folder) == sums(finished(tmp_path / "same", 2))
    assert (folder / "areas.parquet").read_bytes() == b"gr\x00nser"
    assert (folder / "municipality-2080.duckdb").samefile(folder / "shared.duckdb")
    edition = Edition(folder, "shared")
    assert edition.rows("select out.quadruple(3) as x, count(*) as n from out.only('klotter')") == [{"x": 12, "n": 1000}]  # fmt: skip
    types = "select data_type from duckdb_columns() where table_name = 'incident' and column_name = $name"  # fmt: skip
    assert edition.rows(types, name="kind") == [{"data_type": "ENUM('stöld å', 'klotter')"}]
    assert edition.rows(types, name="at") == [{"data_type": "TIMESTAMP_S"}]
    assert edition.rows("select nr from out.incident limit 3 offset 1000") == [{"nr": 1000 + i} for i in range(3)]  # fmt: skip
    comments = "select comment from duckdb_{}() where comment is not null and database_name = 'out'"
    assert edition.rows(comments.format("tables")) == [{"comment": "Händelser, som 'de' kallas"}]
    assert edition.rows(comments.format("columns")) == [{"comment": "Vad; eller inte"}]
    assert edition.rows(comments.format("functions")) == [{"comment": "Bara ett slag"}]


def test_every_edition_is_there_by_its_number_and_no_other(two: Engine, tmp_path: Path) -> None:
    """A host shows the next when the pointer has moved."""
    assert two.numbers() == [1, 2]
    (tmp_path / "host").mkdir()
    host, opened = Files(tmp_path / "host"), Editions(tmp_path / "host", "police")
    with pytest.raises(NoEdition):
        opened.current()
    for number in (1, 2):
        host.publish(fetched(two, number, tmp_path), number)
        assert opened.current().rows("select distinct edition as x from out.incident") == [{"x": number}]  # fmt: skip
        assert opened.current().rows("from out.unchanged") == [{"word": "aldrig"}]
    with pytest.raises(Refused, match="Underlag 3 finns inte"):
        two.fetch(3, tmp_path / "hit")


def test_a_number_is_one_edition_for_ever(two: Engine, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        two.publish(finished(tmp_path / "another", 2, said="annat.csv"), 2)
    assert two.numbers() == [1, 2]


def test_whoever_reads_meanwhile_reads_one_edition_whole(
    new_engine: Callable[[], Engine], tmp_path: Path
) -> None:
    """And afterwards what is pruned is gone."""
    engine = new_engine()
    assert engine.numbers() == []
    published(engine, tmp_path, 1)
    writer = threading.Thread(target=published, args=(engine, tmp_path, 2))
    writer.start()
    seen = []
    while writer.is_alive() or seen[-1] != 2:
        number = engine.numbers()[-1]
        folder = fetched(engine, number, tmp_path / f"read-{len(seen)}")
        for audience in ("shared", "police"):
            edition = Edition(folder, audience)
            held = "select (from out.edition) as a, min(edition) as b, max(edition) as c, (from out.audience) as d from out.incident"  # fmt: skip
            assert edition.rows(held) == [{"a": number, "b": number, "c": number, "d": audience}]
        seen.append(number)
    writer.join()
    assert seen == sorted(seen) and seen[0] == 1
    engine.forget([1])
    assert engine.numbers() == [2]
    with pytest.raises(Refused, match="finns inte"):
        engine.fetch(1, tmp_path / "hit")
    assert sums(fetched(engine, 2, tmp_path)) == sums(folder)
