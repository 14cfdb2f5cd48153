"""A QR code for the kinds of file that hold no vectors."""

from __future__ import annotations

import io

import segno


def qr_png(content: str) -> bytes:
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    return out.getvalue()
