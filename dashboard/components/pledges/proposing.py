"""What the pasted text seems to say: each point with the sentence it came from, to take in or leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.deeds import GONE, Asked, Deed, Done
from dashboard.components.pledges.editing import BASICS, held_in
from dashboard.components.pledges.fields import TITLES
from dashboard.components.pledges.holding import Holding, writer
from dashboard.journal import pledges
from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import LISTS, Document, key_of, put
from dashboard.pledge import words
from dashboard.pledge.text import points
from dashboard.version.canonical import sha256

FACTS = {
    "name": "Namn",
    "valid_from": "Gäller från och med",
    "valid_to": "Gäller till och med",
    "rests_on": "Vilar på",
    "cause_analysis": "Orsaksanalys",
    "final_report_on": "Skriftlig slutrapport senast",
}
ORDER = (BASICS, "parties", "diary_numbers", "basis", "focus", "goals", "activities", "follow_ups")
ALL = "alla"


@dataclass(frozen=True)
class Point:
    """One proposed row of a part, or one fact of the löfte."""

    part: str
    row: dict[str, Any]
    focus: str  # the title of the focus it stands under, "" for none

    @property
    def mark(self) -> str:
        """The same point of the same text has the same mark."""
        return sha256([self.part, {k: v for k, v in self.row.items() if k != "key"}])[:16]

    @property
    def sentence(self) -> str:
        return self.row.get("sentence") or ""


def left(document: Document) -> list[Point]:
    """The points that nobody has said yes or no to."""
    if not document["text"]:
        return []
    said = points(document["text"])
    titles = {row["key"]: row["title"] for row in said["focus"]}
    found = [
        Point(BASICS, {name: said[name], "sentence": said["sentences"].get(name)}, "")
        for name in FACTS
        if said[name] and said[name] != document[name]
    ]
    found += [
        Point(part, row, titles.get(row.get("focus") or "", "")) for part in LISTS for row in said[part]
    ]  # fmt: skip
    seen = set(document["looked_at"])
    fresh = [point for point in found if point.mark not in seen]
    return sorted(fresh, key=lambda point: ORDER.index(point.part))


def notice(of: Holding) -> Any:
    """On the löfte's page, as long as points are left."""
    many = len(left(of.document)) if of.may_write else 0
    if not many:
        return ""
    said = f"{_many(many)} förslag ur texten väntar på ja eller nej."
    return html.P([said, " ", dcc.Link("Gå igenom dem", href=of.address(f"?forslag={ALL}"))], className="notice flat")  # fmt: skip


def cards_of(of: Holding, *, left_out: int = 0) -> list[Any]:
    """`left_out` is how many names and the like were taken out of what has just been pasted."""
    found = left(of.document)
    back = dcc.Link("Till löftet", href=of.address(), className="button")
    if not found:
        said = "✓ Alla förslag ur texten är genomgångna."
        return [cards.card("Inget väntar", html.P(said, className="quiet-week"), html.Div(back, className="answers"), name="points-card")]  # fmt: skip
    every = of.form.button(f"Ta med alla {swedish.number(len(found))} som de står", "takeall", of.number, kind="primary")  # fmt: skip
    lead = "Först meningen i löftet, sedan vad den blir. Inget kommer med förrän du säger ja, och allt går att ändra efteråt."  # fmt: skip
    taken = html.P(f"{_many(left_out)} namn, e-postadresser eller telefonnummer togs bort. Läs igenom: ett namn mitt i texten känns inte igen.", className="quiet") if left_out else ""  # fmt: skip
    groups = [
        cards.card(
            TITLES[part] if part == BASICS else swedish.capitalised(LISTS[part]),
            *(_shown(of, point) for point in found if point.part == part),
        )
        for part in ORDER
        if any(point.part == part for point in found)
    ]
    head = cards.card(f"{_many(len(found))} att säga ja eller nej till", html.P(lead), taken, html.Div([every, back], className="answers"), name="points-card")  # fmt: skip
    return [head, *groups]


def _many(count: int) -> str:
    return "Ett" if count == 1 else swedish.capitalised(swedish.in_words(count))


def _shown(of: Holding, point: Point) -> html.Div:
    mark = f"{of.number}:{point.part}:{point.mark}"
    buttons = [of.form.button("Ta med", "take", mark), of.form.button("Nej", "leave", mark)]
    if point.part != BASICS:
        buttons.insert(1, of.form.button("Ta med och rätta", "takeandmend", mark))
    quoted = html.Blockquote(f"”{point.sentence}”") if point.sentence else html.P("Ur texten som helhet.", className="quiet")  # fmt: skip
    return html.Div(
        [
            html.Div(quoted, className="quoted"),
            html.Div([*_in_words(point), html.Div(buttons, className="answers")]),
        ],
        className="proposed",
    )


def _in_words(point: Point) -> list[Any]:
    row = point.row
    match point.part:
        case "basics":
            [(name, value)] = [(k, v) for k, v in row.items() if k != "sentence"]
            said = words.day(value) if name.endswith(("_from", "_to", "_on")) and name != "rests_on" else value  # fmt: skip
            return [html.P([f"{FACTS[name]}: ", html.Strong(said)])]
        case "parties":
            return _lines(row["organisation"], row["role"])
        case "diary_numbers":
            return _lines(row["number"], row["organisation"])
        case "basis":
            return _lines(row["words"], words.BASES.get(row["kind"], ""))
        case "focus":
            return _lines(row["title"], row["picture"])
        case "goals":
            return _lines(
                row["words"], point.focus, words.DIRECTIONS.get(row["direction"] or "", "")
            )
        case "activities":
            who = swedish.listed(row["responsible"]) or "ingen ansvarig nämnd"
            return _lines(row["words"], point.focus, who, words.promised(row), swedish.listed(row["places"]))  # fmt: skip
        case _:
            for_whom = words.AUDIENCES.get(row["audience"] or "", "")
            return _lines(row["words"], words.day(row["on"]), f"för {for_whom}" if for_whom else "")


def _lines(first: str, *rest: str) -> list[Any]:
    return [html.P(html.Strong(first)), html.P(" · ".join(filter(None, rest)), className="quiet")]


def take_in(document: Document, point: Point) -> None:
    """A point of the text that somebody has said yes to."""
    document["looked_at"].append(point.mark)
    row = {k: v for k, v in point.row.items() if k != "key"}
    if point.part == BASICS:
        document.update({k: v for k, v in row.items() if k != "sentence"})
        return
    if "focus" in row:
        keys = {one["title"]: one["key"] for one in document["focus"]}
        row["focus"] = keys.get(point.focus)
    put(document, point.part, "ny", row)


def _change(asked: Asked, *, take: bool) -> tuple[int, Point, Document]:
    who = writer(asked.store, asked.visitor)
    number, part, mark = held_in(asked)
    changed: list[tuple[Point, Document]] = []

    def change(document: Document) -> None:
        point = next((p for p in left(document) if (p.part, p.mark) == (part, mark)), None)
        if point is None:
            raise Refused(GONE)
        if take:
            take_in(document, point)
        else:
            document["looked_at"].append(point.mark)
        changed.append((point, document))

    name = TITLES.get(part, "")
    what = f"{name}: ur texten" if take else f"{name}: ett förslag lämnades"
    pledges.change(asked.store, number, change, what=what, organisation=who)
    return number, *changed[0]


def _yes(asked: Asked) -> Done:
    _change(asked, take=True)
    return Done("Med.")


def _no(asked: Asked) -> Done:
    _change(asked, take=False)
    return Done("Lämnat.")


def _mend(asked: Asked) -> Done:
    number, point, document = _change(asked, take=True)
    if point.part == BASICS:
        return Done("Med.")
    key = key_of(document[point.part][-1])
    return Done(
        "Med. Rätta det som ska vara annorlunda.", go=f"/loften/{number}?andra={point.part}:{key}"
    )


def _everything(asked: Asked) -> Done:
    who = writer(asked.store, asked.visitor)
    number, *_ = held_in(asked)

    def change(document: Document) -> None:
        for point in left(document):
            take_in(document, point)

    pledges.change(
        asked.store, number, change, what="Alla förslag ur texten togs med", organisation=who
    )
    return Done("Alla är med. Rätta det som ska vara annorlunda.", go=f"/loften/{number}")


DEEDS = {
    "take": Deed("assess", _yes),
    "takeandmend": Deed("assess", _mend),
    "takeall": Deed("assess", _everything),
    "leave": Deed("assess", _no),
}
