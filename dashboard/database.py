"""The only door to the published editions: read-only, and always the edition that is shown now."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import duckdb
import geopandas as gpd
import pandas as pd

from dashboard.basemap import PLAIN, Basemap

SHARED, PUBLIC = "shared", "public"  # in every edition; other audiences where they have rows

BEHIND = 120  # s without news of the edition, where it is fetched: see etl/hosts.py
LEAD = 5  # s from a new edition to when all processes show it, in which each makes it ready
AGAIN = 8  # of the answers last asked for: made of the next edition before it is shown

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Asked = Callable[Concatenate["Edition", P], T]
Question = tuple[Callable[..., object], tuple[Hashable, ...]]  # and its words, after the edition
_kept: list[dict[int, Any]] = []  # what each keeps, by the number of the edition


def per_edition(most: int) -> Callable[[Asked[P, T]], Asked[P, T]]:
    """`functools.lru_cache` for what is asked of an edition: forgotten when another is shown, or
    its answers would hold an old edition open, with a database, a thread and a file."""

    def keeping(ask: Asked[P, T]) -> Asked[P, T]:
        by_number: dict[int, Any] = defaultdict(lambda: lru_cache(most)(ask))
        _kept.append(by_number)

        @wraps(ask)
        def answer(edition: Edition, *words: P.args, **named: P.kwargs) -> T:
            found: T = by_number[edition.number](edition, *words, **named)
            return found

        return answer

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
        self._latest: OrderedDict[Question, None] = OrderedDict()
        self._lock = threading.Lock()
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

    def note(self, ask: Callable[..., object], *words: Hashable) -> None:
        """That somebody has asked `ask(edition, *words)`, and may do so when the next is shown."""
        with self._lock:
            self._latest[ask, words] = None
            self._latest.move_to_end((ask, words))
            if len(self._latest) > AGAIN:
                self._latest.popitem(last=False)

    def latest(self) -> list[Question]:
        """What has been noted, the latest first."""
        with self._lock:
            return list(self._latest)[::-1]

    @cached_property
    def boundaries(self) -> gpd.GeoDataFrame:
        """Every area with its boundary, EPSG:3006."""
        return gpd.read_parquet(self.folder / "areas.parquet")


class Editions:
    """Follows the pointer in the folder of editions, for the audience of whoever is asking.

    `audience` is called for each question, or is one for all. A new edition is shown at once, or,
    where many are served, `lead` seconds after it was published: as many processes show the same one.
    """

    def __init__(
        self, folder: Path, audience: str | Callable[[], str], *, basemap: Basemap = PLAIN
    ) -> None:
        self._folder = folder
        self._basemap = basemap
        self._audience = audience
        self._open: dict[tuple[int, str], Edition] = {}
        self._lock = threading.Lock()
        self._shown = 0
        self._due = 0.0  # when a newer one is shown, by the clock; 0 where there is none
        self.lead = 0.0

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
        """The edition `number`, when it is shown now, was so until a moment ago or will be so in one:
        a page that was made then, or by another process, asks for its pictures. Raises NoEdition for
        any other."""
        edition = self.current()
        if number == edition.number:
            return edition
        if number in {edition.number - 1, self._newest()} and self._path(number).is_dir():
            return self._opened(number, edition.audience)
        raise NoEdition

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
        newest = self._newest()
        with self._lock:
            if newest != self._shown and not self._is_awaited(newest):
                self._show(newest)
            shown = self._shown
        return self._opened(shown, audience)

    def _newest(self) -> int:
        try:
            return int((self._folder / "CURRENT").read_text())
        except FileNotFoundError:
            raise NoEdition from None

    def _is_awaited(self, newest: int) -> bool:
        """Whether the one before is shown for a moment yet. What is taken away is not."""
        is_new = not self._due
        if is_new:
            self._due = (self._folder / "CURRENT").stat().st_mtime + self.lead
        is_here = self._path(self._shown).is_dir()
        is_awaited = is_here and 0 < self._due - time.time() <= self.lead
        if is_new and is_awaited:
            threading.Thread(target=self._make_ready, args=[newest], daemon=True).start()
        return is_awaited

    def _make_ready(self, number: int) -> None:
        """Open an edition that is soon to be shown, and ask it what was last asked of the one before."""
        with self._lock:
            before = [held for held in self._open.values() if held.number == self._shown]
        try:
            for edition in before:
                ready = self._opened(number, edition.audience)
                for ask, words in edition.latest():
                    if time.time() < self._due:
                        ask(ready, *words)
        except Exception as error:  # it is shown all the same, and pages say what is wrong
            log.error("an edition could not be made ready", exc_info=error)

    def _show(self, number: int) -> None:
        # a request that began on the edition before may still be reading it
        for key in [key for key in self._open if key[0] not in {self._shown, number}]:
            del self._open[key]
        for by_number in _kept if self._shown else ():
            for old in [old for old in by_number if old < number]:
                del by_number[old]
        self._shown, self._due = number, 0.0

    def _opened(self, number: int, audience: str) -> Edition:
        folder = self._path(number)
        if audience != PUBLIC and not _has_own(folder, audience):
            audience = SHARED
        with self._lock:
            if (number, audience) not in self._open:
                self._open[number, audience] = Edition(folder, audience, basemap=self._basemap)
            return self._open[number, audience]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:04d}"


def _has_own(folder: Path, audience: str) -> bool:
    """Whether `audience` has rows that not all parties have: the same file has two names if not."""
    own = folder / f"{audience}.duckdb"
    return own.exists() and not own.samefile(folder / f"{SHARED}.duckdb")
