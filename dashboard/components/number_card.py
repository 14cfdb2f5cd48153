"""A number is a card: what it counts, whose it is, how sure it is, and what may be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.components import cards, outward_words, shell, tables
from dashboard.components.wording import before_words, period_words, range_words
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.outward import outward
from dashboard.queries.overview import Overview, share_reported
from dashboard.state import LEVELS, State, latest_quarter, to_query

WEEKLY = "Det räknas till veckan då det senast kan ha skett."


def address(state: State) -> str:
    """Of the card of the number that `state` is about: the chosen problems in the chosen place."""
    return "/siffra" + to_query(state.but(matt="antal", tid="alla", dagar="alla", lista=0, nr=0))


def card(edition: Edition, shared: Edition, public: Edition, view: Overview) -> list[Any]:
    """`shared` is what all parties share, and `public` what has been published of it: nothing else may
    be said outside."""
    number, when = _number(view)
    fixed = view.state.but(kalla=view.source["source"], vecka=view.span.last)
    what = swedish.listed([view.type_names[code] for code in _types(view)]) or "Alla problem"
    title = html.H1([html.Span(swedish.number(number), className="total"), f" {view.counted}"])
    lead = html.P(f"{what} i {view.place.name}, {when}.", className="lead")
    back = dcc.Link("Till vyn", href="/" + to_query(view.state), className="deed button")
    copy = html.Button("Kopiera länken", type="button", className="deed", **{"data-copy": "siffra-link", "data-from": "here"})  # fmt: skip
    permalink = html.Code(address(fixed), id="siffra-link")
    return [
        html.Div([html.Div([title, lead])], className="head"),
        html.Div(
            [
                html.Div([_outward(shared, public, fixed), _caveats(view)], className="stack"),
                html.Div(
                    [
                        cards.card("Vad siffran är", html.Dl(list(_facts(edition, view, when=when)))),
                        _deliveries(edition, view),
                        cards.card("Länk", html.P(["Samma siffra, samma veckor: ", permalink]), html.Div([copy, back], className="answers")),
                    ],
                    className="stack",
                ),
            ],
            className="halves wide",
        ),
    ]  # fmt: skip


def _types(view: Overview) -> tuple[str, ...]:
    return view.weekly_chosen or view.state.typ


def _number(view: Overview) -> tuple[int, str]:
    """The count, and of when: the latest quarter for what is shown no finer."""
    if not view.is_coarse:
        return view.total["now"], period_words(view)
    quarter = latest_quarter(view.coverage["data_stop"])
    rows = view.quarters
    same = (rows["quarter"].dt.date == quarter) & rows["problem_type"].isin(view.state.typ)
    return int(rows.loc[same, "count"].sum()), swedish.quarter(quarter)


def _facts(edition: Edition, view: Overview, *, when: str) -> Iterator[Any]:
    source, chosen = view.source, _types(view)
    defined = view.types[view.types["problem_type"].isin(chosen)]
    said = [f"{swedish.capitalised(view.counted)}. {'' if view.is_coarse else WEEKLY}"]
    said += [f"{r.name}: {r.definition}" for r in defined.itertuples(index=False)]
    if not chosen:
        without = [swedish.within(name) for name in view.quarter_types["name"]]
        said.append(f"Alla problem utom dem som bara visas per kvartal: {swedish.listed(without)}.")
    if defined["depends_on_police"].any():
        said.append("Antalet följer hur mycket polisen letar.")
    yield from _fact("Räknar", *said)
    yield from _fact("Källa", f"{source['publisher']}, {swedish.within(source['title'])}.")
    yield from _fact("Ansvarig för källan", source["owner"] or "Ingen är angiven.")
    yield from _fact("Uttaget", f"{swedish.day(source['extracted_at'])}; sträcker sig till och med {swedish.day(view.coverage['data_stop'])}.")  # fmt: skip
    yield from _fact("Period", f"{when}{'' if view.is_coarse else _dates(view)}.")
    level = swedish.within(LEVELS.get(view.place.level, "hela forumet"))
    problems = swedish.listed([swedish.within(view.type_names[code]) for code in chosen])
    yield from _fact("Urval", f"{view.place.name} ({level}); {problems or 'alla problem'}.")
    if not view.is_coarse:
        yield from _fact(
            "Att jämföra med", [_beside(view), " ", tables.verdict(view.total["word"])]
        )
    share = None if view.is_coarse else share_reported(view)
    known = f" Av periodens {view.counted} brukar {_shares(share)} ha kommit in." if share else ""
    firm = "Ja: utgivaren kan ändra siffran." if source["preliminary"] else "Nej."
    yield from _fact("Preliminär", firm + known)
    yield from _fact("Underlag", f"{view.edition['number']}, {swedish.clock(view.edition['published_at'])}. Visas för: {shell.shown_for(edition.audience)}.")  # fmt: skip


def _fact(name: str, *said: Any) -> tuple[html.Dt, html.Dd]:
    return html.Dt(name), html.Dd([html.P(part) for part in said])


def _dates(view: Overview) -> str:
    last = view.span.last + timedelta(days=6)
    return f", {swedish.day(view.span.first)}–{swedish.day(last)}"


def _shares(share: tuple[float, float]) -> str:
    ends = [swedish.number(100 * end) for end in share]
    return f"{ends[0] if ends[0] == ends[1] else '–'.join(ends)} procent"


def _beside(view: Overview) -> str:
    if view.usual is not None:
        return f"Väntat för årstiden: {range_words(view.total['lower'], view.total['upper'])}."
    if not view.is_comparable:
        return "Det finns inget att jämföra med."
    return f"{swedish.capitalised(before_words(view))}: {swedish.number(view.total['before'])}, så som det såg ut lika lång tid efteråt."  # fmt: skip


def _outward(shared: Edition, public: Edition, state: State) -> html.Section:
    """What may be said to anybody: the words, and a button that copies them."""
    found = outward(shared, public, state)
    if found is None:
        return cards.card("Svar att lämna ut", html.P(outward_words.NOT_OURS), name="outward")
    said = [html.P(line) for line in outward_words.sentences(found)]
    notes = [outward_words.COARSER]
    notes += ["EXEMPELDATA: påhittade siffror, lämna inte ut."] if found.is_example else []
    return cards.card(
        "Svar att lämna ut",
        html.Blockquote(said, id="siffra-said"),
        *(html.P(note, className="quiet") for note in notes),
        html.Div(
            html.Button("Kopiera svaret", type="button", className="deed primary", **{"data-copy": "siffra-said"}),
            className="answers",
        ),
        name="outward",
    )  # fmt: skip


def _caveats(view: Overview) -> html.Section:
    blind = [f"Det här ser källan inte: {swedish.listed(view.source['blind_spots'])}."] if len(view.source["blind_spots"]) else []  # fmt: skip
    said = [*view.source["caveats"], *blind]
    return cards.card("Att tänka på", html.Ul([html.Li(line) for line in said]))


def _deliveries(edition: Edition, view: Overview) -> html.Section:
    """The source's files that hold days of the period: which row came in which is not published."""
    rows = about.batches(edition)
    first, last = view.span.first, view.span.last + timedelta(days=6)
    if view.is_coarse:
        first = latest_quarter(view.coverage["data_stop"])
        last = first + timedelta(days=91)
    here = rows[
        (rows["source"] == view.source["source"])
        & (rows["period_from"].dt.date <= last)
        & (rows["period_to"].dt.date >= first)
    ]
    body = [
        (
            html.Span([r.file, html.Span("ersatt av senare filer", className="quiet under")]) if r.is_replaced else r.file,
            swedish.day(r.extracted_at),
            *(swedish.number(n) for n in (r.read, r.accepted, r.rejected)),
        )
        for r in here.itertuples(index=False)
    ]  # fmt: skip
    head = ("Fil", "Uttagen", "Rader", "Godtagna", "Avvisade")
    table = tables.plain(head, body, caption="Leveranser som har dagar i perioden")
    note = html.P("Alla rader i filerna, också andra områden och andra problem.", className="quiet")
    return cards.card("Leveranser", cards.scroll(table, name="Leveranser"), note)
