"""The pasted text of a löfte becomes points, each with its sentence; nothing is invented."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pledge.checks import findings
from dashboard.pledge.text import points

TEXTS = {f.stem: f.read_text(encoding="utf-8") for f in sorted(Path(__file__).parent.glob("texts/*.txt"))}  # fmt: skip
CODES = {"key", "kind", "per", "direction", "audience", "on", "valid_from", "valid_to", "final_report_on"}  # fmt: skip
BOTH_HAPARANDA = ["Haparanda kommun", "Polisen"]


def said(name: str, part: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row[f] for f in fields) for row in points(TEXTS[name])[part]]


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("s0", ("2016-01-01", "2016-12-31", "Löftet gäller under 2016.")),
        ("s1", ("2024-01-01", "2024-12-31", "Löftet gäller 2024 och ges av Polisen och Värnamo kommun.")),
        ("s2", ("2015-11-30", None, "Löftet gäller från och med 2015-11-30.")),
        ("s3", ("2019-01-01", "2019-12-31", "Medborgarlöfte Haparanda 2019")),
        ("s4", ("2017-01-01", "2017-12-31",
                "Löftet är en förlängning av medborgarlöftet för 2016 och gäller 2017.")),
    ],
)  # fmt: skip
def test_validity(name: str, valid: tuple[str, str | None, str]) -> None:
    found = points(TEXTS[name])
    assert (found["valid_from"], found["valid_to"], found["sentences"]["valid_from"]) == valid
    assert (found["sentences"]["valid_to"] is None) == (found["valid_to"] is None)


@pytest.mark.parametrize(
    ("name", "parties"),
    [
        ("s0", [("Polisen", "Lokalpolisområdeschef"), ("Värnamo kommun", "Kommunalråd"), ("Vaggeryds kommun", "Kommunalråd")]),
        ("s1", [("Polisen", "Lokalpolisområdeschef"), ("Värnamo kommun", "Kommunstyrelsens ordförande")]),
        ("s2", [("Polisen", "Lokalpolisområdeschef"), ("Staffanstorps kommun", "Kommunstyrelsens ordförande")]),
        ("s3", [("Polisen", "Lokalpolisområdeschef"), ("Haparanda kommun", "Kommunalråd")]),
        ("s4", [("Polisen", "Lokalpolisområdeschef"), ("Habo kommun", "Kommunstyrelsens ordförande")]),
    ],
)  # fmt: skip
def test_parties_are_roles(name: str, parties: list[tuple[str, str]]) -> None:
    assert said(name, "parties", "organisation", "role") == parties


def test_the_activities_of_s0() -> None:
    assert said("s0", "activities", "words", "responsible", "quantity", "effort_weeks", "is_at_least", "places") == [
        ("Polisen besöker skolor tillsammans med narkotikahund några gånger i år, efter skoltid.",
         ["Polisen"], None, None, False, ["skolor"]),
        ("Värnamo kommun bjuder in alla föräldrar till elever på högstadiet till ett informationsmöte om droger.",
         ["Värnamo kommun"], None, None, False, []),
        ("Vaggeryds kommun bjuder in alla invånare till ett möte om droger.", ["Vaggeryds kommun"], None, None, False, []),
        ("Efter en kartläggning gör vi minst en veckas insats mot personer och platser där narkotika förekommer i Vaggeryd.",
         ["Polisen", "Vaggeryds kommun"], None, 1, True, ["Vaggeryd"]),
        ("Vi är på plats vid inspark, skolavslutning och gatufester i Värnamo.",
         ["Polisen", "Värnamo kommun"], None, None, False, ["Värnamo"]),
    ]  # fmt: skip
    assert said("s0", "basis", "kind", "words") == [
        ("dialogue", "dialog med invånare"), ("survey", "enkäter"),
        ("statistics", "statistik över anmälda brott"), ("other", "gemensam lägesbild"),
    ]  # fmt: skip
    assert [(on, who) for on, who in said("s0", "follow_ups", "on", "audience")] == [(None, "residents")] * 2  # fmt: skip


def test_the_points_of_s1() -> None:
    found = said("s1", "activities", "words", "responsible", "quantity", "places")
    assert [words.split()[0] for words, *_ in found] == ["Fortsätta", "Förebygga", "Arbeta", "Göra"]
    assert found[0][0].endswith("så att problem upptäcks innan de växer sig för stora.")
    assert [one[1:] for one in found] == [([], None, [])] * 3 + [([], None, ["Bredaryd", "Lanna", "Bor"])]  # fmt: skip
    kinds = [kind for (kind,) in said("s1", "basis", "kind")]
    assert kinds == ["other", "staff", "dialogue", "tips", "statistics", "intelligence"]


def test_the_points_of_s2() -> None:
    assert said("s2", "diary_numbers", "organisation", "number") == [(None, "A123.456/2015")]
    assert said("s2", "activities", "responsible", "quantity") == [
        (["Staffanstorps kommun", "Polisen"], None), (["Polisen"], None), (["Polisen", "Staffanstorps kommun"], None),
    ]  # fmt: skip
    assert points(TEXTS["s2"])["follow_ups"] == []


def test_the_points_of_s3() -> None:
    assert said("s3", "focus", "key", "title") == [("f1", "Polisnärvaro"), ("f2", "Narkotika"), ("f3", "Trafiksäkerhet")]  # fmt: skip
    assert said("s3", "activities", "focus", "responsible", "quantity", "per", "is_at_least", "condition", "places") == [
        ("f1", ["Polisen"], 1, "week", True, None, ["Coop", "Max", "IKEA", "skolor"]),
        ("f2", ["Polisen"], 2, "half_year", True, None, []),
        ("f2", [*BOTH_HAPARANDA, "BRÅ-gruppen"], 2, None, True, None, []),
        ("f2", BOTH_HAPARANDA, None, None, False, "i den omfattning som är nödvändig",
         ["skolor", "asylboenden", "ungdomsgården"]),
        ("f2", BOTH_HAPARANDA, None, None, False, None, []),
        ("f3", ["Polisen"], None, None, False, None, []),
    ]  # fmt: skip
    found = points(TEXTS["s3"])
    assert found["final_report_on"] == "2020-02-29"
    assert found["sentences"]["final_report_on"] == "En skriftlig sammanfattning lämnas senast februari 2020."  # fmt: skip
    assert said("s3", "follow_ups", "on", "audience") == [(None, "leaders")]
    assert {kind for (kind,) in said("s3", "basis", "kind")} == {"dialogue", "survey", "statistics", "intelligence"}  # fmt: skip


def test_the_points_of_s4() -> None:
    found = points(TEXTS["s4"])
    assert [f["title"] for f in found["focus"]] == ["Ungdomsbrott", "Våld i nära relationer", "Bostadsinbrott"]  # fmt: skip
    assert said("s4", "goals", "words", "indicator", "baseline") == [
        ("Målet är en drogfri miljö för barn och unga.", None, None)
    ]
    assert said("s4", "activities", "words", "responsible") == [
        ("Polisen söker med narkotikahund i skolor.", ["Polisen"]),
        ("Polisen och kommunen håller strategimöten för att se tidiga tecken.", ["Polisen", "kommunen"]),
        ("Sociala insatsgrupper ska utvecklas.", []),
        ("Områdespoliserna håller nära kontakt med skola, fritid och socialtjänst.", ["Områdespoliserna"]),
        ("Kommunen fortsätter sitt ANDT-arbete.", ["Kommunen"]),
    ]  # fmt: skip
    assert said("s4", "follow_ups", "on", "words", "audience") == [
        (None, "Arbetet följs upp internt enligt programmet.", None),
        (None, "maj", "residents"),
        (None, "september", "residents"),
    ]
    assert (found["extends"], found["sentences"]["extends"]) == (None, found["sentences"]["valid_from"])  # fmt: skip
    assert found["final_report_on"] == "2017-01-31"


def test_numbered_headings_and_a_year_on_a_line_of_its_own() -> None:
    found = points(TEXTS["numbered"])
    assert (found["valid_from"], found["valid_to"]) == ("2026-01-01", "2026-12-31")
    assert found["sentences"]["valid_from"] == "2026"
    assert said("numbered", "diary_numbers", "organisation", "number") == [(None, "KS.2025.0123"), ("Polisen", "A987.654/2025")]  # fmt: skip
    assert found["rests_on"] == "samverkansöverenskommelse för 2023–2026"
    assert [f["title"] for f in found["focus"]] == ["Trygghet i centrum", "Unga"]
    assert said("numbered", "goals", "words", "direction") == [
        ("Andelen otrygga ska minska jämfört med 2025.", "down"),
        ("Fler ungdomar ska känna till Fältgruppen.", "up"),
    ]
    assert said("numbered", "activities", "focus", "responsible", "quantity", "per", "condition") == [
        ("f1", ["Polisen"], 3, "week", None),
        ("f1", ["Värnamo kommun", "Finnvedsbostäder"], None, None, None),
        ("f1", ["Kommunen", "Polisen", "Näringslivsföreningen"], 1, "half_year", None),
        ("f2", [], None, None, None),
        ("f2", ["Socialförvaltningen", "Polisen"], None, None, "Vid behov"),
    ]  # fmt: skip
    assert said("numbered", "follow_ups", "on", "audience") == [("2026-06-15", "leaders"), (None, "working_group")]  # fmt: skip
    assert found["final_report_on"] == "2027-02-28"
    odd = [f["where"] for f in findings(found, today=date(2026, 3, 1)) if "tid" in f["said"]]
    assert odd == []  # the years of the survey, the agreement and the law are not the löfte's


NO_GOAL = ("mål", "Löftet har aktiviteter men inget mål. Att något blev gjort är inget mål.")
NO_QUANTITY = "Ingen mängd är lovad, så det går inte att säga när det är gjort."
NO_PROBLEM = "Det står inte vilket problem aktiviteten ska hjälpa mot."
NO_ONE = "Ingen är ansvarig."
NOT_OFTEN = "Det säger inte hur ofta."
NO_FOLLOW_UP = ("uppföljning", "Det står inte när löftet följs upp.")


def activity(number: int, *lacks: str) -> list[tuple[str, str]]:
    return [(f"aktivitet {number}", lack) for lack in lacks]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("s0", [
            NO_GOAL, *activity(1, NOT_OFTEN, NO_PROBLEM), *activity(2, NO_QUANTITY, NO_PROBLEM),
            *activity(3, NO_QUANTITY, NO_PROBLEM), *activity(4, NO_PROBLEM), *activity(5, NO_QUANTITY, NO_PROBLEM),
        ]),
        ("s1", [
            NO_FOLLOW_UP, NO_GOAL, *activity(1, NO_ONE, NOT_OFTEN, NO_PROBLEM),
            *(one for n in (2, 3, 4) for one in activity(n, NO_ONE, NO_QUANTITY, NO_PROBLEM)),
        ]),
        ("s2", [
            ("giltighetstid", "Löftets sista dag är inte sagd."), NO_FOLLOW_UP, NO_GOAL,
            *(one for n in (1, 2, 3) for one in activity(n, NO_QUANTITY, NO_PROBLEM)),
        ]),
        ("s3", [
            ("aktivitet 2", "Tiden är utanför löftets tid (2019)."), NO_GOAL,
            *activity(3, "Mängden har ingen tid."),
            *activity(4, "Villkoret går inte att mäta: ingen kan säga om det är uppfyllt."),
            *activity(5, NO_QUANTITY), *activity(6, NO_QUANTITY),
        ]),
        ("s4", [
            ("slutrapport", "Slutrapporten är satt till före löftets sista dag. Är dagen kvar från året före?"),
            ("mål 1", "Målet saknar något att mäta med och ett utgångsläge."),
            *activity(1, NO_QUANTITY, NO_PROBLEM), *activity(2, NO_QUANTITY, NO_PROBLEM),
            *activity(3, NO_ONE, NO_QUANTITY, NO_PROBLEM), *activity(4, NO_QUANTITY, NO_PROBLEM),
            *activity(5, NO_QUANTITY, NO_PROBLEM),
            ("löftets text", "Tiden är utanför löftets tid (2017)."),
        ]),
    ],
)  # fmt: skip
def test_the_checks_find_what_is_wrong_in_each_and_nothing_more(
    name: str, expected: list[tuple[str, str]]
) -> None:
    held = points(TEXTS[name])
    today = date.fromisoformat(held["valid_from"])
    assert [(f["where"], f["said"]) for f in findings(held, today=today)] == expected


def test_the_known_traps_are_quoted() -> None:
    for name, quote in (("s3", "under 2017"), ("s4", "Under 2016"), ("s4", "2017-01-31")):
        held = points(TEXTS[name])
        assert quote in [f["quote"] for f in findings(held, today=date(2016, 1, 1))]


@pytest.mark.parametrize(
    ("words", "quantity", "per", "is_at_least", "effort_weeks"),
    [
        ("minst två gånger per halvår", 2, "half_year", True, None),
        ("minst en gång i veckan", 1, "week", True, None),
        ("minst 1 tillfälle/vecka", 1, "week", True, None),
        ("tre gånger i månaden", 3, "month", False, None),
        ("ett möte per kvartal", 1, "quarter", False, None),
        ("minst två insatser under kvartal 2-3", 2, None, True, None),
        ("två möten i vecka 18", 2, None, False, None),
        ("minst fyra trygghetsvandringar om året", 4, "year", True, None),
        ("två tillfällen", 2, None, False, None),
        ("10 hastighetskontroller under löftesperioden", 10, "pledge", False, None),
        ("varje månad", 1, "month", False, None),
        ("minst en veckas insats", None, None, True, 1),
        ("två veckors insatser", None, None, False, 2),
        ("några gånger i år", None, None, False, None),
        ("ett möte", None, None, False, None),
        ("insatser mot 18-åringars langning", None, None, False, None),
    ],
)
def test_how_often(
    words: str, quantity: int | None, per: str | None, is_at_least: bool, effort_weeks: int | None
) -> None:
    [one] = points(f"• Polisen gör {words} på torget.")["activities"]
    assert one["quantity"] == quantity
    assert (one["per"], one["is_at_least"], one["effort_weeks"]) == (per, is_at_least, effort_weeks)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("Löftet gäller under tiden 2015-11-30 – 2016-11-29.", ("2015-11-30", "2016-11-29")),
        ("Löftet gäller under tiden 2015-11-30 –", ("2015-11-30", None)),
        ("Löftet gäller från och med den 1 mars 2024 till och med den 28 februari 2025.", ("2024-03-01", "2025-02-28")),
        ("Giltighetstid: 1 januari–31 december 2024", ("2024-01-01", "2024-12-31")),
        ("Löftet gäller till och med 31 december 2024.", (None, "2024-12-31")),
        ("Löftet gäller 2020–2023.", ("2020-01-01", "2023-12-31")),
        ("Löftet gäller torget. Det gäller 2024.", ("2024-01-01", "2024-12-31")),
        ("Enligt lagen (2023:196) gäller ansvaret kommunen.", (None, None)),
        ("Polisen finns på torget.", (None, None)),
        ("Löftet gäller från och med 2026-05-01 till och med 2027-04-30.", ("2026-05-01", "2027-04-30")),
        ("Löftet gäller kvartal 2 2026.", ("2026-04-01", "2026-06-30")),
        ("Löftet gäller kvartal 2-3 2026.", ("2026-04-01", "2026-09-30")),
        ("Löftet gäller andra och tredje kvartalet 2026.", ("2026-04-01", "2026-09-30")),
        ("Löftet gäller andra halvåret 2026.", ("2026-07-01", "2026-12-31")),
        ("Löftet gäller v. 18 2026 till och med v. 39 2026.", ("2026-04-27", "2026-09-27")),
        ("Löftet gäller v. 18–39 2026.", ("2026-04-27", "2026-09-27")),
        ("Löftet gäller mars 2026–juni 2027.", ("2026-03-01", "2027-06-30")),
        ("Löftet gäller från och med mars 2026 och redovisas i juni 2026.", ("2026-03-01", None)),
        ("Löftet gäller vecka 54 2026.", ("2026-01-01", "2026-12-31")),
        ("Löftet gäller 2024 och redovisas i maj 2025.", ("2024-01-01", "2024-12-31")),
    ],
)  # fmt: skip
def test_how_long(text: str, valid: tuple[str | None, str | None]) -> None:
    found = points(text)
    assert (found["valid_from"], found["valid_to"]) == valid


def test_what_is_told_around_the_points() -> None:
    found = points(
        "Polisens dnr: A123.456/2019\nVärnamo kommun, dnr KS 2019/45\n\n"
        "Löftet bygger på samverkansöverenskommelsen 2023–2026.\n\nOrsaker\nBelysningen är svag.\n\n"
        "Uppföljning\nTill invånarna redovisas den 31 maj 2019 och den 30 september 2019.\n"
    )
    assert [d["number"] for d in found["diary_numbers"]] == ["A123.456/2019", "KS 2019/45"]
    assert found["diary_numbers"][1]["organisation"] == "Värnamo kommun"
    assert found["rests_on"] == "samverkansöverenskommelsen 2023–2026"
    assert found["cause_analysis"] == "Belysningen är svag."
    assert [(f["on"], f["audience"]) for f in found["follow_ups"]] == [
        ("2019-05-31", "residents"), ("2019-09-30", "residents"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "told", "final"),
    [
        ("Till invånarna redovisas v. 18 och v. 40.", [(None, "v. 18"), (None, "v. 40")], None),
        ("Till invånarna redovisas kvartal 2 och fjärde kvartalet.", [(None, "kvartal 2"), (None, "fjärde kvartalet")], None),
        ("Till invånarna redovisas 2026-05-01 och 2026-W40.", [("2026-05-01", "2026-05-01"), (None, "2026-W40")], None),
        ("En slutrapport lämnas senast v. 5 2027.", [], "2027-02-07"),
        ("En slutrapport lämnas under första kvartalet 2027.", [], "2027-03-31"),
        ("En slutrapport lämnas den 31 februari 2027.", [], None),
    ],
)  # fmt: skip
def test_weeks_and_quarters_are_times_too(
    sentence: str, told: list[tuple[str | None, str]], final: str | None
) -> None:
    found = points(f"Uppföljning\n{sentence}\n")
    assert [(f["on"], f["words"]) for f in found["follow_ups"]] == told
    assert found["final_report_on"] == final


def test_a_week_of_another_year_is_found_by_the_checks() -> None:
    held = points("Löftet gäller 2026.\n\nAktiviteter\n• Polisen finns på torget v. 18 2025.\n")
    found = findings(held, today=date(2026, 1, 1))
    assert [f["quote"] for f in found if "utanför" in f["said"]] == ["v. 18 2025"]


def test_an_association_may_be_a_party() -> None:
    text = "Kommunalråd, Uppsala kommun\nLokalpolisområdeschef, Polisen\nOrdförande, Fastighetsägarföreningen Gottsunda\n"
    found = points(text)
    assert [p["organisation"] for p in found["parties"]] == ["Uppsala kommun", "Polisen", "Fastighetsägarföreningen Gottsunda"]  # fmt: skip
    assert found["left_out"] == 0


# Nobody is called so.
NAMED = ["Testa Exempelsson", "Prov Påhittadsson-Ek", "Dikt A. Uppdiktad"]
SIGNATURES = [
    "{0}\nLokalpolisområdeschef\n\n{1}\nKommunstyrelsens ordförande",
    "Underskrifter\n\n{0}          {1}\nLokalpolisområdeschef          Kommunalråd",
    "Lokalpolisområdeschef {0}, Polisen\nKommunalråd: {1}",
    "{0}, lokalpolisområdeschef\n{1} (kommunstyrelsens ordförande)",
    "Ort och datum\n____________\n{0}\n____________\n{1}",
    "Kontaktperson: {0}\nNamnförtydligande: {1}",
    "• Kommunpolis {0} och säkerhetssamordnare {1} håller ihop arbetet.",
]


@pytest.mark.parametrize("form", SIGNATURES)
@pytest.mark.parametrize("pair", [NAMED[:2], NAMED[1:]])
def test_names_are_neither_taken_up_nor_repeated(form: str, pair: list[str]) -> None:
    found = points(f"{TEXTS['s1'].split('Underskrifter')[0]}\n{form.format(*pair)}\n")
    everything = json.dumps(found, ensure_ascii=False)
    assert not [
        part for name in pair for part in name.split() if len(part) > 2 and part in everything
    ]
    assert found["left_out"] == 2


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ("• Kommunpolis Ulrika håller ihop arbetet.", "håller ihop arbetet"),
        ("Kontaktperson: Ulrika", "Kontaktperson"),
        ("• Ni når Ulrika, kommunpolis, på torget.", "på torget"),
    ],
)
def test_a_first_name_by_itself_is_taken_out_beside_a_role(form: str, kept: str) -> None:
    found = points(form)
    assert "Ulrika" not in json.dumps(found, ensure_ascii=False) and kept in found["text"]
    assert found["left_out"] == 1


@pytest.mark.parametrize("name", ["Oxana Bergström", "Zeynep Sjö-Karlsson"])
def test_a_first_name_with_a_surname_is_taken_out_wherever_it_stands(name: str) -> None:
    text = points(f"• Föreningen leds av {name} i centrum.")["text"]
    assert re.sub(r"\s+", " ", text) == "• Föreningen leds av i centrum."


@pytest.mark.parametrize("words", ["Områdespolis Bredaryd finns på Maria torg.", "Ansvarig: Socialtjänsten", "Polisen möter Karl Johans skola."])  # fmt: skip
def test_a_place_or_an_office_beside_a_role_stays(words: str) -> None:
    assert points(f"• {words}")["text"] == f"• {words}"


@pytest.mark.parametrize("words", ["testa.exempel@exempel.se", "070-123 45 67", "0370-12 34 56"])
def test_addresses_are_left_out(words: str) -> None:
    found = points(f"Vi nås på {words} eller på torget.")
    assert words not in json.dumps(found, ensure_ascii=False)
    assert found["left_out"] == 1


@pytest.mark.parametrize("name", TEXTS)
def test_places_and_offices_are_no_names(name: str) -> None:
    assert points(TEXTS[name])["left_out"] == 0
    assert points(TEXTS[name])["text"] == TEXTS[name].strip()


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            is_code = key in CODES or (key == "focus" and isinstance(inner, str))
            yield from () if is_code and isinstance(inner, str) else strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield from value.split("\n")


def squeezed(text: str) -> str:
    """Without white space, hyphens and numbers of pages."""
    text = re.sub(r"(?im)^\s*(?:sida\s*)?\d{1,2}\s*(?:\(\d{1,2}\)|av \d{1,2})?\s*$", "", text)
    return re.sub(r"[\s\u00ad_.…-]", "", unicodedata.normalize("NFC", text))


def nothing_is_invented(text: str) -> None:
    found = points(text)
    assert points(found["text"]) == found | {"left_out": 0}  # it is kept, and read again
    whole = squeezed(text if found["left_out"] == 0 else found["text"])
    for said_there in strings(found):
        assert squeezed(said_there) in whole, said_there
    for when in (found["valid_from"], found["valid_to"], found["final_report_on"], *(f["on"] for f in found["follow_ups"])):  # fmt: skip
        assert when is None or when[:4] in whole


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " \n\t"])
def test_everything_proposed_stands_in_the_text(name: str, end: str) -> None:
    nothing_is_invented(TEXTS[name].replace("\n", end))


LINES = [line for text in TEXTS.values() for line in text.split("\n")]


@given(
    st.lists(
        st.sampled_from([*LINES, "Sida 2 (3)", "1. Narkotika", "a) droger-\u00ad", "31/13 2019"]),
        max_size=25,
    )
)
def test_whatever_order_the_lines_come_in(lines: list[str]) -> None:
    nothing_is_invented("\n".join(lines))


@given(
    st.text(alphabet=st.sampled_from("aåBÖ1290./:-–•() \n,\u00adﬁ"), max_size=200),
    st.text(max_size=80),
)
def test_any_text_at_all(one: str, other: str) -> None:
    points(one + other)
    findings(points(one + " 2019 gäller " + other), today=date(2019, 1, 1))
