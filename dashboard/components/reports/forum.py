"""Who is in the forum, one of them to change, and the named places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.form import Form
from dashboard.components.reports.form_file import thanks_lines
from dashboard.database import Edition
from dashboard.journal import links, organisations
from dashboard.journal.files import Files
from dashboard.journal.organisations import KINDS, RHYTHMS
from dashboard.journal.tables import Link, Organisation
from dashboard.queries import observers_form
from dashboard.store import Store

PARTS = {
    "party": "bedömer",
    "observer": "rapporterar",
    "both": "bedömer och rapporterar",
    "none": "är bara med",
}


@dataclass(frozen=True)
class Forum:
    store: Store
    edition: Edition
    files: Files
    form: Form

    @cached_property
    def everyone(self) -> list[Organisation]:
        return organisations.everyone(self.store)

    @cached_property
    def links(self) -> dict[int, list[Link]]:
        found: dict[int, list[Link]] = {}
        for link, organisation in links.current(self.store):
            found.setdefault(organisation.id, []).append(link)
        return found

    @property
    def kommuner(self) -> dict[str, str]:
        return {"": "hela forumet", **observers_form.kommun_names(self.edition)}


def part_of(organisation: Organisation) -> str:
    """What it does in the forum, as a key of PARTS."""
    if organisation.is_party:
        return "both" if organisation.is_observer else "party"
    return "observer" if organisation.is_observer else "none"


def listing(forum: Forum, *, chosen: int | None) -> html.Section:
    rows = [
        (
            dcc.Link(
                html.Strong(f"{one.name} ▸") if one.id == chosen else one.name,
                href=f"/organisationer?org={one.id}",
            ),
            _does(one),
            _link_words(forum.links.get(one.id, []), one),
        )
        for one in forum.everyone
    ]
    heads = ("Organisation", "Vad den gör", "Länk")
    table = tables.plain(heads, rows, caption="Organisationerna i forumet")
    return cards.card(
        "Med i forumet",
        cards.scroll(table, name="Organisationerna i forumet"),
        html.Div(dcc.Link("Lägg till en organisation", href="/organisationer?org=ny", className="button"), className="answers"),
    )  # fmt: skip


def edited(forum: Forum, one: Organisation | None) -> list[html.Section]:
    """The one that is chosen, or a new one."""
    if one is None:
        return [cards.card("Ny organisation", _fields(forum, None))]
    said = cards.card(one.name, _fields(forum, one))
    is_reporting = one.is_observer and one.is_active
    return [said, *([_its_links(forum, one), _its_thanks(forum, one)] if is_reporting else [])]


def places(forum: Forum) -> html.Section:
    """How many there are, and where they are looked after."""
    shown = {place.name for place in observers_form.places(forum.edition)}
    shown |= {place["namn"] for place in forum.files.places()}
    said = (
        "Rapportörerna väljer bland de namngivna platserna."
        if shown
        else "Ingen plats är namngiven än."
    )
    link = dcc.Link("Platser", href="/installningar/platser", className="button")
    return cards.card(
        "Namngivna platser",
        html.P(said),
        html.Div(link, className="answers"),
        note=f"{swedish.number(len(shown))} platser",
    )


def _fields(forum: Forum, one: Organisation | None) -> html.Div:
    form, of = forum.form, one.id if one else "ny"
    buttons = [form.button("Spara" if one else "Lägg till", "save", of, kind="primary")]
    if one:
        said = "Har slutat" if one.is_active else "Är med igen"
        buttons.append(form.button(said, "retire" if one.is_active else "return", of))
    return html.Div(
        [
            html.Div(
                [
                    form.text("Namn", "name", "save", of, value=one.name if one else ""),
                    form.choice("Slag", "kind", "save", KINDS, of, value=one.kind if one else "other"),
                    form.choice("Kommun", "kommun", "save", forum.kommuner, of, value=one.kommun_code if one else ""),
                    form.choice("Vad gör den?", "part", "save", PARTS, of, value=part_of(one) if one else "observer"),
                    form.choice("Hur ofta rapporterar den?", "rhythm", "save", {r: r for r in RHYTHMS}, of, value=one.rhythm if one else "vecka"),
                    form.text("Vilken funktion kommer till mötet?", "role", "save", of, value=one.usual_role if one else ""),
                ],
                className="fields",
            ),
            html.Div(buttons, className="answers"),
        ]
    )  # fmt: skip


def _its_links(forum: Forum, one: Organisation) -> html.Section:
    form, own = forum.form, forum.links.get(one.id, [])
    rows = [
        html.Li(
            [
                f"Gjord {swedish.day(link.made_at)}, gäller till och med {swedish.day(link.valid_to)}",
                form.button("Återkalla", "revoke", link.id, kind="small"),
            ]
        )
        for link in own
    ]
    said = "En länk per organisation eller enhet. Adressen och QR-koden visas en gång, när länken görs."
    return cards.card(
        "Länkar till formuläret",
        html.Ul(rows, className="picked") if rows else html.P("Ingen länk gäller."),
        html.P(said, className="quiet"),
        html.Div(form.button("Gör en ny länk", "link", one.id), className="answers"),
    )


def _its_thanks(forum: Forum, one: Organisation) -> html.Section:
    form = forum.form
    written = links.thanks(forum.store).get(one.id, "")
    shown: Sequence[str] = thanks_lines(forum.store).get(one.name, [])
    receipt = html.Div([html.P(line) for line in shown], className="paste") if shown else ""
    return cards.card(
        "Tack på kvittot",
        html.P("Det här läser den som har skickat en rapport:" if shown else "Kvittot säger inget än.", className="quiet"),
        receipt,
        form.text("Vad har hänt sedan? Bara platser och åtgärder", "words", "thank", one.id, value=written, placeholder="belysningen vid skolan lagad"),
        html.Div(form.button("Spara raden", "thank", one.id), className="answers"),
    )  # fmt: skip


def _does(one: Organisation) -> str:
    """bedömer, rapporterar varje vecka"""
    if not one.is_active:
        return "har slutat"
    reports = f"rapporterar varje {one.rhythm}".replace("varje varannan", "varannan")
    said = [*(["bedömer"] if one.is_party else []), *([reports] if one.is_observer else [])]
    return ", ".join(said) or "är med"


def _link_words(own: Sequence[Link], one: Organisation) -> Any:
    if not own:
        return "saknas" if one.is_observer and one.is_active else ""
    many = swedish.in_words(len(own))
    return f"{many}, till {swedish.day(max(link.valid_to for link in own), year=False)}"
