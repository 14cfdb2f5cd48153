"""A link as a picture that a phone can read."""

from __future__ import annotations

import segno


def qr_svg(url: str) -> str:
    """`url` as a QR code: an SVG element in black on white, with its quiet zone, of no fixed size.

    Error correction M or better: a worn note on a wall can still be read.
    """
    code = segno.make(url, error="m", micro=False)
    return code.svg_inline(border=4, light="#fff", dark="#000", omitsize=True)
