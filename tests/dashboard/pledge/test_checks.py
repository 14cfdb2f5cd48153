"""The checks find what is known to go wrong in löften, and raise no false alarm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.pledge.checks import findings
from dashboard.pledge.dates import times
from tests.dashboard.pledge.documents import activity, document, goal

FOLLOW_UP = {"on": "2019-09-30", "words": "till invånare", "audience": "residents"}
SOUND = {"follow_ups": [FOLLOW_UP]}


def found(today: str = "2019-06-01", **said: Any) -> list[tuple[str, str, str]]:
    all_of_them = findings(document(**(SOUND | said)), today=date.fromisoformat(today))
    assert all(set(f) == {"where", "quote", "said", "proposal"} and f["proposal"] for f in all_of_them)  # fmt: skip
    return [(f["where"], f["quote"], f["said"]) for f in all_of_them]


def test_a_sound_loefte_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"activities": [activity(words="Narkotikainsatser under 2017")]},
         [("aktivitet 1", "under 2017", "Tiden är utanför löftets tid (2019).")]),
        ({"activities": [activity(), activity(words="Klart senast den 31/1 2021")]},
         [("aktivitet 2", "senast den 31/1 2021", "Tiden är utanför löftets tid (2019).")]),
        ({"goals": [goal(target="70 av 100 i juni 2022")]},
         [("mål 1", "i juni 2022", "Tiden är utanför löftets tid (2019).")]),
        ({"name": "Medborgarlöfte 2018"}, [("namn", "2018", "Tiden är utanför löftets tid (2019).")]),
        ({"follow_ups": [FOLLOW_UP, {"on": "2018-05-31", "words": "till invånare under 2018", "audience": "residents"}]},
         [("uppföljning 2", "under 2018", "Tiden är utanför löftets tid (2019)."),
          ("uppföljning 2", "till invånare under 2018", "31 maj 2018 är före löftets tid. Är dagen kvar från året före?")]),
        ({"follow_ups": [FOLLOW_UP | {"on": "2021-03-01"}]},
         [("uppföljning 1", "till invånare", "1 mars 2021 är mer än ett år efter löftets tid.")]),
        ({"follow_ups": [FOLLOW_UP | {"on": "2019-05-31"}]},
         [("uppföljning 1", "till invånare", "31 maj 2019 har passerat utan att uppföljningen är redovisad.")]),
        ({"follow_ups": []}, [("uppföljning", "", "Det står inte när löftet följs upp.")]),
        ({"final_report_on": "2019-01-31"},
         [("slutrapport", "2019-01-31", "Slutrapporten är satt till före löftets sista dag. Är dagen kvar från året före?")]),
        ({"final_report_on": "2022-01-31"},
         [("slutrapport", "2022-01-31", "Slutrapporten är satt till mer än ett år efter löftets tid.")]),
        ({"activities": [activity(responsible=[])]}, [("aktivitet 1", "Polisen finns på torget", "Ingen är ansvarig.")]),
        ({"activities": [activity(quantity=None, per=None)]},
         [("aktivitet 1", "Polisen finns på torget", "Ingen mängd är lovad, så det går inte att säga när det är gjort.")]),
        ({"activities": [activity(quantity=None, per=None, words="Vi syns regelbundet")]},
         [("aktivitet 1", "regelbundet", "Det säger inte hur ofta.")]),
        ({"activities": [activity(quantity=None, per=None, words="Samtal i den omfattning som är nödvändig")]},
         [("aktivitet 1", "i den omfattning som är nödvändig", "Villkoret går inte att mäta: ingen kan säga om det är uppfyllt.")]),
        ({"activities": [activity(condition="vid behov")]},
         [("aktivitet 1", "vid behov", "Villkoret går inte att mäta: ingen kan säga om det är uppfyllt.")]),
        ({"activities": [activity(per=None)]}, [("aktivitet 1", "Polisen finns på torget", "Mängden har ingen tid.")]),
        ({"activities": [activity(focus=None)]},
         [("aktivitet 1", "Polisen finns på torget", "Det står inte vilket problem aktiviteten ska hjälpa mot.")]),
        ({"goals": []}, [("mål", "", "Löftet har aktiviteter men inget mål. Att något blev gjort är inget mål.")]),
        ({"goals": [goal(baseline=None)]}, [("mål 1", "Fler känner sig trygga på torget", "Målet saknar ett utgångsläge.")]),
        ({"goals": [goal(baseline=None, indicator=None)]},
         [("mål 1", "Fler känner sig trygga på torget", "Målet saknar något att mäta med och ett utgångsläge.")]),
        ({"parties": [{"organisation": "Polisen", "role": ""}]}, [("parter", "Polisen", "Ett löfte ges av minst två parter.")]),
        ({"valid_from": None, "valid_to": None}, [("giltighetstid", "", "Löftets första och sista dag är inte sagd.")]),
        ({"valid_to": None}, [("giltighetstid", "", "Löftets sista dag är inte sagd.")]),
        ({"text": "Insatser mot narkotika genomförs\nunder 2017. Vi syns under 2019."},
         [("löftets text", "under 2017", "Tiden är utanför löftets tid (2019).")]),
        ({"text": "Narkotikainsatser under 2017.", "activities": [activity(words="Narkotikainsatser under 2017")]},
         [("aktivitet 1", "under 2017", "Tiden är utanför löftets tid (2019).")]),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_found_once(said: dict[str, Any], expected: list[Any]) -> None:
    assert found(**said) == expected


def test_days_the_wrong_way_round() -> None:
    wrong = found(valid_from="2019-12-31", valid_to="2019-01-01", name="Löfte")
    assert wrong[0] == ("giltighetstid", "2019-12-31 – 2019-01-01", "Löftet slutar innan det börjar.")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Under 2019 finns polisen på torget, från den 1 mars 2019 till och med december 2019.",
        "Löftet bygger på lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete.",
        "Enligt samverkansöverenskommelsen 2023–2026 ska vi arbeta tillsammans.",
        "Överenskommelse 2016-2018, dnr A123.456/2017 och KS 2017/45.",
        "En skriftlig sammanfattning lämnas senast februari 2020.",
        "Arbetet som pågår sedan 2015 fortsätter.",
        "Vi gör som i 2016 års löfte.",
        "Vi delar ut 2000 enkäter och bjuder in 2050 invånare.",
        "Läsåret 2017/2018 gäller samma sak.",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert found(text=text) == []
    assert found(activities=[activity(words=text)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Trygghetsundersökningen 2017 visade att färre vågar gå ut.",
        "Under 2018 anmäldes 40 inbrott.",
        "Haparanda den 12 december 2018\n\nLokalpolisområdeschef",
        "Värnamo 2018-12-18",
        "Under 2017 ökade skadegörelsen.",
        "Polisen har under 2018 genomfört en medborgardialog.",
    ],
)
def test_what_has_been_is_no_alarm_in_the_text(text: str) -> None:
    assert found(text=text) == []


def test_the_basis_the_cause_and_the_picture_may_have_years_of_their_own() -> None:
    assert found(
        basis=[{"kind": "statistics", "words": "Brott under 2016", "version": None}],
        cause_analysis="Under 2017 stängde fritidsgården.",
        focus=[{"key": "f1", "title": "Torget", "problem_types": [], "picture": "Under 2018 mer bråk"}],
        goals=[goal(baseline="52 av 100 under 2016")],
        rests_on="överenskommelse 2016",
    ) == []  # fmt: skip


def test_a_reported_day_has_not_passed_in_vain() -> None:
    reported = {"on": "2019-05-31", "words": "maj", "reported_on": "2019-06-02"}
    said = {"follow_ups": [reported], "final_report_on": "2020-01-31"}
    assert found("2019-12-01", **said) == []
    assert [w for w, *_ in found("2020-12-01", **said)] == ["slutrapport"]
    assert found("2020-12-01", **said, final_reported_on="2020-01-30") == []


def test_the_day_that_was_meant_is_proposed() -> None:
    held = document(valid_from="2017-01-01", valid_to="2017-12-31", name="", final_report_on="2017-01-31")  # fmt: skip
    [one] = findings(held, today=date(2017, 3, 1))
    assert one["proposal"] == "Menas 31 jan 2018?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("under 2016 och senast den 31/1 2017", [(2016, None, None), (2017, 1, 31)]),
        ("2015-11-30 – 2016-11-30", [(2015, 11, 30), (2016, 11, 30)]),
        ("den 15 maj 2024, sep 2019 och 2024.", [(2024, 5, 15), (2019, 9, None), (2024, None, None)]),
        ("lag (2023:196), 2023–2026, A123.456/2019, 2000 invånare, 2018/2019", []),
        ("den 31 februari 2019", [(2019, 2, 31)]),
        ("31/13 2019 och 2019-13-01", [(2019, None, None), (2019, None, None)]),
    ],
)  # fmt: skip
def test_times(text: str, expected: list[tuple[int, int | None, int | None]]) -> None:
    assert [(t.year, t.month, t.day) for t in times(text)] == expected
    assert all(text[t.start : t.end] == t.words for t in times(text))


def test_until_further_notice_is_a_day_like_others() -> None:
    assert found(valid_to="9999-12-31") == []
