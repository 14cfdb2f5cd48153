"""Everything that the public's page can be made to show, put together by somebody who wants more."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.database import Edition
from dashboard.queries import published
from tests.etl.disclosure import attacker

POLICE = "police_deso_extract"


def chosen(public: Edition, source: str, kommun: str, year: int) -> published.Choices:
    found = published.choices(public, source=source, kommun=kommun, year=str(year))
    assert found is not None
    assert (found.source, found.kommun, found.year) == (source, kommun, year)
    return found


def shown(public: Edition, choice: published.Choices) -> dict[attacker.Cell, int | None]:
    """All counts on the page, by the names that stand beside them."""
    by_type, by_month, by_regso = (
        table(public, choice).to_dict("records")
        for table in (published.by_type, published.by_month, published.by_regso)
    )
    cells: dict[attacker.Cell, object] = {}
    for row in by_type:
        cells["type", row["name"].replace("Alla", ""), row["quarter"]] = row["count"]
    for row in by_month:
        cells["month", row["month"].month] = row["count"]
    for row in by_regso:
        area = "" if row["name"] == "Hela kommunen" else row["name"]
        cells["regso", area, row["group_name"].replace("Alla", "")] = row["count"]
    return {cell: None if pd.isna(count) else int(str(count)) for cell, count in cells.items()}


@pytest.mark.parametrize(
    ("source", "kommun", "year"),
    [(POLICE, "0617", 2025), (POLICE, "0665", 2026), ("fault_reports", "0617", 2025), ("observer_reports", "0662", 2026)],
)  # fmt: skip
def test_no_choice_and_no_differences_between_choices_tell_a_hidden_count(
    public: Edition, source: str, kommun: str, year: int
) -> None:
    told = shown(public, chosen(public, source, kommun, year))
    types = public.query("from out.problem_type").set_index("name")
    weekly = types["finest_period"] == "week"
    sums = attacker.sums(
        list(told),
        monthly=set(types.index[weekly]),
        placed=set(types.index[weekly & (types["finest_level"] != "kommun")]),
        group_of=types["group_name"].to_dict(),
    )
    assert None in told.values() and len(sums) > 5
    assert attacker.recovered(told, sums) == []
    assert not [count for count in told.values() if count is not None and 0 < count < 5]


def test_what_is_shown_is_what_was_counted(edition: Edition, public: Edition) -> None:
    """By another way: from the rows that all parties share."""
    counted = edition.query(
        """
        select year(occurred) as year, quarter(occurred) as quarter, problem_type, sum(count)::integer as count
        from (select problem_type, quarter as occurred, count from out.incident_quarter where source = $source and kommun_code = '0683')
        group by all
        """,
        source=POLICE,
    )
    found = public.query(
        "select problem_type, year(quarter) as year, quarter(quarter) as quarter, count from out.open_type_quarter where source = $source and kommun_code = '0683' and count > 0",
        source=POLICE,
    )
    both = counted.astype({"problem_type": "str"}).merge(found.astype({"problem_type": "str"}), on=["year", "quarter", "problem_type"])  # fmt: skip
    assert len(both) > 30
    assert (both["count_x"] == both["count_y"]).all()


def test_what_cannot_be_chosen_is_the_first_that_can(public: Edition) -> None:
    found = published.choices(public, source="'; drop", kommun="0180", year="1066")
    assert found is not None
    assert found.source in found.sources and found.kommun in found.kommuner
    assert found.year == max(found.years)


def test_the_rule_and_what_is_left_out_are_in_words(public: Edition) -> None:
    assert [(rule["least"], rule["width"]) for rule in published.rules(public)] == [(5, 3)]
    said = [row["said"] for row in published.left_out(public, source=POLICE, kommun="0683")]
    assert any(line.startswith("Per månad räknas inte") for line in said)
    assert any("dolda" in line for line in said)
