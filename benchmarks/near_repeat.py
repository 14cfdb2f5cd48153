"""Near repeats: geodata.near_repeat.knox beside pointpats, in one run.

Run from the project's root: python benchmarks/near_repeat.py [POINTS, default 20000]
pointpats is no dependency of the project: it runs with the Python of another environment,
    python -m venv /tmp/peers-venv && /tmp/peers-venv/bin/pip install pointpats
or the one that PEERS_PYTHON names. Ours shuffles 999 times, pointpats 99.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from geodata.near_repeat import knox

PEERS = os.environ.get("PEERS_PYTHON", "/tmp/peers-venv/bin/python")
DISTANCE, DAYS_APART, ROUNDS = 400, 7, 5
PEER = """
import sys, time
import numpy as np
from pointpats.spacetime import Knox
table = np.load(sys.argv[1])
start, busy = time.perf_counter(), time.process_time()
found = Knox(table[:, :2], table[:, 2:], delta=float(sys.argv[2]), tau=float(sys.argv[3]))
print(time.perf_counter() - start, time.process_time() - busy, found.statistic_,
      found.expected[0, 0], found.p_sim)
"""


def main(points: int) -> None:
    random = np.random.default_rng(2025)
    spots = random.random((points, 2)) * 20_000
    days = random.integers(0, 3 * 365, points)
    print(f"{'':<24}{'s':>8}{'CPU s':>8}{'pairs':>8}{'expected':>10}{'p':>7}")
    own = min(_own(spots, days) for _ in range(ROUNDS))
    print(f"{'ours, 999':<24}" + _row(own))
    if not Path(PEERS).exists():
        print(f"pointpats, 99: no Python at {PEERS}")
        return
    with tempfile.TemporaryDirectory() as folder:
        np.save(file := Path(folder) / "events.npy", np.column_stack([spots, days]))
        command = [PEERS, "-c", PEER, str(file), str(DISTANCE), str(DAYS_APART)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        print(f"pointpats, 99: it does not run with {PEERS}\n{answer.stderr}")
        return
    peer = tuple(float(said) for said in answer.stdout.split())
    print(f"{'pointpats, 99':<24}" + _row(peer))
    print(f"{'ours / pointpats':<24}{own[0] / peer[0]:>8.4f}{own[1] / peer[1]:>8.4f}")


def _own(spots: np.ndarray, days: np.ndarray) -> tuple[float, ...]:
    start, busy = time.perf_counter(), time.process_time()
    found = knox(spots, days, distance=DISTANCE, days_apart=DAYS_APART, seed=1)
    return time.perf_counter() - start, time.process_time() - busy, *found


def _row(told: tuple[float, ...]) -> str:
    return f"{told[0]:>8.2f}{told[1]:>8.2f}{told[2]:>8.0f}{told[3]:>10.2f}{told[4]:>7.3f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
