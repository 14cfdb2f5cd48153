"""Surveys of three kinds: what comes in, what never does, and what the public sees."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl import intake, warehouse
from etl.provenance import Reading, Refused
from etl.settings import Settings
from tests.conftest import everything_in
from tests.etl.conftest import Place
from tests.etl.disclosure import attacker

FILES = Path(__file__).parent / "files"
ANSWERS = FILES / "kommun_survey.csv"
QUESTION = "Otrygg ute sent på kvällen"


def read(path: Path) -> Reading:
    return intake.receive(path, source=None, settings=Settings()).reading


def changed(folder: Path, *, answers: tuple[str, str] = ("", ""), about: tuple[str, str] = ("", "")) -> Path:  # fmt: skip
    """The sample and its TOML with one text replaced in either."""
    path = folder / "enkat.csv"
    path.write_text(ANSWERS.read_text("utf-8-sig").replace(*answers), encoding="utf-8")
    said = ANSWERS.with_suffix(".toml").read_text("utf-8").replace(*about)
    path.with_suffix(".toml").write_text(said, encoding="utf-8")
    return path


def test_shares_are_the_strata_s_shares_by_the_textbook_formula() -> None:
    """Each stratum has one weight here: the domain is then a mean of means (Cochran 1977, 5A.14).

    Here without those who did not answer, whom the tool keeps as zeros: close, not equal.
    """
    found = read(ANSWERS).accepted.to_pandas()
    found = found[(found["question"] == QUESTION) & found["group_name"].isna()]
    rows = pd.read_csv(ANSWERS, sep=";", encoding="utf-8-sig", decimal=",", keep_default_na=False)
    rows = rows[~rows["F1"].isin(["", "Vet ej"])]
    rows["bad"] = rows["F1"].isin(["Ganska otrygg", "Mycket otrygg"])
    living = pd.Series({"Centrum": 4100, "Slätta": 1840, "Svärdsjö": 720, "Bjursås": 470})
    total = variance = 0.0
    for stratum, part in rows.groupby("stratum"):
        n, weight = len(part), part["vikt"].sum() / rows["vikt"].sum()
        total += weight * part["bad"].mean()
        variance += weight**2 * (1 - n / living[stratum]) * part["bad"].var(ddof=1) / n
    kommun = found[found["district"].isna()].iloc[0]
    assert kommun["value"] == round(100 * total, 1)
    assert kommun["respondents"] == len(rows)
    width = kommun["upper"] - kommun["lower"]
    assert width == pytest.approx(100 * 2 * 1.99 * variance**0.5, rel=0.06)
    centrum = found[found["district"] == "Centrum"].iloc[0]
    assert centrum["value"] == round(100 * rows[rows["stratum"] == "Centrum"]["bad"].mean(), 1)
    assert set(found["interval_by"]) == {"tool"}


def test_under_ten_answers_is_not_let_in_and_groups_are_of_the_whole_kommun() -> None:
    reading = read(ANSWERS)
    table = reading.accepted.to_pandas()
    assert (table["respondents"] >= 10).all()
    assert set(table["district"].dropna()) == {"Centrum", "Slätta"}
    assert not (table["district"].notna() & table["group_name"].notna()).any()
    assert reading.notes == (
        "4 andelar är inte med: de bygger på färre än 10 svar, eller skulle röja dem som gör det.",
    )


FIELDS = {"delområde": "district", "kön": "group_name", "åldersgrupp": "group_name"}
QUESTION_ALONE = """
[undersokning]
kod = "enkat"
namn = "Enkät"
kommun = "2080"
ar = 2025
falt_fran = 2025-09-01
falt_till = 2025-10-15
svarsfrekvens = 48.2
[[fraga]]
kolumn = "F"
matt = "Har undvikit en plats"
lydelse = "Har du undvikit en plats?"
svar = ["Ja", "Nej"]
raknas = ["Ja"]
hog_ar_samre = true
"""
PERSON = st.tuples(
    st.sampled_from([*"aaaaaaaabbbbccd", ""]), st.sampled_from([*"kkkkkkmmmmmmmx", ""]),
    st.sampled_from([*["16–29"] * 6, *["30–44"] * 3, "45–64", "65+", ""]), st.sampled_from(["Ja", "Nej", ""]),
)  # fmt: skip


@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
@given(st.lists(PERSON, min_size=40, max_size=70))
@example([("a", "k", "65+", "Ja")] * 20 + [("b", "m", "", "Nej")] * 20 + [("c", "m", "", "Ja")] * 3)
@example([("a", "k", "65+", "Ja")] * 40 + [("b", "k", "", "Nej")] * 4 + [("c", "k", "", "Ja")] * 3)
def test_nobody_who_subtracts_what_is_shown_learns_what_is_left_out(
    tmp_path: Path, people: list[tuple[str, str, str, str]]
) -> None:
    path = tmp_path / "enkat.csv"
    rows = [";".join(["1", *person]) for person in people]
    path.write_text("\n".join([";".join(["vikt", *FIELDS, "F"]), *rows]), encoding="utf-8")
    path.with_suffix(".toml").write_text(QUESTION_ALONE, encoding="utf-8")
    answered = pd.DataFrame(people, columns=[*FIELDS, "said"]).query("said != ''")
    hypothesis.assume(len(answered) >= 10)
    shown = read(path).accepted.to_pandas()
    [whole] = shown[shown["district"].isna() & shown["group_name"].isna()]["respondents"]
    assert whole == len(answered)
    for column, field in FIELDS.items():
        sizes = answered[column].value_counts()
        told = shown.dropna(subset=field).set_index(field)["respondents"]
        told = told[told.index.isin(sizes.index)]
        left = sizes.drop(told.index)
        assert not (sizes.drop("", errors="ignore") < 10).any() or left.sum() >= 10
        cells: dict[attacker.Cell, int | None] = {
            (part,): told.get(part) for part in sizes.index
        } | {(): int(whole)}
        known = attacker.recovered(cells, [([(part,) for part in sizes.index], [()])])
        assert set(known) <= {("",)}  # who did not say which part they are of


def test_no_answer_is_stored_anywhere(place: Place) -> None:
    path = changed(place.folder, answers=("98;Bjursås", "77098177;Bjursås"))
    warehouse.load(place.workplace, [path])
    said = everything_in(place.workplace.folder)
    assert "77098177" not in said and "92,7" not in said and "Bjursås" not in said
    asked = place.ask("select survey_name, wording, response_rate, field_to from out.question where question = 'Har undvikit en plats'")  # fmt: skip
    assert asked[0][0] == "Falu kommuns trygghetsenkät" and asked[0][2] == 48.2


def test_without_its_description_a_questionnaire_is_refused_with_what_is_needed(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(ANSWERS, tmp_path / "enkat.csv"))
    with pytest.raises(Refused, match=r"enkat\.toml bredvid enkat\.csv"):
        read(path)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (('kommun = "2080"', 'kommun = "9999"'), "ingen kommunkod"),
        (("svarsfrekvens = 48.2", "svarsfrekvens = 148"), "undersokning.svarsfrekvens"),
        (("falt_fran = 2025-09-01", ""), "”undersokning.falt_fran” stämmer inte: det saknas"),
        (('raknas = ["Ja"]', 'raknas = ["Ja", "Nej"]'), "inte alla"),
        (('kolumn = "F1"', 'kolumn = "F9"'), "kolumnen ”F9” saknas"),
        (("Centrum = 4100", ""), "alla strata eller inga"),
        (("[undersokning]", "[undersokning"), "TOML"),
        (("hog_ar_samre = true", "hog_ar_samre = true\nmedel = 1"), "det finns inget sådant"),
    ],
)
def test_what_is_wrong_in_the_description_is_named(
    about: tuple[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="enkat") as refusal:
        read(changed(tmp_path, about=about))
    assert said in str(refusal.value)


def test_ages_are_read_in_groups_only(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="i grupper om minst 5 år") as refusal:
        read(changed(tmp_path, answers=("16–29", "23")))
    assert "23" not in str(refusal.value)


def test_an_answer_off_the_scale_rejects_its_row_and_never_says_it(tmp_path: Path) -> None:
    reading = read(changed(tmp_path, answers=("Mycket otrygg", "Vettskrämd")))
    assert reading.rejects.num_rows > 0
    assert set(reading.rejects["column"].to_pylist()) == {"F1"}
    assert "Vettskrämd" not in str(reading.rejects.to_pylist())


def test_the_police_index_has_two_decimals_and_stays_within_its_scale(tmp_path: Path) -> None:
    path = tmp_path / "matning.csv"
    rows = ["Falun;;Totalindex;2024;1,63;300", "Falun;;Totalindex;2023;7,10;300", "Falun;Centrum;Totalindex;2024;1,90;", "Falun;Slätta;Totalindex;2024;1,90;7", "Falun;;Totalindex;2024;1,66;300", "Falun;;Oro;2024;..;300"]  # fmt: skip
    path.write_text("\n".join(["Kommun;Delområde;Fråga;År;Index;Antal svar", *rows]), encoding="cp1252")  # fmt: skip
    reading = read(path)
    values = reading.accepted.select(["district", "value", "unit", "respondents"]).to_pylist()
    assert values == [
        {"district": None, "value": 1.63, "unit": "index", "respondents": 300},
        {"district": "Centrum", "value": 1.9, "unit": "index", "respondents": None},
        {"district": None, "value": None, "unit": "index", "respondents": 300},
    ]
    assert sorted(reading.rejects["row"].to_pylist()) == [3, 5, 6]


def test_the_margin_becomes_the_publisher_s_interval() -> None:
    table = read(FILES / "scb_citizen_survey.csv").accepted.to_pandas()
    row = table[(table["area_code"] == "2080") & (table["year"] == 2025)].iloc[0]
    assert row["upper"] - row["value"] == pytest.approx(3.9)
    assert row["interval_by"] == "publisher"
    assert table[table["area_code"] == "2034"]["interval_by"].isna().all()


def test_surveys_are_never_one_series_and_the_public_sees_no_parts(place: Place) -> None:
    names = ("kommun_survey", "police_safety_survey", "scb_citizen_survey", "bra_municipal_indicators")  # fmt: skip
    warehouse.load(place.workplace, [FILES / f"{name}.csv" for name in names])
    surveys = "select distinct survey from out.survey_result order by all"
    assert place.ask(surveys) == [
        ("falun_trygghet",), ("ntu",), ("polisens_trygghetsmatning",), ("scb_medborgarundersokning",),
    ]  # fmt: skip
    parts = "select count(*) from out.survey_result where district is not null or group_name is not null or respondents < 30"  # fmt: skip
    assert place.ask(parts)[0][0] > 0
    assert place.ask(parts, audience="public") == [(0,)]
