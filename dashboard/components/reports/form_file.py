"""The observers' form as it is to be now: written anew whenever a link, a line or a place is another."""

from __future__ import annotations

import logging

import shapely

from dashboard import swedish
from dashboard.database import Edition
from dashboard.journal import handed_over, links
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.queries import about, observers_form
from dashboard.report_form.contents import Link, NamedPlace, form_contents
from dashboard.store import Store
from geodata.places import places_from_toml

log = logging.getLogger(__name__)
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip


def publish(store: Store, edition: Edition, files: Files) -> None:
    """What others read of the journal: the form its own file, the load who reports. Raises Refused."""
    try:
        files.write_organisations(store)
        write_form(store, edition, files)
    except OSError as error:
        log.error("the workplace could not be written to: %s", error.strerror)
        raise Refused(
            "Det går inte att skriva i arbetsplatsens mapp. Är disken full, eller saknas rättigheter?"
        ) from None


def write_form(store: Store, edition: Edition, files: Files) -> None:
    """`form.json`, from the journal's links and the edition's words, places and outlines."""
    said = about.edition(edition)
    kommuner = list(observers_form.kommun_names(edition))
    contents = form_contents(
        forum=said["forum"],
        is_example=said["is_example"],
        kommun_code=kommuner[0],
        links=_links(store, kommuner=set(kommuner)),
        problem_types=observers_form.problem_types(edition),
        places=_places(edition, files),
        areas=observers_form.areas(edition),
    )
    files.write_form(contents)


def thanks_lines(store: Store) -> dict[str, list[str]]:
    """What each organisation's receipt says of its own reports, by name."""
    first, sent = handed_over.last_month(store, today=store.now().date())
    written = links.thanks(store)
    lines = {}
    for organisation in {one.id: one for _, one in links.current(store)}.values():
        count = sent.get(organisation.name, 0)
        reports = "Er rapport" if count == 1 else f"Era {swedish.number(count)} rapporter"
        lines[organisation.name] = [
            *([f"{reports} i {MONTHS[first.month - 1]}"] if count else []),
            *([f"→ {written[organisation.id]}"] if organisation.id in written else []),
        ]
    return lines


def _links(store: Store, *, kommuner: set[str]) -> list[Link]:
    lines = thanks_lines(store)
    return [
        Link(
            token_sha256=link.token_sha256,
            organisation=organisation.name,
            valid_to=link.valid_to,
            thanks=tuple(lines[organisation.name]),
            kommun_code=organisation.kommun_code if organisation.kommun_code in kommuner else None,
        )
        for link, organisation in links.current(store)
    ]


def _places(edition: Edition, files: Files) -> list[NamedPlace]:
    """The edition's, and those that have been added since it was built."""
    shown = observers_form.places(edition)
    known = {place.name for place in shown}
    try:
        added = [of for of in places_from_toml(files.places()) if of.name not in known]
    except ValueError as error:  # somebody has written in it by hand
        raise Refused(f"platser.toml: {error}") from None
    found = edition.boundaries
    found = found[found["level"] == "kommun"]
    for of in added:
        x, y = of.point.x, of.point.y
        inside = shapely.contains_xy(found.geometry.to_numpy(), x, y)
        codes = list(found.loc[inside, "area_code"])
        kommun = codes[0] if codes else None
        name = NamedPlace(name=of.name, x=round(x), y=round(y), kommun_code=kommun)
        shown = [*shown, name]
    return shown
