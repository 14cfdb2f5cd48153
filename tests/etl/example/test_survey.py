from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.example.survey import BEYOND, NTU, NTU_SOURCE, write_indicators

REAL = Path("../shared/data/bra/bra_kommunindikatorer_dalarna.csv")
KEYS = ["geografi", "ar", "variabel"]


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bra") / "indikatorer.csv"
    write_indicators(path, until=date(2026, 11, 23), seed=1)
    return path


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} saknas: Brås verkliga tal att jämföra med")
def test_the_same_keys_as_the_real_file(path: Path) -> None:
    real, ours = _read(REAL), _read(path)
    assert list(real.columns) == list(ours.columns)
    keys = ["enhet", "variabel", "kalla"]
    assert set(real[keys].itertuples(index=False, name=None)) == set(
        ours[keys].itertuples(index=False, name=None)
    )
    assert ours["varde"].str.fullmatch(r"\d+\.\d+").all()


def test_places_and_years(path: Path) -> None:
    table = _read(path)
    forum = {"Gislaved", "Gnosjö", "Vaggeryd", "Värnamo", "Jönköpings län", "Hela landet"}
    assert set(table["geografi"]) == forum | set(BEYOND["geografi"])
    assert set(table.loc[table["kalla"] == NTU_SOURCE, "geografi"]) == forum
    assert not table.duplicated([*KEYS, "enhet"]).any()
    crime = table[table["kalla"] == "Anmälda brott"]
    assert (crime["ar"].min(), crime["ar"].max()) == ("2017", "2025")
    ntu = table[table["kalla"] == NTU_SOURCE]
    assert (ntu["ar"].min(), ntu["ar"].max()) == ("2016", "2025")


def test_intervals_hold_the_value_and_are_wide_where_few_answered(path: Path) -> None:
    table = _read(path).astype({"varde": float})
    table = table[table["variabel"].isin(NTU)]
    part = table["enhet"].where(table["enhet"].str.startswith("KI"), "value")
    wide = table.assign(part=part).pivot(index=KEYS, columns="part", values="varde")
    assert wide.notna().all(axis=None)
    lower, upper = wide["KI (95 %) undre gräns"], wide["KI (95 %) övre gräns"]
    assert wide["value"].between(lower, upper).all()
    assert (lower >= 0).all() and (upper <= 100).all()
    width = (upper - lower).groupby("geografi").mean()
    assert width["Hela landet"] < 1.5
    assert 4 < width["Värnamo"] < width["Gnosjö"] < 16


def test_respondents(path: Path) -> None:
    table = _read(path).astype({"varde": float})
    n = table[table["variabel"] == "Antal svarande i NTU."].groupby("geografi")["varde"]
    small = n.mean()[["Gislaved", "Gnosjö", "Vaggeryd", "Värnamo"]]
    assert small.between(60, 200).all()
    assert n.mean()["Hela landet"] > 50_000


def test_counts_and_rates_agree(path: Path) -> None:
    table = _read(path).astype({"varde": float})
    crime = table[table["kalla"] == "Anmälda brott"]
    wide = crime.pivot(index=KEYS, columns="enhet", values="varde")
    total = wide.xs("Totalt antal anmälda brott", level="variabel")
    assert (total["Antal"] > total["Antal per 100 000 inv"] * 0.09).all()  # smallest: 9,500
    assert total["Antal per 100 000 inv"].between(6_500, 17_000).all()
