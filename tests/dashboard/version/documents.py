"""A made-up document of a fixed version, with the example's names and no persons."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from dashboard.version.canonical import canonical, sha256
from dashboard.version.chain import Entry, record

# What the kinds of file that we write give a meaning to, in one text.
NASTY = (
    '=2+2 </script><b onclick=\'x\'>"fet"</b> & #eval("1") *stjärna* _under_ `kod` $x$ @ref '
    "\\u{41} {{mall}} %s \u0001\u000b\u001f\u0085\u2028\u202e\ufffe ]]> <!-- \r\nX-Header: 1\r\n\r\n"
    "👮‍♀️ ﷺ \u0000 " + "Omständlighetsförvaltningsnämnd" * 6
)


def _subject(area: str, area_name: str, kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "key": f"{area}|{kind}",
        "problem_type": kind,
        "problem_name": name,
        "area_code": area,
        "area_name": area_name,
        "source": "police_deso_extract",
        "source_title": "Anmälda brott, månadsuttag",
        "evidence": None,
        "assessments": [],
        "missing": [],
        "joint": None,
    } | more


def _said(organisation: str, level: int, **more: Any) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "level": level,
        "trend": None,
        "certainty": None,
        "reason": "",
        "class": "shared",
        "public_wording": "",
        "at": "2026-11-18T14:05:00",
    } | more


def _action(key: int, what: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "kind": "action",
        "what": what,
        "where": "Bredaryd",
        "when": "",
        "organisation": "Värnamo kommun",
        "function": "näringslivschef",
        "how_often": "1 gång",
        "until": "2026-11-27",
        "subject": "0683R101|inbrott_lokal",
        "pledge": "punkt 4",
        "class": "shared",
        "public_wording": "",
    } | more


def _note(key: int, what: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "kind": "effort",
        "first": "2026-11-12",
        "last": "2026-12-04",
        "area_code": "0683",
        "area_name": "Värnamo kommun",
        "place": "Apladalen",
        "problem_types": ["skadegorelse"],
        "problem_names": ["Skadegörelse"],
        "what": what,
        "organisation": "Värnamo kommun",
        "function": "gatuchef",
        "class": "shared",
        "public_wording": "",
    } | more


def document(**changed: Any) -> dict[str, Any]:
    """Meeting 12 of LPO Värnamo: one agreed, one differs, one for the next time."""
    burglary = _subject(
        "0683R101",
        "Bredaryd",
        "inbrott_lokal",
        "Inbrott i lokal",
        evidence={
            "count": 21, "lower": 7, "upper": 15, "weeks": 4, "week": "2026-11-16",
            "word": "tydlig avvikelse", "counted": "anmälda brott",
        },
        assessments=[
            _said("Polisen", 3, trend="up", certainty="sure", reason="Fler lokaler än väntat, tre veckor i rad."),
            _said(
                "Värnamo kommun", 2, trend="same", certainty="unsure",
                reason="Näringslivssamverkan i Lanna har inte sett något nytt.",
                public_wording="Företagen har inte sett något nytt.",
            ),
        ],
        joint={"outcome": "differ", "level": None, "words": "Båda bedömningarna står kvar.", "class": "shared", "public_wording": ""},
    )  # fmt: skip
    narcotics = _subject(
        "0683R102",
        "Värnamo resecentrum",
        "narkotika",
        "Narkotika",
        assessments=[
            _said("Polisen", 2, reason="Spaning pågår vid spår 2.", **{"class": "parties"}),
            _said("Värnamo kommun", 2, reason="Samma som förut.", **{"class": "public"}),
        ],
        missing=["Gislaveds kommun"],
        joint={"outcome": "agreed", "level": 2, "words": "Håll i.", "class": "public", "public_wording": ""},
    )  # fmt: skip
    found = {
        "schema": 1,
        "is_example": True,
        "forum": {"name": "LPO Värnamo", "area_code": "0683", "area_name": "Värnamo kommun"},
        "meeting": {
            "number": 12, "held_on": "2026-11-19", "first_week": "2026-10-26",
            "last_week": "2026-11-16", "room": "parties",
            "attendance": [
                {"organisation": "Polisen", "role": "kommunpolis"},
                {"organisation": "Värnamo kommun", "role": "trygghetssamordnare"},
                {"organisation": "Finnvedsbostäder", "role": "förvaltare"},
            ],
        },
        "edition": {"number": 142, "published_at": "2026-11-19T06:10:00", "data_stop": "2026-11-22"},
        "state": "?omrade=0683",
        "tables": {
            "shared": {
                "by_type": {
                    "columns": ["problem_type", "name", "now", "before"],
                    "rows": [["inbrott_lokal", "Inbrott i lokal", 58, 37], ["narkotika", "Narkotika", 52, 41]],
                },
                "sources": {
                    "columns": ["source", "title", "publisher", "extracted_at", "period_to", "is_preliminary"],
                    "rows": [
                        ["police_deso_extract", "Anmälda brott, månadsuttag", "Polismyndigheten", "2026-11-18", "2026-11-15", True],
                        ["guard_reports", "Väktarrapporter", "Väktarna i Värnamo centrum", None, None, False],
                    ],
                },
                "changes": {
                    "columns": ["problem_type", "name", "new", "late", "corrected", "reclassified", "removed"],
                    "rows": [["inbrott_lokal", "Inbrott i lokal", 4, 1, 0, 0, -2]],
                },
            },
            "public": {"by_year": {"columns": ["problem_type", "year", "count", "name"], "rows": [["narkotika", 2025, 210, "Narkotika"]]}},
        },
        "oral": [{
            "organisation": "Polisen", "problem_type": "ordning", "problem_name": "Ordningsstörning",
            "area_code": "0683", "area_name": "Värnamo kommun", "day_part": "kväll", "level": 2,
        }],
        "subjects": [
            burglary,
            narcotics,
            _subject("0683", "Värnamo kommun", "klotter", "Klotter", joint={"outcome": "next_time", "level": None, "words": "", "class": "shared", "public_wording": ""}),
        ],
        "actions": [
            _action(31, "Utskick och möte med företagen i Bredaryd och Lanna", **{"class": "public"}),
            _action(32, "Ny belysning på gångvägen", until=None, public_wording="Belysning ses över."),
            _action(
                33, "Synlig närvaro", kind="weekend", where="Resecentrum", when="fre 20–01", organisation="Polisen",
                function="yttre befäl", how_often="", until=None, pledge="", **{"class": "parties"},
            ),
            _action(
                34, "Trygghetsvärdar vid fritidsgården", kind="weekend", where="Fritidsgården", when="lör 19–23",
                function="fritidschef", how_often="", until=None, pledge="",
            ),
        ],
        "notes": [
            _note(
                1, "Höstlov", kind="event", first="2026-10-26", last="2026-11-01", place="", problem_types=[],
                problem_names=[], organisation="", function="", **{"class": "public"},
            ),
            _note(2, "Extra belysning", public_wording="Mer ljus i parken."),
            _note(3, "Riktad kontroll", organisation="Polisen", function="yttre befäl", **{"class": "parties"}),
        ],
        "followed_up": [
            {
                "id": 21, "what": "Klottersanering vid stationen", "organisation": "Värnamo kommun",
                "function": "gatuchef", "until": "2026-11-13", "status": "done", "reason": "", "class": "public",
                "public_wording": "",
            },
            {
                "id": 22, "what": "Planerad insats", "organisation": "Polisen", "function": "gruppchef",
                "until": "2026-11-15", "status": "late", "reason": "Flyttad till december.", "class": "parties",
                "public_wording": "",
            },
        ],
    }  # fmt: skip
    return copy.deepcopy(found) | changed


def everywhere(change: Callable[[str], str]) -> dict[str, Any]:
    """The document with every text that people write run through `change`."""
    found: dict[str, Any] = _changed(document(), change)
    return found


def _changed(said: Any, change: Callable[[str], str], key: str = "") -> Any:
    kept = {
        "class", "kind", "status", "outcome", "trend", "certainty", "room", "key", "subject",
        "problem_type", "area_code", "source", "week", "until", "at", "held_on", "first_week",
        "last_week", "published_at", "data_stop", "state", "columns", "extracted_at",
        "period_to", "first", "last", "problem_types",
    }  # fmt: skip
    if isinstance(said, dict):
        return {k: _changed(v, change, k) for k, v in said.items()}
    if isinstance(said, list):
        if key == "rows":  # the tables' names and titles stand second, publishers third
            return [
                [change(c) if isinstance(c, str) and i in (1, 2) else c for i, c in enumerate(row)]
                for row in said
            ]
        return [_changed(item, change, key) for item in said]
    return change(said) if isinstance(said, str) and key not in kept else said


APPROVALS = [
    {
        "organisation": "Polisen",
        "role": "kommunpolis",
        "reservation": "",
        "at": "2026-11-19T10:40:00",
    },
    {
        "organisation": "Värnamo kommun",
        "role": "säkerhetschef",
        "reservation": "Gäller inte Lanna.",
        "at": "2026-11-19T10:42:05",
    },
]


def chain(*documents: dict[str, Any], **changed: Any) -> list[Entry]:
    """The documents fixed one after the other; `changed` is of the last one's record."""
    entries: list[Entry] = []
    previous = None
    for number, one in enumerate(documents, 1):
        said = record(
            number=number,
            previous=previous,
            content_sha256=sha256(one),
            replaces=None,
            approvals=APPROVALS,
            fixed_at="2026-11-19T10:42:05",
        )
        if number == len(documents):
            said |= changed
        previous = sha256(said)
        entries.append(Entry(canonical(said), canonical(one), previous))
    return entries


def a_chain() -> list[Entry]:
    return chain(*(document(state=f"?omrade=0683&n={n}") for n in range(3)))
