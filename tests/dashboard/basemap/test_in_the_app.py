"""From the workplace's folder to the picture: what is set, what is drawn, what is told."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import basemap
from dashboard.app import create_app
from dashboard.components import maps
from dashboard.components.map_card import map_figure
from dashboard.database import Edition, Editions
from dashboard.figures.palette import LIGHT
from dashboard.queries import about
from dashboard.queries.overview import overview
from dashboard.state import State
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild.serving import basemap_of
from tests.dashboard.basemap import archives, town

ALL = ("0617", "0662", "0665", "0683")


@pytest.fixture(scope="module")
def street_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town.archive(tmp_path_factory.mktemp("karta") / "karta.pmtiles")


@pytest.fixture(scope="module")
def with_streets(example: Workplace, street_map: Path) -> Edition:
    return Editions(example.editions, "shared", basemap=basemap.of_file(street_map)).current()


def workplace(folder: Path, said: str = "") -> Workplace:
    (folder / "lagesbild.toml").write_text('[forum]\nkommun = "0683"\n' + said, encoding="utf-8")
    return Workplace(folder)


def test_a_dropped_file_is_found(tmp_path: Path, street_map: Path) -> None:
    assert basemap_of(workplace(tmp_path)) == basemap.PLAIN
    shutil.copy(street_map, tmp_path / "karta.pmtiles")
    assert basemap_of(workplace(tmp_path)).credit == "© OpenStreetMaps bidragsgivare"
    (tmp_path / "karta.pmtiles").rename(tmp_path / "stad.pmtiles")
    named = basemap_of(workplace(tmp_path, '[karta]\nfil = "stad.pmtiles"\nupphov = "© Vi"'))
    assert named.streets
    assert named.credit == "© Vi"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = basemap_of(workplace(tmp_path, '[karta]\nfil = "stad.pmtiles"'))
    assert "stad.pmtiles går inte att öppna" in found.problem


def test_a_server_is_as_it_is_set(tmp_path: Path) -> None:
    said = '[karta]\nrutor = "https://karta.example/{z}/{y}/{x}.png?nyckel=a-b"\nupphov = "© L"'
    found = basemap_of(workplace(tmp_path, said))
    assert found.tiles
    assert found.tiles.host == "karta.example"
    assert found.credit == "© L"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('fil = "../../etc/hemligt.pmtiles"', "i arbetsplatsens mapp"),
        ('fil = "/etc/karta.pmtiles"', "i arbetsplatsens mapp"),
        ('fil = "journal.sqlite"', "i arbetsplatsens mapp"),
        ('rutor = "http://karta.example/{z}/{x}/{y}"\nupphov = "x"', "https-adress"),
        ('rutor = "file:///{z}/{x}/{y}"\nupphov = "x"', "https-adress"),
        ('rutor = "https://karta.example/{z}/{x}"\nupphov = "x"', "https-adress"),
        ('rutor = "https://karta.example/{z}/{x}/{y}/{x}"\nupphov = "x"', "https-adress"),
        ('rutor = "https://karta.example/{z.__class__}/{x}/{y}"\nupphov = "x"', "https-adress"),
        ('rutor = "https://vem@karta.example/{z}/{x}/{y}"\nupphov = "x"', "https-adress"),
        ('rutor = "https://karta.example/{z}/{x}/{y}"', "kräver upphov"),
        ('fil = "a.pmtiles"\nrutor = "https://k.example/{z}/{x}/{y}"\nupphov = "x"', "inte båda"),
        ('rutnat = "WGS 84"', "rutnat"),
    ],
)
def test_a_map_that_is_wrongly_set_is_refused(tmp_path: Path, said: str, expected: str) -> None:
    with pytest.raises(Refused, match=r"lagesbild\.toml") as refused:
        basemap_of(workplace(tmp_path, "[karta]\n" + said))
    assert expected in str(refused.value)


def test_the_picture_holds_the_streets_and_whose_they_are(
    example: Workplace, street_map: Path, with_streets: Edition
) -> None:
    box, is_close = maps.view(with_streets, ALL, chosen="0683R003")
    assert is_close
    where = maps.address(with_streets, box.rounded(), level="regso", kommun="", theme="light")
    app = create_app(editions=example.editions, basemap=basemap.of_file(street_map))
    answer = app.server.test_client().get(where)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert LIGHT.road in text
    assert "© OpenStreetMaps bidragsgivare" in text
    # the same address without the map, or of another one, is no address
    client = create_app(editions=example.editions).server.test_client()
    assert client.get(where).status_code == 404
    assert LIGHT.road not in client.get(urlsplit(where).path).get_data(as_text=True)


def test_filled_areas_lie_on_no_streets(with_streets: Edition) -> None:
    """They are the message, and what shines through would change their colour."""
    box, _ = maps.view(with_streets, ALL, chosen="0683R003")
    corners = "_".join(f"{value:.0f}" for value in box.rounded().corners)
    steps = "1" * len(about.on_map(with_streets, "regso", ""))
    asked = {"level": "regso", "kommun": "", "theme": "light", "corners": corners}
    filled, _ = maps.picture(with_streets, **asked, steps=steps) or ("", False)
    plain, _ = maps.picture(with_streets, **asked, steps="") or ("", False)
    assert LIGHT.kerb in plain
    assert LIGHT.kerb not in filled


def test_a_picture_that_a_server_left_unfinished_is_not_kept(example: Workplace) -> None:
    nobody = basemap.of_server("http://127.0.0.1:9/{z}/{x}/{y}", grid="Web Mercator", credit="© L")
    edition = Editions(example.editions, "shared", basemap=nobody).current()
    box, _ = maps.view(edition, ALL)
    app = create_app(editions=example.editions, basemap=nobody)
    answer = app.server.test_client().get(
        maps.address(edition, box.rounded(), level="regso", kommun="", theme="dark")
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "svarar inte just nu" in str(maps.ground_card(nobody))


def test_what_is_wrong_with_the_map_stands_on_om_data(tmp_path: Path, street_map: Path) -> None:
    raster = archives.write(tmp_path / "karta.pmtiles", {0: b"x"}, zooms=(0, 1), kind=2)
    assert "innehåller bilder" in str(maps.ground_card(basemap.of_file(raster)))
    assert "Den enkla kartan" in str(maps.ground_card(basemap.PLAIN))
    assert "karta.pmtiles" in str(maps.ground_card(basemap.of_file(street_map)))


def test_who_chooses_an_area_comes_closer(edition: Edition) -> None:
    whole, is_close = maps.view(edition, ALL)
    assert not is_close
    near, is_close = maps.view(edition, ALL, chosen="0683R003")
    assert is_close
    assert near.width < whole.width / 3
    [row] = about.areas(edition).query("area_code == '0683R003'").itertuples()
    assert near.west < row.west
    assert near.east > row.east
    assert maps.view(edition, ALL, chosen="0683")[1] is False
    assert maps.view(edition, ALL, chosen="finns inte")[1] is False


@pytest.mark.parametrize("measure", ["antal", "per1000"])
def test_there_is_a_way_back_from_a_map_that_has_come_closer(edition: Edition, measure: str) -> None:  # fmt: skip
    for chosen in ("", "0683R003"):
        view = overview(edition, State(valt=chosen, matt=measure))
        assert view
        figure, legend = map_figure(edition, view, theme="light")
        assert ("Visa hela kartan" in str(legend)) is bool(chosen)
        west, east = figure["layout"]["xaxis"]["range"]
        assert bool(east - west < 20_000) is bool(chosen)


def test_the_plain_map_names_the_kommuner(edition: Edition) -> None:
    box, _ = maps.view(edition, ALL)
    corners = "_".join(f"{value:.0f}" for value in box.rounded().corners)
    drawn, is_whole = maps.picture(edition, level="regso", kommun="", theme="light", corners=corners, steps="") or ("", False)  # fmt: skip
    assert is_whole
    assert ">Gnosjö</text>" in drawn
