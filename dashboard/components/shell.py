"""What every page stands in: doors above, edition and class, the page, the foot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import swedish
from dashboard.access import SHARED
from dashboard.components.states import state_message

SHOWN_FOR = "polis och kommun"  # the forum's parties
OF_ONE = {"police": "polisen", "public": "alla"}

Doors = list[tuple[str, str]]  # path and name, in order


def frame(doors: Doors, kept: list[dcc.Store]) -> dmc.MantineProvider:
    """The page that never changes; what is in it is filled by the address. `kept` is what the browser
    keeps for the pages."""
    return dmc.MantineProvider(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="theme-choice", storage_type="local"),
            dcc.Store(id="theme"),
            dcc.Store(id="begun"),  # once it is known whether it is light or dark
            *kept,
            html.A("Hoppa till innehållet", href="#sida", className="skip-link"),
            html.Header(
                [
                    dcc.Link("Lägesbild", href="/", className="brand"),
                    html.Nav(
                        [dcc.Link(name, href=path, id=door_id(path)) for path, name in doors],
                        **{"aria-label": "Huvudmeny"},
                    ),
                    html.Div(id="edition", className="edition"),
                    html.Div(id="asking"),
                    html.Button(
                        "Mörkt", id="theme-button", className="ghost", n_clicks=0, type="button"
                    ),
                ],
                className="top",
            ),
            html.Div(id="behind"),
            html.Div(id="error", role="alert"),
            html.Main(
                dcc.Loading(
                    html.Div(id="page"),
                    delay_show=500,
                    custom_spinner=html.Div(state_message("laddar"), className="waiting"),
                    # what was there stays, and so does where the keyboard was
                    overlay_style={"visibility": "visible"},
                    parent_className="loading",
                ),
                id="sida",
                tabIndex="-1",
            ),
        ],
        id="mantine",
        theme={"primaryColor": "cyan", "defaultRadius": "xl", "fontFamily": "inherit"},
    )


def behind(pages: Doors, *, here: str) -> html.Nav | None:
    """The pages behind the open door, where there is more than one."""
    if not pages:
        return None
    links = [
        dcc.Link(way(name, is_here=path == here), href=path, className="here" * (path == here))
        for path, name in pages
    ]
    return html.Nav(links, className="behind", **{"aria-label": "Bakom dörren"})


def way(name: str, *, is_here: bool) -> list[Any]:
    """A link's text; dcc.Link takes no aria-current, so that one stands here is said."""
    return [name, html.Span(", här är du", className="sr-only")] if is_here else [name]


def edition_line(
    said: dict[str, Any], *, audience: str = SHARED, behind_since: datetime | None = None
) -> list[Any]:
    """Which edition, how old, and for whom: always in sight. `behind_since`: when it was last known
    to be the newest."""
    example = [html.Strong("EXEMPELDATA", className="example")] if said["is_example"] else []
    behind = []
    if behind_since:
        when = swedish.clock(behind_since)
        behind = [html.Strong(f"Ingen kontakt med lagret sedan {when}")]
    return [
        *example,
        html.Span([_roomy(f"Underlag {said['number']} · "), swedish.clock(said["published_at"])]),
        *behind,
        html.Span([_roomy("Visas för: "), shown_for(audience)], className="pill"),
    ]


def _roomy(text: str) -> html.Span:
    """Seen where there is room for it, and heard everywhere."""
    return html.Span(text, className="roomy")


def shown_for(audience: str) -> str:
    """Who may see what an edition of `audience` holds."""
    if audience.startswith("municipality"):
        return "kommunen"
    return OF_ONE.get(audience, SHOWN_FOR)


def door_id(path: str) -> str:
    return "door" + path.replace("/", "-")
