from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

from etl import problem_types, warehouse
from tests.etl.conftest import Place
from tests.etl.sources.reader import accepted, reasons, sample, written

NAME = "dialogue"
FORUM = """\
[forum]
lpo = "lpo-falun"
[[lpo]]
kod = "lpo-falun"
namn = "Falun Borlänge"
kommuner = ["2080", "2081"]
[[plats]]
namn = "Resecentrum"
slag = "resecentrum"
lat = 60.6
lon = 15.63
radie = 150
"""
THEMES = ("Narkotika", "Droghandel", "Mörk plats", "Trafik", "Nedskräpning", "Blottning")


def test_a_theme_a_place_and_a_time_of_day_are_counted() -> None:
    reading = sample(NAME)
    columns = ("kommun_code", "registered_on", "method", "respondents", "category", "time_of_day", "count")  # fmt: skip
    assert accepted(reading, *columns)[0] == (
        "2080", date(2024, 5, 14), "enkät", 204, "narkotika", "kväll", 61,
    )  # fmt: skip
    assert [(row, column) for row, column, _ in reasons(reading)] == [
        (6, "Antal"),
        (7, "Metod"),
        (8, "Tema"),
    ]


def questionnaires(kommun: str, *, seed: int) -> tuple[list[dict[str, object]], Counter[str]]:
    """200 answers, each naming up to three themes: the file's rows, and how often each type is named."""
    draw = random.Random(seed)
    named: Counter[tuple[str, str, str]] = Counter()
    for _ in range(200):
        for theme in draw.sample(THEMES, k=draw.choice([0, 1, 1, 2, 3])):
            if theme == "Blottning" and draw.random() < 0.9:
                continue
            place = draw.choice(["", "", "Resecentrum", "Kiosken"])
            named[theme, place, draw.choice(["", "Kväll", "Natt"])] += 1
    rows: list[dict[str, object]] = [
        {
            "Datum": "2024-05-14", "Kommun": kommun, "Metod": "Enkät", "Antal svar": 200,
            "Tema": theme, "Plats": place, "Tid på dygnet": part, "Antal": count,
        }
        for (theme, place, part), count in named.items()
    ]  # fmt: skip
    types: Counter[str] = Counter()
    for (theme, _, _), count in named.items():
        types[problem_types.load().by_est[theme.lower()]] += count
    return rows, types


def test_two_hundred_questionnaires_in_each_kommun(place: Place, tmp_path: Path) -> None:
    place.settings(FORUM)
    falun, in_falun = questionnaires("Falun", seed=1)
    borlange, in_borlange = questionnaires("Borlänge", seed=2)
    warehouse.load(place.workplace, [written(tmp_path / "dialog.csv", *falun, *borlange)])
    expected = {("2080", kind): n for kind, n in in_falun.items()}
    expected |= {("2081", kind): n for kind, n in in_borlange.items()}
    question = "select kommun_code, problem_type, sum(count) from out.dialogue group by all"
    found = {(kommun, kind): n for kommun, kind, n in place.ask(question)}
    assert found == expected
    assert place.ask("select distinct area_code from out.dialogue order by 1") == [
        ("resecentrum",),
        (None,),
    ]
    assert place.ask(
        "select count(*) from out.dialogue where area_code is not null and problem_type = 'sexualbrott'"
    ) == [(0,)]  # fmt: skip
    shown = {(kommun, kind): n for kommun, kind, n in place.ask(question, audience="public")}
    assert shown == {key: n for key, n in expected.items() if n >= 5} and shown != expected
    columns = "select distinct area_code, time_of_day, respondents from out.dialogue"
    assert place.ask(columns, audience="public") == [(None, None, 200)]
