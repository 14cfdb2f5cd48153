from __future__ import annotations

import re

from dashboard.components.methods import METHODS, now_in_force
from dashboard.pages import lagesbild
from etl.statistics.expected import Limits


def test_every_method_says_all_and_no_more() -> None:
    assert len({method.code for method in METHODS}) == len(METHODS) >= 9
    for method in METHODS:
        assert re.fullmatch(r"[a-z-]+", method.code)
        for text in (method.name, method.where, method.formula, method.source, method.assumes, method.avoid):  # fmt: skip
            assert text.strip()
        assert method.paragraphs
        for paragraph in method.paragraphs:
            assert "{" not in paragraph


def test_what_is_asked_about_a_picture_has_an_answer() -> None:
    asked = set(re.findall(r"/metod#([a-z-]+)", str(lagesbild.layout())))
    assert asked
    assert asked <= {method.code for method in METHODS}


def test_the_limits_of_the_edition_are_told_in_words() -> None:
    said = now_in_force(Limits(0.00102, 0.0000951), series=323, false_rows=0.4956)
    assert "323 kombinationer" in said
    assert "en på 980" in said
    assert "en på 11\u00a0000" in said
    assert "0,50 rader" in said
