"""What the observers' form needs of the edition: the words, the places and the outlines."""

from __future__ import annotations

import geopandas as gpd
import shapely

from dashboard import swedish
from dashboard.database import Edition, TooOld, per_edition
from dashboard.queries import about
from dashboard.report_form.contents import Area, NamedPlace, ProblemType

COARSE = 20.0  # metres that an outline on a phone may differ from the boundary


@per_edition(4)
def words(edition: Edition) -> dict[str, str]:
    """What the reports' own form calls each problem type that observers tell of, by code.

    Raises TooOld for an edition from before there was a form.
    """
    found = about.problem_types(edition)
    if "est_word" not in found:
        raise TooOld
    found = found[found["est_word"] != ""]
    return dict(zip(found["problem_type"], found["est_word"], strict=True))


@per_edition(4)
def kommun_names(edition: Edition) -> dict[str, str]:
    found = about.kommuner(edition)
    return dict(zip(found["area_code"], found["name"], strict=True))


@per_edition(4)
def problem_types(edition: Edition) -> list[ProblemType]:
    """Those that observers tell of, by how much they have told of each, the most usual first."""
    told = edition.rows(
        """
        select problem_type, sum(count)::integer as incidents
        from out.incident
        join out.source using (source)
        where source.counted = 'händelser' and problem_type is not null
        group by all
        """
    )
    usual = {row["problem_type"]: row["incidents"] for row in told}
    names = about.type_names(edition)
    every = [ProblemType(code=c, word=w, name=names[c]) for c, w in words(edition).items()]
    return sorted(every, key=lambda kind: -usual.get(kind.code, 0))


@per_edition(4)
def places(edition: Edition) -> list[NamedPlace]:
    """The forum's named places, where their marks stand."""
    found = about.at_level(edition, "plats")
    return [
        NamedPlace(
            name=row.name, x=round(row.x), y=round(row.y), kommun_code=row.kommun_code or None
        )
        for row in sorted(found.itertuples(), key=lambda row: swedish.alphabetical(row.name))
    ]


@per_edition(2)
def areas(edition: Edition) -> list[Area]:
    """The RegSO of the forum's kommuner, in whole metres; neighbours still share their borders."""
    found: gpd.GeoDataFrame = edition.boundaries
    found = found[(found["level"] == "regso") & found["kommun_code"].isin(kommun_names(edition))]
    shapes = shapely.coverage_simplify(found.geometry.to_numpy(), COARSE)
    points = shapely.point_on_surface(shapes)
    return [
        Area(code=code, name=name, path=_path(shape), x=round(point.x), y=round(point.y))
        for code, name, shape, point in zip(
            found["area_code"], found["name"], shapes, points, strict=True
        )
    ]


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join(
        "M" + "L".join(f"{round(x)} {round(y)}" for x, y in ring.coords[:-1]) + "Z"
        for ring in rings
    )
