"""What happened stands at the series of its place, its problems and its readers, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from dashboard import example_week
from dashboard.access import PUBLIC, SHARED, Visitor
from dashboard.app import create_app
from dashboard.components import notes
from dashboard.components.answers import Answers, as_read
from dashboard.components.form import Form
from dashboard.components.meeting.room import Room
from dashboard.database import Edition, Editions
from dashboard.export.document import document
from dashboard.journal import meetings
from dashboard.journal import notes as journal
from dashboard.journal.organisations import organise
from dashboard.state import State
from dashboard.store import Store
from etl.privacy import personal_text
from etl.workplace import Workplace

POLICE = Visitor("Polisen", "deltagare", "police", "account")
HOUSING = Visitor("Bostadsbolaget", "deltagare", SHARED, "account")
ANYBODY = Visitor("", "läsare", PUBLIC, "account")
DAY = date(2026, 11, 12)
EVER = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(
        f"sqlite:///{tmp_path / 'j.sqlite'}",
        check_text=personal_text,
        now=lambda: datetime(2026, 11, 23, 9, 0),
    )
    organise(made, kommuner={"0683": "Värnamo"}, observers={"Bostadsbolaget": "vecka"})
    yield made
    made.close()


def write(store: Store, what: str, area: str = "0683", **more: Any) -> int:
    said = {"kind": "event", "first_day": DAY, "last_day": DAY, "area_code": area, "what": what}
    return journal.add(store, **(said | more))


def seen(store: Store, edition: Edition, visitor: Visitor = POLICE, **asked: Any) -> list[str]:
    rows = notes.about(store, edition=edition, visitor=visitor, **{**EVER, **asked})
    return [row["what"] for row in rows]


def test_a_place_has_what_is_in_it_and_what_it_is_in(store: Store, edition: Edition) -> None:
    places = {
        "forum": "lpo-varnamo", "kommun": "0683", "regso": "0683R002", "annan regso": "0683R003",
        "annan kommun": "0617", "gammal": "0683R999",
    }  # fmt: skip
    for name, code in places.items():
        write(store, name, code)
    assert seen(store, edition, area_code="0683R002") == ["forum", "kommun", "regso"]
    assert seen(store, edition, area_code="0617") == ["forum", "annan kommun"]
    assert "annan kommun" not in seen(store, edition, area_code="0683")
    assert len(seen(store, edition, area_code="0683")) == 5
    assert seen(store, edition) == seen(store, edition, area_code="lpo-varnamo") == list(places)


def test_a_named_place_and_a_deso_stand_at_the_regso_they_lie_in(
    store: Store, edition: Edition
) -> None:
    write(store, "i centrum", "gislaved-centrum")
    write(store, "i ett DeSO", "0617X0011")
    assert seen(store, edition, area_code="0662X0063") == ["i centrum"]
    assert seen(store, edition, area_code="0662") == ["i centrum"]
    assert seen(store, edition, area_code="0617R001") == ["i ett DeSO"]


def test_a_problem_has_its_own_and_what_is_about_none(store: Store, edition: Edition) -> None:
    write(store, "lov")
    write(store, "lampor", problem_types="skadegorelse stold")
    assert seen(store, edition, types=("stold",)) == ["lov", "lampor"]
    assert seen(store, edition, types=("ran",)) == ["lov"]
    assert seen(store, edition) == ["lov", "lampor"]


def test_each_reads_their_class(store: Store, edition: Edition) -> None:
    for audience in ("parties", "shared", "public"):
        write(store, audience, audience=audience)
    write(store, "eget", public_wording="utåt", place="hemligt")
    write(store, "polisens", audience="parties", public_wording="aldrig")
    assert seen(store, edition, POLICE) == ["parties", "shared", "public", "eget", "polisens"]
    assert seen(store, edition, HOUSING) == ["shared", "public", "eget"]
    assert seen(store, edition, ANYBODY) == ["public", "utåt"]
    rows = notes.about(store, edition=edition, visitor=ANYBODY, **EVER)
    assert "hemligt" not in str(rows) and "aldrig" not in str(rows)
    # a screen shared with others shows no more than its room, whoever has logged in
    assert seen(store, edition, POLICE, klass="shared") == ["shared", "public", "eget"]


def test_a_meetings_screen_shows_what_its_room_may_see(
    example: Workplace, store: Store, edition: Edition
) -> None:
    example_week.write(store, Editions(example.editions, "shared"), today=DAY)
    meeting = meetings.latest(store)
    assert meeting
    said = {"parties": "parties", "forum": "shared", "open": "public"}
    for room, klass in said.items():
        meeting.room = room
        shown = Room(store, edition, meeting, Form("mote", {}), POLICE, DAY, on_screen=True)
        assert shown.klass == klass


def test_the_meetings_document_has_those_of_its_weeks_of_every_class(
    example: Workplace, store: Store, edition: Edition
) -> None:
    opened = Editions(example.editions, "shared")
    example_week.write(store, opened, today=date(2026, 11, 23))
    meeting = meetings.latest(store)
    assert meeting
    write(
        store,
        "helgen",
        first_day=date(2026, 11, 28),
        last_day=date(2026, 11, 29),
        audience="parties",
    )
    write(store, "nästa vecka", first_day=date(2026, 11, 30), last_day=date(2026, 11, 30))
    write(store, "i Gnosjö", "0617")
    made = document(store, meeting, edition=edition, public=None, since=None)
    what = [note["what"] for note in made["notes"]]
    assert what[-1] == "helgen" and "Höstlov" in what
    assert not {"nästa vecka", "i Gnosjö", "Felanmälan görs i en ny e-tjänst"} & set(what)


def test_no_answer_that_is_kept_has_a_note_in_it(store: Store, edition: Edition) -> None:
    """They are drawn in what has been read from it, for one reader."""
    write(store, "Bara för oss", audience="parties")
    answers = Answers()
    state = State(omrade="0683")
    for visitor, count in ((POLICE, 1), (HOUSING, 0), (POLICE, 1)):
        kept = answers.get(edition, state, theme="light")
        assert kept
        series = as_read(kept["figure"]["series"])
        assert "<b>1</b>" not in str(series)
        drawn, said = notes.on_series(
            series, store=store, theme="light", edition=edition, visitor=visitor, area_code="0683"
        )
        assert str(drawn).count("<b>1</b>") == count
        assert ("Bara för oss" in str(said)) == bool(count)


def test_the_file_has_them_apart_from_the_numbers(example: Workplace, store: Store) -> None:
    app: Dash = create_app(editions=example.editions, audience="shared", store=store)
    client = app.server.test_client()
    empty = client.get("/tabell.csv?omrade=0683").get_data(as_text=True)
    write(store, "=Lov", audience="public")
    write(store, "Makulerad")
    journal.void(store, 2, reason="dubbel", by="")
    write(store, "Före veckorna", first_day=date(2026, 10, 25), last_day=date(2026, 10, 25))
    text = client.get("/tabell.csv?omrade=0683").get_data(as_text=True)
    numbers, _, noted = text.partition("\r\n\r\n")
    assert numbers == empty.removesuffix("\r\n")
    [head, row] = noted.strip().split("\r\n")
    assert head.startswith("Händelser och insatser samtidigt;Från;Till")
    assert row == "'=Lov;2026-11-12;2026-11-12;händelse;Värnamo;0683;;;"
