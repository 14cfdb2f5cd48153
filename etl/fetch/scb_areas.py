"""SCB's boundaries of one kommun's DeSO and RegSO, from its WFS (GeoServer, WFS 2.0.0).

The service is slow (some 90 s for 500 areas), so an answer is asked for in pages, and pages that
have come are kept until the last one has: a fetch that is cut off goes on where it was. The
parameters are those of a real answer of 2026 (version 1.1.0, whole län) but for the paging, which
needs 2.0.0 and stands in no answer that we have seen.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from etl.fetch.answers import save
from etl.fetch.calls import Publisher
from etl.fetch.turns import Caller, Limit
from etl.provenance import Refused

TITLE = "Gränser för DeSO och RegSO"
BASE = "https://geodata.scb.se/geoserver/stat/wfs"
PER_KOMMUN = True
LIMITS = (Limit(10, 10.0),)  # none is published: ours
LAYERS = {"DeSO_2025": "desokod", "RegSO_2025": "regsokod"}  # and the column to sort by
PAGE = 100
READ_SECONDS = 300.0


def fetch(
    folder: Path, *, kommun_codes: Sequence[str], caller: Caller, base: str = BASE
) -> list[Path]:
    """Save `deso_2025_<kommun>.geojson` and `regso_2025_<kommun>.geojson` in `folder`.

    A file of one page is SCB's answer byte for byte; of several, the first with the others'
    features. Raises Refused; pages that have come stay in a hidden folder beside the files.
    """
    with Publisher(
        "SCB", base=base, key="scb_areas", limits=LIMITS, caller=caller, read_seconds=READ_SECONDS
    ) as scb:
        return [
            _layer(scb, folder=folder, layer=layer, kommun_code=code, caller=caller)
            for code in kommun_codes
            for layer in LAYERS
        ]


def _layer(scb: Publisher, *, folder: Path, layer: str, kommun_code: str, caller: Caller) -> Path:
    name = f"{layer.lower()}_{kommun_code}.geojson"
    pages = folder / f".{name}.delar"
    answers: list[dict[str, Any]] = []
    while not _is_whole(answers):
        file = pages / f"{len(answers):03d}.geojson"
        if not file.exists():
            caller.say(f"Hämtar {layer} för {kommun_code} från SCB, del {len(answers) + 1}")
            answer = _page(scb, layer=layer, kommun_code=kommun_code, start=len(answers) * PAGE)
            save(pages, name=file.name, raw=answer)
        answers.append(json.loads(file.read_bytes()))
    try:
        _check_whole(answers, column=LAYERS[layer])
        raw = file.read_bytes() if len(answers) == 1 else _merged(answers)
        return save(folder, name=name, raw=raw)
    finally:
        shutil.rmtree(pages)


def _page(scb: Publisher, *, layer: str, kommun_code: str, start: int) -> bytes:
    column = LAYERS[layer]
    answer = scb.ask(
        params={
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": f"stat:{layer}",
            "outputFormat": "application/json",
            "CQL_FILTER": f"kommunkod='{kommun_code}'",
            "sortBy": column,
            "startIndex": str(start),
            "count": str(PAGE),
        }
    )
    scb.require(answer.content, "numberMatched")
    for feature in scb.records(answer.content, "features"):
        scb.require(feature, "geometry", "properties")
        scb.require(feature["properties"], "objekttyp", column, "kommunkod", "version")
        if feature["properties"]["kommunkod"] != kommun_code:
            raise Refused(
                "SCB svarade med andra kommuners områden än den som efterfrågades. Svaret har inte "
                "sparats. Programmet behöver en ny version."
            )
    return answer.raw


def _is_whole(answers: Sequence[dict[str, Any]]) -> bool:
    """GeoServer may leave the total unsaid ("unknown"): then a short page is the last."""
    if not answers:
        return False
    matched, received = answers[-1]["numberMatched"], len(_features(answers))
    return len(answers[-1]["features"]) < PAGE or (isinstance(matched, int) and received >= matched)


def _check_whole(answers: Sequence[dict[str, Any]], *, column: str) -> None:
    """Raises Refused when the pages are not of one and the same list."""
    features = _features(answers)
    if not features:
        raise Refused("SCB har inga områden för kommunen.")
    codes = {str(feature["properties"][column]) for feature in features}
    versions = {str(feature["properties"]["version"]) for feature in features}
    totals = [answer["numberMatched"] for answer in answers]
    promised = {total for total in totals if isinstance(total, int)} or {len(features)}
    if len(versions) > 1 or len(codes) < len(features) or promised != {len(features)}:
        raise Refused("SCB ändrade sina områden medan de hämtades. Hämta dem igen.")


def _features(answers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [feature for answer in answers for feature in answer["features"]]


def _merged(answers: Sequence[dict[str, Any]]) -> bytes:
    """One answer of the publisher's form; its "links" lead to single pages and are left out."""
    features = _features(answers)
    first = {key: value for key, value in answers[0].items() if key != "links"}
    whole = first | {"features": features, "numberReturned": len(features)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
