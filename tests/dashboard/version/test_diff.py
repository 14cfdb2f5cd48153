"""Two versions side by side: every kind of difference, and no word that says why."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.version.diff import KINDS, diff
from dashboard.version.diff_words import in_words, numbers_in_words
from dashboard.version.shown import public
from tests.dashboard.version.documents import document

WHY = re.compile(r"ledde till|orsak|effekt|på grund av|beror på|tack vare|till följd|%|procent")


def the_week_after() -> dict[str, Any]:
    said = document()
    burglary, narcotics, graffiti = said["subjects"]
    burglary["assessments"][0]["level"] = 2
    burglary["assessments"].pop()
    burglary["joint"] |= {"outcome": "agreed", "level": 2}
    narcotics["joint"] |= {"level": 1}
    graffiti |= {"key": "0683|buller", "problem_name": "Buller", "problem_type": "buller"}
    said["meeting"] |= {"number": 13, "first_week": "2026-11-02", "last_week": "2026-11-23"}
    said["meeting"]["attendance"].pop()
    said["meeting"]["attendance"].append({"organisation": "Gislaveds kommun", "role": "chef"})
    said["edition"] |= {"number": 143, "data_stop": "2026-11-29"}
    said["state"] = "?omrade=0683&vecka=2026-W48"
    said["tables"]["shared"]["by_type"]["rows"] = [
        ["inbrott_lokal", "Inbrott i lokal", 61, 37],
        ["narkotika", "Narkotika", 49, 41],
    ]
    followed = {"status": "open", "reason": ""}
    first, second, _third, fourth = said["actions"]
    said["followed_up"] = [
        first | {"status": "done", "reason": "40 företag nådda."},
        second | {"status": "late", "reason": "", "until": "2026-12-04"},
        said["followed_up"][0],
        said["followed_up"][1] | {"status": "dropped", "reason": "Ersatt av närvaro."},
    ]
    said["actions"] = [
        first | followed | {"id": 41, "what": "Trygghetsvandring", "until": "2026-12-10"},
        fourth | {"id": 42, "what": "Värdar vid torget"},
    ]
    return said


def test_every_difference_is_said_in_words() -> None:
    said = in_words(diff(document(), the_week_after()))
    assert said == [
        "Nytt att bedöma: Buller, Värnamo kommun.",
        "Bedöms inte längre: Klotter, Värnamo kommun.",
        "Narkotika, Värnamo resecentrum, är inte längre över normalt: ● normalt.",
        "Inbrott i lokal, Bredaryd: nu Vi är eniga: ▲ förhöjt, förut Vi bedömer olika.",
        "Narkotika, Värnamo resecentrum: nu Vi är eniga: ● normalt, förut Vi är eniga: ▲ förhöjt.",
        "Inbrott i lokal, Bredaryd: Polisen bedömer nu ▲ förhöjt, förut ■ allvarligt.",
        "Inbrott i lokal, Bredaryd: Värnamo kommun har nu ingen bedömning, förut ▲ förhöjt.",
        "Ny åtgärd: Trygghetsvandring (näringslivschef, Värnamo kommun), till 10 dec 2026.",
        "Nytt inför helgen: Värdar vid torget (fritidschef, Värnamo kommun).",
        (
            "Gjord: Utskick och möte med företagen i Bredaryd och Lanna (näringslivschef, Värnamo kommun). "
            "40 företag nådda."
        ),
        "Försenad: Ny belysning på gångvägen (näringslivschef, Värnamo kommun), till 4 dec 2026.",
        "Blir inte av: Planerad insats (gruppchef, Polisen). Ersatt av närvaro.",
        (
            "Annan dag: Ny belysning på gångvägen (näringslivschef, Värnamo kommun), nu 4 dec 2026, förut "
            "ingen slutdag."
        ),
        (
            "Inbrott i lokal: 61, förra versionen 58 (+3). Sedan dess: 4 nya, 1 sent inkommen och 2 "
            "borttagna."
        ),
        "Narkotika: 49, förra versionen 52 (−3).",
        "Veckorna är nu v.\u00a045–48 2026, förut v.\u00a044–47 2026.",
        "Underlag 143, förut underlag 142.",
        "Uppgifterna går nu till och med 29 nov 2026, förut 22 nov 2026.",
        "Deltog nu men inte förra gången: chef, Gislaveds kommun.",
        "Deltog förra gången men inte nu: förvaltare, Finnvedsbostäder.",
    ]
    assert not WHY.search(" ".join(said))


def test_the_same_twice_differs_in_nothing() -> None:
    same = document()
    del same["tables"]["shared"]["changes"]
    same["followed_up"].pop()
    assert in_words(diff(same, copy.deepcopy(same))) == [
        "Inget som visas här skiljer versionerna åt."
    ]


def test_what_is_late_or_open_is_said_each_time_and_what_is_done_once() -> None:
    said = document()
    said["followed_up"][1]["status"] = "open"
    kinds = [a.kind for a in diff(said, said).actions]
    assert kinds == ["open"]


def test_what_a_correction_takes_away_is_said_and_last_weeks_weekend_is_not() -> None:
    corrected = document()
    corrected["actions"] = corrected["actions"][1:2]
    corrected["followed_up"] = []
    gone = [(a.kind, a.what) for a in diff(document(), corrected).actions]
    assert gone == [
        ("gone", "Planerad insats"),
        ("gone", "Utskick och möte med företagen i Bredaryd och Lanna"),
    ]


@given(st.lists(st.integers(-9, 9), min_size=5, max_size=5), st.integers(0, 99), st.integers(0, 99))
def test_a_difference_is_its_changes_and_the_rest(kinds: list[int], a: int, b: int) -> None:
    before, after = document(), document()
    before["tables"]["shared"]["by_type"]["rows"] = [["x", "X", a, 0]]
    after["tables"]["shared"]["by_type"]["rows"] = [["x", "X", b, 0]]
    after["tables"]["shared"]["changes"]["rows"] = [["x", "X", *kinds]]
    found = diff(before, after).numbers
    assert [a + sum(n.changes[kind] for kind in KINDS) + n.rest for n in found] == [b] * len(found)
    assert bool(found) == (a != b or any(kinds))
    is_unexplained = "ingen ändring är redovisad" in " ".join(in_words(diff(before, after)))
    assert is_unexplained == (bool(found) and b - a != sum(kinds))


@pytest.mark.parametrize("name", ["by_type", "changes"])
def test_a_version_without_the_numbers_has_no_difference_in_them(name: str) -> None:
    bare = document()
    del bare["tables"]["shared"][name]
    assert all(n.rest for n in diff(bare, the_week_after()).numbers) or name == "changes"
    diff(the_week_after(), bare)
    assert diff(public(document())[0], public(the_week_after())[0]).numbers == ()


def test_what_later_files_changed_is_told_apart_from_other_weeks() -> None:
    other = the_week_after()
    other["tables"]["shared"]["by_type"]["rows"][0][2] = 60
    [burglary, _] = numbers_in_words(diff(document(), other))
    assert burglary == (
        "Inbrott i lokal: 60, förra versionen 58 (+2). Sedan dess: 4 nya, 1 sent inkommen och 2 "
        "borttagna. Resten (−1): veckorna är andra."
    )
    corrected = document()
    corrected["tables"]["shared"]["by_type"]["rows"][1][2] = 50
    [_, narcotics] = numbers_in_words(diff(document(), corrected))
    assert len(in_words(diff(document(), corrected), with_numbers=False)) == 1  # still late
    assert narcotics == (
        "Narkotika: 50, förra versionen 52 (−2). Sedan dess: ingen ändring är redovisad för skillnaden."
    )


def test_an_event_that_has_come_is_said_and_one_that_is_gone_when_the_weeks_are_the_same() -> None:
    first, *others = document()["notes"]
    then, now = document(notes=[first]), document(notes=others)
    came = [
        "12 nov–4 dec 2026: Extra belysning, Apladalen",
        "12 nov–4 dec 2026: Riktad kontroll, Apladalen",
    ]
    said = [line for line in in_words(diff(then, now)) if "händelser och insatser" in line]
    assert [line.split(": ", 1)[1].split(" (")[0] for line in said[:2]] == came
    assert (
        said[2]
        == "Står inte längre bland händelser och insatser: 26 okt–1 nov 2026: Höstlov, Värnamo kommun (händelse)."
    )
    now["meeting"] |= {"last_week": "2026-11-23"}
    assert not any("inte längre" in line for line in in_words(diff(then, now)))
    del then["notes"]  # as it was before there were any
    assert len(diff(then, now).noted) == 2
