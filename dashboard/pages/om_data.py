"""Om data: what has come in, what it can carry, and how it is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, dcc, html

from dashboard import swedish
from dashboard.at_once import at_once
from dashboard.components import cards, tables
from dashboard.components.maps import ground_card
from dashboard.database import PUBLIC, Edition, Editions
from dashboard.queries import about, published

PAGE = {"path": "/om-data", "name": "Om data", "order": 60, "first": "Vad har kommit in?"}
LATEST = 20  # files shown at once
KINDS = {
    "new": "nya", "late": "sent inkomna", "corrected": "rättade", "reclassified": "omkodade",
    "removed": "borttagna",
}  # fmt: skip


def layout() -> html.Div:
    return html.Div([html.Div([html.H1("Vad har kommit in?"), dcc.Link("Läs in filer", href="/inlasning", className="button")], className="head"), html.Div(id="sources", className="wide")], className="page")  # fmt: skip


def register(app: Dash, opened: Editions) -> None:
    @at_once(app, output=Output("sources", "children"), inputs=[Input("url", "pathname")])
    def show(path: str) -> list[Any]:
        edition = opened.current()
        return [
            _arrivals(edition, today=date.today()),  # noqa: DTZ011
            html.Div([_source(s) for s in about.sources(edition)], className="grid"),
            html.Div([_revisions(edition), _method()], className="grid"),
            ground_card(edition.basemap),
            _for_all(opened.of(PUBLIC)),
            _files(edition),
            _rejects(edition),
        ]


def _for_all(public: Edition) -> html.Section:
    """What everybody may see leaves out, in words."""
    found = published.left_out(public)
    said = [(row["title"], row["name"] or "alla", row["said"]) for row in found]
    table = tables.plain(("Källa", "Kommun", "Utelämnat"), said, caption="Utelämnat ur det som alla får se")  # fmt: skip
    link = dcc.Link("Öppna siffror", href="/oppet", className="button")
    return cards.card("Utelämnat ur det som alla får se", cards.scroll(table, name="Utelämnat"), link)  # fmt: skip


def _arrivals(edition: Edition, *, today: date) -> html.Section:
    """The first minutes of a meeting: is what we are about to look at whole and fresh?"""
    found = about.arrivals(edition, today=today)
    late = [a["title"] for a in found if a["is_late"]]
    rows = [
        (
            a["title"],
            _day(a["covers_to"]) if pd.notna(a["covers_to"]) else "ingen period",
            f"{_day(a['extracted_at'])} ({_age(a['age_days'])})",
            swedish.rhythm(a["rhythm_days"]) or "när den kommer",
            "försenad" if a["is_late"] else "i tid" if a["rhythm_days"] else "",
            _day(a["prune_from"]) if a["prune_from"] else "",
        )
        for a in found
    ]
    head = ("Källa", "Räcker till", "Uttagen", "Väntas", "Läge", "Gallring börjar")
    said = f"Försenat: {swedish.listed(late)}." if late else "Allt som väntas har kommit in i tid."
    table = cards.scroll(tables.plain(head, rows, caption=said), name="Källor")
    return cards.card("Läget", html.P(said, className="said"), table, *_drift(edition))


def _drift(edition: Edition) -> list[Any]:
    """A publisher's changed file is noticed here before it is noticed in the numbers."""
    said = []
    for row in about.drift(edition):
        words = [
            *([f"saknar {row['missing']}"] if row["missing"] else []),
            *([f"har även {row['added']}"] if row["added"] else []),
            *([f"har {_columns(row['others'])} som inte läses"] if row["others"] else []),
        ]
        said.append(html.Li(f"{row['file']} {swedish.listed(words)}."))
    if not said:
        return []
    return [html.H3("Filer med andra kolumner än källans förra"), html.Ul(said)]


def _columns(others: int) -> str:
    kind = "fler" if others > 0 else "färre"
    return f"{swedish.in_words(abs(others))} {kind} {'kolumn' if abs(others) == 1 else 'kolumner'}"


def _age(days: int) -> str:
    return "i dag" if not days else "i går" if days == 1 else f"{swedish.number(days)} dagar sedan"


def _source(source: dict[str, Any]) -> html.Section:
    facts = {
        "Utgivare": source["publisher"],
        "Perioden": _period(source["period_from"], source["period_to"]),
        "Uttaget": _day(source["extracted_at"]),
        "Läge": "preliminärt" if source["preliminary"] else "slutligt",
        "Rader": f"{swedish.number(source['read'])} lästa, {swedish.number(source['accepted'])} godtagna, {swedish.number(source['rejected'])} avvisade",
        "Ändamål": source["purpose"],
        "Svarar för källan": source["owner"],
        "Villkor": source["licence"],
        "Gallras": f"efter {swedish.number(source['retention_days'] / 365)} år",
    }  # fmt: skip
    pairs = [part for term, said in facts.items() for part in (html.Dt(term), html.Dd(said))]
    caveats = html.Ul([html.Li(caveat) for caveat in source["caveats"]])
    return cards.card(source["title"], html.Dl(pairs), caveats)


def _revisions(edition: Edition) -> html.Section:
    rows = about.revisions(edition)
    if not rows:
        said = html.P("Det här underlaget ändrade inget i det som redan fanns.", className="quiet")
    else:
        said = tables.plain(
            ("Slag", "Rader", "Ändring i antal"),
            [(KINDS[r["kind"]], swedish.number(r["rows"]), swedish.difference(r["count"])) for r in rows],
            caption="Ändringar sedan förra underlaget",
        )  # fmt: skip
    return cards.card("Sedan förra underlaget", said)


def _files(edition: Edition) -> html.Section:
    """The latest files; the earlier ones are many in time."""
    rows = [
        (
            r["file"],
            r["title"],
            swedish.number(r["read"]),
            swedish.number(r["rejected"]),
            _iso(r["period_to"]),
            _iso(r["loaded_at"]),
            "ersatt" if r["is_replaced"] else "gäller",
        )
        for _, r in about.batches(edition).iterrows()
    ]
    head = ("Fil", "Källa", "Lästa rader", "Avvisade", "Till och med", "Inläst", "Läge")
    name = "Inlästa filer"
    body = [cards.scroll(tables.plain(head, rows[:LATEST], caption=name), name=name)]
    if earlier := rows[LATEST:]:
        name = f"{swedish.number(len(earlier))} tidigare filer"
        body.append(cards.twin(tables.plain(head, earlier, caption=name), summary=name))
    return cards.card("Inlästa filer", *body)


def _rejects(edition: Edition) -> html.Section:
    rows = [
        (r["file"], r["column_name"] or "–", r["reason"], swedish.number(r["rejected"]), str(r["first_row"]))
        for _, r in about.rejects(edition).iterrows()
    ]  # fmt: skip
    if not rows:
        return cards.card("Avvisade rader", html.P("Ingen rad har avvisats.", className="quiet"))
    head = ("Fil", "Kolumn", "Varför", "Rader", "Första raden")
    return cards.card("Avvisade rader", cards.scroll(tables.plain(head, rows, caption="Avvisade rader"), name="Avvisade rader"))  # fmt: skip


def _method() -> html.Section:
    return cards.card(
        "Så räknar vi",
        html.Div(
            [
                html.P(
                    "Ett anmält brott räknas till den vecka då det senast kan ha skett; saknas den "
                    "dagen, till veckan då det tidigast kan ha skett, annars till veckan då det "
                    "anmäldes. Kan brottet ha skett under mer än 14 dagar räknas det i periodens "
                    "summa men inte i veckokurvan."
                ),
                html.P(
                    "Många brott anmäls sent. Tidigare veckor räknas därför så som de såg ut lika "
                    "lång tid efteråt som vi ser de senaste veckorna nu. Annars skulle varje ny "
                    "vecka se lugn ut."
                ),
                html.P(
                    [
                        "Vad som är att vänta, och när man ska låta bli att säga något, står under ",
                        dcc.Link("Metod", href="/metod"),
                        ".",
                    ]
                ),
            ],
            className="prose",
        ),
    )


def _period(first: Any, last: Any) -> str:
    return "ingen egen" if pd.isna(first) else f"{_day(first)} till {_day(last)}"


def _iso(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:%Y-%m-%d}"


def _day(value: Any) -> str:
    return "okänt" if pd.isna(value) else swedish.day(value)
