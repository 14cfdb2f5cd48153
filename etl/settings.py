"""The workplace's one settings file, lagesbild.toml. What stands in it is Swedish."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from etl import sources
from etl.privacy import personal_text
from etl.provenance import Refused, in_swedish

AUDIENCES = {"delad": "shared", "polis": "police", "kommun": "municipality"}
RHYTHMS = {
    "vecka": 1,
    "varannan vecka": 2,
    "månad": 5,
}  # weeks that may pass with one report in them


# What pydantic found, in the words of somebody who edits a settings file.
WANTED = {
    "missing": "det saknas",
    "string_type": "det ska vara text inom citattecken",
    "bool_type": "det ska vara true eller false",
    "bool_parsing": "det ska vara true eller false",
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "skriv ett datum utan citattecken, till exempel 2026-01-31",
    ),
    "model_type": "det ska vara en egen tabell",
    "dict_type": "det ska vara en egen tabell",
    "tuple_type": "det ska vara en lista",
    "too_short": "listan är tom",
    "string_pattern_mismatch": "skriv lpo- och sedan a-z, siffror och bindestreck",
}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Lpo(_Table):
    """A local police area that the project does not ship."""

    kod: str = Field(pattern=r"^lpo-[a-z0-9-]+$")
    namn: str
    kommuner: tuple[str, ...] = Field(min_length=1)
    giltig_fran: date | None = None  # both days included
    giltig_till: date | None = None


class Forum(_Table):
    """Whose lägesbild it is: one kommun, or a local police area with its kommuner."""

    namn: str = ""
    kommun: str = ""
    lpo: str = ""


class Installation(_Table):
    polis: bool = False  # the police host this installation: the only place for police-only data
    exempel: bool = False  # everything here is invented, and is marked so


class SourceSettings(_Table):
    mottagare: Literal["delad", "polis", "kommun"] | None = None


class Observer(_Table):
    """An organisation that is to report, and how often."""

    namn: str
    takt: Literal["vecka", "varannan vecka", "månad"] = "vecka"


class Day(_Table):
    """A school break or a local event: one day, or from one to another."""

    namn: str = Field(min_length=1)
    fran: date
    till: date | None = None
    slag: Literal["lov", "evenemang"] = "evenemang"
    kommun: str = ""


class Settings(BaseSettings):
    """Raises Refused (Swedish, naming file, key and the nearest known key) for what is wrong."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    forum: Forum = Forum()
    installation: Installation = Installation()
    lpo: tuple[Lpo, ...] = ()
    kallor: dict[str, SourceSettings] = {}
    plats: tuple[dict[str, Any], ...] = ()
    rapportor: tuple[Observer, ...] = ()
    kalender: tuple[Day, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # The file is everything: a stray environment variable must not change who sees what.
        return (init_settings,)


def load(file: Path) -> Settings:
    """The settings in `file`; the defaults where it does not exist."""
    if not file.exists():
        return Settings()
    try:
        settings = Settings(**tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise Refused(f"{file.name}: går inte att öppna: {in_swedish(error)}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{file.name}: spara filen som UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{file.name}: filen går inte att läsa som TOML ({error}).") from None
    except ValidationError as error:
        # a misspelt key may also be a missing one: the spelling is what helps
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        raise Refused(f"{file.name}: {_said(first)}") from None
    for name in settings.kallor.keys() - sources.ALL.keys():
        raise Refused(f"{file.name}: {_unknown(['kallor', name], list(sources.ALL))}")
    for day in settings.kalender:
        if day.till and day.till < day.fran:
            raise Refused(f"{file.name}: ”{day.namn}” under [[kalender]] slutar innan det börjar.")
        if personal_text(day.namn):
            raise Refused(f"{file.name}: ett namn under [[kalender]] ser ut som en personuppgift.")
    names = [observer.namn.casefold() for observer in settings.rapportor]
    if len(set(names)) < len(names):
        raise Refused(
            f"{file.name}: samma namn står två gånger under [[rapportor]]. Behåll det ena."
        )
    return settings


def _said(error: Any) -> str:
    path = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return _unknown(path, _known(path[:-1]))
    wanted = WANTED.get(error["type"], error["msg"])
    if error["type"] == "literal_error":
        choices = re.findall(r"'([^']+)'", error["ctx"]["expected"])
        wanted = f"välj ett av {', '.join(choices)}"
    return f"”{'.'.join(path)}” stämmer inte: {wanted}."


def _unknown(path: list[str], known: list[str]) -> str:
    near = difflib.get_close_matches(path[-1], known, n=1, cutoff=0)
    return f"”{'.'.join(path)}” finns inte. Menade du ”{near[0]}”? Möjliga: {', '.join(known)}."


def _known(path: list[str]) -> list[str]:
    tables: dict[str, type[BaseModel]] = {
        "forum": Forum,
        "installation": Installation,
        "lpo": Lpo,
        "kallor": SourceSettings,
        "rapportor": Observer,
        "kalender": Day,
    }
    return list((tables[path[0]] if path else Settings).model_fields)
