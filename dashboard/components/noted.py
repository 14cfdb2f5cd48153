"""The page of events and efforts: what there is, how one is added, and what may become one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard import swedish
from dashboard.access import Visitor
from dashboard.components import cards, notes
from dashboard.components.form import Form
from dashboard.components.meeting.reader import reads
from dashboard.components.meeting.room import is_turns
from dashboard.database import Edition
from dashboard.journal import meetings
from dashboard.journal.acting import AUDIENCES
from dashboard.journal.notes import Decided, between, decided
from dashboard.journal.tables import Organisation
from dashboard.queries import about
from dashboard.store import Store
from dashboard.version import words
from dashboard.version.words import NOTE_KINDS

KINDS = {"handelse": "event", "insats": "effort", "registrering": "registration", "ovrigt": "other"}
LEVELS = {"lpo": "hela forumet", "kommun": "kommun", "plats": "plats", "regso": "RegSO", "deso": "DeSO"}  # fmt: skip
RIGHT = "approve"  # of the forum, and not by a one-time code for a meeting


@dataclass(frozen=True)
class Noted:
    """The page as one visitor sees it: `area` and `kind` are what is asked for, "" for all."""

    store: Store
    edition: Edition
    visitor: Visitor
    form: Form
    today: date
    area: str = ""
    kind: str = ""

    @cached_property
    def organisations(self) -> list[Organisation]:
        return meetings.organisations(self.store)

    @cached_property
    def may_write(self) -> bool:
        return self.visitor.may(RIGHT)

    @cached_property
    def writers(self) -> dict[int, str]:
        """Which organisation wrote each note."""
        return {note.id: note.written_by for note, _ in between(self.store)}

    def may_void(self, written_by: str) -> bool:
        """One's own organisation's, and the samordnare all that they may read."""
        is_own = is_turns(self.visitor) or written_by == self.visitor.organisation
        return self.may_write and (is_own or self.visitor.may("coordinate"))

    @cached_property
    def audiences(self) -> dict[str, str]:
        """Nobody writes what they may not read."""
        return {k: v for k, v in AUDIENCES.items() if reads(self.store, self.visitor, k)}

    @cached_property
    def own(self) -> Organisation | None:
        """Who most likely answers for what is written here."""
        found = [o for o in self.organisations if o.name == self.visitor.organisation]
        found += [o for o in self.organisations if o.kind == "municipality" and o.is_party]
        return next(iter(found), None)


def places(edition: Edition) -> dict[str, str]:
    """Where a note may stand, by code: the forum first, then from the widest to the smallest."""
    found = about.areas(edition)
    said = {about.edition(edition)["area_code"]: str(about.edition(edition)["forum"])}
    for level, word in LEVELS.items():
        rows = found[found["level"] == level].sort_values("name")
        for code, name in zip(rows["area_code"], rows["name"], strict=True):
            said.setdefault(code, f"{name} ({word})")
    return said


def adding(of: Noted) -> html.Section:
    """Kind, words and a press: the rest is there already, and can be changed."""
    form, today = of.form, of.today.isoformat()
    tiles = {key: swedish.capitalised(word) for key, word in NOTE_KINDS.items()}
    # a kommun is where most things are: that of the filter, else one's own
    area = of.area or (of.own.kommun_code if of.own else "")
    area = area if area in places(of.edition) else about.edition(of.edition)["area_code"]
    who = {o.id: o.name for o in of.organisations}
    more = html.Details(
        [
            html.Summary("Dag, plats, problem, ansvarig och vilka som ser"),
            html.Div(
                [
                    form.day("Från", "first", "add", value=today),
                    form.day("Till, om det är flera dagar", "last", "add"),
                    form.choice("Område eller plats", "area", "add", places(of.edition), value=area),
                    form.text("Närmare var", "place", "add", placeholder="gångvägen norr om ån"),
                    form.many("Gäller bara problemen", "types", "add", about.type_names(of.edition), placeholder="Alla"),
                    form.choice("Ansvarig organisation", "who", "add", who, value=of.own.id if of.own else None, clearable=True),
                    form.text("Ansvarig funktion", "function", "add", placeholder="gatuchef"),
                    form.choice("Visas för", "audience", "add", of.audiences, value="shared"),
                    form.text("Så får det sägas utåt", "public", "add"),
                ],
                className="fields",
            ),
        ]
    )  # fmt: skip
    said = f"Gäller i dag i {about.names(of.edition).get(area, '')} om du inte väljer något annat. Skriv aldrig om en person."
    return cards.card(
        "Lägg till",
        form.radio("Vad är det?", "kind", "add", tiles),
        form.text("Vad hände, eller vad görs?", "what", "add", placeholder="Ny belysning"),
        html.P(said, className="quiet"),
        more,
        html.Div(form.button("Lägg till", "add", kind="primary large-button"), className="answers"),
        name="add-note",
    )


def listing(of: Noted) -> html.Section:
    every = notes.about(of.store, edition=of.edition, visitor=of.visitor, first=date.min, last=date.max)  # fmt: skip
    near = notes.about(of.store, edition=of.edition, visitor=of.visitor, first=date.min, last=date.max, area_code=of.area)  # fmt: skip
    rows = [row for row in near if not of.kind or row["kind"] == of.kind]
    areas = {row["area_code"]: row["area_name"] for row in every}
    if of.area:
        areas[of.area] = about.names(of.edition)[of.area]
    kinds = {code: swedish.capitalised(NOTE_KINDS[kind]) for code, kind in KINDS.items()}
    shown_kind = next((code for code, kind in KINDS.items() if kind == of.kind), "")
    now = {"omrade": of.area, "slag": shown_kind}
    empty = "Inget är antecknat än." if not every else "Inget sådant är antecknat här."
    return cards.card(
        "Antecknat",
        _filter("Slag", "slag", {"": "Alla"} | kinds, now) if every else "",
        _filter("Område", "omrade", {"": "Alla"} | areas, now) if every else "",
        html.Ul([_item(of, row) for row in reversed(rows)], className="note-list")
        if rows
        else html.P(empty),
        foot=notes.NOT_WHY,
        name="notes",
    )


def _filter(label: str, name: str, options: dict[str, str], now: dict[str, str]) -> html.Nav:
    links: list[Any] = []
    for code, said in options.items():
        if now[name] == code:
            links.append(html.Span(said, className="pill here", **{"aria-current": "true"}))
            continue
        query = urlencode({k: v for k, v in (now | {name: code}).items() if v})
        links.append(dcc.Link(said, href="/handelser" + (f"?{query}" if query else ""), className="pill"))  # fmt: skip
    return html.Nav([html.Span(label, className="quiet"), *links], className="filter", **{"aria-label": label})  # fmt: skip


def _item(of: Noted, row: dict[str, Any]) -> html.Li:
    days = [date.fromisoformat(row[name]) for name in ("first", "last")]
    where = ", ".join(filter(None, [row["place"], row["area_name"]]))
    about_it = [where, words.who(row["organisation"], row["function"])]
    about_it += [f"gäller {swedish.listed([swedish.within(n) for n in row['problem_names']])}"] if row["problem_names"] else []  # fmt: skip
    only = [] if row["class"] == "shared" else [html.Span(AUDIENCES[row["class"]], className="pill")]  # fmt: skip
    return html.Li(
        [
            html.P([html.Span(NOTE_KINDS[row["kind"]], className="pill kind"), html.Span(swedish.dates(days[0], days[1])), *only]),
            html.P(html.Strong(row["what"])),
            html.P(" · ".join(filter(None, about_it)), className="quiet"),
            *(_voiding(of, row["id"]) if of.may_void(of.writers.get(row["id"], "")) else ()),
        ]
    )  # fmt: skip


def _voiding(of: Noted, key: int) -> list[Any]:
    return [
        html.Details(
            [
                html.Summary("Makulera"),
                of.form.text("Varför?", "reason", "void", key),
                of.form.button("Makulera raden", "void", key),
            ]
        )
    ]


def proposals(of: Noted) -> html.Section | None:
    """What meetings have decided for a place until a day."""
    rows = [one for one in decided(of.store) if one.action.audience in of.audiences]
    if not rows or not of.may_write:
        return None
    return cards.card(
        "Beslutat på möten",
        html.P("Åtgärder med plats och slutdag. Som insats står de vid siffrorna."),
        html.Ul([html.Li([html.P(_decided_in_words(one)), of.form.button("Gör till insats", "make", one.action.id)]) for one in rows], className="note-list"),
        name="decided",
    )  # fmt: skip


def _decided_in_words(one: Decided) -> str:
    action = one.action
    until = action.until or one.held_on
    days = swedish.dates(min(one.held_on, until), until)
    who = words.who(one.organisation, action.function)
    return f"{days}: {action.what}, {action.place} ({who})"
