"""The example's löften: two as they were, in our own words, and one that is invented with what is done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from dashboard.journal import pledge_log, pledges
from dashboard.journal.pledge_document import EMPTY
from dashboard.store import Store

POLICE, KOMMUN, NEIGHBOUR = "Polisen", "Värnamo kommun", "Vaggeryds kommun"
CHIEF = {"organisation": POLICE, "role": "lokalpolisområdeschef"}
BOARD = {"organisation": KOMMUN, "role": "kommunstyrelsens ordförande"}


def write(store: Store, *, today: date) -> None:
    """Three löften, and a year of what has been done, as looked at on `today`."""
    for document in (s0(), s1()):
        pledges.make(store, document, organisation=KOMMUN)
    document = current(today)
    number = pledges.make(store, document, organisation=KOMMUN)
    first = date.fromisoformat(document["valid_from"])
    for activity, day, said in _logged(first, today=today):
        then = store.at(partial(datetime.combine, day, time(16, 5)))
        pledge_log.log(then, number, activity, done_on=day, organisation=POLICE, **said)


def activity(key: str, words: str, **said: Any) -> dict[str, Any]:
    """As a löfte's document has it; nothing is said but what `said` has."""
    return {
        "key": key, "focus": None, "words": words, "responsible": [], "quantity": None, "per": None,
        "is_at_least": True, "effort_weeks": None, "condition": None, "places": [],
        "problem_type": None, "sentence": None,
    } | said  # fmt: skip


def goal(key: str, words: str, **said: Any) -> dict[str, Any]:
    return {
        "key": key, "focus": None, "words": words, "indicator": None, "baseline": None,
        "direction": None, "target": None, "is_measurable": False,
    } | said  # fmt: skip


def focus(key: str, title: str, *problem_types: str, picture: str = "") -> dict[str, Any]:
    return {"key": key, "title": title, "problem_types": list(problem_types), "picture": picture}


def basis(**said: str) -> list[dict[str, Any]]:
    """What a löfte stands on: words by kind."""
    return [{"kind": kind, "words": words, "version": None} for kind, words in said.items()]


def follow_up(words: str, audience: str | None, on: str | None = None) -> dict[str, Any]:
    return {"on": on, "words": words, "audience": audience, "reported_on": None}


def s0() -> dict[str, Any]:
    """Värnamo and Vaggeryd, 2016."""
    return EMPTY | {
        "name": "Medborgarlöfte 2016, Värnamo och Vaggeryd",
        "areas": ["0683", "0665"],
        "valid_from": "2016-01-01",
        "valid_to": "2016-12-31",
        "parties": [CHIEF, {"organisation": KOMMUN, "role": "kommunalråd"}, {"organisation": NEIGHBOUR, "role": "kommunalråd"}],
        "basis": basis(
            dialogue="samtal med invånare", survey="omkring 200 enkäter i varje kommun",
            statistics="statistik och en lägesbild",
        ),
        "focus": [focus("f1", "Narkotika bland unga", "narkotika", picture="Invånarna satte narkotika bland unga först. På landsbygden kom stölder och inbrott före, i tätorterna trafik och narkotika.")],
        "goals": [goal("m1", "Invånarna är nöjda och har märkt en förbättring", focus="f1", indicator="andelen som svarar att de har märkt någon förbättring", direction="up", is_measurable=True)],
        "activities": [
            activity("a1", "Besök med narkotikahund i skolor efter skoltid", focus="f1", responsible=[POLICE], condition="några gånger i år", places=["skolor"], problem_type="narkotika"),
            activity("a2", "Informationsmöte om droger för alla vårdnadshavare i högstadiet i Värnamo", focus="f1", responsible=[KOMMUN, POLICE], quantity=1, per="pledge", places=["Värnamo"], problem_type="narkotika"),
            activity("a3", "Informationsmöte om droger för alla invånare i Vaggeryd", focus="f1", responsible=[NEIGHBOUR, POLICE], quantity=1, per="pledge", places=["Vaggeryd"], problem_type="narkotika"),
            activity("a4", "Insats där narkotika förekommer, efter en kartläggning", focus="f1", responsible=[POLICE], effort_weeks=1, places=["Vaggeryd"], problem_type="narkotika"),
            activity("a5", "Särskild uppmärksamhet vid ungas evenemang", focus="f1", responsible=[KOMMUN, POLICE], places=["inspark", "skolavslutning", "gatufester"]),
        ],
        "follow_ups": [
            follow_up("redovisas för samverkansparter och invånare", "residents"),
            follow_up("invånarna tillfrågas nästa år om de är nöjda och har märkt någon förbättring", "residents"),
        ],
    }  # fmt: skip


def s1() -> dict[str, Any]:
    """Värnamo, 2024."""
    return EMPTY | {
        "name": "Medborgarlöfte 2024, Värnamo",
        "areas": ["0683"],
        "valid_from": "2024-01-01",
        "valid_to": "2024-12-31",
        "parties": [CHIEF, BOARD],
        "basis": basis(
            version="lokala lägesbilder", staff="medarbetardialog", dialogue="medborgardialog",
            tips="tips från invånare", statistics="statistik", intelligence="polisens underrättelser",
        ),
        "focus": [
            focus("f1", "Effektiv samordning för trygghet", "tillhall", "otrygg_miljo", picture="Problem ska ses innan de har vuxit sig för stora: problem, platser och tidpunkter."),
            focus("f2", "Brott och missbruk bland unga", "narkotika"),
            focus("f3", "Bedrägerier, framför allt mot äldre", "bedrageri", picture="Till stor del utan plats."),
            focus("f4", "Invånare och andra ska vara med", "bostadsinbrott", "inbrott_lokal"),
        ],
        "activities": [
            activity("a1", "Återkommande, aktuella och gemensamma lägesbilder, med analyser och åtgärdsplaner", focus="f1", responsible=[POLICE, KOMMUN], condition="vid behov"),
            activity("a2", "Tidiga samordnade insatser mot brott och missbruk bland unga", focus="f2", responsible=[POLICE, KOMMUN], problem_type="narkotika"),
            activity("a3", "Insatser mot bedrägerier, framför allt mot äldre", focus="f3", responsible=[POLICE, KOMMUN], problem_type="bedrageri"),
            activity("a4", "Medborgardialog, grannsamverkan och näringslivssamverkan", focus="f4", responsible=[POLICE, KOMMUN], places=["Bredaryd", "Lanna", "Bor"]),
        ],
    }  # fmt: skip


def current(today: date) -> dict[str, Any]:
    """Invented: holds on `today`, also in January."""
    first, last = date((today - timedelta(days=120)).year, 1, 1), date(today.year, 12, 31)
    years = str(last.year) if first.year == last.year else f"{first.year}–{last.year}"
    return EMPTY | {
        "name": f"Medborgarlöfte {years}, Värnamo",
        "areas": ["0683"],
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
        "parties": [CHIEF, BOARD],
        "diary_numbers": [{"organisation": KOMMUN, "number": f"KS exempel/{first.year}"}],
        "rests_on": "samverkansöverenskommelse 2023–2026",
        "extends": 2,
        "basis": basis(statistics="anmälda brott i kommunen de senaste fem åren", dialogue="medborgardialog på torget i september", survey="kommunens enkät om trygghet"),
        "cause_analysis": "Ungdomar samlas vid resecentrum när fritidsgården har stängt. Butikerna har dålig sikt mot gatan. Äldre blir uppringda på vardagar mitt på dagen.",
        "focus": [
            focus("f1", "Trygghet i centrum", "tillhall", "vald_hot", picture="Otryggheten gäller fredagar och lördagar kväll vid resecentrum och torget."),
            focus("f2", "Narkotika bland unga", "narkotika", picture="Öppen användning på några få platser, sena kvällar."),
            focus("f3", "Bedrägerier mot äldre", "bedrageri", picture="Till stor del utan plats: samtal och meddelanden."),
        ],
        "goals": [
            goal("m1", "Fler ska känna sig trygga i centrum på kvällen", focus="f1", indicator="andel trygga i kommunens enkät", baseline="61 av 100 svarande, två år före löftet", direction="up", target="66 av 100", is_measurable=True),
            goal("m2", "Narkotika ska inte användas öppet", focus="f2"),
            goal("m3", "Färre äldre ska luras", focus="f3", indicator="anmälda bedrägerier i kommunen", direction="down", is_measurable=True),
        ],
        "activities": [
            activity("a1", "Insats mot narkotika där lägesbilden pekar", focus="f2", responsible=[POLICE], quantity=2, per="half_year", problem_type="narkotika"),
            activity("a2", "Polis till fots vid resecentrum och torget", focus="f1", responsible=[POLICE], quantity=1, per="week", places=["Värnamo resecentrum", "Storgatsbacken"], problem_type="tillhall"),
            activity("a3", "Möte för vårdnadshavare om narkotika", focus="f2", responsible=[KOMMUN, POLICE], quantity=2, per="pledge", places=["högstadieskolor"], problem_type="narkotika"),
            activity("a4", "Träff med pensionärsföreningar om bedrägerier", focus="f3", responsible=[KOMMUN], quantity=1, per="month", problem_type="bedrageri"),
            activity("a5", "Tillsyn av butiker som säljer tobak", focus="f2", responsible=[KOMMUN], quantity=1, per="quarter"),
            activity("a6", "Samtal med föreningar som ordnar evenemang", focus="f1", responsible=[KOMMUN, POLICE], condition="vid behov"),
        ],
        "follow_ups": [
            follow_up("till invånarna, på torget och på kommunens webbplats", "residents", f"{last.year}-12-04"),
            follow_up("till arbetsgruppen, varje kvartal", "working_group"),
        ],
        "final_report_on": f"{last.year + 1}-01-31",
    }  # fmt: skip


def _logged(first: date, *, today: date) -> list[tuple[str, date, dict[str, Any]]]:
    """Activity, day, and what was written of it. Three weeks without patrols; no inspections at all."""
    fridays = [
        first + timedelta(days=n) for n in range((4 - first.weekday()) % 7, (today - first).days, 7)
    ]
    found: list[tuple[str, date, dict[str, Any]]] = [
        ("a2", day, {"place": "Värnamo resecentrum"})
        for n, day in enumerate(fridays)
        if n % 17 != 9
    ]
    efforts = [(80, {"place": "centrum", "audience": "parties"}), (140, {"place": "centrum", "note": "tillsammans med tullen", "audience": "parties"}), (260, {"place": "stadsparken"})]  # fmt: skip
    found += [("a1", first + timedelta(days=n), said) for n, said in efforts]
    found += [("a3", first + timedelta(days=n), {"cost": cost, "place": "en högstadieskola"}) for n, cost in ((60, 4200), (265, 3900))]  # fmt: skip
    months = sorted({day.replace(day=12) for day in fridays if day.replace(day=12) < today})
    found += [("a4", day, {"note": "omkring trettio deltagare"}) for day in months]
    found += [("a6", first + timedelta(days=n), {}) for n in (110, 200)]
    return [one for one in found if one[1] < today]
