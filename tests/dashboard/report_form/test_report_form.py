"""What the form takes, refuses and shows, without a browser."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import flask
import pytest
from flask.testing import FlaskClient

from dashboard.event_log import Lines
from dashboard.report_form import answers, app, words
from dashboard.report_form.app import create_form
from dashboard.report_form.contents import new_token
from dashboard.report_form.report import DayPart, Unreadable, read_incoming
from etl.incidents import DAY_PARTS
from tests.dashboard.report_form.conftest import (
    EXPIRED,
    ID,
    NOW,
    OTHER,
    THANKS,
    TOKEN,
    UNKNOWN,
    Clock,
    Send,
    contents,
    link,
    received,
)

MARK = "zq<b>7'\"&amp;"  # no page of ours has the first two letters


def test_the_words_are_those_that_the_source_reads() -> None:
    assert list(get_args(DayPart)) == list(DAY_PARTS)


def test_the_first_thing_said_is_whom_to_call_then_the_two_choices(client: FlaskClient) -> None:
    page = client.get(f"/rapport/{TOKEN}").text
    order = ["Pågår något nu?", "Ring 112", "Inget att rapportera v.\u00a047", "<span>Rapportera<"]
    assert [page.index(said) for said in order] == sorted(page.index(said) for said in order)
    assert "EXEMPELDATA" in page


@pytest.mark.parametrize(
    ("day", "week"),
    [("2026-11-23", "W47"), ("2026-11-25", "W47"), ("2026-11-26", "W48"), ("2026-11-29", "W48")],
)
def test_until_wednesday_the_last_week_is_suggested(day: str, week: str) -> None:
    assert answers.blank(date.fromisoformat(day)).week == f"2026-{week}"


def test_nothing_to_report_is_a_report(send: Send, folder: Path) -> None:
    answer = send(nothing="1", problem_type=None, count=None)
    assert answer.status_code == 200
    assert "Tack!" in answer.text
    assert THANKS in answer.text
    [report] = received(folder)
    assert report.model_dump(by_alias=True) == {
        "schema": 1,
        "id": ID,
        "organisation": "Fritidsgården i Värnamo",
        "kommun_code": "0683",
        "received_at": "2026-11-23T09:30:15",
        "week": "2026-W47",
        "nothing": True,
        "items": (),
    }


def test_several_incidents_are_one_report(send: Send, folder: Path) -> None:
    answer = send(
        where="plats:Värnamo resecentrum", day="2026-11-20", day_part="kväll", count="fler", more="12",
        is_reported="ja", is_fault_reported="vet ej", own_action="städade eller lagade",
        second={"problem_type": "typ_9", "where": "omrade:0683R002", "day": "", "day_part": "", "count": "2"},
    )  # fmt: skip
    assert answer.status_code == 200
    [report] = received(folder)
    first, second = (item.model_dump() for item in report.items)
    assert first == {
        "problem_type": "typ_0", "place": "Värnamo resecentrum", "area_code": None, "day": "2026-11-20",
        "day_part": "kväll", "count": 12, "is_reported": "ja", "is_fault_reported": "vet ej",
        "own_action": "städade eller lagade",
    }  # fmt: skip
    assert second == {
        "problem_type": "typ_9", "place": None, "area_code": "0683R002", "day": None, "day_part": None,
        "count": 2, "is_reported": None, "is_fault_reported": None, "own_action": None,
    }  # fmt: skip
    for told in ("Skadegörelse, 12 gånger", "fre 20 nov, kväll", "Felanmält: vet ej", "Östra"):
        assert told in answer.text


@pytest.mark.parametrize(
    ("wrong", "at", "remedy"),
    [
        ({"problem_type": None}, "problem_type-0", "Välj vad det handlar om."),
        ({"problem_type": "brott"}, "problem_type-0", "Välj vad det handlar om."),
        ({"where": "plats:Hemma hos"}, "where-0", "Platsen finns inte"),
        ({"where": "omrade:0662R001"}, "where-0", "Platsen finns inte"),  # another kommun's
        ({"day": "2026-11-23"}, "day-0", "Dagen ligger inte i den vecka"),
        ({"day": "2026-11-24", "week": "2026-W48"}, "day-0", "Dagen ligger inte"),  # tomorrow
        ({"day_part": "gryning"}, "day_part-0", "Välj en tid på dygnet"),
        ({"count": "17"}, "count-0", "Välj hur många"),
        ({"count": "fler"}, "more-0", "Skriv hur många det var"),
        ({"count": "fler", "more": "100"}, "more-0", "Skriv hur många det var"),
        ({"count": "fler", "more": "٧"}, "more-0", "Skriv hur många det var"),
        ({"is_reported": "kanske"}, "is_reported-0", "Välj ja, nej eller vet ej."),
        ({"own_action": "fritext"}, "own_action-0", "Välj en åtgärd"),
        ({"week": "2026-W49"}, "week", "Välj vilken vecka"),
        ({"week": "2026-W42"}, "week", "Välj vilken vecka"),
        ({"week": "igår", "nothing": "1"}, "nothing", "Välj vilken vecka"),
    ],
)
def test_wrong_input_is_told_by_the_field_and_nothing_is_written(
    send: Send, folder: Path, wrong: dict[str, str | None], at: str, remedy: str
) -> None:
    """ASVS 5, 2.2.1 and 2.2.2: validated on the server against what was offered."""
    answer = send(**wrong)
    assert answer.status_code == 422
    assert f'<a href="#{at}">{remedy}' in answer.text
    assert f'id="{at}"' in answer.text
    assert f'aria-describedby="{at}-wrong"' in answer.text
    assert f'value="{ID}"' in answer.text  # still the same report
    assert received(folder) == []


def test_what_was_right_is_still_filled_in(send: Send) -> None:
    answer = send(problem_type=None, where="plats:Stortorget", day="2026-11-21", own_action="annat")
    for value in ("plats:Stortorget", "2026-11-21", "annat"):
        assert f'value="{value}" checked' in answer.text


def test_one_more_incident_and_one_less_without_a_script(send: Send) -> None:
    added = send(do="add", where="plats:Stortorget")
    assert added.status_code == 200
    assert added.text.count('name="item"') == 3  # and the template's
    assert 'value="plats:Stortorget" checked' in added.text
    less = send(do="remove-0", second={"problem_type": "typ_8"})
    assert less.text.count('name="item"') == 2
    assert 'name="problem_type-0" value="typ_8" checked' in less.text


def test_a_report_that_is_sent_again_is_one_report(send: Send, folder: Path) -> None:
    first = send()
    again = send(where="plats:Stortorget")
    assert first.status_code == again.status_code == 200
    assert "det som kom först gäller" in again.text
    [report] = received(folder)
    assert report.items[0].place is None


def test_a_report_that_a_phone_kept_for_weeks_is_taken(send: Send, folder: Path) -> None:
    assert send(week="2026-W44", day="2026-10-30").status_code == 200
    assert received(folder)[0].week == "2026-W44"


def test_a_link_of_another_kommun_offers_that_kommuns_places(send: Send, folder: Path) -> None:
    assert send(OTHER, where="omrade:0662R001").status_code == 200
    assert received(folder)[0].kommun_code == "0662"


def test_unknown_revoked_and_expired_links_look_the_same(
    client: FlaskClient, send: Send, folder: Path
) -> None:
    """ASVS 5, 16.5.1: one message that says nothing of which it was."""
    pages = {client.get(f"/rapport/{token}").text for token in (UNKNOWN, EXPIRED, "x" * 3000, "å")}
    pages |= {send(EXPIRED).text, send(UNKNOWN).text}
    assert client.get(f"/rapport/{TOKEN}").status_code == 200
    (folder / "form.json").write_bytes(contents(links=(link(OTHER, "En annan", NOW.date()),)))
    revoked = client.get(f"/rapport/{TOKEN}")
    assert revoked.status_code == 404
    assert len(pages | {revoked.text}) == 1
    assert "Be samordnaren" in revoked.text
    assert received(folder) == []


def test_a_link_is_128_random_bits() -> None:
    """ASVS 5, 7.2.3 asks as much of a reference token."""
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_no_link_stands_in_the_file_that_the_form_reads(folder: Path) -> None:
    assert TOKEN not in (folder / "form.json").read_text()


def test_a_link_may_send_thirty_reports_an_hour(send: Send, folder: Path, clock: Clock) -> None:
    """ASVS 5, 2.4.1: against automated calls."""
    ids = [f"{n:08x}-5f0a-4b1e-9d3a-0123456789ab" for n in range(33)]
    said = [send(id=at).status_code for at in ids[:31]]
    assert said == [200] * 30 + [429]
    assert send(OTHER, id=ids[31]).status_code == 200  # another's allowance is its own
    clock.seconds = 121  # two minutes give one more
    assert [send(id=at).status_code for at in ids[31:]] == [200, 429]
    assert len(received(folder)) == 31


def test_who_tries_links_is_stopped_and_others_are_not(client: FlaskClient, clock: Clock) -> None:
    def status(address: str, token: str = UNKNOWN) -> int:
        return client.get(f"/rapport/{token}", environ_base={"REMOTE_ADDR": address}).status_code

    said = [status("192.0.2.7") for _ in range(app.UNKNOWN_HOURLY + 1)]
    assert said == [404] * app.UNKNOWN_HOURLY + [429]
    assert status("192.0.2.8") == 404
    assert status("192.0.2.7", TOKEN) == 200
    network = [status(f"2001:db8::{n:x}") for n in range(app.UNKNOWN_HOURLY + 1)]
    assert network[-1] == 429
    clock.seconds = 3600
    assert status("192.0.2.7") == 404


def test_what_is_remembered_of_addresses_does_not_grow(clock: Clock) -> None:
    allowance = app.Allowance(2, most_keys=100, clock=clock)
    for n in range(1000):
        assert allowance.take(str(n))
    assert len(allowance) == 100


@pytest.mark.parametrize("path", [f"/rapport/{TOKEN}", f"/rapport/{UNKNOWN}", "/", "/rapport/static/form.css", "/rapport/static/offline.js"])  # fmt: skip
def test_no_cookie_and_closed_headers_everywhere(client: FlaskClient, path: str) -> None:
    """ASVS 5, 3.4.3 (policy), 3.4.4 (nosniff), 3.4.5 (referrer), 3.4.6 (frames), 14.3.2 (caching)."""
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    is_static = "static" in path
    assert answer.headers["Cache-Control"] == ("no-cache" if is_static else "no-store")
    assert ("Service-Worker-Allowed" in answer.headers) == path.endswith("offline.js")


def test_nothing_stands_in_the_page_that_the_policy_would_stop(client: FlaskClient) -> None:
    page = client.get(f"/rapport/{TOKEN}").text
    assert not re.search(r"\son\w+=|\sstyle=|<script(?! src)|<style|https?://", page)


def test_a_report_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post(f"/rapport/{TOKEN}", data={"id": "x" * 70_000})
    assert answer.status_code == 413
    assert "för stor" in answer.text


def test_a_full_disk_is_told_and_leaves_nothing(send: Send, folder: Path) -> None:
    (folder / "incoming").rmdir()
    answer = send()
    assert answer.status_code == 503
    assert "gick inte att spara" in answer.text


def test_what_the_form_knows_is_read_again_when_it_changes(
    client: FlaskClient, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert "EXEMPELDATA" in client.get(f"/rapport/{TOKEN}").text
    (folder / "form.json").write_bytes(contents(is_example=False))
    assert "EXEMPELDATA" not in client.get(f"/rapport/{TOKEN}").text
    (folder / "form.json").write_bytes(b'{"forum": "')  # half of it: the last whole holds
    assert client.get(f"/rapport/{TOKEN}").status_code == 200
    assert client.get(f"/rapport/{TOKEN}").status_code == 200
    assert sum("form.json" in said for said in caplog.messages) == 1
    (folder / "form.json").unlink()
    assert client.get(f"/rapport/{TOKEN}").status_code == 503


def test_before_there_is_anything_to_read_the_form_is_closed(tmp_path: Path) -> None:
    client = create_form(tmp_path).test_client()
    for token in (TOKEN, UNKNOWN):
        answer = client.get(f"/rapport/{token}")
        assert answer.status_code == 503
        assert "stängt just nu" in answer.text


def junk(draw: random.Random) -> str:
    letters = string.printable + "åäö\u0000\u202e😀" + MARK
    return MARK + "".join(draw.choices(letters, k=draw.randrange(40)))


def a_body(draw: random.Random, names: list[str]) -> dict[str, list[str]]:
    good = ["typ_0", "2026-W47", ID, "kväll", "1", "fler", "0", "send", "plats:Stortorget", "ja"]
    value: Callable[[], str] = lambda: draw.choice([junk(draw), draw.choice(good)])
    return {draw.choice([*names, junk(draw)]): [value() for _ in range(draw.randrange(4))] for _ in range(draw.randrange(25))}  # fmt: skip


def test_five_hundred_odd_bodies_and_addresses(
    served_form: flask.Flask, folder: Path, client: FlaskClient
) -> None:
    """ASVS 5, 1.2.1 (output encoding) and 16.5.1: never a fault, never anything repeated."""
    served_form.config["PROPAGATE_EXCEPTIONS"] = False
    draw = random.Random(2026)
    names = [f"{name}-{n}" for name in answers.WRONG for n in (0, 1)] + ["id", "week", "item", "do", "nothing"]  # fmt: skip
    for n in range(500):
        method = draw.choice(["POST", "POST", "GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
        path = draw.choice([f"/rapport/{TOKEN}", f"/rapport/{junk(draw)}", f"/{junk(draw)}", "/rapport/static/../app.py"])  # fmt: skip
        data = draw.choice([a_body(draw, names), draw.randbytes(200)])
        kind = draw.choice(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", junk(draw).encode("ascii", "ignore").decode().translate({10: None, 13: None, 0: None, 11: None, 12: None})])  # fmt: skip
        address = {"REMOTE_ADDR": f"192.0.2.{n % 250}"}
        if isinstance(data, dict):
            answer = client.open(path, method=method, data=data, environ_base=address)
        else:
            answer = client.open(path, method=method, data=data, content_type=kind, environ_base=address)  # fmt: skip
        assert answer.status_code < 500, (method, path, data)
        assert MARK[:2] not in answer.get_data(as_text=True)
    for _, report in read_incoming(folder / "incoming"):
        assert not isinstance(report, Unreadable)


@pytest.mark.parametrize(
    ("monday", "days"), [("2026-11-16", "16–22 nov"), ("2026-11-30", "30 nov–6 dec")]
)
def test_a_week_is_told_by_its_days(monday: str, days: str) -> None:
    assert words.week_days(date.fromisoformat(monday)) == days


def test_which_of_several_incidents_is_wrong_is_told(send: Send) -> None:
    answer = send(second={"problem_type": "", "count": "1"})
    assert '<a href="#problem_type-1">Händelse 2: Välj vad det handlar om.' in answer.text


def test_the_command_says_what_is_missing(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("form", "--workplace", tmp_path) == 1
    assert "rapporter finns inte" in capsys.readouterr().err


def test_a_fault_of_ours_says_neither_what_nor_which_link(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """ASVS 5, 16.5.1 and 16.2.5: no inner details to the user, no keys in the log."""

    def broken() -> datetime:
        raise RuntimeError("inuti")

    answer = create_form(folder, now=broken).test_client().get(f"/rapport/{TOKEN}")
    assert answer.status_code == 500
    assert "inuti" not in answer.text
    [line] = [Lines().format(record) for record in caplog.records]
    assert "RuntimeError" in line
    assert TOKEN not in line and "inuti" not in line


def test_to_ask_for_the_head_only_is_to_look(client: FlaskClient, folder: Path) -> None:
    assert client.head(f"/rapport/{TOKEN}").status_code == 200
    assert received(folder) == []
