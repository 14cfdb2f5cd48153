"""Many hosts: the edition is handed out through a lake, and each host follows it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Annotated, Literal

import tomlkit
import typer

from etl import hosts, warehouse
from etl.provenance import Refused, in_swedish
from etl.setting_up import trial
from etl.workplace import Workplace
from lagesbild.options import HERE, Folder, console, working

PAUSE = 10  # s between two looks


def migrate(
    to: Annotated[
        Literal["filer", "ducklake"], typer.Argument(metavar="MOTOR", help="filer eller ducklake.")
    ],
    workplace: Folder = HERE,
) -> None:
    """Flytta underlaget till den andra motorn, jämför varje tabell och ställ om arbetsplatsen.

    Exempel: `lagesbild migrate ducklake`
    """

    def choose(document: tomlkit.TOMLDocument) -> None:
        document["underlag"]["motor"] = to

    place = Workplace(workplace)
    with warehouse.job(place, "migrate"), working() as stage:
        stage("Flyttar och jämför underlagen")
        found = hosts.migrate(place, to)
        trial.tried(place, "lagesbild.toml", choose)  # before anybody builds what it has not got
    for number, tables in found.items():
        print(f"Underlag {number}: {tables} tabeller, samma siffror.")
    print(f"Motorn är nu {to}.")


def follow(workplace: Folder = HERE) -> None:
    """Hämta det nyaste underlaget från lagret så fort det finns, på en värd som visar det.

    Exempel: `lagesbild follow --workplace arbetsplats`
    """
    place, parent, said = Workplace(workplace), os.getppid(), ""
    if not hosts.is_host(place):
        raise Refused(
            "Den här arbetsplatsen bygger själv sitt underlag: här finns inget att hämta."
        )
    os.nice(10)  # those who look go first
    while os.getppid() == parent:  # not after the one that started it
        try:
            hosts.follow(place)
            now = ""
        except Refused as refusal:
            now = str(refusal)
        except OSError as error:
            now = f"Underlaget gick inte att spara: {in_swedish(error)}."
        if now != said:
            console.print(now or "Lagret nås igen.", markup=False, highlight=False, soft_wrap=True)
        said = now
        time.sleep(PAUSE)


def following(place: Workplace) -> None:
    """Begin to follow, in a process of its own that ends with this one: a lake that fails takes
    nobody with it."""
    if hosts.is_host(place):
        try:
            hosts.follow(place)  # so that there is something to show
        except Refused as refusal:
            console.print(str(refusal), markup=False, highlight=False, soft_wrap=True)
        words = [sys.executable, "-m", "lagesbild", "follow", "--workplace", str(place.folder)]
        subprocess.Popen(words)
