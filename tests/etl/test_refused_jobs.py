"""A job that cannot be done changes nothing and says why."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import draft, jobs, problem_types, warehouse
from etl.provenance import Refused
from etl.workplace import Workplace
from tests.conftest import SAMPLES
from tests.etl.conftest import Place
from tests.etl.sources.police_extracts import FILES, incident, statistical

AREAS = FILES / "scb_areas.geojson"
OWN_TYPES = Path(problem_types.__file__).with_suffix(".toml").read_text(encoding="utf-8")


def test_a_refused_job_changes_nothing(place: Place) -> None:
    place.load(incident())
    before = place.state()
    good, bad = place.file(incident(count="2")), place.file(incident(text="ring 070-123 45 67"))
    with pytest.raises(Refused, match="telefonnummer"):
        warehouse.load(place.workplace, [good, bad])
    assert place.state() == before


@pytest.mark.parametrize("name", ["19121212-1212.csv", "uttag_0701234567_ny.csv", "a.b@c.se.xlsx"])
def test_a_file_s_name_that_tells_of_a_person_is_refused_and_not_repeated(
    place: Place, name: str
) -> None:
    place.load(incident())
    path = place.file(incident(count="2")).rename(place.folder / name)
    with pytest.raises(Refused, match=r"^Filens namn .* byt namn på filen") as refusal:
        warehouse.load(place.workplace, [path])
    assert Path(name).stem not in str(refusal.value)
    job = jobs.last(place.workplace.folder)
    assert job and job.said == str(refusal.value)
    with pytest.raises(Refused, match=r"^Filens namn"):
        draft.of(path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[forum]\nkommun = "9999"', "kommunkod"),
        ('[forum]\nlpo = "lpo-nej"', "okänt"),
        ("[forum]\nkomun = 1", "finns inte"),
        (
            '[kallor.scb_areas]\nmottagare = "polis"\n[installation]\npolis = true',
            "scb_areas har inga händelser",
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
    with (
        place.workplace.exclusive("load"),
        pytest.raises(Refused, match="En annan inläsning pågår"),
    ):
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
    with pytest.raises(Refused, match=r"plats.*: (sökvägen går genom en fil|det finns redan)"):
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


def test_a_job_that_ends_while_it_is_looked_at_has_not_died(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.load(incident())
    file = place.workplace.folder / jobs.FILE
    ended = file.read_bytes()
    is_free = jobs._is_free

    def ends(lock: int) -> bool:
        file.write_bytes(ended)
        return is_free(lock)

    monkeypatch.setattr(jobs, "_is_free", ends)
    file.write_bytes(ended.replace(b'"done"', b'"running"'))
    told = jobs.last(place.workplace.folder)
    assert told and told.state == jobs.DONE


def test_to_look_at_a_job_hinders_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.workplace.create()
    with (place.workplace.folder / jobs.FILE).open("w") as looked:
        fcntl.flock(looked, fcntl.LOCK_SH)
        monkeypatch.setattr(jobs.time, "sleep", lambda _: fcntl.flock(looked, fcntl.LOCK_UN))
        with place.workplace.exclusive("load"):
            pass
    told = jobs.last(place.workplace.folder)
    assert told and told.state == jobs.DONE
