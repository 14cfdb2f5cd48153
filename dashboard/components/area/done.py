"""The tab Vad vi gjort här: what meetings have decided for the area and what became of it, efforts
that somebody noted, and what has been logged of a löfte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard import swedish
from dashboard.access import visitor
from dashboard.components import cards, notes, tables
from dashboard.components.meeting import reader
from dashboard.components.states import state_message
from dashboard.database import Edition
from dashboard.journal import archive, pledge_log, pledges
from dashboard.journal.tables import Done
from dashboard.queries import about
from dashboard.queries import area as areas
from dashboard.queries.area import Area
from dashboard.store import Store
from dashboard.version.acted import Acted, acted
from dashboard.version.shown import RANKS, for_group
from dashboard.version.words import STATUS_MARKS, STATUSES, who

HERE, LARGER = "here", "larger"


@dataclass(frozen=True)
class Row:
    """Something that was done or is to be done. `reach` says whether it is about the area or what lies
    within it, or about something larger that the area is part of."""

    on: date
    said_on: str  # what happened on that day
    what: str
    who: str
    where: str
    status: str
    source: Any  # where it is written: a link or words
    reach: str


def panel(edition: Edition, place: Area, store: Store | None) -> list[Any]:
    rows = sorted(rows_of(edition, place, store), key=lambda row: row.on, reverse=True)
    here, larger = ([row for row in rows if row.reach == reach] for reach in (HERE, LARGER))
    foot = ["Ur mötenas fastställda versioner, Händelser & insatser och löftenas logg. Att något gjordes samtidigt som antalen ändrades säger inte varför. ", cards.what_is_this("fore-efter")]  # fmt: skip
    if here:
        lead = f"{swedish.capitalised(_many(len(here)))} gäller {place.name} eller en del av det."
        body: list[Any] = [html.P(lead), _table(here, f"Gjort eller beslutat i {place.name}")]
    else:
        said = f"Inget är beslutat, noterat eller loggat som gäller {place.name}."
        if store is None:
            said = "Här förs inga möten, så det finns inget beslutat att visa."
        body = [state_message("data saknas", said), html.P(dcc.Link("Till mötet", href="/mote"))]
    shown = [cards.card("Vad vi gjort här", *body, foot=foot, name="o-done-card")]
    if larger:
        names = swedish.listed([name for _, name in place.above] or ["forumet"])
        lead = f"{swedish.capitalised(_many(len(larger)))} gäller något större som {place.name} är en del av: {names} eller hela forumet."  # fmt: skip
        shown.append(cards.card("I ett större område", html.P(lead), _table(larger, "I ett större område"), name="o-larger-card"))  # fmt: skip
    return shown


def rows_of(edition: Edition, place: Area, store: Store | None) -> Iterator[Row]:
    """Every row of the tab, in any order, as whoever asks may read them."""
    if store is not None:
        yield from _decided(edition, place, store)
        yield from _noted(edition, place, store)
        yield from _logged(edition, place, store)


def _decided(edition: Edition, place: Area, store: Store) -> Iterator[Row]:
    """Actions and weekend rows of the fixed versions, as whoever asks may read them."""
    klass = reader.klass_of(store, visitor())
    documents = (
        (version.number, for_group(archive.document(store, version), klass=klass)[0])
        for version in reader.versions(store)
    )
    names = about.names(edition)
    for row in acted(documents):
        code = _place_code(edition, row) or row.area_code
        reach = _reach(edition, code, place)
        if reach:
            problem = about.type_names(edition).get(row.problem_type, "")
            where = ", ".join(filter(None, [row.place or names.get(code, ""), problem]))
            yield Row(
                on=row.decided_on,
                said_on=f"beslutat {swedish.day(row.decided_on)}",
                what=f"{row.what} ({row.when})" if row.when else row.what,
                who=row.who,
                where=where,
                status=_status(row),
                source=dcc.Link(f"version {row.version}", href=f"/version?nummer={row.version}"),
                reach=reach,
            )


def _noted(edition: Edition, place: Area, store: Store) -> Iterator[Row]:
    """Efforts among the notes. One that came of a decision stands as the decision too."""
    rows = notes.about(
        store,
        edition=edition,
        visitor=visitor(),
        first=date.min,
        last=date.max,
        area_code=place.code,
    )
    for row in rows:
        reach = _reach(edition, row["area_code"], place)
        if row["kind"] == "effort" and reach:
            first, last = (date.fromisoformat(row[key]) for key in ("first", "last"))
            names = [row["place"] or row["area_name"], *row["problem_names"]]
            yield Row(
                on=first,
                said_on=swedish.dates(first, last),
                what=row["what"],
                who=who(row["organisation"], row["function"]),
                where=", ".join(names),
                status="insats",
                source=dcc.Link("noterad", href="/handelser"),
                reach=reach,
            )


def _logged(edition: Edition, place: Area, store: Store) -> Iterator[Row]:
    """What has been logged of each löfte, a row for an activity and an area; what was logged without
    a place counts for all that the löfte is about."""
    names, klass = about.names(edition), reader.klass_of(store, visitor())
    for held in pledges.every(store):
        words = {row["key"]: row["words"] for row in held.document["activities"]}
        often: dict[tuple[str, str], list[Done]] = {}
        for row, counts in pledge_log.done(store, held.number):
            if counts and row.activity in words and RANKS[row.audience] <= RANKS[klass]:
                for code in [row.area_code] if row.area_code else held.document["areas"]:
                    often.setdefault((row.activity, code), []).append(row)
        for (activity, code), rows in often.items():
            if reach := _reach(edition, code, place):
                latest = rows[0]  # the latest day comes first
                yield Row(
                    on=latest.done_on,
                    said_on=f"senast {swedish.day(latest.done_on)}",
                    what=words[activity],
                    who=swedish.listed(sorted({row.organisation for row in rows} - {""})),
                    where=names.get(code, code),
                    status=_times(sum(row.quantity for row in rows)),
                    source=dcc.Link("löftet", href=f"/loften/{held.number}"),
                    reach=reach,
                )


def _place_code(edition: Edition, row: Acted) -> str | None:
    """The named area that "where" says letter by letter; nothing is guessed from words that are
    nearly a name, and none where two areas have that name."""
    found = about.areas(edition)
    same = found.loc[found["name"].str.casefold() == row.place.strip().casefold(), "area_code"]
    return same.iloc[0] if len(same) == 1 else None


def _reach(edition: Edition, code: str, place: Area) -> str:
    if areas.descends(edition, code, area=place):
        return HERE
    return LARGER if code in {*place.within, about.edition(edition)["area_code"]} else ""


def _status(row: Acted) -> str:
    if row.kind == "weekend":
        return "inför helgen"
    if not row.status:
        return "beslutad, inte följd upp än"
    said = f"{STATUS_MARKS[row.status]} {STATUSES[row.status]}"
    return f"{said}: {row.reason}" if row.reason else said


def _table(rows: list[Row], caption: str) -> Any:
    cells = [
        (
            html.Span([row.what, html.Span(row.where, className="quiet under")]),
            row.status,
            html.Span([row.who or "–", html.Span([f"{row.said_on}, ", row.source], className="quiet under")]),
        )
        for row in rows
    ]  # fmt: skip
    head = ("Vad och var", "Läge", "Ansvarig funktion")
    return cards.scroll(tables.plain(head, cells, caption=caption), name=caption)


def _times(count: int) -> str:
    return f"loggat {swedish.in_words(count)} {'gång' if count == 1 else 'gånger'}"


def _many(count: int) -> str:
    return "en rad" if count == 1 else f"{swedish.in_words(count)} rader"
