"""The colours, by role, and what every figure has in common. Also in assets/tokens.css."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Lato, sans-serif"


@dataclass(frozen=True)
class Palette:
    ink: str
    quiet: str
    line: str
    ground: str
    card: str
    land: str
    accent: str
    band: str
    normal: str
    clear: str  # tydlig avvikelse
    look: str  # värt att titta på
    fewer: str  # färre än väntat
    rates: tuple[str, ...]  # five steps of a surface, few to many


LIGHT = Palette(
    ink="#16222c",
    quiet="#5b6b78",
    line="#d9e0e5",
    ground="#f4f6f7",
    card="#ffffff",
    land="#eef2f4",
    accent="#0b5d7a",
    band="#d6e4ec",
    normal="#8d9ca7",
    clear="#8a1515",
    look="#c2410c",
    fewer="#1f6aa5",
    rates=("#e3eef3", "#b9d6e2", "#86b6ca", "#4a8ca8", "#0b5d7a"),
)
DARK = Palette(
    ink="#e9eff3",
    quiet="#a3b3bf",
    line="#33424d",
    ground="#10181e",
    card="#18232b",
    land="#212e37",
    accent="#7cc9e4",
    band="#24414f",
    normal="#7f909c",
    clear="#ff8f85",
    look="#ffb070",
    fewer="#7fbcec",
    rates=("#22343f", "#2b5163", "#37738b", "#54a0bb", "#9adcf2"),
)
THEMES = {"light": LIGHT, "dark": DARK}

# Shape, word and colour together, always: the diamond family is for deviations only.
MARKS = {
    "tydlig avvikelse": ("◆", "clear"),
    "värt att titta på": ("◇", "look"),
    "färre än väntat": ("▾", "fewer"),
    "inom normal variation": ("–", "normal"),
}


def colour(word: str | None, palette: Palette) -> str:
    """The colour of an assessment in words; grey is normal, and no word at all."""
    return getattr(palette, MARKS[word][1]) if word in MARKS else palette.normal


def blank(palette: Palette, **layout: Any) -> go.Figure:
    """A figure with nothing in it but our type and colours."""
    return go.Figure(
        layout={
            "template": None,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 15, "color": palette.ink},
            "separators": ",\u00a0",
            "showlegend": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": palette.card,
                "bordercolor": palette.line,
                "font": {"family": FONT, "size": 15, "color": palette.ink},
            },
            "dragmode": False,
        }
        | layout
    )
