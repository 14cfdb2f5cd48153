"""The parts of a paper that are counts: problems, places, development, times, other kommuner."""

from __future__ import annotations

from typing import Any

from dashboard import swedish
from dashboard.papers.asked import Asked, Part, deviation, spread
from dashboard.papers.pictures import Circle, Map, Rows
from dashboard.papers.tree import Block, Cell, Figure, Table, Text, columns, rows

SHOWN = 12  # problems in a picture of all: the table has the rest
HIDDEN = ".."
OVER = ("tydlig avvikelse", "värt att titta på")
CONTROLLED = ("narkotika", "rattfylleri", "trafik")  # counts follow how much the police look
NO_PLACE = ("bedrageri",)


def problems(asked: Asked) -> Part:
    """Every problem type: now, a year before, what was to be expected and what is said of it."""
    found = asked.table("by_type")
    if not found:
        return Part(counted(asked), (), missing="antal per problemtyp")
    told: list[tuple[Cell, ...]] = []
    for row in found:
        usual = asked.usual.get(row["problem_type"], {})
        star = "*" if row["problem_type"] in CONTROLLED else ""
        told.append(
            (
                row["name"] + star, row["now"], row["before"], row["now"] - row["before"],
                _span(usual.get("lower"), usual.get("upper")), deviation(usual.get("word")) or "för få för att bedöma",
            )
        )  # fmt: skip
    table = Table(
        "problem",
        f"Antal per problemtyp, {asked.weeks}",
        columns(
            ("Problemtyp", "text", 2.4), (asked.weeks, "count"), (asked.year_before, "count"), ("Skillnad", "difference"),
            ("Väntat", "decimal"), ("Jämfört med det väntade", "text", 2.1),
        ),
        rows(told),
        note=_note(found),
        of="by_type",
    )  # fmt: skip
    drawn = [row for row in found if row["now"] or row["before"]][:SHOWN]
    roles = [(deviation((asked.usual.get(r["problem_type"]) or {}).get("word"))) for r in drawn]
    figure = Figure(
        "problem-bild",
        Rows(
            labels=tuple(r["name"] for r in drawn),
            counts=tuple(r["now"] for r in drawn),
            before=tuple(r["before"] for r in drawn),
            roles=tuple(mark.role if mark else "" for mark in roles),
            names=(asked.weeks, asked.year_before),
        ),
        caption=f"Antal {asked.weeks} (mörk stapel) och {asked.year_before} (ljus). Röd: tydlig avvikelse. Orange: värt att titta på. Det står också i tabellen.",
        said=_in_words(asked, found),
    )  # fmt: skip
    return Part(counted(asked), (table, figure), missing="antal per problemtyp")


def places(asked: Asked) -> Part:
    """Where: counts as circles, and every area in a table."""
    title, missing = "Var det händer", "antal per område"
    found = asked.table("by_area")
    if not found:
        return Part(title, (), missing=missing)
    over = {s["area_code"]: (s["evidence"] or {}).get("word") for s in asked.said["subjects"]}
    marks = {code: deviation(word) for code, word in over.items()}
    ordered = sorted(found, key=lambda row: (-row["now"], row["area_code"]))
    table = Table(
        "omraden",
        f"Antal per område, {asked.weeks}",
        columns(("Område", "text", 2.4), "Kod", (asked.weeks, "count"), (asked.year_before, "count"), ("Skillnad", "difference")),
        rows([(r["name"], r["area_code"], r["now"], r["before"], r["now"] - r["before"]) for r in ordered]),
        note="Händelser utan känt område är inte med.",
        of="by_area",
        codes=tuple(r["area_code"] for r in ordered),
    )  # fmt: skip
    total = sum(row["now"] for row in found)
    top = ordered[:3]
    named = swedish.listed([f"{r['name']} ({swedish.number(r['now'])})" for r in top])
    share = sum(r["now"] for r in top)
    said = f"Flest i {named}: tillsammans {swedish.number(share)} av {swedish.number(total)}."
    circles = tuple(
        Circle(r["area_code"], r["name"], r["now"], m.role if (m := marks.get(r["area_code"])) else "")
        for r in ordered
    )  # fmt: skip
    if not any("R" in row["area_code"] for row in found):
        return Part(title, (Text(said, lead="I text:"), table), missing=missing)
    named_marks = [f"{r['name']} {mark}" for r in ordered if (mark := marks.get(r["area_code"]))]
    legend = "Till höger, där det finns: tätorten förstorad. Cirkelns yta är antalet. Grå: inget av det som bedömdes. Mörkröd: tydlig avvikelse i något problem. Orange randig: värt att titta på."
    if named_marks:
        said += f" Avvikelser som bedömdes: {swedish.listed(named_marks)}."
    figure = Figure("karta", Map(kommuner(asked), circles), caption=legend, said=said)
    return Part(title, (figure, table), missing=missing)


def kommuner(asked: Asked) -> tuple[str, ...]:
    """The codes of the kommuner that the version's areas lie in."""
    found = asked.table("by_area") or asked.table("by_regso")
    codes = {row["area_code"][:4] for row in found}
    code = asked.said["forum"]["area_code"]
    return tuple(sorted(codes or ({code} if len(code) == 4 else set())))


def others(asked: Asked) -> Part:
    """The published rate of each crime beside other kommuner's, where the edition has them."""
    title, missing = "Jämfört med andra kommuner", "andra kommuner"
    found = asked.table("compared")
    if not found:
        return Part(title, (), missing=missing)
    heads, told = spread(found, by="crime", over="area_name", value="per_100000")
    year = max((row["year"] for row in asked.table("years")), default="")
    table = Table(
        "andra-kommuner",
        f"Anmälda brott per 100 000 invånare, {year}",
        columns(("Brott", "text", 2.6), *((head, "count") for head in heads)),
        rows(told),
        note=f"Källa: {swedish.listed(sorted({row['title'] for row in found}))}. {HIDDEN} = ingen uppgift. Små kommuner varierar mycket från år till år.",
        of="compared",
        is_spread=True,
    )  # fmt: skip
    return Part(title, (table, *_published(asked)), missing=missing)


def _published(asked: Asked) -> tuple[Block, ...]:
    found = asked.table("years")
    blocks: list[Block] = []
    for area in dict.fromkeys(row["area_name"] for row in found):
        own = [row for row in found if row["area_name"] == area]
        heads, told = spread(own, by="crime", over="year", value="count")
        blocks.append(
            Table(
                f"brott-per-ar-{len(blocks) + 1}",
                f"Anmälda brott per år, {area}",
                columns(("Brott", "text", 2.6), *((str(year), "count") for year in heads)),
                rows(told),
                note=f"{HIDDEN} = ingen uppgift.",
                of="years",
                is_spread=True,
            )
        )
    return tuple(blocks)


def over(asked: Asked) -> list[str]:
    """In words, each problem type that is over the expected, the clearest first."""
    found = []
    for word in OVER:
        for row in asked.table("by_type"):
            usual = asked.usual.get(row["problem_type"], {})
            if usual.get("word") == word:
                span = _span(usual["lower"], usual["upper"])
                found.append(f"{row['name']}: {swedish.number(row['now'])}, väntat {span}. {deviation(word)}.")  # fmt: skip
    return found


def _in_words(asked: Asked, found: list[dict[str, Any]]) -> str:
    total, before = (sum(row[name] for row in found) for name in ("now", "before"))
    said = f"{swedish.number(total)} {swedish.within(counted(asked))} räknades {asked.weeks}, {swedish.number(before)} samma veckor året före."
    told = over(asked)
    if told:
        return f"{said} {' '.join(told)} Övriga problemtyper ligger inom normal variation eller är för få för att bedöma."
    return f"{said} Ingen problemtyp ligger över det väntade."


def counted(asked: Asked) -> str:
    """What is counted, as the version's evidence calls it."""
    said = [(s["evidence"] or {}).get("counted") for s in asked.said["subjects"]]
    return swedish.capitalised(next(filter(None, said), "anmälda brott"))


def _note(found: list[dict[str, Any]]) -> str:
    said = ["Väntat: från det minsta till det största antal som är vanligt den här tiden på året."]
    types = {row["problem_type"] for row in found}
    if types & set(CONTROLLED):
        said.append("* Antalet beror på hur mycket polisen kontrollerar.")
    return " ".join(said)


def _span(low: int | str | None, high: int | str | None) -> str:
    if low is None or high is None:
        return "–"
    return str(low) if low == high else f"{low}–{high}"
