"""Gallring: what is kept for how long, and what waits for a decision."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.access.gate import access
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import making
from dashboard.journal.meetings import Refused
from dashboard.setting_up import Settings

HERE = "/installningar/gallring"
MOST_DAYS = 36_500
DECISION = re.compile(r"[\w .:/-]*\d[\w .:/-]*")


def page(form: Form, settings: Settings, *, may: bool) -> list[Any]:
    found = settings.retention()
    rows = [
        (
            of["title"],
            _days(of["days"]),
            _days(of["usual"]) if of["usual"] != of["days"] else "",
            of["decision"],
            swedish.number(of["due"]),
        )
        for of in found
    ]
    head = ("Källa", "Sparas", "Källans egen frist", "Beslut", "Rader att gallra")
    table = tables.plain(head, rows, caption="Gallring")
    parts = [
        cards.card(
            "Vad som sparas hur länge",
            cards.scroll(table, name="Gallring") if rows else html.P("Inget är inläst än."),
            making.facts(_others()),
        )
    ]
    if may and found:
        parts.append(_edited(form, found))
    said = "Gallring är ett beslut och görs på datorn där lägesbilden finns, med diarienumret: lagesbild prune --decision ”KS 2026/123”. Utan diarienummer visar kommandot bara vad som väntar."  # fmt: skip
    return [html.Div([*parts, cards.card("Så gallras det", html.P(said))], className="stack")]


def summary() -> html.Section:
    said = "Hur länge det som läses in får finnas, källa för källa."
    return cards.card("Gallring", html.P(said), making.way("Gallring", HERE))


def _others() -> dict[str, str]:
    return {
        "Loggen över åtkomst": f"{_days(access().login.log_days)}, logg_dagar under [inloggning] i lagesbild.toml",
        "Fastställda versioner": "tills vidare: de ändras och gallras inte av programmet",
        "Gränser": "så länge de gäller",
    }


def _edited(form: Form, found: list[dict[str, Any]]) -> html.Section:
    names = {of["source"]: of["title"] for of in found}
    return cards.card(
        "Ändra en frist",
        html.Div(
            [
                form.choice("Källa", "source", "retention", names),
                form.text("Sparas, dagar", "days", "retention", placeholder="365"),
                form.text("Beslutets diarienummer, för längre än källans frist", "decision", "retention"),
            ],
            className="fields",
        ),
        html.P("En kortare frist kräver inget beslut. En längre än källans egen kräver ett.", className="quiet"),
        html.Div(form.button("Spara", "retention", kind="primary"), className="answers"),
    )  # fmt: skip


def _days(days: int) -> str:
    """730 dagar (2 år)"""
    years = f" ({swedish.number(round(days / 365))} år)" if days >= 365 and days % 365 < 3 else ""
    return f"{swedish.number(days)} dagar{years}"


def _save(asked: Asked) -> Done:
    source, days = asked.text("source"), asked.number("days")
    decision = " ".join(asked.text("decision").split())
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Refused(f"Skriv hur många dagar: 1–{swedish.number(MOST_DAYS)}.")
    if decision and (len(decision) > 60 or not DECISION.fullmatch(decision)):
        raise Refused("Skriv beslutets diarienummer, till exempel KS 2026/123.")

    def change(found: Settings) -> str:
        return found.set_retention(source, days=days, decision=decision)

    what = f"{source}: {_days(days)}{', beslut ' + decision if decision else ''}."
    making.made(asked, change, part="retention", what=what)
    return Done("Sparat. Gäller vid nästa gallring, och visas i nästa underlag.")


DEEDS = {"retention": Deed("administer", _save)}
