"""The meeting's own page: what is prepared, who has handed in, and what has been fixed."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import flask
from dash import dcc, html

from dashboard import swedish
from dashboard.access import Visitor
from dashboard.access.gate import access
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.meeting import arrived, calling, mode, news, reader, words
from dashboard.components.meeting.room import Room, acts_for
from dashboard.components.pledges import calendar as pledges
from dashboard.database import Edition, Editions
from dashboard.export.qr import qr_svg
from dashboard.journal import acting, archive, assessing, meetings
from dashboard.journal.acting import DAY_PARTS
from dashboard.store import Store
from dashboard.version.words import LEVELS

SHOWN = 12  # versions


def page(room: Room) -> list[Any]:
    meeting = room.meeting
    at = f" kl. {meeting.at}" if meeting.at else ""
    about_it = f"{swedish.capitalised(words.day_of(meeting.held_on))}{at} · handlar om {swedish.weeks(meeting.first_week, meeting.last_week)}"  # fmt: skip
    go = dcc.Link("Till mötet →", href=mode.address(mode.Place(), meeting.number), className="button primary")  # fmt: skip
    head = html.Div(
        [
            html.Div([html.H1(_headline(room)), html.P(about_it, className="lead")]),
            html.Div(go, className="answers"),
        ],
        className="head",
    )
    if room.is_fixed:
        return [head, html.Div([*_after(room), versions(room.store)], className="wide halves")]
    left: list[Any] = [
        _handed_in(room),
        cards.card(
            "Det här ska bedömas", *news.to_assess(room, with_numbers=True), name="assess-card"
        ),
    ]
    due = pledges.before_the_next(room.store, meeting)
    right: list[Any] = [_call(room), due, _told(room), versions(room.store)]
    return [
        head,
        html.Div(
            [html.Div(left, className="stack"), html.Div(right, className="stack")],
            className="wide halves",
        ),
    ]


def none_yet(
    store: Store, form: Form, edition: Edition, *, visitor: Visitor, today: date
) -> list[Any]:
    """Before the first meeting, and after each that is fixed."""
    return [
        html.Div(
            [html.Div([html.H1("Inget möte är kallat"), html.P("Samordnaren kallar och väljer vad som ska bedömas.", className="lead")])],
            className="head",
        ),
        html.Div(
            [calling.card(form, edition, today=today) if visitor.may("coordinate") else "", versions(store)],
            className="wide halves",
        ),
    ]  # fmt: skip


def _headline(room: Room) -> str:
    if room.is_fixed:
        return f"Möte {room.meeting.number} är fastställt"
    return words.name_of(room.meeting, room.area_name)


def _handed_in(room: Room) -> html.Section:
    """Lämnad or not, and never what."""
    came = assessing.handed_in(room.store, room.meeting.id)
    rows: list[tuple[Any, ...]] = []
    for party in room.parties:
        times = [came[s.id, party.id] for s in room.subjects if (s.id, party.id) in came]
        many = len(room.subjects)
        said = (
            f"◌ inte lämnad ({len(times)} av {many})"
            if len(times) < many
            else f"✓ {words.handed_in(max(times))} {max(times):%H.%M}"
            if times
            else "inget att bedöma än"
        )
        may = room.visitor.may("assess") and room.acts_for(party) and many
        link = dcc.Link("Bedöm", href=f"/bedom?part={party.id}", className="button") if may else ""
        rows.append((party.name, said, link))
        if room.visitor.may("coordinate") and access().login.is_open:
            rows[-1] += (room.form.button("Engångslänk", "invite", party.id, kind="small"),)
    head = ("Part", "Bedömning", "", "")[: max(map(len, rows), default=3)]
    table = cards.scroll(
        tables.plain(head, rows, caption="Bedömningar före mötet"), name="Bedömningar före mötet"
    )
    note = "Var och en bedömer för sig. Ingen ser den andras förrän alla visas på mötet."
    return cards.card("Bedömningar före mötet", html.P(note, className="quiet"), table)


def _call(room: Room) -> html.Section:
    """What is sent to those who are to come: to paste into a calendar or a mail."""
    meeting = room.meeting
    lines = [
        words.name_of(meeting, room.area_name),
        f"{swedish.capitalised(words.day_of(meeting.held_on))}{f' kl. {meeting.at}' if meeting.at else ''}{f', {meeting.place}' if meeting.place else ''}",
        "",
        *(f"{n}. {said}" for n, said in enumerate(mode.STEPS.values(), start=1)),
        *(["", meeting.agenda] if meeting.agenda else []),
        "",
        "Att bedöma var och en för sig före mötet:",
        *(f"– {room.title(s)}" for s in room.subjects),
    ]  # fmt: skip
    text = "\n".join(lines)
    return cards.card(
        "Kallelse",
        html.Pre(text, id="call-text", className="paste", tabIndex=0),
        html.Div(
            dcc.Clipboard(content=text, title="Kopiera kallelsen", className="button", children="Kopiera texten", copied_children="Kopierad"),
            className="answers",
        ),
    )  # fmt: skip


def _told(room: Room) -> html.Section:
    rows = acting.told(room.store, room.meeting.id)
    form = room.form
    said: list[Any] = [
        html.P("När ingen fil har kommit: högst sju rader. Visas bredvid siffrorna, räknas aldrig.", className="quiet")
    ]  # fmt: skip
    if rows:
        said.append(arrived.told_table(room, rows))
    if room.visitor.may("assess") and not room.is_fixed:
        said.append(
            html.Details(
                [
                    html.Summary("Lägg till en rad"),
                    html.Div(
                        [
                            form.choice("Från", "who", "tell", {o.id: o.name for o in room.parties if room.acts_for(o)}),
                            form.choice("Problem", "problem", "tell", room.problems),
                            form.choice("Område", "area", "tell", room.areas),
                            form.choice("När på dygnet", "day_part", "tell", {p: p for p in DAY_PARTS}, clearable=True),
                            form.choice("Läge", "level", "tell", LEVELS),
                            form.button("Lägg till", "tell", kind="primary"),
                        ],
                        className="fields",
                    ),
                    *(
                        html.P([room.types.get(o.problem_type, ""), " ", form.button("Ta bort", "untell", o.id, kind="small")])
                        for o, _ in rows
                        if o.organisation_id in {p.id for p in room.parties if room.acts_for(p)}
                    ),
                ]
            )
        )  # fmt: skip
    return cards.card("Polisens lägesuppdatering", *said, note="muntligt", name="told-card")


def _after(room: Room) -> list[Any]:
    last = archive.last_of(room.store, room.meeting.id)
    assert last is not None  # it is fixed
    links = [
        dcc.Link(f"Läs version {last.number}", href=f"/version?nummer={last.number}", className="button"),
        dcc.Link("Fredagens utskick", href=f"/fredag?nummer={last.number}", className="button"),
    ]  # fmt: skip
    parts = [cards.card("Fastställd version", html.Div(links, className="answers"))]
    if room.visitor.may("coordinate"):
        parts.append(
            calling.card(
                room.form,
                room.edition,
                today=room.today,
                area=room.meeting.area_code,
                last=room.meeting.held_on,
            )
        )
    return [html.Div(parts, className="stack")]


def versions(store: Store) -> html.Section:
    found = reader.versions(store)
    if not found:
        return cards.card("Fastställda versioner", html.P("Ingen än."))
    rows = []
    for version in found[:SHOWN]:
        said = archive.document(store, version)
        held_on = date.fromisoformat(said["meeting"]["held_on"])
        rows.append(
            (
                dcc.Link(f"Version {version.number}", href=f"/version?nummer={version.number}"),
                f"möte {said['meeting']['number']}, {swedish.day(held_on)}",
                f"{swedish.day(version.at)} {version.at:%H.%M}",
            )
        )
    table = cards.scroll(
        tables.plain(("Version", "Möte", "Fastställd"), rows, caption="Fastställda versioner"),
        name="Fastställda versioner",
    )
    return cards.card("Fastställda versioner", table)


def deeds(opened: Editions) -> dict[str, Deed]:
    def tell(asked: Asked) -> Done:
        who = asked.number("who")
        if who not in _spoken_for(asked):
            raise meetings.Refused("Välj vem det kommer från: din egen organisation.")
        problem, area = news.chosen(asked, opened.current("shared"))
        acting.tell(
            asked.store,
            asked.meeting.id,
            organisation_id=who,
            problem_type=problem,
            area_code=area or asked.meeting.area_code,
            day_part=asked.text("day_part"),
            level=asked.number("level"),
        )
        return Done("Tillagd.")

    def invite(asked: Asked) -> Done:
        """For a party that has no account here: it is shown now, and kept nowhere."""
        parties = {o.id: o.name for o in meetings.organisations(asked.store, only_parties=True)}
        if asked.id not in parties:
            raise meetings.Refused("Parten finns inte längre.")
        token = access().invite(asked.meeting.id, parties[asked.id])
        link = flask.url_for("once", token=token, _external=True)
        code = base64.b64encode(qr_svg(link).encode()).decode()
        picture = html.Img(
            src=f"data:image/svg+xml;base64,{code}", alt="Länken som QR-kod", width=180
        )
        said = f"Länken gäller en gång, för {parties[asked.id]} och det här mötet: "
        return Done(html.Span([said, html.Code(link), html.Br(), picture]))

    def untell(asked: Asked) -> None:
        acting.untell(asked.store, asked.meeting.id, asked.id, parties=_spoken_for(asked))

    return {
        "tell": Deed("assess", tell),
        "untell": Deed("assess", untell),
        "invite": Deed("coordinate", invite),
    }


def _spoken_for(asked: Asked) -> set[int]:
    parties = meetings.organisations(asked.store, only_parties=True)
    return {party.id for party in parties if acts_for(asked.visitor, party)}
