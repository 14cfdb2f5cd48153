"""Where a map's ground is fetched, and what it covers: once per edition."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dashboard.database import Edition
from dashboard.figures import ground
from dashboard.figures.box import Box
from dashboard.figures.palette import THEMES

LARGEST = 2_000_000.0  # metres: the country and more


def address(edition: Edition, box: Box, *, level: str, kommun: str, theme: str) -> str:
    """The edition stands in the address, so that a browser may keep the picture for ever."""
    corners = "_".join(f"{corner:.0f}" for corner in box.corners)
    return f"/gransytor/{edition.number}/{level}-{kommun or 'alla'}-{theme}-{corners}.svg"


@lru_cache(maxsize=256)
def picture(edition: Edition, *, level: str, kommun: str, theme: str, corners: str) -> str | None:
    """The ground at an address; None for a kommun or box that is none, or larger than the country."""
    box = Box(*(float(corner) for corner in corners.split("_")))
    if not (0 < box.width < LARGEST and 0 < box.height < LARGEST):
        return None
    if kommun not in {"alla", *edition.boundaries["kommun_code"]}:
        return None
    return ground.svg(
        edition.boundaries,
        level=level,
        kommun="" if kommun == "alla" else kommun,
        box=box,
        palette=THEMES[theme],
    )


@lru_cache(maxsize=32)
def box(edition: Edition, kommuner: tuple[str, ...]) -> Box:
    return ground.box(edition.boundaries, kommuner)


@lru_cache(maxsize=8)
def outlines(edition: Edition, level: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return ground.outlines(edition.boundaries, level=level)
