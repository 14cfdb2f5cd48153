"""The example's journal: a year ago, last week, and a meeting to come. Invented, like its numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from dashboard import example_pledges, swedish
from dashboard.components.meeting import news
from dashboard.components.meeting.calling import called
from dashboard.database import Edition, Editions
from dashboard.export.document import document
from dashboard.journal import acting, assessing, fixing, meetings, notes
from dashboard.journal.assessing import Mark
from dashboard.journal.tables import Meeting, Organisation
from dashboard.queries import about
from dashboard.store import Store

KOMMUN = "0683"
POLICE, MUNICIPALITY = "Polisen", "Värnamo kommun"
ROLES = {POLICE: "kommunpolis", MUNICIPALITY: "säkerhetssamordnare"}
ABOUT = {"area_code": KOMMUN, "at": "09.00", "place": "Stadshuset"}
THURSDAY = 3


def write(store: Store, opened: Editions, *, today: date) -> None:
    """Meetings in a journal that has its organisations and nothing else, as looked at on `today`."""
    edition, public = opened.current(), opened.current("public")
    _two_parties(store)
    example_pledges.write(store, today=today)
    coming = swedish.monday(today) + timedelta(days=THURSDAY)
    coming += timedelta(weeks=coming < today)
    a_week_ago = datetime.combine(coming - timedelta(weeks=1), time(8))
    _note(store.at(lambda: a_week_ago), coming=coming)
    for weeks, take in ((52, _a_year_ago), (1, _last_week)):
        held_on = coming - timedelta(weeks=weeks)
        past = store.at(partial(datetime.combine, held_on, time(9, 40)))
        meeting = called(past, edition, held_on=held_on, **ABOUT)
        take(past, edition, meeting)
        _fix(past, edition, public, meeting)
    meeting = called(store, edition, held_on=coming, **ABOUT)
    _assess(store, meeting, MUNICIPALITY, [2, 1, 1, 1, 1])


def _note(store: Store, *, coming: date) -> None:
    """What happened and was done beside the numbers."""
    kommun, police = _id(store, MUNICIPALITY), _id(store, POLICE)
    every: list[dict[str, Any]] = [
        {
            "kind": "event", "what": "Höstlov", "weeks": (-4, -4), "days": (0, 6), "area_code": KOMMUN,
            "audience": "public",
        },
        {
            "kind": "effort", "what": "Extra belysning på gångvägen", "place": "Apladalen",
            "weeks": (-7, -1), "days": (2, 4), "area_code": KOMMUN, "organisation_id": kommun,
            "function": "gatuchef", "audience": "public", "problem_types": "skadegorelse",
        },
        {
            "kind": "effort", "what": "Trygghetsvandring med hyresgästerna", "place": "Vråen", "weeks": (-2, -2),
            "days": (3, 3), "area_code": KOMMUN, "organisation_id": kommun, "function": "trygghetssamordnare",
        },
        {
            "kind": "effort", "what": "Riktad trafikkontroll vid infarterna", "weeks": (-12, -11), "days": (4, 6),
            "area_code": KOMMUN, "organisation_id": police, "function": "yttre befäl", "audience": "parties",
        },
        {
            "kind": "registration", "what": "Felanmälan görs i en ny e-tjänst", "weeks": (-20, -20), "days": (0, 0),
            "area_code": KOMMUN, "organisation_id": kommun, "function": "kundtjänstchef",
        },
    ]  # fmt: skip
    for said in every:
        ends = zip(said.pop("weeks"), said.pop("days"), strict=True)
        first, last = (swedish.monday(coming) + timedelta(weeks=w, days=d) for w, d in ends)
        notes.add(store, first_day=first, last_day=last, written_by=MUNICIPALITY, **said)


def _two_parties(store: Store) -> None:
    """The example's forum has four kommuner; its meeting is that of one of them and the police."""
    with store.write() as session:
        for one in session.scalars(select(Organisation)):
            one.is_party = one.name in ROLES
            one.usual_role = ROLES.get(one.name, "")


def _a_year_ago(store: Store, edition: Edition, meeting: Meeting) -> None:
    for problem, area in (("buskorning_trafik", KOMMUN), ("skadegorelse", KOMMUN)):
        if problem in about.type_names(edition):
            meetings.add_subject(
                store, meeting.id, news.pick(edition, problem, area, meeting=meeting)
            )
    _assess(store, meeting, POLICE, [2, 1, 2, 1])
    _assess(store, meeting, MUNICIPALITY, [2, 1, 2, 1])
    _agree(store, meeting)
    _act(store, meeting, "Trygghetsvandring längs Storgatan", "fritidschef", MUNICIPALITY, weeks=3)


def _last_week(store: Store, edition: Edition, meeting: Meeting) -> None:
    if not meetings.subjects(store, meeting.id):
        meetings.add_subject(
            store, meeting.id, news.pick(edition, "inbrott_lokal", KOMMUN, meeting=meeting)
        )
    for old in acting.followed_up(store, meeting.id):
        acting.follow_up(store, meeting.id, old.action.id, status="done")
    _assess(
        store, meeting, POLICE, [3, 1, 2, 1, 1], reason="Fler lokaler än väntat, tre veckor i rad."
    )
    _assess(
        store, meeting, MUNICIPALITY, [2, 1, 2, 1, 1], reason="Företagen har inte sett något nytt."
    )
    _agree(store, meeting)
    _act(
        store,
        meeting,
        "Utskick till företagen i Bredaryd",
        "näringslivschef",
        MUNICIPALITY,
        weeks=1,
    )
    _act(
        store,
        meeting,
        "Synlig närvaro kvällstid",
        "områdespolis",
        POLICE,
        weeks=4,
        place="industriområdet i Bredaryd",
    )
    acting.decide(
        store,
        meeting.id,
        kind="weekend",
        what="synlig närvaro",
        place="Värnamo resecentrum",
        when="fre 20–02",
        organisation_id=_id(store, MUNICIPALITY),
        function="trygghetsvärdar",
    )


def _assess(
    store: Store, meeting: Meeting, name: str, levels: list[int], *, reason: str = ""
) -> None:
    subjects = meetings.subjects(store, meeting.id)
    marks = {
        subject.id: Mark(
            level=levels[n % len(levels)],
            trend="same",
            certainty="sure",
            reason="" if n else reason,
        )
        for n, subject in enumerate(subjects)
    }
    assessing.assess(store, meeting_id=meeting.id, organisation_id=_id(store, name), marks=marks)


def _agree(store: Store, meeting: Meeting) -> None:
    """Where both said the same they agree, else they differ."""
    meetings.start(store, meeting.id)
    for subject in meetings.subjects(store, meeting.id):
        assessing.reveal(store, subject.id)
    for subject_id, said in assessing.revealed(store, meeting.id).items():
        levels = {a.level for a in said}
        agreed = len(levels) == 1
        assessing.conclude(
            store,
            subject_id,
            outcome="agreed" if agreed else "differ",
            level=levels.pop() if agreed else None,
        )


def _act(
    store: Store,
    meeting: Meeting,
    what: str,
    function: str,
    name: str,
    *,
    weeks: int,
    place: str = "",
) -> None:
    [subject, *_] = meetings.subjects(store, meeting.id)
    acting.decide(
        store,
        meeting.id,
        kind="action",
        what=what,
        function=function,
        place=place,
        organisation_id=_id(store, name),
        until=meeting.held_on + timedelta(weeks=weeks, days=1),
        subject_id=subject.id,
    )


def _fix(store: Store, edition: Edition, public: Edition, meeting: Meeting) -> None:
    seen = meetings.numbered(store, meeting.number)
    assert seen is not None  # it was called
    said = document(store, seen, edition=edition, public=public, since=None)
    proposal = fixing.propose(store, seen, said)
    for party in fixing.needed(store, meeting.id):
        fixing.approve(
            store,
            meeting.id,
            content_sha256=proposal.content_sha256,
            organisation_id=party.id,
            role=party.usual_role,
        )


def _id(store: Store, name: str) -> int:
    return next(o.id for o in meetings.organisations(store) if o.name == name)
