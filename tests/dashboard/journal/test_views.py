"""Saved views: an order that holds, whatever is moved and removed."""

from __future__ import annotations

import random

import pytest
from sqlalchemy.exc import NoResultFound

from dashboard.journal import views
from dashboard.journal.meetings import Refused
from dashboard.store import Store, Unfit


def titles(store: Store, list_id: int) -> list[str]:
    found = views.numbered(store, list_id)
    assert found is not None
    return [view.title for view in found.views]


def saved(store: Store, count: int) -> int:
    made = views.save(store, title="vy 1", address="/", list_id=None, name="BRÅ-genomgång nov")
    for number in range(2, count + 1):
        assert views.save(store, title=f"vy {number}", address=f"/?nr={number}", list_id=made) == made  # fmt: skip
    return made


def test_a_list_keeps_the_order_it_was_given(store: Store) -> None:
    made = saved(store, 4)
    said = random.Random(6)
    wanted = titles(store, made)
    for _ in range(30):
        found = views.numbered(store, made)
        assert found is not None
        at, steps = said.randrange(4), said.choice((-1, 1))
        assert views.move(store, found.views[at].id, steps=steps) == wanted[at]
        to = at + steps
        if 0 <= to < 4:
            wanted[at], wanted[to] = wanted[to], wanted[at]
        assert titles(store, made) == wanted


def test_what_is_removed_is_gone_and_the_next_comes_last(store: Store) -> None:
    made = saved(store, 3)
    [one] = views.lists(store)
    assert views.remove(store, one.views[1].id) == "vy 2"
    views.save(store, title="vy 4", address="/platser", list_id=made)
    assert titles(store, made) == ["vy 1", "vy 3", "vy 4"]
    assert views.remove_list(store, made) == "BRÅ-genomgång nov"
    assert views.lists(store) == [] and views.numbered(store, made) is None
    with pytest.raises(NoResultFound):
        views.save(store, title="vy 5", address="/", list_id=made)


@pytest.mark.parametrize("title", ["", "  ", "x" * (views.LONGEST + 1)])
def test_a_view_has_a_title_of_reasonable_length(store: Store, title: str) -> None:
    with pytest.raises(Refused, match="vyn ska heta"):
        views.save(store, title=title, address="/", list_id=None, name="Genomgång")
    with pytest.raises(Refused, match="listan ska heta"):
        views.save(store, title="Centrum", address="/", list_id=None, name=title)
    assert views.lists(store) == []


@pytest.mark.parametrize("said", [{"title": "Ring 070-123 45 67"}, {"address": "/?typ=19900101-2385"}])  # fmt: skip
def test_no_personal_data_in_a_title_or_an_address(store: Store, said: dict[str, str]) -> None:
    with pytest.raises(Unfit):
        views.save(store, **({"title": "Centrum", "address": "/"} | said), list_id=None, name="A")
    assert views.lists(store) == []


def test_there_is_an_end_to_lists_and_views(store: Store) -> None:
    made = saved(store, views.MOST_VIEWS)
    with pytest.raises(Refused, match="40 vyer"):
        views.save(store, title="en till", address="/", list_id=made)
    with pytest.raises(Refused, match="heter så"):
        views.save(store, title="en", address="/", list_id=None, name="BRÅ-genomgång nov")
    for number in range(views.MOST_LISTS - 1):
        views.save(store, title="en", address="/", list_id=None, name=f"lista {number}")
    with pytest.raises(Refused, match="50 listor"):
        views.save(store, title="en", address="/", list_id=None, name="en till")
