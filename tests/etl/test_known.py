from __future__ import annotations

import numpy as np

from etl.known import Known
from geodata.areas import load_regso
from geodata.locate import locate
from geodata.places import places_from_toml

STATION = {"namn": "Resecentrum", "slag": "resecentrum", "lat": 57.1857, "lon": 14.0432, "radie": 150, "alias": ["stationen"]}  # fmt: skip
KNOWN = Known(places=tuple(places_from_toml([STATION])))
AT_STATION = np.array(KNOWN.places[0].point.coords[0])
AWAY = AT_STATION + 1_500
ABROAD = np.array([100_000.0, 6_400_000.0])


def test_a_position_becomes_the_finest_area_that_its_problem_may_be_shown_in() -> None:
    points = np.array([AT_STATION, AWAY, AT_STATION, AT_STATION, ABROAD])
    types = ["skadegorelse", "skadegorelse", "bostadsinbrott", "nara_relation", "skadegorelse"]
    kommun, area = KNOWN.located(points, problem_types=types)
    regso = load_regso()
    codes = regso["code"].to_numpy()[locate(points[:4], regso)]
    assert kommun.tolist() == ["0683"] * 4 + [None]
    assert area.tolist() == ["resecentrum", codes[1], codes[2], None, None]


def test_a_type_nobody_knows_is_told_per_kommun_only() -> None:
    kommun, area = KNOWN.located(np.array([AT_STATION]), problem_types=["okand"])
    assert (kommun[0], area[0]) == ("0683", None)


def test_a_place_is_known_by_its_name_code_and_aliases() -> None:
    texts = np.array(["RESECENTRUM", " Stationen ", "resecentrum", "torget"], dtype=object)
    assert KNOWN.place_codes(texts).tolist() == ["resecentrum"] * 3 + [None]
