import math
from typing import Any

import pytest

from geodata.crs import to_wgs84
from geodata.places import KINDS, places_from_toml, slug

DISC = {"namn": "Värnamo resecentrum", "slag": "resecentrum", "lat": 57.186, "lon": 14.04}
DISC |= {"radie": 150}
CORNERS = [[14.03, 57.18], [14.04, 57.18], [14.04, 57.19], [14.03, 57.19]]
POLYGON = {"namn": "Apladalen", "slag": "park", "alias": ["Aplan"], "polygon": CORNERS}


def test_a_disc_and_a_polygon() -> None:
    disc, polygon = places_from_toml([DISC, POLYGON])
    assert (disc.code, disc.kind, disc.radius) == ("varnamo-resecentrum", "resecentrum", 150)
    assert disc.extent.area == pytest.approx(150**2 * math.pi, rel=0.01)
    assert disc.extent.centroid.distance(disc.point) < 0.01
    assert to_wgs84(disc.point).coords[0] == pytest.approx((14.04, 57.186))
    assert (polygon.code, polygon.aliases, polygon.radius) == ("apladalen", ("Aplan",), None)
    assert polygon.extent.contains(polygon.point)
    assert polygon.extent.area == pytest.approx(604 * 1113, rel=0.01)


def test_a_code_of_its_own_wins() -> None:
    assert places_from_toml([DISC | {"kod": "rc"}])[0].code == "rc"


def test_no_places_are_fine() -> None:
    assert places_from_toml([]) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"radius": 100}, "Plats 1: okänd nyckel ”radius”. Menade du ”radie”"),
        ({"namn": " "}, "Plats 1: namn saknas"),
        ({"slag": "station"}, "slag ska vara något av torg, skola"),
        ({"alias": "RC"}, "alias ska vara en lista"),
        ({"polygon": CORNERS}, "antingen med lat, lon och radie"),
        ({"radie": "100"}, "ska vara tal"),
        ({"radie": 0}, "radie ska vara mellan"),
        ({"radie": 50_000}, "radie ska vara mellan"),
        ({"lat": 14.04, "lon": 57.186}, "ska vara longitud och latitud"),
        ({"lat": 59.91, "lon": 10.75}, "ligger inte i Sverige"),
    ],
)
def test_mistakes_are_told_in_swedish(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        places_from_toml([DISC | change])


@pytest.mark.parametrize(
    ("corners", "message"),
    [
        (CORNERS[:2], "minst tre hörn"),
        ("torget", "minst tre hörn"),
        ([[14.03, 57.18, 1.0]] * 3, "minst tre hörn"),
        ([CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]], "korsar varandra"),
    ],
)
def test_bad_polygons(corners: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        places_from_toml([POLYGON | {"polygon": corners}])


def test_a_place_without_a_position() -> None:
    with pytest.raises(ValueError, match="läget anges"):
        places_from_toml([{"namn": "Torget", "slag": "torg"}])
    with pytest.raises(ValueError, match="läget anges"):
        places_from_toml([{"namn": "Torget", "slag": "torg", "lat": 57.1, "lon": 14.0}])


def test_the_same_name_twice() -> None:
    with pytest.raises(ValueError, match="samma namn mer än en gång: apladalen"):
        places_from_toml([POLYGON | {"kod": "a"}, POLYGON | {"kod": "b"}])


def test_slugs_are_ascii() -> None:
    assert slug("Östra Göinge – å & ä") == "ostra-goinge-a-a"


def test_kinds_are_fixed() -> None:
    assert len(KINDS) == 9 and "annat" in KINDS
