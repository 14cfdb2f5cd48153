"""The file lagesbild.toml as it is read: what no key can know of the others is checked here."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from etl import declared
from etl.privacy import personal_text
from etl.provenance import Refused
from etl.settings import MAP_FILE, MAP_TILES, Ground, Keeping, Login, Settings


def load(file: Path, *, sources: Collection[str]) -> Settings:
    """The settings in `file`; the defaults where it does not exist. `sources` are their names."""
    if not file.exists():
        return Settings()
    form = {
        "kod": "skriv lpo- och sedan a-z, siffror och bindestreck",
        "adress": "skriv den som i webbläsaren, till exempel https://lagesbild.kommun.example",
        "oidc_utfardare": "skriv utfärdarens adress, till exempel https://login.kommun.example",
        "tid": "skriv klockslaget som 09.00",
        "katalog": "skriv postgresql+psycopg://anvandare@vard/databas, utan lösenord",
        "lagring": "skriv s3://hink eller en mapps hela sökväg",
        "s3_adress": "skriv S3-serverns adress, till exempel https://s3.kommun.example",
        "kontakt": "skriv en funktionsadress utan å, ä och ö, till exempel trygghet@kommun.example",
    }
    settings = declared.read(file, Settings, patterns=form)
    for name in settings.kallor.keys() - set(sources):
        raise Refused(f"{file.name}: {declared.unknown(['kallor', name], list(sources))}")
    for day in settings.kalender:
        if day.till and day.till < day.fran:
            raise Refused(f"{file.name}: ”{day.namn}” under [[kalender]] slutar innan det börjar.")
        if personal_text(day.namn):
            raise Refused(f"{file.name}: ett namn under [[kalender]] ser ut som en personuppgift.")
    if personal_text(settings.mote.plats) or personal_text(settings.forum.namn):
        raise Refused(
            f"{file.name}: en text under [mote] eller [forum] ser ut som en personuppgift."
        )
    if settings.utlamnande.bredd > settings.utlamnande.minst - 2:
        raise Refused(
            f"{file.name}: bredd under [utlamnande] är högst minst − 2. Att ett antal är litet säger redan resten."
        )
    _check_login(file.name, settings.inloggning)
    _check_ground(file.name, settings.karta)
    _check_keeping(file.name, settings.underlag)
    names = [observer.namn.casefold() for observer in settings.rapportor]
    if len(set(names)) < len(names):
        raise Refused(
            f"{file.name}: samma namn står två gånger under [[rapportor]]. Behåll det ena."
        )
    return settings


def _check_ground(name: str, ground: Ground) -> None:
    """Raises Refused for a map in two places, out of reach or of nobody's."""
    if not re.match(MAP_FILE, ground.fil):
        raise Refused(
            f"{name}: fil under [karta] är namnet på en PMTiles-fil i arbetsplatsens mapp, till "
            "exempel karta.pmtiles."
        )
    if not re.match(MAP_TILES, ground.rutor):
        raise Refused(
            f"{name}: rutor under [karta] är en https-adress med {{z}}, {{x}} och {{y}}, till exempel "
            "https://karta.example/{z}/{y}/{x}.png."
        )
    if ground.fil and ground.rutor:
        raise Refused(f"{name}: skriv antingen fil eller rutor under [karta], inte båda.")
    if ground.rutor and not ground.upphov:
        raise Refused(
            f"{name}: rutor under [karta] kräver upphov: den text som ska stå vid kartan, till exempel © Lantmäteriet."
        )


def _check_keeping(name: str, keeping: Keeping) -> None:
    """Raises Refused for a lake that is only half described."""
    if keeping.motor == "ducklake" and not (keeping.katalog and keeping.lagring):
        raise Refused(f'{name}: motor = "ducklake" under [underlag] kräver katalog och lagring.')
    has_secret = keeping.s3_hemlighet_fil or keeping.s3_hemlighet_miljo
    if keeping.lagring.startswith("s3:") and not (
        keeping.s3_adress and keeping.s3_nyckel and has_secret
    ):
        raise Refused(
            f"{name}: lagring på S3 under [underlag] kräver också s3_adress, s3_nyckel och var "
            "hemligheten finns: s3_hemlighet_fil eller s3_hemlighet_miljo."
        )


def _check_login(name: str, login: Login) -> None:
    """Raises Refused for a way in that is only half set."""
    if login.oidc_utfardare and not (login.oidc_klient and (login.oidc_hemlighet_fil or login.oidc_hemlighet_miljo)):  # fmt: skip
        raise Refused(
            f"{name}: oidc_utfardare under [inloggning] kräver också oidc_klient och var hemligheten "
            "finns: oidc_hemlighet_fil eller oidc_hemlighet_miljo."
        )
    if login.proxy_huvud and not login.proxy_adresser:
        raise Refused(
            f"{name}: proxy_huvud under [inloggning] kräver proxy_adresser: vilka datorer som får "
            "säga vem som frågar."
        )
    if (login.oidc_utfardare or login.proxy_huvud) and not login.grupp:
        raise Refused(
            f"{name}: skriv under [[inloggning.grupp]] vilka grupper som har vilken roll. Utan dem "
            "kommer ingen in."
        )
    if login.oidc_utfardare and not login.adress:
        raise Refused(
            f"{name}: oidc_utfardare under [inloggning] kräver adress, dit utfärdaren skickar folk "
            "tillbaka."
        )
