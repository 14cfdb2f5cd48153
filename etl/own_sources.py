"""A workplace's own kind of file: a TOML file in `kallor/` says what it is and what its columns mean.

A column that no field names is never turned into values. See docs/egna-kallor.md.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import Field

from etl import declared, fields, incidents
from etl.declared import AUDIENCES, Declared
from etl.known import Known
from etl.problem_types import ProblemTypes
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Rows, Sheet

NAME = re.compile(r"[a-z][a-z0-9_]*")
NO_TEXT = "cellen är tom eller går inte att läsa"


class Columns(Declared):
    """The file's own names of the columns, by what they hold."""

    datum: str = Field(min_length=1)
    kategori: str = Field(min_length=1)
    id: str = ""
    registrerad: str = ""
    klockslag: str = ""
    kommun: str = ""
    plats: str = ""
    omrade: str = ""
    lat: str = ""
    lon: str = ""
    antal: str = ""
    organisation: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in self.model_dump().values() if name))


class Described(Declared):
    titel: str = Field(min_length=1)
    utgivare: str = Field(min_length=1)
    agare: str = Field(min_length=1)
    andamal: str = Field(min_length=1)
    mottagare: Literal["delad", "polis", "kommun"]
    gallras_dagar: int = Field(ge=1)
    raknas: str = Field(min_length=1)  # what a row counts, plural
    adress: str = ""
    licens: str = "Egna uppgifter; inte öppna data"
    forbehall: tuple[str, ...] = ()
    ser_inte: tuple[str, ...] = ()
    ordlista: Literal["est", "brottskategorier", "brottskoder"] | None = None
    ord: dict[str, str] = Field(
        default_factory=dict
    )  # the file's own word -> the code of a problem type
    kolumner: Columns


@dataclass(frozen=True)
class OwnSource:
    """As a module of etl.sources, made of a file. Goes with a file that is read apart."""

    name: str
    about: Described

    @property
    def SOURCE(self) -> Source:
        about, columns = self.about, self.about.kolumner
        finest = "plats" if columns.plats or columns.lat else "deso" if columns.omrade else "kommun"
        return Source(
            title=about.titel,
            publisher=about.utgivare,
            owner=about.agare,
            url=about.adress or f"kallor/{self.name}.toml",
            licence=about.licens,
            purpose=about.andamal,
            audience=AUDIENCES[about.mottagare],
            finest_level=finest,
            retention_days=about.gallras_dagar,
            revision_key=(),
            table="incident",
            counted=about.raknas,
            vocabulary=about.ordlista or f"kallor/{self.name}",
            has_delay=bool(columns.registrerad),
            is_own=True,
            columns=columns.named,
            caveats=about.forbehall,
            blind_spots=about.ser_inte,
        )

    def with_words(self, types: ProblemTypes) -> ProblemTypes:
        """`types`, which know this source's own words too. Raises Refused for words that cannot be."""
        if self.about.ordlista:
            return types
        words = {" ".join(word.lower().split()): code for word, code in self.about.ord.items()}
        try:
            return types.with_words(words, key=self.SOURCE.vocabulary, where=f"{self.name}.toml")
        except ValueError as error:
            raise Refused(str(error)) from None

    def recognise(self, file: File) -> bool:
        return set(self.about.kolumner.named) <= set(file.header)

    def read(self, file: File, sheet: Sheet, known: Known) -> Reading:
        rows, columns = Rows(sheet), self.about.kolumner
        kommun = self._kommun(rows, known)
        category = self._category(rows, known)
        day = incidents.days_of(rows, columns.datum)
        table: incidents.Table = {
            "kommun_code": kommun,
            "area_code": self._area(rows, kommun=kommun, category=category, known=known),
            "category": category,
            "occurred_from": day,
            "occurred_to": day,
            "registered_on": day,
            "count": incidents.once(rows),
        }
        if columns.registrerad:
            table["registered_on"] = incidents.days_of(rows, columns.registrerad)
        if columns.antal:
            table["count"] = incidents.counts(rows, columns.antal)
        if columns.klockslag:
            table["time_from"] = table["time_to"] = incidents.times(rows, columns.klockslag)
        if columns.id:
            table["incident_id"] = rows.texts(
                columns.id, fields.matching(r"^[\w/:.-]{1,40}$"), reason=NO_TEXT
            )
        if columns.organisation:
            table["organisation"] = incidents.organisation(rows, columns.organisation, known=known)
        return incidents.finished(rows, table, registered=columns.registrerad or columns.datum)

    def _category(self, rows: Rows, known: Known) -> pa.DictionaryArray:
        column, vocabulary = self.about.kolumner.kategori, self.SOURCE.vocabulary
        if vocabulary == "brottskoder":
            return incidents.crime_codes(rows, column, known=known)
        return incidents.words(rows, column, known=known, vocabulary=vocabulary)

    def _kommun(self, rows: Rows, known: Known) -> pa.DictionaryArray:
        """By its own column, else by the area's code, else the forum's only one."""
        columns = self.about.kolumner
        if columns.kommun:
            digits = rows.sheet.columns[columns.kommun].texts
            by_code = len(digits) and all(text.isdigit() for text in digits)
            read = incidents.kommun_by_code if by_code else incidents.kommun
            return read(rows, columns.kommun, known=known)
        if columns.omrade and (known.kommun_codes is None or len(known.kommun_codes) != 1):
            return incidents.kommun_by_area(rows, columns.omrade, known=known)
        return incidents.kommun_or_forum(rows, known=known, name="Kommun")

    def _area(self, rows: Rows, *, known: Known, **about: pa.DictionaryArray) -> np.ndarray:
        """By position, then by the declared place, then by the area."""
        columns, vocabulary = self.about.kolumner, self.SOURCE.vocabulary
        found = np.full(len(rows.sheet), None, dtype=object)
        tried = []
        if columns.lat and columns.lon:
            points = incidents.positions(rows, x=columns.lon, y=columns.lat, known=known)
            tried.append(incidents.area_at(points, vocabulary=vocabulary, known=known, **about))
        if columns.plats:
            tried.append(incidents.area_named(rows, columns.plats, category=about["category"], vocabulary=vocabulary, known=known))  # fmt: skip
        if columns.omrade:
            tried.append(incidents.area_part(rows, columns.omrade, vocabulary=vocabulary, known=known, **about))  # fmt: skip
        for area in tried:
            found = np.where(pd.isna(found), area, found)
        return found


def load(folder: Path, *, taken: Container[str]) -> dict[str, OwnSource]:
    """The sources declared in `folder`, by name. Raises Refused, naming the file and the key.

    `taken` are the names of ours.
    """
    found = {}
    for file in sorted(folder.glob("*.toml")):
        if not NAME.fullmatch(file.stem) or file.stem in taken:
            raise Refused(
                f"kallor/{file.name}: filens namn är källans namn: a–z, siffror och _, och inte "
                "samma som någon av programmets källor. Byt namn."
            )
        about = declared.read(file, Described)
        if bool(about.ordlista) == bool(about.ord):
            raise Refused(
                f"{file.name}: ange antingen ”ordlista” eller tabellen [ord], som säger vilken "
                "problemtyp varje ord i filen hör till."
            )
        if bool(about.kolumner.lat) != bool(about.kolumner.lon):
            raise Refused(f"{file.name}: ange både kolumner.lat och kolumner.lon, eller ingen.")
        found[file.stem] = OwnSource(file.stem, about)
    return found
