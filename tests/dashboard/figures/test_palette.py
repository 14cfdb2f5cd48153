"""Colours that can be read and told apart, by everybody, in both themes."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.figures.palette import DARK, LIGHT, MARKS, THEMES, Palette, colour
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL

CSS = Path("dashboard/assets/lagesbild.css").read_text(encoding="utf-8")
DEVIATIONS = ("clear", "look", "fewer", "busy")  # and what is no deviation but coloured too

# How linear RGB is seen by those who lack one kind of cone: Machado, Oliveira and Fernandes, "A
# physiologically-based model for simulation of color vision deficiency" (2009), severity 1.
SEEN_BY = {
    "alla": np.eye(3),
    "protanopi": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopi": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopi": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(text: str) -> NDArray[np.float64]:
    """sRGB "#rrggbb" without its gamma (IEC 61966-2-1)."""
    c = np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2: (lighter + 0.05) / (darker + 0.05) of the relative luminances."""
    dark, light = sorted(float(XYZ[1] @ linear(c)) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* of linear RGB: distances are about how different two colours look."""
    t = XYZ @ np.clip(light, 0, 1) / WHITE
    x, y, z = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def tokens(theme: str) -> dict[str, str]:
    """The custom properties that the stylesheet sets for a theme."""
    start = ":root, .paper" if theme == "light" else '[data-mantine-color-scheme="dark"]'
    block = re.search(re.escape(start) + r" \{(.*?)\}", CSS, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


@pytest.fixture(params=list(THEMES))
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def palette(theme: str) -> Palette:
    return THEMES[theme]


def test_the_pages_and_the_pictures_have_the_same_colours(theme: str, palette: Palette) -> None:
    css = tokens(theme)
    for role in fields(Palette):
        value = getattr(palette, role.name)
        if role.name == "rates":
            assert [css[f"rate-{i}"] for i in range(len(value))] == list(value)
        elif role.name in css:
            assert css[role.name] == value, role.name
    assert {*DEVIATIONS, "ink", "quiet", "line", "ground", "card", "accent"} <= css.keys()


def test_every_colour_of_the_light_theme_has_a_dark_one() -> None:
    assert tokens("light").keys() == tokens("dark").keys()


@pytest.mark.parametrize("role", ["ink", "quiet", "accent", "raised", "serious", *DEVIATIONS])
@pytest.mark.parametrize("ground", ["card", "ground"])
def test_text_can_be_read(palette: Palette, role: str, ground: str) -> None:
    assert contrast(getattr(palette, role), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, "tint") for text in ("ink", "quiet", *DEVIATIONS)),  # a chosen row
        *((text, "warm") for text in ("ink", "quiet")),  # what we cannot see
        ("on-accent", "accent"),
        ("on-top", "top"),
    ],
)
def test_text_can_be_read_on_the_stylesheets_own_grounds(
    theme: str, text: str, ground: str
) -> None:
    css = tokens(theme)
    assert contrast(css[text], css[ground]) >= 4.5


@pytest.mark.parametrize("role", ["normal", "ink", *DEVIATIONS])
@pytest.mark.parametrize("ground", ["card", "land"])
def test_marks_can_be_seen(palette: Palette, role: str, ground: str) -> None:
    assert contrast(getattr(palette, role), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("seer", list(SEEN_BY))
def test_deviations_are_told_apart_with_any_colour_vision(palette: Palette, seer: str) -> None:
    """Two colours at least 15 apart look different beside each other; 2.3 is just noticeable."""
    seen = {
        role: lab(np.array(SEEN_BY[seer]) @ linear(getattr(palette, role)))
        for role in (*DEVIATIONS, "normal")
    }
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 15, (one, other)


def test_deviations_are_told_from_normal_in_grey_print() -> None:
    """Print is always light."""
    lightness = {r: lab(linear(getattr(LIGHT, r)))[0] for r in (*DEVIATIONS, "normal")}
    assert all(lightness["normal"] - lightness[role] >= 8 for role in DEVIATIONS)


def test_more_is_always_darker_or_always_lighter(palette: Palette) -> None:
    steps = [contrast(rate, palette.card) for rate in palette.rates]
    assert all(b / a >= 1.25 for a, b in pairwise(steps))


def test_every_word_has_a_shape_and_a_colour_of_its_own() -> None:
    assert set(MARKS) == {CLEAR, LOOK, FEWER, NORMAL}
    shapes = [shape for shape, _ in MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    for palette in (LIGHT, DARK):
        colours = {colour(word, palette) for word in MARKS}
        assert len(colours) == len(MARKS)
        assert colour(None, palette) == colour(NORMAL, palette) == palette.normal


@pytest.mark.parametrize(
    "path",
    [
        "papers/paper.typ", "papers/style.mplstyle", "papers/html.py", "papers/xlsx.py",
        "export/word.py", "papers/drawing.py", "papers/maps.py", "export/card.py",
        "report_form/static/form.css", "report_form/templates/base.html",
    ],
)  # fmt: skip
def test_what_stands_outside_the_pages_has_the_same_colours(path: str) -> None:
    """Word for word where a role is named; else it is at least one of them."""
    text = (Path("dashboard") / path).read_text(encoding="utf-8").replace("#fff;", "#ffffff;")
    every = {theme: tokens(theme) | vars(THEMES[theme]) for theme in THEMES}
    own = {
        "#ffe08a",
        "#3b2a00",
        "#ffffff",
        "#8796a1",
        "#6d7f8b",
    }  # EXEMPELDATA, paper, a field's edge
    known = {value for roles in every.values() for value in roles.values()} | own
    found = {
        f"#{hexed.lower()}" for hexed in re.findall(r'(?:[#"]|color: )([0-9a-fA-F]{6})\b', text)
    }
    assert found <= known
    for role, value in re.findall(r"([a-z-]+): (?:rgb\(\")?(#[0-9a-f]{6})", text):
        if role in every["light"]:
            assert value in {roles[role] for roles in every.values()}, role
