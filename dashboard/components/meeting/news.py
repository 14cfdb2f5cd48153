"""Vad är nytt: the list of what stands out, what of it is to be assessed, and a year ago."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import cards, problems, tables, wording
from dashboard.components.busy_words import stretch_words
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.meeting import last_year, words
from dashboard.components.meeting.room import Room
from dashboard.components.states import state_message
from dashboard.database import Edition
from dashboard.export.document import KINDS, changes, state_of
from dashboard.journal import archive, meetings
from dashboard.journal.meetings import Pick
from dashboard.journal.tables import Meeting
from dashboard.queries import about, hours
from dashboard.queries import evidence as asked_of
from dashboard.queries.overview import Overview, overview
from dashboard.version.diff_words import IN_WORDS
from etl.statistics.fullest import fullest

FIRST = 5  # this many are proposed
ORIGINS = {"returned": "tillbaka från förra mötet", "late": "tillagd på mötet"}


def screen(room: Room) -> list[Any]:
    if room.is_open:
        return [
            html.H1("Vad är nytt"),
            state_message("ej behörig", "Siffrorna visas inte när rummet är öppet."),
        ]
    view = overview(room.edition, state_of(room.meeting))
    if view is None:
        return [
            html.H1("Vad är nytt"),
            state_message("data saknas", "Det finns inga inlästa händelser för de veckorna."),
        ]
    return [
        html.H1(wording.headline(view)),
        html.P(wording.subline(view), className="lead"),
        html.Div(
            [
                cards.card(
                    "Vad är nytt",
                    html.Div(problems.findings(room.edition, view, on_paper=True)),
                ),
                html.Div(
                    [
                        cards.card("Att bedöma", *to_assess(room), name="assess-card"),
                        _since(room, view),
                        *last_year.cards(room),
                    ],
                    className="stack",
                ),
            ],
            className="wide-and-narrow",
        ),
    ]


def _since(room: Room, view: Overview) -> html.Section:
    """What came with later files, each kind apart: not all of it happened since."""
    title = "Sedan förra mötet"
    before = next(iter(archive.versions(room.store)), None)
    if before is None:
        return cards.card(title, html.P("Det här är det första mötet."))
    then = archive.document(room.store, before)["edition"]["number"]
    now = view.edition["number"]
    if then == now:
        return cards.card(title, html.P("Ingen ny fil har lästs in."))
    rows = changes(room.edition, view, since=then)
    said = [
        f"{swedish.number(count)} {IN_WORDS[kind][abs(count) != 1]}"
        for kind in KINDS
        if (count := int(rows[kind].sum()))
    ]
    table = tables.plain(
        ("Problem", *(IN_WORDS[kind][1].capitalize() for kind in KINDS)),
        [(r["name"], *(swedish.difference(r[k]) if r[k] else "–" for k in KINDS)) for r in rows.to_dict("records")],
        caption="Ändringar sedan förra mötet",
    )  # fmt: skip
    return cards.card(
        title,
        html.P(f"{swedish.capitalised(swedish.listed(said))}." if said else "Inget har ändrats."),
        cards.twin(table) if len(rows) else "",
        name="since-card",
    )


def to_assess(room: Room, *, with_numbers: bool = False) -> list[Any]:
    """What is picked, with a way to add and take away."""
    can = room.visitor.may("coordinate") and not room.is_fixed
    rows = []
    for s in room.subjects:
        origin = ORIGINS.get(s.origin, "")
        said: list[Any] = [html.Strong(room.title(s))]
        said += [html.Span(f" · {origin}", className="quiet")] if origin else []
        said += [room.form.button("Ta bort", "drop", s.id, kind="small")] if can else []
        if with_numbers:
            found = meetings.evidence(s)
            said.append(
                html.P([words.evidence(found), " ", words.evidence_word(found)], className="quiet")
            )
        rows.append(html.Li(said))
    listed: list[Any] = (
        [html.Ol(rows, className="picked")] if rows else [html.P("Inget är valt än.")]
    )
    return [*listed, _adding(room)] if can else listed


def _adding(room: Room) -> html.Details:
    types = room.problems
    return html.Details(
        [
            html.Summary("Lägg till en fråga"),
            html.Div(
                [
                    room.form.choice("Problem", "problem", "add", types),
                    room.form.choice("Område", "area", "add", room.areas),
                    room.form.button("Lägg till", "add", kind="primary"),
                ],
                className="fields",
            ),
        ],
        open=not room.subjects,
    )


def suggestions(edition: Edition, meeting: Meeting) -> list[Pick]:
    """What the list says should be looked at: what, and never how serious."""
    view = overview(edition, state_of(meeting))
    if view is None or view.usual is None:
        return []
    return [
        pick(edition, r.problem_type, r.area_code, meeting=meeting, source=r.source)
        for r in view.findings.head(FIRST).itertuples()
        if r.problem_type
    ]


def pick(
    edition: Edition, problem_type: str, area_code: str, *, meeting: Meeting, source: str = ""
) -> Pick:
    """With what the numbers say of it now."""
    found = asked_of.evidence(
        edition,
        problem_type=problem_type,
        area_code=area_code,
        last=meeting.last_week,
        source=source,
    )
    if found is None:
        return Pick(problem_type, area_code)
    weights = hours.of_window(
        edition,
        source=found["source"],
        kommun=area_code[:4],
        area=area_code,
        problem_type=problem_type,
        last=swedish.parse_day(found["week"]) or meeting.last_week,
    )
    stretch = None if weights is None else fullest(weights)
    said = {**found, "hours": stretch_words(stretch) if stretch else ""}
    return Pick(problem_type, area_code, found["source"], said)


def chosen(asked: Asked, edition: Edition) -> tuple[str, str]:
    """The problem type and the area ("" when none is said). Raises Refused for what the edition
    does not have."""
    problem, area = asked.text("problem"), asked.text("area")
    if not problem or problem not in about.type_names(edition):
        raise meetings.Refused("Välj ett problem.")
    if area and area not in about.names(edition):
        raise meetings.Refused("Området finns inte i underlaget.")
    return problem, area


def deeds(opened: Any) -> dict[str, Deed]:
    def add(asked: Asked) -> Done:
        edition = opened.current("shared")
        problem, area = chosen(asked, edition)
        if not area:
            raise meetings.Refused("Välj både problem och område.")
        picked = pick(edition, problem, area, meeting=asked.meeting)
        meetings.add_subject(asked.store, asked.meeting.id, picked)
        return Done("Tillagd.")

    def drop(asked: Asked) -> None:
        meetings.drop_subject(asked.store, asked.id)

    return {"add": Deed("coordinate", add), "drop": Deed("coordinate", drop)}
