"""Writes docs/data.md from what the sources, the problem types and the tables say of themselves,
and the words of the page Ordlista from docs/ordlista.md.

Run from the project's root after changing any of them: python docs/make_data.py
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from etl import problem_types, sources
from etl.edition import PUBLIC, TABLES
from etl.provenance import Source

HERE = Path(__file__).parent
GLOSSARY = HERE.parent / "dashboard/components/glossary.csv"
FOR_DEVELOPERS = re.compile(r"; i programmet .*")
AUDIENCES = {"shared": "alla i forumet", "police": "polisen", "municipality": "den egna kommunen"}
LEVELS = {
    "plats": "plats",
    "cell": "ruta",
    "deso": "DeSO",
    "district": "delområde",
    "stadsdel": "stadsdel",
    "kommun": "kommun",
}
PERIODS = {"week": "vecka", "quarter": "kvartal"}
COMMENT = re.compile(
    r"^comment on (\w+)(?: table)? out\.(\w+)(?:\.(\w+))? is '((?:[^']|'')*)';$", re.MULTILINE
)

INTRODUCTION = """\
# Data

Vad som läses in, vad det räknas som och vad som står i ett underlag. Sidan skrivs av
`python docs/make_data.py` ur programmets egna uppgifter; ändra dem och inte sidan.
"""
SOURCES = """\
## Källor

En källa är en utgivares sorts fil. Programmet känner igen den på innehållet; annars anges namnet med
`lagesbild load FIL --source NAMN`. Kolumnerna är de som utgivaren har haft i någon form av filen. Andra
kolumner granskas av spärren men sparas inte, utom SCB:s kolumner med ett årtal i namnet (folkmängden).
"""
PROBLEM_TYPES = """\
## Problemtyper

Hur fint en problemtyp får visas, i plats och i tid. Gränsen gäller också summor: det som visas per kvartal
ingår inte i några veckotal. Vilka brottskoder som hör till vilken problemtyp står i
`etl/problem_types.toml`. En kommun som vill ha en egen indelning kopierar filen till sin arbetsplats under
namnet `problemtyper.toml` och ändrar där. Skyddet kan skärpas men inte lättas.
"""
TABLES_SHOWN = """\
## Tabeller i ett underlag

Varje underlag är en mapp med en DuckDB-fil per mottagare: `shared` (alla i forumet),
`municipality-<kommunkod>` (det som en kommun har för sig själv, och allt delat), `police` (bara där polisen
driver installationen) och `public` (får publiceras). Filerna kan öppnas med vilket DuckDB-program som helst.
I filen för `public` finns bara de tabeller som är märkta *får publiceras*; i de andra finns alla utom
de som börjar med `open_` (docs/utlamnande.md).
"""


def text() -> str:
    """The whole page."""
    parts = (
        [INTRODUCTION, SOURCES],
        (source(name, module.SOURCE) for name, module in sources.ALL.items()),
        [PROBLEM_TYPES, types()],
        [TABLES_SHOWN],
        tables(),
    )
    return "\n".join(part for several in parts for part in several)


def source(name: str, about: Source) -> str:
    """One source as a section."""
    replaces = ", ".join(f"`{key}`" for key in about.revision_key)
    facts = {
        "Namn i programmet": f"`{name}`",
        "Utgivare": f"{about.publisher}, <{about.url}>",
        "Villkor": about.licence,
        "Ändamål": about.purpose,
        "Svarar för källan": about.owner,
        "Visas för": AUDIENCES[about.audience],
        "Finaste plats": LEVELS[about.finest_level],
        "Gallras efter": f"{about.retention_days // 365} år",
        "En senare fil ersätter": f"raden med samma {replaces}"
        if replaces
        else "det som tidigare filer sagt om samma kommuner och inskrivningsdagar",
        "Kolumner": ", ".join(f"`{column}`" for column in about.columns),
        "Läses aldrig": ", ".join(f"`{column}`" for column in about.dropped_text),
    }
    lines = [f"### {about.title}", ""]
    lines += table(
        ("Uppgift", "Om källan"), ((key, value) for key, value in facts.items() if value)
    )
    for title, remarks in (
        ("Att tänka på", about.caveats),
        ("Det här ser vi inte", about.blind_spots),
    ):
        lines += ["", f"{title}:", "", *(f"- {remark}" for remark in remarks)] if remarks else []
    return "\n".join(lines) + "\n"


def types() -> str:
    """The packaged problem types as one table."""
    known = problem_types.load()
    groups = {group.code: group.name for group in known.groups}
    rows = (
        (
            kind.name,
            f"`{kind.code}`",
            groups[kind.group],
            LEVELS[kind.finest_level],
            PERIODS[kind.finest_period],
            "ja" if kind.depends_on_police else "",
        )
        for kind in known.types
    )
    heads = ("Problemtyp", "Kod", "Frågeområde", "Finaste plats", "Finaste tid", "Fler när polisen letar")  # fmt: skip
    return "\n".join(table(heads, rows)) + "\n"


def tables() -> Iterator[str]:
    """Each published table with its columns, as the comments in its file say."""
    files = [f for layer in ("out", "judged", "public") for f in (TABLES / layer).glob("*.sql")]
    for file in sorted(files, key=lambda file: file.stem):
        said = COMMENT.findall(file.read_text(encoding="utf-8"))
        public = file.stem in PUBLIC or file.parent.name == "public"
        note = " (får publiceras)" if public else ""
        about = [comment for kind, _, _, comment in said if kind == "table"]
        lines = [f"### `{file.stem}`{note}", ""] + [f"{comment}.\n" for comment in about]
        heads = ("Kolumn" if about else "Formel", "Vad det är")
        rows = (
            (f"`{column or name}`", text) for kind, name, column, text in said if kind != "table"
        )
        yield "\n".join([*lines, *table(heads, rows)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    return [
        f"| {' | '.join(heads)} |",
        f"| {' | '.join(['---'] * len(heads))} |",
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows),
    ]


def glossary() -> str:
    """What the page Ordlista shows: word and meaning, without what is only for developers."""
    lines = (HERE / "ordlista.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    said = [(row[0], FOR_DEVELOPERS.sub("", row[2])) for row in rows if len(row) == 3][2:]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([("word", "meaning"), *said])
    return written.getvalue()


if __name__ == "__main__":
    GLOSSARY.write_text(glossary(), encoding="utf-8")
    (HERE / "data.md").write_text(text(), encoding="utf-8")
