"""Named places: on a map and in a list; one is added or moved by pointing, or by its coordinates."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import flask
from dash import dcc, html
from shapely.geometry import Point

from dashboard import swedish
from dashboard.components import cards, maps, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.reports import form_file
from dashboard.components.settings import making
from dashboard.database import Edition, Editions, NoEdition
from dashboard.figures.palette import THEMES
from dashboard.figures.place_map import place_map
from dashboard.journal.meetings import Refused
from dashboard.queries import about
from dashboard.setting_up import Settings
from geodata.crs import to_wgs84

HERE = "/installningar/platser"
KINDS = {
    "torg": "torg", "skola": "skola", "resecentrum": "resecentrum", "centrum": "centrum",
    "idrottsplats": "idrottsplats", "park": "park", "handel": "handel",
    "fritidsgard": "fritidsgård", "annat": "annat",
}  # fmt: skip
MOST_METRES = 2_000
BUTTONS = ["zoomIn2d", "zoomOut2d", "resetScale2d"]
WHEN = (
    "En ny plats finns i rapportörernas formulär genast; på kartan, och andra ändringar, i nästa "
    "underlag. Det som redan är inläst placeras inte om: en plats som flyttas gäller från nästa fil."
)


def page(
    form: Form, settings: Settings, edition: Edition | None, *, chosen: str, theme: str, may: bool
) -> list[Any]:
    found = settings.places()
    one = next((of for of in found if of["code"] == chosen), None)
    is_asked = may and (one or chosen == "ny")
    right = [_edited(form, one)] if is_asked else [_told(one)] if one else []
    left = [_map(edition, found, chosen=chosen, theme=theme)] if edition else []
    return [
        html.Div(
            [
                html.Div([*left, _list(found, chosen, may=may)], className="stack"),
                html.Div(right, className="stack"),
            ],
            className="halves" if right else "stack",
        )
    ]


def summary(settings: Settings) -> html.Section:
    names = [of["name"] for of in settings.places()]
    many = f"{swedish.capitalised(swedish.in_words(len(names)))} namngivna: {swedish.listed(names[:5])}{' med flera' if len(names) > 5 else ''}."  # fmt: skip
    return cards.card(
        "Platser", html.P(many if names else "Ingen namngiven än."), making.way("Platser", HERE)
    )


def _map(edition: Edition, found: list[dict[str, Any]], *, chosen: str, theme: str) -> html.Section:
    kommuner = tuple(about.kommuner(edition)["area_code"])
    drawn = place_map(
        found,
        box=maps.box(edition, kommuner),
        chosen=chosen,
        ground=partial(maps.address, edition, level="regso", kommun="", theme=theme),
        palette=THEMES[theme],
    )
    said = (
        "Klicka där platsen är: läget skrivs i rutan Läge, eller som ett hörn till när rutan Hörn är "
        "den du senast stod i. Dra för att flytta kartan, rulla för att komma närmare."
    )
    return cards.card(
        "Karta",
        cards.graph(
            drawn,
            name="place-map",
            said=said
            if chosen
            else f"{swedish.capitalised(swedish.in_words(len(found)))} namngivna platser.",
            config={
                "scrollZoom": True,
                "displayModeBar": True,
                "displaylogo": False,
                "modeBarButtons": [BUTTONS],
            },
        ),
    )


def _list(found: list[dict[str, Any]], chosen: str, *, may: bool) -> html.Section:
    rows = [
        (
            dcc.Link(
                html.Strong(f"{of['name']} ▸") if of["code"] == chosen else of["name"],
                href=f"{HERE}?plats={of['code']}",
            ),
            KINDS[of["kind"]],
            _extent(of),
            ", ".join(of["aliases"]),
        )
        for of in sorted(found, key=lambda of: str(of["name"]).casefold())
    ]
    table = tables.plain(("Plats", "Slag", "Räknas inom", "Kallas också"), rows, caption="Platser")
    new = [making.way("Lägg till en plats", f"{HERE}?plats=ny")] if may else []
    return cards.card("Namngivna platser", cards.scroll(table, name="Platser") if rows else html.P("Ingen än."), *new)  # fmt: skip


def _extent(of: dict[str, Any]) -> str:
    if of["radius"] is None:
        return f"{len(of['polygon'])} hörn"
    return f"{swedish.number(of['radius'])} m"


def _told(of: dict[str, Any]) -> html.Section:
    said = {"Slag": KINDS[of["kind"]], "Läge": f"{of['lat']}, {of['lon']}", "Räknas inom": _extent(of)}  # fmt: skip
    return cards.card(of["name"], making.facts(said))


def _edited(form: Form, of: dict[str, Any] | None) -> html.Section:
    now = of or {"name": "", "kind": None, "aliases": [], "polygon": [], "radius": 200}
    code = of["code"] if of else "ny"
    corners = "\n".join(f"{lat}, {lon}" for lon, lat in now["polygon"])
    at = f"{now['lat']}, {now['lon']}" if of and not corners else ""
    radius = "200" if now["radius"] is None else f"{now['radius']:.0f}"
    buttons = [form.button("Spara" if of else "Lägg till", "place", code, kind="primary")]
    if of:
        buttons.append(form.button("Ta bort", "dropplace", code))
    return cards.card(
        of["name"] if of else "Ny plats",
        html.Div(
            [
                form.text("Namn", "name", "place", code, value=now["name"]),
                form.choice("Slag", "kind", "place", KINDS, code, value=now["kind"]),
                form.text("Kallas också, med komma emellan", "aliases", "place", code, value=", ".join(now["aliases"])),
                form.text("Läge", "at", "place", code, value=at, placeholder="57.1866, 14.0459"),
                form.text("Räknas inom, meter", "metres", "place", code, value=radius),
            ],
            className="fields",
        ),
        html.Div(
            form.long("Hörn, ett per rad, i stället för läge och meter", "corners", "place", code, value=corners),
            className="fields one",
        ),
        html.P(
            "Utan mus: skriv läget som latitud och longitud, eller som nord och öst i SWEREF 99 TM. Talen finns i "
            "karttjänster: högerklicka på platsen och kopiera dem.",
            className="quiet",
        ),
        html.P(WHEN, className="quiet"),
        html.Div(buttons, className="answers"),
    )  # fmt: skip


def deeds(opened: Editions) -> dict[str, Deed]:
    def published(asked: Asked) -> None:
        """The observers' form has the place at once."""
        files = flask.current_app.config["FILES"]
        try:
            edition = opened.current("shared")
        except NoEdition:
            return
        if files is not None:
            form_file.publish(asked.store, edition, files)

    def save(asked: Asked) -> Done:
        said = _said(asked)
        code = "" if asked.of == "ny" else asked.of
        what = f"{'Ny plats' if not code else 'Plats'}: {said['namn']}, {KINDS[said['slag']]}."
        making.made(asked, lambda found: found.set_place(code, said), part="place", what=what)
        published(asked)
        return Done("Sparat. Platsen finns på kartan i nästa underlag.", go="" if code else HERE)  # fmt: skip

    def remove(asked: Asked) -> Done:
        def gone(found: Settings) -> str:
            return found.remove_place(asked.of)

        making.made(asked, gone, part="place", what=f"Borttagen plats: {asked.of}.")
        published(asked)
        return Done("Borttagen. Det som är räknat på den räknas på kommunen i nästa underlag.", go=HERE)  # fmt: skip

    return {"place": Deed("coordinate", save), "dropplace": Deed("coordinate", remove)}


def _said(asked: Asked) -> dict[str, Any]:
    """Raises Refused for what cannot be a place."""
    name = " ".join(asked.text("name").split())
    if not re.search(r"[^\W\d_]", name) or len(name) > 80 or not name.isprintable():
        raise Refused("Skriv platsens namn, högst 80 tecken.")
    if asked.text("kind") not in KINDS:
        raise Refused("Välj vad för slags plats det är.")
    aliases = [alias.strip() for alias in asked.text("aliases").split(",") if alias.strip()]
    said: dict[str, Any] = {"namn": name, "slag": asked.text("kind"), "alias": aliases}
    lines = [line for line in asked.text("corners").splitlines() if line.strip()]
    if lines:
        if not 3 <= len(lines) <= 200:
            raise Refused("Skriv minst tre hörn, ett per rad, eller läge och meter.")
        corners = [position(line) for line in lines]
        return {**said, "polygon": [[lon, lat] for lat, lon in corners]}
    metres = asked.number("metres") or 0
    if not 1 <= metres <= MOST_METRES:
        raise Refused(f"Skriv hur många meter som räknas dit: 1–{swedish.number(MOST_METRES)}.")
    lat, lon = position(asked.text("at"))
    return {**said, "lat": lat, "lon": lon, "radie": metres}


def position(text: str) -> tuple[float, float]:
    """Latitude and longitude of "57.1866, 14.0459", with a decimal comma too where a semicolon or a
    blank stands between, or of north and east in SWEREF 99 TM. Raises Refused."""
    parts = text.replace(";", " ").split()
    parts = parts if len(parts) == 2 else text.split(",")
    try:
        lat, lon = (float(part.strip(" ,").replace(",", ".")) for part in parts)
    except ValueError:
        raise Refused("Skriv läget som två tal: 57.1866, 14.0459.") from None
    if 6_100_000 <= lat <= 7_700_000 and 250_000 <= lon <= 950_000:
        point = to_wgs84(Point(lon, lat))
        lat, lon = point.y, point.x
    if not (55 <= lat <= 69.2 and 10.5 <= lon <= 24.3):
        raise Refused("Läget ligger inte i Sverige. Latitud är omkring 55–69, longitud 11–24.")
    return round(lat, 5), round(lon, 5)
