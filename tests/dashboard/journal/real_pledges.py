"""Five real löften as documents, from shared/pledges.md: facts in our own words, roles and no names."""

from __future__ import annotations

from typing import Any

from dashboard.example_pledges import POLICE, activity, basis, focus, follow_up, goal, s0, s1
from dashboard.journal.pledge_document import EMPTY

CHIEF = {"organisation": POLICE, "role": "lokalpolisområdeschef"}


def s2() -> dict[str, Any]:
    """Staffanstorp, from 30 November 2015."""
    kommun = "Staffanstorps kommun"
    return EMPTY | {
        "name": "Medborgarlöfte 2015, Staffanstorp",
        "areas": ["1230"],
        "valid_from": "2015-11-30",
        "parties": [CHIEF, {"organisation": kommun, "role": "kommunstyrelsen"}],
        "basis": basis(
            survey="trygghetsundersökningar", dialogue="medborgardialog",
            statistics="brottsstatistik", staff="samtal med polisens personal",
        ),
        "focus": [focus("f1", "Bostadsinbrott", "bostadsinbrott", picture="Den oro som delas.")],
        "activities": [
            activity("a1", "Ett års projekt med märkDNA, och därefter polisens åtgärder mot bostadsinbrott", focus="f1", responsible=[kommun, POLICE], problem_type="bostadsinbrott"),
            activity("a2", "Bättre möjlighet att känna igen stöldgods på orten", focus="f1", responsible=[POLICE], problem_type="bostadsinbrott"),
            activity("a3", "Delta i möten med villaföreningar och grannsamverkan", focus="f1", responsible=[POLICE, kommun], problem_type="bostadsinbrott"),
        ],
    }  # fmt: skip


def s3() -> dict[str, Any]:
    """Haparanda, 2019. The text says "under 2017"."""
    kommun = "Haparanda kommun"
    return EMPTY | {
        "name": "Medborgarlöfte 2019, Haparanda",
        "areas": ["2583"],
        "valid_from": "2019-01-01",
        "valid_to": "2019-12-31",
        "parties": [CHIEF, {"organisation": kommun, "role": "kommunalråd"}],
        "focus": [
            focus("f1", "Polisens närvaro", "tillhall"),
            focus("f2", "Narkotika", "narkotika"),
            focus("f3", "Trafiksäkerhet", "trafik"),
        ],
        "activities": [
            activity("a1", "Operativ insats mot droger", focus="f2", responsible=[POLICE], quantity=2, per="half_year"),
            activity("a2", "Insatser mot droger i trafiken", focus="f3", responsible=[POLICE]),
            activity("a3", "Tillfällen som stärker föräldrars kunskap", focus="f2", responsible=[kommun, POLICE, "BRÅ-gruppen"], quantity=2, per="pledge"),
            activity("a4", "Tillgänglig på publik plats utöver det dagliga", focus="f1", responsible=[POLICE], quantity=1, per="week", places=["Coop", "Max", "IKEA", "skolor", "ungdomsgården"]),
            activity("a5", "Drogförebyggande arbete", focus="f2", responsible=[kommun, POLICE], condition="i den omfattning som är nödvändig"),
            activity("a6", "Insatser mot våld i nära relationer", responsible=[kommun, POLICE], problem_type="nara_relation"),
        ],
        "follow_ups": [
            follow_up("löpande i arbetsgruppen", "working_group"),
            follow_up("till chefen för lokalpolisområdet, kommunalrådet och kommundirektören", "leaders"),
        ],
        "final_report_on": "2020-02-29",
        "text": "Under 2017 ska polisen arbeta mot droger.",
    }  # fmt: skip


def s4(extends: int | None = None) -> dict[str, Any]:
    """Habo, 2017: goes on from the year before, and has days that were copied from it."""
    kommun = "Habo kommun"
    return EMPTY | {
        "name": "Medborgarlöfte 2017, Habo",
        "areas": ["0643"],
        "valid_from": "2017-01-01",
        "valid_to": "2017-12-31",
        "extends": extends,
        "parties": [CHIEF, {"organisation": kommun, "role": "kommunstyrelsens ordförande"}],
        "basis": basis(
            statistics="brottsutveckling", survey="trygghetsundersökningar",
            dialogue="dialog med invånare", staff="medarbetares synpunkter",
        ),
        "focus": [
            focus("f1", "Ungdomsbrottslighet", "narkotika"),
            focus("f2", "Våld i nära relationer", "nara_relation"),
            focus("f3", "Bostadsinbrott", "bostadsinbrott"),
        ],
        "goals": [goal("m1", "En drogfri miljö för barn och unga", focus="f1")],
        "activities": [
            activity("a1", "Sök med hund i skolor", focus="f1", responsible=[POLICE], places=["skolor"]),
            activity("a2", "Möten för att tidigt se tecken", focus="f1", responsible=[POLICE, kommun]),
            activity("a3", "Utveckla sociala insatsgrupper", focus="f1", responsible=[kommun]),
            activity("a4", "Områdespolisen håller kontakt med skola, fritid och socialtjänst", focus="f1", responsible=[POLICE]),
            activity("a5", "Kommunens arbete med ANDT fortsätter", focus="f1", responsible=[kommun]),
        ],
        "follow_ups": [
            follow_up("till invånarna i maj", "residents", "2016-05-31"),
            follow_up("till invånarna i september", "residents", "2016-09-30"),
        ],
        "final_report_on": "2017-01-31",
    }  # fmt: skip


REAL = {"S0": s0, "S1": s1, "S2": s2, "S3": s3, "S4": s4}
