"""lagesbild.toml: what stands there is Swedish, and so is what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import settings, settings_file
from etl.provenance import Refused
from etl.workplace import Workplace

VALID = '[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["0683"]\n{}'


@pytest.fixture
def toml(tmp_path: Path) -> object:
    def write(text: str | bytes) -> Workplace:
        file = tmp_path / "lagesbild.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Workplace(tmp_path)

    return write


def refusal(place: Workplace) -> str:
    with pytest.raises(Refused) as refused:
        _ = place.forum
    assert str(refused.value).startswith("lagesbild.toml: ")
    return str(refused.value)


def test_without_a_file_the_defaults_stand(tmp_path: Path) -> None:
    assert settings_file.load(tmp_path / "lagesbild.toml", sources=()) == settings.Settings()
    assert Workplace(tmp_path).forum is None


def test_a_stray_environment_variable_changes_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("INSTALLATION", '{"polis": true}')
    monkeypatch.setenv("installation", '{"polis": true}')
    assert not settings_file.load(tmp_path / "lagesbild.toml", sources=()).installation.polis


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ('[forumm]\nkommun = "0683"', "forumm", "forum"),
        ('[forum]\nkomun = "0683"', "forum.komun", "kommun"),
        ("[installation]\npolisen = true", "installation.polisen", "polis"),
        ('[kallor.police_deso_extract]\nmotagare = "polis"', "kallor.police_deso_extract.motagare", "mottagare"),
        ('[kallor.police_deso]\nmottagare = "polis"', "kallor.police_deso", "police_deso_extract"),
        ('[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkomuner = ["0683"]', "lpo.0.komuner", "kommuner"),
        ('[[rapportor]]\nnamm = "Fritid"', "rapportor.0.namm", "namn"),
        ("xyzzy = 1", "xyzzy", ""),
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_and_the_nearest_named(toml, text, key, near) -> None:
    said = refusal(toml(text))
    assert f"”{key}” finns inte" in said and f"Menade du ”{near}" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[forum]\nkommun = 683", "”forum.kommun” stämmer inte: det ska vara text inom citattecken"),
        ('[installation]\npolis = "kanske"', "det ska vara true eller false"),
        ("forum = 1", "”forum” stämmer inte: det ska vara en egen tabell"),
        ('[[lpo]]\nkod = "Värnamo"\nnamn = "V"\nkommuner = ["0683"]', "”lpo.0.kod” stämmer inte: skriv lpo-"),
        ('[[lpo]]\nkod = "lpo-v"\nnamn = "V"\nkommuner = []', "listan är tom"),
        ('[[lpo]]\nkod = "lpo-v"\nkommuner = ["0683"]', "”lpo.0.namn” stämmer inte: det saknas"),
        ('[kallor.police_deso_extract]\nmottagare = "alla"', "välj ett av delad, polis, kommun"),
        ('[[rapportor]]\nnamn = "Skolan"\ntakt = "ibland"', "välj ett av vecka, varannan vecka, månad"),
        ('[[rapportor]]\ntakt = "vecka"', "”rapportor.0.namn” stämmer inte: det saknas"),
        ('[[rapportor]]\nnamn = "Skolan"\n[[rapportor]]\nnamn = "skolan"', "samma namn står två gånger"),
        ("[lpo]\nkod = 1", "det ska vara en lista"),
        ('[forum]\nkommun = "683"', "forum.kommun är ingen kommunkod, till exempel 0683"),
        ('[forum]\nkommun = "0683"\nlpo = "lpo-varnamo"', "inte båda"),
        ('[forum]\nlpo = "lpo-ingenstans"', "välj ett av"),
        ('[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["9999"]', "9999 under lpo.kommuner"),
        ("[forum\n", "går inte att läsa som TOML"),
        (VALID.format("giltig_till = 2024-12-31"), "lpo-x gällde till och med 2024-12-31. Skriv in det"),
        (VALID.format("giltig_fran = 2199-01-01"), "lpo-x gäller först från och med 2199-01-01"),
        (VALID.format('giltig_till = "i fjol"'), "”lpo.0.giltig_till” stämmer inte: skriv ett datum"),
        (VALID.format("giltig_til = 2024-12-31"), "Menade du ”giltig_till”"),
        ('[forum]\nnamn = "V\xe4rnamo"'.encode("latin-1"), "spara filen som UTF-8"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_in_swedish(toml, text: str | bytes, said: str) -> None:
    assert said in refusal(toml(text))


def test_a_folder_in_the_file_s_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "lagesbild.toml").mkdir()
    assert "det är en mapp" in refusal(Workplace(tmp_path))


@pytest.mark.parametrize(
    ("text", "name", "code", "kommuner"),
    [
        ('[forum]\nkommun = "0683"', "Värnamo", "0683", ("0683",)),
        ('\ufeff[forum]\nkommun = "0683"\nnamn = "Vi"', "Vi", "0683", ("0683",)),  # Notepad's BOM
        (VALID.format("giltig_fran = 2020-01-01\ngiltig_till = 2199-01-01"), "LPO X", "lpo-x", ("0683",)),
        ('[forum]\nlpo = "lpo-varnamo"', "LPO Värnamo", "lpo-varnamo", ("0617", "0662", "0665", "0683")),
        ('[forum]\nlpo = "lpo-x"\n[[lpo]]\nkod = "lpo-x"\nnamn = "X"\nkommuner = ["2081", "2080"]',
         "LPO X", "lpo-x", ("2081", "2080")),
    ],
)  # fmt: skip
def test_a_forum_is_a_kommun_or_an_lpo(toml, text, name, code, kommuner) -> None:
    forum = toml(text).forum
    assert (forum.name, forum.area_code, tuple(sorted(forum.kommun_codes))) == (
        name, code, tuple(sorted(kommuner)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('namn = "Marknad"\nfran = "i maj"', "skriv ett datum utan citattecken"),
        ('namn = "Marknad"\nfran = 2026-05-02\ntill = 2026-05-01', "slutar innan det börjar"),
        ('namn = "Fest 19121212-1212"\nfran = 2026-05-02', "ser ut som en personuppgift"),
        ('namn = "Marknad"\nfrn = 2026-05-02', "Menade du ”fran”"),
    ],
)
def test_a_day_in_the_calendar_that_cannot_be(toml, said: str, expected: str) -> None:
    refused = refusal(toml(f"[[kalender]]\n{said}\n"))
    assert expected in refused
    assert "1212" not in refused


@pytest.mark.parametrize("said", ["trygghet", "trygghet@värnamo.se", "a@b.se)\\nX: y", ""])
def test_a_contact_that_cannot_be_sent(toml, said: str) -> None:
    refused = refusal(toml(f'[installation]\nkontakt = "{said}"\n'))
    assert "”installation.kontakt” stämmer inte: skriv en funktionsadress" in refused
    assert "värnamo" not in refused and "X: y" not in refused
