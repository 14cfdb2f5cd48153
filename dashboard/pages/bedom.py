"""Bedöm: one party says its own, apart from the others, before the meeting or in turns on one computer."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import need, visitor
from dashboard.at_once import at_once
from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.meeting import words
from dashboard.components.meeting.room import Room, acts_for, is_turns
from dashboard.components.states import instead
from dashboard.database import Editions
from dashboard.journal import assessing, meetings
from dashboard.journal.assessing import Mark
from dashboard.journal.tables import Organisation, Subject
from dashboard.version.words import CERTAINTIES, LEVEL_MARKS, LEVELS, TRENDS

PAGE = {"path": "/bedom", "name": "Bedöm", "order": 41, "door": "/mote", "needs": "assess"}


def layout() -> html.Div:
    return html.Div(
        [
            dcc.Location(id="bedom-url", refresh="callback-nav"),
            html.Div(id="bedom-body"),
            deeds.said("bedom"),
        ],
        className="page narrow",
    )


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "bedom", {"assess": Deed("assess", _assess)}, url="bedom-url")

    @at_once(
        app,
        output=Output("bedom-body", "children"),
        inputs=[
            Input("bedom-url", "search"),
            Input("bedom-done", "data"),
            State("bedom-url", "pathname"),
        ],
    )
    def show(search: str, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        need("assess")
        store = app.server.config["STORE"]
        meeting = store and deeds.meeting_in(store, search)
        if not meeting:
            return instead("Bedöm", "Inget möte är kallat. Här bedömer parterna när samordnaren har kallat.")  # fmt: skip
        form = Form("bedom", deeds.counted(done))
        room = Room(store, opened.current("shared"), meeting, form, visitor(), date.today())  # noqa: DTZ011
        return _page(room, deeds.said_in(search).get("part", ""))


def _page(room: Room, asked: str) -> list[Any]:
    mine = [p for p in room.parties if room.acts_for(p)]
    chosen = [p for p in mine if str(p.id) == asked] or (mine if len(mine) == 1 else [])
    if not mine or not room.visitor.may("assess"):
        return [instead("Bedöm", "Bara forumets parter bedömer.", state="ej behörig")]
    if not chosen:
        links = [
            dcc.Link(p.name, href=f"/bedom?part={p.id}", className="button primary") for p in mine
        ]
        return [
            _head("Vem bedömer?", "En part i taget. Den andra ser inte det du lämnar."),
            html.Div(links, className="answers wide"),
        ]
    [party] = chosen
    return _of_party(room, party)


def _of_party(room: Room, party: Organisation) -> list[Any]:
    came = assessing.handed_in(room.store, room.meeting.id)
    shown = assessing.revealed(room.store, room.meeting.id)
    # on a computer that is shared the next one at it must not read what was said
    own = {} if is_turns(room.visitor) else assessing.own(room.store, room.meeting.id, party.id)
    head = _head(
        f"{party.name} bedömer",
        f"{words.name_of(room.meeting, room.area_name)}. Nivån är allt som behövs. Ingen annan ser svaren förrän alla visas på mötet.",
    )  # fmt: skip
    if not room.subjects:
        return [head, html.P("Inget är valt att bedöma än.", className="notice")]
    items = [
        _subject(room, s, at=came.get((s.id, party.id)), is_shown=s.id in shown, own=own.get(s.id), of=party.id)
        for s in room.subjects
    ]  # fmt: skip
    is_all = all((s.id, party.id) in came for s in room.subjects)
    end: Any = room.form.button(
        "Lämna bedömningen", "assess", party.id, kind="primary large-button"
    )
    if all(s.id in shown for s in room.subjects) or room.is_fixed:
        end = html.P("Bedömningarna är visade och ändras inte mer.")
    elif is_all:
        end = html.Div(
            [
                html.P("✓ Allt är lämnat. Ni kan lämna på nytt fram till att bedömningarna visas; det senaste gäller."),
                end,
                dcc.Link("Till mötets sida", href=f"/mote?mote={room.meeting.number}"),
            ]
        )  # fmt: skip
    return [head, html.Div([*items, html.Div(end, className="handing-in")], className="wide")]


def _subject(
    room: Room, subject: Subject, *, at: Any, is_shown: bool, own: Any, of: int
) -> html.Section:
    found = meetings.evidence(subject)
    about_it = [
        html.P([words.evidence(found), " ", words.evidence_word(found)]),
        html.P(words.others(found).capitalize(), className="quiet") if found else "",
    ]
    note = f"{words.handed_in(at)} {at:%H.%M}" if at else ""
    if is_shown:
        return cards.card(room.title(subject), *about_it, html.P("Redan visad."), note=note)
    form = room.form
    level = form.radio(
        "Hur är läget?",
        f"level.{subject.id}",
        "assess",
        {
            key: html.Span([html.Span(LEVEL_MARKS[key], className=f"mark {words.LEVEL_CLASSES[key]}", **{"aria-hidden": "true"}), said])
            for key, said in LEVELS.items()
        },
        of,
        kind="tiles levels",
    )  # fmt: skip
    if own:
        level.value = str(own.level)
    more = html.Details(
        [
            html.Summary("Mer, om ni vill: riktning, säkerhet, skäl"),
            form.radio("Riktning", f"trend.{subject.id}", "assess", TRENDS, of),
            form.radio("Hur säkra är ni?", f"certainty.{subject.id}", "assess", CERTAINTIES, of),
            form.long("Skäl, med egna ord. Inget om personer.", f"reason.{subject.id}", "assess", of),
            form.long("Så får det sägas utåt, om det ska få publiceras", f"public.{subject.id}", "assess", of),
        ]
    )  # fmt: skip
    return cards.card(
        room.title(subject), *about_it, level, more, note=note, name=f"subject-{subject.id}"
    )


def _head(title: str, lead: str) -> html.Div:
    return html.Div(html.Div([html.H1(title), html.P(lead, className="lead")]), className="head")


def _assess(asked: Asked) -> Done:
    parties = {o.id: o for o in meetings.organisations(asked.store, only_parties=True)}
    party = parties.get(asked.id)
    if party is None:
        raise meetings.Refused("Bara forumets parter bedömer.")
    if not acts_for(asked.visitor, party):
        raise meetings.Refused("Du bedömer bara för din egen organisation.")
    shown = assessing.revealed(asked.store, asked.meeting.id)
    came = assessing.handed_in(asked.store, asked.meeting.id)
    marks, missing = {}, 0
    for subject in meetings.subjects(asked.store, asked.meeting.id):
        if subject.id in shown:
            continue
        level = asked.number(f"level.{subject.id}")
        if level is None:
            missing += (subject.id, party.id) not in came
            continue
        marks[subject.id] = Mark(
            level=level,
            trend=asked.text(f"trend.{subject.id}"),
            certainty=asked.text(f"certainty.{subject.id}"),
            reason=asked.text(f"reason.{subject.id}"),
            public_wording=asked.text(f"public.{subject.id}"),
        )
    if missing:
        which = "en fråga" if missing == 1 else f"{missing} frågor"
        raise meetings.Refused(f"Välj nivå för {which} till. ”Inget underlag” är också ett svar.")
    if not marks:
        raise meetings.Refused("Det finns inget nytt att lämna.")
    assessing.assess(
        asked.store, meeting_id=asked.meeting.id, organisation_id=party.id, marks=marks
    )
    return Done(f"Lämnat för {party.name}. Förseglat tills bedömningarna visas.")
