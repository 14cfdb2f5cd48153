"""What the publishers answer: the real answers where we have them, else synthetic ones of the form
that others describe. Synthetic figures are marked so, and are nobody's."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyogrio
import shapely

from etl.example import areas as invented
from tests.etl.fetch.replay import Asked, Reply

Answer = Callable[[Asked], Reply]
SEED = 7
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}


def all_of(shared: Path, folder: Path) -> Answer:
    """Every publisher on one server, told apart by path."""
    by_path = {
        "/geoserver/stat/wfs": wfs(shared, folder),
        "/api/v2/tables/TAB6574/data": population(shared, folder),
        "/api/events": events(shared),
        "/PxWeb/api/v1/sv/PxData/B/B1/B11": mcf,
    }

    def answer(asked: Asked) -> Reply:
        if asked.path.startswith("/v3/"):
            return kolada(asked)
        return by_path[asked.path](asked) if asked.path in by_path else Reply(status=404)

    return answer


def wfs(shared: Path, folder: Path) -> Answer:
    """GeoServer's WFS 2.0.0. DeSO of Dalarna are SCB's own answer, RegSO SCB's own boundaries
    (of their GeoPackage); DeSO of Värnamo are synthetic, marked EXEMPEL."""
    real = json.loads((shared / "geodata/deso_2025_dalarna_raw.geojson").read_bytes())["features"]
    invented.write_layer(
        folder / "deso.geojson", layer=invented.deso(seed=SEED), until=date(2026, 11, 23)
    )
    synthetic = json.loads((folder / "deso.geojson").read_bytes())["features"]
    layers = {"stat:DeSO_2025": [*real, *synthetic], "stat:RegSO_2025": _regso(shared)}

    def answer(asked: Asked) -> Reply:
        query = asked.query
        assert (query["service"], query["version"], query["request"]) == (
            "WFS",
            "2.0.0",
            "GetFeature",
        )
        assert query["outputFormat"] == "application/json"
        column, _, code = query["CQL_FILTER"].partition("=")
        chosen = [
            f for f in layers[query["typeNames"]] if f["properties"][column] == code.strip("'")
        ]
        chosen.sort(key=lambda f: f["properties"][query["sortBy"]])
        start, count = int(query["startIndex"]), int(query["count"])
        return Reply(collection(chosen[start : start + count], matched=len(chosen)))

    return answer


def collection(features: list[dict[str, Any]], *, matched: int | str) -> bytes:
    content = {
        "type": "FeatureCollection",
        "features": features,
        "totalFeatures": matched,
        "numberMatched": matched,
        "numberReturned": len(features),
        "timeStamp": "2026-08-05T12:57:47.534Z",
        "crs": CRS,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _regso(shared: Path) -> list[dict[str, Any]]:
    frame = pyogrio.read_dataframe(
        shared / "geodata/RegSO_2025.gpkg", where="kommunkod in ('2080', '2081', '0683')"
    )
    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    records = frame.drop(columns="geometry").to_dict("records")
    return [
        {
            "type": "Feature",
            "id": f"RegSO_2025.{record['objectid']}",
            "geometry": json.loads(shape),
            "geometry_name": "sp_geometry",
            "properties": {key: str(value) for key, value in record.items()},
        }
        for shape, record in zip(shapes, records, strict=True)
    ]


def population(shared: Path, folder: Path) -> Answer:
    """PxWeb v2's CSV. Dalarna is SCB's own answer; Värnamo is synthetic."""
    real = (shared / "population/folkmangd_deso_2024_raw.csv").read_text(encoding="utf-8")
    layer = invented.deso(seed=SEED)
    invented.write_population(folder / "folk.csv", layer=layer, year=2024, seed=SEED)
    # pandas quotes the column names of numbers as SCB does, and the numbers not
    synthetic = (folder / "folk.csv").read_text(encoding="utf-8")
    header, *rows = [*real.splitlines(), *synthetic.splitlines()[1:]]

    def answer(asked: Asked) -> Reply:
        query = asked.query
        assert query["codelist[Region]"] == "vs_DeSO2025" and query["outputFormat"] == "csv"
        ages = query["valueCodes[Alder]"].split(",")
        code = query["valueCodes[Region]"].rstrip("*")
        chosen = [
            line
            for line in rows
            if line.startswith(f'"{code}') and next(csv.reader(io.StringIO(line)))[1] in ages
        ]
        return Reply("\n".join([header, *chosen, ""]).encode(), kind="text/csv; charset=utf-8")

    return answer


def events(shared: Path) -> Answer:
    """The police's feed: an answer of 2024, byte for byte."""
    [file] = (shared / "polisen").glob("events_middle_*.json")
    raw = file.read_bytes()
    return lambda asked: Reply(raw, kind="application/json; charset=utf-8")


def mcf(asked: Asked) -> Reply:
    """Synthetic: PxWeb v1's JSON-stat 2 for table B11, as asked; every figure is 1."""
    query = json.loads(asked.body)
    assert query["response"] == {"format": "json-stat2"}
    known = {
        "kommun": [],
        "ar": [str(year) for year in range(1998, 2026)],
        "konvHandelsetypId": ["1", "2", "3", "14"],
        "manadNummer": [str(month) for month in range(1, 13)],
    }
    chosen = {}
    for part in query["query"]:
        kind, values = part["selection"]["filter"], part["selection"]["values"]
        every = known[part["code"]]
        chosen[part["code"]] = {
            "item": values,
            "all": every,
            "top": every[-int(values[0]) :] if kind == "top" else [],
        }[kind]
    size = [len(codes) for codes in chosen.values()]
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "SYNTETISKT: inte MCF:s siffror",
        "source": "SYNTETISKT",
        "id": list(chosen),
        "size": size,
        "dimension": {
            name: {
                "label": name,
                "category": {"index": {c: i for i, c in enumerate(codes)}, "label": {}},
            }
            for name, codes in chosen.items()
        },
        "value": [1 for _ in itertools.product(*chosen.values())],
    }
    return Reply(json.dumps(content).encode())


def kolada(asked: Asked) -> Reply:
    """Synthetic: Kolada's v3, two entries a page, figures all 1."""
    parts = asked.path.removeprefix("/v3/").split("/")
    page = int(asked.query["page"])
    if parts == ["municipality_groups"]:
        name = asked.query["title"]
        entries: list[dict[str, Any]] = [
            _group(f"Liknande kommuner, övergripande, {name}, 2024", ["0180"]),
            _group(f"Liknande kommuner grundskola, {name}, 2025", ["1280"]),
            _group(f"Liknande kommuner, övergripande, {name}, 2025", ["0662", "0685"]),
        ]
    else:
        _, _, kpis, _, places = parts
        entries = [
            {"kpi": k, "municipality": m, "period": 2024, "values": [{"gender": "T", "value": 1}]}
            for k, m in itertools.product(kpis.split(","), places.split(","))
        ]
    content = {
        "note": "SYNTETISKT: inte Koladas siffror",
        "values": entries[2 * page - 2 : 2 * page],
        "count": len(entries),
        "next_url": "http://elsewhere.invalid/v3/?page=2" if 2 * page < len(entries) else None,
    }
    return Reply(json.dumps(content).encode())


def _group(title: str, members: list[str]) -> dict[str, Any]:
    described = [{"member_id": code, "member_title": code} for code in members]
    return {"id": f"G{len(title)}", "title": title, "members": described}


def write_mcf_sample(file: Path) -> Path:
    """The sample of the source rescue_service: this answer, of two years, and our own labels."""
    query = [
        {"code": code, "selection": {"filter": kind, "values": values}}
        for code, kind, values in [
            ("kommun", "item", ["2080"]), ("ar", "item", ["2023", "2024"]),
            ("konvHandelsetypId", "all", ["*"]), ("manadNummer", "all", ["*"]),
        ]
    ]  # fmt: skip
    body = json.dumps({"query": query, "response": {"format": "json-stat2"}}).encode()
    content = json.loads(mcf(Asked("POST", "", {}, {}, body)).body)
    labels = ("Brand i byggnad", "Trafikolycka", "Brand annat än byggnad", "Automatlarm utan brandtillbud")  # fmt: skip
    kinds = content["dimension"]["konvHandelsetypId"]["category"]
    kinds["label"] = dict(zip(kinds["index"], labels, strict=True))
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
