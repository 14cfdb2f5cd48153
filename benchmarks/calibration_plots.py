"""The plots of docs/kalibrering.md, small and in Swedish."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter

from benchmarks.invented_kommun import Counts, Floats

FOLDER = Path("docs/bilder")
KINDS = "kommunen, alla typer", "kommunen, en typ", "RegSO"
WINDOWS = {4: "fyra veckor", 1: "en vecka"}


def write(
    pit: dict[int, Floats],
    levels: Floats,
    ratios: dict[int, Floats],
    rows: Counts,
    found: dict[str, dict[str, Floats]],
) -> None:
    mpl.use("Agg")
    plt.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    _pit(pit)
    _levels(levels, ratios)
    _rows(rows)
    _found(found)


def _pit(pit: dict[int, Floats]) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.6), sharey=True)
    for axis, (window, values) in zip(axes, pit.items(), strict=True):
        axis.hist(values, np.linspace(0, 1, 21), density=True, color="#7aa6c2", edgecolor="white")
        axis.axhline(1, color="black", linewidth=0.8)
        axis.set(title=WINDOWS[window], xlabel="sannolikheten för minst så många")
        _comma(axis.xaxis, axis.yaxis)
    axes[0].set_ylabel("andel av serierna, 1 = jämnt")
    _save(figure, "kalibrering_sannolikheter.png")


def _levels(levels: Floats, ratios: dict[int, Floats]) -> None:
    figure, axes = plt.subplots(1, 2, figsize=(7, 2.8), sharey=True)
    for axis, (window, ratio) in zip(axes, ratios.items(), strict=True):
        for kind, marker, line in zip(KINDS, "os^", ratio.T, strict=True):
            axis.plot(levels, line, marker=marker, markersize=4, linewidth=1, label=kind)
        axis.axhspan(0.8, 1.2, color="#dddddd", zorder=0)
        axis.set(title=WINDOWS[window], xlabel="nivå", xscale="log", ylim=(0, 3))
        _comma(axis.xaxis, axis.yaxis)
    axes[0].set_ylabel("så många gånger fler än sagt")
    axes[0].legend(frameon=False)
    _save(figure, "kalibrering_nivaer.png")


def _rows(rows: Counts) -> None:
    figure, axis = plt.subplots(figsize=(4.2, 2.4))
    share = 100 * np.bincount(rows) / len(rows)
    axis.bar(np.arange(len(share)), share, color="#7aa6c2")
    axis.set(xlabel="rader i listan, när inget är nytt", ylabel="procent av listorna")
    axis.set_xticks(np.arange(len(share)))
    _save(figure, "kalibrering_rader.png")


def _found(found: dict[str, dict[str, Floats]]) -> None:
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.6), sharey=True)
    names = list(dict.fromkeys(name for shares in found.values() for name in shares))
    colours = dict(zip(names, plt.get_cmap("tab10").colors, strict=False))  # type: ignore[attr-defined]
    for axis, (title, shares) in zip(axes, found.items(), strict=True):
        for name, share in shares.items():
            is_ours, is_fair = name.startswith("vår"), "lika många" in name
            is_scan = name.startswith("sökning")
            style = "--" if is_scan else "-" if is_ours or is_fair else ":"
            width = 2.2 if is_ours else 1.2
            axis.plot([1, 2, 3, 4], 100 * share, style, color=colours[name], lw=width, label=name)
        axis.set(xlabel="veckor efter början", ylim=(0, 102), xticks=[1, 2, 3, 4])
        axis.set_title(title, fontsize=9)
    axes[0].set_ylabel("funna, procent")
    handles = {
        label: handle
        for axis in axes
        for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)
    }
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncol=3, frameon=False)
    figure.tight_layout(rect=(0, 0.22, 1, 1))
    _save(figure, "kalibrering_funna.png", tight=False)


def _comma(*axes: Axis) -> None:
    for axis in axes:
        axis.set_major_formatter(FuncFormatter(_number))


def _number(value: float, _: int) -> str:
    return f"{value:g}".replace(".", ",")


def _save(figure: plt.Figure, name: str, *, tight: bool = True) -> None:
    if tight:
        figure.tight_layout()
    FOLDER.mkdir(exist_ok=True)
    figure.savefig(FOLDER / name, dpi=80)
    plt.close(figure)
