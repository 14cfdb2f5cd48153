"""Reports from the forum's own observers, invented: the export of a weekly form.

A report about a week is sent on the Monday after it, so the latest week is the one whose Monday
after has come. Ordinary weeks are drawn each from its own seed: moving the data stop adds weeks
and leaves the others as they were, but for what is planted, which follows the stop.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from etl.example.areas import KOMMUN_NAMES
from etl.example.happenings import Weeks, latest_summer, latest_weeks

WEEKS = 78  # or one more: the oldest is one in which all report
SILENT_WEEKS = 5
INCIDENTS = 0.28  # per organisation and week: most weeks there is nothing to report
STATION = "Värnamo resecentrum"


class Organisation(NamedTuple):
    """Who reports. `place` is a declared place or "", `part` the RegSO by name around it.

    The ordinary incidents are drawn evenly from `words`; `every` is weeks between two reports.
    """

    name: str
    kommun_code: str
    place: str
    part: str
    words: tuple[str, ...]
    every: int = 1


ORGANISATIONS = (
    Organisation("Resecentrum i Värnamo", "0683", STATION, "Centrum-Apladalen",
                 ("Nedskräpning", "Fylleri", "Klotter")),
    Organisation("Trygghetsvärdarna i Värnamo", "0683", STATION, "Centrum-Apladalen",
                 ("Ungdomssamling", "Fylleri", "Nedskräpning", "Bråk", "Trasig belysning")),
    Organisation("Väktarna i Värnamo centrum", "0683", STATION, "Nylund-Duvelund",
                 ("Ordningsstörning", "Snatteri", "Bråk", "Skadegörelse")),
    Organisation("Gymnasieskolan i Värnamo", "0683", "", "Gröndal-Norregård",
                 ("Skadegörelse", "Ryktesspridning", "Hot", "Buskörning")),
    Organisation("Fritidsgården i Värnamo", "0683", "", "Trälleborg",
                 ("Ungdomssamling", "Buskörning", "Ryktesspridning")),
    Organisation("Bostadsbolaget i Gislaved", "0662", "Gislaved centrum", "Gislaved södra",
                 ("Nedskräpning", "Skadegörelse", "Källarinbrott", "Klotter")),
    Organisation("Fritidsgården i Gislaved", "0662", "Gislaved centrum", "Gislaved norra",
                 ("Ungdomssamling", "Buskörning", "Narkotika")),
    Organisation("Biblioteket i Gislaved", "0662", "Gislaved centrum", "Gislaved norra",
                 ("Ordningsstörning", "Incident mot personal"), every=2),
    Organisation("Fritidsgården i Skillingaryd", "0665", "Skillingaryd centrum",
                 "Skillingaryd östra", ("Ungdomssamling", "Ryktesspridning", "Klotter")),
    Organisation("Bostadsbolaget i Skillingaryd", "0665", "Skillingaryd centrum",
                 "Skillingaryd östra", ("Nedskräpning", "Skadegörelse", "Mörk plats")),
    Organisation("Fritidsgården i Gnosjö", "0617", "Gnosjö centrum", "Gnosjö tätort",
                 ("Buskörning", "Ungdomssamling")),
)  # fmt: skip
ABOUT = {organisation.name: organisation for organisation in ORGANISATIONS}


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """Incidents added to what is ordinary: `per_week` in each week, at the organisations' places.

    `weekdays` are ISO days; `hours` is the first hour and the one after the last.
    """

    title: str  # Swedish, as in docs/exempeldata.md
    organisations: tuple[str, ...]
    words: tuple[str, ...]
    weeks: Weeks
    per_week: int
    weekdays: tuple[int, ...]
    hours: tuple[int, int]


SIGHTINGS = (
    Sighting(
        title="Stök vid resecentrum som polisens uttag inte visar",
        organisations=(
            "Resecentrum i Värnamo",
            "Trygghetsvärdarna i Värnamo",
            "Väktarna i Värnamo centrum",
        ),
        words=("Ordningsstörning", "Ordningsstörning", "Klotter"),
        weeks=latest_weeks(8, 1),
        per_week=5,
        weekdays=(4, 5, 6),
        hours=(17, 23),
    ),
    Sighting(
        title="A-traktorer i Skillingaryd",  # the police have it too: see HAPPENINGS
        organisations=("Fritidsgården i Skillingaryd", "Bostadsbolaget i Skillingaryd"),
        words=("A-traktor", "Buskörning"),
        weeks=latest_summer(25, 33),
        per_week=3,
        weekdays=(4, 5, 6),
        hours=(19, 24),
    ),
)
SILENT = "Bostadsbolaget i Gislaved"
SILENCE = "En verksamhet som har tystnat"  # title of that in docs/exempeldata.md


def write_reports(path: Path, *, until: date, seed: int) -> None:
    """Write the reports sent before `until` about the latest WEEKS weeks."""
    stop = until - timedelta(days=1)
    reported = stop - timedelta(days=stop.weekday())  # reports on the week before came this day
    weeks = WEEKS + (reported.toordinal() // 7 - WEEKS) % 2
    mondays = [reported - timedelta(weeks=back) for back in range(weeks, 0, -1)]
    silent_from = np.datetime64(mondays[-SILENT_WEEKS])
    rows = pd.concat(
        [*(_ordinary(monday, seed) for monday in mondays),
         *(_seen(sighting, week, seed)
           for sighting in SIGHTINGS
           for week in sighting.weeks(reported - timedelta(days=1))
           if week in mondays)],
        ignore_index=True,
    )  # fmt: skip
    rows = rows[(rows["organisation"] != SILENT) | (rows["monday"] < silent_from)]
    by_report = rows.groupby(["organisation", "monday"])["word"]
    rows = rows[(rows["word"] != "") | (by_report.transform("max") == "")]
    rows = rows.sort_values(["monday", "sent"], kind="stable", ignore_index=True)
    _published(rows).to_csv(path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")


def _ordinary(monday: date, seed: int) -> pd.DataFrame:
    """What each organisation that reports this week has to say; "" for the word is nothing."""
    rng = np.random.default_rng([seed, 8, monday.toordinal()])
    count = rng.poisson(INCIDENTS, len(ORGANISATIONS))
    number = np.repeat(np.arange(len(ORGANISATIONS)), np.maximum(count, 1))
    word = [o.words[rng.integers(len(o.words))] for o in map(ORGANISATIONS.__getitem__, number)]
    week = monday.toordinal() // 7
    due = np.array([week % o.every == 0 for o in ORGANISATIONS])
    said = np.where(count[number] > 0, word, "")
    rows = _rows(number, said, monday=monday, weekdays=range(1, 8), hours=(8, 23), rng=rng)
    return rows[due[number]]


def _seen(sighting: Sighting, week: date, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng([seed, 9, SIGHTINGS.index(sighting), week.toordinal()])
    names = list(ABOUT)
    number = rng.choice([names.index(name) for name in sighting.organisations], sighting.per_week)
    return _rows(
        number,
        rng.choice(sighting.words, sighting.per_week),
        monday=week,
        weekdays=sighting.weekdays,
        hours=sighting.hours,
        rng=rng,
    )


def _rows(
    number: np.ndarray,
    word: np.ndarray,
    *,
    monday: date,
    weekdays: range | tuple[int, ...],
    hours: tuple[int, int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per incident or calm report; `number` (rows,) is the row of ORGANISATIONS."""
    n = len(number)
    sent = np.datetime64(monday, "m") + np.timedelta64(7 * 24 * 60 + 7 * 60, "m")
    return pd.DataFrame({
        "organisation": np.array(list(ABOUT))[number],
        "monday": np.datetime64(monday),
        "word": word,
        "day": np.datetime64(monday) + (rng.choice(weekdays, n) - 1),
        "minute": rng.integers(hours[0] * 12, hours[1] * 12, n) * 5,
        "has_day": rng.random(n) < 0.9,
        "has_clock": rng.random(n) < 0.5,
        "has_place": rng.random(n) < 0.8,
        "several": np.where(rng.random(n) < 0.1, rng.integers(2, 5, n).astype(str), ""),
        "severity": rng.choice(["1", "2", "3"], n, p=(0.55, 0.35, 0.10)),
        "is_reported": rng.choice(["Nej", "Vet ej", "Ja", ""], n, p=(0.6, 0.15, 0.15, 0.1)),
        "sent": sent + rng.integers(0, 10 * 60, n).astype("timedelta64[m]"),
    })  # fmt: skip


def _published(rows: pd.DataFrame) -> pd.DataFrame:
    said = rows["word"] != ""
    kommun, place, part = (
        rows["organisation"].map({name: getattr(o, field) for name, o in ABOUT.items()})
        for field in ("kommun_code", "place", "part")
    )
    has_place = rows["has_place"] & (place != "")
    has_clock = rows["has_clock"] & rows["has_day"]
    clock = (rows["minute"] // 60).map("{:02d}".format) + (rows["minute"] % 60).map(
        ":{:02d}".format
    )
    iso = rows["monday"].dt.isocalendar()
    part_of_day = pd.cut(
        rows["minute"],
        [0, 360, 540, 720, 1020, 1440],
        right=False,
        labels=["Natt", "Morgon", "Förmiddag", "Eftermiddag", "Kväll"],
    ).astype(str)
    return pd.DataFrame({
        "Verksamhet": rows["organisation"],
        "Kommun": kommun.map(KOMMUN_NAMES),
        "Vecka": iso["year"].astype(str) + "-v" + iso["week"].map("{:02d}".format),
        "Inget att rapportera": np.where(said, "Nej", "Ja"),
        "Händelsetyp": rows["word"],
        "Plats": place.where(said & has_place, ""),
        "Delområde": part.where(said & ~has_place, ""),
        "Datum": rows["day"].dt.strftime("%Y-%m-%d").where(said & rows["has_day"], ""),
        "Klockslag": clock.where(said & has_clock, ""),
        "Dygnsdel": part_of_day.where(said & ~has_clock, ""),
        "Antal": rows["several"].where(said, ""),
        "Allvar": rows["severity"].where(said, ""),
        "Polisanmäld": rows["is_reported"].where(said, ""),
        "Inskickad": rows["sent"].dt.strftime("%Y-%m-%d %H:%M"),
        "Beskrivning": "",
    })  # fmt: skip
