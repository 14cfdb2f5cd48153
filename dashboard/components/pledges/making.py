"""A new löfte: out of a text, empty, or going on where an earlier one ends."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.access import Visitor
from dashboard.components import cards
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.pledges.holding import may_write, writer
from dashboard.components.states import state_message
from dashboard.journal import pledges
from dashboard.journal.meetings import Refused
from dashboard.pledge.text import points
from dashboard.store import Store

NAME = "Vad löftet heter"
EXAMPLE = "Medborgarlöfte 2027"
BY_HAND = "Personnamn, telefonnummer och e-postadresser tas bort när texten läses: löftet bär organisationer och funktioner."  # fmt: skip


def page(store: Store, form: Form, visitor: Visitor) -> list[Any]:
    head = html.Div(
        [
            html.Div([html.H1("Lägg in ett löfte"), html.P("På det sätt som passar. Allt går att ändra efteråt.", className="lead")]),
            dcc.Link("← Alla löften", href="/loften", className="button"),
        ],
        className="head",
    )  # fmt: skip
    if not may_write(store, visitor):
        said = "Löften skrivs av forumets parter, ordföranden och samordnaren."
        return [head, state_message("fel", said)]
    earlier = {held.number: held.document["name"] for held in pledges.every(store)}
    pasted = cards.card(
        "Ur en text",
        html.P("Klistra in löftet. Du får förslag på punkter, var och en med meningen den kommer ur, och säger själv vad som gäller. Inget hittas på.", className="quiet"),
        form.text(NAME, "name", "paste", placeholder=EXAMPLE),
        *pasting(form),
        name="paste-card",
    )  # fmt: skip
    empty = cards.card(
        "Tomt",
        html.P("Skriv punkt för punkt.", className="quiet"),
        form.text(NAME, "name", "blank", placeholder=EXAMPLE),
        html.Div(form.button("Börja", "blank"), className="answers"),
        name="blank-card",
    )
    longer = cards.card(
        "Förlängning av ett tidigare",
        html.P("Allt följer med utom dagar, diarienummer och text: kopierade dagar är det som oftast blir fel.", className="quiet"),
        form.choice("Vilket", "earlier", "extend", earlier),
        html.Div(form.button("Förläng", "extend"), className="answers"),
        name="extend-card",
    ) if earlier else ""  # fmt: skip
    right = html.Div([empty, longer], className="stack")
    return [head, html.Div([pasted, right], className="wide wide-and-narrow")]


def pasting(form: Form, number: int | None = None) -> list[Any]:
    """The fields for a text: of a new löfte, or of the one there is."""
    of = "" if number is None else number
    return [
        form.long("Löftets text", "text", "paste", of, description=BY_HAND, maxRows=18),
        html.Div(form.button("Läs texten", "paste", of, kind="primary"), className="answers"),
    ]


def _paste(asked: Asked) -> Done:
    """Names are taken out before anything is kept."""
    who = writer(asked.store, asked.visitor)
    read = points(asked.text("text"))
    if not read["text"]:
        raise Refused("Klistra in löftets text.")
    what = "Texten klistrades in"
    if asked.of:
        number = asked.id
        pledges.change(
            asked.store, number, lambda d: d.update(text=read["text"]), what=what, organisation=who
        )
    else:
        said = {"name": asked.text("name") or read["name"], "text": read["text"]}
        number = pledges.make(asked.store, said, organisation=who, what=what)
    return Done(
        "Texten är inläst.", go=f"/loften/{number}?forslag=alla&borttagna={read['left_out']}"
    )


def _blank(asked: Asked) -> Done:
    who = writer(asked.store, asked.visitor)
    number = pledges.make(asked.store, {"name": asked.text("name")}, organisation=who)
    return Done("Löftet är börjat.", go=f"/loften/{number}?andra=basics:basics")


def _extend(asked: Asked) -> Done:
    who = writer(asked.store, asked.visitor)
    earlier = asked.number("earlier")
    if earlier is None:
        raise Refused("Välj vilket löfte som ska förlängas.")
    number = pledges.extend(asked.store, earlier, organisation=who)
    return Done(
        "Förlängningen är börjad. Skriv dagarna.", go=f"/loften/{number}?andra=basics:basics"
    )


DEEDS = {
    "paste": Deed("assess", _paste),
    "blank": Deed("assess", _blank),
    "extend": Deed("assess", _extend),
}
