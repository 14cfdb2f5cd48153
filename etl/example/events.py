"""The police's public event feed, invented: some weeks of Jönköpings län, as the API answers.

Form of ../shared/data/polisen/*.json: newest first, `datetime` is when it was published with an
unpadded hour, the event's own time stands in `name`, the position is a kommun's or the län's
midpoint. All ids are far above any real one and every summary begins with EXEMPEL.
"""

import json
import unicodedata
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

DAYS = 56
PER_DAY = 1.8  # with one summary each morning: about 150 in all; the API gives 500 at most
FIRST_ID = 9_000_000
STOCKHOLM = ZoneInfo("Europe/Stockholm")
LAN = "Jönköpings län"
LAN_SHARE = 0.15  # events placed in the län only
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

# Place -> position as the feed gives it, and how often it is named in the feed.
PLACES = {
    "Jönköping": ("57.782614,14.161788", 30),
    "Värnamo": ("57.183161,14.047821", 16),
    "Nässjö": ("57.653036,14.696725", 9),
    "Gislaved": ("57.2985,13.54326", 9),
    "Vetlanda": ("57.42746,15.08533", 7),
    "Vaggeryd": ("57.498962,14.14863", 6),
    "Eksjö": ("57.665165,14.973221", 4),
    "Tranås": ("58.035518,14.975696", 4),
    "Sävsjö": ("57.398996,14.665814", 3),
    "Gnosjö": ("57.35804,13.73719", 3),
    LAN: ("57.370843,14.343917", 0),
}

# Type, summary, how often.
KINDS = (
    ("Trafikolycka", "Två bilar har krockat i en korsning. Ingen är allvarligt skadad.", 22),
    ("Trafikolycka, personskada", "En cyklist har ramlat och förs till sjukhus för kontroll.", 7),
    ("Trafikolycka, singel", "En bil har kört av vägen. Föraren är oskadd.", 7),
    ("Trafikolycka, vilt", "En bil har krockat med ett rådjur. Eftersöksjägare är larmad.", 6),
    ("Trafikhinder", "Ett träd ligger över vägen. Trafiken leds om under röjningen.", 4),
    ("Brand", "Det brinner i en container. Räddningstjänsten släcker.", 7),
    ("Brand automatlarm", "Ett brandlarm har löst ut i en skola. Det var matos.", 3),
    ("Stöld/inbrott", "Inbrott i en verkstad under natten. Verktyg saknas.", 6),
    ("Stöld", "En släpvagn har försvunnit från en parkering.", 4),
    ("Skadegörelse", "Rutor har krossats på en busskur. Tekniker har varit på plats.", 5),
    ("Rattfylleri", "En förare har stoppats i en kontroll och lämnat blodprov.", 6),
    ("Narkotikabrott", "Polisen har tagit misstänkt narkotika i beslag vid en kontroll.", 4),
    ("Misshandel", "Bråk mellan två personer utanför en restaurang. Anmälan är upprättad.", 4),
    ("Bråk", "Högljutt gräl på en parkering. Lugnt när polisen kommer.", 3),
    ("Olaga intrång", "Ungdomar har tagit sig in på en byggplats. De har fått gå därifrån.", 2),
    ("Trafikkontroll", "Hastighetskontroll vid en skola. Några förare bötfälls.", 4),
    ("Försvunnen person", "En äldre person saknas från sitt boende. Återfunnen välbehållen.", 2),
    ("Arbetsplatsolycka", "En person har klämt en hand i en maskin och förs till vård.", 2),
    ("Övrigt", "Ett okänt ljud undersöktes. Det var ett fyrverkeri.", 3),
)
SUMMARY = ("Sammanfattning natt", "Ett urval av nattens händelser i länet. En lugn natt.")


def write_events(path: Path, *, until: date, seed: int) -> None:
    """Write the events published on the DAYS days before `until`."""
    days = [until - timedelta(days=back) for back in range(1, DAYS + 1)]
    events = [event for day in days for event in reversed(_day(day, seed))]
    path.write_text(json.dumps(events, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _day(day: date, seed: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng([seed, 7, day.toordinal()])
    morning = datetime.combine(day, time(7, int(rng.integers(10, 59)), int(rng.integers(60))))
    drawn = [(morning, morning, *SUMMARY, LAN)]
    frequency = np.array([often for *_, often in KINDS], float)
    visits = np.array([often for _, often in PLACES.values()], float)
    for _ in range(rng.poisson(PER_DAY)):
        kind, summary, _often = KINDS[rng.choice(len(KINDS), p=frequency / frequency.sum())]
        happened = datetime.combine(day, time()) + timedelta(minutes=int(rng.integers(480, 1_370)))
        published = happened + timedelta(seconds=int(rng.integers(120, 4_000)))
        place = list(PLACES)[rng.choice(len(PLACES), p=visits / visits.sum())]
        drawn.append(
            (published, happened, kind, summary, LAN if rng.random() < LAN_SHARE else place)
        )
    return [
        _event(FIRST_ID + 100 * (day.toordinal() - 730_000) + number, *row)
        for number, row in enumerate(sorted(drawn))
    ]


def _event(
    number: int, published: datetime, happened: datetime, kind: str, summary: str, place: str
) -> dict[str, Any]:
    local = published.replace(tzinfo=STOCKHOLM)
    offset = local.strftime("%z")
    month = MONTHS[happened.month - 1]
    name = f"{happened.day} {month} {happened:%H.%M}, {kind}, {place}"
    folder = f"{happened.year}/{month}/{happened.day}"
    return {
        "id": number,
        "datetime": f"{local:%Y-%m-%d} {local.hour}:{local:%M:%S} {offset[:3]}:{offset[3:]}",
        "name": name,
        "summary": f"EXEMPEL: {summary}",
        "url": f"/aktuellt/handelser/{folder}/{_slug(name)}/",
        "type": kind,
        "location": {"name": place, "gps": PLACES[place][0]},
    }


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(",", "").replace("/", "").replace(" ", "-")
