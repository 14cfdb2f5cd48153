"""What a picture shows, as values: drawn by `drawing`, and the same in every file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bars:
    """One bar per label, the `now` ones in the accent; counts stand over them where there is room."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    now: frozenset[int] = frozenset()
    unit: str = "Antal"


@dataclass(frozen=True)
class Rows:
    """Lying bars with a name each: two counts, the earlier in a quiet colour behind."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    before: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()  # a colour's role for each, "" for none of its own
    names: tuple[str, str] = ("nu", "året före")


@dataclass(frozen=True)
class Series:
    """A line in ink with a dot for what stands out; `breaks` are (place among the labels, words)."""

    labels: tuple[str, ...]
    counts: tuple[int, ...]
    breaks: tuple[tuple[int, str], ...] = ()
    last: int = 0  # how many of the latest are the period itself


@dataclass(frozen=True)
class Panels:
    """Small series with the same labels, one per name, each on its own scale."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    last: int = 1


@dataclass(frozen=True)
class Circle:
    code: str
    name: str
    count: int
    role: str = ""


@dataclass(frozen=True)
class Map:
    """Circles for counts upon the kommun `kommuner` and its areas."""

    kommuner: tuple[str, ...]
    circles: tuple[Circle, ...]


@dataclass(frozen=True)
class Intervals:
    """A share per name with its lower and upper; texts to stand beside each."""

    names: tuple[str, ...]
    values: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    said: tuple[str, ...]


Picture = Bars | Rows | Series | Panels | Map | Intervals
