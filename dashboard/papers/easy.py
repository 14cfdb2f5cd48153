"""A follow-up for residents, in May and September: short sentences, one thing in each, public only."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.papers import residents
from dashboard.papers.asked import Asked, Stopped
from dashboard.papers.kinds import paper
from dashboard.papers.pledged import held_of
from dashboard.papers.tree import Block, Bullets, Mark, Paper, Section, Subheading, Text
from dashboard.pledge.metre import metre
from dashboard.pledge.words import parsed, parties, valid
from dashboard.queries.waves import Waves, noticed

Row = dict[str, Any]
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december")  # fmt: skip
EACH = {"week": "varje vecka", "month": "varje månad", "quarter": "varje kvartal", "half_year": "varje halvår", "year": "varje år"}  # fmt: skip
STATES = {
    "finished": Mark("✓", "Det är klart."),
    "ahead": Mark("✓", "Vi har gjort mer än vi behövde hittills."),
    "on_pace": Mark("●", "Vi har gjort så mycket som vi behövde hittills."),
    "behind": Mark("△", "Vi har gjort mindre än vi lovade.", "look"),
    "not_logged": Mark("◌", "Vi har inte skrivit upp vad som är gjort. Det kan vara gjort ändå.", "look"),
    "cannot_tell": Mark("–", "Det går inte att säga om det är så mycket som vi lovade.", "quiet"),
}  # fmt: skip
NOT_LATELY = "Vi har inte skrivit upp något på länge. Mer kan vara gjort ändå."
MOST = 4  # questions: more is no longer easy


def easy(asked: Asked) -> Paper:
    """Så går det med löftet. Raises Stopped for any other audience than the public."""
    if not asked.is_public:
        raise Stopped("Den lättlästa uppföljningen är för boende. Välj --audience public.")
    held = held_of(asked)
    on = date.fromisoformat(asked.record["fixed_at"][:10])
    assert asked.pledge is not None  # or there was no löfte
    told = metre(held, asked.pledge["done"], today=on)
    sections = [
        Section("Vad är löftet?", tuple(_about(held))),
        Section("Vad har vi lovat och vad har vi gjort?", tuple(_promises(held, told))),
        Section("Har det blivit bättre?", tuple(_better(asked, held))),
        Section("Vad händer nu?", tuple(_next(held, on))),
        Section("Vill du säga något?", (Text("Prata med kommunen eller polisen."), Text("Ring 112 om något händer nu."))),
    ]  # fmt: skip
    return paper(
        asked, kind="boende", title="Så går det med löftet", belongs=f"Till dig som bor i {asked.area}",
        sections=sections, when=f"{MONTHS[on.month - 1]} {on.year}",
    )  # fmt: skip


def _about(held: Row) -> list[Block]:
    when = f"Löftet gäller {valid(held)}." if valid(held) else ""
    focus = [swedish.within(one["title"]) for one in held["focus"]]
    said = [f"{parties(held) or 'Polisen och kommunen'} har lovat att göra några saker tillsammans.", when]  # fmt: skip
    blocks: list[Block] = [Text(one, is_large=True) for one in said if one]
    if focus:
        blocks += [Text("Löftet handlar om:"), Bullets(tuple(focus))]
    return blocks


def _promises(held: Row, told: list[Row]) -> list[Block]:
    blocks: list[Block] = [Text("Att vi har gjort något betyder inte att det har blivit bättre. Det står längre ner.")]  # fmt: skip
    for activity, state in zip(held["activities"], told, strict=True):
        mark = STATES[state["state"]]
        is_late = state["state"] == "not_logged" and state["done"]
        blocks += [
            Subheading(activity["words"]),
            Text(_promised(activity), lead="Vi lovade:"),
            Text(f"{_times(state['done'], is_weeks=activity['quantity'] is None and bool(activity['effort_weeks']))}.", lead="Vi har gjort:"),
            Text(NOT_LATELY if is_late else mark.word, lead=mark.shape),
        ]  # fmt: skip
    return blocks if held["activities"] else [Text("Löftet har inga aktiviteter.")]


def _promised(activity: Row) -> str:
    """Minst 2 gånger varje halvår."""
    least = "Minst " if activity["is_at_least"] else ""
    if activity["quantity"]:
        each = EACH.get(activity["per"] or "", "så länge löftet gäller")
        return swedish.capitalised(f"{least}{_times(activity['quantity'])} {each}.")
    if activity["effort_weeks"]:
        return swedish.capitalised(f"{least}{_times(activity['effort_weeks'], is_weeks=True)}.")
    return "Vi sa inte hur ofta."


def _times(count: int, *, is_weeks: bool = False) -> str:
    one, many = ("vecka", "veckor") if is_weeks else ("gång", "gånger")
    return f"{swedish.number(count)} {one if count == 1 else many}"


def _better(asked: Asked, held: Row) -> list[Block]:
    """What residents have answered: the question of improvement first, then before and after."""
    row = noticed(asked.table("answers"), first=parsed(held["valid_from"]))
    blocks: list[Block] = []
    if row is not None:
        span = f" Det rätta talet ligger troligen mellan {_round(row['lower'])} och {_round(row['upper'])}." if row["lower"] is not None else ""  # fmt: skip
        blocks.append(Text(f"Vi frågade {row['year']} om du har märkt någon förbättring. {_round(row['value'])} av 100 svarade ja.{span}", is_large=True))  # fmt: skip
    else:
        blocks.append(Text("Det går inte att säga. Vi har inte frågat om du har märkt någon förbättring.", is_large=True))  # fmt: skip
    every = [one for _, found in residents.before_and_after(asked, held) for one in found if one.unit == "share"]  # fmt: skip
    compared = [_sentence(one) for one in sorted(every, key=lambda one: not one.is_told)[:MOST]]
    if compared:
        blocks += [Text("Så här svarade de som bor här före löftet och nu:"), Bullets(tuple(compared))]  # fmt: skip
    blocks.append(Text("Siffrorna säger inte om det beror på löftet."))
    return blocks


def _sentence(one: Waves) -> str:
    before, after = (f"{_round(a.value)} av 100 ({a.year})" for a in (one.before, one.after))
    sure = f"Det är {one.verdict} än förut." if one.is_told else "Det går inte att säga om det har ändrats."  # fmt: skip
    return f"{one.question}: {before}, {after}. {sure}"


def _next(held: Row, on: date) -> list[Block]:
    said = [
        f"{swedish.day(day)}: vi berättar igen ({one['words']})."
        for one in held["follow_ups"]
        if one["audience"] == "residents" and (day := parsed(one["on"])) and day > on
    ]
    report = parsed(held["final_report_on"])
    if report and report > on:
        said.append(f"{swedish.day(report)}: vi skriver vad vi har gjort och vad vi har lärt oss.")  # fmt: skip
    if said:
        return [Bullets(tuple(said))]
    undated = [one["words"].rstrip(". ") for one in held["follow_ups"] if one["audience"] == "residents" and not one["on"]]  # fmt: skip
    if undated:
        return [Text(f"Löftet lovar att vi berättar ({swedish.listed(undated)}), men inte vilken dag.")]  # fmt: skip
    return [Text("Löftet säger inte när vi berättar nästa gång.")]


def _round(value: Any) -> str:
    """Of 100 who answered: no decimals."""
    return swedish.number(round(float(str(value).replace(",", "."))))
