"""Where a map's ground is fetched, and what it shows: once per edition."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.database import Edition
from dashboard.figures import ground
from dashboard.figures.box import Box
from dashboard.figures.palette import THEMES
from dashboard.queries import about

LARGEST = 2_000_000.0  # metres: the country and more
BLANK = "-"


def address(
    edition: Edition, box: Box, *, level: str, kommun: str, theme: str, steps: str = ""
) -> str:
    """The edition stands in the address, so that a browser may keep the picture for ever.

    `steps` says how areas are filled, see `written`.
    """
    corners = "_".join(f"{corner:.0f}" for corner in box.corners)
    where = f"/gransytor/{edition.number}/{level}-{kommun or 'alla'}-{theme}-{corners}.svg"
    return f"{where}?steg={steps}" if steps else where


def written(edition: Edition, steps: pd.Series, *, level: str, kommun: str) -> str:
    """`steps` (by area code; missing is blank) as one character for each area on the map."""
    codes = about.on_map(edition, level, kommun)["area_code"]
    return "".join(BLANK if pd.isna(step) else str(int(step)) for step in steps.reindex(codes))


def picture(
    edition: Edition, *, level: str, kommun: str, theme: str, corners: str, steps: str
) -> str | None:
    """The ground at an address; None for a kommun, box or steps that are none."""
    box = Box(*(float(corner) for corner in corners.split("_")))
    kommun = "" if kommun == "alla" else kommun
    codes = list(about.on_map(edition, level, kommun)["area_code"])
    palette = THEMES[theme]
    if not (0 < box.width < LARGEST and 0 < box.height < LARGEST):
        return None
    if kommun and kommun not in set(about.at_level(edition, "kommun")["area_code"]):
        return None
    known = {BLANK, *map(str, range(len(palette.rates)))}
    if steps and (len(steps) != len(codes) or not known.issuperset(steps)):
        return None
    return ground.svg(
        land=_paths(edition, "kommun", kommun, box),
        borders=_paths(edition, level, kommun, box),
        steps={c: int(s) for c, s in zip(codes, steps, strict=False) if s != BLANK},
        box=box,
        palette=palette,
    )


@lru_cache(maxsize=64)
def _paths(edition: Edition, level: str, kommun: str, box: Box) -> dict[str, str]:
    return ground.paths(edition.boundaries, level=level, kommun=kommun, box=box)


@lru_cache(maxsize=512)
def box(edition: Edition, kommuner: tuple[str, ...]) -> Box:
    """What a map of these kommuner has to hold."""
    of = about.at_level(edition, "kommun")
    of = of[of["area_code"].isin(kommuner)]
    return Box(of["west"].min(), of["south"].min(), of["east"].max(), of["north"].max())
