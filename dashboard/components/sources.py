"""Where the numbers come from, how far they reach, and what they cannot tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

from dash import html

from dashboard import swedish
from dashboard.database import Edition
from dashboard.queries import about, days, surveys
from dashboard.state import LEVELS, State

FORESIGHT = 14  # days


class View(Protocol):
    """What is shown of one source, as the queries answer it."""

    @property
    def edition(self) -> dict[str, Any]: ...

    @property
    def source(self) -> dict[str, Any]: ...

    @property
    def state(self) -> State: ...

    @property
    def coverage(self) -> dict[str, Any]: ...

    @property
    def counted(self) -> str: ...


def source_line(edition: Edition, view: View) -> str:
    """Whose numbers these are and how far they reach: under every picture."""
    source = view.source
    preliminary = ", preliminärt" if source["preliminary"] else ""
    example = "EXEMPELDATA. " if view.edition["is_example"] else ""
    level = LEVELS.get(view.state.niva, LEVELS["deso"])  # a place of its own lies in one
    return (
        f"{example}Källa: {source['publisher']}, {swedish.within(source['title'])}, till och med "
        f"{swedish.day(view.coverage['data_stop'])}{preliminary}. Gränser: SCB, {level} 2025. "
        f"Underlag {view.edition['number']}. Brott i bostad visas inte finare än DeSO."
    )


def told_by(edition: Edition, *names: str) -> str:
    """The same where no view has been chosen: the sources by name, and how far each reaches."""
    said = about.edition(edition)
    by_name = {source["source"]: source for source in about.sources(edition)}
    told = [
        f"{source['publisher']}, {source['title']}, till och med {swedish.day(source['period_to'])}"
        for source in map(by_name.__getitem__, names)
    ]
    example = "EXEMPELDATA. " if said["is_example"] else ""
    return f"{example}{'Källa' if len(told) == 1 else 'Källor'}: {'; '.join(told)}. Underlag {said['number']}."


def freshness(edition: Edition, view: View | None) -> list[html.Span]:
    """One pill per source that is behind a number here: how far it reaches, and whether that is far."""
    pills = []
    for source in about.sources(edition):
        if view and source["source"] == view.source["source"]:
            stop = view.coverage["data_stop"]
            age = (view.edition["published_at"].date() - stop).days
            late = bool(source["rhythm_days"]) and age > 1.2 * source["rhythm_days"]
            mark, tail = ("△", f", {age} dagar gammalt") if late else ("✓", "")
            text = f"{swedish.capitalised(view.counted)} till {swedish.day(stop, year=False)}{tail}"
            pills.append(html.Span(f"{mark} {text}", className="pill late" if late else "pill"))
        elif source["table"] == "indicator" and source["period_to"] is not None:
            pills.append(html.Span(f"✓ Trygghet till {source['period_to'].year}", className="pill"))
    return pills


def unseen(edition: Edition, source: str = "") -> html.Section:
    """What the sources cannot tell, in their own words: `source` in sight, the others on request."""
    said = {
        s["source"]: html.P(
            [html.Strong(f"{s['title']}: "), swedish.listed(s["blind_spots"]) + "."]
        )
        for s in about.sources(edition)
        if s["blind_spots"]
    }
    first = [said.pop(source)] if source in said else []
    others = html.Details([html.Summary("De andra källorna"), *said.values()])
    shown = [*first, others] if first and said else [*first, *said.values()]
    return html.Section([html.H2("Det här ser vi inte"), *shown], className="card unseen")


def upcoming(edition: Edition, *, kommuner: tuple[str, ...], today: date) -> html.Section | None:
    """What the next two weeks hold: the last thing a meeting asks."""
    last = today + timedelta(days=FORESIGHT)
    found = days.between(edition, kommuner=kommuner, first=today, last=last)
    if not found:
        return None
    items = [
        html.Li([
            html.Span(swedish.days(d["date_from"], d["date_to"]), className="quiet when"),
            d["name"],
        ])
        for d in found
    ]  # fmt: skip
    return html.Section([html.H2("Närmaste två veckorna"), html.Ul(items, className="events")], className="card")  # fmt: skip


def events(edition: Edition, *, kommuner: tuple[str, ...]) -> html.Section | None:
    """Something to talk about; a few per cent of what is reported, and never counted."""
    rows = surveys.events(edition, kommuner=kommuner, limit=6)
    names = about.names(edition)
    if not rows:
        return None
    items = [
        html.Li([
            html.Span(swedish.clock(r["occurred_at"]), className="quiet when"),
            f"{r['event_type']}, {names[r['kommun_code']]}",
        ])
        for r in rows
    ]  # fmt: skip
    note = html.P("Ett urval som polisen publicerar. Samtalsstöd: räknas inte.", className="quiet")
    return html.Section([html.H2("Ur polisens händelseflöde"), html.Ul(items, className="events"), note], className="card")  # fmt: skip
