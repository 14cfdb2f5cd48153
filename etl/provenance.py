"""What every source must say about itself, and what reading one of its files gives."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TypedDict

import pyarrow as pa

REASONS = {
    errno.ENOENT: "den finns inte", errno.EACCES: "rättighet saknas", errno.EPERM: "rättighet saknas",
    errno.EISDIR: "det är en mapp", errno.ENOTDIR: "sökvägen går genom en fil",
    errno.EEXIST: "det finns redan något med det namnet", errno.ENAMETOOLONG: "namnet är för långt",
    errno.ENOSPC: "disken är full", errno.EDQUOT: "diskutrymmet är slut", errno.EFBIG: "filen blir för stor",
    errno.EROFS: "disken är skrivskyddad", errno.EIO: "disken svarar inte", errno.ELOOP: "länken leder runt",
    errno.ENOLCK: "mappen går inte att låsa",
}  # fmt: skip
AUDIENCES = ("shared", "police", "municipality")  # `public` is derived, never a source's own
REJECTS = pa.schema([("row", pa.int64()), ("column", pa.string()), ("reason", pa.string())])


class Refused(Exception):
    """The file as a whole is not let in. The message is Swedish and holds no value from the file."""


def in_swedish(error: OSError) -> str:
    """Why the system said no; its own words for what we have no word for."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publisher's kind of file. A field left empty makes the source unusable, by design."""

    title: str  # Swedish, as shown under every figure
    publisher: str
    owner: str  # the function at the forum that answers for the data being here
    url: str
    licence: str
    purpose: str  # why we hold it (GDPR art. 5.1 b); a source without purpose is refused
    audience: str  # the widest audience that may see its rows: one of AUDIENCES
    finest_level: str  # the finest place a row can carry
    retention_days: int
    revision_key: tuple[str, ...]  # a later file's row replaces ours with the same key;
    # empty: a file replaces what earlier ones said of the kommuner and days it covers
    table: str  # the table in etl/tables/raw that `read` delivers rows for
    counted: str = ""  # incidents: what a row counts, plural ("anmälda brott")
    rhythm_days: int = 0  # a new file is expected this often; 0: when it comes
    vocabulary: str = ""  # incidents: the key in problem_types.toml that lists its categories
    has_delay: bool = True  # incidents: the file says both when it happened and when it was written
    is_own: bool = False  # declared by a workplace: what is not in `columns` is never read
    columns: tuple[str, ...]  # the publisher's columns that we read, all known forms together
    dropped_text: tuple[str, ...] = ()  # the publisher's free text: never read into anything
    caveats: tuple[str, ...] = ()  # Swedish, shown where the numbers are shown
    blind_spots: tuple[str, ...] = ()  # Swedish, shown under "Det här ser vi inte"

    def __post_init__(self) -> None:
        optional = {
            "has_delay",
            "is_own",
            "revision_key",
            "dropped_text",
            "caveats",
            "blind_spots",
            "rhythm_days",
        }
        if self.table != "incident":
            optional |= {"counted", "vocabulary"}
        for f in fields(self):
            if f.name not in optional and not getattr(self, f.name):
                raise Refused(
                    f"Källan saknar {f.name}: utan ändamål, ägare och gallring läses den inte."
                )
        if self.audience not in AUDIENCES:
            raise Refused(f"Källans mottagare är okänd; tillåtna är {', '.join(AUDIENCES)}.")


class NearRepeat(TypedDict):
    """One kommun's burglaries of one file: pairs near each other in place and time, if days were
    shuffled `expected` ones; and in which `areas` the risk is raised `until` when, as of `last_day`."""

    kommun_code: str
    last_day: str  # days as ISO dates, for the ledger keeps them
    burglaries: int
    pairs: int
    expected: float
    pvalue: float
    metres: int
    days: int
    areas: list[str]
    until: list[str]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One file, read: `read` == accepted.num_rows + merged + rejects.num_rows, always.

    `accepted` has the columns of the source's raw table; `rejects` those of REJECTS, one row per
    rejected file row, with the reason in Swedish and never the value. `merged` counts the accepted
    file rows without a row of their own in `accepted`, such as a bound that stands on the row of
    its value. It is negative for a wide file, whose rows become several.
    """

    accepted: pa.Table
    rejects: pa.Table
    read: int
    period_from: date | None
    period_to: date | None
    merged: int = 0
    covers: tuple[date, date] | None = None  # what a file without revision key speaks for:
    kommun_codes: tuple[str, ...] = ()  # days of registration in these kommuner, rows or not
    is_whole: bool = (
        False  # all there is of its source: what came before it does not stand, whatever day
    )
    preliminary: bool = False
    extracted_at: datetime | None = None  # when the content says so; else the file's own date
    notes: tuple[str, ...] = field(default=())  # Swedish remarks that are not rejects
    near_repeats: tuple[NearRepeat, ...] = ()  # of a file with positions, which go no further

    def __post_init__(self) -> None:
        accounted = self.accepted.num_rows + self.merged + self.rejects.num_rows
        if accounted != self.read:
            raise AssertionError(f"{self.read} rows read but {accounted} accounted for")
