"""Svar att lämna ut: at most three sentences of a number, for anybody. None of them says why."""

from __future__ import annotations

from dashboard import swedish
from dashboard.queries.outward import Outward
from etl.statistics.change import CLEAR, FEWER, LOOK, NORMAL

COARSER = (
    "Svaret är det närmaste som är publicerat: en problemtyp per kommun och kvartal, alla per kommun "
    "och månad. Siffror för delområden och kortare tid lämnas inte ut."
)
NOT_OURS = "Källan delas inte av alla parter: inget av den får lämnas ut."
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
    place = f"{what} i {said.where}"
    if said.count is None:
        first = {
            "dolt": f"Hur många {place} under {said.when} går inte att säga, för antalet eller en del av det är dolt.",
            "saknas": f"Hur många {place} går inte att säga, för inget är publicerat för den tiden.",
        }[said.unsaid]  # fmt: skip
        return [first, _whose(said)]
    count = swedish.number(said.count) if said.count else "noll"
    return [f"Antalet {place} under {said.when} är {count}.", _beside(said), _whose(said)]


def _beside(said: Outward) -> str:
    unsure = "Om det är fler eller färre än vanligt går inte att säga"
    if said.before is None:
        return f"{unsure}."
    same = "Samma kvartal" if said.types else "Samma månad"
    judged = AGAINST.get(said.word or "", "om det är en verklig skillnad går inte att säga")
    before = swedish.number(said.before) if said.before else "noll"
    return f"{same} året före var antalet {before}, och {judged}."


def _whose(said: Outward) -> str:
    preliminary = "" if said.is_final or said.count is None else ", revideras när året är slut"
    return (
        f"Uppgiften kommer från {said.publisher} ({swedish.within(said.title)}){preliminary}, och visar "
        "inte allt som händer."
    )
