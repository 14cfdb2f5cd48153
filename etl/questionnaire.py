"""What a kommun says of its own questionnaire, in a TOML file beside the answers."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl import survey_results
from etl.provenance import Refused
from geodata.areas import kommun_names

WANTED = {"missing": "det saknas", "extra_forbidden": "det finns inget sådant"}
BAND = re.compile(r"(\d\d) ?[-–] ?(\d\d)(?: år)?")
OPEN_BAND = re.compile(r"(?:under|över) \d\d(?: år)?|\d\d ?(?:\+|år och äldre|år eller äldre)")
NARROWEST = 5  # years


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Survey(_Table):
    kod: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    namn: str
    kommun: str
    ar: int = Field(ge=1990, le=2200)
    falt_fran: date
    falt_till: date
    svarsfrekvens: float = Field(ge=0, le=100)  # per cent


class Columns(_Table):
    vikt: str = "vikt"
    stratum: str = "stratum"
    delomrade: str = "delområde"
    kon: str = "kön"
    aldersgrupp: str = "åldersgrupp"


class Question(_Table):
    kolumn: str
    matt: str  # the question in brief, as it is chosen on the page
    lydelse: str
    svar: tuple[str, ...] = Field(min_length=2)  # the scale, in order
    raknas: tuple[str, ...] = Field(min_length=1)  # the answers whose share is shown
    bortfall: tuple[str, ...] = ()  # answers that are none: "Vet ej"
    hog_ar_samre: bool


class Questionnaire(_Table):
    undersokning: Survey
    kolumner: Columns = Columns()
    befolkning: dict[
        str, int
    ] = {}  # residents per stratum; without it the sample is taken as small
    fraga: tuple[Question, ...] = Field(min_length=1)

    def row(self, question: Question) -> dict[str, Any]:
        """What every estimate of the question says of it."""
        about = self.undersokning
        return {
            "survey": about.kod,
            "survey_name": about.namn,
            "question": question.matt,
            "wording": question.lydelse,
            "definition": f"Andel (%) som svarat {' eller '.join(question.raknas)}.",
            "scale": ", ".join(question.svar),
            "unit": survey_results.SHARE,
            "is_higher_worse": question.hog_ar_samre,
            "area_code": about.kommun,
            "year": about.ar,
            "field_from": about.falt_fran,
            "field_to": about.falt_till,
            "response_rate": about.svarsfrekvens,
        }

    def check_ages(self, texts: np.ndarray) -> None:
        """Raises Refused for ages finer than groups of five years."""
        for text in {t for t in texts if t is not None}:
            band = BAND.fullmatch(text)
            wide = band and int(band[2]) - int(band[1]) + 1 >= NARROWEST
            if not wide and not OPEN_BAND.fullmatch(text):
                raise Refused(
                    f"kolumnen ”{self.kolumner.aldersgrupp}”: ålder läses bara i grupper om minst "
                    f"{NARROWEST} år, till exempel 16–29 och 80+. Gruppera och spara filen igen."
                )


def load(path: Path, *, answers: str) -> Questionnaire:
    """Raises Refused, naming the file and the key, for what is missing or wrong in it."""
    if not path.exists():
        raise Refused(
            f"vad kolumnerna betyder ska stå i {path.name} bredvid {answers}: undersökningens namn, "
            "fältperiod och svarsfrekvens, och för varje fråga lydelse, svar och vilka som räknas. "
            "Mallen står i docs/enkat.md."
        )
    try:
        found = Questionnaire(**tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused(f"{path.name}: går inte att läsa som TOML i UTF-8. Rätta filen.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = WANTED.get(first["type"], "det har fel form")
        raise Refused(f"{path.name}: ”{key}” stämmer inte: {said}. Se docs/enkat.md.") from None
    if found.undersokning.kommun not in kommun_names():
        raise Refused(f"{path.name}: ”undersokning.kommun” är ingen kommunkod.")
    for question in found.fraga:
        if not set(question.raknas) < set(question.svar):
            raise Refused(
                f"{path.name}: ”raknas” för {question.kolumn} ska vara några av dess ”svar”, inte alla."
            )
    return found
