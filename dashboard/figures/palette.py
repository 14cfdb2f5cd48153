"""The colours, by role, and what every figure has in common. Also in assets/lagesbild.css."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.figures.box import Box

AFAR = 1.45  # times as large: 14 px is 20
Figure = dict[str, Any]  # data and layout, as plotly reads them in the browser
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Lato, sans-serif"


@dataclass(frozen=True)
class Palette:
    ink: str
    quiet: str
    line: str
    ground: str
    card: str
    land: str
    water: str
    green: str
    house: str
    road: str
    kerb: str  # a road's edge
    accent: str
    band: str
    normal: str
    clear: str  # tydlig avvikelse
    look: str  # värt att titta på
    fewer: str  # färre än väntat
    busy: str  # a place with many events
    raised: str  # assessed as förhöjt
    serious: str  # assessed as allvarligt
    rates: tuple[str, ...]  # five steps of a surface, few to many


LIGHT = Palette(
    ink="#16222c",
    quiet="#5b6b78",
    line="#d9e0e5",
    ground="#f4f6f7",
    card="#ffffff",
    land="#eef2f4",
    water="#cfe0ea",
    green="#dfeae0",
    house="#dde3e7",
    road="#ffffff",
    kerb="#b4c1ca",
    accent="#0b5d7a",
    band="#d6e4ec",
    normal="#758591",
    clear="#8a1515",
    look="#bd3e0a",
    fewer="#1f6aa5",
    busy="#4b1266",
    raised="#b04a00",
    serious="#97161f",
    rates=("#e3eef3", "#b9d6e2", "#86b6ca", "#4a8ca8", "#0b5d7a"),
)
DARK = Palette(
    ink="#e9eff3",
    quiet="#a3b3bf",
    line="#33424d",
    ground="#10181e",
    card="#18232b",
    land="#212e37",
    water="#14303f",
    green="#21382f",
    house="#2b3a45",
    road="#4d606d",
    kerb="#1a252d",
    accent="#7cc9e4",
    band="#24414f",
    normal="#7f909c",
    clear="#ff8f85",
    look="#ffb070",
    fewer="#7fbcec",
    busy="#f0d6ff",
    raised="#ffb267",
    serious="#ff938c",
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


# What has become of a place with many events: a family of its own, with one colour. Shape in text,
# and what plotly calls it.
BUSY = {
    "ny": ("✚", "cross"),
    "bestående": ("⬢", "hexagon2"),
    "avtagande": ("⬡", "hexagon2-open"),
}


def colour(word: str | None, palette: Palette) -> str:
    """The colour of an assessment in words; grey is normal, and no word at all."""
    return getattr(palette, MARKS[word][1]) if word in MARKS else palette.normal


def glass(palette: Palette) -> str:
    """The card's colour, let through: for words over a picture."""
    red, green, blue = (int(palette.card[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.72)"


def from_afar(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure, as JSON, with the letters of the meeting's screen, which is read at four metres."""
    layout = figure["layout"]

    def larger(part: dict[str, Any], *names: str) -> dict[str, Any]:
        grown = {name: part[name] * AFAR for name in names if name in part}
        fonts = {name: larger(part[name], "size") for name in ("font", "tickfont") if name in part}
        return part | grown | fonts

    axes = {name: larger(layout[name]) for name in layout if name.startswith(("xaxis", "yaxis"))}
    shapes = [larger(s, "y0", "y1") if s.get("ysizemode") == "pixel" else s for s in layout["shapes"]]  # fmt: skip
    return figure | {
        "layout": layout
        | axes
        | {
            "margin": larger(layout["margin"], *layout["margin"]),
            "shapes": shapes,
            "annotations": [larger(a, "yshift", "borderpad") for a in layout["annotations"]],
        }
    }


def axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """A quiet axis: figures to read, no ticks."""
    quiet = {"ticks": "", "tickfont": {"color": palette.quiet, "size": 14}, "zeroline": False}
    return quiet | {"automargin": True, "ticklabeloverflow": "allow"} | more


def count_axis(palette: Palette, **more: Any) -> dict[str, Any]:
    """A quiet axis from zero, with hairlines."""
    return axis(palette, nticks=5, gridcolor=palette.line, zeroline=True, zerolinecolor=palette.line, zerolinewidth=2) | {"rangemode": "tozero"} | more  # fmt: skip


class Drawing:
    """Collects a figure's parts and makes the figure once.

    A figure of plotly's own checks and copies every value, which takes longer than the questions to
    the edition do. The tests check whole figures instead.
    """

    def __init__(self, palette: Palette, **layout: Any) -> None:
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.annotations: list[dict[str, Any]] = []
        self.images: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {
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
                "align": "left",
                "font": {"family": FONT, "size": 15, "color": palette.ink},
            },
            "dragmode": False,
            "template": {},  # plotly's own look is 7 kB that no figure here shows
        } | layout

    def scatter(self, **trace: Any) -> None:
        self.traces.append({"type": "scatter", **trace})

    def bar(self, **trace: Any) -> None:
        self.traces.append({"type": "bar", **trace})

    def shape(self, **shape: Any) -> None:
        self.shapes.append(shape)

    def annotate(self, **annotation: Any) -> None:
        self.annotations.append({"showarrow": False, **annotation})

    def ground(self, source: str, *, covers: Box, number: str = "") -> None:
        """The picture `source` of what lies in the box, under all else on the axes of that number."""
        self.images.append(
            {
                "source": source, "xref": f"x{number}", "yref": f"y{number}", "layer": "below",
                "sizing": "stretch", "x": covers.west, "y": covers.north, "sizex": covers.width,
                "sizey": covers.height,
            }
        )  # fmt: skip

    def before_year(self, year: int, *, colour: str) -> None:
        """A broken line where a year begins whose numbers do not continue those before."""
        self.shape(
            type="line", x0=year - 0.5, x1=year - 0.5, y0=0, y1=1, yref="y domain",
            line={"color": colour, "width": 1, "dash": "dash"},
        )  # fmt: skip

    def axes(self, *, x: dict[str, Any], y: dict[str, Any], number: str = "") -> None:
        self.layout[f"xaxis{number}"] = x
        self.layout[f"yaxis{number}"] = y

    def figure(self) -> Figure:
        parts = {"shapes": self.shapes, "annotations": self.annotations, "images": self.images}
        return {"data": self.traces, "layout": self.layout | parts}
