"""What residents have answered and named: surveys with their uncertainty, dialogues by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.papers.asked import Asked, Part, spread
from dashboard.papers.pictures import Intervals, Rows
from dashboard.papers.tree import Block, Cell, Figure, Subheading, Table, Text, columns, rows
from dashboard.pledge.words import parsed
from dashboard.queries.waves import WAVES_NOTE, Waves, span, summary, told, waves
from dashboard.version import words

FEW = 30  # answers
MOST = 12  # in a picture
Row = dict[str, Any]


def surveys(asked: Asked) -> Part:
    """Per survey: the latest answers with interval, number and wording, and the years before."""
    blocks: list[Block] = []
    found = asked.table("answers")
    for n, name in enumerate(dict.fromkeys(row["survey_name"] for row in found), 1):
        rows_of = [row for row in found if row["survey_name"] == name]
        blocks += _survey(name, rows_of, n)
    return Part("Trygghet", blocks, missing="trygghetsundersökningar")


def before_and_after(asked: Asked, held: Row) -> list[tuple[str, list[Waves]]]:
    """By survey and area, the questions that were asked both before the löfte and since."""
    first = parsed(held["valid_from"])
    if first is None:
        return []
    last = parsed(held["valid_to"]) or date.fromisoformat(asked.record["fixed_at"][:10])
    found: dict[str, list[Row]] = {}
    for row in asked.table("answers"):
        found.setdefault(f"{row['survey_name']}, {row['area_name']}", []).append(row)
    told = ((name, waves(rows_of, first=first, last=last)) for name, rows_of in found.items())
    return [(name, one) for name, one in told if one]


def changes(asked: Asked, held: Row) -> list[Block]:
    """The same in words and in a table each; that it cannot be said is said too."""
    blocks: list[Block] = []
    for n, (name, found) in enumerate(before_and_after(asked, held), 1):
        told_ = rows(
            [
                (one.question, told(one.before, unit=one.unit), told(one.after, unit=one.unit), *(span(one.change) if one.change else ("–", "–")), one.verdict)
                for one in found
            ]
        )  # fmt: skip
        head = columns(("Fråga", "text", 2.2), ("Före", "text", 1.5), ("Sedan", "text", 1.5), ("Skillnad", "text", 0.8), ("Spann", "text", 1.2), ("Svarar fler eller färre", "text", 1.4))  # fmt: skip
        blocks += [Text(summary(found), lead=f"{name}:"), Table(f"fore-och-efter-{n}", f"Före löftet och sedan, {name}", head, told_, note=WAVES_NOTE)]  # fmt: skip
    return blocks or [Text("Ingen undersökning i versionen har frågat samma sak både före löftet och sedan. Det går inte att säga om svaren har ändrats.")]  # fmt: skip


def dialogues(asked: Asked) -> Part:
    """What was named, method by method: who answers on the square is not who answers on the web."""
    found = asked.table("dialogue")
    blocks: list[Block] = []
    keys = ("method", "area_name", "held_on", "respondents")
    for n, key in enumerate(dict.fromkeys(tuple(r[k] for k in keys) for r in found), 1):
        named = [row for row in found if tuple(row[k] for k in keys) == key]
        method, area, held, asked_of = key
        title = f"{swedish.capitalised(method)}, {area}, {words.on(held)}: {swedish.number(asked_of)} svarande"
        top = swedish.listed([f"{swedish.within(r['problem'])} ({r['count']})" for r in named[:3]])
        picture = Rows(tuple(r["problem"] for r in named[:MOST]), tuple(r["count"] for r in named[:MOST]))  # fmt: skip
        blocks += [
            Subheading(title),
            Figure(f"dialog-{n}-bild", picture, "Hur många som nämnde varje problem.", f"Oftast nämndes {top}."),
            Table(
                f"dialog-{n}",
                f"Nämnda problem, {method}",
                columns(("Problem", "text", 3), ("Antal som nämnde det", "count")),
                rows([(r["problem"], r["count"]) for r in named]),
                note="Den som svarade är inte ett slumpmässigt urval. Två dialoger läggs aldrig ihop.",
                of="dialogue",
            ),
        ]  # fmt: skip
    return Part("Medborgardialog", blocks, missing="medborgardialog")


def _survey(name: str, found: list[Row], number: int) -> list[Block]:
    latest: dict[str, Row] = {}
    is_one = len({row["area_name"] for row in found}) == 1
    for row in found:
        label = row["question"] if is_one else f"{row['question']}, {row['area_name']}"
        latest[label] = row
    blocks: list[Block] = [Subheading(name)]
    shares = {k: r for k, r in latest.items() if r["unit"] == "share" and r["lower"] is not None}
    if shares:
        top = sorted(shares, key=lambda k: -_number(shares[k]["value"]))
        blocks.append(_picture(name, {k: shares[k] for k in top[:MOST]}, number))
    told: list[tuple[Cell, ...]] = [
        (
            label, row["year"] and str(row["year"]), _value(row), _interval(row), row["respondents"],
            "–" if row["response_rate"] is None else f"{row['response_rate']} %",
        )
        for label, row in latest.items()
    ]  # fmt: skip
    blocks.append(
        Table(
            f"trygghet-{number}",
            "Senaste svaren",
            columns(("Fråga", "text", 3.6), ("År", "text", 0.6), ("Svar", "decimal", 0.8), ("Osäkerhet", "decimal", 1.1), ("Svarande", "count", 0.9), ("Svarsfrekvens", "decimal", 1.2)),
            rows(told),
            note=" ".join(_notes(latest)),
        )
    )  # fmt: skip
    labelled = [{**row, "label": row["question"] if is_one else f"{row['question']}, {row['area_name']}"} for row in found]  # fmt: skip
    heads, over = spread(labelled, by="label", over="year", value="value")
    blocks.append(
        Table(
            f"trygghet-{number}-ar",
            "Svaren år för år",
            columns(("Fråga", "text", 3.6), *((str(year), "decimal") for year in heads)),
            rows([(row[0], *(_text(cell) for cell in row[1:])) for row in over]),
            note="Andel i procent, eller index 0–6 där det är polisens mätning. .. = inte frågat.",
            of="answers",
            is_spread=True,
        )
    )
    return blocks


def _picture(name: str, shares: dict[str, Row], number: int) -> Figure:
    values = {k: _number(r["value"]) for k, r in shares.items()}
    picture = Intervals(
        names=tuple(shares),
        values=tuple(values.values()),
        lower=tuple(_number(r["lower"]) for r in shares.values()),
        upper=tuple(_number(r["upper"]) for r in shares.values()),
        said=tuple(f"{r['value']} % ({r['lower']}–{r['upper']})" for r in shares.values()),
    )
    top = [f"”{k}” {r['value']} procent ({r['lower']}–{r['upper']})" for k, r in shares.items()][:3]
    return Figure(
        f"trygghet-{number}-bild",
        picture,
        caption=f"{name}, senaste året för varje fråga. Punkt: andelen. Streck: osäkerhet, 95 procent.",
        said=f"Högst andel: {swedish.listed(top)}.",
    )


def _notes(latest: dict[str, Row]) -> list[str]:
    said = []
    if any((row["respondents"] or FEW) < FEW for row in latest.values()):
        said.append(f"Färre än {FEW} svarande: för få för att säga något säkert.")
    worded = [f"{k}: ”{row['wording']}”" for k, row in latest.items() if row["wording"]]
    if worded:
        said.append("Frågans lydelse: " + " ".join(worded))
    else:
        said.append("Frågornas exakta lydelse finns hos utgivaren.")
    return said


def _value(row: Row) -> str:
    return f"{row['value']} %" if row["unit"] == "share" else str(row["value"])


def _interval(row: Row) -> str:
    return "–" if row["lower"] is None else f"{row['lower']}–{row['upper']}"


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _number(value: int | str) -> float:
    """Of a whole number, or of a decimal as the version has it: "4,7"."""
    return float(str(value).replace(",", ".").replace("\u2212", "-").replace("\u00a0", ""))
