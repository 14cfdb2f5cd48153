"""A piece of the country: west, south, east, north in metres (SWEREF 99 TM)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Box:
    west: float
    south: float
    east: float
    north: float

    @property
    def corners(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    def padded(self, share: float) -> Box:
        dx, dy = self.width * share, self.height * share
        return Box(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    def rounded(self) -> Box:
        """Out to whole 100 metres."""
        west, south = (int(v // 100) * 100 for v in (self.west, self.south))
        east, north = (-int(-v // 100) * 100 for v in (self.east, self.north))
        return Box(west, south, east, north)

    def meets(self, other: Box) -> bool:
        across = self.west < other.east and other.west < self.east
        return across and self.south < other.north and other.south < self.north

    def holds(self, table: pd.DataFrame) -> np.ndarray:
        """Whether each row's x and y lie inside."""
        x, y = table["x"].to_numpy(), table["y"].to_numpy()
        return (self.west <= x) & (x <= self.east) & (self.south <= y) & (y <= self.north)
