"""Receives a report and is killed on the way: run by test_receive.py in a process of its own.

    python dying_form.py FOLDER REPORT EVENT

Kill -9 just before the system call that Python announces as EVENT ("os.link", "os.remove"); with
EVENT "nobody" it goes on, as somebody who may write to the folder but not look in it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from dashboard.report_form.receive import receive
from dashboard.report_form.report import read_report

NOBODY = 65534


def main(folder: Path, text: str, deadly: str) -> None:
    report = read_report(text.encode())

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    os.chdir(folder / "incoming")
    if deadly == "nobody" and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    print(receive(report, incoming=Path()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
