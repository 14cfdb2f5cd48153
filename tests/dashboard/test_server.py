"""The server as it is run: several processes, a log that knows nobody, and an end in good order."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

WORD = "Anders Andersson"  # what somebody wrote in an address
BEGIN = "import sys; from dashboard.server import begin; begin('tests.dashboard.small_app:made', sys.argv[1], port=0, workers=2, ready='{}')"  # fmt: skip


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    words = [sys.executable, "-c", BEGIN, str(tmp_path)]
    own = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": "."}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=own) as process:  # fmt: skip
        assert process.stdout
        yield process, process.stdout.readline().strip()
        process.kill()


def test_all_processes_answer_and_what_is_asked_for_is_finished(
    running: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    process, address = running
    late = time.monotonic() + 60
    seen: set[str] = set()
    while len(seen) < 2 and time.monotonic() < late:
        seen.add(httpx.get(f"{address}/vem").text)
    assert len(seen) == 2
    answers: list[httpx.Response] = []
    asks = threading.Thread(target=lambda: answers.append(httpx.get(f"{address}/drojer/{WORD}", timeout=60)))  # fmt: skip
    asks.start()
    while not (tmp_path / "asked").exists() and time.monotonic() < late:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    (tmp_path / "go").touch()
    asks.join()
    assert [answer.text for answer in answers] == [WORD]
    assert process.wait(timeout=60) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["asked", "go"]  # nothing under HOME


def test_every_event_is_a_line_and_none_says_who_or_what(
    running: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = running
    assert httpx.get(f"{address}/faller/{WORD}", params={"q": WORD}).status_code == 500
    assert httpx.get(f"{address}/{WORD}").status_code == 404
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as odd:
        odd.sendall(b"GET /Anders HTTP/9.9\r\nX-Anders Andersson\r\n\r\n")
        assert odd.recv(100)
    process.terminate()
    assert process.stderr
    lines = [json.loads(line) for line in process.stderr]
    assert {"time", "level", "process", "event"} <= set.intersection(*map(set, lines))
    said = json.dumps(lines[3:], ensure_ascii=False)  # after those that say where it listens
    assert "Anders" not in said and "q=" not in said and "ip=" not in said
    asked = [line for line in lines if line["event"] == "request"]
    assert [(line["rule"], line["status"]) for line in asked] == [
        ("/faller/<word>", 500),
        ("", 404),
    ]
    [fault] = [line for line in lines if line.get("fault") == "ValueError"]
    assert fault["where"][-1].startswith("tests/dashboard/small_app.py:")
