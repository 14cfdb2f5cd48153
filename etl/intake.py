"""A file at the door: which source is it, may it come in, and what does it say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl import privacy, sources
from etl.known import Known
from etl.provenance import Reading, Refused
from etl.reading import File
from etl.settings import AUDIENCES, Settings


@dataclass(frozen=True)
class Delivery:
    """One accepted file. `audience` is None when each row belongs to its own kommun."""

    file: File
    source: str
    audience: str | None
    reading: Reading

    @property
    def accepted(self) -> int:
        """Rows of the file that came in."""
        return self.reading.read - self.reading.rejects.num_rows

    @property
    def extracted_at(self) -> datetime:
        """When the publisher took the numbers out: the content's word for it, else the file's."""
        modified = datetime.fromtimestamp(self.file.path.stat().st_mtime)  # noqa: DTZ006
        return (self.reading.extracted_at or modified).replace(microsecond=0, tzinfo=None)


def receive(
    path: Path, *, source: str | None, settings: Settings, known: Known | None = None
) -> Delivery:
    """Read the file at `path`. Raises Refused (Swedish) when it is not let in.

    Nothing is stored here: what the gate refuses has only been in memory.
    """
    file = File(path)
    name = source or sources.recognised(file)
    module = sources.named(name)
    if not module.recognise(file):
        raise Refused(f"{file.name}: filen har inte den form som {name} ska ha.")
    audience = _audience(name, settings)
    dropped = module.SOURCE.dropped_text
    try:
        header = [column for column in file.header if column not in dropped]
        privacy.check_columns(header, known=module.SOURCE.columns)
        sheet = file.sheet(drop=dropped)
        privacy.check_values(sheet, file=file.name)
        reading = module.read(file, sheet, known or Known())
    except Refused as refusal:
        said = str(refusal)
        raise Refused(said if said.startswith(file.name) else f"{file.name}: {said}") from None
    if not reading.accepted.num_rows:
        raise Refused(f"{file.name}: ingen rad kunde läsas. {_why(reading)}")
    return Delivery(file, name, audience, reading)


def _audience(name: str, settings: Settings) -> str | None:
    chosen = settings.kallor.get(name)
    about = sources.named(name).SOURCE
    audience = about.audience
    if chosen and chosen.mottagare:
        if about.table != "incident" and AUDIENCES[chosen.mottagare] != "shared":
            raise Refused(
                f"lagesbild.toml: {name} är öppna uppgifter som alla ser. Mottagare väljs bara för "
                "källor med händelser."
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
