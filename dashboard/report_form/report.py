"""One received report: how it is written, and how it is read by those who trust nobody."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from dashboard import swedish
from dashboard.report_form.contents import Code, Kommun, Name, Part, said

DayPart = Literal["natt", "morgon", "förmiddag", "eftermiddag", "kväll"]
Answer = Literal["ja", "nej", "vet ej"]
OwnAction = Literal[
    "sa till på plats", "ringde polisen", "ringde väktare", "städade eller lagade", "annat", "ingen"
]
MOST_ITEMS = 10
MOST_BYTES = 65_536
ID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
FILE = re.compile(rf"({ID})\.json")


class Incident(Part):
    """What was seen: at a named place or in an area or neither, on a day of the report's week."""

    problem_type: Code
    place: Name | None
    area_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4,12}$")] | None
    day: str | None
    day_part: DayPart | None
    count: Annotated[int, Field(ge=1, le=99)]
    is_reported: Answer | None  # to the police
    is_fault_reported: Answer | None
    own_action: OwnAction | None

    @property
    def on(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None

    @model_validator(mode="after")
    def _one_where(self) -> Incident:
        if self.place and self.area_code:
            raise ValueError("both a place and an area")
        return self


class Report(Part):
    """`received_at` is Swedish local time, `week` the ISO week that the report is about."""

    version: Literal[1] = Field(alias="schema")
    id: Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
    organisation: Name
    kommun_code: Kommun
    received_at: str
    week: str
    nothing: bool
    items: tuple[Incident, ...] = Field(strict=False, max_length=MOST_ITEMS)

    @property
    def monday(self) -> date:
        monday = swedish.parse_week(self.week)
        assert monday is not None
        return monday

    @field_validator("received_at")
    @classmethod
    def _moment(cls, text: str) -> str:
        if datetime.fromisoformat(text).isoformat(timespec="seconds") != text or len(text) != 19:
            raise ValueError("not a local time to the second")
        return text

    @model_validator(mode="after")
    def _holds_together(self) -> Report:
        monday = swedish.parse_week(self.week)
        if monday is None:
            raise ValueError("not a week")
        if self.nothing == bool(self.items):
            raise ValueError("either something or nothing")
        days = {(monday + timedelta(day)).isoformat() for day in range(7)}
        if any(item.day is not None and item.day not in days for item in self.items):
            raise ValueError("a day outside the week")
        return self

    def written(self) -> bytes:
        return self.model_dump_json(by_alias=True).encode()


@dataclass(frozen=True)
class Unreadable:
    """A file that no form of ours wrote, or not whole. `reason` is for the samordnare."""

    reason: str


def read_report(raw: bytes) -> Report:
    """Raises ValueError naming the part that is wrong, and never what it says."""
    if len(raw) > MOST_BYTES:
        raise ValueError("Filen är större än en rapport kan vara")
    try:
        return Report.model_validate_json(raw)
    except ValidationError as error:
        raise ValueError(said(error)) from None


def read_incoming(folder: Path) -> Iterator[tuple[Path, Report | Unreadable]]:
    """Each file of `incoming/` that is a whole report's, and what stands in it, by name.

    What is being written has another kind of name. The same id may come again after its file has
    been taken away: who collects must know the ids there have been. Links and devices are not
    followed: whoever breaks into the form must not have the app read something else for them.
    """
    for file in sorted(folder.iterdir()):
        if named := FILE.fullmatch(file.name):
            try:
                report = read_report(_plain_file(file))
                if report.id != named[1]:
                    raise ValueError("Filens namn och innehåll hör inte ihop")
                yield file, report
            except (OSError, ValueError) as error:
                reason = "Filen går inte att öppna" if isinstance(error, OSError) else str(error)
                yield file, Unreadable(reason)


def _plain_file(file: Path) -> bytes:
    opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(opened, "rb") as stream:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise ValueError("Inte en vanlig fil")
        return stream.read(MOST_BYTES + 1)
