"""The expected band: etl.statistics.farrington beside R's surveillance, in one run.

Run from the project's root: python benchmarks/farrington.py [NUMBER OF SERIES, default 5000]
Weekly series as a kommun has them: most under one case a week, some of a hundred, seasonal, with a
trend and overdispersed. 52 weeks are judged; R gets 25 of the series and 8 of the weeks. They take
turns, and the best of three counts. R: apt-get install r-cran-surveillance.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl.statistics import farrington

WEEKS, JUDGED, R_SERIES, R_WEEKS = 5 * 52 + 3 + 52, 52, 25, 8
R_SCRIPT = f"""
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv("counts.csv", header = FALSE))
control <- list(range = {WEEKS - R_WEEKS + 1}:{WEEKS}, b = 5, w = 3, noPeriods = 10, alpha = .005,
                pastWeeksNotIncluded = 26, weightsThreshold = 2.58, pThresholdTrend = 1,
                thresholdMethod = "nbPlugin", limit54 = c(0, 4), glmWarnings = FALSE)
sts <- sts(observed = counts, frequency = 52)
seconds <- system.time(found <- suppressWarnings(farringtonFlexible(sts, control)))["elapsed"]
write.table(found@control$expected, "expected.csv", sep = ",", row.names = FALSE, col.names = FALSE)
cat(seconds, "\\n")
"""


def main(series: int) -> None:
    counts = _counts(series)
    sparse = (counts.mean(axis=0) < 1).mean()
    print(
        f"{series} series x {JUDGED} weeks, median count {np.median(counts):.0f}, "
        f"mean {counts.mean():.1f}, {sparse:.0%} of the series under 1 a week"
    )
    rows = np.arange(WEEKS - JUDGED, WEEKS)
    own, peer = np.inf, np.inf
    for _ in range(3):
        start = time.perf_counter()
        found = farrington.flexible(counts, evaluate=rows)
        own = min(own, (time.perf_counter() - start) / (series * JUDGED))
        if shutil.which("Rscript") is None:
            print("Rscript is not installed: no peer to compare with")
            break
        seconds, expected = _in_r(counts[:, :R_SERIES])
        peer = min(peer, seconds / (R_SERIES * R_WEEKS))
    print(f"own: {own * 1e6:.1f} µs a fit")
    if np.isfinite(peer):
        apart = np.abs(found.expected[-R_WEEKS:, :R_SERIES] - expected).max()
        print(
            f"R:   {peer * 1e6:.0f} µs a fit, {peer / own:.0f} times as long; "
            f"expected counts differ by at most {apart:.1g}"
        )


def _counts(series: int) -> np.ndarray:
    random = np.random.default_rng(2026)
    t = np.arange(WEEKS)[:, None] / 52
    mean = np.exp(random.normal(-0.9, 1.4, series) + random.normal(0, 0.08, series) * t)
    mean = mean * np.exp(
        0.3 * random.random(series) * np.cos(2 * np.pi * (t + random.random(series)))
    )
    dispersion = 1.05 + random.exponential(0.4, series)
    return random.negative_binomial(mean / (dispersion - 1), 1 / dispersion).astype(float)


def _in_r(counts: np.ndarray) -> tuple[float, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        np.savetxt(Path(folder) / "counts.csv", counts, delimiter=",", fmt="%d")
        Path(folder, "time.R").write_text(R_SCRIPT)
        done = subprocess.run(
            ["Rscript", "time.R"], cwd=folder, check=True, capture_output=True, text=True
        )
        expected = np.genfromtxt(Path(folder) / "expected.csv", delimiter=",")
        return float(done.stdout.split()[-1]), expected


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
