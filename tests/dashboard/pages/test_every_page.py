"""What is promised of every page there is, and of the server they come from."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import dash
import pandas as pd
import pytest
from dash import html
from dash.development.base_component import Component
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import pages
from dashboard.addresses import FOREVER
from dashboard.app import create_app
from dashboard.components import maps
from dashboard.components.states import STATES, state_message
from dashboard.database import Edition
from dashboard.figures.palette import THEMES
from dashboard.queries import about
from etl.workplace import Workplace

PAGES = [
    importlib.import_module(f"{pages.__name__}.{found.name}")
    for found in pkgutil.iter_modules(pages.__path__)
]
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__.split(".")[-1])


@pytest.fixture(scope="module")
def client(app: dash.Dash) -> FlaskClient:
    return app.server.test_client()


@by_name
def test_a_page_says_where_it_is_and_what_it_is_called(page: ModuleType) -> None:
    assert (
        {"path", "name", "order"}
        <= page.PAGE.keys()
        <= {
            "path",
            "name",
            "order",
            "door",
            "first",
            "is_early",
            "is_listed",
            "is_public",
            "needs",
            "takes",
        }
    )
    assert re.fullmatch(r"/[a-zåäö-]*", page.PAGE["path"])
    assert page.PAGE["name"][0].isupper()
    assert page.__doc__
    assert callable(page.register)


def test_no_two_pages_share_an_address_or_a_turn() -> None:
    for key in ("path", "name", "order"):
        values = [page.PAGE[key] for page in PAGES]
        assert len(set(values)) == len(values)


@by_name
def test_a_page_is_laid_out_without_knowing_anything(page: ModuleType) -> None:
    first, second = page.layout(), page.layout()
    assert isinstance(first, Component)
    assert first.to_plotly_json()["type"] == second.to_plotly_json()["type"]


def ids(component: Any) -> Iterator[str]:
    """The ids of a component and all within it."""
    for part in [component, *component._traverse()] if isinstance(component, Component) else []:
        found = getattr(part, "id", None)
        if found is not None:
            yield json.dumps(found, sort_keys=True) if isinstance(found, dict) else found


@by_name
def test_every_part_has_an_id_of_its_own(page: ModuleType, app: dash.Dash) -> None:
    found = Counter([*ids(page.layout()), *ids(app.layout)])
    assert found
    assert not [name for name, times in found.items() if times > 1]


def test_no_two_pages_share_an_id() -> None:
    found = Counter(name for page in PAGES for name in ids(page.layout()))
    assert not [name for name, times in found.items() if times > 1]


@by_name
def test_a_page_answers(page: ModuleType, client: FlaskClient) -> None:
    for query in ("", "?omrade=0683&typ=stold", "?strunt=1"):
        answer = client.get(page.PAGE["path"] + query)
        assert answer.status_code == 200
        assert answer.get_data(as_text=True).startswith('<!DOCTYPE html>\n<html lang="sv">')


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_what_the_browser_asks_for_first_is_answered(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_every_callback_is_about_parts_that_exist(app: dash.Dash) -> None:
    assert not app.config.suppress_callback_exceptions
    known = {*ids(app.layout), *(name for page in PAGES for name in ids(page.layout()))}
    asked = {i["id"] for c in app.callback_map.values() for i in (*c["inputs"], *c["state"])}
    assert {name for name in asked if not name.startswith("{")} <= known


def test_a_page_asks_nothing_when_it_has_come(client: FlaskClient) -> None:
    asked = json.loads(client.get("/_dash-dependencies").get_data())
    first = {
        call["output"].strip(".").split("...")[0]
        for call in asked
        if not (call["prevent_initial_call"] or call["clientside_function"])
    }
    # the frame's own, and the method page's, whose answer takes one to a method
    assert first == {"page.children", "behind.children", "in-force.children"}


def test_the_app_can_be_made_twice(example: Workplace) -> None:
    one, two = (create_app(editions=example.editions, audience="shared") for _ in range(2))
    assert one.callback_map.keys() == two.callback_map.keys()


# Everything comes from this machine.


def test_every_script_and_style_is_ours(client: FlaskClient) -> None:
    text = client.get("/").get_data(as_text=True)
    links = re.findall(r"""(?:src|href)=["']([^"']+)["']""", text)
    assert len(links) > 5
    for link in links:
        assert link.startswith("/") and not link.startswith("//"), link
        assert client.get(link).status_code == 200, link
    assert not re.search(r"https?://", text)


def test_no_style_or_script_of_ours_reaches_out() -> None:
    for file in Path("dashboard/assets").rglob("*"):
        text = file.read_text(encoding="utf-8") if file.suffix in (".css", ".js") else ""
        assert not re.search(r"https?://|@import|url\(\s*[\"']?//", text), file


# Who may ask.


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8050", "localhost", "localhost:8050"])
def test_this_machine_may_ask(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/tabell.csv", "/assets/lagesbild.css"])
@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "example.org:8050",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "0.0.0.0",
    ],
)
def test_a_page_elsewhere_that_points_its_name_here_gets_nothing(
    client: FlaskClient, host: str, path: str
) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert len(answer.get_data()) < 500


# The map's ground.


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("level", ["kommun", "regso", "deso"])
@pytest.mark.parametrize("kommun", ["", "0683"])
def test_a_ground_is_a_picture_that_may_be_kept_for_ever(
    client: FlaskClient, edition: Edition, theme: str, level: str, kommun: str
) -> None:
    box = maps.box(edition, (kommun or "0662",)).rounded()
    answer = client.get(maps.address(edition, box, level=level, kommun=kommun, theme=theme))
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == FOREVER
    text = answer.get_data(as_text=True)
    assert text.startswith("<svg ")
    assert text.count("<path ") == 3
    assert THEMES[theme].land in text
    assert len(text) < 500_000


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize(("level", "kommun"), [("kommun", ""), ("regso", "0683")])
def test_areas_are_filled_in_the_steps_of_the_address(
    client: FlaskClient, edition: Edition, theme: str, level: str, kommun: str
) -> None:
    codes = list(about.on_map(edition, level, kommun)["area_code"])
    box = maps.box(edition, (kommun or "0662",)).rounded()
    where: dict[str, str] = {"level": level, "kommun": kommun}
    steps = maps.written(edition, pd.Series([4.0, 1.0], [codes[-1], codes[1]]), **where)
    assert steps == "-1" + "-" * (len(codes) - 3) + "4"
    plain = client.get(maps.address(edition, box, **where, theme=theme)).get_data(as_text=True)
    answer = client.get(maps.address(edition, box, **where, theme=theme, steps=steps))
    assert answer.headers["Cache-Control"] == FOREVER
    text = answer.get_data(as_text=True)
    for n, colour in enumerate(THEMES[theme].rates):
        assert (f'fill="{colour}"' in text) == (n in (1, 4))
    [land, borders, _] = re.findall(r'<path d="([^"]*)"', plain)
    filled = re.findall(r'<path d="([^"]*)"', text)
    assert filled[:3] == [land, borders, land]
    assert len(filled) == 5
    assert all(shape and shape in borders for shape in filled[3:])


@pytest.mark.parametrize("steps", ["1", "012", "01234", "5---", "ett-", "%C3%A5---"])
def test_steps_that_are_not_one_for_each_area_are_none(client: FlaskClient, steps: str) -> None:
    ground = "/gransytor/1/kommun-alla-light-400000_6300000_480000_6390000.svg"
    assert client.get(f"{ground}?steg={steps}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/gransytor/2/regso-alla-light-400000_6300000_480000_6390000.svg",  # another edition
        "/gransytor/1/gata-alla-light-400000_6300000_480000_6390000.svg",
        "/gransytor/1/regso-alla-rosa-400000_6300000_480000_6390000.svg",
        "/gransytor/1/regso-9999-light-400000_6300000_480000_6390000.svg",
        "/gransytor/1/regso-alla-light-400000_6300000_480000.svg",
        "/gransytor/1/regso-alla-light-480000_6300000_400000_6390000.svg",  # east before west
        "/gransytor/1/regso-alla-light-0_0_9999999_9999999.svg",  # larger than the country
        "/gransytor/1/regso-alla-light-a_b_c_d.svg",
    ],
)
def test_junk_is_no_ground(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@settings(max_examples=50)
@given(
    corners=st.lists(st.integers(0, 10**8), min_size=3, max_size=5),
    word=st.text("a0_-%", max_size=9),
)
def test_no_address_of_a_ground_is_an_error(
    client: FlaskClient, corners: list[int], word: str
) -> None:
    box = "_".join(map(str, corners))
    answer = client.get(f"/gransytor/1/regso-{word}-light-{box}.svg")
    assert answer.status_code in (200, 404)


# What there is not.


def test_nothing_loaded_is_said_and_is_no_error(empty: Workplace) -> None:
    client = create_app(editions=empty.editions, audience="shared").server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/tabell.csv").status_code == 404
    ground = "/gransytor/1/regso-alla-light-400000_6300000_480000_6390000.svg"
    assert client.get(ground).status_code == 404


def test_no_extract_loaded_gives_no_table(survey_only: Workplace) -> None:
    client = create_app(editions=survey_only.editions, audience="shared").server.test_client()
    assert client.get("/tabell.csv").status_code == 404


def test_the_states_are_told_apart_without_colour() -> None:
    assert set(STATES) == {
        "laddar", "inga händelser", "undertryckt", "data saknas", "ej behörig", "fel",
    }  # fmt: skip
    marks, words = zip(*((mark, word) for mark, word, _ in STATES.values()), strict=True)
    assert len(set(marks)) == len(set(words)) == 6
    for state in STATES:
        said = state_message(state)
        assert isinstance(said, html.Div)
        assert said.role == "status"
