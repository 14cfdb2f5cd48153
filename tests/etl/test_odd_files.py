"""Files that nobody should have sent. Each is refused in Swedish, or read with a balanced account."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from etl import intake, warehouse
from etl.provenance import Refused
from etl.settings import Settings
from etl.sources.police_deso_extract import EXTRACT
from etl.workplace import Workplace
from tests.conftest import SAMPLES, Published
from tests.etl.sources.police_extracts import Row, incident

HEADER = ";".join(EXTRACT)
EVENT = {
    "id": 9900000,
    "datetime": "2024-09-14 17:11:18 +02:00",
    "name": "14 september 17.04, Brand, Malmö",
    "summary": "En container.",
    "url": "/aktuellt/handelser/2024/september/14/14-september-17.04-brand-malmo/",
    "type": "Brand",
    "location": {"name": "Malmö", "gps": "55.6,13.0"},
}


def line(row: Row) -> str:
    return ";".join(row[name] for name in EXTRACT)


def extract(*lines: str, header: str = HEADER) -> str:
    return "\r\n".join([header, *lines]) + "\r\n"


def events(*changes: dict[str, object]) -> str:
    return json.dumps([{**EVENT, **change} for change in changes])


def areas(geometry: str) -> str:
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"objekttyp":"deso",'
        '"desokod":"2080C1230","regsokod":"2080R014","kommunkod":"2080"},"geometry":'
        + geometry
        + "}]}"
    )


def square(*corners: object) -> str:
    return areas(json.dumps({"type": "Polygon", "coordinates": [list(corners)]}))


def population(year: str, number: str = "5") -> str:
    return f'"Region","Alder","Kon","000007Y7 {year}"\n"2080","totalt","1+2",{number}\n'


GOOD = line(incident())
SAMPLE = {path.name: path.read_bytes() for path in SAMPLES}
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "noise": (random.Random(1).randbytes(5_000), "känns inte igen"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(500), "känns inte igen"),
    "a document": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "känns inte igen"),
    "a web page": ("<!DOCTYPE html><html><body>502 Bad gateway</body></html>", "känns inte igen"),
    "one enormous line": (b"a" * 20_000_000, "känns inte igen"),
    "an enormous row": (extract("a" * 20_000_000), "skadad"),
    "an enormous cell": (extract(line(incident(text="a" * 9_000_000))), "skadad"),
    "separators alone": (";;;;;\n" * 50, "känns inte igen"),
    "zeros": (b"\0" * 3_000, "tom"),
    "a header alone": (extract(), "inga rader"),
    "another separator in the rows": (extract(GOOD.replace(";", ",")), "fel antal kolumner"),
    "one cell too many in every row": (extract(GOOD + ";", GOOD + ";"), "fel antal kolumner"),
    "ten thousand cells in a row": (extract(GOOD + ";x" * 10_000), "fel antal kolumner"),
    "the header in capitals": (extract(GOOD, header=HEADER.upper()), "känns inte igen"),
    "a column twice": (extract(GOOD + ";x", header=HEADER + ";Län"), "kolumn 2 och 14 heter likadant"),
    **{
        f"without {name}": (extract(GOOD, header=HEADER.replace(name, "annat")), f"”{name}” saknas")
        for name in ("Kommunkod", "Inskr årmånad", "Inskrivningsdatum", "Brottsdatum från", "Brottsdatum till")
    },
    "no count that can be": (extract(line(incident(count="-1"))), "inte ett antal"),
    "utf-16 without its mark": (extract(GOOD).encode("utf-16-be"), "känns inte igen"),
    "utf-32": (extract(GOOD).encode("utf-32"), "känns inte igen|skadad"),
    "a quote that never ends": (extract(GOOD, '"' + GOOD, GOOD, GOOD), "citattecken"),
    "a list too deep": ("[" * 100_000 + "]" * 100_000, "skadad"),
    "a list cut off": (events({}, {}, {})[:-30], "skadad"),
    "a list of numbers": ("[1, 2, 3]", "lista av poster"),
    "no list": ("{}", "lista av poster"),
    "an empty list": ("[]", "känns inte igen"),
    "a number of 5,000 digits": (f'[{{"id": {"9" * 5_000}}}]', "skadad"),
    "half a character": (events({}).replace("Malm\\u00f6", "\\ud800"), "skadad"),
    "half a character in a key": (events({"\ud800": 1}), "skadad"),
    "json in another encoding": (json.dumps([EVENT], ensure_ascii=False).encode("latin-1"), "skadad"),
    "an event feed without links": (events({}).replace('"url"', '"länk"'), "”url” saknas"),
    "parquet in name": (b"PAR1" + bytes(400), "skadad"),
    "a database of noise": (b"SQLite format 3\0" + bytes(4_000), "skadad"),
    "a map cut off": (SAMPLE["scb_areas.geojson"][:9_000], "skadad"),
    "a map of nothing": ('{"type":"FeatureCollection","features":[]}', "känns inte igen"),
    "a map that is a text": ('{"type":"FeatureCollection","features":"x"}', "skadad"),
    "a boundary that does not close": (square([532527, 6721114], [532533, 6721124], [532563, 6721111]), "gräns går inte att läsa"),
    "an area without a boundary": (areas("null"), "positioner"),
    "an area in the sea": (square([0, 0], [2, 3], [4, 5], [0, 0]), "Sverige"),
    "an area nowhere": (square([1e300, 1], [2, 3], [4, 5], [1e300, 1]), "Sverige|positioner|skadad"),
    "a MapInfo file without its others": ("!table\n!version 300\n", "skadad"),
    "population of year 0": (population("0000"), "känns inte igen"),
    "population of year 9999": (population("9999"), "känns inte igen"),
    "more people than there are": (population("2024", "160700000000"), "inte ett antal invånare"),
}  # fmt: skip
# What is odd but can be read: accepted and rejected rows.
READ: dict[str, tuple[str | bytes, int, int]] = {
    "a thousand columns": (extract(GOOD + ";x" * 1_000, header=HEADER + "".join(f";k{i}" for i in range(1_000))), 1, 0),
    "zeros in a cell": (extract(line(incident(text="a\0b")), line(incident(code="12\0"))), 1, 1),
    "an extra column": (extract(GOOD + ";hej", header=HEADER + ";Anteckning"), 1, 0),
    "columns without a name": (extract(GOOD + ";;", header=HEADER + ";;"), 1, 0),
    "a header with spaces": (extract(GOOD, header=HEADER.replace(";", " ; ")), 1, 0),
    "rows of separators": (extract(GOOD, ";" * 12, ";;;", "", GOOD), 2, 0),
    "quotes inside a cell": (extract(line(incident(text='a"b')), GOOD), 2, 0),
    "a count with decimals": (extract(line(incident(count="1.0")), line(incident(count="1,5"))), 1, 1),
    "counts that cannot be": (extract(GOOD, *(line(incident(count=n)) for n in ("0", "-1", "+1", "1e3", "NaN", "5000000000", "١"))), 1, 7),
    "days that cannot be": (extract(GOOD, *(line(incident(day, start="-", end="-")) for day in ("2024-02-30", "0001-01-01", "9999-12-31", "2099-01-01", "-", "..", "45549"))), 1, 7),
    "ends of time": (extract(GOOD, line(incident(start="0001-01-01")), line(incident(end="9999-12-31"))), 1, 2),
    "reported before it began": (extract(GOOD, line(incident(start="2024-09-15"))), 1, 1),
    "a month that is another": (extract(GOOD, line(incident() | {"Inskr årmånad": "202209"})), 1, 1),
    "an area of another kommun": (extract(GOOD, line(incident(deso="0683C1010"))), 1, 1),
    "a kommun that is none": (extract(GOOD, *(line(incident() | {"Kommunkod": k}) for k in ("9999", "", "Falun", "２０８０"))), 1, 4),
    "a lost leading zero": (extract(line(incident(kommun="0683", deso="", code="310"))), 1, 0),
    "codes as decimals": (extract(line(incident(code="1201.0"))), 1, 0),
    "a number that is none": (events({}, {"id": float("nan")}, {"id": float("inf")}, {"id": [1, 2]}, {"id": True}), 1, 4),
    "a place that is a list": (events({}, {"id": 2, "location": [1]}), 1, 1),
    "a mark before the list": (b"\xef\xbb\xbf" + events({}).encode(), 1, 0),
    "half a kommun's years": ("geografi,enhet,ar,variabel,varde,kalla\n" + "".join(f"Falun,Antal,{year},Bilbrott,9,Anmälda brott\n" for year in (9999, "0000", 2000)), 1, 2),
    "values that are none": ("geografi,enhet,ar,variabel,varde,kalla\n" + "".join(f"Falun,Antal,200{i},Bilbrott,{v},Anmälda brott\n" for i, v in enumerate(("1", "1e999", "NaN", "..", "")) ), 3, 2),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Non closed ring:RuntimeWarning", "ignore:GPKG:RuntimeWarning")
@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    file = tmp_path / "fil.okänd"  # what a file is stands in it, not in its name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Refused, match=said) as refusal:
        intake.receive(file, source=None, settings=Settings())
    assert str(refusal.value).startswith(file.name)
    assert len(str(refusal.value)) < 800  # it lists every source


@pytest.mark.parametrize("name", READ)
def test_read_with_a_balanced_account(name: str, tmp_path: Path) -> None:
    content, accepted, rejected = READ[name]
    file = tmp_path / "fil.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = intake.receive(file, source=None, settings=Settings()).reading
    assert reading.rejects.num_rows == rejected
    assert reading.accepted.num_rows + reading.merged == accepted
    assert reading.read == accepted + rejected


def test_all_that_can_be_read_can_also_be_shown(tmp_path: Path, published: Published) -> None:
    files = []
    for number, (content, *_) in enumerate(READ.values()):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_bytes(content if isinstance(content, bytes) else content.encode())
    place = Workplace(tmp_path / "plats")
    loaded = warehouse.load(place, files)
    assert len(loaded.batches) + len(loaded.known) == len(files)
    [(rows,)] = published(place).execute("select count(*) from out.batch").fetchall()
    assert rows == len(loaded.batches)


@pytest.mark.parametrize("seed", range(60))
def test_a_sample_with_bytes_changed_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    """Never anything else: a crash here is a fault of ours."""
    draw = random.Random(seed)
    sample = SAMPLES[seed % len(SAMPLES)]
    content = bytearray(sample.read_bytes())
    for _ in range(draw.choice([1, 3, 20])):
        at = draw.randrange(len(content))
        match draw.choice(["change", "cut", "repeat", "end"]):
            case "change":
                content[at] = draw.choice(b'\0\n\r";,{}[]\\\xff\xc3-9A')
            case "cut":
                del content[at : at + draw.randrange(40)]
            case "repeat":
                content[at:at] = content[at : at + draw.randrange(200)]
            case "end" if draw.random() < 0.2:
                del content[max(at, 1) :]
    file = tmp_path / sample.name
    file.write_bytes(content)
    try:
        reading = intake.receive(file, source=None, settings=Settings()).reading
    except Refused as refusal:
        assert str(refusal).startswith(sample.name)
    else:
        assert reading.read == reading.accepted.num_rows + reading.merged + reading.rejects.num_rows
