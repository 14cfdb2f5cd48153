"""What readers of incidents share: whose a row is, what it is called, where, when and how many.

A reader gathers the columns of its raw table as arrays (rows,), and `finished` keeps the account.
"""

from etl.incidents.nearby import with_near_repeats
from etl.incidents.rows import (
    NAMELESS,
    NOBODY_KNOWS,
    Column,
    Parse,
    Table,
    Words,
    finished,
    spread,
)
from etl.incidents.what import (
    NO_TYPE,
    amounts,
    counts,
    crime_codes,
    once,
    unknown_crime_codes,
    words,
    yes_or_no,
)
from etl.incidents.when import DAY, DAY_PARTS, clock, days, days_of, interval, moments, times
from etl.incidents.where import (
    area_at,
    area_named,
    area_part,
    finest_levels,
    kommun,
    kommun_by_area,
    kommun_by_code,
    kommun_or_forum,
    organisation,
    positions,
)

__all__ = [
    "DAY", "DAY_PARTS", "NAMELESS", "NOBODY_KNOWS", "NO_TYPE", "Column", "Parse", "Table", "Words",
    "amounts", "area_at", "area_named", "area_part", "clock", "counts", "crime_codes", "days", "days_of",
    "finest_levels", "finished", "interval", "kommun", "kommun_by_area", "kommun_by_code", "kommun_or_forum",
    "moments", "once", "organisation", "positions", "spread", "times", "unknown_crime_codes",
    "with_near_repeats", "words", "yes_or_no",
]  # fmt: skip
