"""`form.json`: all that the form knows. Written by the samordnare's app, read by the form."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
Kommun = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Metres = Annotated[int, Field(ge=-1_000_000, le=10_000_000)]  # EPSG:3006
Outline = Annotated[str, StringConstraints(max_length=400_000, pattern=r"^M[-MLZ0-9., ]+Z$")]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Part(BaseModel):
    """Nothing but what stands here, and no other types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Link(Part):
    """One organisation's way in. A link that is not here is revoked."""

    token_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    organisation: Name
    valid_to: Annotated[date, Field(strict=False)]  # the last day
    thanks: tuple[Annotated[Name, Field(strict=False)], ...] = Field((), strict=False)
    kommun_code: Kommun | None = None  # where it is not the form's own


class ProblemType(Part):
    code: Code
    word: Name  # what the source of observers' reports reads
    name: Name


class NamedPlace(Part):
    name: Name
    x: Metres  # east
    y: Metres  # north
    kommun_code: Kommun | None = None  # where it is of one kommun only


class Area(Part):
    """`path` is an SVG path in metres, its second number the northing; x and y where a name goes."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4,12}$")]
    name: Name
    path: Outline
    x: Metres
    y: Metres

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        numbers = [float(number) for number in NUMBER.findall(self.path)]
        return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


class Form(Part):
    forum: Name
    is_example: bool
    kommun_code: Kommun
    links: tuple[Link, ...] = Field(strict=False)
    problem_types: tuple[ProblemType, ...] = Field(strict=False, min_length=1)  # most usual first
    places: tuple[NamedPlace, ...] = Field(strict=False)
    areas: tuple[Area, ...] = Field(strict=False)

    @cached_property
    def type_names(self) -> dict[str, str]:
        return {kind.code: kind.name for kind in self.problem_types}

    @cached_property
    def area_names(self) -> dict[str, str]:
        return {area.code: area.name for area in self.areas}

    def link(self, token: str, *, today: date) -> Link | None:
        """Whose link it is, or None for one that is unknown, revoked or past its last day.

        Every link is compared, each in constant time: how long it takes says nothing.
        """
        digest = token_sha256(token)
        found = [ln for ln in self.links if hmac.compare_digest(ln.token_sha256, digest)]
        return found[0] if found and today <= found[0].valid_to else None

    def kommun_of(self, link: Link) -> str:
        return link.kommun_code or self.kommun_code

    def places_for(self, link: Link) -> list[NamedPlace]:
        kommun = self.kommun_of(link)
        return [place for place in self.places if place.kommun_code in (None, kommun)]

    def areas_for(self, link: Link) -> list[Area]:
        kommun = self.kommun_of(link)
        return [area for area in self.areas if area.code.startswith(kommun)]


def new_token() -> str:
    """128 random bits, to be shown once in a link; only its digest is kept."""
    return secrets.token_urlsafe(16)


def token_sha256(token: str) -> str:
    """A plain digest is enough for what nobody can guess: there is no dictionary to try."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def form_contents(
    *,
    forum: str,
    is_example: bool,
    kommun_code: str,
    links: Sequence[Link],
    problem_types: Sequence[ProblemType],
    places: Sequence[NamedPlace],
    areas: Sequence[Area],
) -> bytes:
    """What to write, atomically, as `form.json`. The most usual problem types go first.

    Raises ValueError where a part is not what it should be.
    """
    made = Form(
        forum=forum,
        is_example=is_example,
        kommun_code=kommun_code,
        links=tuple(links),
        problem_types=tuple(problem_types),
        places=tuple(places),
        areas=tuple(areas),
    )
    return made.model_dump_json().encode()


def read_contents(raw: bytes) -> Form:
    """What stands in `form.json`.

    Raises ValueError naming the part that is wrong, and never what it says.
    """
    try:
        return Form.model_validate_json(raw)
    except ValidationError as error:
        raise ValueError(said(error)) from None


def said(error: ValidationError) -> str:
    """Which parts are wrong, without their values: "links.0.valid_to; areas.3.path"."""
    parts = [".".join(map(str, e["loc"])) or "filen" for e in error.errors(include_input=False)]
    return "Fel i " + "; ".join(dict.fromkeys(parts[:5]))
