"""A first draft of a source of the workplace's own, for a file whose form nobody has declared.

Guessed from the names of the columns and the shapes of what they hold; no value is ever told. What
cannot be guessed is left for a person, who checks the rest as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl import apart, preview, privacy
from etl.intake import BYTES_PER_SECOND, MEMORY, MEMORY_PER_BYTE, READ_HERE, SECONDS
from etl.provenance import Refused
from etl.reading import File

DAY, CLOCK = r"0{4}-?00-?00(?:[ T]0.*)?", r"0?0[:.]00(?:[:.]00)?"
DEGREES, WHOLE = r"-?0+(?:[.,]0+)?", r"0+"
# Each field, what columns with it are called (the surest first), and the shape its values have.
FIELDS: dict[str, tuple[tuple[str, ...], str]] = {
    "datum": (("händelsedatum", "brottsdatum", "incident date", "datum", "date", "dag", "inträffade", "upptäckt"), DAY),
    "registrerad": (("registrerad", "registreringsdatum", "inskrivningsdatum", "inskickad", "skapad", "registered", "created", "rapporterad"), DAY),
    "klockslag": (("klockslag", "tid", "tidpunkt", "time", "kl"), CLOCK),
    "kategori": (("kategori", "händelsetyp", "brottskod", "problemtyp", "category", "type", "typ"), ".*"),
    "id": (("id", "ärendenummer", "ärendenr", "ärende id", "case id", "löpnummer"), ".*"),
    "kommun": (("kommun", "kommunnamn", "kommunkod", "municipality"), ".*"),
    "plats": (("plats", "platsnamn", "objekt", "place"), ".*"),
    "omrade": (("desokod", "deso", "regsokod", "regso", "område", "delområde", "area"), ".*"),
    "lat": (("latitud", "latitude", "lat"), DEGREES),
    "lon": (("longitud", "longitude", "lon", "lng", "long"), DEGREES),
    "antal": (("antal", "count", "number"), WHOLE),
    "organisation": (("verksamhet", "organisation", "förvaltning", "organization"), ".*"),
}  # fmt: skip
NEEDED = ("datum", "kategori")
TO_FILL = (
    ("titel", '"…"', "källans namn, som det står under varje bild"),
    ("utgivare", '"…"', "vem som gör filen"),
    ("agare", '"…"', "den funktion hos er som svarar för att uppgifterna finns här, aldrig en person"),
    ("andamal", '"…"', "varför uppgifterna behövs i lägesbilden"),
    ("mottagare", '"delad"', "delad (forumet), kommun (den egna) eller polis"),
    ("gallras_dagar", "1825", "efter så många dagar gallras raderna"),
    ("raknas", '"…"', "vad en rad räknar, i flertal: ”EST-rapporter”"),
)  # fmt: skip
Shape = dict[str, Any]


def of(path: Path) -> str:
    """The draft for the file at `path`. Raises Refused for a file that cannot be read."""
    if said := privacy.refused_name(path.name):
        raise Refused(said)
    file = File(path)
    if file.kind in READ_HERE:
        [table] = columns(path)
    else:
        [table] = apart.call(
            f"{__name__}:columns", path,
            memory=MEMORY + MEMORY_PER_BYTE * file.size,
            seconds=SECONDS + file.size // BYTES_PER_SECOND,
        )  # fmt: skip
    return "\n".join(_lines(file.name, table.to_pylist())) + "\n"


def columns(path: Path) -> list[pa.Table]:
    """The shapes of every column but those about persons, whose values are never looked at."""
    file = File(path)
    for number, name in enumerate(file.header, 1):
        if kind := privacy.personal_text(name):
            raise Refused(f"{file.name}: rubriken på kolumn {number} ser ut som {kind}. Ta ut filen igen med rubriker.")  # fmt: skip
    open_to_us = {name for name in file.header if privacy.personal_column(name) is None}
    sheet = file.sheet(drop=set(file.header) - open_to_us)
    shapes = preview.shapes(sheet, read=open_to_us)
    unseen = [
        {"column": name, "is_read": False, "filled": 0, "distinct": 0, "shapes": []}
        for name in file.header
        if name not in open_to_us
    ]
    return [pa.concat_tables([shapes, pa.Table.from_pylist(unseen, schema=shapes.schema)])]


def name(path: Path) -> str:
    """What the source could be called, by the file's name."""
    plain = path.stem.casefold().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789") or "egen_kalla"


def _lines(file: str, shapes: list[Shape]) -> Iterator[str]:
    found = _guessed(shapes)
    yield f"# Utkast ur {json.dumps(file, ensure_ascii=False)}. Gissat av kolumnernas namn och form: rätta och fyll i."
    yield "# 0 står för en siffra och x för en bokstav. Inga värden ur filen står här."
    yield "# Ta bort # framför det ni fyller i. Spara som .toml i arbetsplatsens mapp kallor."
    yield "# Allt förklaras i docs/egna-kallor.md."
    yield ""
    yield from (f"# {key} = {value}  # fyll i: {what}" for key, value, what in TO_FILL)
    yield from _vocabulary(shapes, found.get("kategori"))
    yield ""
    yield "[kolumner]"
    by_name = {shape["column"]: shape for shape in shapes}
    for field, column in found.items():
        yield f"{field} = {_quoted(column)}  # {_form(by_name[column])}"
    for field in FIELDS:
        if field not in found:
            need = "måste anges" if field in NEEDED else "om filen har det"
            yield f'# {field} = "…"  # ingen kolumn passar; {need}'
    yield ""
    yield "# Kolumner som inte läses:"
    for shape in shapes:
        if shape["column"] not in found.values():
            yield f"#   {_quoted(shape['column'])}: {_form(shape)}"


def _vocabulary(shapes: list[Shape], column: str | None) -> Iterator[str]:
    forms = [s["shapes"] for s in shapes if s["column"] == column]
    is_code = bool(forms and forms[0]) and all(re.fullmatch("0{3,4}", form) for form in forms[0])
    said = "siffror som brottskoder" if is_code else "orden som rapportörer använder"
    yield f'ordlista = "{"brottskoder" if is_code else "est"}"  # {said}; eller en egen lista:'
    yield "# [ord]  # i stället för ordlista, sist i filen"
    yield '# "ord i filen" = "skadegorelse"  # problemtypens kod, se docs/data.md'


def _guessed(shapes: list[Shape]) -> dict[str, str]:
    """Column by field; by name and shape, and a day or a clock that is alone by its shape."""
    found: dict[str, str] = {}
    for field, (names, form) in FIELDS.items():
        fitting = [s for s in shapes if s["is_read"] and _fits(s, form) and s["column"] not in found.values()]  # fmt: skip
        named = {_plain(s["column"]): s["column"] for s in fitting}
        if match := next((named[n] for n in names if n in named), None):
            found[field] = match
        elif field in {"datum", "klockslag"} and len(fitting) == 1:
            found[field] = fitting[0]["column"]
    if ("lat" in found) != ("lon" in found):
        found.pop("lat", None)
        found.pop("lon", None)
    return found


def _fits(shape: Shape, form: str) -> bool:
    """By its commonest form: a stray word makes no other column of it."""
    return bool(shape["shapes"]) and re.fullmatch(form, shape["shapes"][0]) is not None


def _plain(column: str) -> str:
    return " ".join(re.split(r"[\W_]+", column.casefold())).strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _form(shape: Shape) -> str:
    if not shape["is_read"]:
        return "handlar om personer. Ta ut filen igen utan den: den avvisas annars"
    said = ", ".join(" ".join(form.split()) for form in shape["shapes"]) or "tom"
    return f"{said} ({shape['filled']} ifyllda, {shape['distinct']} olika)"
