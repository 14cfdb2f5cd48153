"""A workplace: the folder that holds one forum's settings, inbox, accepted files and editions.

    lagesbild.toml   settings
    verksamheter.toml, platser.toml     organisations and places that are looked after in the app
    kallor/          sources of its own, one TOML file each
    kalender/        calendars (*.ics) with local events
    inbox/           files waiting to be loaded
    batches/         accepted rows, one Parquet file per accepted file
    derived/         what the last edition was worked out to: may be taken away at any time
    editions/0042/   one database per audience, boundaries, manifest.json
    versioner/       fixed versions, as dashboard/version/files.py writes them
    editions/CURRENT the number of the edition that is shown
    .lock            who is at work here, and how the last job ended: see etl/jobs.py

The manifest of the current edition is the ledger. What it does not cite does not exist: a job that
dies leaves files nobody reads, and the next job clears them away.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from etl import declared, forums, jobs, own_sources, problem_types, settings, settings_file, sources
from etl.engine.files import Files, sync
from etl.forums import Forum
from etl.known import Known
from etl.own_sources import OwnSource
from etl.provenance import Refused, Source, in_swedish
from etl.settings import Observer
from geodata import areas
from geodata.places import Place, places_from_toml


class Workplace:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def batches(self) -> Path:
        return self.folder / "batches"

    @property
    def derived(self) -> Path:
        return self.folder / "derived"

    @property
    def calendars(self) -> Path:
        return self.folder / "kalender"

    @cached_property
    def settings(self) -> settings.Settings:
        return settings_file.load(self.folder / "lagesbild.toml", sources=self.sources)

    @cached_property
    def own_sources(self) -> dict[str, OwnSource]:
        """What the workplace has declared in `kallor/`. Raises Refused."""
        return own_sources.load(self.folder / "kallor", taken=sources.ALL)

    @cached_property
    def sources(self) -> dict[str, sources.Module]:
        """Every source by its name: ours, and the workplace's own."""
        return {**sources.ALL, **self.own_sources}

    def source(self, name: str) -> Source:
        """What is said of the source `name`. Raises Refused for one that was here and is gone."""
        if name not in self.sources:
            raise Refused(
                f"kallor/{name}.toml saknas, men filer är inlästa med den. Lägg tillbaka den."
            )
        about = self.sources[name].SOURCE
        return replace(about, retention_days=self.own_retention.get(name, about.retention_days))

    @cached_property
    def own_retention(self) -> dict[str, int]:
        """How many days each source that the settings name is kept, instead of its own.

        Raises Refused for one that is kept for longer than its own without a decision.
        """
        kept = {}
        for name, said in self.settings.kallor.items():
            if said.gallras_dagar is None:
                continue
            own = self.sources[name].SOURCE.retention_days
            if said.gallras_dagar > own and not re.search(r"\d", said.gallras_beslut):
                raise Refused(
                    f"lagesbild.toml: att spara längre än {own} dagar kräver ett beslut. Skriv "
                    f"diarienumret som gallras_beslut under [kallor.{name}]."
                )
            kept[name] = said.gallras_dagar
        return kept

    def create(self) -> None:
        for folder in (self.folder / "inbox", self.calendars, self.editions, self.batches):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def current(self) -> int | None:
        """The number of the edition that is shown, or None before the first.

        Raises Refused when nobody can tell: a new edition 1 would replace the one that is there.
        """
        pointer = self.editions / "CURRENT"
        try:
            return int(pointer.read_text(encoding="ascii"))
        except (FileNotFoundError, NotADirectoryError):
            # a first job that died between its two renames has left edition 1, and no other
            if not self.edition(2).exists():
                return None
        except OSError as error:
            raise Refused(f"{pointer}: går inte att läsa: {in_swedish(error)}.") from None
        except ValueError:
            pass
        raise Refused(
            f"{pointer}: filen säger inte vilket underlag som gäller. Skriv dit det senaste numret "
            "i mappen editions, eller hämta filen från säkerhetskopian."
        )

    def manifest(self, number: int | None = None) -> dict[str, Any]:
        """The ledger of edition `number` (default: the current); empty before the first.

        Raises Refused when the file is missing or damaged.
        """
        number = self.current if number is None else number
        if number is None:
            return {"edition": None, "batches": [], "prunings": [], "disclosure": []}
        file = self.edition(number) / "manifest.json"
        try:
            manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            later = (manifest.setdefault(name, []) for name in ("prunings", "disclosure"))
            lists = (manifest["batches"], *later)
            if manifest["edition"] == number and all(isinstance(part, list) for part in lists):
                return manifest
        except OSError as error:
            raise Refused(f"{file}: går inte att läsa: {in_swedish(error)}.") from None
        except (ValueError, TypeError, KeyError):
            pass
        raise Refused(f"{file}: filen är skadad. Hämta den från säkerhetskopian.")

    def edition(self, number: int) -> Path:
        return self.editions / f"{number:04d}"

    @cached_property
    def forum(self) -> Forum | None:
        """The declared forum. Raises Refused for one that cannot be."""
        return forums.of(self.settings)

    @cached_property
    def lpos(self) -> dict[str, areas.Lpo]:
        """Shipped and declared local police areas, by code. Raises Refused for unknown kommuner."""
        return forums.lpos(self.settings)

    @cached_property
    def known(self) -> Known:
        """What readers may look up: the workplace's own lists, or ours. Raises Refused."""
        own = self.folder / "problemtyper.toml"
        try:
            types = problem_types.load(own if own.exists() else None)
        except ValueError as error:
            raise Refused(str(error)) from error
        if not any(kind.code == "ovrigt" for kind in types.types):
            raise Refused(f"{own.name}: typen ”ovrigt” saknas. Dit hör koder utan egen problemtyp.")
        for source in self.own_sources.values():
            types = source.with_words(types)
        kommuner = frozenset(self.forum.kommun_codes) if self.forum else None
        return Known(
            problem_types=types,
            kommun_codes=kommuner,
            places=tuple(self.places),
            observers=tuple(observer.namn for observer in self.observers),
            areas=partial(finest_areas, self._shown_areas, ()),
        )

    def known_with(self, boundaries: tuple[Path, ...]) -> Known:
        """`known`, and the areas in the batches `boundaries` that are to be loaded with the rest."""
        if not boundaries:
            return self.known
        return replace(self.known, areas=partial(finest_areas, self._shown_areas, boundaries))

    @property
    def _shown_areas(self) -> Path:
        return self.edition(self.current or 0) / "areas.parquet"

    @cached_property
    def places(self) -> list[Place]:
        """The places the forum has declared. Raises Refused for what cannot be one."""
        own = self.folder / "platser.toml"
        added = declared.read(own, settings.Places).plats if own.exists() else ()
        try:
            return places_from_toml([*self.settings.plats, *added])
        except ValueError as error:
            where = f"lagesbild.toml eller {own.name}" if added else "lagesbild.toml"
            raise Refused(f"{where}: {error}") from None

    @cached_property
    def observers(self) -> list[Observer]:
        """Who is to report. The app's own word of one stands before the settings'. Raises Refused."""
        own = self.folder / "verksamheter.toml"
        added = declared.read(own, settings.Observers).rapportor if own.exists() else ()
        every = {one.namn.casefold(): one for one in (*self.settings.rapportor, *added)}
        return list(every.values())

    def secret(self, *, file: str, environment: str) -> str:
        """What is never in the settings: in a file beside them that nobody else may read, or in the
        environment. Raises Refused."""
        if environment:
            if found := os.environ.get(environment):
                return found
            raise Refused(f"Miljövariabeln {environment}, som ska ha en hemlighet, är tom.")
        path = self.folder / file
        if not path.is_file():
            raise Refused(f"{path} finns inte. Där ska hemligheten stå, och inget annat.")
        if path.stat().st_mode & 0o077:
            raise Refused(f"{path} kan läsas av andra. Ändra det med: chmod 600 {path}")
        return path.read_text(encoding="utf-8").strip()

    @contextmanager
    def exclusive(self, job: str, *, patience: float = 0.0) -> Iterator[None]:
        """One job at a time. Raises Refused when another is still at work after `patience` s."""
        self.create()
        with jobs.alone(self.folder, job, patience=patience):
            self.clear_unfinished()
            yield

    def clear_unfinished(self) -> None:
        """Take away what a job that died left behind, and what has been pruned. Within a job only.

        Editions are kept, snapshots cite them, but not those from before the last pruning: they
        hold the rows that were to go.
        """
        for folder in self.editions.glob(".building-*"):
            shutil.rmtree(folder)
        manifest = self.manifest()
        kept_from = max((pruning["edition"] for pruning in manifest["prunings"]), default=0)
        for folder in self.editions.glob("[0-9]*"):
            if int(folder.name) < kept_from:
                shutil.rmtree(folder)
        cited = {batch[kind] for batch in manifest["batches"] for kind in ("rows", "revisions")}
        for file in self.batches.iterdir():
            if file.name not in cited:
                file.unlink()

    def publish(self, built: Path, number: int) -> None:
        """Make the finished folder `built` edition `number`, and show it. All or nothing."""
        for file in [*self.batches.iterdir(), self.batches]:
            sync(file)
        Files(self.editions).publish(built, number)


@lru_cache(maxsize=2)
def finest_areas(shown: Path, boundaries: tuple[Path, ...]) -> gpd.GeoDataFrame:
    """The DeSO in the file of areas that are shown and in the batches `boundaries`, of each kommun
    the newest; RegSO where there are none."""
    regso = areas.load_regso()
    is_deso = [("level", "==", areas.DESO)]
    files = [shown, *boundaries] if shown.exists() else boundaries
    rows = [pd.read_parquet(file, filters=is_deso) for file in files]
    if not rows:
        return regso
    every = pd.concat(rows, ignore_index=True).rename(columns={"area_code": "code"})
    deso = areas.newest_division(every[list(regso.columns)])
    deso["geometry"] = shapely.from_wkb(deso["geometry"])
    elsewhere = ~regso["kommun_code"].isin(deso["kommun_code"])
    return gpd.GeoDataFrame(pd.concat([deso, regso[elsewhere]], ignore_index=True), crs=regso.crs)
