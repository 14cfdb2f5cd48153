"""A fixed version, read from what was fixed and from nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, tables
from dashboard.components.meeting import words
from dashboard.components.notes import NOT_WHY
from dashboard.components.states import instead
from dashboard.journal.meetings import ROOMS
from dashboard.version.shown import or_hidden
from dashboard.version.words import STATUSES, leaning, note, who


def page(
    document: dict[str, Any],
    record: dict[str, Any],
    *,
    klass: str,
    left: dict[str, int],
    parts: list[Any] | None = None,
) -> list[Any]:
    """`document` as its readers, those of `klass`, may see it: rows that are not for them are gone
    already, and `left` says how many."""
    meeting, number = document["meeting"], record["number"]
    held_on = date.fromisoformat(meeting["held_on"])
    weeks = swedish.weeks(
        *(date.fromisoformat(meeting[key]) for key in ("first_week", "last_week"))
    )
    replaces = f" Den ersätter version {record['replaces']}." if record["replaces"] else ""
    head = html.Div(
        html.Div(
            [
                html.H1(f"Lägesbild {document['forum']['area_name']}, {words.day_of(held_on)} {held_on.year}"),
                html.P(f"Fastställd version {number}, möte {meeting['number']}. Handlar om {weeks}.{replaces}", className="lead"),
            ]
        ),
        className="head",
    )  # fmt: skip
    return [
        head,
        html.Div(
            [
                html.Div(
                    [
                        cards.card("Bedömningar", *_subjects(document, klass=klass)),
                        *_oral(document),
                        cards.card("Förra mötets åtgärder", _followed(document, left=left)),
                        *noted(document.get("notes", [])),  # older documents have none
                    ],
                    className="stack",
                ),
                html.Div(
                    [
                        cards.card("Inför helgen", _weekend(document, left=left)),
                        cards.card("Åtgärder", _actions(document, left=left)),
                        cards.card("Fastställd av", *_approvals(record, klass=klass)),
                        *(parts or []),
                        cards.card("Siffrorna så som de var", *_numbers(document)),
                    ],
                    className="stack",
                ),
            ],
            className="wide halves",
        ),
    ]


def _subjects(document: dict[str, Any], *, klass: str) -> list[Any]:
    if not document["subjects"]:
        return [html.P("Inget var uppe till bedömning.")]
    return [part for subject in document["subjects"] for part in _subject(subject, klass=klass)]


def _subject(subject: dict[str, Any], *, klass: str) -> list[Any]:
    found = subject["evidence"]
    each = [
        html.Div(
            [
                html.Strong(a["organisation"]),
                html.P(words.level(a["level"])),
                html.P(leaning(a["trend"], a["certainty"])),
                html.P(f"”{a['reason']}”") if a["reason"] else "",
            ]
        )
        for a in subject["assessments"]
    ]
    each += [
        html.Div([html.Strong(name), html.P("lämnade ingen bedömning", className="quiet")])
        for name in subject["missing"]
    ]
    joint = subject["joint"]
    end: list[Any] = ["Inte genomgången."]
    if joint:
        end = words.joint(joint["outcome"], joint["level"], joint["words"])
    # the numbers were not written for the public; that they are left out stands with the version
    shown = (
        [html.P([words.evidence(found), " ", words.evidence_word(found)], className="quiet")]
        if found or klass != "public"
        else []
    )
    return [
        html.H3(f"{subject['problem_name']}, {subject['area_name']}"),
        *shown,
        html.Div(each, className="side-by-side"),
        html.P(end, className="large-said"),
    ]


def _oral(document: dict[str, Any]) -> list[Any]:
    if not document["oral"]:
        return []
    rows = [
        (o["problem_name"], o["area_name"], o["day_part"] or "–", words.level(o["level"]), o["organisation"])
        for o in document["oral"]
    ]  # fmt: skip
    table = tables.plain(("Problem", "Område", "När", "Läge", "Från"), rows, caption="Muntligt")
    return [cards.card("Muntlig lägesuppdatering, räknas inte", table)]


def _followed(document: dict[str, Any], *, left: dict[str, int]) -> Any:
    rows = [
        (f["what"], f["organisation"], STATUSES[f["status"]] + (f": {f['reason']}" if f["reason"] else ""))
        for f in document["followed_up"]
    ]  # fmt: skip
    if not rows:
        return html.P(
            or_hidden("followed_up", left, nothing="Inget var öppet sedan tidigare möten.")
        )
    table = tables.plain(("Åtgärd", "Ansvarig", "Hur det gick"), rows, caption="Tidigare åtgärder")
    return cards.scroll(table, name="Tidigare åtgärder")


def noted(rows: list[dict[str, Any]]) -> list[html.Section]:
    """Events and efforts of the meeting's weeks; no card where there are none."""
    said = [html.Li(note(row)) for row in rows]
    return [cards.card("Händelser & insatser", html.Ul(said), foot=NOT_WHY)] if said else []


def _weekend(document: dict[str, Any], *, left: dict[str, int]) -> Any:
    rows = [
        (a["where"], a["when"] or "–", who(a["organisation"], a["function"]), a["what"])
        for a in document["actions"]
        if a["kind"] == "weekend"
    ]
    if not rows:
        return html.P(or_hidden("weekend", left, nothing="Inget särskilt inför helgen."))
    table = tables.plain(("Plats", "Tid", "Vem", "Vad"), rows, caption="Inför helgen")
    return cards.scroll(table, name="Inför helgen")


def _actions(document: dict[str, Any], *, left: dict[str, int]) -> Any:
    rows = [
        (
            a["what"],
            who(a["organisation"], a["function"]),
            a["where"] or "–",
            a["how_often"] or "–",
            swedish.day(date.fromisoformat(a["until"])) if a["until"] else "–",
            a["pledge"] or "–",
        )
        for a in document["actions"]
        if a["kind"] == "action"
    ]
    if not rows:
        return html.P(or_hidden("action", left, nothing="Inga nya åtgärder."))
    head = ("Vad", "Ansvarig funktion", "Var", "Hur ofta", "Till", "Löfte")
    return cards.scroll(tables.plain(head, rows, caption="Åtgärder"), name="Åtgärder")


def _approvals(record: dict[str, Any], *, klass: str) -> list[Any]:
    said = []
    for approval in record["approvals"]:
        at = swedish.clock(datetime.fromisoformat(approval["at"]))
        said.append(html.P([html.Strong(approval["organisation"]), f", {approval['role']}, {at}"]))
        if approval["reservation"]:
            said.append(html.P(f"Reservation: ”{approval['reservation']}”"))
    if klass == "public":
        said.append(html.P("Reservationer visas inte för den här gruppen.", className="quiet"))
    return said


def _numbers(document: dict[str, Any]) -> list[Any]:
    edition = document["edition"]
    said: list[Any] = [
        html.P(f"Underlag {edition['number']}. Deltog: {_attended(document)}. I rummet: {ROOMS[document['meeting']['room']]}.", className="quiet")
    ]  # fmt: skip
    shared = document["tables"]["shared"]
    for name, title in (("by_type", "Problem"), ("by_area", "Områden"), ("sources", "Källor")):
        if name in shared and shared[name]["rows"]:
            table = tables.plain(*_plain(shared[name]), caption=title)
            said.append(cards.twin(table, summary=title))
    return said


HEADS = {
    "name": "Namn", "now": "Antal", "before": "Året före", "title": "Källa", "publisher": "Utgivare",
    "extracted_at": "Uttagen", "period_to": "Till och med",
}  # fmt: skip


def _plain(table: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """The columns that have a name for readers."""
    at = [n for n, column in enumerate(table["columns"]) if column in HEADS]
    rows = [["–" if row[n] is None else _number(row[n]) for n in at] for row in table["rows"]]
    return [HEADS[table["columns"][n]] for n in at], rows


def _number(value: Any) -> Any:
    return (
        swedish.number(value) if isinstance(value, int) and not isinstance(value, bool) else value
    )


def _attended(document: dict[str, Any]) -> str:
    return swedish.listed([f"{a['organisation']} ({a['role']})" if a["role"] else a["organisation"] for a in document["meeting"]["attendance"]])  # fmt: skip


def none_such() -> list[Any]:
    return [
        instead("Versionen finns inte", "Den är inte fastställd, eller inte för dig."),
        html.P(dcc.Link("Till mötets sida", href="/mote"), className="notice"),
    ]
