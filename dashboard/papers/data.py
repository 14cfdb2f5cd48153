"""The version's tables as they are kept, for programs: CSV and sheets beside the paper's own."""

from __future__ import annotations

from dashboard.papers import published
from dashboard.papers.asked import Asked
from dashboard.papers.tree import Column, Table

TITLES = {
    "by_type": "Antal per problemtyp",
    "by_area": "Antal per område",
    "by_year": "Antal per problemtyp och år",
    "by_quarter": "Antal per problemtyp och kvartal",
    "by_month": "Antal per månad",
    "by_regso": "Antal per RegSO och frågeområde",
    "left_out": "Utelämnat",
    "series": "Antal per vecka",
    "changes": "Ändringar sedan förra versionen",
    "sources": "Källor",
    "usual": "Väntat antal per problemtyp",
    "blocks": "Antal per problemtyp, fyra veckor i taget",
    "day_parts": "Antal per veckodag och dygnsdel",
    "answers": "Svar i trygghetsundersökningar",
    "dialogue": "Nämnda problem i medborgardialoger",
    "years": "Anmälda brott per år",
    "compared": "Anmälda brott per 100 000 invånare",
    "breaks": "Nytt räknesätt",
    "residents": "Invånare",
}
NAMES = {
    "problem_type": "problemtyp_kod", "name": "namn", "now": "antal", "before": "antal_aret_fore", "area_code": "omradeskod",
    "area_name": "omrade", "week": "vecka_mandag", "count": "antal", "source": "kalla_kod", "title": "kalla", "publisher": "utgivare",
    "extracted_at": "uttagen", "period_to": "till_och_med", "is_preliminary": "ar_preliminart", "new": "nya", "late": "sent_inkomna",
    "corrected": "rattade", "reclassified": "omklassade", "removed": "borttagna", "lower": "minst", "upper": "mest", "word": "bedomning",
    "first_week": "forsta_vecka_mandag", "weekday": "veckodag_1_ar_mandag", "part": "dygnsdel", "survey_name": "undersokning",
    "question": "fraga", "wording": "lydelse", "unit": "enhet", "year": "ar", "value": "varde", "respondents": "svarande",
    "response_rate": "svarsfrekvens", "method": "metod", "held_on": "datum", "problem": "problem", "crime": "brott",
    "per_100000": "per_100000", "said": "text", "quarter": "kvartal_forsta_dag", "month": "manad_forsta_dag", "group_name": "frageomrade",
}  # fmt: skip


def data(asked: Asked) -> tuple[Table, ...]:
    """One table for each that the version keeps for these readers, in the order of their names."""
    return tuple(
        _table(asked, name, stored["columns"])
        for name, stored in sorted(asked.said["tables"][asked.audience].items())
    )


def _table(asked: Asked, name: str, heads: list[str]) -> Table:
    found = published.printed(asked, name) if name in published.TABLES else asked.table(name)
    kinds = {h: "count" if any(type(row[h]) is int for row in found) else "text" for h in heads}
    return Table(
        "data-" + name.replace("_", "-"),
        TITLES.get(name, name),
        tuple(Column(NAMES.get(h, h), kinds[h]) for h in heads),  # type: ignore[arg-type]
        tuple(tuple(_cell(row[h]) for h in heads) for row in found),
        of=name,
        codes=tuple(row["area_code"] for row in found) if name == "by_regso" else (),
    )


def _cell(value: object) -> str | int | None:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value if isinstance(value, int) or value is None else str(value)
