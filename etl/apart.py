"""Work on a file that somebody sent, in a process of its own that may take so much and no more.

GDAL, a JSON parser and an Excel reader are large and meet bytes that anybody may have written.
Memory, time and files are limited there, and what is killed takes nothing else with it. Tables come
back through a pipe: nothing is written to disk, nor is a core dump. They come as Arrow and not as
pickles, so that a process that a file has got the better of cannot tell ours what to do.

A new interpreter costs half a second. Forking would cost nothing, but Arrow and DuckDB have threads
here, and a fork of those may hang.
"""

from __future__ import annotations

import os
import pickle
import pkgutil
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from etl.provenance import Refused

ROOT = Path(__file__).parents[1]
OURS = tuple(f"{ROOT / package}{os.sep}" for package in ("etl", "geodata"))
PATH = (str(ROOT), os.environ.get("PYTHONPATH"))
# fewer threads and pools reserve less: what is limited is address space
CALM = {
    "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
RESERVED = 1 << 30  # address space that Python and the libraries take before they do anything
ANSWER, REFUSAL = b"+", b"-"
MEMORY = "filen kräver för mycket minne. Dela upp den, eller spara den som CSV, och läs in igen."
TIME = "det tog för lång tid att läsa filen. Dela upp den, eller spara den som CSV."
ENDED = {signal.SIGABRT: MEMORY, signal.SIGKILL: MEMORY, signal.SIGXCPU: TIME}


def call(work: str, *arguments: Any, memory: int, seconds: int) -> list[pa.Table]:
    """What `work`, written "module:function", answers to `arguments`: tables.

    `memory` is bytes beyond what the program itself takes. Raises Refused, in Swedish: what `work`
    raised, or that it took too much or did not survive.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=pickle.dumps((work, arguments, memory, seconds)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's complaint may quote the file
            env=os.environ | CALM | {"PYTHONPATH": os.pathsep.join(filter(None, PATH))},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TIME) from None
    said = pa.py_buffer(done.stdout)
    kind, rest = said[:1].to_pybytes(), said[1:]
    if done.returncode == 0 and kind == ANSWER:
        return _tables(rest)
    if done.returncode in {0, 1} and kind == REFUSAL:  # 1 is a fault of ours
        raise Refused(rest.to_pybytes().decode("utf-8", "replace"))
    broke = "filen får läsaren att gå sönder. Öppna den, spara den på nytt och läs in igen."
    raise Refused(ENDED.get(-done.returncode, broke))  # type: ignore[call-overload]


def _tables(said: pa.Buffer) -> list[pa.Table]:
    source = pa.BufferReader(said)
    tables = []
    while source.tell() < source.size():
        with pa.ipc.open_stream(source) as stream:
            tables.append(stream.read_all())
        tables[-1].validate(full=True)
    return tables


def main() -> None:
    """The other side of `call`."""
    work, arguments, memory, seconds = pickle.load(sys.stdin.buffer)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    function: Callable[..., list[pa.Table]] = pkgutil.resolve_name(work)
    sys.excepthook = lambda _, error, __: _tell(answer, _fault(error))
    _limit(memory=memory, seconds=seconds)
    try:
        said = ANSWER + _stream(function(*arguments))
    except Refused as refusal:
        said = REFUSAL + str(refusal).encode("utf-8", "replace")
    except MemoryError:
        said = REFUSAL + MEMORY.encode()
    answer.write(said)
    answer.close()


def _stream(tables: list[pa.Table]) -> bytes:
    out = pa.BufferOutputStream()
    for table in tables:
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table)
    return out.getvalue().to_pybytes()


def _tell(answer: IO[bytes], fault: str) -> None:
    answer.write(REFUSAL + fault.encode())
    answer.close()


def _fault(error: BaseException) -> str:
    """Told by kind and place: an error's own words may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if f.filename.startswith(OURS) and f.filename != __file__]
    last = (ours or frames)[-1]
    where = f"{type(error).__name__} i {Path(last.filename).name}, rad {last.lineno}"
    return f"programmet klarar inte filen ({where}). Det är ett fel i programmet: anmäl det."


def _limit(*, memory: int, seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: RESERVED + memory,
        resource.RLIMIT_CPU: seconds * (os.cpu_count() or 1),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
