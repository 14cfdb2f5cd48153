from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from etl.example.areas import KOMMUN_NAMES, RESIDENTS, deso
from etl.example.codes import OFFENCES, PROFILES
from etl.example.happenings import HAPPENINGS
from etl.example.incidents import COLUMNS, reported, write_extracts

UNTIL = date(2026, 11, 23)
STOP = pd.Timestamp(2026, 11, 22)
SEED = 20210104
KEY = Path("../shared/data/police_extract/brottskod_niva_fraga.csv")


@pytest.fixture(scope="module")
def layer() -> gpd.GeoDataFrame:
    return deso(seed=SEED)


@pytest.fixture(scope="module")
def rows(layer: gpd.GeoDataFrame) -> pd.DataFrame:
    return _with_places(reported(layer, until=UNTIL, seed=SEED), layer)


@pytest.fixture(scope="module")
def files(layer: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("uttag")
    return write_extracts(folder, layer=layer, until=UNTIL, seed=SEED)


def _with_places(rows: pd.DataFrame, layer: gpd.GeoDataFrame) -> pd.DataFrame:
    return rows.assign(
        kommun=layer["kommun_code"].to_numpy()[rows["deso"]],
        regso=layer["regso_code"].to_numpy()[rows["deso"]],
        profile=np.array([o.profile for o in OFFENCES])[rows["offence"]],
    )


def _z(rows: pd.DataFrame, by: list[str], *, stop: pd.Timestamp = STOP) -> pd.Series:
    """Four weeks up to the data stop against the same weeks a year before."""
    back = (stop - rows["to_date"]).dt.days
    now, before = (rows[back.between(a, a + 27)].groupby(by).size() for a in (0, 364))
    now, before = now.align(before, fill_value=0)
    return np.sqrt(2) * (np.sqrt(now) - np.sqrt(before))


def _read(path: Path) -> pd.DataFrame:
    encoding = "utf-8-sig" if path.read_bytes()[:3] == b"\xef\xbb\xbf" else "cp1252"
    return pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding=encoding)


def test_one_file_per_kommun_and_year(files: list[Path]) -> None:
    names = {p.name for p in files}
    assert names == {
        f"Brottsstatistik_{kommun}_{year}{12 if year < 2026 else 11}.csv"
        for kommun in KOMMUN_NAMES.values()
        for year in range(2021, 2027)
    }


def test_form_of_each_file(files: list[Path]) -> None:
    for path in files:
        table = _read(path)
        _, kommun, month = path.stem.split("_")
        assert tuple(table.columns) == COLUMNS
        assert path.read_bytes().count(b"\r\n") == len(table) + 1
        assert (table["Kommunnamn"] == kommun).all()
        assert (table["Inskr år"] == month[:4]).all()
        assert (
            table["Inskr årmånad"] == table["Inskrivningsdatum"].str[:7].str.replace("-", "")
        ).all()
        assert table["Inskr årmånad"].max() == month
        assert table["Brottskod"].str.fullmatch(r"[1-9]\d{2,3}").all()
        day = r"-|\d{4}-\d{2}-\d{2}"
        assert table["Brottsdatum från"].str.fullmatch(day).all()
        assert table["Brottsdatum till"].str.fullmatch(day).all()
        assert table["desokod"].str.fullmatch(r"|\d{4}X\d{4}").all()
        assert (table["desokod"].str[:4] == table["Kommunkod"])[table["desokod"] != ""].all()


def test_encodings_differ_as_in_life(files: list[Path]) -> None:
    with_bom = {p.name for p in files if p.read_bytes()[:3] == b"\xef\xbb\xbf"}
    without = {p.name for p in files} - with_bom
    assert {n.split("_")[1] for n in without} == {"Gnosjö"}
    assert "Brottsstatistik_Gnosjö_202611.csv" in with_bom
    for path in files:
        if path.name in without:
            with pytest.raises(UnicodeDecodeError):
                path.read_bytes().decode("utf-8")


def test_what_the_publisher_does_to_the_columns(files: list[Path]) -> None:
    table = pd.concat(map(_read, files), ignore_index=True)
    net = {int(o.code) for o in OFFENCES if PROFILES[o.profile].place == "net"}
    empty, is_net = table["desokod"] == "", table["Brottskod"].astype(int).isin(net)
    assert empty[~is_net].mean() == pytest.approx(0.06, abs=0.01)
    assert empty[is_net].mean() == pytest.approx(0.60, abs=0.03)
    text = table["Brottskod text"]
    assert 0.01 < (text != text.str.strip()).mean() < 0.03
    per_code = text.str.strip().groupby(table["Brottskod"]).nunique()
    assert per_code[per_code > 1].to_dict() == {"1201": 2}
    assert 0.01 < (table["Brottsdatum till"] == "-").mean() < 0.03
    assert table["antal_brott"].astype(int).max() == 39
    assert (table["antal_brott"] == "1").mean() > 0.9


def test_rows_per_1000_residents(rows: pd.DataFrame) -> None:
    for year in range(2021, 2026):
        here = rows[rows["registered_date"].dt.year == year].groupby("kommun").size()
        rate = here / pd.Series(RESIDENTS) * 1_000
        assert rate.between(80, 100).all(), (year, rate)


def test_intervals_and_delays_have_the_published_profile(rows: pd.DataFrame) -> None:
    interval = (rows["to_date"] - rows["from_date"]).dt.days + 1
    assert (interval == 1).mean() == pytest.approx(0.67, abs=0.02)
    assert interval.quantile(0.90) == pytest.approx(14, abs=2)
    assert interval.quantile(0.99) == pytest.approx(731, rel=0.1)
    assert rows["from_date"].min() < pd.Timestamp(2000, 1, 1)
    delay = (rows["registered_date"] - rows["to_date"]).dt.days
    assert delay.quantile(0.50) == 1
    assert delay.quantile(0.75) == pytest.approx(6, abs=1)
    assert delay.quantile(0.90) == pytest.approx(51, rel=0.1)
    assert delay.quantile(0.95) == pytest.approx(122, rel=0.1)
    assert delay.quantile(0.99) == pytest.approx(656, rel=0.1)
    assert 0.003 < (delay < 0).mean() < 0.03
    assert (rows["registered_date"] >= rows["from_date"]).all()


def test_nothing_is_known_after_the_data_stop(rows: pd.DataFrame) -> None:
    assert rows["registered_date"].between(pd.Timestamp(2021, 1, 1), STOP).all()
    assert rows["to_date"].max() <= STOP
    ordinary = rows[~rows["profile"].isin(["drugs", "premises"])]  # nothing planted lately
    week = (STOP - ordinary["to_date"]).dt.days // 7
    assert (week == 0).sum() < 0.75 * week.between(20, 60).sum() / 41  # the rest is not reported


def test_areas_differ_as_in_the_real_extract(rows: pd.DataFrame, layer: gpd.GeoDataFrame) -> None:
    year = rows[rows["registered_date"].dt.year == 2025]
    per_deso = np.bincount(year["deso"], minlength=len(layer))
    assert np.median(per_deso) < 0.9 * per_deso.mean()  # real: 125 against 165
    assert per_deso.max() > 5 * per_deso.mean()  # real: 8 times
    assert (per_deso < 20).sum() >= 5


def test_weeks_vary_more_than_chance_but_gnosjo_s_do_not(rows: pd.DataFrame) -> None:
    past = rows[rows["to_date"].between("2021-01-04", "2025-12-28") & (rows["profile"] == "drugs")]
    week = (past["to_date"] - pd.Timestamp(2021, 1, 4)).dt.days // 7
    counts = past.groupby(["kommun", week]).size().unstack(fill_value=0)
    spread = counts.var(axis=1) / counts.mean(axis=1)
    assert spread["0683"] > 1.3
    assert spread["0617"] < 1.3


def test_seasons_and_weekdays(rows: pd.DataFrame) -> None:
    past = rows[rows["to_date"].between("2021-01-01", "2025-12-31")]
    month = past["to_date"].dt.month
    bikes = month[past["profile"] == "bike"].value_counts()
    assert bikes[[5, 6, 8, 9]].min() > 1.5 * bikes[[1, 2, 12]].max()
    school = month[past["profile"] == "school"].value_counts()
    assert school[7] < 0.4 * school[5]
    weekday = past["to_date"].dt.day_of_week[past["profile"] == "street"].value_counts()
    assert weekday[5] > 1.5 * weekday[1]


def test_moving_the_data_stop_adds_rows_and_changes_none(
    layer: gpd.GeoDataFrame, files: list[Path], tmp_path: Path
) -> None:
    earlier = write_extracts(tmp_path, layer=layer, until=date(2026, 11, 9), seed=SEED)
    for now, before in zip(files, earlier, strict=True):
        if "2026" not in now.name:
            assert now.read_bytes() == before.read_bytes()
    happening = {code for h in HAPPENINGS for code in h.codes}
    key = [int(o.code) for o in OFFENCES if o.code not in happening]
    for now, before in zip(files, earlier, strict=True):
        a, b = (
            t[t["Brottskod"].astype(int).isin(key)].value_counts()
            for t in map(_read, (now, before))
        )
        late_end = b.index.get_level_values("Brottsdatum till") == "2026-11-08"  # clipped there
        assert (b[~late_end] <= a.reindex(b.index, fill_value=0)[~late_end]).all()


@pytest.mark.parametrize("until", [date(2022, 3, 2), date(2024, 6, 20), date(2026, 1, 1), UNTIL])
def test_something_to_see_at_any_date(layer: gpd.GeoDataFrame, until: date) -> None:
    rows = _with_places(reported(layer, until=until, seed=SEED), layer)
    stop = pd.Timestamp(until) - pd.Timedelta(days=1)
    z = _z(rows, ["regso", "profile"], stop=stop)
    assert z["0683R002", "premises"] >= 3
    assert z["0683R003", "drugs"] >= 1
    others = z.drop([("0683R002", "premises"), ("0683R003", "drugs")])
    assert (others >= 3).mean() < 0.02
    quiet = z[z.index.get_level_values("regso").str.startswith("0617")]
    assert (quiet < 3).all()


def test_narcotics_at_the_station_are_worth_a_look_now(rows: pd.DataFrame) -> None:
    z = _z(rows, ["regso", "profile"])
    assert 2 <= z["0683R003", "drugs"] < 3.5
    recent = rows[(rows["regso"] == "0683R003") & (rows["profile"] == "drugs")]
    recent = recent[recent["to_date"] > STOP - pd.Timedelta(weeks=5)]
    assert (recent["to_date"].dt.day_of_week == 4).mean() > 0.5


def test_burglaries_in_bredaryd_happen_on_nights_towards_tuesday_to_thursday(
    rows: pd.DataFrame,
) -> None:
    here = rows[(rows["regso"] == "0683R002") & (rows["profile"] == "premises")]
    here = here[here["to_date"] > STOP - pd.Timedelta(weeks=6)]
    night = (here["to_date"] - here["from_date"]).dt.days == 1
    assert len(here) >= 18
    assert (night & here["to_date"].dt.day_of_week.isin([1, 2, 3])).mean() > 0.8


def test_school_ends_stand_out_every_year(rows: pd.DataFrame) -> None:
    town = rows[rows["regso"].isin(["0683R003", "0662R006", "0665R007"])]
    iso = town["to_date"].dt.isocalendar()
    damage = town["profile"].isin(["damage", "street", "school"])
    counts = town[damage].groupby([iso["year"], iso["week"]]).size()
    for year in range(2021, 2027):
        peak = counts[year].reindex([23, 24], fill_value=0).mean()
        assert peak > 1.5 * counts[year].reindex(range(16, 22), fill_value=0).mean()


def test_cars_in_skillingaryd_in_the_latest_summer_only(rows: pd.DataFrame) -> None:
    codes = [i for i, o in enumerate(OFFENCES) if o.code in {"3101", "0414", "9463"}]
    here = rows[(rows["regso"] == "0665R004") & rows["offence"].isin(codes)]
    iso = here["to_date"].dt.isocalendar()
    summers = here[iso["week"].between(25, 33)].groupby(iso["year"]).size()
    assert summers[2026] >= 30
    assert summers.drop(2026).max() < 15


def test_a_batch_comes_eight_weeks_late(rows: pd.DataFrame) -> None:
    here = rows[rows["regso"].isin(["0662R006", "0662R007"]) & (rows["profile"] == "damage")]
    delay = (here["registered_date"] - here["to_date"]).dt.days
    latest = here[here["registered_date"] > STOP - pd.Timedelta(weeks=1)]
    assert (delay[latest.index] == 56).sum() >= 24


@pytest.mark.skipif(not KEY.exists(), reason=f"{KEY} saknas: verkliga brottskoder att jämföra med")
def test_codes_are_real_and_mean_what_the_profile_says() -> None:
    key = pd.read_csv(KEY, dtype=str).pivot_table(
        index="Brottskod", columns="Brott_niva", values="Brottskategorier_namn", aggfunc="first"
    )
    codes = pd.Series({o.code: o.profile for o in OFFENCES})
    assert codes.index.isin(key.index).all()
    category = key.loc[codes.index, "3"].fillna("")
    expected = {"premises": "Inbrott|Stöld", "drugs": "Narkotika", "damage": "kadegörelse|Allmänfarlig",
                "bike": "Tillgrepp av fortskaffningsmedel", "net": "Bedrägeri|Dataintrång"}  # fmt: skip
    for profile, pattern in expected.items():
        assert category[codes == profile].str.contains(pattern).all(), profile
