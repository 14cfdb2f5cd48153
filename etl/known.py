"""What the workplace can tell a reader of files: its own lists and places, beside the publisher's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from etl.problem_types import ProblemTypes, load
from geodata.areas import KOMMUN, load_regso
from geodata.coarsen import coarsen
from geodata.locate import Floats, Texts
from geodata.places import Place

HIDDEN = frozenset({"kommun", "lan", "lpo"})  # levels at which a row names no smaller area


@dataclass(frozen=True, kw_only=True)
class Known:
    """`areas` gives the finest areas there are, EPSG:3006; only a file with positions asks for them."""

    problem_types: ProblemTypes = field(default_factory=load)
    kommun_codes: frozenset[str] | None = None  # the forum's; None where none is declared
    places: tuple[Place, ...] = ()
    observers: tuple[
        str, ...
    ] = ()  # the organisations that are to report; () where none is declared
    areas: Callable[[], gpd.GeoDataFrame] = load_regso

    def located(self, points: Floats, *, problem_types: npt.ArrayLike) -> tuple[Texts, Texts]:
        """kommun_code and area_code (n,) of positions (n, 2) in EPSG:3006; None where there is none.

        The area is the finest that the row's problem type (n,) may be shown in: a declared place,
        a DeSO, a RegSO; None for a type that is only told per kommun. The position itself goes
        no further than here.
        """
        areas = self.areas()
        finest = {kind.code: kind.finest_level for kind in self.problem_types.types}
        levels = np.array([finest.get(kind, KOMMUN) for kind in np.asarray(problem_types, object)])
        told = coarsen(points, finest_level=levels, areas=areas, places=self.places)
        told.code[[level in HIDDEN for level in told.level]] = None
        return coarsen(points, finest_level=KOMMUN, areas=areas).code, told.code

    def place_codes(self, texts: Texts) -> Texts:
        """The declared place that each text (n,) names, by its name, code or alias; else None."""
        spelled = {
            _plain(name): place.code
            for place in self.places
            for name in (place.code, place.name, *place.aliases)
        }
        return np.array([spelled.get(_plain(text)) for text in texts], dtype=object)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
