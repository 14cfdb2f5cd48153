"""Files in the two forms of the police's extract, as the publisher writes them.

The tests write theirs with `statistical` and `disclosed`. Run as a script, this writes the two
samples in files/: invented rows, seeded, with each of the oddities that ../shared/data/README.md
and domain.md 3b tell of.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from etl.sources.police_deso_extract import DISCLOSED, EXTRACT
from geodata.areas import kommun_name

FILES = Path(__file__).parent / "files"
Row = dict[str, str]


def incident(
    registered: str = "2024-09-14",
    *,
    code: str = "1201",
    start: str = "2024-09-13",
    end: str = "2024-09-14",
    kommun: str = "2080",
    deso: str = "2080C1230",
    count: str = "1",
    text: str = "Skadegörelse",
    number: str = "",
) -> Row:
    """One row under the columns of both forms."""
    return {
        "LPO/Sektion nivå 4 brottsplats": f"LPO {kommun_name(kommun)}",
        "Län": "Dalarnas län",
        "Kommunnamn": kommun_name(kommun),
        "Kommun": kommun_name(kommun),
        "Kommunkod": kommun.removeprefix("0"),
        "desokod": deso,
        "DeSO område": deso,
        "Brottskod": code,
        "Brottskod text": text,
        "Brottskod klartext": text,
        "Inskr år": registered[:4],
        "Inskr årmånad": registered[:7].replace("-", ""),
        "Inskrivningsdatum": registered,
        "Brottsdatum från": start,
        "Brottsdatum till": end,
        "Brottsdatum": start,
        "antal_brott": count,
        "Antal": count,
        "Id": number,
    }


def statistical(path: Path, rows: Iterable[Row], *, encoding: str = "utf-8-sig") -> Path:
    """The monthly form, one file per kommun and year so far."""
    return _write(path, rows, EXTRACT, encoding=encoding)


def disclosed(path: Path, rows: Iterable[Row], *, encoding: str = "cp1252") -> Path:
    """The older form: a row id and one date of the offence."""
    return _write(path, rows, DISCLOSED, encoding=encoding)


def _write(path: Path, rows: Iterable[Row], columns: tuple[str, ...], *, encoding: str) -> Path:
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    text = "".join(f"{';'.join(line)}\r\n" for line in lines)
    path.write_bytes(text.encode(encoding))
    return path


def sample(kommun: str, desos: tuple[str, ...], *, seed: int) -> list[Row]:
    """40 rows, and then each oddity once."""
    draw = random.Random(seed)
    rows = []
    for number in range(40):
        end = date(2024, 1, 1) + timedelta(days=draw.randrange(240))
        start = end - timedelta(days=draw.choice([0, 0, 0, 1, 3, 13, 400]))
        registered = end + timedelta(days=draw.choice([0, 0, 1, 1, 2, 6, 20]))
        code, text = draw.choice([
            ("810", "Inbrott i skola"), ("1201", "Skadegörelse mot stat"), ("5011", "Narkotikabrott"),
            ("3005", "Rattfylleri"), ("9802", "Inbrott i villa"), ("0355", "Ofredande"),
        ])  # fmt: skip
        rows.append(
            incident(
                str(registered), code=code, text=text, start=str(start), end=str(end),
                kommun=kommun, deso=draw.choice(desos), count=draw.choice(["1"] * 9 + ["3"]),
                number=str(700_000 + number),
            )
        )  # fmt: skip
    odd = [
        {"text": " Skadegörelse mot kommun "},  # stray spaces, and a second text of one code
        {"deso": ""},
        {"deso": f"{kommun}C9990"},  # no such area: a kommun without delområde
        {"end": "-"},
        {"start": "-", "end": "-"},
        {"start": "1938-05-01", "end": "2024-08-01"},
        {"end": "2024-12-31"},  # reported before its end
        {"count": "39"},
        {"code": "0409", "deso": ""},  # never shown finer than kommun and quarter
        {"code": "0001"},  # no brottskod
    ]
    for number, changes in enumerate(odd, 740_000):
        default = {"kommun": kommun, "deso": desos[0], "number": str(number)}
        rows.append(incident("2024-09-14", **default | changes))
    return rows


def write_samples(folder: Path) -> list[Path]:
    falun, borlange = ("2080C1090", "2080C1140", "2080C1230"), ("2081C1070", "2081C1080")
    return [
        statistical(folder / "police_deso_extract.csv", sample("2080", falun, seed=1)),
        disclosed(folder / "police_deso_extract.disclosed.csv", sample("2081", borlange, seed=2)),
    ]


if __name__ == "__main__":
    write_samples(FILES)
