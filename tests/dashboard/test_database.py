"""The one door to the published editions."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import duckdb
import pandas as pd
import pytest

from dashboard.database import Edition, Editions, NoEdition
from dashboard.queries import about, incidents
from dashboard.queries.overview import overview
from dashboard.queries.places import followable
from dashboard.state import LEVELS, State
from etl.workplace import Workplace


@pytest.fixture
def editions(example: Workplace, tmp_path: Path) -> Path:
    """Two editions, the first of them shown."""
    folder = tmp_path / "editions"
    shutil.copytree(example.editions, folder)
    shutil.copytree(folder / "0001", folder / "0002")
    return folder


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoEdition):
        Editions(tmp_path, "shared").current()


def test_the_pointer_is_followed_and_what_is_open_is_kept(editions: Path) -> None:
    opened = Editions(editions, "shared")
    first = opened.current()
    assert first.number == 1
    assert opened.current() is first
    (editions / "CURRENT").write_text("2")
    assert opened.current().number == 2
    assert about.areas(first) is not about.areas(opened.current())
    assert len(first.rows("select * from out.area"))  # a request that had begun reads on
    (editions / "CURRENT").write_text("1")
    assert opened.current() is first


def test_the_next_is_made_ready_before_it_is_shown(editions: Path) -> None:
    opened = Editions(editions, "shared")
    opened.lead = 60.0
    first = opened.current()
    asked: Queue[pd.DataFrame] = Queue()
    first.note(lambda edition, level: asked.put(about.at_level(edition, level)), "kommun")
    (editions / "CURRENT").write_text("2")
    assert opened.current() is first
    ready = asked.get(timeout=60)
    assert opened.current() is first
    assert opened.lately(2).number == 2  # another process may show it already
    shutil.rmtree(editions / "0001")  # what is taken away is not shown a moment longer
    assert opened.current().number == 2
    assert about.at_level(opened.current(), "kommun") is ready


@pytest.mark.parametrize("age", [61, -3600])
def test_an_old_pointer_is_followed_at_once_and_so_is_one_from_another_clock(
    editions: Path, age: float
) -> None:
    opened = Editions(editions, "shared")
    opened.lead = 60.0
    assert opened.current().number == 1
    (editions / "CURRENT").write_text("2")
    os.utime(editions / "CURRENT", times=(0, time.time() - age))
    assert opened.current().number == 2


def test_an_edition_cannot_be_written_to(edition: Edition) -> None:
    with pytest.raises(duckdb.Error):
        edition.query("create table out.mine as select 1")
    with pytest.raises(duckdb.Error):
        edition.query("delete from out.area")


def test_what_is_asked_for_is_a_value_and_never_sql(edition: Edition) -> None:
    hostile = "0683'; drop table out.area; --"
    view = overview(edition, State(omrade=hostile, valt=hostile, typ=(hostile,)))
    assert view is not None
    assert set(followable(edition, State(omrade=hostile, valt=hostile, typ=(hostile,)))[1]) == {
        "omrade",
        "valt",
        "typ",
    }
    assert (
        incidents.coverage(edition, source="police_deso_extract", kommuner=(hostile,))["data_stop"]
        is None
    )
    assert len(edition.rows("select * from out.area"))


def test_many_may_ask_at_once(edition: Edition) -> None:
    states = [State(omrade=k, niva=n) for k in ("", "0683", "0617") for n in LEVELS] * 3
    alone = [overview.__wrapped__(edition, state) for state in states[:9]] * 3
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda state: overview.__wrapped__(edition, state), states))
    for one, other in zip(alone, together, strict=True):
        assert one is not None and other is not None
        assert one.by_area.equals(other.by_area)
        assert one.series.equals(other.series)


def test_an_edition_of_another_audience_is_another_file(example: Workplace) -> None:
    public = Editions(example.editions, "public").current()
    names = {row["table_name"] for row in public.rows("select table_name from duckdb_tables()")}
    assert "incident" not in names


def test_whoever_asks_gets_the_edition_of_their_audience(editions: Path) -> None:
    shared = editions / "0001/shared.duckdb"
    shutil.copy(shared, editions / "0001/municipality-0683.duckdb")
    (editions / "0001/municipality-0617.duckdb").unlink(missing_ok=True)
    (editions / "0001/municipality-0617.duckdb").hardlink_to(shared)  # nothing of their own
    asking = ["municipality-0683"]
    opened = Editions(editions, lambda: asking[0])
    assert opened.current().audience == "municipality-0683"
    assert opened.current("public").audience == "public"
    assert opened.current().audience == "municipality-0683"
    for asking[0] in ("municipality-0617", "municipality-9999", "police"):
        assert opened.current() is opened.current("shared")
    asking[0] = "public"
    assert opened.current("shared").audience == opened.current("police").audience == "public"
    (editions / "0001/public.duckdb").unlink()
    with pytest.raises(duckdb.Error):  # never something wider instead
        Editions(editions, "public").current()
