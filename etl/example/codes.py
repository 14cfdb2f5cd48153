"""Which offences the example holds: how common, where, when, and how late they are reported.

Brottskoder are real and were checked against a region's key of brottskod and category
(../shared/data/police_extract/brottskod_niva_fraga.csv); the texts are our own short ones.
Rates are our own guesses, shaped after national proportions and a small kommun's level.
"""

from typing import NamedTuple

import numpy as np


class Profile(NamedTuple):
    """How a kind of offence behaves.

    `place` is one of PLACES, `months` one of MONTHS, `weekdays` one of WEEKDAYS. `span` and
    `delay` shift where in the common distribution of interval and delay its rows fall (in standard
    deviations, 0 is typical). `steadiness` is the gamma shape of its weekly level: low where the
    police find what they look for.
    """

    place: str
    months: str
    weekdays: str
    span: float
    delay: float
    steadiness: float


# Exponent of an area's draw, per kind of place: 0 would follow residents only. Tuned so that the
# busiest area has several times the mean, as in the real extract (per DeSO and year mean 165,
# median 125, max 1,318).
PLACES = {"town": 1.4, "street": 1.0, "home": 0.4, "premises": 0.6, "net": 0.2}

# January to December; each is scaled to mean 1.
MONTHS = {
    "even": (1, 1, 1, 1, 1, 1, 0.9, 1, 1, 1, 1, 1),
    "summer": (0.5, 0.5, 0.7, 1, 1.3, 1.4, 1.2, 1.4, 1.4, 1.1, 0.8, 0.6),
    "nights_out": (0.8, 0.8, 0.9, 1, 1.15, 1.2, 1.1, 1.2, 1.1, 1, 0.9, 1.0),
    "dark": (1.2, 1.1, 1, 0.9, 0.8, 0.8, 0.9, 0.9, 0.9, 1.1, 1.3, 1.3),
    "trade": (0.9, 0.9, 1, 1, 1, 0.95, 0.85, 0.95, 1, 1, 1.2, 1.4),
    "term": (1.1, 1.0, 1.2, 1.1, 1.3, 0.5, 0.15, 0.7, 1.3, 1.2, 1.2, 0.8),
}

# Monday to Sunday; each is scaled to mean 1.
WEEKDAYS = {
    "even": (1, 1, 1, 1, 1, 1, 1),
    "work": (1.2, 1.2, 1.15, 1.15, 1.2, 0.7, 0.4),
    "weekend": (0.75, 0.75, 0.8, 0.9, 1.2, 1.5, 1.1),
    "after_weekend": (1.5, 1, 0.95, 0.95, 0.95, 0.85, 0.8),
}

PROFILES = {
    "shop": Profile("town", "trade", "work", -1.6, -0.5, 30),
    "bike": Profile("street", "summer", "even", 0.9, 0.1, 30),
    "home": Profile("home", "dark", "after_weekend", 0.9, -0.2, 30),
    "premises": Profile("premises", "dark", "after_weekend", 0.6, -0.6, 30),
    "vehicle": Profile("street", "even", "even", 0.4, 0.0, 30),
    "damage": Profile("street", "nights_out", "after_weekend", 0.7, 0.2, 25),
    "street": Profile("town", "nights_out", "weekend", -1.5, 0.0, 30),
    "indoors": Profile("home", "even", "weekend", -0.8, 0.5, 40),
    "school": Profile("street", "term", "work", -0.9, 0.6, 30),
    "threat": Profile("home", "even", "even", 0.2, 0.4, 40),
    "close": Profile("home", "even", "even", 1.0, 0.9, 40),
    "net": Profile("net", "trade", "work", 0.6, 0.6, 40),
    "drugs": Profile("town", "nights_out", "weekend", -1.8, -0.9, 12),
    "traffic": Profile("premises", "nights_out", "weekend", -2.0, -0.8, 15),
    "other": Profile("street", "even", "work", 0.5, 0.7, 40),
}


class Offence(NamedTuple):
    code: str  # four digits, leading zero kept
    text: str
    rate: float  # rows per 1,000 residents and year, before all are scaled to the common level
    profile: str  # key of PROFILES


OFFENCES = (
    Offence("0853", "Stöld i butik, utan inbrott", 8.0, "shop"),
    Offence("0870", "Rån mot butik, utan skjutvapen", 0.05, "shop"),
    Offence("9826", "Stöld av drivmedel, smitning från bensinstation", 0.8, "shop"),
    Offence("9830", "Cykelstöld, ej elcykel", 3.6, "bike"),
    Offence("9829", "Stöld av elcykel", 0.5, "bike"),
    Offence("0804", "Stöld av moped", 0.7, "bike"),
    Offence("9801", "Inbrott i villa eller radhus", 1.0, "home"),
    Offence("9802", "Inbrott i lägenhet", 0.4, "home"),
    Offence("0857", "Försök till inbrott i villa eller radhus", 0.3, "home"),
    Offence("0825", "Inbrott i källare eller vind", 1.4, "home"),
    Offence("0826", "Inbrott i fritidshus", 0.4, "home"),
    Offence("0859", "Stöld ur bostad, utan inbrott", 1.4, "home"),
    Offence("0818", "Inbrott i butik", 0.4, "premises"),
    Offence("0820", "Inbrott på kontor", 0.3, "premises"),
    Offence("0821", "Inbrott i fabrik, lager eller verkstad", 0.9, "premises"),
    Offence("0822", "Inbrott på byggplats, i bod eller container", 0.6, "premises"),
    Offence("0823", "Inbrott i garage", 0.6, "premises"),
    Offence("0811", "Inbrott i skola eller förskola", 0.25, "premises"),
    Offence("9823", "Stöld av diesel ur fordon", 0.9, "premises"),
    Offence("0880", "Annan stöld, utan inbrott", 3.4, "vehicle"),
    Offence("0802", "Bilstöld", 1.0, "vehicle"),
    Offence("9827", "Stöld av fast utrustning på fordon", 1.4, "vehicle"),
    Offence("9828", "Stöld av lösa föremål ur fordon", 1.3, "vehicle"),
    Offence("3112", "Smitning från parkeringsskada", 3.4, "vehicle"),
    Offence("1201", "Skadegörelse på motorfordon, ej brand", 4.6, "damage"),
    Offence("1205", "Skadegörelse mot stat, kommun eller region", 2.6, "damage"),
    Offence("1209", "Klotter, ej mot kollektivtrafik", 2.0, "damage"),
    Offence("1212", "Annan skadegörelse", 4.8, "damage"),
    Offence("1210", "Skadegörelse genom brand, ej fordon", 0.4, "damage"),
    Offence("1211", "Brand på motorfordon", 0.25, "damage"),
    Offence("1301", "Mordbrand", 0.12, "damage"),
    Offence("0357", "Misshandel mot man, obekant, utomhus", 0.8, "street"),
    Offence("0355", "Misshandel mot kvinna, obekant, utomhus", 0.3, "street"),
    Offence("0377", "Grov misshandel mot man, obekant, utomhus", 0.1, "street"),
    Offence("9810", "Personrån mot vuxen, utomhus", 0.1, "street"),
    Offence("9806", "Personrån mot ung under 18 år, utomhus", 0.08, "street"),
    Offence("9694", "Sexuellt ofredande mot kvinna, obekant", 0.2, "street"),
    Offence("1705", "Hot mot tjänsteman", 0.4, "street"),
    Offence("1706", "Våldsamt motstånd", 0.25, "street"),
    Offence("4023", "Innehav av kniv på allmän plats", 0.9, "street"),
    Offence("0414", "Ofredande mot grupp", 0.15, "street"),
    Offence("9386", "Misshandel mot man, bekant, inomhus", 0.7, "indoors"),
    Offence("0367", "Misshandel mot man, obekant, inomhus", 0.4, "indoors"),
    Offence("9320", "Misshandel mot pojke 15–17 år, bekant, utomhus", 0.4, "school"),
    Offence("9312", "Misshandel mot pojke 7–14 år, bekant, utomhus", 0.8, "school"),
    Offence("9314", "Misshandel mot flicka 7–14 år, bekant, inomhus", 0.4, "school"),
    Offence("0429", "Ofredande mot pojke under 18 år", 0.5, "school"),
    Offence("0428", "Ofredande mot flicka under 18 år", 0.5, "school"),
    Offence("9446", "Olaga hot mot man, bekant", 1.0, "threat"),
    Offence("9447", "Olaga hot mot man, obekant", 0.8, "threat"),
    Offence("9443", "Olaga hot mot kvinna, obekant", 0.4, "threat"),
    Offence("9459", "Ofredande mot kvinna, obekant", 1.0, "threat"),
    Offence("9463", "Ofredande mot man, obekant", 0.7, "threat"),
    Offence("9472", "Olaga intrång", 0.6, "threat"),
    Offence("9365", "Misshandel mot kvinna i parrelation, inomhus", 1.3, "close"),
    Offence("9440", "Olaga hot mot kvinna i parrelation", 0.6, "close"),
    Offence("9401", "Grov fridskränkning mot kvinna i parrelation", 0.3, "close"),
    Offence("9495", "Barnfridsbrott mot flicka", 0.25, "close"),
    Offence("9637", "Våldtäkt mot kvinna, bekant, inomhus", 0.15, "close"),
    Offence("0982", "Kortbedrägeri utan fysiskt kort, utland", 2.6, "net"),
    Offence("0983", "Kortbedrägeri utan fysiskt kort, ej utland", 1.8, "net"),
    Offence("0951", "Befogenhetsbedrägeri mot äldre, ej utland", 1.1, "net"),
    Offence("0987", "Annonsbedrägeri, ej utland", 2.2, "net"),
    Offence("0957", "Bedrägeri genom annan social manipulation", 1.2, "net"),
    Offence("0977", "Fakturabedrägeri utan kontakt", 0.6, "net"),
    Offence("0995", "Övrigt bedrägeri", 1.0, "net"),
    Offence("9467", "Dataintrång i sociala medier eller e-tjänst", 1.0, "net"),
    Offence("5010", "Narkotika, innehav", 3.2, "drugs"),
    Offence("5011", "Narkotika, bruk", 4.4, "drugs"),
    Offence("5005", "Narkotika, överlåtelse", 0.5, "drugs"),
    Offence("3005", "Rattfylleri, alkohol", 1.2, "traffic"),
    Offence("3070", "Rattfylleri, narkotika", 1.4, "traffic"),
    Offence("3002", "Olovlig körning", 3.4, "traffic"),
    Offence("3101", "Vårdslöshet i trafik", 0.9, "traffic"),
    Offence("3008", "Smitning från trafikolycka, lindrig skada", 1.6, "traffic"),
    Offence("1406", "Urkundsförfalskning", 0.5, "other"),
    Offence("1709", "Övergrepp i rättssak", 0.2, "other"),
    Offence("8008", "Nedskräpning", 0.25, "other"),
)

# The real extract has one code with two texts: the later text is used from this date on.
RENAMED_CODE, RENAMED_TEXT = "1201", "Skadegörelse på motorfordon (ej genom brand)"
RENAMED_FROM = np.datetime64("2023-07-01")


def scaled(weights: tuple[float, ...]) -> np.ndarray:
    """Return `weights` scaled to mean 1."""
    return np.asarray(weights) / np.mean(weights)
