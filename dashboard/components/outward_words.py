"""Svar att lämna ut: at most three sentences of a number, for anybody. None of them says why."""

from __future__ import annotations

from dashboard import swedish
from dashboard.components.wording import range_words
from dashboard.queries.outward import LEAST, Outward
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL

COARSER = (
    "Antal för delområden och för kortare tid än fyra veckor lämnas inte ut: svaret gäller hela "
    "kommunen, och det senaste hela kvartalet."
)
NOT_OURS = "Källan delas inte av alla parter: inget av den får lämnas ut."
EXPECTED = {
    CLEAR: "antalet är högre än väntat",
    LOOK: "antalet är högre än väntat",
    FEWER: "antalet är lägre än väntat",
    NORMAL: "antalet är inom normal variation",
}
AGAINST = {
    CLEAR: "ökningen är större än slumpen brukar ge",
    LOOK: "ökningen är större än slumpen brukar ge",
    FEWER: "minskningen är större än slumpen brukar ge",
    NORMAL: "skillnaden är inte större än slumpen brukar ge",
}


def sentences(said: Outward) -> list[str]:
    """How many, beside what, and whose word it is."""
    what = said.counted
    if said.types:
        what += f" ({swedish.listed([swedish.within(name) for name in said.types])})"
    elif said.without:
        what += f" (utom {swedish.listed([swedish.within(name) for name in said.without])})"
    place = f"{what} i {said.where} under {said.when}"
    if said.count is None:
        first = {
            "avslöjar": f"Hur många {place} går inte att säga, för summan skulle avslöja ett antal under fem.",
            "saknas": f"Hur många {place} går inte att säga, för hela tiden är inte inläst.",
        }[said.unsaid]  # fmt: skip
        return [first, _whose(said)]
    return [f"Antalet {place} är {_number(said.count)}.", _beside(said), _whose(said)]


def _number(count: int) -> str:
    if 0 < count < LEAST:
        return "färre än fem"
    return swedish.number(count) if count else "noll"


def _beside(said: Outward) -> str:
    unsure = "Om det är fler eller färre än vanligt går inte att säga"
    if said.count is None or said.count < LEAST:
        return f"{unsure} av så små antal."
    if said.lower is not None and said.upper is not None:
        judged = EXPECTED.get(said.word or "")
        band = f"Väntat för årstiden är {range_words(said.lower, said.upper)}"
        return f"{band}, och {judged}." if judged else f"{band}. {unsure}."
    if said.before is None:
        return f"{unsure}."
    same = "Samma kvartal" if said.is_quarter else "Samma veckor"
    judged = AGAINST.get(said.word or "", "om det är en verklig skillnad går inte att säga")
    return f"{same} året före var antalet {_number(said.before)}, och {judged}."


def _whose(said: Outward) -> str:
    preliminary = ", är preliminär och kan ändras" if said.is_preliminary else ""
    return (
        f"Uppgiften kommer från {said.publisher} ({swedish.within(said.title)}), sträcker sig till och "
        f"med {swedish.day(said.data_stop)}{preliminary}, och visar inte allt som händer."
    )
