"""Which letters can be drawn on paper, and text with only those."""

from __future__ import annotations

import re

from dashboard.export.plain import clean

SHAPES = "○◌●▲△■◆◇▾✓"  # the PDF's template draws them
# what neither the packaged font nor the template has; PDF/A refuses a page with such
UNDRAWN = re.compile(
    "[^\n\x20-\x7e\xa0-\u036f\u0400-\u0486\u1ea0-\u1ef9\u200b\u2010\u2012-\u2022\u2026\u2030"
    f"\u2039\u203a\u20ac\u2190-\u2199\u2212\u2260\u2264\u2265{SHAPES}]+"
)


def drawable(text: str) -> str:
    """With ○ for what has no letter."""
    return UNDRAWN.sub("\u25cb", clean(text))


def label(text: str, *, most: int = 44) -> str:
    """On one line in a picture, without what matplotlib would take for mathematics."""
    said = " ".join(drawable(text).split())
    said = said if len(said) <= most else said[: most - 1].rstrip() + "…"
    return said.replace("$", "\\$")
