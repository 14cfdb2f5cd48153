"""A bilaga as PDF, beside the same through WeasyPrint: from the version to the file, each
for the first time in a new process that has loaded its libraries.

Run from the project's root: nice python benchmarks/papers.py WORKPLACE PYTHON
PYTHON is an interpreter that has weasyprint; WORKPLACE holds a fixed version, such as the demo's.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.journal import archive
from dashboard.journal.pledge_then import pledge_then
from dashboard.papers.made import make
from etl.workplace import Workplace
from lagesbild.journal import journal

TIMES = 3
PEER = """
import sys, time, weasyprint
began = time.perf_counter()
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
print(time.perf_counter() - began)
"""


def make_in(folder: Path, workplace: Path, ending: str) -> float:
    """Write the latest version's bilaga as `ending` in `folder`. Seconds."""
    store = journal(Workplace(workplace))
    version = archive.versions(store)[0]
    document = archive.document(store, version)
    pledge = pledge_then(store, document)
    began = time.perf_counter()
    made = make("bilaga", document, json.loads(version.record), audience="shared", formats=[ending], pledge=pledge)  # fmt: skip
    file = folder / f"bilaga.{ending}"
    file.write_bytes(next(content for name, content in made.files.items() if name.endswith(ending)))
    return time.perf_counter() - began


def seconds(*words: object) -> float:
    """What the program says that it took."""
    done = subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def main(workplace: Path, peer: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        own, folder = (sys.executable, __file__, workplace, "--make"), Path(name)
        ours = [seconds(*own, "pdf", folder) for _ in range(TIMES)]
        theirs = [
            seconds(*own, "html", folder)
            + seconds(peer, "-c", PEER, folder / "bilaga.html", folder / "peer.pdf")
            for _ in range(TIMES)
        ]
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"typst {mine:.1f} s, WeasyPrint {other:.1f} s: {mine / other:.2f}")


if __name__ == "__main__":
    if "--make" in sys.argv:
        print(make_in(Path(sys.argv[4]), Path(sys.argv[1]), sys.argv[3]))
    else:
        main(Path(sys.argv[1]), sys.argv[2])
