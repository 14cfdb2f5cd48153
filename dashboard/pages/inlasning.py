"""Inläsning: drop files, see what they were taken for, and let them in or not."""

from __future__ import annotations

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard import swedish
from dashboard.access import need
from dashboard.at_once import at_once
from dashboard.components import cards, tables
from dashboard.database import Editions
from dashboard.inbox import ASKING, DECLINED, LOADED, LOADING, LOOKING, REFUSED, Arrival, Inbox

PAGE = {"path": "/inlasning", "name": "Inläsning", "order": 61, "door": "/om-data", "needs": "load", "is_early": True}  # fmt: skip
EVERY = 1_000  # ms between looks at how far the work has come
STEPS = {
    LOOKING: ("◌", "Läser filen …"),
    ASKING: ("?", "Väntar på dig"),
    LOADING: ("◌", "Läser in och bygger ett nytt underlag …"),
    LOADED: ("✓", "Inläst"),
    REFUSED: ("✕", "Togs inte emot. Inget ur filen är sparat"),
    DECLINED: ("–", "Avstod. Inget ur filen är sparat"),
}


def layout() -> html.Div:
    return html.Div(
        [
            html.Div(
                html.Div(
                    [
                        html.H1("Läs in filer"),
                        html.P(
                            "Filen granskas innan något sparas. Personuppgifter tas inte emot. Du "
                            "ser vad filen är och säger själv ja.",
                            className="lead",
                        ),
                    ]
                ),
                className="head",
            ),
            html.Div(
                [
                    cards.card("Filer", html.Div(id="drop", className="drop"), name="drop-card"),
                    html.Div(id="arrivals", className="stack", **{"aria-live": "polite"}),
                ],
                className="wide stack",
            ),
            dcc.Interval(id="arrivals-again", interval=EVERY),
            dcc.Store(id="arrivals-seen"),
        ],
        className="page",
    )  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(
        app,
        output=[
            Output("arrivals", "children"),
            Output("arrivals-seen", "data"),
            Output("drop-card", "style"),
        ],
        inputs=[
            Input("arrivals-again", "n_intervals"),
            Input({"arrival": ALL, "do": ALL}, "n_clicks"),
            State("arrivals-seen", "data"),
        ],
    )
    def show(again: int | None, clicks: list, seen: list | None) -> tuple[Any, Any, Any]:
        need("load")
        inbox: Inbox | None = app.server.config["INBOX"]
        if inbox is None:
            said = "Här går det bara att titta. Läs in filer med: lagesbild load FIL…"
            return html.P(said, className="notice"), no_update, {"display": "none"}
        done = ctx.triggered_id
        if isinstance(done, dict) and ctx.triggered[0]["value"]:
            (inbox.accept if done["do"] == "accept" else inbox.decline)(done["arrival"])
        found = inbox.arrivals()
        now = [[a.number, a.step] for a in found]
        if now == seen:
            return no_update, no_update, no_update
        return [_arrival(a) for a in found], now, {}


def _arrival(arrival: Arrival) -> html.Section:
    mark, said = STEPS[arrival.step]
    about: list[Any] = [
        html.P(
            [html.Span(mark, **{"aria-hidden": "true"}), f" {said}.".replace("….", "…")],
            className=f"step step-{arrival.step}",
        )
    ]
    if arrival.said:
        about.append(html.P(arrival.said))
    if arrival.looked and arrival.step in {ASKING, LOADING, LOADED}:
        about += _looked(arrival)
    if arrival.step == ASKING:
        about.append(_question(arrival))
    return cards.card(arrival.name, *about)


def _looked(arrival: Arrival) -> list[Any]:
    """What it was taken for, and the account of its rows."""
    looked = arrival.looked
    facts = {
        "Källa": looked["title"],
        "Perioden": _period(looked["period_from"], looked["period_to"]),
        "Rader": f"{swedish.number(looked['read'])} lästa, {swedish.number(looked['accepted'])} "
        f"godtagna, {swedish.number(looked['rejected'])} avvisade",
    }
    pairs = [part for term, said in facts.items() for part in (html.Dt(term), html.Dd(said))]
    parts: list[Any] = [html.Dl(pairs), *(html.P(note, className="notice") for note in looked["notes"])]  # fmt: skip
    if looked["rejects"]:
        rows = [
            (r["column"] or "–", r["reason"], swedish.number(r["rejected"]), _rows(r))
            for r in looked["rejects"]
        ]
        table = tables.plain(("Kolumn", "Varför", "Rader", "Radnummer"), rows, caption="Avvisade rader")  # fmt: skip
        parts.append(cards.scroll(table, name="Avvisade rader"))
        parts.append(html.A("Ladda ner radkontot (högst 1 000 rader per orsak)", href=f"/inlasning/{arrival.number}/avvisade.csv", download=""))  # fmt: skip
    shapes = [
        (c["column"], swedish.number(c["filled"]), "   ".join(c["shapes"]) if c["is_read"] else "läses inte")
        for c in looked["columns"]
    ]  # fmt: skip
    head = ("Kolumn", "Ifyllda rader", "Så ser värdena ut (0 är en siffra, x en bokstav)")
    parts.append(cards.twin(tables.plain(head, shapes, caption="Kolumner"), summary="Kolumnerna i filen"))  # fmt: skip
    return parts


def _question(arrival: Arrival) -> html.Div:
    known = [html.P("Filen är redan inläst: ingenting skulle ändras.", className="notice")] if arrival.looked["is_known"] else []  # fmt: skip
    buttons = [
        html.Button(text, id={"arrival": arrival.number, "do": do}, n_clicks=0, type="button", className=kind)
        for do, text, kind in (("accept", "Läs in", "primary"), ("decline", "Avstå", "ghost-dark"))
    ]  # fmt: skip
    return html.Div([*known, html.Div(buttons, className="answers")])


def _rows(reject: dict[str, Any]) -> str:
    shown = ", ".join(str(row) for row in reject["rows"][:5])
    return shown + (" …" if reject["rejected"] > 5 else "")


def _period(first: str | None, last: str | None) -> str:
    return f"{first} till {last}" if first else "ingen egen"
