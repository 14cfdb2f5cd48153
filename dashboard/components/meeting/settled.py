"""Stäm av och fastställ: all of it once more, and each party says that this is what it was."""

from __future__ import annotations

from typing import Any

import flask
from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.meeting import followed, kept, weekend, words
from dashboard.components.meeting.room import Room, acts_for
from dashboard.database import Editions
from dashboard.export import notes
from dashboard.export.document import document
from dashboard.journal import archive, fixing, meetings
from dashboard.journal.tables import Proposal
from dashboard.version import shown


def screen(room: Room) -> list[Any]:
    if room.is_fixed:
        last = archive.last_of(room.store, room.meeting.id)
        assert last is not None  # it is fixed
        return [
            html.H1(f"Version {last.number} är fastställd"),
            html.P("Den ändras inte mer. Är något fel görs en rättelse, som blir en ny version.", className="lead"),
            html.Div(
                [
                    dcc.Link("Läs versionen", href=f"/version?nummer={last.number}", className="button"),
                    dcc.Link("Fredagens utskick", href=f"/fredag?nummer={last.number}", className="button"),
                ],
                className="answers",
            ),
        ]  # fmt: skip
    proposal = fixing.proposed(room.store, room.meeting.id)
    return [
        html.H1("Stäm av och fastställ"),
        html.P(_left(room), className="lead"),
        html.Div(
            [
                html.Div(
                    [
                        cards.card("Bedömningar", _subjects(room)),
                        cards.card(
                            "Förra mötets åtgärder",
                            followed.table(room),
                            note=followed.unseen(room),
                        ),
                    ],
                    className="stack",
                ),
                html.Div(
                    [
                        cards.card(
                            "Inför helgen",
                            weekend.weekend(room),
                            note=weekend.unseen(room, "weekend"),
                        ),
                        cards.card(
                            "Åtgärder", weekend.actions(room), note=weekend.unseen(room, "action")
                        ),
                        *_noted(room),
                    ],
                    className="stack",
                ),
            ],
            className="halves",
        ),
        _approving(room, proposal),
    ]


def _left(room: Room) -> str:
    """What has not been taken up: it may stay so, but nobody should overlook it."""
    missing = [room.title(s) for s in room.subjects if s.id not in room.joints]
    if not missing:
        return "Allt är genomgånget. Läs igenom det tillsammans."
    return f"Inte genomgånget: {swedish.listed(missing)}."


def _subjects(room: Room) -> Any:
    if not room.subjects:
        return html.P("Inget var uppe till bedömning.")
    shown = room.revealed
    rows = []
    for subject in room.subjects:
        said = {a.organisation_id: a for a in shown.get(subject.id, [])}
        joint = room.joints.get(subject.id)
        each = [words.level(said[p.id].level) if p.id in said else "–" for p in room.parties]
        end = html.Span(words.joint(joint.outcome, joint.level)) if joint else "inte genomgången"
        rows.append((room.title(subject), *each, end))
    head = ("Fråga", *(p.name for p in room.parties), "Tillsammans")
    return cards.scroll(tables.plain(head, rows, caption="Bedömningar"), name="Bedömningar")


def _noted(room: Room) -> list[html.Section]:
    with room.store.read() as session:
        rows = notes.of_meeting(session, room.meeting, room.edition)
    return kept.noted(shown.notes(rows, klass=room.klass))


def _approving(room: Room, proposal: Proposal | None) -> html.Section:
    if proposal is None:
        about_it = "När ni har läst igenom läggs allt fast så som det står nu, och parterna fastställer det."
        button = (
            room.form.button("Vi har läst igenom", "propose", kind="primary")
            if room.visitor.may("chair")
            else ""
        )
        return cards.card("Fastställ", html.P(about_it), button)
    given = {a.organisation_id: (a, name) for a, name in fixing.approvals(room.store, proposal.id)}
    roles = {o.id: a.role for o, a in meetings.attendance(room.store, room.meeting.id)}
    rows: list[Any] = []
    for party in fixing.needed(room.store, room.meeting.id):
        if party.id in given:
            approval, _ = given[party.id]
            said = [
                html.Strong(party.name),
                html.P(f"✓ fastställd {approval.at:%H.%M} av {approval.role}"),
            ]
            said += (
                [html.P(f"Reservation: ”{approval.reservation}”")]
                if approval.reservation and not room.is_open
                else []
            )
        elif room.visitor.may("approve") and room.acts_for(party):
            of = f"{party.id}.{proposal.content_sha256}"
            said = [
                html.Strong(party.name),
                room.form.text("Roll", "role", "approve", of, value=roles.get(party.id, "")),
                room.form.text("Reservation, om det finns en", "reservation", "approve", of),
                room.form.button(f"Fastställ för {party.name}", "approve", of, kind="primary"),
            ]
        else:
            said = [html.Strong(party.name), html.P("◌ har inte fastställt än", className="quiet")]
        rows.append(html.Div(said, className="card sealed"))
    return html.Section([html.H2("Fastställ"), html.Div(rows, className="side-by-side")], className="approving")  # fmt: skip


def _approve(asked: Asked) -> Done:
    party, _, digest = asked.of.partition(".")
    needed = fixing.needed(asked.store, asked.meeting.id)
    found = next((one for one in needed if str(one.id) == party), None)
    if found is None or not acts_for(asked.visitor, found):
        raise fixing.Refused("Du fastställer bara för din egen organisation.")
    version = fixing.approve(
        asked.store,
        asked.meeting.id,
        content_sha256=digest,
        organisation_id=found.id,
        role=asked.text("role"),
        reservation=asked.text("reservation"),
    )
    if version is None:
        return Done("Fastställd av er part.")
    kept = flask.current_app.config["FILES"]
    is_written = not kept or archive.write_files(asked.store, kept.versions)
    beside = "" if is_written else " Som filer finns den inte än: är disken full?"
    return Done(f"Version {version.number} är fastställd.{beside}")


def deeds(opened: Editions) -> dict[str, Deed]:
    def propose(asked: Asked) -> Done:
        before = archive.versions(asked.store)
        last = archive.document(asked.store, before[0]) if before else None
        said = document(
            asked.store,
            asked.meeting,
            edition=opened.current("shared"),
            public=opened.current("public"),
            since=last["edition"]["number"] if last else None,
        )
        fixing.propose(asked.store, asked.meeting, said)
        return Done("Det som står på skärmen är framlagt. Nu fastställer parterna.")

    return {"propose": Deed("chair", propose), "approve": Deed("approve", _approve)}
