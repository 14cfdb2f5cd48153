"""Rapporter: what the observers have sent, what the samordnare makes of it, and on to the numbers."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import flask
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.access import need
from dashboard.at_once import at_once
from dashboard.components import deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.reports import form_file, received
from dashboard.components.reports.received import Desk
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions
from dashboard.journal import handed_over, reports
from dashboard.journal.meetings import Refused
from dashboard.journal.reports import Collected
from dashboard.queries import about, observers_form

PAGE = {"path": "/rapporter", "name": "Rapporter", "order": 44, "door": "/mote", "needs": "coordinate"}  # fmt: skip
EVERY = 60_000  # ms between looks at what has come in


def layout() -> html.Div:
    lead = "Bara det du godkänner lämnas över till underlaget. Inget tas bort: det som blev fel makuleras."  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="rapporter-url", refresh="callback-nav"),
            dcc.Interval(id="rapporter-again", interval=EVERY),
            html.Div(
                [
                    html.Div([html.H1("Rapporter"), html.P(lead, className="lead")]),
                    dcc.Link(
                        "Organisationer och länkar", href="/organisationer", className="button"
                    ),
                ],
                className="head",
            ),
            deeds.said("rapporter"),
            html.Div(id="rapporter-body"),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "rapporter", _deeds(opened), url="rapporter-url")

    @at_once(
        app,
        output=Output("rapporter-body", "children"),
        inputs=[
            Input("rapporter-again", "n_intervals"),
            Input("rapporter-done", "data"),
            State("rapporter-url", "pathname"),
        ],
    )
    def show(again: int | None, done: dict | None, path: str) -> Any:
        if path != PAGE["path"]:
            raise PreventUpdate
        need("coordinate")
        store, files = app.server.config["STORE"], app.server.config["FILES"]
        if store is None or files is None:
            return state_message("data saknas", "Här går det bara att titta: det finns ingen mapp för rapporter.")  # fmt: skip
        try:
            collected = reports.collect(store, files.reports)
        except OSError:
            return state_message("fel", "Mappen rapporter går inte att läsa. Säg till den som sköter programmet.")  # fmt: skip
        is_news = collected.new or collected.unreadable
        if ctx.triggered_id == "rapporter-again" and again and not is_news:
            return no_update  # whoever is reading is left alone
        edition = opened.current("shared")
        form_file.publish(store, edition, files)
        today = date.today()  # noqa: DTZ011
        return _body(
            Desk(store, edition, files, Form("rapporter", deeds.counted(done)), today), collected
        )


def _body(desk: Desk, collected: Collected) -> html.Div:
    left = [received.waiting(desk), received.decided(desk)]
    right = [received.hand_over(desk), received.missing(desk)]
    return html.Div(
        [
            received.put_aside(desk, reasons=collected.unreadable),
            html.Div(
                [html.Div(left, className="stack"), html.Div(right, className="stack")],
                className="wide wide-and-narrow",
            ),
        ]
    )


def _deeds(opened: Editions) -> dict[str, Deed]:
    def approve(asked: Asked) -> Done:
        reports.decide(asked.store, asked.of, "approved")
        return Done("Godkänd.")

    def cancel(asked: Asked) -> Done:
        reports.decide(asked.store, asked.of, "cancelled")
        return Done(
            "Makulerad. Den står kvar här, och är borta ur underlaget vid nästa överlämning."
        )

    def link(asked: Asked) -> Done:
        reports.decide(asked.store, asked.of, "linked", other_id=asked.text("other"))
        return Done("Ihopkopplade. Båda står kvar, och bara den andra lämnas över.")

    def approve_all(asked: Asked) -> Done:
        known = reports.received(asked.store, since=date.today() - received.SHOWN)  # noqa: DTZ011
        near = reports.alike(known)
        alone = [r for r in known if not r.decision and r.id not in near]
        for report in alone:
            reports.decide(asked.store, report.id, "approved")
        return Done("Godkända. De som liknar varandra väntar på dig.")

    def hand_over(asked: Asked) -> Done:
        inbox = flask.current_app.config["INBOX"]
        if inbox is None:
            raise Refused("Här går det bara att titta. Inget kan läsas in.")
        edition = opened.current("shared")
        raw = handed_over.as_file(
            asked.store,
            words=observers_form.words(edition),
            kommuner=observers_form.kommun_names(edition),
            kept=_kept(edition),
        )
        try:
            inbox.receive("est_rapporter.csv", io.BytesIO(raw))
        except OSError:
            raise Refused("Filen gick inte att spara: är disken full?") from None
        return Done(go="/inlasning")

    done = {
        "approve": approve,
        "cancel": cancel,
        "link": link,
        "approveall": approve_all,
        "handover": hand_over,
    }
    return {name: Deed("coordinate", do) for name, do in done.items()}


def _kept(edition: Edition) -> timedelta:
    """How long reports may be kept, as the workplace has settled it."""
    days = {source["source"]: source["retention_days"] for source in about.sources(edition)}
    return timedelta(days=days["est_reports"]) if "est_reports" in days else handed_over.KEPT
