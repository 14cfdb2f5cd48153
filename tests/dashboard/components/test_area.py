"""The address of an area's page, and what its cards say where there is little or nothing to say."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import flask
import pandas as pd
import plotly.graph_objects as go
import plotly.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import LOCAL, READER, SHARED, Visitor
from dashboard.components.area import development, done, head, safety, sides, similar, ways
from dashboard.components.area.ways import TABS, Look
from dashboard.database import Edition, Editions
from dashboard.figures import around, band
from dashboard.figures.palette import LIGHT
from dashboard.queries import area
from dashboard.queries.overview import overview
from dashboard.queries.similar import Similar
from dashboard.state import State
from dashboard.store import Store
from etl.workplace import Workplace
from tests.dashboard.conftest import checked

CODES = ["0683", "0683R002", "0683X0033", "varnamo-resecentrum"]
WORDS = st.text("abcåäö 0123,&=?/%#+", max_size=20)


def text(parts: Any) -> str:
    return json.dumps(parts, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@given(
    look=st.builds(
        Look,
        code=st.sampled_from(["", *CODES, "åäö 1"]),
        state=st.builds(
            State,
            kalla=st.sampled_from(["", "fault_reports"]),
            typ=st.lists(st.sampled_from(["stold", "ran"]), unique=True).map(tuple),
            period=st.sampled_from(["4v", "1v", "ar"]),
            vecka=st.sampled_from([None, date(2026, 11, 16)]),
            jamfor=st.sampled_from(["vantat", "fore"]),
        ),
        flik=st.sampled_from(list(TABS)),
        undersokning=WORDS,
        fraga=WORDS,
        brott=WORDS,
    )
)
def test_an_address_is_read_as_it_was_written(look: Look) -> None:
    path, _, query = ways.address(look).partition("?")
    again, strange = ways.read(path, f"?{query}" if query else "")
    assert again == look and not strange


def test_what_the_address_does_not_know_is_said_and_the_rest_is_followed() -> None:
    look, strange = ways.read("/omrade/0683", "?flik=annat&strunt=1&typ=ran&niva=deso&valt=x")
    assert look == Look("0683", State(typ=("ran",)))
    assert sorted(strange) == ["flik", "strunt"]
    assert ways.read("/omrade", "?omrade=0662")[0].code == "0662"
    assert ways.of_area("0662", State(typ=("ran",), niva="deso", valt="x", tid="natt")) == "/omrade/0662?typ=ran"  # fmt: skip


def panels(edition: Edition, look: Look, store: Store | None) -> dict[str, str]:
    place = area.find(edition, look.code)
    assert place
    view = overview(edition, place.state(look.state))
    server = flask.Flask("test")
    with server.test_request_context():
        flask.g.visitor = Visitor("", READER, SHARED, LOCAL)
        return {
            "utveckling": text(development.panel(edition, place, look, view, theme="light", store=store)),
            "trygghet": text(safety.panel(edition, place, look, theme="light")),
            "sidor": text(sides.panel(edition, place, span=view.span if view else None)),
            "liknande": text(similar.panel(edition, place, look, theme="dark")),
            "gjort": text(done.panel(edition, place, store)),
            "head": text([head.head(edition, place, view), head.crumbs(edition, place, look)]),
            "down": text([head.parts(edition, place, look), head.map_card(edition, place, look, theme="light")]),
        }  # fmt: skip


STATES = [
    State(),
    State(period="ar", kalla="fault_reports", jamfor="fore"),
    State(typ=("nara_relation",)),
    State(typ=("stold", "sexualbrott"), period="1v"),
    State(vecka=date(2021, 2, 1), kalla="observer_reports"),
]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("code", CODES)
def test_every_tab_of_every_level_says_something(
    edition: Edition, week: Store, code: str, state: State
) -> None:
    for said in panels(edition, Look(code, state), week).values():
        assert len(said) > 100 and not re.search(r"\b(nan|None)\b", said)
        assert not any(word in said for word in ("orsak", "ledde till", "effekt", "tack vare"))


def test_what_is_sensitive_is_nowhere_finer_than_kommun_and_quarter(edition: Edition) -> None:
    coarse = State(typ=("nara_relation",))
    kommun = panels(edition, Look("0683", coarse), None)
    assert "kvartal 3 2026" in kommun["utveckling"]
    fine = panels(edition, Look("0683R002", coarse), None)
    assert (
        '"id": "o-series"' not in fine["utveckling"]
        and "Visas inte så här fint" in fine["utveckling"]
    )
    assert "kvartal 3 2026" not in fine["utveckling"]
    assert "Våld i nära relation" not in fine["sidor"].replace("våld i nära relation", "")


def test_a_source_that_knows_no_places_is_not_said_to_have_none_there(edition: Edition) -> None:
    said = panels(edition, Look("varnamo-resecentrum", State()), None)
    assert "säger inte var det hände så noga som namngivna platser" in said["head"]
    assert "0 anmälda brott" not in said["head"]
    assert "/omrade/varnamo-resecentrum?kalla=fault_reports" in said["utveckling"]
    assert "saknas anmälda brott" in said["sidor"]


def test_what_was_decided_stands_with_the_area_it_is_about(edition: Edition, week: Store) -> None:
    kommun = panels(edition, Look("0683", State()), week)["gjort"]
    assert "Utskick till företagen i Bredaryd" in kommun and "✓ gjord" in kommun
    assert "/version?nummer=2" in kommun
    station = panels(edition, Look("varnamo-resecentrum", State()), week)["gjort"]
    here, _, larger = station.partition("I ett större område")
    assert "synlig närvaro" in here and "Trygghetsvandring längs" not in here
    assert "Trygghetsvandring längs Storgatan" in larger
    assert "Trygghetsvandring med hyresgästerna" in kommun and "noterad" in kommun
    assert (
        "Inget är beslutat, noterat eller loggat"
        in panels(edition, Look("0662", State()), week)["gjort"]
    )
    assert "Här förs inga möten" in panels(edition, Look("0662", State()), None)["gjort"]


def test_a_kommun_with_nothing_but_bra_s_file_is_finished_too(survey_only: Workplace) -> None:
    edition = Editions(survey_only.editions, "shared").current()
    said = panels(edition, Look("0683", State()), None)
    assert "Data saknas" in said["utveckling"] and "Data saknas" in said["sidor"]
    assert "Mittersta hälften av" in said["liknande"]
    assert "Otrygghet vid utevistelse" in said["trygghet"]


def rate_of(value: float, count: float, band: tuple[float, float]) -> Similar:
    years = pd.DataFrame({"year": [2025], "value": [value], "count": [count], "is_preliminary": [True], "lower": [band[0]], "upper": [band[1]], "others": [9]})  # fmt: skip
    return Similar("Rån", "bra", "Brå", years, pd.DataFrame(), 30_000)


def test_few_crimes_are_said_to_be_few_and_no_band_to_be_none() -> None:
    said = similar.words(rate_of(14, 5, (1, 20)), "Värnamo")
    assert "Värnamo ligger inom" in said and "(preliminärt)" in said
    assert "Det är 5 brott på ett år" in said
    said = similar.words(rate_of(14, 25, (float("nan"), float("nan"))), "Värnamo")
    assert "för få för ett band" in said and "brott på ett år" not in said


def test_the_figures_are_figures(edition: Edition) -> None:
    table = pd.DataFrame({"year": [2024, 2025], "value": [1.0, 2.0], "lower": [0.5, float("nan")], "upper": [3.0, float("nan")], "is_preliminary": [False, True]})  # fmt: skip
    figure = checked(go.Figure(band.years(table, name="Värnamo", unit="per 100 000", breaks=[2025], palette=LIGHT)))  # fmt: skip
    assert list(figure.data[1].x) == [2024] and len(figure.layout.shapes) == 1
    areas = pd.DataFrame({"name": ["a", "b", "c"], "x": [0.0, 10, 5000], "y": [0.0, 10, 0], "role": ["here", "part", "near"], "west": [-50.0, 0, 0], "south": [-50.0, 0, 0], "east": [50.0, 1, 1], "north": [50.0, 1, 1]})  # fmt: skip
    box = around.box(areas.head(1))
    assert box.width > 700 and abs(box.width / box.height - around.WIDE) < 0.01
    figure = checked(
        go.Figure(around.around(areas, box=box, ground=lambda covers: "x.svg", palette=LIGHT))
    )
    assert [a.text for a in figure.layout.annotations] == ["<b>a</b>", "b"]
