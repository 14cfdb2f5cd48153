import csv
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import problem_types
from etl.problem_types import crime_code, expand, load

PACKAGED = Path(problem_types.__file__).with_suffix(".toml")
KEY = Path("../shared/data/police_extract/brottskod_niva_fraga.csv")
EVENTS = Path("../shared/data/polisen/events_2022-09_2025-06.parquet")
REGION = {
    "Fråga 1": "ordning",
    "Fråga 2": "hot_vald",
    "Fråga 3": "kriminella_natverk",
    "Fråga 5": "andt",
    "Fråga 6": "bedragerier",
    "Fråga 7": "otillaten_paverkan",
    "Övriga": "ovriga",
}
PROTECTED = {"nara_relation", "sexualbrott", "brott_mot_barn"}


def region_key(field: str) -> list[tuple[str, str]]:
    """(brottskod, text) pairs of the region's key: level 5 texts, or every frågeområde given."""
    if not KEY.exists():
        pytest.skip(f"{KEY} saknas: regionens nyckel över brottskoder")
    with KEY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if field == "text":
        return [
            (row["Brottskod"], row["Brottskategorier_namn"])
            for row in rows
            if row["Brott_niva"] == "5"
        ]
    return [(row["Brottskod"], row[field]) for row in rows if row[field]]


def test_size_and_order() -> None:
    found = load()
    assert 15 <= len(found.types) <= 22
    assert [group.code for group in found.groups] == list(REGION.values())
    assert found.types[-1].code == "ovrigt"
    assert len({kind.name for kind in found.types}) == len(found.types)


def test_sentences_end_and_are_one() -> None:
    for kind in load().types:
        assert kind.definition.endswith("."), kind.code
        assert kind.definition.count(".") == 1, kind.code


def test_sensitive_types_are_kommun_and_quarter() -> None:
    found = load()
    sensitive = {kind.code: kind for kind in found.types if kind.sensitive}
    assert set(sensitive) == PROTECTED
    assert {(kind.finest_level, kind.finest_period) for kind in sensitive.values()} == {
        ("kommun", "quarter")
    }
    assert all(kind.finest_level != "plats" for kind in found.types if kind.in_home)


def test_control_dependent_types() -> None:
    assert {kind.code for kind in load().types if kind.depends_on_police} == {
        "narkotika",
        "rattfylleri",
        "trafik",
        "natverk",
    }


def test_every_code_of_the_key_has_a_type() -> None:
    pairs = region_key("text")
    assert len(pairs) == 683
    by_code = load().by_crime_code
    assert [code for code, _ in pairs if code not in by_code] == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("0821", "inbrott_lokal"),  # fabrik, lager, verkstad
        ("0811", "inbrott_lokal"),  # skola
        ("0819", "inbrott_lokal"),  # kiosk
        ("0825", "inbrott_lokal"),  # källare, vind
        ("9801", "bostadsinbrott"),  # villa, fullbordat
        ("0874", "bostadsinbrott"),  # lägenhet, försök
        ("0859", "ovrigt"),  # stöld utan inbrott i bostad
        ("9830", "stold"),  # cykel
        ("0853", "stold"),  # butik
        ("9365", "nara_relation"),  # misshandel, parrelation, inomhus
        ("9382", "nara_relation"),  # misshandel, bekant, inomhus
        ("9374", "vald_hot"),  # misshandel, bekant, utomhus
        ("0365", "vald_hot"),  # misshandel, obekant, inomhus
        ("0412", "nara_relation"),  # grov kvinnofridskränkning
        ("0310", "nara_relation"),  # fullbordat mord, relation okänd
        ("4097", "nara_relation"),  # kontaktförbud
        ("9320", "brott_mot_barn"),  # misshandel mot pojke 15-17 år
        ("9806", "brott_mot_barn"),  # rån mot person under 18 år
        ("9810", "ran"),
        ("6118", "sexualbrott"),  # våldtäkt mot flicka under 15 år
        ("9635", "sexualbrott"),  # våldtäkt, parrelation
        ("3005", "rattfylleri"),
        ("3101", "trafik"),
        ("5011", "narkotika"),
        ("0951", "bedrageri"),
        ("1209", "skadegorelse"),
        ("1301", "brand"),
        ("1704", "incident_personal"),
        ("8008", "nedskrapning"),
        ("4023", "natverk"),
        ("3853", "ovrigt"),  # viltolycka
    ],
)
def test_spot_checks(code: str, problem: str) -> None:
    assert load().by_crime_code[code] == problem


def test_non_crimes_and_unused_codes_have_no_type() -> None:
    by_code = load().by_crime_code
    assert by_code.get("9013") is None
    assert by_code.get("9899") is None


@pytest.mark.parametrize(
    "words",
    [
        r"flicka|pojke|[Bb]arn|under 1[58] år|underårig|[0-9]-1[47] år",
        r"närstående|nära relation|parrelation|fridskränkning|[Hh]edersförtryck|kontaktförbud",
        r"bekant.*annan slags relation, inomhus|dödlig utgång",
        r"[Vv]åldtäkt|[Ss]exuell",
    ],
)
def test_texts_that_name_the_protected_are_sensitive(words: str) -> None:
    by_code = load().by_crime_code
    named = [(code, text) for code, text in region_key("text") if re.search(words, text)]
    assert named
    assert [pair for pair in named if by_code[pair[0]] not in PROTECTED] == []


def test_texts_that_name_a_home_are_never_finer_than_deso() -> None:
    found = load()
    level = {kind.code: kind.finest_level for kind in found.types}
    named = [
        (code, text)
        for code, text in region_key("text")
        if re.search("bostad|villa|lägenhet|fritidshus|[Hh]emfrid", text)
    ]
    assert len(named) >= 12
    assert [pair for pair in named if level[found.by_crime_code[pair[0]]] == "plats"] == []


def test_groups_against_the_region() -> None:
    # Measured: 410 of the 525 codes for which the region gives a frågeområde (78 %).
    # Known differences, region's -> ours:
    #   52  övriga or 1 -> 2   offences against children, relations and sexual offences: we hold each
    #                          sensitive family together, the region spreads it over three
    #   27  övriga, 1 or 7 -> 3   weapons, explosives, extortion, money laundering ("natverk")
    #    7  övriga -> 1        olaga intrång, ordningslagen, tillträdesförbud ("tillhall")
    #    6  1 or övriga -> 2   ofredande and one code of attempted murder ("vald_hot")
    #   the other 23, one to four of each kind: traffic accidents with injury, fencing, tobacco, home theft,
    #   arson (1301 is 2 there), snyltning, förskingring, skattebrott, nedskräpning
    found = load()
    group = {kind.code: kind.group for kind in found.types}
    pairs = set(region_key("Frågeområde_namn"))
    agrees = {
        code: group[found.by_crime_code[code]]
        == next(ours for theirs, ours in REGION.items() if name.startswith(theirs))
        for code, name in pairs
    }
    assert len(agrees) == 525
    assert np.mean(list(agrees.values())) >= 0.78


def test_every_event_type_is_accounted_for() -> None:
    if not EVENTS.exists():
        pytest.skip(f"{EVENTS} saknas: arkivet över polisens händelser")
    types = pc.unique(pc.utf8_trim_whitespace(pq.read_table(EVENTS, columns=["type"])["type"]))
    assert set(types.to_pylist()) <= set(load().by_police_event)


def test_events_that_are_not_problems() -> None:
    events = load().by_police_event
    for event in ("Trafikolycka", "Sammanfattning natt", "Försvunnen person", "Räddningsinsats"):
        assert events[event] is None
    assert events["Rattfylleri"] == "rattfylleri"


def test_est_words() -> None:
    words = load().by_est
    assert words["buskörning"] == "buskorning"
    assert words["klotter"] == "skadegorelse"
    assert all(word == word.strip().lower() for word in words)
    assert not PROTECTED - {"sexualbrott"} & set(words.values())


def test_crime_code_puts_back_the_lost_zero() -> None:
    assert crime_code(["310", " 0310", "310.0", "9834", "9013"]).to_pylist() == [
        "0310",
        "0310",
        "0310",
        "9834",
        "9013",
    ]
    assert crime_code(np.array([310, 9834])).to_pylist() == ["0310", "9834"]
    assert crime_code(pa.array([310.0, None])).to_pylist() == ["0310", None]
    assert crime_code([]).to_pylist() == []


def test_crime_code_lets_nothing_but_codes_through() -> None:
    odd = ["191212121212", "12", "0200", "0000", "31O0", "0821 Storgatan 1", "", None, "-310"]
    assert crime_code(odd).to_pylist() == [None] * len(odd)


@given(st.integers(0, 99_999))
def test_crime_code_against_the_obvious(number: int) -> None:
    expected = f"{number:04d}" if 300 <= number <= 9999 else None
    assert crime_code([number]).to_pylist() == [expected]


@given(
    st.integers(100, 9999), st.integers(0, 60), st.booleans(), st.sampled_from(["-", " - ", "–"])
)
def test_expand_against_a_slow_loop(first: int, more: int, lost: bool, dash: str) -> None:
    last = min(first + more, 9999)
    write = str if lost else "{:04d}".format
    slow = []
    for number in range(10_000):
        if first <= number <= last:
            slow.append("0" * (4 - len(str(number))) + str(number))
    assert expand(f"{write(first)}{dash}{write(last)}") == slow
    assert expand(write(first)) == slow[:1]


def test_a_copied_file_is_accepted(tmp_path: Path) -> None:
    copy = tmp_path / "problemtyper.toml"
    copy.write_text(PACKAGED.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load(copy) == load()


HEAD = 'code = "narkotika"\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            HEAD,
            HEAD + "finest_levle = 1\n",
            'typ "narkotika": okänd nyckel "finest_levle".*"finest_level"',
        ),
        ("not_problems", "not_problem", 'okänd nyckel "not_problem".*"not_problems"'),
        (HEAD, 'code = "trafik"\n', 'problemtyp "trafik": koden finns två gånger'),
        (HEAD, 'code = "Droger!"\n', 'problemtyp "Droger!": "code" får bara ha a-z'),
        (HEAD, "", 'problemtyp "13": nyckeln "code" saknas'),
        ('name = "Trafikbrott"', 'name = ""', 'problemtyp "trafik": "name" är tom'),
        ('name = "Trafikbrott"', "name = 7", 'problemtyp "trafik": "name" ska vara text'),
        ('group = "bedragerier"', 'group = "pengar"', 'typ "bedrageri": "group" är "pengar"'),
        ('code = "andt"', 'code = "ordning"', 'frågeområde "ordning": koden finns två gånger'),
        (
            '["1201", ',
            '["1201", "0802", ',
            'typ "stold": brottskod "0802" står redan under "skadeg',
        ),
        ('["1201", ', '["1201", "12", ', 'typ "skadegorelse": brottskod "12": skriv fyra siffror'),
        ('["1201", ', '["1201", "1209-1205", ', "spannets slut ligger före dess början"),
        ('["1201", ', "[1201, ", '"brottskoder" ska vara text inom citattecken'),
        ('["Mordbrand"]', '["Mordbrand", "Misshandel"]', 'händelsetyp "Misshandel" står redan'),
        ('["Mordbrand"]', '["Brand"]', 'not_problems: "Brand" står på två ställen'),
        (
            'est = ["rån", ',
            'est = ["Våld", ',
            'typ "ran": EST-ord "våld" står redan under "vald_hot"',
        ),
        ('est = ["rån", ', 'est = "rån" # ', 'typ "ran": "est" ska vara en lista'),
        ('period = "week"', 'period = "day"', '"finest_period" är "day" .* något av week, quarter'),
        (
            'level = "kommun"',
            'level = "deso"',
            'typ "nara_relation": en känslig typ får bara visas',
        ),
        (
            'period = "quarter"',
            'period = "week"',
            "en känslig typ får bara visas som kommun och kvartal",
        ),
        ("sensitive = true\nb", "sensitive = false\nb", 'brottskod "0301" är känslig'),
        ('"4088-4089", ', "", 'brottskod "4088" är känslig'),
        ('level = "deso"', 'level = "plats"', 'typ "bostadsinbrott": det som skett i en bostad'),
        ("not_problems = [", "not_problems = [,", r"rad \d+: raden går inte att läsa"),
    ],
)
def test_poisoned_files(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "egna.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"(?s)^egna\.toml.*{message}"):
        load(file)


def test_a_home_code_may_not_move_to_a_finer_type(tmp_path: Path) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    file = tmp_path / "egna.toml"
    moved = text.replace('"0826", ', "", 1).replace('"0825", ', '"0825-0826", ', 1)
    file.write_text(moved, encoding="utf-8")
    with pytest.raises(ValueError, match=r'"inbrott_lokal": brottskod "0826" kan gälla en bostad'):
        load(file)


OFFENCES = '"Våldtäkt", "Våldtäkt, försök"]'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["Mordbrand"]', '["Mordbrand", "Våldtäkt"]'),
        ("not_problems = [", 'not_problems = ["Våldtäkt", '),
    ],
)
def test_a_sensitive_event_may_not_become_something_that_is_shown(
    old: str, new: str, tmp_path: Path
) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    assert old in text and OFFENCES in text
    file = tmp_path / "egna.toml"
    file.write_text(
        text.replace(OFFENCES, '"Våldtäkt, försök"]').replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r'egna\.toml: händelsetyp "Våldtäkt" är känslig'):
        load(file)


def test_a_sensitive_event_may_be_left_out(tmp_path: Path) -> None:
    """No row of a type that is not listed is shown."""
    file = tmp_path / "egna.toml"
    text = PACKAGED.read_text(encoding="utf-8")
    file.write_text(text.replace(OFFENCES, '"Våldtäkt, försök"]'), encoding="utf-8")
    assert "Våldtäkt" not in load(file).by_police_event


def test_missing_and_wrongly_saved_files(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"saknas\.toml: filen finns inte"):
        load(tmp_path / "saknas.toml")
    file = tmp_path / "latin1.toml"
    file.write_bytes("# å".encode("latin-1"))
    with pytest.raises(ValueError, match="spara filen som UTF-8"):
        load(file)


def test_protection_may_be_tightened(tmp_path: Path) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    head, rest = text.split('code = "bostadsinbrott"')
    rest = rest.replace('finest_level = "deso"', 'finest_level = "kommun"', 1)
    file = tmp_path / "egna.toml"
    file.write_text(f'{head}code = "bostadsinbrott"{rest}', encoding="utf-8")
    level = {kind.code: kind.finest_level for kind in load(file).types}
    assert level["bostadsinbrott"] == "kommun"
