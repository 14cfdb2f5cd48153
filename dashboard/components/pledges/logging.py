"""What has been done: logged in two taps, and made void where it was wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed
from dashboard.components.deeds import Done as Said
from dashboard.components.meeting.reader import reads
from dashboard.components.pledges.editing import held_in
from dashboard.components.pledges.holding import Holding, areas, writer
from dashboard.database import Editions
from dashboard.journal import pledge_log, pledges
from dashboard.journal.acting import AUDIENCES
from dashboard.journal.meetings import Refused
from dashboard.journal.tables import Done
from dashboard.pledge.metre import metre

SHOWN = 6  # rows in sight; the others behind a line
HIDDEN = "visas för polis och kommun"


def card(of: Holding) -> html.Section | str:
    """Choose what, and press: all else may be left as it is."""
    if not of.may_write or not of.activities:
        return ""
    form, number = of.form, of.number
    names = {key: row["words"] for key, row in of.activities.items()}
    more = [
        form.text("Dag", "on", "log", number, value=of.today.isoformat()),
        form.text("Hur många", "quantity", "log", number, value="1"),
        form.choice("Område", "area", "log", of.areas, number, clearable=True),
        form.text("Plats", "place", "log", number, placeholder="Till exempel torget"),
        form.text("Anteckning", "note", "log", number),
        form.text("Kostnad i kronor, om den är känd", "cost", "log", number),
        form.choice("Vem får se plats, anteckning och kostnad", "audience", "log", AUDIENCES, number, value="shared", allowDeselect=False),
    ]  # fmt: skip
    return cards.card(
        "Logga det som är gjort",
        form.radio("Vad har gjorts?", "what", "log", names, number, kind="tiles chosen-one"),
        html.Details([
            html.Summary("Annan dag, antal, plats, anteckning eller kostnad"),
            html.Div(more, className="fields"),
        ]),
        html.Div(form.button("Logga idag", "log", number, kind="primary large-button"), className="answers"),
        name="log-card",
    )  # fmt: skip


def rows(of: Holding) -> html.Section:
    """What has been logged, the latest first."""
    title = "Det som är loggat"
    if not of.done:
        return cards.card(
            title, html.P("Inget är loggat än.", className="quiet"), name="logged-card"
        )
    items = [_item(of, row, counts=counts) for row, counts in of.done]
    rest = items[SHOWN:]
    older = html.Details([html.Summary(f"{swedish.number(len(rest))} äldre"), html.Ul(rest, className="logged")])  # fmt: skip
    cost = sum(row.cost or 0 for row, counts in of.done if counts and of.sees(row.audience))
    known = sum(
        1 for row, counts in of.done if counts and row.cost is not None and of.sees(row.audience)
    )
    counted = sum(counts for _, counts in of.done)
    foot = f"Känd kostnad: {swedish.number(cost)} kr, för {swedish.number(known)} av {swedish.number(counted)} rader." if known else None  # fmt: skip
    return cards.card(
        title, html.Ul(items[:SHOWN], className="logged"), older if rest else "", foot=foot, name="logged-card"
    )  # fmt: skip


def _item(of: Holding, row: Done, *, counts: bool) -> html.Li:
    activity = of.activities.get(row.activity)
    title = activity["words"] if activity else "En aktivitet som inte längre står i löftet"
    many = f" × {swedish.number(row.quantity)}" if row.quantity > 1 else ""
    about = [of.areas.get(row.area_code, row.area_code), row.place, row.note, _kronor(row.cost)]
    if not of.sees(row.audience):
        about = [HIDDEN]
    said = " · ".join(filter(None, [*about, row.organisation]))
    parts: list[Any] = [
        html.Strong(swedish.day(row.done_on)),
        html.Span(f"{title}{many}"),
        html.Span(said, className="quiet under"),
    ]
    if not counts:
        parts.append(html.Span("makulerad", className="pill"))
    elif of.may_write and of.sees(row.audience):
        parts.append(of.form.button("Makulera", "undo", row.id, kind="small"))
    return html.Li(parts, className="" if counts else "voided")


def _kronor(cost: int | None) -> str:
    return "" if cost is None else f"{swedish.number(cost)} kr"


def every_deed(opened: Editions) -> dict[str, Deed]:
    def log(asked: Asked) -> Said:
        who = writer(asked.store, asked.visitor)
        number, *_ = held_in(asked)
        key, today = asked.text("what"), asked.store.now().date()
        day = swedish.parse_day(asked.text("on")) if asked.text("on") else today
        if day is None:
            raise Refused("Skriv dagen som 2026-01-31.")
        area = asked.text("area")
        if area and area not in areas(opened.current("shared"), of=[]):
            raise Refused("Välj området i listan.")
        pledge_log.log(
            asked.store,
            number,
            key,
            done_on=day,
            quantity=_whole(asked.text("quantity") or "1", "Hur många"),
            area_code=area,
            place=asked.text("place"),
            note=asked.text("note"),
            cost=_whole(asked.text("cost"), "Kostnad") if asked.text("cost") else None,
            audience=asked.text("audience") or "shared",
            organisation=who,
        )
        return Said(_stands(asked, number, key, day))

    def void(asked: Asked) -> Said:
        who = writer(asked.store, asked.visitor)
        row = pledge_log.row(asked.store, asked.id)
        if row is None or not reads(asked.store, asked.visitor, row.audience):
            raise Refused(deeds.GONE)
        pledge_log.void(asked.store, row.id, organisation=who)
        return Said("Makulerad. Raden står kvar och räknas inte.")

    return {"log": Deed("assess", log), "undo": Deed("assess", void)}


def _stands(asked: Asked, number: int, key: str, day: date) -> str:
    """How it stands after what was logged."""
    held = pledges.numbered(asked.store, number)
    assert held is not None  # it was logged on
    today = asked.store.now().date()
    told = metre(held.document, pledge_log.counting(asked.store, number), today=today)
    one = next(row for row in told if row["key"] == key)
    return f"Loggat {swedish.day(day, year=False)}: {one['words']}. {swedish.capitalised(one['sentence'])}."


def _whole(text: str, label: str) -> int:
    found = deeds.whole(text.replace(" ", "").replace("\u00a0", ""))
    if found is None:
        raise Refused(f"{label}: skriv ett helt tal.")
    return found
