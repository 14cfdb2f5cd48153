"""Whatever is sent: no answer is a fault of ours, and none holds what was sent.

ASVS 5.0, 16.5.1 and 16.5.3: a generic answer, and no way past a check by what cannot be read.
"""

from __future__ import annotations

import logging
import random
from itertools import count
from pathlib import Path

import dash
import pytest

from dashboard.app import create_app
from dashboard.report_form.app import create_form
from dashboard.store import Store
from etl.workplace import Workplace
from tests.dashboard.fuzz import MARK, asks, wrong_with
from tests.dashboard.report_form.conftest import NOW, contents


@pytest.fixture
def fuzzed(example: Workplace, week: Store) -> dash.Dash:
    return create_app(editions=example.editions, audience="shared", store=week)


def test_five_hundred_of_all_kinds(fuzzed: dash.Dash, tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "form.json").write_bytes(contents())
    hours = count()
    form = create_form(tmp_path, now=lambda: NOW, clock=lambda: 3600.0 * next(hours))
    ask = asks(form.test_client(), fuzzed, random.Random(2026))
    wrong = []
    for n in range(500):
        _, answer = ask[n % len(ask)]()
        wrong.append(wrong_with(answer))
        answer.close()
    assert [said for said in wrong if said] == []


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[]", b"7", b"null", f'{{"output": "{MARK}.children", "inputs": []}}'.encode()],
)
def test_what_dash_cannot_read_is_refused_and_not_written_down(
    fuzzed: dash.Dash, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = fuzzed.server.test_client().post(
            "/_dash-update-component", data=body, content_type="application/json"
        )
    assert answer.status_code == 400
    assert MARK not in answer.text + caplog.text


def test_an_address_with_two_slashes_leads_nowhere_else_and_is_not_repeated(
    fuzzed: dash.Dash,
) -> None:
    answer = fuzzed.server.test_client().get(f"/_dash-component-suites/{MARK}//x")
    assert answer.status_code < 300 or answer.status_code >= 400
    assert wrong_with(answer) == ""
