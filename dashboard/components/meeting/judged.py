"""Bedöm: one subject a screen. Each said its own first; then all see both, and say how to go on."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, notes, series_card
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.meeting import words
from dashboard.components.meeting.room import Room
from dashboard.export.document import state_of
from dashboard.figures.palette import from_afar
from dashboard.journal import assessing, meetings
from dashboard.journal.tables import Assessment, Joint, Organisation, Subject
from dashboard.queries import about, public_years
from dashboard.queries.overview import overview
from dashboard.version.words import LEVEL_MARKS, LEVELS, OUTCOMES, leaning

SAID = {
    "agreed": "Den gemensamma nivån gäller. Parternas egna bedömningar står kvar.",
    "differ": "Båda bedömningarna står kvar, med parternas egna ord, i den fastställda versionen.",
    "next_time": "Frågan kommer tillbaka av sig själv på nästa möte.",
}


def screen(room: Room, subject: Subject, *, number: int, theme: str) -> list[Any]:
    is_shown = subject.id in room.revealed
    found = meetings.evidence(subject)
    said = _for_all(room, subject) if room.is_open else words.evidence(found)
    others = "" if room.is_open else words.others(found)
    number_of = f"{number} av {len(room.subjects)} att bedöma"
    return [
        html.Div(
            [
                html.Div(
                    [
                        html.P(html.Span(number_of, className="pill")),
                        html.H1(room.title(subject)),
                        html.P(said, className="lead"),
                        html.P(swedish.capitalised(others), className="quiet") if others else "",
                    ]
                ),
                *_series(room, subject, theme=theme),
            ],
            className="subject-head",
        ),
        _revealed(room, subject) if is_shown else _sealed(room, subject),
        _together(room, subject) if is_shown else "",
    ]


def _for_all(room: Room, subject: Subject) -> str:
    """What may be said with others in the room: whole years of the kommun."""
    kommun = subject.area_code[:4]
    found = room.public and public_years.years(
        room.public,
        problem_type=subject.problem_type,
        kommun_code=kommun,
        source=subject.source,
        before=room.meeting.held_on.year,
    )
    if not found:
        return "Rummet är öppet. Om det här finns inga siffror som får visas för alla."
    name = about.names(room.edition).get(kommun, kommun)
    each = swedish.listed([f"{swedish.number(of['count'])} år {of['year']}" for of in found])
    return (
        f"I hela {name} kommun: {each} ({found[0]['counted']}, {found[0]['publisher']}). Rummet är "
        "öppet: bara det som får visas för alla står här."
    )


def _series(room: Room, subject: Subject, *, theme: str) -> list[Any]:
    """The weeks, as the numbers are now, and what happened in them."""
    if room.is_open:
        return []
    is_whole = len(subject.area_code) == 4
    state = state_of(room.meeting).but(
        omrade=subject.area_code[:4],
        typ=(subject.problem_type,),
        valt="" if is_whole else subject.area_code,
        kalla=subject.source,
    )
    view = overview(room.edition, state)
    if view is None:
        return []
    figure = series_card.series_figure(view, theme=theme)
    said = f"{swedish.capitalised(view.counted)} per vecka, med det väntade som ett ljust band."
    series, noted = notes.on_series(
        figure,
        store=room.store,
        theme=theme,
        edition=room.edition,
        visitor=room.visitor,
        area_code=subject.area_code,
        types=(subject.problem_type,),
        klass=room.klass,
    )
    graph = cards.graph(from_afar(series), name="meeting-series", said=said, is_static=True)
    return [html.Div(graph, className="card slim"), noted]


def _sealed(room: Room, subject: Subject) -> html.Section:
    came = assessing.handed_in(room.store, room.meeting.id)
    rows = []
    missing = 0
    for party in room.parties:
        at = came.get((subject.id, party.id))
        missing += at is None
        said = f"✓ {words.handed_in(at)}" if at else "◌ inte lämnad"
        rows.append(
            html.Div(
                [html.Strong(party.name), html.Span(said, className="" if at else "quiet")],
                className="card sealed",
            )
        )
    can = room.visitor.may("chair") and not room.is_fixed
    button = room.form.button("Visa bedömningarna", "reveal", subject.id, kind="primary")
    if missing:
        button = html.Div(
            [
                html.A("Lämna bedömning nu", href="/bedom", className="button"),
                room.form.button("Visa ändå", "reveal-without", subject.id),
                room.form.button("Tas upp nästa gång", "together-next_time", subject.id),
            ],
            className="answers",
        )
    said = (
        "Alla har lämnat sin."
        if not missing
        else "Var och en bedömer först för sig. Ingen ser den andras förrän alla visas."
    )
    return html.Section(
        [
            html.Div(rows, className="side-by-side"),
            html.P(said, className="quiet"),
            button if can else "",
        ],
        className="sealing",
    )


def _revealed(room: Room, subject: Subject) -> html.Div:
    said = {a.organisation_id: a for a in room.revealed[subject.id]}
    return html.Div(
        [_party(room, party, said.get(party.id)) for party in room.parties],
        className="side-by-side",
    )


def _party(room: Room, party: Organisation, said: Assessment | None) -> html.Section:
    """Both at equal weight."""
    if said is None:
        return cards.card(party.name, html.P("Inte lämnad.", className="quiet"))
    at = said.at
    words_ = said.reason if room.sees(said.audience) else said.public_wording
    body = [
        html.P(words.level(said.level, large=True)),
        html.P(leaning(said.trend, said.certainty)),
        html.P(f"”{words_}”") if words_ else "",
    ]
    return cards.card(party.name, *body, note=words.handed_in(at))


def _together(room: Room, subject: Subject) -> html.Section:
    joint = room.joints.get(subject.id)
    can = room.visitor.may("chair") and not room.is_fixed
    parts: list[Any] = _concluding(room, subject, joint) if can else []
    if joint:
        said = joint.words if room.sees(joint.audience) else joint.public_wording
        line = words.joint(joint.outcome, joint.level, said)
        after = html.Span(f" {SAID[joint.outcome]}", className="quiet")
        parts += [html.P([*line, after], className="large-said")]
    return html.Section(parts, className="card together")


def _concluding(room: Room, subject: Subject, joint: Joint | None) -> list[Any]:
    """How to go on. What they have come to stays in the fields, to be changed; before that the level
    is that of both where both said the same."""
    options = {key: f"{LEVEL_MARKS[key]} {name}" for key, name in LEVELS.items()}
    said = {a.level for a in room.revealed[subject.id]}
    agreed = said.pop() if len(said) == 1 else None
    kept = joint if joint and room.sees(joint.audience) else None
    level = room.form.choice(
        "Nivå, om ni är eniga", "level", "together", options, subject.id,
        value=agreed if joint is None or joint.level is None else joint.level,
    )  # fmt: skip
    line = room.form.text("Gemensam rad, om ni vill", "words", "together", subject.id, value=kept.words if kept else "")  # fmt: skip
    buttons = [
        room.form.button(
            text,
            f"together-{outcome}",
            subject.id,
            kind="toggle" + (" on" if joint and outcome == joint.outcome else ""),
        )
        for outcome, text in OUTCOMES.items()
    ]
    return [
        html.Div([html.Strong("Tillsammans:"), *buttons], className="answers"),
        html.Div([level, line], className="fields two"),
    ]


def _reveal(*, without: bool) -> Deed:
    return Deed("chair", lambda asked: assessing.reveal(asked.store, asked.id, without=without))


def _conclude(outcome: str) -> Deed:
    def do(asked: Asked) -> Done:
        assessing.conclude(
            asked.store,
            asked.id,
            outcome=outcome,
            level=asked.number("level"),
            words=asked.text("words"),
        )
        return Done()

    return Deed("chair", do)


DEEDS = {
    "reveal": _reveal(without=False),
    "reveal-without": _reveal(without=True),
    **{f"together-{outcome}": _conclude(outcome) for outcome in OUTCOMES},
}
