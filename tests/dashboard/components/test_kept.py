"""A fixed version on the screen, for those who may not read all of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.components.meeting import kept
from dashboard.version.shown import for_group, record_for_group
from tests.dashboard.version.documents import a_chain, document

NONE = (
    "Inga nya åtgärder.",
    "Inget särskilt inför helgen.",
    "Inget var öppet sedan tidigare möten.",
    "Ingen källa berättar om det här.",
)


def drawn(klass: str, **changed: Any) -> str:
    said, left = for_group(document(**changed), klass=klass)
    record = record_for_group(json.loads(a_chain()[0].record), klass=klass)
    page = kept.page(said, record, klass=klass, left=left)
    return json.dumps(page, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("kind", ["action", "weekend"])
def test_what_is_hidden_is_never_told_as_none(kind: str) -> None:
    rows = [a | {"class": "parties", "public_wording": ""} for a in document()["actions"] if a["kind"] == kind]  # fmt: skip
    followed = [f | {"class": "parties"} for f in document()["followed_up"]]
    of_kind = NONE[kind == "weekend"]
    shown, hidden = (drawn(klass, actions=rows, followed_up=followed) for klass in ("parties", "public"))  # fmt: skip
    assert of_kind not in shown
    for nothing in (of_kind, *NONE[2:]):
        assert nothing not in hidden
    assert hidden.count("Visas inte för den här gruppen.") == 2


def test_what_is_none_is_told_as_none() -> None:
    said = drawn("public", actions=[], followed_up=[])
    assert all(nothing in said for nothing in NONE[:3])


def test_the_public_learns_that_reservations_are_not_shown() -> None:
    assert "Reservationer visas inte" in drawn("public")
    assert "Reservationer visas inte" not in drawn("shared")
