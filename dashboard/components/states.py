"""The ways in which a picture can have nothing to show, told apart by word and mark."""

from __future__ import annotations

from dash import html

STATES = {
    "laddar": ("◌", "Laddar …", ""),
    "inga händelser": ("○", "Inga händelser", "Källan har lästs in och säger noll."),
    "undertryckt": ("▧", "Visas inte så här fint", ""),
    "data saknas": ("∅", "Data saknas", "Ingen fil har lästs in för det här."),
    "ej behörig": (
        "⊖",
        "Inte för dig",
        "Logga in som någon som får se det, eller fråga samordnaren.",
    ),
    "fel": ("✕", "Något gick fel", "Ladda om sidan. Händer det igen: säg till samordnaren."),
}


def state_message(state: str, said: str = "") -> html.Div:
    """`said` replaces the standing explanation."""
    mark, word, explained = STATES[state]
    return html.Div(
        [
            html.Span(mark, className="state-mark", **{"aria-hidden": "true"}),
            html.Strong(word),
            html.Span(said or explained, className="quiet"),
        ],
        className="state",
        role="status",
    )


def instead(title: str, said: str, *, state: str = "data saknas") -> html.Div:
    """A page that has nothing to show has a heading all the same."""
    return html.Div([html.Div(html.H1(title), className="head"), state_message(state, said)])
