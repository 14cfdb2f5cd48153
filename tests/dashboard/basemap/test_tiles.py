"""A tile server's tiles: which are asked for, where they are put, and what a bad server is told."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from pyproj import Transformer

from dashboard.basemap.tiles import GRIDS, LARGEST, MOST, RESTING, SIDE, Tiles
from tests.dashboard.basemap import town

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
X, Y = town.CENTRE
VIEW = (X - 9_000, Y - 8_000, X + 9_000, Y + 8_000)


class Server(ThreadingHTTPServer):
    """Answers every tile with `content`, and remembers what it was asked."""

    content, status, moved = PNG, 200, ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        if self.server.moved:
            self.send_header("Location", self.server.moved)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def tiles(server: Server, grid: str = "SWEREF 99 TM", **given: object) -> Tiles:
    return Tiles(f"http://127.0.0.1:{server.server_port}/k/{{z}}/{{y}}/{{x}}.png", grid=grid, **given)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize("grid", GRIDS)
def test_the_tiles_cover_the_view_and_lie_where_their_corners_are(server: Server, grid: str) -> None:  # fmt: skip
    """Each tile's four corners by pyproj, beside those that its matrix gives."""
    placed, is_whole = tiles(server, grid).within(VIEW)
    assert is_whole
    assert 4 <= len(placed) <= MOST
    said = GRIDS[grid]
    to_ours = Transformer.from_crs(said.crs, 3006, always_xy=True)
    corners = []
    wanted = tiles(server, grid)._wanted(VIEW)
    for (zoom, x, y), tile in zip(wanted, placed, strict=True):
        side = SIDE * said.metres / 2**zoom
        a, b, c, d, e, f = tile.matrix
        for px, py in ((0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE)):
            east, north = to_ours.transform(said.west + x * side + px / SIDE * side, said.north - y * side - py / SIDE * side)  # fmt: skip
            drawn = (a * px + c * py + e, b * px + d * py + f)
            # by a thousandth of the tile's side at most: less than its pixels
            assert np.allclose(drawn, (east - VIEW[0], VIEW[3] - north), atol=side / 1000)
            corners.append((east, north))
    west, south = np.min(corners, axis=0)
    east, north = np.max(corners, axis=0)
    assert west <= VIEW[0]
    assert south <= VIEW[1]
    assert east >= VIEW[2]
    assert north >= VIEW[3]
    assert all(re.fullmatch(r"/k/\d+/\d+/\d+\.png", path) for path in server.asked)


def test_what_has_been_fetched_is_not_asked_for_again(server: Server) -> None:
    of = tiles(server)
    of.within(VIEW)
    asked = len(server.asked)
    placed, is_whole = of.within(VIEW)
    assert len(server.asked) == asked == len(placed)
    assert is_whole


@pytest.mark.parametrize(
    ("content", "status", "moved"),
    [(b"<html>Logga in</html>", 200, ""), (b"<svg onload='x'/>", 200, ""), (PNG, 404, ""),
     (PNG, 500, ""), (PNG, 302, "http://127.0.0.1:9/"), (PNG + bytes(LARGEST), 200, ""), (b"", 200, "")],
    ids=["sida", "svg", "saknas", "fel", "hänvisning", "för stor", "tom"],
)  # fmt: skip
def test_a_server_that_gives_no_picture_is_left_alone_a_while(server: Server, content: bytes, status: int, moved: str) -> None:  # fmt: skip
    clock = [100.0]
    of = tiles(server, now=lambda: clock[0])
    server.content, server.status, server.moved = content, status, moved
    assert of.within(VIEW) == ([], False)
    assert of.is_resting
    asked = len(server.asked)
    assert of.within(VIEW) == ([], False)
    assert len(server.asked) == asked
    server.content, server.status, server.moved = PNG, 200, ""
    clock[0] += RESTING + 1
    assert of.within(VIEW)[1]


def test_a_server_that_is_not_there_is_none() -> None:
    of = Tiles("http://127.0.0.1:9/{z}/{x}/{y}", grid="Web Mercator")
    assert of.within(VIEW) == ([], False)


def test_the_whole_country_is_not_a_thousand_tiles(server: Server) -> None:
    for grid in GRIDS:
        assert len(tiles(server, grid)._wanted((200_000, 6_100_000, 900_000, 7_700_000))) <= MOST
