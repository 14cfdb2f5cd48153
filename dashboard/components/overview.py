"""The opening page's parts: what is said, drawn and tabled of one overview."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from dash import html

from dashboard import swedish
from dashboard.components import cards, maps, tables
from dashboard.components.states import state_message
from dashboard.components.wording import (
    before_words,
    coarse_said,
    headline,
    map_said,
    period_words,
    series_said,
    subline,
)
from dashboard.database import Edition
from dashboard.figures import map as maps_drawn
from dashboard.figures import series as series_drawn
from dashboard.figures.palette import MARKS, THEMES
from dashboard.queries import about, incidents, surveys
from dashboard.queries.overview import Overview, latest_quarter
from dashboard.state import LEVELS
from etl.statistics.change import CLEAR, LOOK

NAMED = 3  # of the largest circles get their name, and every one over the usual does
ROWS = 7  # attention is enough for about this many findings
TWIN_ROWS = 60
SHOWN = (
    "week", "chips", "headline", "freshness", "findings", "types", "quarters", "unseen", "events",
    "map-said", "map-legend", "map-twin", "map-foot", "series-said", "series-twin", "series-foot",
)  # fmt: skip
PICTURES = ("map", "series")
RATE_LIMITS = (2.5, 5.0, 10.0, 20.0)  # per 1,000 residents: fixed, so that two maps can be compared


def picture(edition: Edition, view: Overview, *, theme: str) -> dict[str, dict[str, Any]]:
    """What the page's cards show: "children" and "figure" by the id of the part they belong to."""
    figure, legend = map_figure(edition, view, theme=theme)
    source = source_line(edition, view)
    coarse = view.is_coarse
    shown = {
        "week": period_words(view),
        "chips": list(_chips(view)),
        "headline": [html.H1(headline(view)), html.P(subline(view), className="lead")],
        "freshness": _freshness(edition, view),
        "findings": findings(view),
        "types": types(view),
        "quarters": quarters(edition, view),
        "unseen": unseen(edition),
        "events": _events(edition, view),
        "map-said": state_message("undertryckt", coarse_said(view)) if coarse else map_said(view),
        "map-legend": None if coarse else legend,
        "map-twin": None if coarse else area_twin(view),
        "map-foot": source,
        "series-said": series_said(view),
        "series-twin": None if coarse else series_twin(view),
        "series-foot": source,
    }
    return {
        "children": shown,
        "figure": {"map": figure, "series": series_figure(edition, view, theme=theme)},
    }


def map_figure(edition: Edition, view: Overview, *, theme: str) -> tuple[go.Figure, Any]:
    """The map and its legend in words."""
    palette = THEMES[theme]
    towns = [f"{view.names[code]} tätort" for code in view.by_area["kommun_code"]]
    table = view.by_area.assign(town=towns)
    where: dict[str, Any] = {"level": view.state.niva, "kommun": view.state.omrade}
    ground = partial(maps.address, edition, **where, theme=theme)
    common: dict[str, Any] = {
        "box": maps.box(edition, view.whole.kommuner),
        "selected": view.state.valt,
        "palette": palette,
    }
    if view.state.matt == "per1000":
        rate = table["per_1000"]
        step = pd.cut(rate, [-1, *RATE_LIMITS, float("inf")], labels=False, right=False)
        steps = maps.written(edition, step.set_axis(table["area_code"]), **where)
        said = [
            "för få för att räkna om" if np.isnan(r) else f"{swedish.number(r, decimals=1)} per 1 000 invånare"
            for r in rate.to_numpy(float)
        ]  # fmt: skip
        figure = maps_drawn.rates(
            table.assign(said=said),
            ground=partial(ground, steps=steps),
            told="<b>{name}</b><br>{said}",
            **common,
        )
        return figure, _rate_legend()
    before = f", {{before}} {before_words(view)}" if view.is_comparable else ""
    said = [word or "för få för att bedöma" for word in table["word"]]
    over = table["word"].isin([CLEAR, LOOK])
    largest = table["now"].rank(method="first", ascending=False) <= NAMED
    named = over | (largest & (table["now"] >= 5)) | (table["area_code"] == view.state.valt)
    table = table.assign(said=said, is_named=named)
    places = about.at_level(edition, "plats")
    places = places.loc[places["kommun_code"].isin(view.whole.kommuner), ["name", "x", "y"]]
    told = f"<b>{{name}}</b><br>{{now}} anmälda brott{before}<br>{{said}}"
    figure = maps_drawn.counts(table, places=places, ground=ground, told=told, **common)
    return figure, _count_legend()


def series_figure(edition: Edition, view: Overview, *, theme: str) -> go.Figure:
    palette = THEMES[theme]
    if view.is_coarse:
        rows = incidents.quarterly(edition, kommuner=view.whole.kommuner, quarters=12)
        rows = rows[rows["problem_type"].isin(view.state.typ)].groupby("quarter")["count"].sum()
        label = [f"kv {(q.month + 2) // 3}<br>{q.year}" for q in rows.index]
        return series_drawn.quarterly(pd.DataFrame({"label": label, "count": rows.to_numpy()}), palette=palette)  # fmt: skip
    return series_drawn.weekly(
        view.series.assign(hover=_series_hover(view)),
        first=view.span.first,
        last=view.span.last,
        incomplete_from=view.incomplete_from,
        palette=palette,
    )


def _series_hover(view: Overview) -> list[str]:
    rows = zip(view.series["week"], view.series["count"], view.series["earlier"], strict=True)
    return [f"{swedish.week(w, year=True)}: {_count(n)} anmälda brott, året före {_count(e)}" for w, n, e in rows]  # fmt: skip


def findings(view: Overview, *, on_paper: bool = False) -> Any:
    """Over the usual, the clearest first; a quiet period is said as plainly."""
    if view.examined.empty:
        few = "Antalen är för små för att bedöma. Prova en längre period."
        none = "Det finns inget att jämföra med. Välj andra veckor, eller läs in äldre uttag."
        return html.P(few if view.is_comparable else none, className="quiet-week")
    if view.findings.empty:
        said = "Inget problem ligger över det vanliga på någon plats. Så är det de flesta veckor."
        return html.P(["✓ ", said], className="quiet-week")
    rows = (
        {
            "code": f"{r.area_code}|{r.problem_type}",
            "name": r.type_name,
            "under": r.area_name,
            "now": r.now,
            "before": r.before,
            "word": r.word,
        }
        for r in view.findings.head(ROWS).itertuples(index=False)
    )
    kind = "" if on_paper else "finding"
    table = tables.compared(rows, kind=kind, head="Problem och plats", before=_short(view), selected=())  # fmt: skip
    rest = len(view.findings) - ROWS
    more = [html.P(f"… och {swedish.in_words(rest)} till, se tabellerna.", className="quiet")] if rest > 0 else []  # fmt: skip
    return html.Div([table, *more], className="scroll")


def types(view: Overview, *, on_paper: bool = False) -> Any:
    known = list(view.by_type.itertuples(index=False))
    rows = [{"code": r.problem_type, "name": r.name, "now": r.now, "before": _before(view, r), "word": r.word}
            for r in known if r.now or _before(view, r)]  # fmt: skip
    silent = [r.name for r in known if not (r.now or _before(view, r))]
    total = view.total
    of = " av valda slag" if view.weekly_chosen else ""
    head = html.P(
        [
            html.Strong(swedish.number(total["now"]), className="total"),
            f" anmälda brott{of} i {view.place.name}"
            + (f", mot {swedish.number(total['before'])} {before_words(view)}: " if view.is_comparable else ": "),
            tables.verdict(total["word"]),
        ],
        className="sum",
    )  # fmt: skip
    if not rows:
        return [head, state_message("inga händelser", "Inget anmält brott i något av problemen.")]
    kind = "" if on_paper else "type"
    table = tables.compared(rows, kind=kind, head="Problem", before=_short(view), selected=view.state.typ)  # fmt: skip
    under = html.P(f"Inget anmält: {swedish.listed([s.lower() for s in silent])}.", className="quiet") if silent else None  # fmt: skip
    return [head, table, under]


def _before(view: Overview, row: Any) -> int | None:
    return int(row.before) if view.is_comparable else None


def _count(value: float) -> str:
    return "–" if pd.isna(value) else swedish.number(value)


def quarters(edition: Edition, view: Overview) -> Any:
    """The types that are shown no finer, per kommun: the latest quarter against the year before."""
    latest = latest_quarter(view.coverage["data_stop"])
    rows = incidents.quarterly(edition, kommuner=view.whole.kommuner, quarters=7)
    found = {(code, day.date()): n for code, day, n in rows.itertuples(index=False, name=None)}
    year_before = latest.replace(year=latest.year - 1)
    names = (quarter_words(latest), quarter_words(year_before))
    counts = [
        (name, *(swedish.number(found.get((code, day), 0)) for day in (latest, year_before)))
        for code, name in zip(view.quarter_types["problem_type"], view.quarter_types["name"], strict=True)
    ]  # fmt: skip
    return [
        tables.plain(("Problem", *names), counts, caption=f"Anmälda brott i {view.whole.name}"),
        html.P(
            f"Gäller hela {view.whole.name}, och ingår inte i några andra summor här.",
            className="quiet",
        ),
    ]


def unseen(edition: Edition) -> html.Section:
    """What none of the sources can tell, in the sources' own words."""
    said = [
        html.P([html.Strong(f"{source['title']}: "), swedish.listed(source["blind_spots"]) + "."])
        for source in about.sources(edition)
        if source["blind_spots"]
    ]
    return html.Section([html.H2("Det här ser vi inte"), *said], className="card unseen")


def area_twin(view: Overview) -> html.Details:
    """The map's numbers; each area's name picks it."""
    table = view.largest_first
    table = table[(table["now"] > 0) | ((table["before"] > 0) & view.is_comparable)]
    rows = [
        {
            "code": r.area_code,
            "name": r.name,
            "under": view.names[r.kommun_code] if r.area_code != r.kommun_code else None,
            "now": r.now,
            "before": _before(view, r),
            "word": r.word,
        }
        for r in table.head(TWIN_ROWS).itertuples(index=False)
    ]
    silent = len(view.by_area) - len(table)
    shown = tables.compared(rows, kind="area", head="Område", before=_short(view), selected=[view.state.valt])  # fmt: skip
    cut = len(table) - len(rows)
    areas = "Ett område" if silent == 1 else f"{swedish.in_words(silent).capitalize()} områden"
    said = [f"{areas} har inget anmält brott i någon av perioderna."] if silent else []
    said += [f"{swedish.number(cut)} områden med färre brott står i filen under Ladda ner tabell."] if cut > 0 else []  # fmt: skip
    return html.Details(
        [
            html.Summary("Tabell"),
            html.Div([shown, html.P(" ".join(said), className="quiet")], className="scroll"),
        ]
    )


def series_twin(view: Overview) -> html.Details:
    rows = [
        (swedish.week(w, year=True), _count(n), _count(e))
        for w, n, e in zip(
            view.series["week"][::-1], view.series["count"][::-1], view.series["earlier"][::-1],
            strict=True,
        )
    ]  # fmt: skip
    table = tables.plain(
        ("Vecka", "Antal", "Samma vecka året före"), rows, caption="Anmälda brott per vecka"
    )
    return html.Details(
        [html.Summary("Tabell"), cards.scroll(table, name="Antal per vecka", is_tall=True)]
    )


def source_line(edition: Edition, view: Overview) -> str:
    [source] = [s for s in about.sources(edition) if s["source"] == incidents.SOURCE]
    preliminary = ", preliminärt" if source["preliminary"] else ""
    example = "EXEMPELDATA. " if view.edition["is_example"] else ""
    level = LEVELS[view.state.niva]
    return (
        f"{example}Källa: {source['publisher']}, {source['title'].lower()}, anmält till och med "
        f"{swedish.day(view.coverage['data_stop'])}{preliminary}. Gränser: SCB, {level} 2025. "
        f"Underlag {view.edition['number']}. Brott i bostad visas inte finare än DeSO."
    )


def quarter_words(day: Any) -> str:
    return f"kvartal {(day.month + 2) // 3} {day.year}"


def _short(view: Overview) -> str:
    return "I fjol" if view.state.jamfor == "ifjol" else "Före"


@lru_cache(maxsize=8)
def options(edition: Edition) -> dict[str, Any]:
    """What can be chosen in the controls: areas, problem types by group, levels."""
    kommuner = about.kommuner(edition)
    whole = [{"value": "alla", "label": about.edition(edition)["forum"]}]
    places = [
        {"value": c, "label": n}
        for c, n in zip(kommuner["area_code"], kommuner["name"], strict=True)
    ]
    groups = [
        {"group": group, "items": [{"value": r.problem_type, "label": r.name} for r in rows.itertuples(index=False)]}
        for group, rows in about.problem_types(edition).groupby("group_name", sort=False)
    ]  # fmt: skip
    levels = [
        {"value": v, "label": text} for v, text in LEVELS.items() if len(about.at_level(edition, v))
    ]
    return {"omrade": whole + places if len(places) > 1 else whole, "typ": groups, "niva": levels}


def _chips(view: Overview) -> Iterator[html.Button]:
    """What has been picked in the pictures; a click lets it go."""
    picked = []
    if view.state.valt:
        picked.append(("area", view.state.valt, view.place.name))
    if view.state.dag:
        picked.append(("week", "", swedish.week(view.state.dag)))
    for kind, code, name in picked:
        yield html.Button(
            [name, html.Span(" ✕", **{"aria-hidden": "true"})],
            id={"pick": f"no-{kind}", "code": code},  # the same area has a row with an id too
            n_clicks=0, type="button", className="chip", **{"aria-label": f"Ta bort {name}"},
        )  # fmt: skip


def _freshness(edition: Edition, view: Overview) -> list[html.Span]:
    """One pill per source that is behind a number here: how far it reaches, and whether that is far."""
    pills = []
    for source in about.sources(edition):
        if source["source"] == incidents.SOURCE:
            stop = view.coverage["data_stop"]
            age = (view.edition["published_at"].date() - stop).days
            late = age > 35  # the extract comes every month
            mark, tail = ("△", f", {age} dagar gammalt") if late else ("✓", "")
            text = f"Anmälda brott till {swedish.day(stop, year=False)}{tail}"
            pills.append(html.Span(f"{mark} {text}", className="pill late" if late else "pill"))
        elif source["table"] == "indicator" and source["period_to"] is not None:
            pills.append(html.Span(f"✓ Trygghet till {source['period_to'].year}", className="pill"))
    return pills


def _events(edition: Edition, view: Overview) -> html.Section | None:
    """Something to talk about; a few per cent of what is reported, and never counted."""
    rows = surveys.events(edition, kommuner=view.whole.kommuner, limit=6)
    if not rows:
        return None
    items = [
        html.Li([
            html.Span(swedish.clock(r["occurred_at"]), className="quiet when"),
            f"{r['event_type']}, {view.names[r['kommun_code']]}",
        ])
        for r in rows
    ]  # fmt: skip
    note = html.P("Ett urval som polisen publicerar. Samtalsstöd: räknas inte.", className="quiet")
    return html.Section([html.H2("Ur polisens händelseflöde"), html.Ul(items, className="events"), note], className="card")  # fmt: skip


def strange(parts: list[str]) -> Any:
    """Which parts of an address could not be followed."""
    if not parts:
        return None
    said = f"Länken har delar som inte går att visa här: {swedish.listed(list(dict.fromkeys(parts)))}. Resten visas."  # fmt: skip
    return html.P(said, className="notice", role="status")


def _count_legend() -> list[Any]:
    words = [
        html.Span([html.Span(mark, className=f"mark {tables.CLASSES[word]}", **{"aria-hidden": "true"}), word])
        for word, (mark, _) in MARKS.items()
    ]  # fmt: skip
    return [*words, html.Span("cirkelns yta = antal", className="quiet")]


def _rate_legend() -> list[Any]:
    limits = [swedish.number(x, decimals=0 if x == int(x) else 1) for x in RATE_LIMITS]
    steps = [f"under {limits[0]}", *(f"{a}–{b}" for a, b in pairwise(limits)), f"{limits[-1]} och över"]  # fmt: skip
    swatches = [
        html.Span([html.Span(className=f"swatch rate-{i}"), text]) for i, text in enumerate(steps)
    ]
    note = "per 1 000 boende; utan färg: under 10 anmälda brott eller 100 boende. I centrum rör sig fler än de som bor där."
    return [*swatches, html.Span(note, className="quiet")]
