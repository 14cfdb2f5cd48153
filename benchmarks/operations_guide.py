"""docs/drift.md, run line by line in a folder of its own, by whoever has no server to spare.

Run from the project's root: nice python benchmarks/operations_guide.py [FOLDER]
Every line of every bash block is run as it stands, but that /opt, /srv and /etc lie in FOLDER, the
port is a free one, and nobody becomes another user. What only root of a real server can do
(packages, users, owners) is printed as not run. `systemctl start` and `stop` do what the unit's file
says, ExecStart and SIGTERM, and wait for what systemd would wait for; its walls are not there. It
installs into a new environment (1 GB, some minutes). The exit code is 1 when a line fails.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_HERE = {"apt-get", "useradd", "groupadd", "usermod", "chown"}
NOTHING = {"daemon-reload"}


def main(folder: Path) -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (folder / "etc/systemd/system").mkdir(parents=True)
    text = (ROOT / "docs/drift.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```bash\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]  # fmt: skip
    server: subprocess.Popen[bytes] | None = None
    failed = 0
    for line in lines:
        moved = re.sub(r"(?<![\w.])/(opt|srv|etc)/", rf"{folder}/\1/", line).replace("8050", port)
        moved = re.sub(r"\bsudo |\brunuser --user \S+ -- ", "", moved)
        first, *rest = shlex.split(moved, comments=True)
        began, code = time.monotonic(), 0
        if first in NOT_HERE:
            print(f"not run   {line}", flush=True)
            continue
        if first == "systemctl":
            if "lagesbild.service" in rest and {"start", "enable"} & set(rest):
                server = _start(folder, port)
            elif "stop" in rest and server:
                server.send_signal(signal.SIGTERM)
                code = server.wait()
            elif not NOTHING & set(rest):
                print(f"not run   {line}", flush=True)
                continue
        else:
            code = subprocess.run(["bash", "-c", moved], cwd=ROOT, check=False).returncode
        failed += code != 0
        print(f"\n{'failed' if code else 'done':<7}{time.monotonic() - began:>5.0f} s  {line}", flush=True)  # fmt: skip
    if server:
        server.send_signal(signal.SIGTERM)
        server.wait()
    print(f"{len(lines)} lines, {failed} failed")
    return 1 if failed else 0


def _start(folder: Path, port: str) -> subprocess.Popen[bytes]:
    """As systemd does with Type=notify: until the program says that it is ready."""
    unit = (folder / "etc/systemd/system/lagesbild.service").read_text(encoding="utf-8")
    assert "\nType=notify\n" in unit
    [words] = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    words = re.sub(r"(?<![\w.])/(opt|srv)/", rf"{folder}/\1/", words).replace("8050", port)
    told = folder / "notify"
    told.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asked:
        asked.bind(str(told))
        asked.settimeout(120)
        started = subprocess.Popen(shlex.split(words), env=os.environ | {"NOTIFY_SOCKET": str(told)})  # fmt: skip
        while b"READY=1" not in asked.recv(1000):
            pass
    return started


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
