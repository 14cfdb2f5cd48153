"""When we may call: the limits hold, nobody waits longer than needed, and all processes together."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.fetch.turns import Caller, Limit, Turns
from etl.provenance import Refused
from tests.etl.fetch.conftest import Clock

limits = st.lists(
    st.builds(Limit, st.integers(1, 5), st.integers(1, 30).map(float)), min_size=1, max_size=3
)


def turns(caller: Caller, *chosen: Limit) -> Turns:
    return Turns("Polisen", key="polisen", limits=chosen, caller=caller)


def slowly(gaps: list[int], chosen: list[Limit]) -> list[float]:
    """Second by second: the first at which every window has room."""
    made: list[float] = []
    at = 0.0
    for gap in gaps:
        at += gap
        while any(sum(at - s < t for t in made) >= n for n, s in chosen):
            at += 1
        made.append(at)
    return made


@given(gaps=st.lists(st.integers(0, 20), max_size=20), chosen=limits)
def test_calls_come_as_early_as_the_limits_let_them(gaps: list[int], chosen: list[Limit]) -> None:
    clock = Clock()
    start = clock.at
    made = []
    with TemporaryDirectory() as folder:
        caller = Caller(folder=Path(folder), now=clock.now, sleep=clock.sleep)
        for gap in gaps:
            clock.at += gap
            turns(caller, *chosen).take()
            made.append(clock.at - start)
    assert made == slowly(gaps, chosen)


def test_the_limit_holds_between_processes(tmp_path: Path) -> None:
    """Each process has a clock that stands still: what it slept is where its turn was."""
    call = (
        "from pathlib import Path\n"
        "from etl.fetch.turns import Caller, Limit, Turns\n"
        f"caller = Caller(folder=Path({str(tmp_path)!r}), now=lambda: 1e9, sleep=print)\n"
        "for _ in range(2): Turns('P', key='p', limits=[Limit(1, 11)], caller=caller).take()\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    slept = [float(line) for p in started for line in p.communicate()[0].split()]
    assert sorted(slept) == [11, 22, 33, 44, 55]
    assert [p.returncode for p in started] == [0, 0, 0]


def test_a_turn_too_far_away_is_refused_with_the_time_and_takes_nobody_s_place(
    caller: Caller, clock: Clock
) -> None:
    hourly = turns(caller, Limit(2, 3600))
    hourly.take()
    hourly.take()
    for _ in range(2):
        with pytest.raises(Refused, match=r"före klockan \d\d\.\d\d\. Försök igen då"):
            hourly.take()
    clock.at += 3600
    hourly.take()
    assert clock.slept == []


def test_a_closed_publisher_is_closed_to_all_and_for_an_hour_at_most(
    caller: Caller, clock: Clock
) -> None:
    turns(caller, Limit(10, 10)).close(60)
    turns(caller, Limit(10, 10)).close(1)
    turns(caller, Limit(10, 10)).take()
    assert clock.slept == [60]
    turns(caller, Limit(10, 10)).close(1e9)
    with pytest.raises(Refused):
        turns(caller, Limit(10, 10)).take()
    clock.at += 3600
    turns(caller, Limit(10, 10)).take()
    assert clock.slept == [60]


@pytest.mark.parametrize("text", ["{", "[]", '{"calls": ["x"], "closed_until": 0}', '{"calls": 1}'])
def test_a_damaged_file_counts_as_a_call_just_now(caller: Caller, clock: Clock, text: str) -> None:
    caller.folder.mkdir()
    (caller.folder / "polisen.json").write_text(text)
    turns(caller, Limit(1, 11)).take()
    assert clock.slept == [11]
    assert len(json.loads((caller.folder / "polisen.json").read_text())["calls"]) == 2


def test_times_of_a_clock_that_was_wrong_are_forgotten(caller: Caller, clock: Clock) -> None:
    wrong = replace(caller, now=lambda: clock.at + 86_400 * 365)
    turns(wrong, Limit(1, 11)).take()
    turns(wrong, Limit(1, 11)).close(600)
    turns(caller, Limit(1, 11)).take()
    assert clock.slept == []


def test_somebody_who_waits_is_told(caller: Caller) -> None:
    said: list[str] = []
    told = replace(caller, say=said.append)
    turns(told, Limit(1, 11)).take()
    turns(told, Limit(1, 11)).take()
    assert said == ["Väntar 11 s på vår tur hos Polisen"]
