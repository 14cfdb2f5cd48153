"""Which rows stand, against a picture painted day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from etl import ledger

FIRST = date(2024, 1, 1)
DAYS = 24
KOMMUNER = ("0683", "0617", "0662")
INCIDENTS, REPORTS, AREAS = "police_deso_extract", "est_reports", "scb_areas"


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Any]]:
    made = []
    for number in range(1, draw(st.integers(0, 7)) + 1):
        first = draw(st.integers(0, DAYS - 1))
        last = draw(st.integers(first, DAYS - 1))
        covers = [str(FIRST + timedelta(days=day)) for day in (first, last)]
        source = draw(st.sampled_from([INCIDENTS] * 4 + [REPORTS, AREAS]))
        made.append({
            "batch": number,
            "source": source,
            "audience": draw(st.sampled_from(["shared", "police", None])),
            "covers": None if source == AREAS else covers,
            "is_whole": source == REPORTS,
            "sha256": draw(st.sampled_from("abc")),
            "accepted": 1,
            "kommun_codes": sorted(draw(st.sets(st.sampled_from(KOMMUNER), min_size=1))),
        })  # fmt: skip
    return made


def painted(made: list[dict[str, Any]]) -> dict[tuple[str, str, date], int]:
    """The batch that stands for each source, kommun and day: every file paints over what was there."""
    canvas: dict[tuple[str, str, date], int] = {}
    for batch in made:
        if batch["covers"] is None:
            continue
        source = batch["source"]
        if batch["is_whole"]:
            canvas = {key: number for key, number in canvas.items() if key[0] != source}
        first, last = map(date.fromisoformat, batch["covers"])
        for kommun in batch["kommun_codes"]:
            for day in range((last - first).days + 1):
                canvas[source, kommun, first + timedelta(days=day)] = batch["batch"]
    return canvas


@settings(max_examples=60)
@given(batches())
def test_the_later_file_stands_day_by_day(made: list[dict[str, Any]]) -> None:
    live: dict[tuple[str, str, date], int] = {}
    for row in ledger.live(made).itertuples():
        for day in range((row.live_to - row.live_from).days + 1):
            key = (row.source, row.kommun_code, row.live_from.date() + timedelta(days=day))
            assert key not in live, "two files stand for one day"
            live[key] = row.batch
    assert live == painted(made)


@settings(max_examples=60)
@given(batches())
def test_a_file_is_replaced_when_no_day_of_it_is_left(made: list[dict[str, Any]]) -> None:
    standing = set(painted(made).values())
    for batch in ledger.mark_replaced(made):
        covers = batch["covers"] is not None
        assert batch["is_replaced"] == (covers and batch["batch"] not in standing)


@settings(max_examples=60)
@given(batches(), st.integers(0, 7))
def test_only_rows_that_stand_or_stood_are_read_again(
    made: list[dict[str, Any]], known: int
) -> None:
    before = made[:known]
    wanted = set(painted(made).values()) | set(painted(before).values())
    read = {batch["batch"] for batch in ledger.needed(made, before)}
    assert read == wanted | {b["batch"] for b in made if b["covers"] is None}


@settings(max_examples=60)
@given(batches())
def test_a_file_that_comes_again_changes_nothing_or_is_read(made: list[dict[str, Any]]) -> None:
    known = ledger.known(made)
    for batch in made:
        again = made + [batch | {"batch": len(made) + 1}]
        if not batch["is_whole"]:
            assert (batch["sha256"], 1) in known
        elif (batch["sha256"], 1) not in known:
            assert set(painted(again).items()) != set(painted(made).items())


@settings(max_examples=60)
@given(batches())
def test_who_may_know_of_a_file(made: list[dict[str, Any]]) -> None:
    expected = set()
    for batch in made:
        if batch["audience"]:
            expected.add((batch["batch"], batch["audience"]))
        else:
            expected |= {(batch["batch"], f"municipality-{code}") for code in batch["kommun_codes"]}
    found = ledger.audiences(made)
    assert set(found.itertuples(index=False, name=None)) == expected


def test_an_empty_ledger_has_its_columns() -> None:
    assert list(ledger.live([]).columns) == [
        "batch", "source", "audience", "kommun_code", "live_from", "live_to",
    ]  # fmt: skip
    assert ledger.rejects([]).empty and ledger.audiences([]).empty


def test_a_file_with_other_columns_than_the_one_before_is_told_of() -> None:
    made = [
        {"batch": n, "source": source, "columns": columns, "other_columns": others}
        for n, (source, columns, others) in enumerate(
            [(INCIDENTS, ["a", "b"], 0), (AREAS, ["x"], 2), (INCIDENTS, ["a", "b"], 0),
             (INCIDENTS, ["a", "c"], 0), (INCIDENTS, ["a", "c"], 3)], 1
        )
    ]  # fmt: skip
    assert ledger.drift(made).to_dict("records") == [
        {"batch": 4, "missing": "b", "added": "c", "others": 0},
        {"batch": 5, "missing": "", "added": "", "others": 3},
    ]
