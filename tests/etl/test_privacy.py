"""What the gate stops, and what it must let through."""

from __future__ import annotations

import string
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import privacy
from etl.sources import ALL

GAPS = st.sampled_from(["", "-", "+", " ", "\u00a0", "\u2010", "\u2013", "\u2014", "\u2212", " - ", "/", "."])  # fmt: skip


def check_digit(nine: str) -> str:
    """The slow way: double every other digit, add the digits, fill up to a ten."""
    total = 0
    for place, digit in enumerate(nine):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str(-total % 10)


@st.composite
def personal_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    day = f"{born.day + draw(st.sampled_from([0, 60])):02}"
    serial = f"{draw(st.integers(1, 999)):03}"
    last = check_digit(f"{born:%y%m}{day}{serial}")
    century = f"{born:%Y}"[:2] if draw(st.booleans()) else ""
    gap = draw(st.sampled_from(["", "-", " "])) if century else ""
    return f"{century}{born:%y}{gap}{born:%m}{gap}{day}{draw(GAPS)}{serial}{last}"


@given(
    personal_numbers(),
    st.sampled_from(["", "pnr ", "pnr:", "(", "Anna ", "x"]),
    st.sampled_from(["", ".", ")", " kl 10", ".0", "\n"]),
)
def test_every_valid_number_is_found_wherever_it_stands(
    number: str, before: str, after: str
) -> None:
    assert privacy.personal_text(before + number + after) == "ett personnummer"


@given(st.dates(date(1930, 1, 1), date(2025, 12, 31)), st.integers(1, 999), st.integers(1, 9))
def test_a_wrong_check_digit_is_no_personal_number(born: date, serial: int, off: int) -> None:
    nine = f"{born:%y%m%d}{serial:03}"
    wrong = (int(check_digit(nine)) + off) % 10
    assert privacy.personal_text(f"{born:%Y%m%d}-{serial:03}{wrong}") != "ett personnummer"


@pytest.mark.parametrize(
    "text",
    ["070-123 45 67", "0701234567", "070 123 45 67", "701234567", "+46 70 123 45 67", "+46701234567",
     "0046701234567", "+46 (0)70-123 45 67", "0370-12 34 56", "08-123 456 78", "(0370) 12 34 56",
     "ring 073-1234567 nu"],
)  # fmt: skip
def test_phone_numbers(text: str) -> None:
    assert privacy.personal_text(text) == "ett telefonnummer"


@pytest.mark.parametrize(
    "text", ["a.b@c.se", "A.B@C.SE", "a.b (at) c.se", "a.b[at]c.se", "till a_b@c-d.nu.", "a@b\u0301.se".replace("b\u0301", "å")]
)  # fmt: skip
def test_email_addresses(text: str) -> None:
    assert privacy.personal_text(text) == "en e-postadress"


@pytest.mark.parametrize("text", ["ABC123", "abc 123".upper(), "ABC-123", "ABC12D", "abc123", "vit Volvo ABC 12D."])  # fmt: skip
def test_plates(text: str) -> None:
    assert privacy.personal_text(text) == "ett registreringsnummer"


@pytest.mark.parametrize(
    "text",
    ["", "-", "..", "1", "2024-09-14", "2024-09-14 17:11:18 +02:00", "20240914", "202409", "0683C1010",
     "2080C1090_DeSO2025", "0180R047", "3007 | TRAFIKKONTROLL", "9802", "12 345", "1234567890123",
     "14 september 17.04, Trafikolycka, personskada, Värnamo", "E4 vid avfart 85", "riksväg 27",
     "Andel (%) som upplever problem med skräp i sitt område", "16–84 år", "KI (95 %) undre gräns",
     "/aktuellt/handelser/2024/september/14/14-september-17.04-brand-malmo/", "57.780000,14.160000",
     "2024-10-01T05:12:33+00:00", "e575aa24-5698-4276-a0cb-e6689ad4d389", "DeSO_2025.1119",
     "Storgatan", "COVID19", "ISO 8859-1", "A4 2024", "19121212", "121212", "5001–5005, 5010"],
)  # fmt: skip
def test_what_is_about_nobody_passes(text: str) -> None:
    assert privacy.personal_text(text) is None


@pytest.mark.parametrize(
    "name",
    ["uttag.csv", "Brottsstatistik_Värnamo_202611.csv", "deso_2025.geojson", "uttag_20241123_0815.csv",
     "uttag_20241101_20241130.csv", "EST v.34 2024.xlsx", "NTU_2024.xlsx", "enkat_2025.csv", "åäö.csv",
     "bra_sol_2024-11-23.csv", "lpo-2080.csv", "100 000 inv.xlsx"],
)  # fmt: skip
def test_names_of_files_that_are_about_nobody_pass(name: str) -> None:
    assert privacy.refused_name(name) is None


def test_one_bad_text_among_many_is_found() -> None:
    texts = np.array([*map(str, range(20_000)), "121212-1212"], dtype=object)
    assert list(privacy.personal_values(texts)) == ["ett personnummer"]
    assert list(privacy.personal_values(np.empty(0, dtype=object))) == []


@pytest.mark.parametrize(
    "name",
    ["Namn", "NAMN", "namn", "Förnamn", "Målsägandens namn", "PersonNamn", "Efternamn", "Personnummer",
     "pers.nr", "PERSON_NR", "PNR", "Samordningsnummer", "Födelsedatum", "Telefon", "Tel", "Mobilnummer", "Telefon (hem)",
     "E-post", "E-postadress", "e_post", "Hemadress", "Mejl", "E-mail", "Regnr", "Reg.nr", "Regnummer", "Registreringsnummer", "License plate", "Signalement",
     "Nationalitet", "Medborgarskap", "Etnicitet", "Födelseland", "Gäng", "Gängtillhörighet", "Nätverk",
     "Foto", "Bild", "Misstänkt", "Målsägande", "Gärningsman", "Vittne", "Anmälare", "Anmälarens telefon",
     "Handläggare", "Kontaktperson"],
)  # fmt: skip
def test_columns_about_persons(name: str) -> None:
    assert privacy.personal_column(name)


@pytest.mark.parametrize(
    "name",
    ["Kommunnamn", "Områdesnamn", "regsonamn", "Platsnamn", "Län", "Brottskod text", "Antal", "KnNamn",
     "Brottstyp namn", "location_name", "Personskada", "Personbil", "Telefonbedrägeri", "Bildning",
     "Mobilitet", "Kategorinamn", "kolumn 4", "Gatunamn", "x", ""],
)  # fmt: skip
def test_columns_about_things(name: str) -> None:
    assert privacy.personal_column(name) is None


def test_no_source_reads_a_column_about_persons() -> None:
    about = {c for m in ALL.values() for c in m.SOURCE.columns if privacy.personal_column(c)}
    assert about <= {"name", "kom_namn"}  # of an event: day, type and kommun; of a kommun


@given(st.text(string.ascii_letters + string.digits + "åäö ,.-:/", max_size=60))
def test_the_quick_look_misses_nothing_that_the_careful_one_finds(text: str) -> None:
    careful = next((kind for kind, is_in in privacy._KINDS if is_in(text)), None)
    assert privacy.personal_text(text) == careful


LONG = {
    "letters": "x" * 2_000_000,
    "letters before an at": "x" * 2_000_000 + "@",
    "ats": "x@" * 500_000,
    "figures": "12" * 500_000,
    "figures apart": "070 " * 300_000,
    "a plate's letters": "ABC" * 500_000,
    "crimes": "brott" * 200_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_very_long_text_is_looked_at_no_longer_than_many_short_ones(text: str) -> None:
    """Otherwise one cell could stop a job for days."""
    suspect = f"{text} abc12 x@y 1234567"  # which has it looked at with care
    assert privacy.personal_text(suspect) is None
    assert privacy.personal_text(f"{suspect} anna@exempel.se") == "en e-postadress"
    assert privacy.personal_column(text[:60_000]) is None
