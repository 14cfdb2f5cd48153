"""Answers that are kept as the bytes they are sent as."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import orjson
import pytest
from plotly.io.json import to_json_plotly

from dashboard.components.answers import Answers, Parts, as_json
from dashboard.components.overview import picture
from dashboard.database import Edition, Editions
from dashboard.figures.palette import THEMES
from dashboard.queries.overview import Overview, overview
from dashboard.state import LEVELS, State
from etl.workplace import Workplace

STATES = [
    State(omrade=kommun, niva=level, matt=measure)
    for kommun, level, measure in product(("", "0683"), LEVELS, ("antal", "per1000"))
]


def sent(parts: Parts | None) -> bytes:
    assert parts is not None
    return orjson.dumps(parts)


@pytest.mark.parametrize("state", [*STATES, State(typ=("nara_relation",)), State(period="1v")])
def test_what_is_sent_is_what_plotly_would_send(edition: Edition, state: State) -> None:
    view = overview(edition, state)
    assert view is not None
    parts = picture(edition, view, theme="dark")
    assert json.loads(as_json(parts)) == json.loads(to_json_plotly(parts))
    assert json.loads(sent(Answers().get(edition, state, theme="dark"))) == json.loads(
        as_json(parts)
    )


def test_an_answer_is_made_once_for_each_view_and_theme(edition: Edition) -> None:
    answers = Answers()
    asked = list(product(STATES, THEMES))
    first = [answers.get(edition, state, theme=theme) for state, theme in asked]
    again = [answers.get(edition, state, theme=theme) for state, theme in asked]
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert len({sent(parts) for parts in first}) == len(asked)


def test_in_another_theme_the_data_is_not_asked_again(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[State] = []

    def counted(of: Edition, state: State) -> Overview | None:
        asked.append(state)
        return overview(of, state)

    monkeypatch.setattr("dashboard.components.answers.overview", counted)
    answers = Answers()
    light, dark = (sent(answers.get(edition, STATES[0], theme=theme)) for theme in THEMES)
    assert asked == [STATES[0]]
    assert light != dark == sent(Answers().get(edition, STATES[0], theme=list(THEMES)[1]))


def test_no_more_is_kept_than_there_is_room_for(edition: Edition) -> None:
    """The answer that was asked for longest ago goes first."""
    one, two, three = STATES[:3]
    sizes = [len(sent(Answers().get(edition, s, theme="light"))) for s in (one, two, three)]
    answers = Answers(largest=sizes[0] + max(sizes[1:]))
    kept = answers.get(edition, one, theme="light")
    gone = answers.get(edition, two, theme="light")
    assert answers.get(edition, one, theme="light") is kept
    answers.get(edition, three, theme="light")
    assert answers.get(edition, one, theme="light") is kept
    assert answers.get(edition, two, theme="light") is not gone
    none = Answers(largest=0)
    assert none.get(edition, one, theme="light") is not none.get(edition, one, theme="light")


def test_answers_of_another_edition_are_let_go(example: Workplace, tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    shutil.copytree(example.editions, folder)
    shutil.copytree(folder / "0001", folder / "0002")
    opened, answers = Editions(folder, "shared"), Answers()
    first = opened.current()
    kept = answers.get(first, State(), theme="light")
    (folder / "CURRENT").write_text("2")
    second = opened.current()
    for ask, words in first.latest():  # it is made ready while the first is shown
        ask(second, *words)
    assert answers.get(first, State(), theme="light") is kept
    ready = answers.get(second, State(), theme="light")
    assert answers.get(second, State(), theme="light") is ready
    assert answers.get(first, State(), theme="light") is not kept


def test_no_audience_is_given_the_answer_of_another(edition: Edition) -> None:
    answers = Answers()
    kept = answers.get(edition, State(), theme="light")
    other = Edition(edition.folder, "shared")  # as another audience's: the same number
    assert answers.get(other, State(), theme="light") is not kept
    assert answers.get(edition, State(), theme="light") is kept


def test_many_may_ask_at_once(edition: Edition) -> None:
    alone = Answers()
    expected = [sent(alone.get(edition, state, theme="light")) for state in STATES] * 4
    room = Answers(largest=len(expected[0]) * 3)  # less than they ask for
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda s: sent(room.get(edition, s, theme="light")), STATES * 4))
    assert together == expected


def test_nothing_from_the_police_is_no_answer(survey_only: Workplace) -> None:
    edition = Editions(survey_only.editions, "shared").current()
    assert Answers().get(edition, State(), theme="light") is None
