"""Pictures as SVG and PNG: sharp on paper, told apart in grey, the same bytes every time."""

from __future__ import annotations

import io
import textwrap
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from matplotlib import font_manager, patches, style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dashboard import swedish
from dashboard.figures.palette import LIGHT
from dashboard.papers import maps
from dashboard.papers.letters import label
from dashboard.papers.pictures import Bars, Intervals, Map, Panels, Picture, Rows, Series

FONTS = Path(__file__).parent.parent / "export" / "fonts"
STYLE = Path(__file__).parent / "style.mplstyle"
WIDTH = 6.7  # inches: what an A4 page has between its margins
NARROW = 4.0  # inches: names and counts still have room
DOTS = 200  # to the inch
SOFT = LIGHT.kerb
COLOURS = {"clear": LIGHT.clear, "look": LIGHT.look, "fewer": LIGHT.fewer, "other": SOFT}
MARKERS = {"clear": "D", "look": "D", "fewer": "v"}

LOCK = RLock()  # matplotlib is not for several threads

for face in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(face)
style.use(STYLE)


class Drawn:
    """A picture as files: each is made when it is first asked for."""

    def __init__(self, figure: Figure) -> None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # it is laid out: once is enough
        self._figure = figure
        self.width, self.height = (float(inches) for inches in figure.get_size_inches())

    @cached_property
    def svg(self) -> bytes:
        return self._saved(format="svg", metadata={"Date": None, "Creator": None})

    @cached_property
    def png(self) -> bytes:
        return self._saved(format="png", dpi=DOTS, metadata={"Software": None})

    def _saved(self, **how: Any) -> bytes:
        out = io.BytesIO()
        with LOCK:
            self._figure.savefig(out, **how)
        return out.getvalue()


@lru_cache(maxsize=64)
def drawn(picture: Picture, *, beside: float = 0.0) -> Drawn:
    """The picture on white. Two calls give the same bytes, also in two processes.

    It is as wide as a page, and as high as it needs. Where it stands on a slide in a place `beside`
    times as wide as high, rows are drawn as wide as that makes them: their letters become larger.
    """
    with LOCK:
        return Drawn(_figure(picture, beside))


def _figure(picture: Picture, beside: float) -> Figure:
    match picture:
        case Bars():
            return _bars(picture)
        case Rows():
            return _rows(picture, beside)
        case Series():
            return _series(picture)
        case Panels():
            return _panels(picture)
        case Intervals():
            return _intervals(picture)
        case Map():
            return maps.draw(picture, _blank)


def _blank(height: float, *, width: float = WIDTH) -> Figure:
    figure = Figure(figsize=(width, height), layout=ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02))
    FigureCanvasAgg(figure)
    return figure


def _counts(axes: Axes, *, nbins: int = 4) -> None:
    """A quiet axis from zero, in whole numbers as Swedish writes them."""
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=nbins, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: swedish.number(value)))
    axes.grid(axis="y")


def _bars(picture: Bars) -> Figure:
    figure = _blank(2.2)
    axes = figure.subplots()
    at = range(len(picture.counts))
    colours = [LIGHT.accent if n in picture.now else SOFT for n in at]
    axes.bar(at, picture.counts, width=0.68, color=colours)
    _counts(axes)
    if len(picture.counts) <= 30:
        axes.yaxis.set_visible(False)
        axes.grid(visible=False)
        for n, count in enumerate(picture.counts):
            axes.annotate(swedish.number(count), (n, count), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=7.5)  # fmt: skip
    _labels(axes, picture.labels)
    return figure


def _labels(axes: Axes, labels: tuple[str, ...], *, most: int = 14) -> None:
    """As many as there is room for, always the last."""
    step = -(-len(labels) // most)
    shown = [n for n in range(len(labels)) if (len(labels) - 1 - n) % step == 0]
    axes.set_xticks(shown, [label(labels[n]) for n in shown])
    axes.set_xlim(-0.6, len(labels) - 0.4)


def _rows(picture: Rows, beside: float) -> Figure:
    count = len(picture.labels)
    high = 0.35 + 0.25 * count + (0.2 if picture.before else 0)
    figure = _blank(high, width=min(WIDTH, max(NARROW, high * beside)) if beside else WIDTH)
    axes = figure.subplots()
    at = list(range(count))
    if picture.before:
        axes.barh([y + 0.21 for y in at], picture.before, height=0.3, color=SOFT)
    offset = -0.12 if picture.before else 0.0
    colours = [COLOURS.get(role, LIGHT.accent) for role in picture.roles or [""] * count]
    axes.barh([y + offset for y in at], picture.counts, height=0.36, color=colours)
    for y, n in enumerate(picture.counts):
        axes.annotate(swedish.number(n), (n, y + offset), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8)  # fmt: skip
    axes.set_yticks(at, [label(name) for name in picture.labels], color=LIGHT.ink)
    axes.set_ylim(count - 0.4, -0.6)
    axes.xaxis.set_visible(False)
    axes.margins(x=0.08)
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=LIGHT.quiet, linewidth=0.8)
    if picture.before:
        _key(axes, picture.names)
    return figure


def _key(axes: Axes, names: tuple[str, str]) -> None:
    patch = patches.Patch
    handles = [patch(color=LIGHT.accent, label=names[0]), patch(color=SOFT, label=names[1])]
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0, frameon=False, fontsize=8, handlelength=1, handleheight=0.8)  # fmt: skip


def _series(picture: Series) -> Figure:
    figure = _blank(2.3)
    axes = figure.subplots()
    at = range(len(picture.counts))
    axes.plot(at, picture.counts, color=LIGHT.ink)
    if picture.last:
        first = len(picture.counts) - picture.last
        axes.axvspan(first - 0.5, len(picture.counts) - 0.5, color=LIGHT.band, linewidth=0)
        axes.plot(at[first:], picture.counts[first:], color=LIGHT.accent, marker="o", markersize=4)
    _counts(axes)
    top = max([*picture.counts, 1]) * 1.12
    axes.set_ylim(0, top)
    for n, words in picture.breaks:
        axes.axvline(n, color=LIGHT.quiet, linewidth=0.8, linestyle=(0, (3, 2)))
        axes.annotate(label(words), (n, top), xytext=(3, -8), textcoords="offset points", fontsize=7.5, color=LIGHT.quiet)  # fmt: skip
    _labels(axes, picture.labels, most=10)
    return figure


def _panels(picture: Panels) -> Figure:
    across = 3
    down = -(-len(picture.names) // across)
    figure = _blank(1.18 * down)
    grid = figure.subplots(down, across, squeeze=False).ravel()
    for axes, name, counts in zip(grid, picture.names, picture.counts, strict=False):
        axes.plot(range(len(counts)), counts, color=LIGHT.quiet, linewidth=0.9)
        now = range(len(counts))[-picture.last :]
        axes.plot(now, counts[-picture.last :], color=LIGHT.accent, marker="o", markersize=3.5)
        axes.annotate(swedish.number(counts[-1]), (len(counts) - 1, counts[-1]), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8, fontweight="bold", color=LIGHT.accent)  # fmt: skip
        _counts(axes, nbins=2)
        axes.set_title(label(name, most=30), fontsize=8.5)
        axes.set_xlim(-0.5, len(counts) * 1.1)
        ends = (0, len(counts) - 1)
        axes.set_xticks(ends, [picture.labels[n] for n in ends], fontsize=7)
        axes.set_ylim(0, max([*counts, 1]) * 1.15)
    for axes in grid[len(picture.names) :]:
        axes.set_visible(False)
    return figure


def _intervals(picture: Intervals) -> Figure:
    count = len(picture.names)
    names = [textwrap.fill(label(name, most=200), 46) for name in picture.names]
    most = max(name.count("\n") for name in names)  # a question is told whole
    figure = _blank(0.55 + (0.27 + 0.11 * most) * count)
    axes = figure.subplots()
    at = list(range(count))
    axes.hlines(at, picture.lower, picture.upper, color=SOFT, linewidth=4)
    axes.plot(picture.values, at, linestyle="", marker="o", markersize=5.5, color=LIGHT.accent)
    for y, (right, words) in enumerate(zip(picture.upper, picture.said, strict=True)):
        axes.annotate(label(words), (right, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8)  # fmt: skip
    axes.set_yticks(at, names, color=LIGHT.ink, linespacing=1.05)
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_xlim(0, max([*picture.upper, 1]) * 1.25)
    axes.grid(axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{swedish.number(value)} %"))
    return figure
