"""What came in, once and whole; what was decided about it, for ever; what went on to the numbers."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from dashboard.journal import handed_over, links, organisations, reports
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.journal.reports import Received
from dashboard.journal.tables import Report as Row
from dashboard.report_form.contents import token_sha256
from dashboard.report_form.receive import receive
from dashboard.report_form.report import MOST_BYTES, Incident, Report, read_report
from dashboard.store import Store, Unfit
from etl import sources
from etl.privacy import personal_text
from etl.workplace import Workplace

NOW = datetime(2026, 11, 24, 8, 0)
WEEK = date(2026, 11, 16)
BADET, SKOLAN, MUSEET = "Badet", "Skolan", "Museet"
WORDS, KOMMUNER = {"skadegorelse": "klotter"}, {"0683": "Värnamo"}


def number(n: int) -> str:
    return str(UUID(int=n << 80 | 4 << 76 | 8 << 60 | n))


def report(n: int, organisation: str = BADET, week: str = "2026-W47", **item: Any) -> Report:
    """Without `item` there was nothing to report."""
    told = {
        "problem_type": "skadegorelse", "place": None, "area_code": None, "day": None,
        "day_part": None, "count": 1, "is_reported": None, "is_fault_reported": None,
        "own_action": None, **item,
    }  # fmt: skip
    return Report(
        schema=1,
        id=number(n),
        organisation=organisation,
        kommun_code="0683",
        received_at="2026-11-22T17:05:09",
        week=week,
        nothing=not item,
        items=(Incident(**told),) if item else (),
    )


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = Store(url, check_text=personal_text, now=lambda: NOW)
    organisations.organise(
        made,
        kommuner={"0683": "Värnamo"},
        observers={BADET: "vecka", SKOLAN: "vecka", MUSEET: "varannan vecka"},
    )
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rapporter/incoming").mkdir(parents=True)
    return tmp_path / "rapporter"


def send(folder: Path, *sent: Report) -> None:
    for one in sent:
        receive(one, incoming=folder / "incoming")


def lying(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "incoming").iterdir())


def test_a_report_is_collected_once_and_its_file_goes(store: Store, folder: Path) -> None:
    send(folder, report(1), report(2, SKOLAN, place="Torget", day="2026-11-20"))
    assert reports.collect(store, folder).new == 2
    assert lying(folder) == []
    send(folder, report(1), report(3))  # a phone that did not hear that it had come
    assert reports.collect(store, folder).new == 1
    found = reports.received(store, since=WEEK)
    assert {r.id for r in found} == {number(n) for n in (1, 2, 3)}
    assert [i.place for r in found for i in r.items] == ["Torget"]
    assert all(r.decision == "" for r in found)


def test_killed_between_the_row_and_the_file_it_is_still_one(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(folder, report(1))

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", die)
        with pytest.raises(Killed):
            reports.collect(store, folder)
    assert lying(folder) == [f"{number(1)}.json"]
    assert reports.collect(store, folder).new == 0
    assert (lying(folder), len(reports.every(store))) == ([], 1)


def test_killed_before_the_row_nothing_is_lost(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(folder, report(1), report(2))
    with monkeypatch.context() as patch:
        patch.setattr(reports, "_row", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reports.collect(store, folder)
    assert len(lying(folder)) == 2 and reports.every(store) == []
    assert reports.collect(store, folder).new == 2


def test_two_that_collect_at_once_take_each_report_once(store: Store, folder: Path) -> None:
    send(folder, *(report(n) for n in range(30)))
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: reports.collect(store, folder), range(8)))
    assert sum(one.new for one in done) == 30 == len(reports.every(store))
    assert not any(one.unreadable for one in done) and lying(folder) == []


def test_hostile_files_are_put_aside_and_never_told(store: Store, folder: Path) -> None:
    incoming, secret = folder / "incoming", folder / "hemligt.json"
    secret.write_bytes(report(9).written())
    (incoming / f"{number(9)}.json").symlink_to(secret)
    (incoming / f"{number(8)}.json").write_bytes(b" " * (MOST_BYTES + 1))
    (incoming / f"{number(7)}.json").write_bytes(b'{"schema": 2}')
    (incoming / f"{number(6)}.json").write_bytes(report(5).written())  # another's name
    (incoming / f"{number(5)}.json").mkdir()
    os.mkfifo(incoming / f"{number(4)}.json")
    path = report(3).written().replace(number(3).encode(), b"../../../../etc/passwd")
    (incoming / f"{number(3)}.json").write_bytes(path)
    send(
        folder,
        report(2, "Qvarn AB"),
        report(11, place="Anna 121212-1212"),
        report(1),
    )
    (incoming / ".halv.part").write_bytes(b"x")
    (incoming / "..%2f.json").write_bytes(b"x")
    found = reports.collect(store, folder)
    assert found.new == 1 and sum(found.unreadable.values()) == 9
    said = " ".join(found.unreadable)
    assert not any(word in said for word in ("Qvarn", "Anna", "1212", "passwd", "hemligt"))
    assert lying(folder) == ["..%2f.json", ".halv.part"]
    aside = list((folder / "avvisade").iterdir())
    assert len(aside) == 9 and sum(file.is_symlink() for file in aside) == 1
    assert read_report(secret.read_bytes()).id == number(9)
    assert [r.row.organisation for r in reports.every(store)] == [BADET]


def test_the_latest_decision_counts_and_all_of_them_stay(store: Store, folder: Path) -> None:
    send(folder, report(1), report(2))
    reports.collect(store, folder)
    for decision in ("approved", "cancelled", "approved"):
        reports.decide(store, number(1), decision)
    assert {r.id: r.decision for r in reports.every(store)} == {
        number(1): "approved",
        number(2): "",
    }
    for refused in (
        lambda: reports.decide(store, number(7), "approved"),
        lambda: reports.decide(store, number(1), "removed"),
        lambda: reports.decide(store, number(1), "linked"),
        lambda: reports.decide(store, number(1), "linked", other_id=number(1)),
        lambda: reports.decide(store, number(1), "linked", other_id=number(7)),
    ):
        with pytest.raises(Refused):
            refused()
    for change in ("delete from report", "update report set week = '2020-01-06'", "delete from report_decision", "update report_decision set decision = 'approved'"):  # fmt: skip
        with pytest.raises(DatabaseError, match="only added"), store.write() as session:
            session.execute(text(change))


def test_what_hangs_on_another_is_never_left_hanging(store: Store, folder: Path) -> None:
    send(folder, *(report(n, place="Torget") for n in (1, 2, 3)))
    reports.collect(store, folder)
    reports.decide(store, number(2), "linked", other_id=number(1))
    for decision, other in (("cancelled", ""), ("linked", number(3))):
        with pytest.raises(Refused, match="hör ihop"):
            reports.decide(store, number(1), decision, other_id=other)
    with pytest.raises(Refused, match="räknas inte själv"):
        reports.decide(store, number(3), "linked", other_id=number(2))
    reports.decide(store, number(2), "approved")
    reports.decide(store, number(1), "cancelled")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]), st.sampled_from(["", "Torget", "Parken"]),
            st.sampled_from([None, *range(7)]), st.sampled_from(["", "approved", "linked", "cancelled"]),
        ),
        max_size=7,
    )
)  # fmt: skip
def test_those_that_may_tell_of_the_same_are_proposed(told: list[tuple[Any, ...]]) -> None:
    made = []
    for n, (kind, place, day, decision) in enumerate(told):
        at = (WEEK + timedelta(day)).isoformat() if day is not None else None
        sent = report(n, problem_type=kind, place=place or None, day=at)
        made.append(Received(Row(id=str(n), kommun_code="0683"), sent.items, decision))
    slow: dict[str, set[str]] = {}
    for a in range(len(told)):
        for b in range(len(told)):
            (kind, place, day, decision), other = told[a], told[b]
            same = a != b and (kind, place) == other[:2] and place
            near = None not in (day, other[2]) and abs(day - other[2]) <= 1
            if same and near and not {decision, other[3]} & {"linked", "cancelled"}:
                slow.setdefault(str(a), set()).add(str(b))
    assert {key: set(value) for key, value in reports.alike(made).items()} == slow


def test_who_is_missing_is_told_by_each_ones_rhythm(store: Store, folder: Path) -> None:
    send(folder, report(1), report(2, MUSEET, week="2026-W46"), report(3, SKOLAN))
    reports.collect(store, folder)
    reports.decide(store, number(3), "cancelled")
    assert [o.name for o in reports.missing(store, week=WEEK)] == [SKOLAN]
    assert [o.name for o in reports.missing(store, week=WEEK + timedelta(7))] == [
        BADET, SKOLAN, MUSEET,
    ]  # fmt: skip
    organisations.retire(store, reports.missing(store, week=WEEK)[0].id)
    assert reports.missing(store, week=WEEK) == []


def test_the_file_holds_what_is_approved_and_nothing_else(store: Store, folder: Path) -> None:
    told = {"place": "Torget", "day": "2026-11-20", "day_part": "kväll", "is_reported": "vet ej"}
    send(folder, report(1), *(report(n, SKOLAN, **told) for n in (2, 3, 4)), report(5, MUSEET))
    reports.collect(store, folder)
    with pytest.raises(Refused, match="inget att lämna över"):
        handed_over.as_file(store, words=WORDS, kommuner=KOMMUNER)
    for n, decision in ((1, "approved"), (2, "approved"), (3, "cancelled")):
        reports.decide(store, number(n), decision)
    reports.decide(store, number(4), "linked", other_id=number(2))
    raw = handed_over.as_file(store, words=WORDS, kommuner=KOMMUNER).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(raw), delimiter=";")
    assert head == list(handed_over.COLUMNS)
    assert sorted(rows) == [
        [BADET, "Värnamo", "2026-v47", "Ja", *[""] * 8, "2026-11-22 17:05", number(1)],
        [SKOLAN, "Värnamo", "2026-v47", "Nej", "klotter", "Torget", "", "2026-11-20", "", "kväll",
         "1", "vet ej", "2026-11-22 17:05", number(2)],
    ]  # fmt: skip
    assert handed_over.last_month(store, today=date(2026, 12, 9)) == (date(2026, 11, 1), {BADET: 1, SKOLAN: 1})  # fmt: skip


def test_what_has_been_pruned_is_not_handed_over_again(store: Store, folder: Path) -> None:
    send(folder, report(1))
    reports.collect(store, folder)
    reports.decide(store, number(1), "approved")
    assert sources.ALL["est_reports"].SOURCE.retention_days == handed_over.KEPT.days
    received_on = datetime(2026, 11, 22, 12, 0)
    told = {"words": WORDS, "kommuner": KOMMUNER}
    on_the_last = store.at(lambda: received_on + handed_over.KEPT)
    assert number(1).encode() in handed_over.as_file(on_the_last, **told)
    after = store.at(lambda: received_on + handed_over.KEPT + timedelta(1))
    with pytest.raises(Refused):
        handed_over.as_file(after, **told)
    month = timedelta(days=30)  # a workplace may have settled on less
    last = store.at(lambda: received_on + month)
    assert number(1).encode() in handed_over.as_file(last, **told, kept=month)
    with pytest.raises(Refused):
        handed_over.as_file(last, **told, kept=month - timedelta(1))


def test_a_link_is_shown_once_and_ends_with_the_term(store: Store, folder: Path) -> None:
    assert [links.end_of_term(date(2026, m, 1)).month for m in (1, 6, 7, 12)] == [6, 6, 12, 12]
    [badet, skolan, _] = [o for o in organisations.everyone(store) if o.is_observer]
    made = links.make(store, badet.id)
    assert made.valid_to == date(2026, 12, 31)
    [(link, one)] = links.current(store)
    assert (one.name, link.token_sha256) == (BADET, token_sha256(made.token))
    with store.read() as session:
        everything = str(session.execute(text("select * from link")).all())
    assert made.token not in everything
    links.make(store, badet.id)
    links.revoke(store, link.id)
    assert [ln.id for ln, _ in links.current(store)] == [2]
    assert [m.organisation for m in links.replace_all(store)] == [BADET, SKOLAN, MUSEET]
    assert [ln.id for ln, _ in links.current(store)] == [3, 4, 5]
    assert links.current(store.at(lambda: datetime(2027, 1, 1))) == []
    organisations.retire(store, skolan.id)
    assert [o.name for _, o in links.current(store)] == [BADET, MUSEET]
    for refused in (skolan.id, 1, 99):  # has left, does not report, is not there
        with pytest.raises(Refused):
            links.make(store, refused)


def test_what_is_said_in_thanks_passes_the_gate(store: Store) -> None:
    links.thank(store, 3, "belysningen vid skolan lagad")
    assert links.thanks(store) == {3: "belysningen vid skolan lagad"}
    with pytest.raises(Unfit):
        links.thank(store, 3, "ring Anna 070-123 45 67")
    links.thank(store, 3, "")
    assert links.thanks(store) == {}


def test_the_load_knows_the_apps_organisations(store: Store, folder: Path) -> None:
    send(folder, report(1))
    reports.collect(store, folder)
    [badet, skolan, _] = [o for o in organisations.everyone(store) if o.is_observer]
    about = {"kind": "other", "kommun_code": "", "rhythm": "månad", "usual_role": "", "is_party": False, "is_observer": True}  # fmt: skip
    organisations.change(store, badet.id, name='Badhuset "Å"\\', **about)
    organisations.retire(store, skolan.id)
    files = Files(folder.parent)
    files.write_organisations(store)
    told = Workplace(folder.parent)
    assert {(o.namn, o.takt, o.avslutad) for o in told.observers} == {
        ('Badhuset "Å"\\', "månad", False), (BADET, "vecka", True), (SKOLAN, "vecka", True),
        (MUSEET, "varannan vecka", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [{"name": "7:an"}, {"name": "x"}, {"name": "badet"}, {"kind": "gäng"}, {"rhythm": "ibland"},
     {"kind": "municipality"}],
)  # fmt: skip
def test_what_is_no_organisation_is_refused(store: Store, changed: dict[str, str]) -> None:
    said = {"name": "Kyrkan", "kind": "other", "kommun_code": "", "rhythm": "vecka", "usual_role": "", "is_party": False, "is_observer": True}  # fmt: skip
    with pytest.raises(Refused):
        organisations.add(store, **{**said, **changed})
    organisations.add(store, **said)
    assert organisations.everyone(store)[-1].name == "Kyrkan"
