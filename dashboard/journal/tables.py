"""The journal's tables. What was said is never changed: a new row says something else later.

The database itself keeps that (the triggers in dashboard/migrations): rows of ONLY_ADDED are never
changed or removed, and rows of OF_A_MEETING neither come nor change once a version of the meeting
is fixed, until a correction is begun.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store import Base, Words

ONLY_ADDED = (
    "assessment", "reveal", "joint", "action_status", "proposal", "approval", "version",
    "correction", "report", "report_decision", "sent", "note", "note_void", "pledge",
    "pledge_revision", "done", "pledge_file", "setting_change",
)  # fmt: skip
OF_A_MEETING = (
    "attendance", "subject", "assessment", "reveal", "joint", "action", "action_status", "oral",
    "proposal", "approval", "version",
)  # fmt: skip


class Organisation(Base):
    """Who is in the forum: parties assess and fix versions, observers report."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Words] = mapped_column(unique=True)
    kind: Mapped[str]  # police, municipality, housing, school, guards, other
    kommun_code: Mapped[str] = mapped_column(default="")
    is_party: Mapped[bool] = mapped_column(default=False)
    is_observer: Mapped[bool] = mapped_column(default=False)
    rhythm: Mapped[str] = mapped_column(default="vecka")
    usual_role: Mapped[Words]  # who comes to the meeting, as a function
    is_active: Mapped[bool] = mapped_column(default=True)


class Meeting(Base):
    """One meeting: the day, the weeks it is about, and what it stands on."""

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    held_on: Mapped[date]
    at: Mapped[Words]  # 09.00
    place: Mapped[Words]
    agenda: Mapped[Words]  # beside the usual
    first_week: Mapped[date]  # Mondays
    last_week: Mapped[date]
    area_code: Mapped[str] = mapped_column(default="")  # a kommun, or "" for the whole forum
    minutes: Mapped[int] = mapped_column(default=60)
    room: Mapped[str] = mapped_column(default="parties")  # parties (polis and kommun), forum, open
    called_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    changes: Mapped[int] = mapped_column(default=0)  # goes up with all that is said in the meeting


class Attendance(Base):
    """Organisations and roles, never persons."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[Words]
    is_present: Mapped[bool] = mapped_column(default=True)


class Subject(Base):
    """A problem in an area that is to be assessed, with the numbers as they were when it was picked."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("meeting_id", "problem_type", "area_code"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    problem_type: Mapped[str]
    area_code: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="picked")  # picked, returned, late
    evidence: Mapped[str] = mapped_column(Text, default="null")  # JSON, see queries/evidence.py
    is_dropped: Mapped[bool] = mapped_column(default=False)


class Assessment(Base):
    """What one party thinks. The latest of a party before the reveal is what counts."""

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[int]  # 0-3
    trend: Mapped[str] = mapped_column(default="")  # up, same, down
    certainty: Mapped[str] = mapped_column(default="")  # sure, unsure
    reason: Mapped[Words]
    audience: Mapped[str] = mapped_column(default="shared")
    public_wording: Mapped[Words]
    at: Mapped[datetime]


class Reveal(Base):
    """From here all see what each said of the subject, and nobody can say it otherwise."""

    __tablename__ = "reveal"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), unique=True)
    at: Mapped[datetime]


class Joint(Base):
    """What they came to together: the latest counts."""

    __tablename__ = "joint"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    outcome: Mapped[str]  # agreed, differ, next_time
    level: Mapped[int | None]
    words: Mapped[Words]
    audience: Mapped[str] = mapped_column(default="shared")
    public_wording: Mapped[Words]
    at: Mapped[datetime]


class Action(Base):
    """What is to be done, or where somebody is to be over the weekend."""

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    kind: Mapped[str]  # action, weekend
    what: Mapped[Words]
    place: Mapped[Words]
    when: Mapped[Words]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    function: Mapped[Words]
    how_often: Mapped[Words]
    until: Mapped[date | None]
    pledge: Mapped[Words]
    audience: Mapped[str] = mapped_column(default="shared")  # parties, shared, public
    public_wording: Mapped[Words]
    is_dropped: Mapped[bool] = mapped_column(default=False)


class ActionStatus(Base):
    """What has become of an action, told at a later meeting: the latest counts."""

    __tablename__ = "action_status"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"))
    status: Mapped[str]  # done, late, dropped, open
    reason: Mapped[Words]
    at: Mapped[datetime]


class Oral(Base):
    """The police's update in a week without a file: shown beside the numbers, never counted."""

    __tablename__ = "oral"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    problem_type: Mapped[str]
    area_code: Mapped[str]
    day_part: Mapped[str] = mapped_column(default="")
    level: Mapped[int]
    is_dropped: Mapped[bool] = mapped_column(default=False)


class Proposal(Base):
    """The whole of what is to be fixed, as it stood when the meeting read it through."""

    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    content: Mapped[str] = mapped_column(Text)  # canonical JSON
    content_sha256: Mapped[str]
    changes: Mapped[int]  # the meeting's, when this was read through
    at: Mapped[datetime]


class Approval(Base):
    """A party fixes what it has read: that proposal and no other."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("proposal_id", "organisation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[Words]
    reservation: Mapped[Words]
    at: Mapped[datetime]


class Version(Base):
    """What all parties have fixed, chained to the one before."""

    __tablename__ = "version"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    record: Mapped[str] = mapped_column(Text)  # canonical JSON
    sha256: Mapped[str] = mapped_column(unique=True)
    previous: Mapped[str] = mapped_column(unique=True)  # "" for the first
    at: Mapped[datetime]


class Correction(Base):
    """From here a meeting that is fixed can be worked on again, for a version that replaces it."""

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    replaces: Mapped[int] = mapped_column(ForeignKey("version.number"), unique=True)
    reason: Mapped[Words]
    at: Mapped[datetime]


class Link(Base):
    """An organisation's way into the observers' form. The token itself is kept nowhere."""

    __tablename__ = "link"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    token_sha256: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    valid_to: Mapped[date]
    is_revoked: Mapped[bool] = mapped_column(default=False)


class Report(Base):
    """What an observer sent, as it came."""

    __tablename__ = "report"
    id: Mapped[str] = mapped_column(primary_key=True)  # made where it was written
    organisation: Mapped[str]
    kommun_code: Mapped[str]
    week: Mapped[date]  # Monday
    is_nothing: Mapped[bool]
    items: Mapped[str] = mapped_column(Text)  # JSON
    received_at: Mapped[datetime]


class ReportDecision(Base):
    """What the samordnare makes of a report: the latest counts."""

    __tablename__ = "report_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    decision: Mapped[str]  # approved, cancelled, linked
    other_id: Mapped[str | None] = mapped_column(ForeignKey("report.id"))  # what it is linked to
    at: Mapped[datetime]


class Thanks(Base):
    """What an organisation's reports were followed by, for its receipt: the latest counts."""

    __tablename__ = "thanks"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    words: Mapped[Words]  # "" takes the one before away
    at: Mapped[datetime]


class Sent(Base):
    """A draft that was made for a group: of which version, and of which class."""

    __tablename__ = "sent"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    recipients: Mapped[Words]
    audience: Mapped[str]
    at: Mapped[datetime]


class ViewList(Base):
    """Saved views that are gone through in order."""

    __tablename__ = "view_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Words] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class SavedView(Base):
    """A view's address, and what it is called in its list."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("view_list.id"))
    position: Mapped[int]
    title: Mapped[Words]
    address: Mapped[Words]  # path and query: who sends it may have written anything in it


class SettingChange(Base):
    """A setting that was changed in the app. The setting itself is in the workplace's files."""

    __tablename__ = "setting_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    part: Mapped[str]  # forum, rhythm, place, type, account, retention
    what: Mapped[Words]
    at: Mapped[datetime]


class Note(Base):
    """Something that happened or was done, on a day or some days, at a place: stands beside the
    numbers and explains none of them."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # event, effort, registration, other
    first_day: Mapped[date]
    last_day: Mapped[date]
    area_code: Mapped[str]  # the forum's, a kommun's, a RegSO's, a DeSO's or a named place's
    place: Mapped[Words]  # nearer than that
    problem_types: Mapped[str] = mapped_column(default="")  # blanks between; "" for all
    what: Mapped[Words]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    function: Mapped[Words]
    audience: Mapped[str] = mapped_column(default="shared")  # parties, shared, public
    public_wording: Mapped[Words]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))  # what was decided
    written_by: Mapped[str] = mapped_column(default="")  # an organisation's name
    at: Mapped[datetime]


class NoteVoid(Base):
    """From here the note is shown nowhere but in what was fixed before."""

    __tablename__ = "note_void"
    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    reason: Mapped[Words]
    voided_by: Mapped[str] = mapped_column(default="")  # an organisation's name
    at: Mapped[datetime]


class Pledge(Base):
    """A medborgarlöfte: what it says is its latest revision."""

    __tablename__ = "pledge"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class PledgeRevision(Base):
    """The whole of a löfte as somebody left it: the latest counts."""

    __tablename__ = "pledge_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    content: Mapped[str] = mapped_column(Text)  # canonical JSON, see dashboard/journal/pledges.py
    what: Mapped[Words]  # what was changed, in words
    organisation: Mapped[str]  # "" on a computer where nobody logs in
    at: Mapped[datetime]


class Done(Base):
    """That an activity of a löfte was done; or a row that makes an earlier such row void."""

    __tablename__ = "done"
    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    activity: Mapped[str]  # its key in the löfte
    done_on: Mapped[date]
    quantity: Mapped[int] = mapped_column(default=1)
    area_code: Mapped[str] = mapped_column(default="")
    place: Mapped[Words]
    note: Mapped[Words]
    cost: Mapped[int | None]  # kronor
    audience: Mapped[str] = mapped_column(default="shared")  # parties, shared, public
    organisation: Mapped[str]
    cancels: Mapped[int | None] = mapped_column(ForeignKey("done.id"), unique=True)
    at: Mapped[datetime]


class PledgeFile(Base):
    """The signed löfte, as it was scanned: the latest counts."""

    __tablename__ = "pledge_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)  # PDF
    content_sha256: Mapped[str]
    organisation: Mapped[str]
    at: Mapped[datetime]
