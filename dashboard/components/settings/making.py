"""To change a setting: its words are looked at, it is written where the jobs read it, and noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import dcc, html

from dashboard import setting_up, swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked
from dashboard.components.form import Form
from dashboard.journal import setting_changes
from dashboard.journal.meetings import Refused
from dashboard.setting_up import DONE, REFUSED, RUNNING, Progress, Settings
from dashboard.store import Store

ONLY_TO_LOOK = "Här går det bara att titta."
PARTS = {
    "forum": "Forum",
    "rhythm": "Mötets rytm",
    "place": "Platser",
    "type": "Problemtyper",
    "account": "Konton",
    "retention": "Gallring",
}
SHOWN = 50
CODES = {
    "at",
    "brottskoder",
    "corners",
    "metres",
}  # fields where only numbers are let in, by what reads them


def made(asked: Asked, change: Callable[[Settings], str], *, part: str, what: str) -> None:
    """Raises Refused where the change cannot be made, Unfit for words that may not be kept."""
    found = setting_up.settings()
    if found is None:
        raise Refused(ONLY_TO_LOOK)
    for name, value in asked.said.items():
        if name in CODES:
            continue
        for text in value if isinstance(value, list) else [value]:
            asked.store.check(str(text or ""))
    with setting_changes.noted(asked.store, asked.visitor, part=part, what=what):
        if why := change(found):
            raise Refused(why)


def begin(name: str, *words: str) -> None:
    """A long job, in a process of its own. Raises Refused while another is at work."""
    found = setting_up.jobs()
    if found is None:
        raise Refused(ONLY_TO_LOOK)
    if not found.begin(name, *words):
        raise Refused("Ett arbete pågår redan. Vänta tills det är klart.")


def progress(now: Progress) -> html.Div | None:
    """How far the job has come, in words; None where there was none."""
    said = {
        RUNNING: ("◌", f"{now.said} …"),
        DONE: ("✓", "Klart."),
        REFUSED: ("✕", now.said),
    }
    if now.step not in said:
        return None
    mark, text = said[now.step]
    missing = [html.Li(line) for line in now.missing]
    return html.Div(
        [
            html.P([html.Span(mark, **{"aria-hidden": "true"}), f" {text}"], className="step"),
            *([html.P("Allt kunde inte hämtas:"), html.Ul(missing)] if missing else []),
        ],
        role="status",
    )


def rebuilding(form: Form, *, has_changed: str) -> html.Section:
    """What takes effect only with the next edition, and a button that builds it."""
    button = form.button("Bygg om underlaget nu", "rebuild")
    return cards.card("När gäller det?", html.P(has_changed), html.Div(button, className="answers"))


def rebuilt() -> html.Div | None:
    """How far the edition that is being built anew has come; None when none is."""
    found = setting_up.jobs()
    return progress(found.now) if found and found.now.name == "rebuild" else None


def way(name: str, path: str) -> html.Div:
    return html.Div(dcc.Link(name, href=path, className="button"), className="answers")


def log(store: Store) -> html.Section:
    """Who changed what, and when: organisations and roles."""
    rows = [
        (
            swedish.clock(row.at),
            row.organisation or "–",
            row.role,
            PARTS.get(row.part, row.part),
            row.what,
        )
        for row in setting_changes.latest(store, rows=SHOWN)
    ]
    if not rows:
        return cards.card("Ändrat", html.P("Ingen inställning är ändrad i appen än."))
    table = tables.plain(("När", "Organisation", "Roll", "Del", "Vad"), rows, caption="Ändrat")
    return cards.card("Ändrat", cards.scroll(table, name="Ändrade inställningar", is_tall=True))


def facts(of: Mapping[str, str]) -> html.Dl:
    return html.Dl([part for term, said in of.items() for part in (html.Dt(term), html.Dd(said))])


def back() -> html.P:
    return html.P(dcc.Link("← Alla inställningar", href="/installningar"))
