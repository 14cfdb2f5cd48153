"""Years in which a published series changed its meaning, from series_breaks.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parent / "series_breaks.toml"


def load() -> pd.DataFrame:
    """year, level, crimes (list), said, source: one row per break, in order of year."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["break"]
    columns = {"year": "int16", "level": "str", "crimes": "object", "said": "str", "source": "str"}
    return pd.DataFrame(found).astype(columns).sort_values("year")
