"""What the löfte says, part by part: each row with the way to its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards
from dashboard.components.pledges.editing import BASICS, link
from dashboard.components.pledges.holding import Holding
from dashboard.components.pledges.making import pasting
from dashboard.journal import pledges
from dashboard.journal.pledge_document import key_of
from dashboard.pledge import words


def focus(of: Holding) -> html.Section:
    rows = of.document["focus"]
    items = [
        html.Li(
            [
                html.Strong(row["title"]),
                link(of, "focus", row["key"]),
                html.Span(swedish.listed([of.types.get(code, code) for code in row["problem_types"]]), className="quiet under"),
                html.Span(row["picture"], className="under") if row["picture"] else "",
            ]
        )
        for row in rows
    ]  # fmt: skip
    return _card(of, "Fokusområden", items, part="focus", nothing="Inget fokusområde är skrivet.")


def goals(of: Holding) -> html.Section:
    items = []
    for row in of.document["goals"]:
        facts = [
            ("Indikator", row["indicator"] or "ingen"),
            ("Utgångsläge", row["baseline"] or "inget"),
            ("Riktning", words.DIRECTIONS.get(row["direction"] or "", "inte sagd")),
            ("Målvärde", row["target"] or "inget"),
        ]
        told = (
            html.Dl([part for name, said in facts for part in (html.Dt(name), html.Dd(said))])
            if row["is_measurable"]
            else html.Span("– ej mätbart", className="pill")
        )
        items.append(html.Li([html.Strong(row["words"]), link(of, "goals", row["key"]), html.Span(of.focus.get(row["focus"] or "", ""), className="quiet under"), told]))  # fmt: skip
    return _card(of, "Mål", items, part="goals", nothing="Inget mål är skrivet.")


def activities(of: Holding) -> html.Section:
    """In the löfte's own words, with the sentence that each came from."""
    items = []
    for row in of.document["activities"]:
        about = [
            swedish.listed(row["responsible"]),
            words.promised(row),
            swedish.listed(row["places"]),
        ]
        sentence = row["sentence"]
        items.append(
            html.Li(
                [
                    html.Strong(row["words"]),
                    link(of, "activities", row["key"]),
                    html.Span(" · ".join(filter(None, about)), className="quiet under"),
                    html.Blockquote(f"”{sentence}”", className="quoted") if sentence else "",
                ]
            )
        )
    return _card(of, "Aktiviteter", items, part="activities", nothing="Ingen aktivitet är skriven.")


def basis(of: Holding) -> html.Section:
    items = []
    for row in of.document["basis"]:
        version = row["version"]
        items.append(
            html.Li(
                [
                    html.Strong(swedish.capitalised(words.BASES.get(row["kind"] or "", ""))),
                    link(of, "basis", key_of(row)),
                    html.Span(row["words"], className="under"),
                    dcc.Link(f"Fastställd version {version}", href=f"/version?nummer={version}") if version else "",
                ]
            )
        )  # fmt: skip
    cause = of.document["cause_analysis"]
    return _card(
        of, "Underlag", items, part="basis", nothing="Inget underlag är skrivet.",
        after=[html.H3("Orsaksanalys"), html.P(cause or "Ingen är skriven.", className="" if cause else "quiet")],
    )  # fmt: skip


def about(of: Holding) -> html.Section:
    document = of.document
    parties = [
        html.Li([", ".join(filter(None, (row["organisation"], row["role"]))), link(of, "parties", key_of(row))])
        for row in document["parties"]
    ]  # fmt: skip
    numbers = [
        html.Li(
            [
                row["number"] + (f" ({row['organisation']})" if row["organisation"] else ""),
                link(of, "diary_numbers", key_of(row)),
            ]
        )
        for row in document["diary_numbers"]
    ]
    earlier = document["extends"]
    facts: list[tuple[str, Any]] = [
        ("Gäller", words.valid(document) or "inga dagar är skrivna"),
        ("Område", swedish.listed([of.areas.get(code, code) for code in document["areas"]]) or "inget är skrivet"),
        ("Vilar på", document["rests_on"] or "–"),
        ("Förlänger", _earlier(of, earlier) if earlier else "–"),
        ("Slutrapport", words.day(document["final_report_on"]) or "ingen dag är skriven"),
    ]  # fmt: skip
    return cards.card(
        "Om löftet",
        html.Dl([part for name, said in facts for part in (html.Dt(name), html.Dd(said))]),
        html.H3("Parter"),
        html.Ul(parties) if parties else html.P("Ingen part är skriven.", className="quiet"),
        link(of, "parties", text="Lägg till en part"),
        html.H3("Diarienummer"),
        html.Ul(numbers) if numbers else html.P("Inget är skrivet.", className="quiet"),
        link(of, "diary_numbers", text="Lägg till ett diarienummer"),
        tools=link(of, BASICS, BASICS),
        name="about-card",
    )


def follow_ups(of: Holding) -> html.Section:
    items = [
        html.Li(
            [
                html.Strong(words.day(row["on"]) or "Utan dag"),
                " ",
                " · ".join(filter(None, [row["words"], f"för {words.AUDIENCES[row['audience']]}" if row["audience"] else ""])),
                link(of, "follow_ups", key_of(row)),
            ]
        )
        for row in of.document["follow_ups"]
    ]  # fmt: skip
    return _card(
        of, "Uppföljning", items, part="follow_ups", nothing="Ingen uppföljning är skriven."
    )


def text(of: Holding) -> html.Section | str:
    """The whole text as it was pasted."""
    said = of.document["text"]
    if not said:
        hint = "Klistra in löftets text, så får du förslag på punkter och den prövas mot dagarna."
        return (
            cards.card(
                "Löftets text",
                html.P(hint, className="quiet"),
                html.Details([html.Summary("Klistra in"), *pasting(of.form, of.number)]),
                name="text-card",
            )
            if of.may_write
            else ""
        )
    paragraphs = [html.P(part) for part in said.split("\n") if part.strip()]
    shown = html.Details([html.Summary("Läs hela texten"), html.Div(paragraphs, className="prose")])
    return cards.card("Löftets text", shown, name="text-card")


def changes(of: Holding) -> html.Section:
    rows = pledges.revisions(of.store, of.number)
    items = [
        html.Li([html.Strong(swedish.clock(row.at)), f" {row.what}", html.Span(f" · {row.organisation}", className="quiet") if row.organisation else ""])
        for row in rows
    ]  # fmt: skip
    first = swedish.day(rows[-1].at)
    said = f"{swedish.capitalised(swedish.in_words(len(rows)))} {'lydelse' if len(rows) == 1 else 'lydelser'} sedan {first}. Inget är borta."
    return cards.card(
        "Ändringar", html.P(said), html.Details([html.Summary("Visa alla"), html.Ul(items)]), name="changes-card"
    )  # fmt: skip


def _earlier(of: Holding, number: int) -> Any:
    held = pledges.numbered(of.store, number)
    name = held.document["name"] if held else f"löfte {number}"
    return dcc.Link(name, href=f"/loften/{number}")


def _card(
    of: Holding,
    title: str,
    items: Sequence[Any],
    *,
    part: str,
    nothing: str,
    after: Sequence[Any] = (),
) -> html.Section:
    body = html.Ul(items, className="rows") if items else html.P(nothing, className="quiet")
    return cards.card(title, body, *after, tools=link(of, part, text="Lägg till"), name=f"{part}-card")  # fmt: skip
