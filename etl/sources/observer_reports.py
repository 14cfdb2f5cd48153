"""What the forum's own observers have seen (EST): an export of their form, one row per incident.

An organisation that saw nothing says so, on a row that counts nothing: only then are silence and
calm told apart. The form has no fixed shape anywhere; this one asks for what, where and when, and
never for who.
"""

from __future__ import annotations

from etl import observed
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Sheet

SOURCE = Source(
    title="Rapportörernas händelser (EST)",
    publisher="Forumets rapporterande verksamheter",
    owner="EST-samordnare",
    url="https://www.socialstyrelsen.se/",
    licence="Forumets egna uppgifter; inte öppna data",
    purpose="Gemensam lägesbild enligt lag (2023:196) och samverkansöverenskommelsen",
    audience="shared",
    finest_level="plats",
    retention_days=1825,
    revision_key=(),
    table="incident",
    counted="händelser",
    vocabulary=observed.VOCABULARY,
    columns=observed.COLUMNS,
    dropped_text=observed.DROPPED_TEXT,
    caveats=observed.CAVEATS,
    blind_spots=observed.BLIND_SPOTS,
)


def recognise(file: File) -> bool:
    return observed.has_form(file) and observed.REPORT not in file.header


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    return observed.read(sheet, known)
