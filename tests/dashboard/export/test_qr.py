from __future__ import annotations

import re
from xml.etree import ElementTree

import segno

from dashboard.export.qr import qr_svg

URL = "https://lagesbild.exempel.se/rapport/AbCdEfGhIjKlMnOpQrStUv"


def test_the_picture_is_the_code_of_the_link_with_its_quiet_zone() -> None:
    """What the path draws, line by line, is what segno says is dark."""
    svg = ElementTree.fromstring(qr_svg(URL))
    code = segno.make(URL, error="m", micro=False)
    side = len(code.matrix) + 8
    assert svg.get("viewBox") == f"0 0 {side} {side}"
    drawn = svg.findall("{*}path")[-1].get("d") or svg.findall("path")[-1].get("d")
    length = sum(int(n) for n in re.findall(r"h(\d+)", drawn or ""))
    assert length == sum(map(sum, code.matrix))


def test_nothing_is_fetched_from_anywhere() -> None:
    assert "href" not in qr_svg(URL)
    assert "<script" not in qr_svg("https://x/?<script>")
