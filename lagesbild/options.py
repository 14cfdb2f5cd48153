"""What the commands share: the workplace's folder, and how work in progress is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from etl.provenance import Refused

PORT = 8050
HERE = Path("arbetsplats")
console = Console(stderr=True)
Folder = Annotated[
    Path,
    typer.Option("--workplace", metavar="DIR", help="Arbetsplatsens mapp."),
]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port på den egna datorn.")]
BuildOnly = Annotated[bool, typer.Option("--build-only", help="Bygg utan att starta sidan.")]
AsJson = Annotated[bool, typer.Option("--json", help="Skriv ut som JSON.")]


@contextmanager
def working(*, as_json: bool = False) -> Iterator[Callable[[str], None]]:
    """Shows which stage the work has reached, and how long it has taken; to a program, a JSON line
    for each stage and one for a refusal."""
    if as_json:
        try:
            yield lambda stage: _say_json(stage=stage)
        except Refused as refusal:
            _say_json(refused=str(refusal))
            raise
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Börjar", total=None)
        yield lambda stage: bar.update(task, description=stage)


def _say_json(**said: str) -> None:
    print(json.dumps(said, ensure_ascii=False), flush=True)
