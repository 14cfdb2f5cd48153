"""What may be said to anybody: every sentence is held against the rules, whatever the numbers are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.outward_words import sentences
from dashboard.queries.outward import Outward
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL
from tests.dashboard.test_words import WHY

COUNTS = st.none() | st.just(0) | st.integers(5, 20_000)
WORDS = st.sampled_from([CLEAR, LOOK, FEWER, NORMAL, None])


def said_of(
    count: int | None, before: int | None, word: str | None, *,
    types: tuple[str, ...] = ("Stöld och häleri",), is_final: bool = False,
) -> Outward:  # fmt: skip
    return Outward(
        counted="anmälda brott",
        types=types,
        without=() if types else ("Sexualbrott", "Brott mot barn"),
        where="Värnamo",
        when="kvartal 3 2026" if types else "sep 2026",
        count=count,
        unsaid="dolt" if count is None else "",
        before=before,
        word=None if count is None or before is None else word,
        publisher="Polismyndigheten",
        title="Anmälda brott, månadsuttag",
        is_final=is_final,
        is_example=False,
    )


SAID = st.builds(
    said_of,
    COUNTS,
    COUNTS,
    WORDS,
    types=st.sampled_from([(), ("Stöld och häleri",), ("Rån", "Övrigt")]),
    is_final=st.booleans(),
)


@given(SAID)
def test_at_most_three_sentences_without_per_cent_and_without_why(said: Outward) -> None:
    found = sentences(said)
    assert 2 <= len(found) <= 3
    for line in found:
        assert line[0].isupper() and line.endswith(".") and "\n" not in line
        assert "%" not in line and "procent" not in line
        assert not WHY.search(line)
        assert "None" not in line and "nan" not in line
    if said.word is None:
        assert not re.search("ökningen|minskningen|skillnaden är|högre|lägre", " ".join(found))


@given(SAID)
def test_what_is_hidden_is_not_told(said: Outward) -> None:
    first = sentences(said)[0]
    if said.count is None:
        assert "går inte att säga" in first and "är dolt" in first
    else:
        number = first.rsplit(" är ", 1)[1].rstrip(".").replace("\u00a0", "")
        assert number == (str(said.count) if said.count else "noll")


def test_three_sentences_in_full() -> None:
    assert sentences(said_of(27, 31, NORMAL)) == [
        "Antalet anmälda brott (stöld och häleri) i Värnamo under kvartal 3 2026 är 27.",
        "Samma kvartal året före var antalet 31, och skillnaden är inte större än slumpen brukar ge.",
        (
            "Uppgiften kommer från Polismyndigheten (anmälda brott, månadsuttag), revideras när året är "
            "slut, och visar inte allt som händer."
        ),
    ]
    assert sentences(said_of(12, 31, FEWER, types=()))[:2] == [
        "Antalet anmälda brott (utom sexualbrott och brott mot barn) i Värnamo under sep\u00a02026 är 12.".replace("\u00a0", " "),
        "Samma månad året före var antalet 31, och minskningen är större än slumpen brukar ge.",
    ]  # fmt: skip
