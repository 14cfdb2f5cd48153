"""The reports that the app itself has received and the samordnare has approved, handed over as a file.

The file is all of them each time, in the form that observers' reports are read in. What is not in
it any more, because it was cancelled, does not stand.
"""

from __future__ import annotations

from dataclasses import replace

from etl import observed
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Sheet

SOURCE = Source(
    title="Rapportörernas händelser i formuläret (EST)",
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
    columns=(*observed.COLUMNS, observed.REPORT),
    dropped_text=observed.DROPPED_TEXT,
    caveats=(
        *observed.CAVEATS,
        "Bara rapporter som samordnaren har godkänt; det som makuleras är borta vid nästa överlämning.",
    ),
    blind_spots=observed.BLIND_SPOTS,
)


def recognise(file: File) -> bool:
    return observed.has_form(file) and observed.REPORT in file.header


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    return replace(observed.read(sheet, known), is_whole=True)
