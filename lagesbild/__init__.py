"""The command line `lagesbild`: the one place that knows both the jobs and the app."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import typer

from etl.provenance import Refused
from lagesbild import accounts, backups, data, exports, hosts, journal, showing
from lagesbild.options import console

app = typer.Typer(
    help="Polisens och kommunens gemensamma lägesbild: problem, platser, tider.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
COMMANDS: dict[str, Callable[..., Any]] = {
    "demo": showing.demo,
    "start": showing.start_kommun,
    "fetch": data.fetch_files,
    "load": data.load,
    "rebuild": data.rebuild,
    "sources": data.list_sources,
    "map": data.map_columns,
    "status": data.status,
    "prune": data.prune,
    "backup": backups.backup,
    "restore": backups.restore,
    "verify": journal.verify,
    "snapshots": exports.snapshots,
    "export": exports.export,
    "serve": showing.serve,
    "form": showing.form,
    "follow": hosts.follow,
    "migrate": hosts.migrate,
}
for name, command in COMMANDS.items():
    app.command(name=name)(command)
app.add_typer(accounts.user, name="user")


def main() -> None:
    """Exit status: 0 done, 1 refused or failed, 2 wrong usage."""
    os.environ.setdefault("TZ", "Europe/Stockholm")
    time.tzset()
    try:
        app()
    except Refused as refusal:
        console.print(str(refusal), style="bold", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None
