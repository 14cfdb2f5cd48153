import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import privacy
from etl.known import Known
from etl.provenance import Reading, Refused
from etl.reading import Column, File, Sheet
from etl.sources import polisen_events as source

SAMPLE = Path(__file__).parent / "files" / "polisen_events.json"
REAL = Path("../shared/data/polisen")
ARCHIVE = REAL / "events_2022-09_2025-06.parquet"
ANSWERS = ("events_oldest_2023-03-25_de6f7403c.json", "events_middle_2024-09-14_913dd5ed4.json")
real = pytest.mark.skipif(not REAL.exists(), reason="../shared/data/polisen saknas")

EVENT = {
    "id": 9900000,
    "datetime": "2024-09-14 17:11:18 +02:00",
    "name": "14 september 17.04, Brand, Malmö",
    "summary": "En container.",
    "url": "/aktuellt/handelser/2024/september/14/14-september-17.04-brand-malmo/",
    "type": "Brand",
    "location": {"name": "Malmö", "gps": "55.604981,13.003822"},
}


def read(path: Path) -> Reading:
    file = File(path)
    assert source.recognise(file)
    sheet = file.sheet(drop=source.SOURCE.dropped_text)
    privacy.check_columns(sheet.columns, known=source.SOURCE.columns)
    privacy.check_values(sheet, file=file.name)
    return source.read(file, sheet, Known())


@cache
def archive() -> Reading:
    return read(ARCHIVE)


def read_event(tmp_path: Path, **changes: object) -> Reading:
    return read_events(tmp_path, {**EVENT, **changes})


def read_events(tmp_path: Path, *events: dict[str, object]) -> Reading:
    path = tmp_path / "events.json"
    path.write_text(json.dumps(events), encoding="utf-8")
    return read(path)


def row(reading: Reading) -> dict[str, object]:
    assert reading.rejects.num_rows == 0
    return reading.accepted.to_pylist()[0]


def reasons(reading: Reading) -> dict[str, int]:
    return reading.rejects.to_pandas()["reason"].value_counts().to_dict()


def test_the_sample_is_read_and_every_row_is_accounted_for() -> None:
    reading = read(SAMPLE)
    assert (reading.read, reading.accepted.num_rows) == (24, 20)
    assert reading.rejects.to_pylist() == [
        {"row": 8, "column": "type", "reason": "sammanfattning, inte en enskild händelse"},
        {
            "row": 13,
            "column": "type",
            "reason": "uppdatering av en tidigare händelse, inte en egen",
        },
        {"row": 14, "column": "name", "reason": "händelsens tid stämmer inte med publiceringen"},
        {"row": 2, "column": "id", "reason": "äldre version av samma händelse"},
    ]
    assert (reading.period_from, reading.period_to) == (date(2023, 12, 31), date(2024, 10, 27))
    assert reading.extracted_at == datetime(2024, 10, 27, 2, 40)


def test_the_text_and_the_position_never_reach_the_rows() -> None:
    sheet = File(SAMPLE).sheet(drop=source.SOURCE.dropped_text)
    assert not {"summary", "location_gps"} & set(sheet.columns)
    assert not {"summary", "gps", "name"} & set(read(SAMPLE).accepted.column_names)


def test_after_new_year_the_event_is_of_the_year_before(tmp_path: Path) -> None:
    late = read_event(
        tmp_path, datetime="2024-01-01 0:41:07 +01:00", name="31 december 23.52, Brand, Malmö"
    )
    assert row(late)["occurred_at"] == datetime(2023, 12, 31, 23, 52)


def test_a_colon_a_dot_and_an_hour_of_one_digit_are_read(tmp_path: Path) -> None:
    early = read_event(
        tmp_path, datetime="2023-03-25 7:56:30 +01:00", name="25 mars 7:15, Fylleri/LOB, Malmö"
    )
    assert row(early)["occurred_at"] == datetime(2023, 3, 25, 7, 15)
    assert row(early)["published_at"] == datetime(2023, 3, 25, 7, 56, 30)


@pytest.mark.parametrize(
    "name",
    [
        "Brand, Malmö",
        "14 sept 17.04, Brand, Malmö",
        "31 september 17.04, Brand, Malmö",
        "14 september 24.04, Brand, Malmö",
        "14 september 17.60, Brand, Malmö",
        "14 september, Brand, Malmö",
        "",
    ],
)
def test_a_name_without_a_clock_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    reading = read_event(tmp_path, name=name)
    assert reasons(reading) == {"rubriken börjar inte med dag, månad och klockslag": 1}


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("14 september 17.26, Brand, Malmö", True),  # officers' and editors' watches differ
        ("14 september 17.27, Brand, Malmö", False),
        ("17 juli 17.04, Brand, Malmö", True),
        ("16 juli 17.04, Brand, Malmö", False),
        ("29 februari 17.04, Brand, Malmö", False),
    ],
)
def test_an_event_lies_shortly_before_its_publication(
    tmp_path: Path, name: str, is_read: bool
) -> None:
    reading = read_event(tmp_path, name=name, datetime="2024-09-14 17:11:18 +02:00")
    assert reading.accepted.num_rows == is_read


@pytest.mark.parametrize(
    ("location", "last", "kommun", "lan"),
    [
        ("Upplands-bro", "Upplands-bro", "0139", "01"),
        ("Upplands väsby", "Upplands väsby", "0114", "01"),
        ("Östra göinge", "Östra göinge", "1256", "12"),
        ("Lilla edet", "Lilla edet", "1462", "14"),
        ("Dals-ed", "Dals-ed", "1438", "14"),
        ("Järfälla", "Upplands-Bro", "0123", "01"),  # the publisher's own field wins
        ("Jönköpings län", "Jönköpings län", None, "06"),
        ("Jönköpings län", "Nässjö", "0682", "06"),
        ("Kalmar län", "Nässjö", None, "08"),  # in another län
        ("Jönköpings län", "", None, "06"),
        ("Jönköpings län", "Centrum", None, "06"),
    ],
)
def test_the_place_is_a_kommun_or_a_lan(
    tmp_path: Path, location: str, last: str, kommun: str | None, lan: str
) -> None:
    reading = read_event(
        tmp_path,
        name=f"14 september 17.04, Trafikolycka, personskada, {last}",
        type="Trafikolycka, personskada",
        location={"name": location, "gps": "57.78,14.16"},
    )
    event = row(reading)
    assert (event["kommun_code"], event["lan_code"]) == (kommun, lan)
    assert event["event_type"] == "Trafikolycka, personskada"


def test_an_unknown_place_or_type_is_refused_without_being_repeated(tmp_path: Path) -> None:
    reading = read_events(
        tmp_path,
        {**EVENT, "location": {"name": "Kvarnby"}},
        {**EVENT, "id": 2, "location": {"name": None}},
        {**EVENT, "id": 3, "type": "Fiskafänge"},
        {**EVENT, "id": 4, "type": None},
        {**EVENT, "id": 5, "url": "https://exempel.se/"},
        {**EVENT, "id": None},
    )
    assert reasons(reading) == {
        "platsen är varken en kommun eller ett län": 2,
        "händelsetypen finns inte i polisens lista": 2,
        "länken går inte till polisens händelser": 1,
        "händelsens nummer går inte att läsa": 1,
    }
    assert not set(reading.rejects["reason"].to_pylist()) & {"Kvarnby", "Fiskafänge"}


def test_the_latest_version_of_an_id_stands_wherever_in_the_file_it_is(tmp_path: Path) -> None:
    versions = [
        {**EVENT, "datetime": f"2024-09-14 {hour}:30:00 +02:00", "type": kind}
        for hour, kind in ((18, "Brand"), (20, "Mordbrand"), (19, "Brand"))
    ]
    reading = read_events(tmp_path, *versions, {**EVENT, "id": 1})
    assert reasons(reading) == {"äldre version av samma händelse": 2}
    kinds = dict(zip(*reading.accepted.select(["event_id", "event_type"]).columns, strict=True))
    assert {k.as_py(): v.as_py() for k, v in kinds.items()} == {9900000: "Mordbrand", 1: "Brand"}


def test_a_failed_fetch_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "events.json"
    empty.touch()
    with pytest.raises(Refused, match="tom"):
        read(empty)


MONTHS = dict(enumerate(source.MONTHS, 1))


def slowly(day: int, month: int, clock: str, published: datetime) -> datetime | None:
    """The one time near `published` that the words can mean, tried year by year."""
    hour, minute = map(int, clock.split("."))
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            at = datetime(year, month, day, hour, minute)
        except ValueError:
            continue
        if timedelta(minutes=-15) <= published - at <= timedelta(days=60):
            return at
    return None


@given(
    st.lists(
        st.tuples(
            st.integers(1, 31),
            st.integers(1, 12),
            st.times().map(lambda t: f"{t:%H.%M}"),
            st.datetimes(datetime(2019, 1, 1), datetime(2029, 1, 1))
            | st.datetimes(datetime(2023, 12, 28), datetime(2024, 3, 3)),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_year_is_the_one_a_person_would_find(
    events: list[tuple[int, int, str, datetime]],
) -> None:
    events = [(d, m, clock, p.replace(microsecond=0)) for d, m, clock, p in events]
    texts = {
        "id": [str(i) for i in range(len(events))],
        "datetime": [f"{p:%Y-%m-%d} {p.hour}:{p:%M:%S} +02:00" for *_, p in events],
        "name": [f"{d} {MONTHS[m]} {clock}, Brand, Malmö" for d, m, clock, _ in events],
        "url": [""] * len(events),
        "type": ["Brand"] * len(events),
        "location_name": ["Malmö"] * len(events),
    }
    columns = {name: Column(*pd.factorize(np.array(t, object))) for name, t in texts.items()}
    reading = source.read(File(SAMPLE), Sheet(columns, np.arange(len(events)) + 1), Known())
    found = dict(
        zip(*reading.accepted.select(["event_id", "occurred_at"]).to_pydict().values(), strict=True)
    )
    expected = {i: slowly(*event) for i, event in enumerate(events)}
    assert found == {i: at for i, at in expected.items() if at is not None}


@real
def test_the_whole_archive_is_read_and_accounted_for() -> None:
    reading = archive()
    events = reading.accepted.to_pandas()
    assert (reading.read, len(events)) == (57_926, 48_152)
    assert reasons(reading) == {
        "sammanfattning, inte en enskild händelse": 9_585,
        "uppdatering av en tidigare händelse, inte en egen": 67,
        # the late evening before dated as the morning it was written, and announcements
        "händelsens tid stämmer inte med publiceringen": 122,
    }
    assert events["event_id"].is_unique
    assert events["lan_code"].notna().all() and events["lan_code"].nunique() == 21
    assert events["kommun_code"].nunique() == 290
    assert events["kommun_code"].isna().sum() == 5_146
    assert {"0139", "0114", "1256", "1462", "1438"} <= set(events["kommun_code"])  # oddly spelt
    assert {"Trafikolycka, personskada", "Misshandel, grov"} <= set(events["event_type"])
    assert not events["event_type"].str.contains("Sammanfattning|Uppdatering").any()
    assert (events["occurred_at"] <= events["published_at"] + pd.Timedelta(minutes=15)).all()
    assert reading.period_from == date(2022, 9, 26)
    assert reading.extracted_at == datetime(2025, 12, 18, 16, 34, 39)  # 15.34 UTC


@real
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_and_the_archive_say_the_same(name: str) -> None:
    answer = read(REAL / name)
    assert answer.read == 500
    assert set(reasons(answer)) <= {
        "sammanfattning, inte en enskild händelse",
        "uppdatering av en tidigare händelse, inte en egen",
        "händelsens tid stämmer inte med publiceringen",
    }
    assert reasons(answer)["händelsens tid stämmer inte med publiceringen"] == 1
    both = answer.accepted.to_pandas().merge(
        archive().accepted.to_pandas(), on=["event_id", "published_at"], suffixes=("", "_old")
    )
    assert len(both) > 300
    pd.testing.assert_series_equal(both["occurred_at"], both["occurred_at_old"], check_names=False)
    pd.testing.assert_series_equal(both["kommun_code"], both["kommun_code_old"], check_names=False)
