"""Where a map's ground is fetched, and what it shows: once per edition."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html

from dashboard.basemap import Basemap
from dashboard.basemap.archive import Archive
from dashboard.basemap.streets import features
from dashboard.components import cards
from dashboard.components.states import state_message
from dashboard.database import Edition, per_edition
from dashboard.figures import ground, names, raster, streets
from dashboard.figures.box import Box
from dashboard.figures.palette import THEMES
from dashboard.queries import about
from geodata import areas

LARGEST = 2_000_000.0  # metres: the country and more
BLANK = "-"
NEAREST = 1_500.0  # metres: no area is shown larger than one of that side would be,
NEAREST_PLAIN = 7_000.0  # and where no streets show the way no neighbours are out of sight
AROUND = 0.3  # of a chosen area, to each side
WIDER = 1.2  # than high: as the place for a map on a screen
CLOSE = 0.7  # of the whole map: a chosen area that needs more than that is shown in it


def address(
    edition: Edition, box: Box, *, level: str, kommun: str, theme: str, steps: str = ""
) -> str:
    """The edition and the map beneath stand in the address, so that a browser may keep the picture
    for ever.

    `steps` says how areas are filled, see `written`.
    """
    corners = "_".join(f"{corner:.0f}" for corner in box.corners)
    where = f"/gransytor/{edition.number}/{level}-{kommun or 'alla'}-{theme}-{corners}.svg"
    said = {"karta": edition.basemap.digest, "steg": steps}
    query = urlencode({key: value for key, value in said.items() if value})
    return f"{where}?{query}" if query else where


def written(edition: Edition, steps: pd.Series, *, level: str, kommun: str) -> str:
    """`steps` (by area code; missing is blank) as one character for each area on the map."""
    codes = about.on_map(edition, level, kommun)["area_code"]
    return "".join(BLANK if pd.isna(step) else str(int(step)) for step in steps.reindex(codes))


def picture(
    edition: Edition, *, level: str, kommun: str, theme: str, corners: str, steps: str
) -> tuple[str, bool] | None:
    """The ground at an address, and whether all of it is there, so that it may be kept; None for a
    kommun, box or steps that are none."""
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
    under, named, is_whole = _beneath(edition.basemap, box, theme)
    if not (edition.basemap.digest or steps or kommun):
        kommuner = names.of_kommuner(about.at_level(edition, "kommun"), box)
        named = names.svg(kommuner, box=box, palette=palette)
    said = names.credit(edition.basemap.credit, box=box, palette=palette)
    drawn = ground.svg(
        land=_paths(edition, "kommun", kommun, box),
        borders=_paths(edition, level, kommun, box),
        steps={c: int(s) for c, s in zip(codes, steps, strict=False) if s != BLANK},
        box=box,
        palette=palette,
        under="" if steps else under,  # filled areas are the message: names alone show the way
        names=named + said,
        sea="" if edition.basemap.digest or box.width < ground.CLOSE else _sea(box),
    )
    return drawn, is_whole


def _beneath(basemap: Basemap, box: Box, theme: str) -> tuple[str, str, bool]:
    """What lies in the landscape, its names, and whether it is all there."""
    if basemap.streets:
        return *_streets(basemap.streets, box, theme), True
    if basemap.tiles:
        placed, is_whole = basemap.tiles.within(box.corners)
        return raster.drawn(placed, theme=theme), "", is_whole
    return "", "", True


@per_edition(512)
def view(edition: Edition, kommuner: tuple[str, ...], *, chosen: str = "") -> tuple[Box, bool]:
    """What a map of these kommuner shows, and whether it has come close: whoever chooses an area
    comes nearer to it, without a mouse wheel."""
    whole = box(edition, kommuner)
    if not chosen:
        return whole, False
    found = about.areas(edition)
    found = found[found["area_code"] == chosen]
    if found.empty or found["level"].iloc[0] == "kommun":
        return whole, False
    [row] = found.itertuples()
    nearest = NEAREST if edition.basemap.digest else NEAREST_PLAIN
    up = max((row.east - row.west) / WIDER, row.north - row.south, nearest) * (0.5 + AROUND)
    x, y = (row.west + row.east) / 2, (row.south + row.north) / 2
    near = Box(x - up * WIDER, y - up, x + up * WIDER, y + up)
    is_close = near.width < CLOSE * max(whole.width, whole.height)
    return (near, True) if is_close else (whole, False)


def whole_map(name: dict[str, str]) -> html.Button:
    """The way back from a map that has come close."""
    return html.Button("Visa hela kartan", id=name, n_clicks=0, type="button", className="chip")


def credit(edition: Edition) -> str:
    """Whose map lies beneath, to end a line of sources with; "" for our own."""
    return f" Karta: {edition.basemap.credit}." if edition.basemap.credit else ""


def ground_card(basemap: Basemap) -> html.Section:
    """Whose map lies beneath, and what is wrong with it, for Om data."""
    said: list[Any] = []
    if basemap.problem:
        said = [state_message("fel", basemap.problem)]
    elif basemap.streets:
        said = [
            html.P(
                f"Gatukartan kommer ur filen {basemap.streets.file.name} på den här datorn. Inget hämtas utifrån när en karta visas."
            )
        ]
    elif basemap.tiles:
        said = [
            html.P(
                f"Kartbilderna hämtas från {basemap.tiles.host} av den dator som lägesbilden körs på. Den som tittar frågar aldrig någon annan."
            )
        ]
        if basemap.tiles.is_resting:
            said.append(
                state_message(
                    "fel",
                    f"{basemap.tiles.host} svarar inte just nu. Tills dess visas den enkla kartan.",
                )
            )
    else:
        said = [
            html.P(
                "Den enkla kartan: gränser från SCB. En gatukarta kan läggas till, se docs/karta.md."
            )
        ]
    if basemap.credit:
        said.append(html.P(f"Karta: {basemap.credit}.", className="quiet"))
    return cards.card("Kartan under", *said, name="ground-card")


@lru_cache(maxsize=48)
def _streets(archive: Archive, box: Box, theme: str) -> tuple[str, str]:
    """The street map as SVG, and its names: reading and drawing it is what takes time."""
    found = features(archive, box.corners)
    palette = THEMES[theme]
    named = names.svg(names.of_streets(found, box), box=box, palette=palette)
    return streets.drawn(found, box=box, palette=palette), named


@per_edition(64)
def _paths(edition: Edition, level: str, kommun: str, box: Box) -> dict[str, str]:
    return ground.paths(edition.boundaries, level=level, kommun=kommun, box=box)


@lru_cache(maxsize=64)
def _sea(box: Box) -> str:
    """Coarse: near by, it would lie over streets that people know."""
    return ground.water(areas.water(), box=box)


@per_edition(512)
def box(edition: Edition, kommuner: tuple[str, ...]) -> Box:
    """What a map of these kommuner has to hold."""
    of = about.at_level(edition, "kommun")
    bounds = of.loc[of["area_code"].isin(kommuner), ["west", "south", "east", "north"]].to_numpy()
    return Box(*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0))
