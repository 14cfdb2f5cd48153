"""A file at the door: which source is it, may it come in, and what does it say.

Text with separators is read here: it is most of what comes, a new process and the way back would
cost more than reading it, and pyarrow's memory for it follows the file's size, which is limited, as
are lines and cells. All else is packed in some way, nested or read by GDAL, and is read apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl import apart, preview, privacy, sources
from etl.declared import AUDIENCES
from etl.known import Known
from etl.own_sources import OwnSource
from etl.provenance import Reading, Refused, Source
from etl.reading import File
from etl.settings import Settings
from etl.workplace import Workplace

READ_HERE = frozenset({"csv", "packed"})  # kinds of file; packed ones are refused unopened
MEMORY, MEMORY_PER_BYTE = 1 << 30, 20
SECONDS, BYTES_PER_SECOND = 120, 500_000  # a slow computer, doing other things


@dataclass(frozen=True)
class Delivery:
    """One accepted file. `audience` is None when each row belongs to its own kommun."""

    file: File
    source: str
    audience: str | None
    reading: Reading
    shapes: pa.Table  # what its columns hold, where that was asked for: see etl.preview

    @property
    def accepted(self) -> int:
        """Rows of the file that came in."""
        return self.reading.read - self.reading.rejects.num_rows

    @property
    def extracted_at(self) -> datetime:
        """When the publisher took the numbers out: the content's word for it, else the file's."""
        modified = datetime.fromtimestamp(self.file.path.stat().st_mtime)  # noqa: DTZ006
        return (self.reading.extracted_at or modified).replace(microsecond=0, tzinfo=None)


def receive_in(
    workplace: Workplace,
    path: Path,
    *,
    source: str | None,
    with_shapes: bool = False,
    boundaries: tuple[Path, ...] = (),
) -> Delivery:
    """`receive` with what the workplace knows, and the batches of areas that come in beside it."""
    return receive(
        path,
        source=source,
        settings=workplace.settings,
        known=workplace.known_with(boundaries),
        own=workplace.own_sources,
        with_shapes=with_shapes,
    )


def receive(
    path: Path,
    *,
    source: str | None,
    settings: Settings,
    known: Known | None = None,
    with_shapes: bool = False,
    own: Mapping[str, OwnSource] | None = None,
) -> Delivery:
    """Read the file at `path`. Raises Refused (Swedish) when it is not let in.

    `own` are sources that the workplace has declared. Nothing is stored here: what the gate refuses has only been in memory.
    """
    if said := privacy.refused_name(path.name):
        raise Refused(said)  # by no name: what is said of a refusal is kept
    file = File(path)
    known = known or Known()
    if file.kind in READ_HERE:
        return _received(file, source, settings, known, own or {}, with_shapes=with_shapes)
    try:
        about, accepted, rejects, shapes = apart.call(
            f"{__name__}:as_tables", path, source, settings, known, own or {}, with_shapes,
            memory=MEMORY + MEMORY_PER_BYTE * file.size,
            seconds=SECONDS + file.size // BYTES_PER_SECOND,
        )  # fmt: skip
    except Refused as refusal:
        raise _naming(file, refusal) from None
    [said] = about.to_pylist()
    name, audience = said.pop("source"), said.pop("audience")
    lists = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
    reading = Reading(accepted=accepted, rejects=rejects, **said | lists)
    return Delivery(file, name, audience, reading, shapes)


def as_tables(
    path: Path,
    source: str | None,
    settings: Settings,
    known: Known,
    own: Mapping[str, OwnSource],
    with_shapes: bool,
) -> list[pa.Table]:
    """What `receive` answers, in tables: one row about it, accepted rows, rejects, shapes."""
    delivery = _received(File(path), source, settings, known, own, with_shapes=with_shapes)
    reading = delivery.reading
    about: dict[str, Any] = {"source": delivery.source, "audience": delivery.audience}
    about |= {f.name: getattr(reading, f.name) for f in fields(reading)}
    accepted, rejects = about.pop("accepted"), about.pop("rejects")
    return [pa.Table.from_pylist([about]), accepted, rejects, delivery.shapes]


def _received(
    file: File,
    source: str | None,
    settings: Settings,
    known: Known,
    own: Mapping[str, OwnSource],
    *,
    with_shapes: bool,
) -> Delivery:
    name = source or sources.recognised(file, own=own)
    module = sources.named(name, own=own)
    if not module.recognise(file):
        raise Refused(f"{file.name}: filen har inte den form som {name} ska ha.")
    audience = _audience(name, module.SOURCE, settings)
    dropped = module.SOURCE.dropped_text
    try:
        for header in file.headers:
            kept = [column for column in header if column not in dropped]
            privacy.check_columns(kept, known=module.SOURCE.columns)
        names = {column for header in file.headers for column in header}
        unread = names.difference(module.SOURCE.columns) if module.SOURCE.is_own else dropped
        sheet = file.sheet(drop=unread)
        privacy.check_values(sheet, file=file.name)
        reading = module.read(file, sheet, known)
    except Refused as refusal:
        raise _naming(file, refusal) from None
    if not reading.accepted.num_rows:
        raise Refused(f"{file.name}: ingen rad kunde läsas. {_why(reading)}")
    columns = module.SOURCE.columns
    shapes = preview.shapes(sheet, read=columns) if with_shapes else preview.SHAPES.empty_table()
    return Delivery(file, name, audience, reading, shapes)


def _naming(file: File, refusal: Refused) -> Refused:
    said = str(refusal)
    return Refused(said if said.startswith(file.name) else f"{file.name}: {said}")


def _audience(name: str, about: Source, settings: Settings) -> str | None:
    chosen = settings.kallor.get(name)
    audience = about.audience
    if chosen and chosen.mottagare:
        if about.table != "incident" and AUDIENCES[chosen.mottagare] != "shared":
            raise Refused(
                f"lagesbild.toml: {name} har inga händelser. Mottagare väljs bara för källor med "
                "händelser."
            )
        if audience != "shared" and AUDIENCES[chosen.mottagare] == "shared":
            raise Refused(f"lagesbild.toml: {name} får inte delas vidare än till {audience}.")
        audience = AUDIENCES[chosen.mottagare]
    if audience == "police" and not settings.installation.polis:
        raise Refused(
            f"{name} är bara för polisen. Här vore uppgifterna redan utlämnade: de kan bara läsas "
            "in i en installation som polisen själv driver (installation.polis = true)."
        )
    return None if audience == "municipality" else audience


def _why(reading: Reading) -> str:
    """The commonest reason, with the first row it struck."""
    rejects = reading.rejects.to_pandas()
    if rejects.empty:
        return "Den har inga rader."
    first = rejects.iloc[0]
    where = f"kolumnen ”{first['column']}”: " if first["column"] else ""
    return f"Första raden som avvisades är rad {first['row']}, {where}{first['reason']}."
