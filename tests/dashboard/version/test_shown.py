"""What a group may read: nothing above its class, whatever field it stands in."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dashboard.version.canonical import canonical
from dashboard.version.shown import for_group, left_out, notes, public
from tests.dashboard.version.documents import document

FIELDS = ("reason", "words", "what", "where", "when", "how_often", "function", "pledge", "place")


def marked() -> dict[str, Any]:
    """Every own word says which class it has, and every public wording says so too."""
    said = document()

    def mark(row: dict[str, Any]) -> None:
        for field in FIELDS:
            if field in row:
                row[field] = f"OWN-{row['class']}-{field}"
        row["public_wording"] = f"WORDING-{row['class']}"

    for subject in said["subjects"]:
        extra = [copy.deepcopy(subject["assessments"][0])] if subject["assessments"] else []
        subject["assessments"] += [one | {"class": "secret"} for one in extra]
        for row in [*subject["assessments"], *filter(None, [subject["joint"]])]:
            mark(row)
    for name in ("actions", "followed_up", "notes"):
        said[name] += [said[name][0] | {"class": "secret"}, said[name][0] | {"class": "parties"}]
        for row in said[name]:
            mark(row)
    return said


@pytest.mark.parametrize(
    ("klass", "sees", "hidden"),
    [
        ("parties", ["OWN-parties", "OWN-shared", "OWN-public"], ["secret"]),
        ("shared", ["OWN-shared", "OWN-public"], ["secret", "parties"]),
        (
            "public",
            ["WORDING-public", "WORDING-shared", "OWN-public-where"],
            ["secret", "parties", "OWN-shared", "OWN-public-what", "OWN-public-reason"],
        ),
    ],
)
def test_no_word_above_the_class_is_anywhere(
    klass: str, sees: list[str], hidden: list[str]
) -> None:
    said, left = for_group(marked(), klass=klass)
    content = canonical({k: v for k, v in said.items() if k != "meeting"}).decode()
    content = content.replace('"class":"parties"', "").replace('"class":"secret"', "")
    assert all(word in content for word in sees)
    assert [word for word in hidden if word in content] == []
    assert left


def test_levels_and_outcomes_are_kept_in_every_class() -> None:
    for klass in ("parties", "shared", "public"):
        said, _ = for_group(document(), klass=klass)
        assert [
            [(a["organisation"], a["level"]) for a in s["assessments"]] for s in said["subjects"]
        ] == [[("Polisen", 3), ("Värnamo kommun", 2)], [("Polisen", 2), ("Värnamo kommun", 2)], []]
        outcomes = [s["joint"]["outcome"] for s in said["subjects"]]
        assert outcomes == ["differ", "agreed", "next_time"]


def test_what_is_public_has_public_tables_only_and_says_what_was_left_out() -> None:
    before = document()
    said, left = public(before)
    assert before == document()
    assert said["tables"]["shared"] == {} and said["oral"] == []
    assert said["tables"]["public"] == before["tables"]["public"]
    assert all(s["evidence"] is None and s["source"] == "" for s in said["subjects"])
    assert [a["what"] for a in said["actions"]] == [
        "Utskick och möte med företagen i Bredaryd och Lanna",
        "Belysning ses över.",
    ]
    assert (said["actions"][1]["where"], said["actions"][1]["function"]) == ("", "")
    assert left == {
        "evidence": 1, "text": 3, "weekend": 2, "followed_up": 1, "table": 3, "oral": 1, "note": 1,
    }  # fmt: skip
    assert left_out(left) == (
        "Utelämnat: två rader inför helgen, en händelse eller insats, en tidigare åtgärd, tre texter, ett underlag i siffror, "
        "en muntlig uppgift och tre tabeller."
    )
    assert left_out({}) == ""


def test_what_all_may_read_is_left_as_it_is() -> None:
    assert for_group(document(), klass="parties") == (document(), {})
    with pytest.raises(KeyError):
        for_group(document(), klass="police")


def test_a_note_is_for_its_class_and_one_with_a_wording_says_no_more_than_that_in_public() -> None:
    rows = document()["notes"]
    assert notes(rows, klass="parties") == rows
    assert [row["what"] for row in notes(rows, klass="shared")] == ["Höstlov", "Extra belysning"]
    [_, worded] = notes(rows, klass="public")
    assert worded["what"] == "Mer ljus i parken."
    assert (worded["place"], worded["function"], worded["first"]) == ("", "", "2026-11-12")
    assert left_out(public(document(notes=rows[2:]))[1]).count("händelse") == 1


def test_a_document_from_before_there_were_notes_reads_as_it_did() -> None:
    old = document()
    del old["notes"]
    said, _ = for_group(old, klass="parties")
    assert canonical(said) == canonical(old)
