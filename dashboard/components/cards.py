"""A card: one picture, a sentence that says what it shows, its table, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dash import dcc, html

CONFIG = {"displayModeBar": False, "locale": "sv", "scrollZoom": False, "doubleClick": False}


def card(
    title: str, *body: Any, foot: Any = None, name: str = "", note: str = "", tools: Any = ()
) -> html.Section:
    head = [html.H2(title), *([html.Span(note, className="quiet")] if note else [])]
    head += [html.Div(tools, className="tools")] if tools else []
    feet = [] if foot is None else [html.Footer(foot, className="source")]
    about = {"id": name} if name else {}
    return html.Section([html.Div(head, className="card-head"), *body, *feet], className="card", **about)  # fmt: skip


def what_is_this(code: str) -> html.A:
    """The way from a picture to how it is reckoned: `code` is a method's."""
    return html.A("Vad är detta?", href=f"/metod#{code}")


def graph(
    figure: dict[str, Any] | None,
    *,
    name: str,
    said: str,
    clickable: bool = False,
    is_static: bool = False,
    config: Mapping[str, Any] = MappingProxyType({}),
) -> html.Div:
    """The figure and, for whoever does not see it, what it says in words.

    A map is never `is_static`: plotly draws the picture under one as a bitmap of 300 by 150.
    """
    return html.Figure(
        [
            html.Div(  # the graph fills what it is given, whatever its own style says
                dcc.Graph(
                    figure=figure or {"data": [], "layout": {}},
                    id=name,
                    config={**CONFIG, "staticPlot": is_static, **config},
                    responsive=True,
                ),
                className=f"picture picture-{name}" + (" clickable" if clickable else ""),
            ),
            html.Figcaption(said, id=f"{name}-said"),
        ]
    )


def scroll(table: Any, *, name: str, is_tall: bool = False) -> html.Div:
    """Wider than a phone, so it is moved sideways: also with the keyboard."""
    about = {"aria-label": name}
    return html.Div(table, className="scroll tall" if is_tall else "scroll", tabIndex=0, role="region", **about)  # fmt: skip


def twin(table: Any, *, summary: str = "Tabell") -> html.Details:
    """The numbers behind a picture, for those who would rather read."""
    return html.Details([html.Summary(summary), scroll(table, name=summary)])
