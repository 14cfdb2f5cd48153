"""What may be said to anybody: every sentence is held against the rules, whatever the numbers are."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.components.outward_words import sentences
from dashboard.queries.outward import Outward
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL
from tests.dashboard.test_words import WHY

COUNTS = st.none() | st.integers(0, 6) | st.integers(0, 20_000)
WORDS = st.sampled_from([CLEAR, LOOK, FEWER, NORMAL, None])


def said_of(
    count: int | None, before: int | None, band: tuple[int, int] | None, word: str | None, *,
    is_quarter: bool = False, types: tuple[str, ...] = ("Stöld och häleri",),
) -> Outward:  # fmt: skip
    return Outward(
        counted="anmälda brott",
        types=types,
        without=() if types else ("Sexualbrott", "Brott mot barn"),
        where="Värnamo",
        when="kvartal 3 2026" if is_quarter else "v. 44–47 2026",
        is_quarter=is_quarter,
        is_coarser=is_quarter,
        count=count,
        unsaid="avslöjar" if count is None else "",
        lower=band[0] if band else None,
        upper=band[1] if band else None,
        before=before,
        word=word,
        publisher="Polismyndigheten",
        title="Anmälda brott, månadsuttag",
        data_stop=date(2026, 11, 22),
        is_preliminary=True,
        is_example=False,
    )


SAID = st.builds(
    said_of,
    COUNTS,
    COUNTS,
    st.none() | st.tuples(st.integers(0, 50), st.integers(51, 900)),
    WORDS,
    is_quarter=st.booleans(),
    types=st.sampled_from([(), ("Stöld och häleri",), ("Rån", "Övrigt")]),
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


@given(SAID)
@example(said_of(4, 1, (0, 3), LOOK))
@example(said_of(5, 4, None, NORMAL))
def test_no_count_from_one_to_four_is_told_or_narrowed(said: Outward) -> None:
    first, *rest = sentences(said)
    told = [re.sub("\u00a0", "", n) for n in re.findall(r"(?:är|antalet) (\d[\d\u00a0]*)[.,]", " ".join([first, *rest]))]  # fmt: skip
    for number in told:
        assert int(number) >= 5
    if said.count is None:
        assert "går inte att säga" in first and told == []
    elif said.count == 0:
        assert first.endswith("är noll.")
    elif said.count < 5:
        assert first.endswith("är färre än fem.")
    else:
        assert int(told[0]) == said.count
    if said.count is not None and said.count < 5:
        assert rest[0] == "Om det är fler eller färre än vanligt går inte att säga av så små antal."


@given(SAID)
def test_what_is_expected_is_told_as_an_interval(said: Outward) -> None:
    whole = " ".join(sentences(said))
    if said.count is not None and said.count >= 5 and said.lower is not None:
        assert f"Väntat för årstiden är {said.lower}–{said.upper}" in whole
    else:
        assert "Väntat" not in whole
    if said.word is None:
        assert not re.search("ökningen|minskningen|skillnaden är|högre|lägre", whole)


def test_three_sentences_in_full() -> None:
    assert sentences(said_of(27, 31, (18, 31), NORMAL)) == [
        "Antalet anmälda brott (stöld och häleri) i Värnamo under v. 44–47 2026 är 27.",
        "Väntat för årstiden är 18–31, och antalet är inom normal variation.",
        (
            "Uppgiften kommer från Polismyndigheten (anmälda brott, månadsuttag), sträcker sig till och "
            "med 22 nov 2026, är preliminär och kan ändras, och visar inte allt som händer."
        ),
    ]
    assert sentences(said_of(12, 31, None, FEWER, is_quarter=True, types=()))[:2] == [
        "Antalet anmälda brott (utom sexualbrott och brott mot barn) i Värnamo under kvartal 3 2026 är 12.",
        "Samma kvartal året före var antalet 31, och minskningen är större än slumpen brukar ge.",
    ]
