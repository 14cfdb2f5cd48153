"""The only door to the published editions: read-only, and always the edition that is shown now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
import geopandas as gpd
import pandas as pd

from dashboard.basemap import PLAIN, Basemap

SHARED, PUBLIC = "shared", "public"  # in every edition; other audiences where they have rows

BEHIND = 120  # s without news of the edition, where it is fetched: see etl/hosts.py


P = ParamSpec("P")
T = TypeVar("T")
_caches: list[Callable[[], None]] = []


def per_edition(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`functools.lru_cache` for what is asked of an edition: forgotten when the pointer has moved, or
    its answers would hold an old edition open, with a database, a thread and a file."""

    def keeping(ask: Callable[P, T]) -> Callable[P, T]:
        answer = lru_cache(most)(ask)
        _caches.append(answer.cache_clear)
        return cast("Callable[P, T]", answer)

    return keeping


class NoEdition(Exception):
    """Nothing has been published in this workplace yet."""


class NotForAll(NoEdition):
    """There is no such thing in what the public may have."""


class TooOld(Exception):
    """The edition was built before the program asked for this. Swedish: what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Underlaget är byggt av en äldre version av programmet. Bygg om det under Inställningar, "
            "eller med: lagesbild rebuild"
        )


class Edition:
    """One published edition as one audience may see it. Hashable: caches are keyed by it.

    `basemap` is what lies under its maps.
    """

    def __init__(self, folder: Path, audience: str, *, basemap: Basemap = PLAIN) -> None:
        self.number = int(folder.name)
        self.audience = audience
        self.folder = folder
        self.basemap = basemap
        # Attaching to a database of our own, not connecting to the file: a process that connects
        # to a path it has open already is given the old file without a word.
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": "false", "threads": "2"}
        )
        quoted = str(folder / f"{audience}.duckdb").replace("'", "''")
        self._connection.execute(f"attach '{quoted}' as out (read_only)")

    def query(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The answer to one question. Raises NotForAll when it is not for the public to ask."""
        return self._asked(sql, parameters).df()

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same as dictionaries, for the few and small."""
        cursor = self._asked(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _asked(self, sql: str, parameters: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: connections are not for sharing."""
        try:
            return self._connection.cursor().execute(sql, parameters)
        except duckdb.CatalogException:
            if self.audience == PUBLIC:
                raise NotForAll from None
            raise

    @cached_property
    def boundaries(self) -> gpd.GeoDataFrame:
        """Every area with its boundary, EPSG:3006."""
        return gpd.read_parquet(self.folder / "areas.parquet")


class Editions:
    """Follows the pointer in the folder of editions, for the audience of whoever is asking.

    `audience` is called for each question, or is one for all.
    """

    def __init__(
        self, folder: Path, audience: str | Callable[[], str], *, basemap: Basemap = PLAIN
    ) -> None:
        self._folder = folder
        self._basemap = basemap
        self._audience = audience
        self._open: dict[tuple[int, str], Edition] = {}
        self._lock = threading.Lock()

    def exist(self) -> bool:
        """Whether their folder is there: before the first is published it is empty."""
        return self._folder.is_dir()

    def current(self, audience: str = "") -> Edition:
        """For whoever asks, or for `audience`, but the public is never shown more than its own.

        An audience without a file of its own is shown what all parties share. Raises NoEdition
        before the first is published.
        """
        asking = self._audience if isinstance(self._audience, str) else self._audience()
        return self.of(asking if asking == PUBLIC else audience or asking)

    def lately(self, number: int) -> Edition:
        """The edition `number`, when it is shown now or was so until a moment ago: a page that was
        made then still asks for its pictures. Raises NoEdition for any other."""
        edition = self.current()
        if number == edition.number - 1 and (self._folder / f"{number:04d}").is_dir():
            return self._opened(number, edition.audience)
        if number != edition.number:
            raise NoEdition
        return edition

    def behind_since(self) -> datetime | None:
        """When this host last knew that it shows the newest edition, where that is too long ago; None
        where it knows, and where the editions are built. Swedish local time."""
        try:
            checked_at = (self._folder / "CHECKED").stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.fromtimestamp(checked_at) if time.time() - checked_at > BEHIND else None  # noqa: DTZ006

    def of(self, audience: str) -> Edition:
        """For what is said whoever asks. Raises as `current`."""
        try:
            return self._opened(int((self._folder / "CURRENT").read_text()), audience)
        except FileNotFoundError:
            raise NoEdition from None

    def _opened(self, number: int, audience: str) -> Edition:
        folder = self._folder / f"{number:04d}"
        if audience != PUBLIC and not _has_own(folder, audience):
            audience = SHARED
        with self._lock:
            if (number, audience) not in self._open:
                # a request that began on the edition before may still be reading it
                newest = max((opened for opened, _ in self._open), default=0)
                for old in [key for key in self._open if key[0] != newest]:
                    del self._open[old]
                if 0 < newest < number:
                    for forget in _caches:
                        forget()
                self._open[number, audience] = Edition(folder, audience, basemap=self._basemap)
            return self._open[number, audience]


def _has_own(folder: Path, audience: str) -> bool:
    """Whether `audience` has rows that not all parties have: the same file has two names if not."""
    own = folder / f"{audience}.duckdb"
    return own.exists() and not own.samefile(folder / f"{SHARED}.duckdb")
