"""What was worked out for the edition before, where nothing it rests on has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import scipy

from etl.statistics import expected
from etl.statistics.expected import Expected, Reports
from geodata import scan

# Another way to work it out is another answer: the programs that do so stand in the key.
GEODATA = Path(scan.__file__).parent
PROGRAMS = b"".join(
    file.read_bytes()
    for file in (
        *sorted(Path(expected.__file__).parent.glob("*.py")),
        GEODATA / "circles.py",
        GEODATA / "scan.py",
        Path(__file__),
        Path(__file__).with_name("clusters.py"),
    )
)
PROGRAMS += f"numpy {np.__version__}, scipy {scipy.__version__}".encode()

Arrays = dict[str, np.ndarray]


class Kept:
    """A folder of answers, each named by all it follows from. What is not asked for is let go."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[Path] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def expected(self, reports: Reports, *, window: int, weeks: range) -> list[Expected]:
        """`expected.expected` of the windows that end each of `weeks` ago."""

        def work() -> Arrays:
            answers = [expected.expected(reports, window=window, weeks_ago=ago) for ago in weeks]
            rows = np.array([[a.count, a.mean, a.variance, a.pvalue] for a in answers])
            return {"rows": rows, "has_season": np.array([a.has_season for a in answers])}

        asked = (getattr(reports, field.name) for field in fields(Reports))
        found = self.arrays("expected", window, weeks, *asked, work=work)
        return [
            Expected(count, mean, variance, pvalue, bool(it))
            for (count, mean, variance, pvalue), it in zip(
                found["rows"], found["has_season"], strict=True
            )
        ]

    def arrays(self, *asked: object, work: Callable[[], Arrays]) -> Arrays:
        """What `work` gives, which must follow from `asked` (arrays, numbers and texts) alone."""
        file = self._folder / f"{_digest(asked)}.npz"
        self._used.add(file)
        try:
            with np.load(file) as found:
                return dict(found)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # not there, or not whole
            answer = work()
            written = file.with_suffix(".part.npz")
            np.savez(written, allow_pickle=False, **answer)
            written.replace(file)
            return answer

    def sweep(self) -> None:
        """Take away what nobody has asked for since this was opened."""
        for file in self._folder.iterdir():
            if file not in self._used:
                file.unlink()


def _digest(asked: Iterable[object]) -> str:
    found = hashlib.sha256(PROGRAMS)
    for value in asked:
        told = value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
        found.update(len(told).to_bytes(8, "big") + told)
    return found.hexdigest()
