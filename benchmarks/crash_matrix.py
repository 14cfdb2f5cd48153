"""The crash matrix: every deed killed many times, on a full disk, a read-only disk, without memory,
with the clock moved, and two at once. Writes docs/kraschmatris.md after every round.

Run from the project's root, as root: nice -n 15 taskset -c 0 python benchmarks/crash_matrix.py [KILLS, 200]
Each round kills every deed 20 times on a workplace that begins anew (tests/dashboard/crashing.py); a
run that is stopped has told of the rounds that were done. The disks are a tmpfs that is mounted here;
where that is not allowed, or libfaketime is missing, the case is left out and the page says so.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.dashboard import crashing
from tests.dashboard.crashing import DEEDS, FRESH, begun, ended, forked, look

PAGE = Path("docs/kraschmatris.md")
DISK = 400  # MB
FREE = (0, 512)  # kB left on the disk
MEMORY = (16, 128)  # MB more than the process has when the deed begins
PAIRS = (("load", "load"), ("load", "backup"), ("prune", "load"), ("fix", "fix"), ("backup", "backup"), ("fix", "backup"), ("report", "backup"))  # fmt: skip
TIMES = 3
CLOCK = ("+400d", "-400d")
FAKETIME = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
)
WORDS = {
    "load": "inläsning", "publish": "publicering", "report": "rapport", "fix": "fastställande",
    "export": "uttag", "prune": "gallring", "backup": "säkerhetskopia", "restore": "återställning",
}  # fmt: skip
NO = (
    "OSError",
    "OperationalError",
    "MemoryError",
    "DatabaseError",
)  # what the pages answer with a sentence


@dataclass
class Row:
    """One line of the matrix."""

    case: str
    deed: str
    tries: int = 0
    killed: int = 0
    done: int = 0
    refused: int = 0
    told: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, answer: tuple[int, object]) -> None:
        status, said = answer
        self.tries += 1
        self.done += status == 0
        if os.WIFSIGNALED(status) or (status and said is None):  # a library may end it all
            self.killed += 1
        elif status:
            words = str(said)
            self.refused += 1
            if "broke" in words and not any(one in words for one in NO):
                self.wrong.append(words)

    def look(self, folder: Path, when: str, *, is_writable: bool = True) -> None:
        _, said = forked(lambda: look(folder, is_writable=is_writable))
        assert isinstance(said, dict)
        wrong = said.get("wrong", [str(said)])
        self.wrong += [f"{when}: {one}" for one in wrong]


def main(kills: int) -> None:
    rows: dict[tuple[str, str], Row] = {}
    left_out: list[str] = []
    with tempfile.TemporaryDirectory(prefix="krasch-") as name:
        base = Path(name) / "grund"
        base.mkdir()
        status, said = forked(lambda: crashing.prepare(base))
        assert status == 0, said

        def save(row: Row) -> None:
            rows[row.case, row.deed] = row
            write(list(rows.values()), left_out)

        for number in range(kills // FRESH):
            for case in CASES_ONCE if number == 1 else ():
                try:
                    for row in case(base):
                        save(row)
                except CannotBe as reason:
                    left_out.append(str(reason))
            for deed in DEEDS:
                row = rows.setdefault(("kill -9", deed), Row("kill -9", deed))
                found = crashing.series(base, deed, FRESH, seed=number)
                row.tries += found["tries"]
                row.killed += found["killed"]
                row.done += found["whole"]
                row.told += found["died_told"]
                row.late += found["late"]
                row.wrong += found["wrong"]
                save(row)


class CannotBe(Exception):
    """What this machine does not let us try."""


def full_disk(base: Path) -> Iterator[Row]:
    for name, deed in DEEDS.items():
        row = Row("full disk", name)
        for free in FREE:
            with disk(base) as folder:
                # what the disk has room for beyond `free` is taken by another file
                fill(folder / "fyllning", free)
                row.add(forked(lambda folder=folder, deed=deed: deed(folder, 0)))
                row.look(folder, f"{free} kB", is_writable=False)
                (folder / "fyllning").unlink()
                row.look(folder, f"{free} kB, room again")
                row.wrong += crashing.afterwards(folder, deed)
        yield row


def read_only(base: Path) -> Iterator[Row]:
    for name, deed in DEEDS.items():
        row = Row("read-only disk", name)
        with disk(base) as folder:
            remount(folder, "ro")
            row.add(forked(lambda folder=folder, deed=deed: deed(folder, 0)))
            row.look(folder, "read-only", is_writable=False)
            remount(folder, "rw")
            row.look(folder, "writable again")
            row.wrong += crashing.afterwards(folder, deed)
        yield row


def out_of_memory(base: Path) -> Iterator[Row]:
    for name, deed in DEEDS.items():
        row, folder = Row("out of memory", name), base.parent / "minne"
        for more in MEMORY:
            crashing.fresh(base, folder)

            def work(folder: Path = folder, deed: Callable = deed, more: int = more) -> None:
                pages = int(Path("/proc/self/statm").read_text().split()[0])
                most = pages * resource.getpagesize() + (more << 20)
                resource.setrlimit(resource.RLIMIT_AS, (most, most))
                deed(folder, 0)

            row.add(forked(work))
            row.look(folder, f"{more} MB")
        row.wrong += crashing.afterwards(folder, deed)
        yield row


def two_at_once(base: Path) -> Iterator[Row]:
    for one, other in PAIRS:
        row = Row("two at once", f"{one} {other}")
        for number in range(TIMES):
            folder = base.parent / "två"
            crashing.fresh(base, folder)
            both = [begun(partial(DEEDS[d], folder, n)) for n, d in enumerate((one, other))]
            for answer in map(ended, both):
                row.add(answer)
            row.look(folder, str(number))
        row.wrong += crashing.afterwards(folder, DEEDS[one])
        yield row


def clock_moved(base: Path) -> Iterator[Row]:
    library = next((file for file in (os.environ.get("LIBFAKETIME", ""), *FAKETIME) if file and Path(file).exists()), None)  # fmt: skip
    if library is None:
        raise CannotBe("Flyttad klocka: libfaketime fanns inte på datorn.")
    for name, deed in DEEDS.items():
        row, folder = Row("clock moved", name), base.parent / "klocka"
        for moved in CLOCK:
            crashing.fresh(base, folder)
            code = f"from pathlib import Path; from tests.dashboard.crashing import DEEDS; DEEDS[{name!r}](Path({str(folder)!r}), 0)"
            env = os.environ | {"LD_PRELOAD": library, "FAKETIME": moved, "PYTHONPATH": "."}
            said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=False)  # fmt: skip
            row.add((said.returncode << 8, {"broke": said.stderr[-300:]}))
            row.look(folder, moved)
        row.wrong += crashing.afterwards(folder, deed)  # by the right clock again
        yield row


@contextmanager
def disk(base: Path) -> Iterator[Path]:
    """A small disk of its own, with the workplace on it."""
    folder = base.parent / "disk"
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise CannotBe("Full och skrivskyddad disk: det gick inte att montera en disk här.")
    try:
        shutil.copytree(base, folder, dirs_exist_ok=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def fill(file: Path, free: int) -> None:
    left = shutil.disk_usage(file.parent).free - free * 1024
    with file.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(left // 4096 * 4096, 4096))


FOUND = "## Vad matrisen har hittat"
CASES_ONCE = (full_disk, read_only, out_of_memory, two_at_once, clock_moved)
CASES = {
    "kill -9": "Död mitt i (kill -9)", "full disk": "Full disk", "read-only disk": "Skrivskyddad disk",
    "out of memory": "Slut på minne", "two at once": "Två på en gång", "clock moved": "Klockan flyttad 400 dagar fram och tillbaka",
}  # fmt: skip
HEAD = """# Kraschmatris

Skrivs av `benchmarks/crash_matrix.py`. {machine}, {day}.

Efter varje försök prövas att ett helt underlag visas (varje fil mot sin kontrollsumma), att journalen och filerna med fastställda
versioner verifierar, att inget är borta av det som programmet har sagt är gjort, att varje säkerhetskopia och
återställning som har sitt namn är hel, och att `lagesbild status` inte påstår att något döt arbete pågår. Sist görs samma sak en
gång till, och en inläsning: båda ska gå, och inget halvt får ligga kvar.

Varannan död kommer vid en slumpvis tidpunkt, varannan strax före ett systemanrop (öppna, byt namn, ta bort, länka),
slumpvist bland dem som hela handlingen gör. *Klar* är de som hann klart, *nekad* de som sade varför i en mening.
*Status säger* är hur många döda arbeten som `lagesbild status` berättar om; möten, rapporter, uttag och återställning
är inga arbeten i arbetsplatsen. *Fil efteråt* är hur många gånger en version stod i journalen men blev fil först när sidan startades igen.

| fall | handling | försök | döda | klara | nekade | status säger | fil efteråt | fel |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def write(rows: list[Row], left_out: list[str]) -> None:
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.machine())  # fmt: skip
    machine = f"{os.cpu_count()} kärnor ({cpu}), {platform.system()} {platform.release()}, Python {platform.python_version()}, delad med annat arbete"
    lines = [HEAD.format(machine=machine, day=date.today())]  # noqa: DTZ011
    order = list(CASES)
    for row in sorted(rows, key=lambda row: order.index(row.case)):
        deed = " och ".join(WORDS[one] for one in row.deed.split())
        numbers = (row.tries, row.killed, row.done, row.refused, row.told, row.late, len(row.wrong))
        lines.append(f"| {CASES[row.case]} | {deed} | {' | '.join(map(str, numbers))} |\n")
    wrong = [f"- {CASES[row.case]}, {row.deed}: {one}\n" for row in rows for one in row.wrong]
    if wrong:
        lines += ["\n## Fel\n\n", *wrong]
    if left_out:
        lines += ["\n## Inte prövat\n\n", *(f"- {one}\n" for one in left_out)]
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if FOUND in before:  # written by people
        lines += ["\n", before[before.index(FOUND) :]]
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
