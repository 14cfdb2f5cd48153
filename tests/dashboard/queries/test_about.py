"""What is said of the edition itself: is it whole, and is it fresh?"""

from __future__ import annotations

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path

import dash

from dashboard.app import create_app
from dashboard.components import shell
from dashboard.database import Edition, Editions
from dashboard.queries import about
from dashboard.swedish import clock, rhythm
from etl.workplace import Workplace

EXTRACT = "police_deso_extract"


def test_a_source_is_late_when_half_its_rhythm_again_has_passed(edition: Edition) -> None:
    taken = {s["source"]: s["extracted_at"].date() for s in about.sources(edition)}
    for days, late in ((46, False), (47, True)):
        today = taken[EXTRACT] + timedelta(days=days)
        found = {a["source"]: a for a in about.arrivals(edition, today=today)}
        assert found[EXTRACT]["age_days"] == days
        assert found[EXTRACT]["is_late"] is late
        assert not found["scb_areas"]["is_late"]  # boundaries come when they come


def test_what_retention_takes_next_is_told(edition: Edition) -> None:
    today = about.sources(edition)[0]["extracted_at"].date()
    found = {a["source"]: a for a in about.arrivals(edition, today=today)}
    source = next(s for s in about.sources(edition) if s["source"] == EXTRACT)
    kept = found[EXTRACT]["prune_from"] - source["period_from"].date()
    assert kept.days == source["retention_days"]
    assert found["scb_areas"]["prune_from"] is None


def test_health_is_told_to_machines(app: dash.Dash, edition: Edition) -> None:
    said = app.server.test_client().get("/halsa").get_json()
    assert said["edition"] == edition.number
    assert {s["source"] for s in said["sources"]} == {s["source"] for s in about.sources(edition)}
    assert said["is_late"] == any(s["is_late"] for s in said["sources"])


def test_a_host_without_news_says_since_when(survey_only: Workplace, tmp_path: Path) -> None:
    editions = shutil.copytree(survey_only.editions, tmp_path / "editions", copy_function=os.link)
    machine = create_app(editions=editions, audience="shared").server.test_client()
    for age, is_behind in ((0, False), (110, False), (130, True)):
        checked_at = time.time() - age
        (editions / "CHECKED").touch()
        os.utime(editions / "CHECKED", (checked_at, checked_at))
        since = Editions(editions, "shared").behind_since()
        assert (since is not None) == is_behind == ("behind_since" in machine.get("/halsa").json)
    said = str(shell.edition_line({"number": 4, "published_at": since, "is_example": False}, behind_since=since))  # fmt: skip
    assert f"Ingen kontakt med lagret sedan {clock(since)}" in said


def test_rhythms_in_words() -> None:
    assert [rhythm(n) for n in (0, 1, 31, 14)] == ["", "varje dag", "varje månad", "var 14:e dag"]
