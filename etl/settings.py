"""The workplace's one settings file, lagesbild.toml. What stands in it is Swedish."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from etl.declared import Declared

RHYTHMS = {
    "vecka": 1,
    "varannan vecka": 2,
    "månad": 5,
}  # weeks that may pass with one report in them


CONTACT = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$"  # goes into a header: ASCII
ADDRESS = r"^(https://[a-z0-9.-]+(:\d{1,5})?)?$"
FORM_ADDRESS = r"^(https://[a-z0-9.-]+(:\d{1,5})?|http://(127\.0\.0\.1|localhost):\d{1,5})$"
MAP_FILE = r"^([^/\\\x00]+\.pmtiles)?$"  # beside the settings
# each of {z}, {x} and {y} once, and no other braces
MAP_TILES = (
    r"^((?=[^{}]*\{[xyz]\}[^{}]*\{[xyz]\}[^{}]*\{[xyz]\}[^{}]*$)(?=.*\{x\})(?=.*\{y\})(?=.*\{z\})"
    r"(https://[a-zA-Z0-9.-]+(:\d{1,5})?|http://(127\.0\.0\.1|localhost):\d{1,5})/[^\s\x00]*)?$"
)
ISSUER = r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost):\d+)?$"


class Lpo(Declared):
    """A local police area that the project does not ship."""

    kod: str = Field(pattern=r"^lpo-[a-z0-9-]+$")
    namn: str
    kommuner: tuple[str, ...] = Field(min_length=1)
    giltig_fran: date | None = None  # both days included
    giltig_till: date | None = None


class Forum(Declared):
    """Whose lägesbild it is: one kommun, or a local police area with its kommuner."""

    namn: str = Field(default="", max_length=80)
    kommun: str = ""
    lpo: str = ""


class Installation(Declared):
    polis: bool = False  # the police host this installation: the only place for police-only data
    exempel: bool = False  # everything here is invented, and is marked so
    kontakt: str = Field(default="", pattern=CONTACT)  # told to the publishers that we fetch from


class SourceSettings(Declared):
    mottagare: Literal["delad", "polis", "kommun"] | None = None
    gallras_dagar: int | None = Field(default=None, ge=1, le=36500)  # instead of the source's own
    gallras_beslut: str = ""  # the diary number of the decision to keep it for longer


class Observer(Declared):
    """An organisation that is to report, and how often; one that no longer is has reported before."""

    namn: str
    takt: Literal["vecka", "varannan vecka", "månad"] = "vecka"
    avslutad: bool = False


class Observers(Declared):
    """verksamheter.toml, as the app writes it."""

    rapportor: tuple[Observer, ...] = ()


class Places(Declared):
    """platser.toml, as the app writes it."""

    plats: tuple[dict[str, Any], ...] = ()


class ReportForm(Declared):
    """Where the observers' form is reached, for the links that are handed out."""

    adress: str = Field(default="http://127.0.0.1:8060", pattern=FORM_ADDRESS)


class Day(Declared):
    """A school break or a local event: one day, or from one to another."""

    namn: str = Field(min_length=1)
    fran: date
    till: date | None = None
    slag: Literal["lov", "evenemang"] = "evenemang"
    kommun: str = ""


class Group(Declared):
    """What those in a group of the organisation's own login are in the lägesbild."""

    namn: str = Field(min_length=1)
    roll: Literal["läsare", "deltagare", "ordförande", "samordnare", "administratör"]
    organisation: str = ""


class Login(Declared):
    """How people come in. None of these: the page is for the computer it runs on, and for it alone."""

    adress: str = Field(default="", pattern=ADDRESS)
    konton: bool = False
    oidc_utfardare: str = Field(default="", pattern=ISSUER)
    oidc_klient: str = ""
    oidc_hemlighet_fil: str = ""  # beside the settings; not in them
    oidc_hemlighet_miljo: str = ""
    oidc_gruppfalt: str = "groups"
    proxy_huvud: str = ""
    proxy_adresser: tuple[str, ...] = ()
    grupp: tuple[Group, ...] = ()
    vilande_minuter: int = Field(default=60, ge=1, le=720)
    langst_timmar: int = Field(default=12, ge=1, le=24)
    logg_dagar: int = Field(default=365, ge=1, le=3650)


DATABASE = r"^(postgresql\+psycopg://[^:@/\s]+@?[^@\s]*)?$"  # never with a password


class Journal(Declared):
    """Where meetings and versions are kept, when not in the workplace's own file."""

    adress: str = Field(default="", pattern=DATABASE)


class Keeping(Declared):
    """Which engine the hosts have their editions from; the rest says where the lake is."""

    motor: Literal["filer", "ducklake"] = "filer"
    katalog: str = Field(default="", pattern=DATABASE)
    lagring: str = Field(default="", pattern=r"^(s3://[a-z0-9./-]+|/[^\x00]+)?$")
    s3_adress: str = Field(default="", pattern=FORM_ADDRESS.replace("^(", "^(|"))
    s3_nyckel: str = ""
    s3_hemlighet_fil: str = ""  # beside the settings; not in them
    s3_hemlighet_miljo: str = ""


class Meeting(Declared):
    """When the forum meets, and what about: what a meeting is called with unless one says otherwise."""

    rytm: Literal["vecka", "varannan vecka", "månad", "tertial", "oregelbundet"] = "vecka"
    dag: Literal["måndag", "tisdag", "onsdag", "torsdag", "fredag"] = "torsdag"
    tid: str = Field(default="", pattern=r"^([01]\d|2[0-3])\.[0-5]\d$")
    plats: str = Field(default="", max_length=80)
    handlar_om: Literal["4 veckor", "1 vecka", "tertial"] = "4 veckor"


class Ground(Declared):
    """What lies under the maps: a file beside the settings, or a tile server. Neither: our own lines."""

    fil: str = ""
    rutor: str = ""
    rutnat: Literal["SWEREF 99 TM", "Web Mercator"] = "SWEREF 99 TM"
    upphov: str = Field(default="", max_length=120)


class Disclosure(Declared):
    """Which counts are not for everybody. May be raised, never lowered: the manifest keeps what they were."""

    minst: int = Field(default=5, ge=5, le=100)  # counts under this, but not zero, are hidden
    bredd: int = Field(default=3, ge=3)  # what is hidden is not known more closely than this


class Settings(BaseSettings):
    """Raises Refused (Swedish, naming file, key and the nearest known key) for what is wrong."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    forum: Forum = Forum()
    installation: Installation = Installation()
    lpo: tuple[Lpo, ...] = ()
    kallor: dict[str, SourceSettings] = {}
    plats: tuple[dict[str, Any], ...] = ()
    rapportor: tuple[Observer, ...] = ()
    kalender: tuple[Day, ...] = ()
    inloggning: Login = Login()
    journal: Journal = Journal()
    formular: ReportForm = ReportForm()
    mote: Meeting = Meeting()
    karta: Ground = Ground()
    underlag: Keeping = Keeping()
    utlamnande: Disclosure = Disclosure()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # The file is everything: a stray environment variable must not change who sees what.
        return (init_settings,)
