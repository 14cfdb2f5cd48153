"""What has come in, what to make of it, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.form import Form
from dashboard.database import Edition
from dashboard.journal import reports
from dashboard.journal.files import Files
from dashboard.journal.reports import DECISIONS, Received
from dashboard.queries import about, reporting
from dashboard.report_form import words
from dashboard.store import Store

SHOWN = timedelta(weeks=5)  # how long what is decided can be seen here
MARKS = {"": "◌", "approved": "✓", "cancelled": "✕", "linked": "="}


@dataclass(frozen=True)
class Desk:
    """The samordnare's desk as it is now."""

    store: Store
    edition: Edition
    files: Files
    form: Form
    today: date

    @cached_property
    def received(self) -> list[Received]:
        return reports.received(self.store, since=self.today - SHOWN)

    @cached_property
    def waiting(self) -> list[Received]:
        """Those that may tell of the same first, and together."""
        every = [r for r in self.received if not r.decision]
        return sorted(
            every, key=lambda r: min([r.id, *self.alike[r.id]]) if r.id in self.alike else "g"
        )

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        return reports.alike(self.received)

    @cached_property
    def by_id(self) -> dict[str, Received]:
        return {report.id: report for report in self.received}

    def told(self, report: Received) -> list[tuple[str, str]]:
        """Each incident as what, and where, when and the rest."""
        names = {"types": about.type_names(self.edition), "areas": about.names(self.edition)}
        return [words.incident(item, **names) for item in report.items]

    def name(self, report: Received) -> str:
        """Badet, v. 47: Klotter – to choose by."""
        what = ", ".join(what for what, _ in self.told(report)) or "inget att rapportera"
        return f"{report.row.organisation}, {swedish.week(report.row.week)}: {what}"


def waiting(desk: Desk) -> html.Section:
    """What waits for a decision."""
    every = desk.waiting
    if not every:
        said = "Inget väntar. Nytt som kommer in står här inom en minut."
        return cards.card("Att besluta om", html.P(said, className="quiet"))
    alone = [r for r in every if r.id not in desk.alike]
    all_at_once = (
        desk.form.button(
            f"Godkänn alla som inte liknar någon annan ({len(alone)})", "approveall", kind="primary"
        )
        if alone
        else ""
    )
    return cards.card(
        "Att besluta om",
        html.Div(all_at_once, className="answers"),
        html.Div([_waiting(desk, r) for r in every], className="reports"),
        note=f"{swedish.number(len(every))} väntar",
    )


def decided(desk: Desk) -> html.Section | str:
    every = [r for r in desk.received if r.decision]
    if not every:
        return ""
    return cards.card(
        "Beslutade",
        html.Div([_decided(desk, r) for r in every], className="reports"),
        note="de senaste fem veckorna; inget tas bort",
    )


def missing(desk: Desk) -> html.Section:
    """For the last whole week, with what to write to them."""
    week = swedish.monday(desk.today) - timedelta(weeks=1)
    elsewhere = reporting.heard_from(desk.edition, week=week)  # in a file of somebody's own form
    silent = [o for o in reports.missing(desk.store, week=week) if o.name not in elsewhere]
    title = f"Vilka saknas för {swedish.week(week)}?"
    if not silent:
        said = "Ingen. Alla som ska rapportera har gjort det."
        return cards.card(title, html.P(said, className="said"))
    names = [organisation.name for organisation in silent]
    text = (
        f"Hej!\n\nVi har inte fått någon rapport för {swedish.week(week)} "
        f"({words.week_days(week)}). Öppna er länk och svara: det tar en minut. Har inget hänt, "
        "tryck på Inget att rapportera. Det är också ett svar: tystnad är inte lugn.\n\n"
        "Hittar ni inte länken? Svara så får ni en ny.\n"
    )
    return cards.card(
        title,
        html.Ul([html.Li(name) for name in names], className="picked"),
        html.Pre(
            text, className="paste", tabIndex=0, **{"aria-label": "Påminnelse att klistra in"}
        ),
        html.Div(_copy(text), className="answers"),
        note=f"{swedish.number(len(names))} utan rapport",
    )


def hand_over(desk: Desk) -> html.Section:
    approved = sum(r.decision == "approved" for r in reports.every(desk.store))
    said = [html.P([html.Strong(_reports(approved, "godkänd", "godkända")), " att lämna över."])]
    if desk.waiting:
        said.append(html.P(f"{_reports(len(desk.waiting), '', '')} väntar på beslut och följer inte med."))  # fmt: skip
    known = {source["source"]: source for source in about.sources(desk.edition)}
    if latest := known.get("est_reports"):
        said.append(html.P(f"Överlämnat senast {swedish.clock(latest['extracted_at'])}.", className="quiet"))  # fmt: skip
    note = "Filen granskas som alla andra, och du säger själv ja på nästa sida. Den ersätter den förra helt."  # fmt: skip
    button = desk.form.button("Lämna över till underlaget", "handover", kind="primary")
    return cards.card(
        "Till underlaget",
        *said,
        html.P(note, className="quiet"),
        html.Div(button if approved else "", className="answers"),
    )


def put_aside(desk: Desk, *, reasons: Mapping[str, int]) -> html.P | str:
    """What could not be read: how many and why, never what they said."""
    folder = desk.files.reports / "avvisade"
    count = sum(1 for _ in folder.iterdir()) if folder.exists() else 0
    if not count:
        return ""
    why = "; ".join(f"{reason} ({times})" for reason, times in reasons.items())
    files = "en fil" if count == 1 else f"{swedish.number(count)} filer"
    said = f"I mappen rapporter/avvisade ligger {files} som inte gick att ta emot. "
    return html.P(f"{said}{why and f'Nu: {why}. '}Säg till den som sköter programmet.", className="notice")  # fmt: skip


def _waiting(desk: Desk, report: Received) -> html.Article:
    form, others = desk.form, desk.alike.get(report.id, [])
    near = list(dict.fromkeys(desk.by_id[other].row.organisation for other in others))
    said = f"△ Kan vara samma som {swedish.listed(near)} har berättat: samma problem och plats, högst en dag emellan."  # fmt: skip
    return html.Article(
        [
            *_about(desk, report),
            html.P(said, className="alike") if near else "",
            html.Div(
                [
                    form.button("Godkänn", "approve", report.id),
                    form.button("Makulera", "cancel", report.id),
                    _linking(desk, report, others),
                ],
                className="answers",
            ),
        ],
        className="report",
        id=f"report-{report.id}",  # what is opened within it is kept open by this name
    )


def _linking(desk: Desk, report: Received, others: Sequence[str]) -> html.Details | str:
    """To say that it tells of the same as another: those that are alike first."""
    options = {
        r.id: desk.name(r)
        for r in sorted(desk.received, key=lambda r: r.id not in others)
        if r.id != report.id and r.is_standing
    }
    if not options:
        return ""
    form, value = desk.form, others[0] if others else None
    return html.Details(
        [
            html.Summary("Hör ihop med …"),
            html.P("Båda står kvar. Den här lämnas inte över; den andra gör det.", className="quiet"),
            html.Div(
                [
                    form.choice("Samma händelse som", "other", "link", options, report.id, value=value),
                    form.button("Koppla ihop", "link", report.id),
                ],
                className="fields linking",
            ),
        ],
        **({"open": True} if others else {}),
    )  # fmt: skip


def _decided(desk: Desk, report: Received) -> html.Article:
    other = desk.by_id.get(report.other_id)
    word = DECISIONS[report.decision]
    if other is not None:
        word = f"hör ihop med {other.row.organisation}, {swedish.week(other.row.week)}; lämnas inte över själv"  # fmt: skip
    change = ("Makulera", "cancel") if report.decision == "approved" else ("Godkänn", "approve")
    return html.Article(
        [
            *_about(desk, report),
            html.Div(
                [
                    html.Span([html.Span(f"{MARKS[report.decision]} ", **{"aria-hidden": "true"}), swedish.capitalised(word)], className="decision"),
                    desk.form.button(*change, report.id, kind="small"),
                ],
                className="answers",
            ),
        ],
        className=f"report {report.decision}",
    )  # fmt: skip


def _about(desk: Desk, report: Received) -> list[Any]:
    row = report.row
    told = desk.told(report)
    lines = [
        html.Li([html.Strong(what), html.Span(rest, className="rest")]) for what, rest in told
    ] or [html.Li(html.Strong("Inget att rapportera"))]
    came = f"{swedish.week(row.week)} · kom {swedish.clock(row.received_at)}"
    return [
        html.H3([row.organisation, html.Span(came, className="quiet")]),
        html.Ul(lines, className="told"),
    ]


def _copy(text: str) -> dcc.Clipboard:
    return dcc.Clipboard(content=text, title="Kopiera påminnelsen", className="button", children="Kopiera texten", copied_children="Kopierad")  # fmt: skip


def _reports(count: int, one: str, many: str) -> str:
    if count == 1:
        return " ".join(filter(None, ("En", one, "rapport")))
    return " ".join(filter(None, (swedish.number(count), many, "rapporter")))
