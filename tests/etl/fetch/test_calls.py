"""A call and everything that can go wrong with it."""

from __future__ import annotations

import email.utils
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.fetch import answers, calls
from etl.fetch.answers import save
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused
from tests.etl.fetch.conftest import Clock
from tests.etl.fetch.replay import Replay, Reply, serving

GOOD = Reply(b'{"svar": 1}')
PAGE = b"<!DOCTYPE html><html><body>Underh\xc3\xa5ll</body></html>"


@pytest.fixture
def replay() -> Iterator[Replay]:
    with serving(lambda asked: GOOD) as started:
        yield started


@pytest.fixture
def publisher(replay: Replay, caller: Caller) -> Iterator[Publisher]:
    with Publisher(
        "SCB", base=replay.url, key="scb", limits=[Limit(100, 1.0)], caller=caller
    ) as opened:
        yield opened


def refusal(publisher: Publisher, **how: object) -> str:
    with pytest.raises(Refused) as refused:
        publisher.ask("/a", **how)  # type: ignore[arg-type]
    return str(refused.value)


def test_an_answer_is_kept_byte_for_byte_and_we_say_who_asks(
    publisher: Publisher, replay: Replay
) -> None:
    answer = publisher.ask("/a", params={"valueCodes[Region]": "2080*", "namn": "Höör"})
    assert (answer.raw, answer.content) == (GOOD.body, {"svar": 1})
    [asked] = replay.asked
    assert asked.method == "GET"
    assert asked.query == {"valueCodes[Region]": "2080*", "namn": "Höör"}
    assert asked.headers["User-Agent"] == "lagesbild (kommun 2080)"
    assert asked.headers["Accept"] == "application/json"


def test_a_body_is_posted_as_json(publisher: Publisher, replay: Replay) -> None:
    publisher.ask("/a", body={"query": ["å"]})
    [asked] = replay.asked
    assert asked.method == "POST" and json.loads(asked.body) == {"query": ["å"]}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_busy_publisher_is_asked_again_with_longer_and_longer_pauses(
    publisher: Publisher, replay: Replay, clock: Clock, status: int
) -> None:
    replay.first = [Reply(status=status), Reply(status=status)]
    assert publisher.ask("/a").content == {"svar": 1}
    assert clock.slept == [2, 4]


def test_a_publisher_that_stays_busy_is_left_alone(
    publisher: Publisher, replay: Replay, clock: Clock
) -> None:
    replay.first = [Reply(status=503)] * 9
    said = refusal(publisher)
    assert said == (
        "SCB: tjänsten är upptagen (felkod 503), 5 gånger i rad. Försök igen om en stund."
    )
    assert len(replay.asked) == calls.ATTEMPTS and clock.slept == [2, 4, 8, 16]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_in_seconds_and_as_a_date(
    publisher: Publisher, replay: Replay, clock: Clock, status: int
) -> None:
    date = email.utils.formatdate(clock.at + 50, usegmt=True)
    replay.first = [
        Reply(status=status, headers={"Retry-After": "7"}),
        Reply(status=status, headers={"Retry-After": date}),
        Reply(status=status, headers={"Retry-After": "strax"}),
    ]
    publisher.ask("/a")
    assert clock.slept == [7, 43, 8]


def test_a_long_retry_after_is_said_and_holds_for_the_next_process_too(
    publisher: Publisher, replay: Replay, caller: Caller, clock: Clock
) -> None:
    replay.first = [Reply(status=429, headers={"Retry-After": "900"})]
    assert "SCB tar inte emot fler anrop från oss före klockan" in refusal(publisher)
    with Publisher("SCB", base=replay.url, key="scb", limits=[Limit(9, 9)], caller=caller) as next_:
        assert "före klockan" in refusal(next_)
    assert len(replay.asked) == 1 and clock.slept == []


@pytest.mark.parametrize(
    ("bad", "form", "said"),
    [
        (Reply(GOOD.body, cut=4), "json", "svaret bröts av"),
        (Reply(GOOD.body[:-4]), "json", "svaret bröts av"),
        (Reply(b"a,b\n1,", kind="text/csv"), "csv", "svaret bröts av"),
        (Reply(b"a,b\n1,2\n", cut=2, kind="text/csv"), "csv", "svaret bröts av"),
        (Reply(b"5\r\n[1,", headers={"Transfer-Encoding": "chunked"}, cut=1), "json", "bröts av"),
        (Reply(b""), "json", "svaret är tomt"),
        (Reply(b"\n"), "csv", "svaret är tomt"),
    ],
)
def test_an_answer_cut_off_is_asked_for_again_and_then_refused(
    publisher: Publisher, replay: Replay, bad: Reply, form: str, said: str
) -> None:
    good = Reply(b"a,b\n", kind="text/csv") if form == "csv" else GOOD
    replay.first = [bad, good]
    assert publisher.ask("/a", form=form).raw == good.body  # type: ignore[arg-type]
    replay.first = [bad] * 5
    assert said in refusal(publisher, form=form)
    assert len(replay.asked) == 7


@pytest.mark.parametrize(
    ("bad", "form", "said"),
    [
        (Reply(PAGE, kind="text/html; charset=utf-8"), "json", "en webbsida eller ett felmeddel"),
        (Reply(PAGE), "json", "en webbsida eller ett felmeddelande"),
        (Reply(PAGE, kind="text/csv"), "csv", "en webbsida eller ett felmeddelande"),
        (Reply(b"<?xml?><ServiceExceptionReport/>"), "json", "en webbsida eller ett felmeddelande"),
        (Reply(b"hej"), "json", "något annat än uppgifter"),
        (Reply(b"\xff\xfe\x00\n", kind="text/csv"), "csv", "något annat än uppgifter"),
        (Reply(b"[" * 200_000), "json", "något annat än uppgifter"),
        (Reply(b"[]", headers={"Content-Encoding": "gzip"}), "json", "något annat än uppgifter"),
        (Reply(status=400), "json", "svarade med felkod 400"),
        (Reply(status=403), "json", "svarade med felkod 403"),
        (Reply(status=404), "json", "svarade med felkod 404"),
        (Reply(status=422), "json", "svarade med felkod 422"),
        (Reply(status=304), "json", "svarade med felkod 304"),
    ],
)
def test_another_kind_of_answer_is_refused_at_once(
    publisher: Publisher, replay: Replay, bad: Reply, form: str, said: str
) -> None:
    replay.first = [bad]
    assert said in refusal(publisher, form=form)
    assert len(replay.asked) == 1


def test_an_endless_answer_is_left_when_it_grows_too_large(
    publisher: Publisher, replay: Replay
) -> None:
    replay.first = [Reply(b"[" + b"1," * 50_000, endless=True)]
    assert "svaret är större än 32 MB" in refusal(publisher)
    assert replay.sent < calls.MOST_BYTES + (16 << 20)  # what lay in the pipe


def test_an_answer_that_drips_is_left_when_it_takes_too_long(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MOST_SECONDS", -1.0)
    assert "svaret dröjer för länge, 5 gånger i rad" in refusal(publisher)


def test_silence_is_not_listened_to_for_ever(replay: Replay, caller: Caller) -> None:
    replay.first = [Reply(silent=True)] * 5
    with Publisher(
        "SCB", base=replay.url, key="s", limits=[Limit(9, 9)], caller=caller, read_seconds=0.05
    ) as scb:
        assert "svaret dröjer för länge" in refusal(scb)
        assert scb.ask("/a").content == {"svar": 1}


def test_a_move_within_the_host_is_followed_in_turn(
    publisher: Publisher, replay: Replay, caller: Caller, clock: Clock
) -> None:
    replay.first = [Reply(status=301, headers={"Location": "/b?sida=2"})]
    with Publisher("SCB", base=replay.url, key="s", limits=[Limit(1, 10)], caller=caller) as scb:
        assert scb.ask("/a").content == {"svar": 1}
    assert [(a.path, a.query) for a in replay.asked] == [("/a", {}), ("/b", {"sida": "2"})]
    assert clock.slept == [10]


def test_a_move_to_another_host_is_not_followed(publisher: Publisher, replay: Replay) -> None:
    elsewhere = replay.url.replace("127.0.0.1", "localhost")
    for place in (
        f"{elsewhere}/a",
        "https://elsewhere.invalid/",
        replay.url.replace("http", "https"),
    ):
        replay.first = [Reply(status=302, headers={"Location": place})]
        assert "hänvisar till en annan värd än 127.0.0.1" in refusal(publisher)
    assert len(replay.asked) == 3


def test_a_move_in_circles_ends(publisher: Publisher, replay: Replay) -> None:
    replay.first = [Reply(status=302, headers={"Location": "/a"})] * 9
    assert "hänvisar runt" in refusal(publisher)
    assert len(replay.asked) == calls.REDIRECTS + 1


def test_a_certificate_that_nobody_has_signed_is_refused(caller: Caller) -> None:
    pem = Path(__file__).with_name("self_signed.pem")
    with (
        serving(lambda asked: GOOD, certificate=pem) as replay,
        Publisher("SCB", base=replay.url, key="s", limits=[Limit(9, 9)], caller=caller) as scb,
    ):
        assert "certifikatet för 127.0.0.1 godkänns inte" in refusal(scb)
        assert replay.asked == []


def test_no_network_is_said_at_once(caller: Caller, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with Publisher("SCB", base=base, key="s", limits=[Limit(9, 9)], caller=caller) as scb:
        assert refusal(scb) == "SCB går inte att nå (127.0.0.1). Kontrollera nätet."
    assert clock.slept == []


@pytest.mark.parametrize("base", ["http://polisen.se", "ftp://127.0.0.1", "polisen.se", "http://"])
def test_only_https_beyond_this_machine(caller: Caller, base: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Publisher("Polisen", base=base, key="p", limits=[Limit(9, 9)], caller=caller)


def test_a_missing_field_is_named(publisher: Publisher) -> None:
    for record in ({"a": 1}, [], None, "text"):
        with pytest.raises(Refused, match="SCB har ändrat formen på sitt svar: fältet ”b” saknas"):
            publisher.require(record, *(["a"] if isinstance(record, dict) else []), "b")
        with pytest.raises(Refused, match="fältet ”b” saknas"):
            publisher.records(record, "b")
    with pytest.raises(Refused, match="fältet ”a” saknas"):
        publisher.records({"a": {}}, "a")
    assert publisher.records({"a": [1]}, "a") == [1]


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "inbox", name="svar.json", raw=b"[1]")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(answers.os, "fsync", full)
    with pytest.raises(Refused, match=r"svar\.json: går inte att skriva: disken är full"):
        save(tmp_path / "inbox", name="svar.json", raw=b"[1, 2]")
    [file] = (tmp_path / "inbox").iterdir()
    assert file.read_bytes() == b"[1]"
