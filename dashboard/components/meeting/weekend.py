"""Inför helgen: place, time, who, what; and what else is to be done, by whom and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import GONE, Asked, Deed, Done
from dashboard.components.meeting.reader import reads
from dashboard.components.meeting.room import UNSEEN, Room
from dashboard.journal import acting, meetings
from dashboard.journal.acting import AUDIENCES
from dashboard.journal.tables import Action
from dashboard.version.words import who

WEEKS_AHEAD = 16


def screen(room: Room) -> list[Any]:
    can = room.visitor.may("chair") and not room.is_fixed
    return [
        html.H1("Inför helgen"),
        cards.card(
            "Plats – tid – vem – vad",
            weekend(room, undo=can),
            _weekend_form(room) if can else "",
            note=unseen(room, "weekend"),
            name="weekend-card",
        ),
        cards.card(
            "Åtgärder",
            actions(room, undo=can),
            _action_form(room) if can else "",
            note=unseen(room, "action"),
            name="actions-card",
        ),
    ]


def _decided(room: Room, kind: str) -> list[tuple[Action, str]]:
    rows = acting.decided(room.store, room.meeting.id)
    return [(a, name) for a, name in rows if a.kind == kind]


def unseen(room: Room, kind: str) -> str:
    return room.unseen(a.audience for a, _ in _decided(room, kind))


def weekend(room: Room, *, undo: bool = False) -> Any:
    rows = _decided(room, "weekend")
    shown = [(a, name) for a, name in rows if room.sees(a.audience)]
    if not shown:
        nothing = "Inget särskilt inför helgen än." if undo else "Inget särskilt inför helgen."
        return html.P(UNSEEN if rows else nothing)
    return tables.plain(
        ("Plats", "Tid", "Vem", "Vad", ""),
        [
            (a.place, a.when or "–", who(name, a.function), room.what(a), _end(room, a, undo))
            for a, name in shown
        ],
        caption="Inför helgen",
    )  # fmt: skip


def actions(room: Room, *, undo: bool = False) -> Any:
    rows = _decided(room, "action")
    shown = [(a, name) for a, name in rows if room.sees(a.audience)]
    if not shown:
        return html.P(UNSEEN if rows else "Inga nya åtgärder.")
    titles = {s.id: room.title(s) for s in room.subjects}
    return tables.plain(
        ("Vad", "Ansvarig funktion", "Var", "Hur ofta", "Till", "Gäller", ""),
        [
            (
                room.what(a),
                who(name, a.function),
                a.place or "–",
                a.how_often or "–",
                swedish.day(a.until, year=False) if a.until else "–",
                " · ".join(filter(None, [titles.get(a.subject_id or 0, ""), a.pledge])) or "–",
                _end(room, a, undo),
            )
            for a, name in shown
        ],
        caption="Åtgärder",
    )


def _end(room: Room, action: Action, undo: bool) -> Any:
    said = (
        []
        if action.audience == "shared"
        else [html.Span(AUDIENCES[action.audience], className="pill")]
    )
    if undo:
        said.append(room.form.button("Ta bort", "undo", action.id, kind="small"))
    return html.Span(said)


def _weekend_form(room: Room) -> html.Details:
    form = room.form
    return html.Details(
        [
            html.Summary("Lägg till en rad"),
            html.Div(
                [
                    form.text("Plats", "place", "weekend", placeholder="Resecentrum"),
                    form.text("Tid", "when", "weekend", placeholder="fre 20–02"),
                    form.choice("Vem", "who", "weekend", _who(room)),
                    form.text(
                        "Funktion",
                        "function",
                        "weekend",
                        placeholder="trygghetsvärdar",
                    ),
                    form.text("Vad", "what", "weekend", placeholder="synlig närvaro"),
                    form.choice(
                        "Visas för", "audience", "weekend", _audiences(room), value="shared"
                    ),
                    form.button("Lägg till", "weekend", kind="primary"),
                ],
                className="fields",
            ),
        ],
        open=True,
    )


def _action_form(room: Room) -> html.Details:
    form = room.form
    about = {s.id: room.title(s) for s in room.subjects}
    return html.Details(
        [
            html.Summary("Lägg till en åtgärd"),
            html.Div(
                [
                    form.text("Vad", "what", "action"),
                    form.choice("Ansvarig organisation", "who", "action", _who(room)),
                    form.text(
                        "Ansvarig funktion",
                        "function",
                        "action",
                        placeholder="fritidschef",
                    ),
                    form.text("Var", "place", "action"),
                    form.text("Hur ofta", "how_often", "action", placeholder="varje fredag"),
                    form.choice("Till", "until", "action", fridays(room.meeting.held_on)),
                    form.choice("Gäller", "subject", "action", about, clearable=True),
                    form.text("Löfte", "pledge", "action", placeholder="punkt 4"),
                    form.choice(
                        "Visas för", "audience", "action", _audiences(room), value="shared"
                    ),
                    form.text("Så får det sägas utåt", "public", "action"),
                    form.button("Lägg till", "action", kind="primary"),
                ],
                className="fields",
            ),
        ]
    )


def fridays(after: date) -> dict[str, str]:
    first = after + timedelta(days=(4 - after.weekday()) % 7)
    ahead = [first + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
    return {
        day.isoformat(): f"fre {swedish.day(day, year=False)} ({swedish.week(swedish.monday(day))})"
        for day in ahead
    }


def _who(room: Room) -> dict[int, str]:
    return {o.id: o.name for o in room.organisations}


def _audiences(room: Room) -> dict[str, str]:
    """In a room with others nobody can write what they may not see."""
    return {code: said for code, said in AUDIENCES.items() if room.sees(code)}


def _decide(kind: str) -> Deed:
    def do(asked: Asked) -> Done:
        subject = asked.number("subject")
        if subject and subject not in {
            s.id for s in meetings.subjects(asked.store, asked.meeting.id)
        }:
            raise meetings.Refused("Frågan finns inte på mötet längre.")
        audience = asked.text("audience") or "shared"
        if audience in AUDIENCES and not reads(asked.store, asked.visitor, audience):
            raise meetings.Refused("Den raden får bara polis och kommun skriva.")
        acting.decide(
            asked.store,
            asked.meeting.id,
            kind=kind,
            what=asked.text("what"),
            place=asked.text("place"),
            when=asked.text("when"),
            organisation_id=asked.number("who"),
            function=asked.text("function"),
            how_often=asked.text("how_often"),
            until=swedish.parse_day(asked.text("until")),
            subject_id=subject,
            pledge=asked.text("pledge"),
            audience=audience,
            public_wording=asked.text("public"),
        )
        return Done("Tillagd.")

    return Deed("chair", do)


def _undo(asked: Asked) -> None:
    rows = {action.id: action for action, _ in acting.decided(asked.store, asked.meeting.id)}
    row = rows.get(asked.id)
    if row is None or not reads(asked.store, asked.visitor, row.audience):
        raise meetings.Refused(GONE)
    acting.undo(asked.store, row.id)


DEEDS = {
    "weekend": _decide("weekend"),
    "action": _decide("action"),
    "undo": Deed("chair", _undo),
}
