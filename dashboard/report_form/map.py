"""The map that can be tapped: areas and named places, in metres with south up the page's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.report_form.contents import Area, NamedPlace

AROUND = 1_500  # metres of ground to see about the named places


@dataclass(frozen=True)
class Picture:
    """`whole` and `near` are viewBoxes, "x y width height", y being the northing with its sign
    changed: all of the areas, and what is around the named places."""

    whole: str
    near: str


def picture(places: Sequence[NamedPlace], areas: Sequence[Area]) -> Picture | None:
    """None where there is no area to draw."""
    if not areas:
        return None
    west, south, east, north = zip(*(area.bounds for area in areas), strict=True)
    whole = (min(west), min(south), max(east), max(north))
    if not places:
        return Picture(_view_box(whole, 0), _view_box(whole, 0))
    xs, ys = [place.x for place in places], [place.y for place in places]
    return Picture(
        _view_box(whole, 0), _view_box((min(xs), min(ys), max(xs), max(ys)), around=AROUND)
    )


def _view_box(box: tuple[float, float, float, float], around: int) -> str:
    west, south, east, north = box
    sides = (west - around, -north - around, east - west + 2 * around, north - south + 2 * around)
    return " ".join(f"{side:.0f}" for side in sides)
