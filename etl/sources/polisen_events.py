"""The police's public event feed: raw answers of the API, and archives of such answers.

A row is one published event. `datetime` is when it was published or last changed; when it happened
stands in `name`, without a year. The text and the position are never read: the text may describe
people, and the position is the midpoint of a kommun or a län.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl import fields
from etl.known import Known
from etl.provenance import Reading, Source
from etl.reading import File, Rows, Sheet
from geodata import locate

SOURCE = Source(
    title="Händelser som polisen har publicerat",
    publisher="Polismyndigheten",
    owner="trygghetssamordnare",
    url="https://polisen.se/api/events",
    licence="Öppna data enligt Polismyndighetens regler för öppna data",
    purpose="Underlag för samtal om aktuella händelser i den gemensamma lägesbilden",
    audience="shared",
    finest_level="kommun",
    retention_days=1825,
    rhythm_days=1,
    revision_key=("event_id",),
    table="police_event",
    columns=(
        "id", "datetime", "name", "url", "type", "location_name", "_first_seen", "_last_seen",
        "_versions",
    ),
    dropped_text=("summary", "location_gps"),
    caveats=(
        "Bara några procent av det som anmäls publiceras.",
        "Händelserna är till för samtal. Räkna inte brott och jämför inte kommuner med dem.",
        "Polisen väljer själv vad som publiceras, och valet skiljer sig mellan regioner och dygn.",
        "Platsen är en kommun eller ett län, aldrig den plats där det hände.",
        "Typen är polisens första bedömning och ändras sällan i efterhand.",
    ),
    blind_spots=(
        "händelser som polisen inte har publicerat",
        "var i kommunen en publicerad händelse skedde",
    ),
)  # fmt: skip

# The publisher's own list as of 2026, and what stands in answers since 2022.
EVENT_TYPES = (
    "Alkohollagen", "Anträffad död", "Anträffat gods", "Arbetsplatsolycka", "Bedrägeri", "Bombhot",
    "Brand", "Brand automatlarm", "Bråk", "Detonation", "Djur", "Djur skadat/omhändertaget",
    "Efterlyst person", "Ekobrott", "Explosion", "Farligt föremål, misstänkt", "Fjällräddning",
    "Fylleri/LOB", "Förfalskningsbrott", "Försvunnen person", "Gränskontroll", "Hemfridsbrott",
    "Hets mot folkgrupp", "Häleri", "Inbrott", "Inbrott, försök", "Knivlagen",
    "Kontroll person/fordon", "Lagen om hundar och katter", "Larm Inbrott", "Larm Överfall",
    "Luftfartslagen", "Miljöbrott", "Missbruk av urkund", "Misshandel", "Misshandel, grov",
    "Mord/dråp", "Mord/dråp, försök", "Mordbrand", "Motorfordon, anträffat stulet",
    "Motorfordon, stöld", "Narkotikabrott", "Naturkatastrof", "Ofog barn/ungdom",
    "Ofredande/förargelse", "Olaga frihetsberövande", "Olaga frihetsberövande/människorov",
    "Olaga hot", "Olaga intrång", "Olaga intrång/hemfridsbrott", "Olovlig körning", "Ordningslagen",
    "Polisinsats/kommendering", "Rattfylleri", "Rån", "Rån väpnat", "Rån övrigt", "Rån, försök",
    "Räddningsinsats", "Sabotage mot blåljusverksamhet", "Sedlighetsbrott", "Sexualbrott",
    "Sjukdom/olycksfall", "Sjölagen", "Skadegörelse", "Skottlossning", "Skottlossning, misstänkt",
    "Skyddslagen", "Snatteri", "Spridning smitta/kemikalier", "Stöld", "Stöld, försök",
    "Stöld, ringa", "Stöld/inbrott", "Tillfälligt obemannat", "Trafikbrott", "Trafikhinder",
    "Trafikkontroll", "Trafikolycka", "Trafikolycka, personskada", "Trafikolycka, singel",
    "Trafikolycka, smitning från", "Trafikolycka, vilt", "Utlänningslagen", "Vapenlagen",
    "Varningslarm/haveri", "Våld/hot mot tjänsteman", "Våldtäkt", "Våldtäkt, försök",
    "Vållande till kroppsskada", "Åldringsbrott", "Övrigt",
)  # fmt: skip
NOT_EVENTS = {
    "Sammanfattning": "sammanfattning, inte en enskild händelse",
    "Uppdatering": "uppdatering av en tidigare händelse, inte en egen",
}

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
CLOCK = r"^(?P<day>\d{1,2}) (?P<month>[a-z]+) (?P<hour>\d{1,2})[:.](?P<minute>\d{2}),"
PUBLISHED = r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}:\d{2} \+0[12]:00$"  # Swedish time, said so
# Officers' watches and editors' differ by minutes. Beyond that the date is a slip: most often the
# late evening before, dated as the morning it was written, and we do not guess.
AHEAD = np.timedelta64(15, "m")
BEHIND = np.timedelta64(60, "D")


def recognise(file: File) -> bool:
    return {"id", "datetime", "name", "type", "location_name"} <= set(file.header)


def read(file: File, sheet: Sheet, known: Known) -> Reading:
    rows = Rows(sheet)
    event_type = _event_type(rows)
    published = rows.values("datetime", _published, reason="publiceringstiden går inte att läsa")
    clock = rows.values("name", _clock, reason="rubriken börjar inte med dag, månad och klockslag")
    occurred = _occurred(clock, published)
    rows.reject(
        np.isnat(occurred), column="name", reason="händelsens tid stämmer inte med publiceringen"
    )
    kommun, lan = _place(rows)
    ids = rows.values("id", fields.counts, reason="händelsens nummer går inte att läsa")
    url = rows.values(
        "url",
        fields.matching(r"^/aktuellt/handelser/[\w./-]{1,150}$"),
        reason="länken går inte till polisens händelser",
        required=False,
    )
    _supersede(rows, ids, published)
    kept = occurred[~rows.rejected]
    table = pa.table({
        "event_id": pa.array(ids).cast(pa.int64(), safe=False),
        "event_type": event_type,
        "kommun_code": pa.array(kommun, pa.string()),
        "lan_code": lan,
        "occurred_at": occurred.astype("datetime64[us]"),
        "published_at": published.astype("datetime64[us]"),
        "url": pa.array(url, pa.string()),
    })  # fmt: skip
    return rows.reading(
        table,
        period_from=kept.min().item().date() if len(kept) else None,
        period_to=kept.max().item().date() if len(kept) else None,
        extracted_at=_extracted_at(rows, published),
    )


def _event_type(rows: Rows) -> np.ndarray:
    column = rows.sheet.columns["type"]
    for start, reason in NOT_EVENTS.items():
        begins = np.array([text.startswith(start) for text in column.texts], dtype=bool)
        rows.reject(column.take(begins, empty=False), column="type", reason=reason)
    known = {name.casefold(): name for name in EVENT_TYPES}

    def parse(texts: np.ndarray) -> np.ndarray:
        return np.array([known.get(text.casefold()) for text in texts], dtype=object)

    return rows.values("type", parse, reason="händelsetypen finns inte i polisens lista")


def _published(texts: np.ndarray) -> np.ndarray:
    """ "2024-09-14 7:56:30 +02:00" -> datetime64[s] as a Swedish clock showed it."""
    text = pa.array(texts, pa.string())
    shaped = pc.if_else(pc.match_substring_regex(text, PUBLISHED), text, None)
    padded = pc.replace_substring_regex(shaped, r" (\d):", r" 0\1:")
    parsed = pc.strptime(
        pc.utf8_slice_codeunits(padded, 0, 19),
        format="%Y-%m-%d %H:%M:%S",
        unit="s",
        error_is_null=True,
    )
    return parsed.to_numpy(zero_copy_only=False).astype("datetime64[s]")


def _clock(texts: np.ndarray) -> np.ndarray:
    """ "14 september 17.04, Brand, Malmö" -> datetime64[m] in the leap year 2000."""
    parts = pc.extract_regex(pa.array(texts, pa.string()), CLOCK)
    day, hour, minute = (
        pc.fill_null(pc.cast(pc.struct_field(parts, name), pa.int64()), -1).to_numpy()
        for name in ("day", "hour", "minute")
    )
    place = pc.index_in(pc.struct_field(parts, "month"), value_set=pa.array(MONTHS))
    month = pc.fill_null(place, -1).to_numpy().astype(np.int64)
    first = np.datetime64("2000-01", "M") + month
    at = first.astype("datetime64[m]") + ((day - 1) * 24 + hour) * 60 + minute
    good = (day >= 1) & (month >= 0) & (hour < 24) & (minute < 60)
    return np.where(good & (at.astype("datetime64[M]") == first), at, np.datetime64("NaT"))


def _occurred(clock: np.ndarray, published: np.ndarray) -> np.ndarray:
    """The one year in which `clock` (rows,) lies shortly before `published`; NaT where none."""
    occurred = np.full(len(clock), np.datetime64("NaT"), dtype="datetime64[m]")
    month = clock.astype("datetime64[M]")
    for years in (-1, 0, 1):  # after New Year the event is of the year before
        first = (published.astype("datetime64[Y]") + years).astype("datetime64[M]") + (
            month - np.datetime64("2000-01", "M")
        )
        at = first.astype("datetime64[m]") + (clock - month)
        behind = published - at
        fits = (behind >= -AHEAD) & (behind <= BEHIND) & (at.astype("datetime64[M]") == first)
        occurred[fits] = at[fits]
    return occurred


def _place(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Kommun code, None where only the län is known, and län code, both (rows,)."""
    location, name = rows.sheet.columns["location_name"], rows.sheet.columns["name"]
    kommun = location.take(locate.kommun_code(location.texts), empty=None)
    lan = rows.values("location_name", _lan, reason="platsen är varken en kommun eller ett län")
    # Newer answers give the län and leave the kommun to the last words of the name.
    last = pc.replace_substring_regex(pa.array(name.texts, pa.string()), r"^.*,\s*", "")
    codes = locate.kommun_code(last.to_pylist())
    named, its_lan = name.take(codes, empty=None), name.take(_lan_of(codes), empty=None)
    return np.where(pd.isna(kommun) & (its_lan == lan), named, kommun), lan


def _lan(texts: np.ndarray) -> np.ndarray:
    lan = locate.lan_code(texts)
    return np.where(pd.isna(lan), _lan_of(locate.kommun_code(texts)), lan)


def _lan_of(kommun_codes: np.ndarray) -> np.ndarray:
    return np.array([code and code[:2] for code in kommun_codes], dtype=object)


def _supersede(rows: Rows, ids: np.ndarray, published: np.ndarray) -> None:
    """Of the rows with one id only the latest stands."""
    left = np.flatnonzero(~rows.rejected)
    order = left[np.lexsort((published[left], ids[left]))]
    old = np.zeros(len(ids), dtype=bool)
    old[order] = pd.Series(ids[order]).duplicated(keep="last")
    rows.reject(old, column="id", reason="äldre version av samma händelse")


def _extracted_at(rows: Rows, published: np.ndarray) -> datetime | None:
    if rows.has("_last_seen"):
        seen = fields.matching(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")(
            rows.sheet.columns["_last_seen"].texts
        )
        latest = max((text for text in seen if text), default=None)
        if latest:
            local = datetime.fromisoformat(latest).astimezone(ZoneInfo("Europe/Stockholm"))
            return local.replace(tzinfo=None)
    known = published[~np.isnat(published)]
    return known.max().item() if len(known) else None
