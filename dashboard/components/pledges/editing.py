"""Everything a löfte says can be written and changed here: one row at a time, each a new revision."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.pledges.fields import SAVE, TITLES, Choices, fields, read
from dashboard.components.pledges.holding import Holding, areas, writer
from dashboard.database import Edition, Editions
from dashboard.journal import pledges
from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import Document, drop, put, row_of
from dashboard.queries import about
from dashboard.store import Store

BASICS = "basics"


def link(of: Holding, part: str, key: str = "ny", text: str = "Ändra") -> Any:
    """The way to the form of a row; nothing for whoever only reads."""
    if not of.may_write:
        return ""
    return dcc.Link(text, href=of.address(f"?andra={part}:{key}"), className="edit")


def form(of: Holding, said: str) -> html.Section | None:
    """The form that the address asks for; None where it asks for none there is."""
    part, _, key = said.partition(":")
    choices = choices_of(of.store, of.edition, of.document)
    try:
        shown = fields(part, choices)
        row = _row(of.document, part, key)
    except Refused:
        return None
    mark = f"{of.number}:{part}:{key}"
    body = [field.drawn(of.form, mark, row.get(field.name)) for field in shown]
    buttons: list[Any] = [of.form.button("Spara", SAVE, mark, kind="primary")]
    if key != "ny" and part != BASICS:
        buttons.append(of.form.button("Ta bort", "drop", mark))
    buttons.append(dcc.Link("Avbryt", href=of.address(), className="button"))
    sentence = row.get("sentence")
    return cards.card(
        TITLES[part] if key != "ny" else f"{TITLES[part]}: ny rad",
        html.Blockquote(f"”{sentence}”", className="quoted") if sentence else "",
        html.Div(body, className="fields"),
        html.Div(buttons, className="answers"),
        name="edit-card",
    )


def choices_of(store: Store, edition: Edition, document: Document) -> Choices:
    return Choices(
        types={code: name for code, name in about.type_names(edition).items() if code},
        areas=areas(edition, of=document["areas"]) | {a: a for a in document["areas"] if a not in about.names(edition)},
        focus={row["key"]: row["title"] for row in document["focus"]},
        pledges={str(held.number): held.document["name"] for held in pledges.every(store)},
    )  # fmt: skip


def _row(document: Document, part: str, key: str) -> dict[str, Any]:
    if part == BASICS:
        return document
    return (
        {"is_at_least": True, "is_measurable": True} if key == "ny" else row_of(document, part, key)
    )


def held_in(asked: Asked) -> tuple[int, str, str]:
    """Number, part and key that a button is about. Raises Refused."""
    number, _, rest = asked.of.partition(":")
    part, _, key = rest.partition(":")
    found = deeds.whole(number)
    if found is None or pledges.numbered(asked.store, found) is None:
        raise Refused(deeds.GONE)
    return found, part, key


def every_deed(opened: Editions) -> dict[str, Deed]:
    def save(asked: Asked) -> Done:
        who = writer(asked.store, asked.visitor)
        number, part, key = held_in(asked)
        document = pledges.numbered(asked.store, number)
        assert document is not None  # held_in found it
        row = read(
            part, asked, choices_of(asked.store, opened.current("shared"), document.document)
        )
        title = TITLES[part]
        if part == BASICS:
            what = "Löftets uppgifter ändrades"
            pledges.change(
                asked.store, number, lambda d: d.update(row), what=what, organisation=who
            )
        else:
            if part == "activities" and key == "ny":
                row["sentence"] = None
            what = f"{title}: {'ny rad' if key == 'ny' else 'ändrad'}"
            pledges.change(
                asked.store, number, lambda d: put(d, part, key, row), what=what, organisation=who
            )
        return Done("Sparat.", go=f"/loften/{number}")

    def remove(asked: Asked) -> Done:
        who = writer(asked.store, asked.visitor)
        number, part, key = held_in(asked)
        if part not in TITLES or part == BASICS:
            raise Refused(deeds.GONE)
        pledges.change(
            asked.store,
            number,
            lambda d: drop(d, part, key),
            what=f"{TITLES[part]}: borttagen",
            organisation=who,
        )
        return Done("Borttagen. Den finns kvar bland ändringarna.", go=f"/loften/{number}")

    def void(asked: Asked) -> Done:
        who = writer(asked.store, asked.visitor)
        number, *_ = held_in(asked)
        pledges.change(
            asked.store,
            number,
            lambda d: d.update(is_void=not d["is_void"]),
            what="Löftet makulerades eller togs tillbaka",
            organisation=who,
        )
        return Done("Sparat.")

    return {SAVE: Deed("assess", save), "drop": Deed("assess", remove), "void": Deed("assess", void)}  # fmt: skip
