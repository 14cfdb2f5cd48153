"""What the commands share: the workplace's folder, and how work in progress is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

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
def working() -> Iterator[Callable[[str], None]]:
    """Shows which stage the work has reached, and how long it has taken."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Börjar", total=None)
        yield lambda stage: bar.update(task, description=stage)
