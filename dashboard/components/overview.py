"""The opening page's cards, filled from one overview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import html

from dashboard import swedish
from dashboard.components import maps
from dashboard.components.map_card import area_twin, map_figure
from dashboard.components.problems import findings, quarters, types
from dashboard.components.series_card import series_figure, series_twin
from dashboard.components.sources import events, freshness, source_line, unseen
from dashboard.components.states import state_message
from dashboard.components.wording import (
    coarse_said,
    headline,
    map_said,
    period_words,
    series_said,
    subline,
)
from dashboard.database import Edition
from dashboard.queries import about
from dashboard.queries.overview import Overview
from dashboard.queries.places import Place

SHOWN = (
    "week", "chips", "headline", "freshness", "findings", "types", "quarters", "unseen", "events",
    "map-said", "map-legend", "map-twin", "map-foot", "series-said", "series-twin", "series-foot",
)  # fmt: skip
PICTURES = ("map", "series")


def picture(edition: Edition, view: Overview, *, theme: str) -> dict[str, dict[str, Any]]:
    """What the page's cards show: "children" and "figure" by the id of the part they belong to."""
    figure, legend = map_figure(edition, view, theme=theme)
    source = source_line(edition, view)
    coarse = view.is_coarse
    shown = {
        "week": period_words(view),
        "chips": list(_chips(view)),
        "headline": [html.H1(headline(view)), html.P(subline(view), className="lead")],
        "freshness": freshness(edition, view),
        "findings": findings(edition, view),
        "types": types(view),
        "quarters": quarters(view),
        "unseen": unseen(edition, view.source["source"]),
        "events": events(edition, kommuner=view.whole.kommuner),
        "map-said": state_message("undertryckt", coarse_said(view)) if coarse else map_said(view),
        "map-legend": None if coarse else legend,
        "map-twin": None if coarse else area_twin(view),
        "map-foot": source + maps.credit(edition),
        "series-said": series_said(view),
        "series-twin": None if coarse else series_twin(view),
        "series-foot": source,
    }
    return {
        "children": shown,
        "figure": {"map": figure, "series": series_figure(view, theme=theme)},
    }


def without_incidents(edition: Edition, whole: Place) -> dict[str, Any]:
    """The same parts where the source has no rows: what is known is shown, and what to do said."""
    residents = about.residents(edition, whole.kommuner)
    head = f"Källan har inga rader för {whole.name}" if about.counted(edition) else "Inga händelser är inlästa än"  # fmt: skip
    lead = "Läs in ett uttag av anmälda brott, felanmälningar eller EST-rapporter med: lagesbild load FIL…"  # fmt: skip
    if residents:
        count, year = residents
        lead = f"{whole.name} hade {swedish.number(count)} invånare i slutet av {year}. " + lead
    return dict.fromkeys(SHOWN) | {
        "headline": [html.H1(head), html.P(lead, className="lead")],
        "freshness": freshness(edition, None),
        "unseen": unseen(edition),
        "events": events(edition, kommuner=whole.kommuner),
    }


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


# The parts of an address, as they are told when they cannot be followed.
PARTS = {
    "kalla": "källan", "omrade": "området", "niva": "indelningen", "typ": "problemet",
    "period": "perioden", "vecka": "veckan", "markerad": "den markerade veckan",
    "jamfor": "jämförelsen", "matt": "måttet", "valt": "det valda delområdet",
    "tid": "tiden på dygnet", "dagar": "dagarna", "lista": "listan", "nr": "numret i listan",
    "flik": "fliken",
}  # fmt: skip


def strange(parts: list[str]) -> Any:
    """Which parts of an address could not be followed."""
    if not parts:
        return None
    said = []
    if "v" in parts:
        said.append("Länken är gjord för en annan version av lägesbilden, och kan visa något annat än när den gjordes.")  # fmt: skip
    if "adress" in parts:
        said.append("Länken är för lång för att läsas. Hela området visas.")
    # what somebody made up is not said again: an address comes from anywhere
    named = [f"{PARTS[part]} ({part})" if part in PARTS else "en del som sidan inte har" for part in parts if part not in {"v", "adress"}]  # fmt: skip
    if named:
        said.append(f"Länken har delar som inte går att visa här: {swedish.listed(list(dict.fromkeys(named)))}. Resten visas.")  # fmt: skip
    return html.P(" ".join(said), className="notice", role="status")
