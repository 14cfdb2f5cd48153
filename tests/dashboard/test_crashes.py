"""Whatever dies, one edition is shown, the journal verifies, and what was told is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def test_a_deed_that_is_killed_where_it_hurts_most_has_lost_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.dashboard.crashing", str(tmp_path)]
    env = os.environ | {"PYTHONPATH": ".", "TERM": "dumb"}
    done = subprocess.run(words, capture_output=True, check=False, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []
