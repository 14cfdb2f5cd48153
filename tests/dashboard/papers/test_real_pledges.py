"""S2, S3 and S4: each in its kommun and year, from its pasted text to every document of a version.

One workplace of invented rows holds the three kommuner and the years that the löften are about.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.components.meeting.calling import called
from dashboard.components.pledges.proposing import left, take_in
from dashboard.database import Editions
from dashboard.export.document import document as told
from dashboard.journal import archive, assessing, fixing, meetings, pledge_log, pledges
from dashboard.journal.assessing import Mark
from dashboard.journal.organisations import organise
from dashboard.journal.pledge_document import EMPTY
from dashboard.journal.pledge_then import pledge_then
from dashboard.journal.tables import Organisation
from dashboard.papers.made import KINDS, make
from dashboard.pledge.checks import findings
from dashboard.store import Store
from etl import intake, warehouse
from etl.privacy import personal_text
from etl.workplace import Workplace
from geodata.areas import kommun_name
from tests.dashboard.journal.real_pledges import REAL
from tests.dashboard.papers.test_made import text_of
from tests.etl.sources.police_extracts import incident, statistical

TEXTS = Path("tests/dashboard/pledge/texts")
CRIMES = (("9802", "Inbrott i villa"), ("5011", "Narkotikabrott"), ("3005", "Rattfylleri"), ("1201", "Skadegörelse"))  # fmt: skip
FOR = {kind: "public" if kind in ("boende", "lofte") else "shared" for kind in KINDS}  # fmt: skip
FORUM = """\
[forum]
lpo = "lpo-tre"

[[lpo]]
kod = "lpo-tre"
namn = "Tre kommuner"
kommuner = ["1230", "2583", "0643"]

[installation]
exempel = true
"""


@dataclass(frozen=True)
class Case:
    kommun: str
    year: int
    held_on: date
    wrong: tuple[str, ...]  # what is known to be wrong in it, as the checks quote it


CASES = {
    "s2": Case("1230", 2016, date(2016, 11, 10), ()),
    "s3": Case("2583", 2019, date(2019, 11, 14), ("under 2017", "i den omfattning som är nödvändig")),
    "s4": Case("0643", 2017, date(2017, 11, 16), ("Under 2016", "2017-01-31")),
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    folder = tmp_path_factory.mktemp("tre")
    (folder / "lagesbild.toml").write_text(FORUM, encoding="utf-8")
    files = [
        statistical(folder / f"Brottsstatistik_{case.kommun}_{year}12.csv", _rows(case, year))
        for case in CASES.values()
        for year in (case.year - 1, case.year)
    ]
    held, intake.READ_HERE = intake.READ_HERE, frozenset({"csv"})
    try:
        warehouse.load(Workplace(folder), files)
    finally:
        intake.READ_HERE = held
    return Workplace(folder)


def _rows(case: Case, year: int) -> Iterator[dict[str, str]]:
    draw = random.Random(int(case.kommun) + year)
    for _ in range(300):
        on = date(year, 1, 1) + timedelta(days=draw.randrange(364))
        code, text = draw.choice(CRIMES)
        yield incident(str(on), code=code, text=text, start=str(on), end=str(on), kommun=case.kommun, deso=f"{case.kommun}C1010")  # fmt: skip


@pytest.fixture(params=CASES)
def lived(
    request: pytest.FixtureRequest, place: Workplace, tmp_path: Path
) -> Iterator[tuple[Case, Store, int, fixing.Version]]:
    """The löfte pasted, put right by hand and logged for a year, and a version fixed at its end."""
    name, case = request.param, CASES[request.param]
    now = datetime.combine(case.held_on, datetime.min.time()).replace(hour=10)
    store = Store(f"sqlite:///{tmp_path / 'journal.sqlite'}", check_text=personal_text, now=lambda: now)  # fmt: skip
    organise(store, kommuner={case.kommun: kommun_name(case.kommun)}, observers={})
    number = _pasted(store, name, case)
    for n, row in enumerate(_document(store, number)["activities"]):
        for month in range(1, 11 - n % 3):
            done_on = date(case.year, month, 2 + n)
            pledge_log.log(store, number, row["key"], done_on=done_on, cost=100 * month, organisation="Polisen")  # fmt: skip
    yield case, store, number, _fixed(store, place, case)
    store.close()


def _pasted(store: Store, name: str, case: Case) -> int:
    """Every point of the text is taken; what only people know is filled in from the real one."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    real = REAL[name.upper()]()
    number = pledges.make(store, EMPTY | {"name": real["name"], "text": text, "areas": [case.kommun]})  # fmt: skip

    def correct(document: dict[str, Any]) -> None:
        for point in left(document):
            take_in(document, point)
        document |= {key: real[key] for key in ("name", "valid_from", "valid_to", "parties")}
        for row in document["activities"][:1]:
            row["problem_type"] = "narkotika"

    pledges.change(store, number, correct, what="rättat")
    return number


def _fixed(store: Store, place: Workplace, case: Case) -> fixing.Version:
    opened = Editions(place.editions, "shared")
    edition = opened.current()
    meeting = called(store, edition, held_on=case.held_on, area_code=case.kommun)
    if not meetings.subjects(store, meeting.id):
        meetings.add_subject(store, meeting.id, meetings.Pick("narkotika", case.kommun))
    subjects = meetings.subjects(store, meeting.id)
    for party in fixing.needed(store, meeting.id):
        marks = {one.id: Mark(level=2, trend="same", certainty="sure", reason="") for one in subjects}  # fmt: skip
        assessing.assess(store, meeting_id=meeting.id, organisation_id=party.id, marks=marks)
    meetings.start(store, meeting.id)
    for subject in subjects:
        assessing.reveal(store, subject.id)
        assessing.conclude(store, subject.id, outcome="agreed", level=2)
    seen = meetings.numbered(store, meeting.number)
    assert seen is not None
    said = told(store, seen, edition=edition, public=opened.current("public"), since=None)
    proposal = fixing.propose(store, seen, said)
    version = None
    parties: list[Organisation] = list(fixing.needed(store, meeting.id))
    for party in parties:
        version = fixing.approve(store, meeting.id, content_sha256=proposal.content_sha256, organisation_id=party.id, role="kommunpolis")  # fmt: skip
    assert version is not None and len(parties) == 2
    return version


def _document(store: Store, number: int) -> dict[str, Any]:
    held = pledges.numbered(store, number)
    assert held is not None
    return held.document


def test_a_real_lofte_lives_its_year_and_every_document_of_it_is_made(
    lived: tuple[Case, Store, int, fixing.Version],
) -> None:
    case, store, number, version = lived
    quoted = " ".join(found["quote"] for found in findings(_document(store, number), today=case.held_on))  # fmt: skip
    assert [words for words in case.wrong if words not in quoted] == []
    said, record = archive.document(store, version), json.loads(version.record)
    assert sum(row[2] for row in said["tables"]["shared"]["by_type"]["rows"]) > 0
    then = pledge_then(store, said)
    assert then is not None and then["number"] == number and len(then["done"]) > 15
    for kind, audience in FOR.items():
        made = make(kind, said, record, audience=audience, formats=["docx"], pledge=then)
        text = text_of("x.docx", made.files[f"{kind}-version-0001-{audience}.docx"])
        assert kommun_name(case.kommun) in text and str(case.year) in text, kind
        if kind in ("lofte", "uppfoljning", "boende"):
            assert then["document"]["activities"][0]["words"] in text, kind
