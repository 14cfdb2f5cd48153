"""What is said to anybody is in the public's own tables, every part of it."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.components.outward_words import sentences
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.outward import outward
from dashboard.state import State

POLICE = "police_deso_extract"


@pytest.mark.parametrize("period", ["4v", "1v", "ar"])
@pytest.mark.parametrize("place", [{}, {"omrade": "0683"}, {"valt": "0683R003", "niva": "regso"}])
@pytest.mark.parametrize("typ", [(), ("stold",), ("brand",), ("stold", "ran"), ("sexualbrott",)])
def test_a_count_is_a_sum_of_cells_that_are_shown(
    edition: Edition, public: Edition, period: str, place: dict[str, str], typ: tuple[str, ...]
) -> None:
    found = outward(edition, public, State(period=period, typ=typ, kalla=POLICE, **place))  # type: ignore[arg-type]
    assert found is not None
    kommuner = ["0683"] if place else ["0617", "0662", "0665", "0683"]
    table, name, day = ("open_type_quarter", "quarter", date(2026, 7, 1)) if typ else ("open_month", "month", date(2026, 9, 1))  # fmt: skip
    cells = public.rows(
        f"select count from out.{table} where source = $source and {name} = $day "
        "and list_contains($kommuner, kommun_code)"
        + (" and list_contains($typ, problem_type)" if typ else " and $typ is not null"),
        source=POLICE,
        day=day,
        kommuner=kommuner,
        typ=list(typ),
    )
    counts = [cell["count"] for cell in cells]
    assert len(counts) == len(kommuner) * max(len(typ), 1)
    if None in counts:
        assert (found.count, found.unsaid) == (None, "dolt")
    else:
        assert found.count == sum(counts)
    assert found.when == ("kvartal 3 2026" if typ else "sep\u00a02026")
    named = " ".join(sentences(found))
    areas = about.areas(edition)
    smaller = areas.loc[areas["level"].isin(["regso", "deso", "plats"]), "name"]
    assert not [name for name in smaller if name in named and name not in found.where]


def test_what_is_asked_of_an_earlier_time_is_said_of_it(edition: Edition, public: Edition) -> None:
    state = State(omrade="0683", typ=("stold",), kalla=POLICE, vecka=date(2025, 6, 30))
    found = outward(edition, public, state)
    assert found is not None
    assert (found.when, found.is_final) == ("kvartal 2 2025", True)
    assert found.before is not None and found.word is not None


def test_a_source_that_not_all_share_gives_no_answer(edition: Edition, public: Edition) -> None:
    assert outward(edition, public, State(kalla="police_points")) is None


def test_a_time_that_is_not_published_is_not_zero(edition: Edition, public: Edition) -> None:
    found = outward(edition, public, State(vecka=date(2010, 1, 4), kalla=POLICE))
    assert found is not None and (found.count, found.unsaid) == (None, "saknas")
    assert "inget är publicerat" in sentences(found)[0]
