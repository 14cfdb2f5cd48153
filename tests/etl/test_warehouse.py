"""From files to an edition: what stands, who sees it, and what is never shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import problem_types, warehouse
from etl.provenance import Refused
from etl.workplace import Workplace
from tests.conftest import SAMPLES, Published
from tests.etl.sources.police_extracts import FILES, Row, disclosed, incident, statistical

AREAS, POPULATION = FILES / "scb_areas.geojson", FILES / "scb_population.csv"
OWN_TYPES = Path(problem_types.__file__).with_suffix(".toml").read_text(encoding="utf-8")
SENSITIVE = "0409"  # brott_mot_barn


class Place:
    """A workplace in the making: `load` one file of rows after another."""

    def __init__(self, folder: Path, published: Published) -> None:
        self.folder = folder
        self.published = published
        self.written = 0

    @property
    def workplace(self) -> Workplace:
        return Workplace(self.folder / "plats")

    def settings(self, text: str) -> None:
        (self.folder / "plats").mkdir(exist_ok=True)
        (self.folder / "plats/lagesbild.toml").write_text(text, encoding="utf-8")

    def file(self, *rows: Row, form: Callable[..., Path] = statistical) -> Path:
        """Each file is a minute younger than the one before."""
        self.written += 1
        path = form(self.folder / f"uttag{self.written}.csv", rows)
        os.utime(path, (1_700_000_000 + 60 * self.written,) * 2)
        return path

    def load(self, *rows: Row, form: Callable[..., Path] = statistical) -> warehouse.Loaded:
        return warehouse.load(self.workplace, [self.file(*rows, form=form)])

    def ask(self, question: str, *, audience: str = "shared") -> list[Any]:
        return self.published(self.workplace, audience=audience).execute(question).fetchall()

    def state(self) -> dict[str, bytes]:
        files = (p for p in self.workplace.folder.rglob("*") if p.is_file())
        return {str(p): p.read_bytes() for p in files if p.name != ".lock"}


@pytest.fixture
def place(tmp_path: Path, published: Published) -> Place:
    return Place(tmp_path, published)


# -- files and what replaces them --------------------------------------------------------------


def test_loading_without_a_forum_makes_the_workplace(place: Place) -> None:
    loaded = place.load(incident())
    assert loaded.edition == 1
    assert sorted(path.name for path in place.workplace.folder.iterdir()) == [
        ".lock", "batches", "editions", "inbox",
    ]  # fmt: skip
    assert place.ask("select forum, area_code, is_example, data_stop from out.edition") == [
        ("Falun", "2080", False, datetime(2024, 9, 14)),
    ]


def test_the_same_file_twice_changes_nothing(place: Place) -> None:
    file = place.file(incident())
    copy = place.folder / "kopia.csv"
    copy.write_bytes(file.read_bytes())
    assert warehouse.load(place.workplace, [file, copy]).known == ["kopia.csv"]
    before = place.state()
    assert warehouse.load(place.workplace, [copy]) == warehouse.Loaded(None, known=["kopia.csv"])
    assert place.state() == before


def test_a_corrected_file_takes_the_place_of_the_first(place: Place) -> None:
    place.load(incident(count="3"), incident("2024-09-20", start="-", end="-"))
    [batch] = place.load(incident(count="2")).batches
    assert not batch["is_replaced"]
    assert place.ask("select sum(count) from out.incident") == [(2,)]
    assert place.ask("select is_replaced from out.batch order by batch") == [(True,), (False,)]
    assert [b["file"] for b in place.workplace.manifest()["batches"]] == [
        "uttag1.csv",
        "uttag2.csv",
    ]


def test_a_month_s_file_mends_a_year_s_and_other_kommuner_are_left_alone(place: Place) -> None:
    other = incident(kommun="2081", deso="", count="7")
    year = [incident(f"2024-{month:02}-15", start="-", end="-") for month in range(1, 10)]
    place.load(*year)
    place.load(other)
    place.load(incident("2024-05-20", start="-", end="-", count="9"))
    assert place.ask(
        "select kommun_code, sum(count) from out.incident group by all order by all"
    ) == [("2080", 8 + 9), ("2081", 7)]


def test_several_files_in_one_job_stand_in_the_order_of_their_age(place: Place) -> None:
    august = place.file(incident("2024-08-14", start="-", end="-", count="5"))
    september = place.file(
        incident("2024-08-14", start="-", end="-", count="6"),
        incident("2024-09-14", start="-", end="-", count="1"),
    )
    loaded = warehouse.load(place.workplace, [september, august])
    assert [batch["file"] for batch in loaded.batches] == [august.name, september.name]
    assert place.ask("select sum(count) from out.incident") == [(7,)]


def test_both_forms_of_the_extract(place: Place) -> None:
    place.load(incident(number="a1"), incident(number="a2", code="0810"), form=disclosed)
    assert place.ask("select problem_type, sum(count) from out.incident group by all order by 1") == [
        ("inbrott_lokal", 1), ("skadegorelse", 1),
    ]  # fmt: skip
    place.load(
        incident(number="a1", count="2"), incident("2024-09-16", number="a3"), form=disclosed
    )
    found = place.ask("select kind, problem_type, count from out.revision order by all")
    assert found == [
        ("corrected", "skadegorelse", 1), ("late", "skadegorelse", 1), ("removed", "inbrott_lokal", -1),
    ]  # fmt: skip


def test_revisions_of_every_edition_are_kept(place: Place) -> None:
    place.load(incident(), incident("2024-09-15", code="0810"))
    place.load(
        incident(count="2"),  # corrected
        incident("2024-09-20", end="2024-09-10"),  # late
        incident("2024-09-20", start="2024-09-19", end="2024-09-19"),  # new
    )
    place.load(incident(kommun="2081", deso=""))  # another kommun's first file changes nothing
    kinds = "select edition, kind, problem_type, week, count from out.revision order by all"
    assert place.ask(kinds) == [
        (2, "corrected", "skadegorelse", date(2024, 9, 9), 1),
        (2, "late", "skadegorelse", date(2024, 9, 9), 1),
        (2, "new", "skadegorelse", date(2024, 9, 16), 1),
        (2, "removed", "inbrott_lokal", date(2024, 9, 9), -1),
    ]
    assert place.ask("select number from out.edition") == [(3,)]


def test_sensitive_revisions_are_not_told_between_quarters(place: Place) -> None:
    place.load(incident(code=SENSITIVE))
    place.load(incident(code=SENSITIVE, count="2"), incident("2024-09-15"))
    assert place.ask("select distinct problem_type from out.revision") == [("skadegorelse",)]


# -- refusals ----------------------------------------------------------------------------------


def test_a_refused_job_changes_nothing(place: Place) -> None:
    place.load(incident())
    before = place.state()
    good, bad = place.file(incident(count="2")), place.file(incident(text="ring 070-123 45 67"))
    with pytest.raises(Refused, match="telefonnummer"):
        warehouse.load(place.workplace, [good, bad])
    assert place.state() == before


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[forum]\nkommun = "9999"', "kommunkod"),
        ('[forum]\nlpo = "lpo-nej"', "okänt"),
        ("[forum]\nkomun = 1", "finns inte"),
        (
            '[kallor.scb_areas]\nmottagare = "polis"\n[installation]\npolis = true',
            "öppna uppgifter",
        ),
    ],
)
def test_settings_that_cannot_be_stop_the_job(place: Place, settings: str, said: str) -> None:
    place.load(incident())
    before = place.state()
    place.settings(settings)
    with pytest.raises(Refused, match=said):
        warehouse.load(place.workplace, [AREAS, place.file(incident(count="2"))])
    after = place.state()
    assert before.items() <= after.items()
    assert {name for name in after.keys() - before.keys() if "editions" in name} == set()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("types = 1", "problemtyper.toml"),
        ("[[types", "går inte att läsa"),
        (OWN_TYPES.replace('"ovrigt"', '"annat"'), "ovrigt"),
    ],
)
def test_problem_types_of_one_s_own_that_cannot_be_stop_the_job(
    place: Place, content: str, said: str
) -> None:
    place.settings("")
    (place.workplace.folder / "problemtyper.toml").write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        place.load(incident())
    assert place.workplace.current is None


def test_problem_types_of_one_s_own_are_used(place: Place) -> None:
    place.settings("")
    own = OWN_TYPES.replace('name = "Rån"', 'name = "Sabbat"')
    (place.workplace.folder / "problemtyper.toml").write_text(own, encoding="utf-8")
    place.load(incident())
    assert ("Sabbat",) in place.ask("select name from out.problem_type")


def test_two_jobs_at_once_the_second_is_refused(place: Place) -> None:
    with place.workplace.exclusive(), pytest.raises(Refused, match="En annan inläsning pågår"):
        place.load(incident())
    assert place.load(incident()).edition == 1


@pytest.mark.parametrize("pointer", ["", "två", "7", "1\n2", "\x00", "é"])
def test_a_damaged_pointer_is_told_and_nothing_is_touched(place: Place, pointer: str) -> None:
    place.load(incident())
    (place.workplace.editions / "CURRENT").write_text(pointer, encoding="utf-8")
    before = place.state()
    with pytest.raises(Refused, match=r"CURRENT|manifest\.json"):
        place.load(incident(count="2"))
    with pytest.raises(Refused, match=r"CURRENT|manifest\.json"):
        place.workplace.manifest()
    assert place.state() == before


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}", '{"edition": 1}', '{"edition": 2, "batches": []}'])  # fmt: skip
def test_a_damaged_manifest_is_told_and_nothing_is_touched(place: Place, manifest: str) -> None:
    place.load(incident())
    (place.workplace.edition(1) / "manifest.json").write_text(manifest, encoding="utf-8")
    before = place.state()
    with pytest.raises(Refused, match=r"manifest\.json: filen är skadad"):
        place.load(incident(count="2"))
    assert place.state() == before


def test_a_lost_pointer_does_not_begin_from_one_again(place: Place) -> None:
    place.load(incident())
    place.load(incident(count="2"))
    (place.workplace.editions / "CURRENT").unlink()
    before = place.state()
    with pytest.raises(Refused, match="CURRENT"):
        place.load(incident(count="3"))
    assert place.state() == before


def test_a_lost_file_of_accepted_rows_stops_the_job(place: Place) -> None:
    place.load(incident())
    next(place.workplace.batches.glob("00001-police*.parquet")).unlink()
    with pytest.raises(Refused, match="Det som visas är oförändrat"):
        place.load(incident(kommun="2081", deso=""))
    assert place.workplace.current == 1


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Root may read and write everything: be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_without_rights_the_job_says_so(place: Place, as_nobody: None) -> None:
    # the test's own folder is closed to others
    with pytest.raises(Refused, match="rättighet saknas"):
        warehouse.load(Workplace(place.folder / "plats"), [SAMPLES[0]])
    with pytest.raises(Refused, match="rättighet saknas"):
        _ = Workplace(place.folder / "plats").current


def test_a_file_in_the_workplace_s_place_is_told(place: Place) -> None:
    (place.folder / "plats").write_text("")
    with pytest.raises(Refused, match="Inläsningen avbröts"):
        place.load(incident())


def test_a_path_may_hold_anything(place: Place) -> None:
    folder = place.folder / "O'Hara's \"mapp\" å ä ö; --%s {0} [röd]"
    folder.mkdir()
    file = statistical(folder / "upp'gifter; drop table.csv", [incident()])
    workplace = Workplace(folder / "arbets'plats")
    assert warehouse.load(workplace, [file]).edition == 1
    assert (
        warehouse.load(workplace, [statistical(folder / "b.csv", [incident(count="2")])]).edition
        == 2
    )


# -- who sees what -----------------------------------------------------------------------------

KOMMUN_ONLY = """
[forum]
lpo = "lpo-falun"
[[lpo]]
kod = "lpo-falun"
namn = "Falun Borlänge"
kommuner = ["2080", "2081"]
[kallor.police_deso_extract]
mottagare = "kommun"
"""


def test_police_only_rows_are_refused_at_the_door(place: Place) -> None:
    place.settings('[kallor.police_deso_extract]\nmottagare = "polis"')
    with pytest.raises(Refused, match="bara för polisen"):
        place.load(incident())
    assert place.workplace.current is None


def test_where_the_police_host_the_rows_are_in_their_file_alone(place: Place) -> None:
    place.settings(
        '[installation]\npolis = true\n[kallor.police_deso_extract]\nmottagare = "polis"'
    )
    place.load(incident(), incident(code=SENSITIVE))
    counts = "select (select coalesce(sum(count), 0) from out.incident), (select count(*) from out.batch), (select count(*) from out.source), (select count(*) from out.completeness), (select count(*) from out.coverage), (select count(*) from out.incident_quarter)"  # fmt: skip
    assert place.ask(counts, audience="police")[0][:3] == (1, 1, 1)
    for audience in ("shared", "municipality-2080"):
        assert place.ask(counts, audience=audience) == [(0, 0, 0, 0, 0, 0)]
    assert place.ask("from out.incident_year", audience="public") == []
    assert place.ask("from out.source", audience="public") == []


def test_what_a_kommun_keeps_is_in_its_own_file_alone(place: Place) -> None:
    place.settings(KOMMUN_ONLY)
    place.load(incident(count="9"), incident(code="0001"))
    place.load(incident(kommun="2081", deso="", count="8"))
    said = "select sum(count)::integer, any_value(kommun_code) from out.incident"
    assert place.ask(said, audience="municipality-2080") == [(9, "2080")]
    assert place.ask(said, audience="municipality-2081") == [(8, "2081")]
    files = "select file from out.batch"
    assert place.ask(files, audience="municipality-2080") == [("uttag1.csv",)]
    assert place.ask(files, audience="municipality-2081") == [("uttag2.csv",)]
    assert place.ask("select count(*) from out.reject", audience="municipality-2080") == [(1,)]
    for table in (
        "incident",
        "incident_by_area",
        "batch",
        "reject",
        "source",
        "coverage",
        "revision",
    ):
        assert place.ask(f"from out.{table}") == [], table
    assert place.ask("from out.incident_year", audience="public") == []


def test_who_saw_a_file_when_it_came_sees_it_still(place: Place) -> None:
    place.load(incident())
    place.settings(KOMMUN_ONLY)
    place.load(incident(kommun="2081", deso=""))
    assert place.ask("select kommun_code from out.incident") == [("2080",)]


def test_no_police_file_where_nobody_declared_it(place: Place) -> None:
    place.settings(KOMMUN_ONLY)
    place.load(incident())
    names = {file.stem for file in place.workplace.edition(1).glob("*.duckdb")}
    assert names == {"shared", "public", "municipality-2080", "municipality-2081"}
    assert place.ask("select area_code, name from out.area where level = 'lpo'") == [
        ("lpo-falun", "LPO Falun Borlänge"),
    ]


def test_the_public_gets_years_and_kommuner_and_no_small_counts(place: Place) -> None:
    place.settings(KOMMUN_ONLY.replace('"kommun"', '"delad"'))
    warehouse.load(
        place.workplace,
        [
            AREAS,
            POPULATION,
            FILES / "bra_municipal_indicators.csv",
            place.file(
                incident(count="4"),
                incident(code="0810", count="5"),
                incident(code=SENSITIVE, count="6"),
                incident("2024-01-02", code="5011", start="-", end="2023-12-31", count="9"),
            ),
        ],
    )
    assert place.ask("select problem_type, year, count from out.incident_year", audience="public") == [
        ("brott_mot_barn", 2024, 6), ("inbrott_lokal", 2024, 5), ("narkotika", 2023, 9),
    ]  # fmt: skip
    assert set(place.ask("select distinct level from out.area", audience="public")) == {
        ("kommun",), ("lpo",),
    }  # fmt: skip
    for audience in ("shared", "municipality-2080"):
        assert ("deso",) in place.ask("select distinct level from out.area", audience=audience)


def test_a_small_published_count_is_not_public_and_nor_is_its_rate(place: Place) -> None:
    file = place.folder / "bra.csv"
    row = "Falun,{},2020,{},{},Anmälda brott\n"
    file.write_text(
        "geografi,enhet,ar,variabel,varde,kalla\n"
        + row.format("Antal", "Rån", 4)
        + row.format("Antal per 100 000 inv", "Rån", 6.9)
        + row.format("Antal", "Stöld", 5)
        + row.format("Antal per 100 000 inv", "Stöld", 4.2),
        encoding="utf-8",
    )
    warehouse.load(place.workplace, [file])
    question = "select indicator, value from out.indicator order by all"
    assert place.ask(question, audience="public") == [("Stöld", 4.2), ("Stöld", 5.0)]
    assert len(place.ask(question)) == 4


# -- what counts, where and when ---------------------------------------------------------------


def test_sensitive_types_are_told_per_kommun_and_quarter_only(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(
        incident(), incident(code=SENSITIVE, count="2"),
        incident("2024-06-30", code=SENSITIVE, start="2024-06-30", end="2024-06-30"),
    )  # fmt: skip
    assert place.ask("select problem_type, sum(count) from out.incident group by all") == [
        ("skadegorelse", 1),
    ]
    assert place.ask("select kommun_code, quarter, count from out.incident_quarter") == [
        ("2080", date(2024, 4, 1), 1), ("2080", date(2024, 7, 1), 2),
    ]  # fmt: skip
    db = place.published(place.workplace)
    fine = {
        name
        for (name,) in db.execute(
            "select table_name from duckdb_columns() where column_name in ('week', 'deso_code')"
        ).fetchall()
    }
    for table in fine - {"completeness"}:
        found = db.execute(f"select distinct problem_type from out.{table}").fetchall()
        assert ("brott_mot_barn",) not in found


@pytest.mark.parametrize(
    ("start", "end", "registered", "week", "is_long"),
    [
        ("2024-09-06", "2024-09-09", "2024-09-14", "2024-09-09", False),  # the week of its end
        ("2024-09-06", "-", "2024-09-14", "2024-09-02", False),  # else of its beginning
        ("-", "-", "2024-09-14", "2024-09-09", False),  # else of registration
        ("-", "2024-08-31", "2024-09-14", "2024-08-26", False),
        ("2024-08-26", "2024-09-09", "2024-09-14", "2024-09-09", False),  # 14 days
        ("2024-08-25", "2024-09-09", "2024-09-14", "2024-09-09", True),  # 15 days
        ("1938-05-01", "2024-09-09", "2024-09-14", "2024-09-09", True),
        ("2024-09-13", "2024-09-30", "2024-09-14", "2024-09-30", True),  # reported before its end
        ("2024-12-30", "2024-12-31", "2024-12-31", "2024-12-30", False),  # week 1 of 2025
    ],
)  # fmt: skip
def test_the_week_an_incident_belongs_to(
    place: Place, start, end, registered, week, is_long
) -> None:
    place.load(incident(registered, start=start, end=end))
    assert place.ask("select week, is_long_interval from out.incident") == [
        (date.fromisoformat(week), is_long)
    ]
    assert place.ask("select long_interval, incidents from out.coverage") == [
        (1 if is_long else None, 1)
    ]


def test_places_without_a_boundary_are_counted_as_without_a_smaller_area(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(incident(), incident(deso=""), incident(deso="2080C9990"), incident(deso="-"))
    assert place.ask("select incidents, without_area, unknown_area from out.coverage") == [
        (4, 3, 1)
    ]
    assert place.ask("select regso_code, deso_code, sum(count) from out.incident group by all order by all") == [
        ("2080R014", "2080C1230", 1), (None, None, 3),
    ]  # fmt: skip


def test_finest_levels_are_kept(place: Place) -> None:
    warehouse.load(place.workplace, [AREAS])
    place.load(incident(code="9802"), incident(code="0901"), incident(code="1201"))
    for kind in ("bostadsinbrott", "bedrageri", "skadegorelse"):
        [(deso,)] = place.ask(f"select deso_code from out.incident where problem_type = '{kind}'")
        assert deso == "2080C1230"


def test_counts_of_two_files_are_summed_within_one_row(place: Place) -> None:
    place.load(incident(count="2"), incident(count="3"), incident(count="39", text="annan text"))
    assert place.ask("select count from out.incident") == [(44,)]


def test_the_ledger_keeps_all_that_must_be_known_of_a_file(place: Place) -> None:
    file = place.file(incident(count="2"), incident(code="0001"), incident("2024-13-01"))
    [batch] = warehouse.load(place.workplace, [file]).batches
    assert (batch["read"], batch["accepted"], batch["rejected"]) == (3, 1, 2)
    assert batch["source"] == "police_deso_extract" and batch["file"] == file.name
    assert len(batch["sha256"]) == 64 and batch["preliminary"]
    assert (batch["period_from"], batch["period_to"]) == ("2024-09-14", "2024-09-14")
    assert batch["covers"] == ["2024-09-01", "2024-09-30"]
    assert batch["kommun_codes"] == ["2080"]
    assert {(r["column"], *r["rows"]) for r in batch["rejects"]} == {
        ("Brottskod", 3), ("Inskrivningsdatum", 4),
    }  # fmt: skip
    columns = "source, file, sha256, read, accepted, rejected, preliminary, is_replaced"
    assert place.ask(f"select {columns} from out.batch") == [
        ("police_deso_extract", file.name, batch["sha256"], 3, 1, 2, True, False),
    ]


def test_the_later_of_two_files_about_one_number_stands(place: Place) -> None:
    place.settings('[forum]\nkommun = "2080"')
    head = '"Region","Alder","Kon","000007Y7 2024"\n'
    for number in (1607, 1700):
        file = place.folder / f"folk{number}.csv"
        file.write_text(f'{head}"2080","totalt","1+2",{number}\n', encoding="utf-8")
        warehouse.load(place.workplace, [file])
    assert place.ask("select population from out.area where area_code = '2080'") == [(1700,)]
    assert place.ask("select is_replaced from out.batch") == [(False,), (False,)]


def test_an_edition_once_published_is_never_written_to_again(place: Place) -> None:
    place.load(incident())
    first = {p: p.read_bytes() for p in place.workplace.edition(1).iterdir()}
    reader = duckdb.connect(str(place.workplace.edition(1) / "shared.duckdb"), read_only=True)
    for number in range(2, 5):
        place.load(incident(count=str(number)))
    assert {p: p.read_bytes() for p in place.workplace.edition(1).iterdir()} == first
    assert reader.execute("select sum(count) from incident").fetchall() == [(1,)]
    reader.close()


def test_the_share_that_has_come_in_grows_with_a_week_s_age(place: Place) -> None:
    rows = []
    for number in range(600):  # two years of days, reported after 0, 5 or 20 days
        end = date(2023, 1, 1) + timedelta(days=number)
        for delay in (0, 5, 20):
            registered = end + timedelta(days=delay)
            rows.append(incident(str(registered), start=str(end), end=str(end), deso=""))
    place.load(*rows)
    shares = [
        share
        for _, share in place.ask("select week, reported_share from out.completeness order by 1")
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1 and 0 < shares[-1] < 0.5
