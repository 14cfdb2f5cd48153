"""Where a map's ground is fetched, and what it covers: once per edition."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dashboard.database import Edition
from dashboard.figures import ground
from dashboard.figures.map import Box
from dashboard.figures.palette import THEMES


def address(edition: Edition, *, level: str, theme: str) -> str:
    """The edition stands in the address, so that a browser may keep the picture for ever."""
    return f"/gransytor/{edition.number}/{level}-{theme}.svg"


@lru_cache(maxsize=32)
def picture(edition: Edition, level: str, theme: str) -> str:
    return ground.svg(edition.boundaries, level=level, palette=THEMES[theme])


@lru_cache(maxsize=32)
def box(edition: Edition, kommuner: tuple[str, ...]) -> Box:
    return ground.box(edition.boundaries, kommuner)


def covers(edition: Edition) -> Box:
    """The box of the whole ground."""
    return box(edition, _kommuner(edition))


@lru_cache(maxsize=8)
def outlines(edition: Edition, level: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return ground.outlines(edition.boundaries, level=level)


@lru_cache(maxsize=8)
def _kommuner(edition: Edition) -> tuple[str, ...]:
    areas = edition.boundaries
    return tuple(areas.loc[areas["level"] == "kommun", "area_code"])
