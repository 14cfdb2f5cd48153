"""Text that people wrote, as text that a file of any kind can hold."""

from __future__ import annotations

import re

# what XML 1.0 cannot carry, and what would turn the words around a name
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """With plain line ends; what no file can hold is shown as �."""
    return UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Hard spaces are kept."""
    return re.sub(r"\s+", " ", clean(text), flags=re.ASCII).strip(" ")
