"""Dropped files: whole, of another kind, broken and hostile. None is followed further than it must."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import basemap
from dashboard.basemap.archive import OSM, BadMap, opened, tile_id
from dashboard.basemap.streets import features
from tests.dashboard.basemap import archives, town

NEAR = (town.CENTRE[0] - 800, town.CENTRE[1] - 800, town.CENTRE[0] + 800, town.CENTRE[1] + 800)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town.archive(tmp_path_factory.mktemp("karta") / "karta.pmtiles")


def bomb(size: int) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packing.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packing.flush()


def test_what_a_whole_file_says(whole: Path) -> None:
    archive = opened(whole)
    assert archive.zooms == (6, 14)
    assert archive.credit == OSM
    assert archive.corners == pytest.approx((13.0, 56.7, 14.8, 57.8))


def test_tiles_are_numbered_as_published() -> None:
    """Examples of the format's own text, and each number once."""
    assert [tile_id(z, x, y) for z, x, y in [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0)]] == [0, 1, 2, 3, 4, 5]  # fmt: skip
    assert tile_id(12, 3423, 1763) == 19078479
    assert {tile_id(3, x, y) for x in range(8) for y in range(8)} == set(range(21, 85))


@given(st.integers(0, 16).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))))  # fmt: skip
def test_a_number_is_that_of_another_way_to_reckon_it(at: tuple[int, int, int]) -> None:
    assert tile_id(*at) == archives.tile_id(*at)


def test_every_tile_that_was_written_is_found(tmp_path: Path) -> None:
    written = {archives.tile_id(5, x, y): f"{x} {y}".encode() for x in range(0, 32, 3) for y in range(32)}  # fmt: skip
    archive = opened(archives.write(tmp_path / "a.pmtiles", written, zooms=(5, 5)))
    every = [(x, y) for x in range(32) for y in range(32)]
    found = {(x, y): tile for x, y, tile in archive.tiles(5, every)}
    assert found == {(x, y): f"{x} {y}".encode() for x, y in every if not x % 3}


def test_directories_in_directories_are_followed(tmp_path: Path) -> None:
    """As in every large file; a run of equal tiles is one entry."""
    leaf = gzip.compress(archives.directory([(archives.tile_id(2, 0, 0), 16, 4, 0)]))
    root = gzip.compress(archives.directory([(0, 0, len(leaf), 0)]))
    file = archives.write(tmp_path / "a.pmtiles", {}, zooms=(2, 2), root=root, packed=False)
    start = file.stat().st_size
    rest = {"leaves": start, "leaves_length": len(leaf), "data": start + len(leaf), "data_length": 4}  # fmt: skip
    said = gzip.compress(b'{"vector_layers": [{"id": "earth"}, {"id": "water"}, {"id": "roads"}]}')
    archives.write(file, {}, zooms=(2, 2), root=root, metadata=said, packed=False)
    start = file.stat().st_size
    rest |= {"leaves": start, "data": start + len(leaf)}
    archives.write(file, {}, zooms=(2, 2), root=root, metadata=said, packed=False, **rest)
    file.write_bytes(file.read_bytes() + leaf + b"tile")
    assert [tile for _, _, tile in opened_unpacked(file).tiles(2, [(3, 3), (0, 2)])] == [
        b"tile"
    ] * 2


def opened_unpacked(file: Path) -> Any:
    """Directories packed, tiles not."""
    head = bytearray(file.read_bytes())
    head[97] = 2
    file.write_bytes(head)
    return opened(file)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "bilder": ({"kind": 2}, "innehåller bilder (PNG)"),
    "okänt slag": ({"kind": 9}, "inte kan läsas"),
    "andra lager": ({"metadata": archives.described(vector_layers=[{"id": "transportation"}])}, "har inte de lager"),
    "inga lager": ({"metadata": {"vector_layers": "roads"}}, "har inte de lager"),
    "äldre form": ({"metadata": archives.described(vector_layers=[{"id": n, "fields": {"pmap:kind": "String"}} for n in ("earth", "water", "roads")])}, "äldre form"),
    "ingen text": ({"metadata": b"\0\1"}, "är skadad"),
    "djup text": ({"metadata": gzip.compress(b"[" * 200_000)}, "är skadad"),
    "lång text": ({"metadata": bomb(64 << 20)}, "är skadad"),
    "zoom 99": ({"zooms": (0, 99)}, "är skadad"),
    "öst före väst": ({"bounds": (15.0, 56.0, 13.0, 58.0)}, "är skadad"),
    "rot utanför filen": ({"root_length": 2**62}, "avhuggen"),
    "data utanför filen": ({"data_length": 2**63}, "avhuggen"),
    "rot för lång": ({"root": b"x" * 20_000}, "är skadad"),
    "rot som är en bomb": ({"root": bomb(15 << 20)}, "är skadad"),
    "rot med orimligt antal": ({"root": gzip.compress(archives.varint(2**60) + b"\1" * 100)}, "är skadad"),
    "rot med för långt tal": ({"root": gzip.compress(b"\xff" * 40 + b"\1")}, "är skadad"),
    "tom rot": ({"root": gzip.compress(b"\0")}, "är skadad"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_drawn_is_told_in_words(case: str, tmp_path: Path) -> None:
    changes, said = WRONG[case]
    file = tmp_path / "karta.pmtiles"
    archives.write(file, {0: b"x"}, **{"zooms": (0, 14), **changes})
    with pytest.raises(BadMap, match=r"karta\.pmtiles") as refused:
        opened(file)
    assert said in str(refused.value)
    plain = basemap.of_file(file)
    assert (plain.streets, plain.digest) == (None, "")
    assert plain.problem.endswith("Tills dess visas den enkla kartan.")


@pytest.mark.parametrize("size", [0, 5, 126, 127, 500, 2000])
def test_a_file_that_was_cut_off_is_told(whole: Path, tmp_path: Path, size: int) -> None:
    file = tmp_path / "karta.pmtiles"
    file.write_bytes(whole.read_bytes()[:size])
    with pytest.raises(BadMap):
        opened(file)


def test_what_is_no_such_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pmtiles").write_bytes(b"<VRTDataset><!-- another driver of GDAL's -->" * 10)
    (tmp_path / "b.pmtiles").write_bytes(b"PMTiles\2" + bytes(300))
    (tmp_path / "c.pmtiles").mkdir()
    for name, said in {"a": "ingen PMTiles-fil", "b": "pmtiles convert", "c": "öppna", "d": "öppna"}.items():  # fmt: skip
        with pytest.raises(BadMap, match=said):
            opened(tmp_path / f"{name}.pmtiles")


def every_tile(content: bytes) -> dict[int, bytes]:
    """The same tile wherever a view of the town can ask."""
    return {archives.tile_id(13, x, y): content for x in range(4410, 4425) for y in range(2475, 2500)}  # fmt: skip


def hostile(case: str, file: Path) -> Path:
    if case == "ruta som är en bomb":
        return packed_tiles(archives.write(file, every_tile(bomb(256 << 20)), zooms=(13, 13), packed=False))  # fmt: skip
    if case == "ruta utan gzip":
        return packed_tiles(archives.write(file, every_tile(b"x" * 99), zooms=(13, 13), packed=False))  # fmt: skip
    if case == "rutor långt utanför":
        far = archives.directory([(n, 1, 10**9, 10**15) for n in sorted(every_tile(b""))])
        return archives.write(file, {0: b"x"}, zooms=(13, 13), root=gzip.compress(far))
    loop = gzip.compress(archives.directory([(0, 0, 30, 0)]))
    return archives.write(file, {0: b"x"}, zooms=(13, 13), root=loop, leaves=127, leaves_length=len(loop))  # fmt: skip


def packed_tiles(file: Path) -> Path:
    """The header says that they are packed, whatever they are."""
    content = bytearray(file.read_bytes())
    content[97:99] = b"\2\2"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("case", ["ruta som är en bomb", "ruta utan gzip", "rutor långt utanför", "katalog som pekar på sig själv"])  # fmt: skip
def test_a_hostile_file_draws_nothing(case: str, tmp_path: Path) -> None:
    found = basemap.of_file(hostile(case, tmp_path / "karta.pmtiles"))
    assert found.streets is None or features(found.streets, NEAR) == {}


@settings(max_examples=60)
@given(st.data())
def test_any_octet_may_be_another(whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:  # fmt: skip
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, 4000))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.mktemp("fel") / "karta.pmtiles"
    file.write_bytes(content)
    found = basemap.of_file(file)
    if found.streets:
        features(found.streets, NEAR)


def test_another_file_has_another_digest(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "karta.pmtiles"
    copy.write_bytes(whole.read_bytes() + b"\0")
    assert opened(copy).digest != opened(whole).digest


def test_whose_map_it_is_is_text(tmp_path: Path) -> None:
    said = archives.described(attribution='<b onclick="x()">© Kommunen</b> &amp; andra <script>')
    file = archives.write(tmp_path / "k.pmtiles", {0: b"x"}, zooms=(0, 1), metadata=said)
    assert basemap.of_file(file).credit == "© Kommunen & andra"
    assert basemap.of_file(file, credit="© Vi").credit == "© Vi"
    nobody = archives.write(file, {0: b"x"}, zooms=(0, 1), metadata=archives.described(attribution=None))  # fmt: skip
    assert basemap.of_file(nobody).credit == "upphov okänt (k.pmtiles)"
