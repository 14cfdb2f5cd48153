"""The whole of a meeting as one document: what is read through, fixed, and rendered from ever after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from dashboard import swedish
from dashboard.database import Edition
from dashboard.export import notes, stored
from dashboard.export.published import published
from dashboard.journal import acting, assessing, meetings
from dashboard.journal.tables import Action, Meeting, Organisation, Subject
from dashboard.queries import about
from dashboard.queries.overview import Overview, overview
from dashboard.state import State, to_query
from dashboard.store import Store

SCHEMA = 1
OPEN_SOURCES = """
    select source::varchar as source, title, publisher, null as extracted_at, null as period_to,
        null as is_preliminary
    from out.source
    order by title collate sv
"""
KINDS = ("new", "late", "corrected", "reclassified", "removed")


def document(
    store: Store, meeting: Meeting, *, edition: Edition, public: Edition | None, since: int | None
) -> dict[str, Any]:
    """What stands in the journal about the meeting, with the numbers of `edition`.

    `public` is the same edition as anyone may see it; `since` the edition that the version before
    was fixed on, None for the first. What came after the day of the meeting is left out, however
    far the edition reaches. Whole numbers and text only, ready for `version.canonical`.
    """
    state = state_of(meeting)
    view = overview(edition, state)
    said = about.edition(edition)
    names = about.names(edition)
    area = meeting.area_code or said["area_code"]
    with store.read() as session:
        return {
            "schema": SCHEMA,
            "is_example": bool(said["is_example"]),
            "forum": {
                "name": said["forum"],
                "area_code": area,
                "area_name": names.get(area, said["forum"]),
            },
            "meeting": _meeting(store, meeting),
            "edition": {
                "number": int(said["number"]),
                "published_at": said["published_at"].replace(microsecond=0).isoformat(),
                "data_stop": view.coverage["data_stop"].isoformat() if view else None,
            },
            "state": to_query(state),
            "tables": {
                "shared": _tables(edition, view, since=since, until=meeting.held_on),
                "public": _public(public, view, until=meeting.held_on),
            },
            **_said(session, meeting, edition),
            "notes": notes.of_meeting(session, meeting, edition),
        }


def state_of(meeting: Meeting) -> State:
    """The weeks and the area that the meeting is about."""
    weeks = (meeting.last_week - meeting.first_week).days // 7 + 1
    period = {1: "1v", 4: "4v"}.get(weeks, "tertial")
    return State(omrade=meeting.area_code, period=period, vecka=meeting.last_week)


def _meeting(store: Store, meeting: Meeting) -> dict[str, Any]:
    present = [(o, a) for o, a in meetings.attendance(store, meeting.id) if a.is_present]
    return {
        "number": meeting.number,
        "held_on": meeting.held_on.isoformat(),
        "first_week": meeting.first_week.isoformat(),
        "last_week": meeting.last_week.isoformat(),
        "room": meeting.room,
        "attendance": [{"organisation": o.name, "role": a.role} for o, a in present],
    }


def _said(session: Session, meeting: Meeting, edition: Edition) -> dict[str, Any]:
    types, areas = about.type_names(edition), about.names(edition)
    titles = {name: source["title"] for name, source in about.counted(edition).items()}
    parties = {o.id: o.name for o in session.query(Organisation).where(Organisation.is_party).all()}
    names = {o.id: o.name for o in session.query(Organisation).all()}
    of_meeting = (
        session.query(Subject)
        .where(Subject.meeting_id == meeting.id, ~Subject.is_dropped)
        .order_by(Subject.position)
        .all()
    )
    shown = assessing.all_revealed(session, meeting.id)
    joints = assessing.all_joints(session, meeting.id)
    keys = {s.id: f"{s.area_code}|{s.problem_type}" for s in of_meeting}

    def named(problem_type: str, area_code: str) -> dict[str, str]:
        return {
            "problem_type": problem_type,
            "problem_name": types.get(problem_type, problem_type),
            "area_code": area_code,
            "area_name": areas.get(area_code, area_code),
        }

    def subject(row: Subject) -> dict[str, Any]:
        marks = shown.get(row.id, [])
        said = {a.organisation_id for a in marks}
        joint = joints.get(row.id)
        return {
            "key": keys[row.id],
            **named(row.problem_type, row.area_code),
            "origin": row.origin,
            "source": row.source,
            "source_title": titles.get(row.source, ""),
            "evidence": meetings.evidence(row),
            "assessments": [
                {
                    "organisation": names[a.organisation_id],
                    "level": a.level,
                    "trend": a.trend or None,
                    "certainty": a.certainty or None,
                    "reason": a.reason,
                    "class": a.audience,
                    "public_wording": a.public_wording,
                    "at": a.at.isoformat(),
                }
                for a in marks
            ],
            "missing": [name for key, name in parties.items() if key not in said],
            "joint": joint
            and {
                "outcome": joint.outcome,
                "level": joint.level,
                "words": joint.words,
                "class": joint.audience,
                "public_wording": joint.public_wording,
            },
        }

    return {
        "oral": [
            {
                "organisation": name,
                **named(oral.problem_type, oral.area_code),
                "day_part": oral.day_part,
                "level": oral.level,
            }
            for oral, name in acting.all_told(session, meeting.id)
        ],
        "subjects": [subject(row) for row in of_meeting],
        "actions": [
            _action(action, name, keys) for action, name in acting.all_decided(session, meeting.id)
        ],
        "followed_up": [
            {
                "id": f.action.id,
                "what": f.action.what,
                "organisation": f.organisation,
                "function": f.action.function,
                "until": f.action.until and f.action.until.isoformat(),
                "status": f.status.status if f.status else "open",
                "reason": f.status.reason if f.status else "",
                "class": f.action.audience,
                "public_wording": f.action.public_wording,
            }
            for f in acting.all_followed_up(session, meeting.id)
        ],
    }


def _action(action: Action, name: str, keys: dict[int, str]) -> dict[str, Any]:
    return {
        "id": action.id,
        "kind": action.kind,
        "what": action.what,
        "where": action.place,
        "when": action.when,
        "organisation": name,
        "function": action.function,
        "how_often": action.how_often,
        "until": action.until and action.until.isoformat(),
        "subject": keys.get(action.subject_id or 0),
        "pledge": action.pledge,
        "class": action.audience,
        "public_wording": action.public_wording,
    }


def _tables(
    edition: Edition, view: Overview | None, *, since: int | None, until: date
) -> dict[str, Any]:
    found: dict[str, Any] = {"sources": _table(pd.DataFrame(_sources(edition)))}
    if view is None:
        return found
    weeks = view.series[view.series["week"] <= pd.Timestamp(until)]
    areas = view.by_area[(view.by_area["now"] > 0) | (view.by_area["before"] > 0)]
    return found | {
        "by_type": _table(view.by_type[["problem_type", "name", "now", "before"]]),
        "by_area": _table(areas[["area_code", "name", "now", "before"]]),
        "series": _table(weeks[["week", "count"]].tail(26)),
        "changes": _table(changes(edition, view, since=since)),
        **_whole(stored.counted(edition, view)),
        **_whole(_told(edition, view, until)),
    }


def _public(public: Edition | None, view: Overview | None, *, until: date) -> dict[str, Any]:
    if public is None or view is None:
        return {}
    source, kommuner = view.source["source"], view.whole.kommuner
    return {
        **_whole(published(public, source=source, kommuner=kommuner, until=until)),
        "sources": _table(public.query(OPEN_SOURCES)),
        **_whole(_told(public, view, until)),
    }


def _told(edition: Edition, view: Overview, until: date) -> dict[str, pd.DataFrame]:
    last_year = view.span.last.year
    return stored.told(edition, kommuner=view.whole.kommuner, last_year=last_year, until=until)


def _whole(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    return {name: _table(rows) for name, rows in tables.items()}


def _sources(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "source": s["source"],
            "title": s["title"],
            "publisher": s["publisher"],
            "extracted_at": s["extracted_at"].date(),
            "period_to": s["period_to"],
            "is_preliminary": s["preliminary"],
        }
        for s in about.sources(edition)
    ]


def changes(edition: Edition, view: Overview, *, since: int | None) -> pd.DataFrame:
    """By problem type: what later files changed after the edition `since`."""
    rows = edition.query(
        """
        select problem_type::varchar as problem_type, kind::varchar as kind, sum(count)::integer as count
        from out.revision
        where source = $source and edition > $since and list_contains($kommuner, kommun_code)
            and week between $first and $last
        group by all
        """,
        source=view.source["source"],
        since=since if since is not None else view.edition["number"],
        kommuner=list(view.whole.kommuner),
        first=view.span.first,
        last=view.span.last,
    )
    table = rows.pivot_table(index="problem_type", columns="kind", values="count", aggfunc="sum")
    table = table.reindex(columns=list(KINDS)).fillna(0).astype(int).reset_index()
    table.insert(1, "name", table["problem_type"].map(view.type_names))
    return table


def _table(rows: pd.DataFrame) -> dict[str, Any]:
    return {
        "columns": list(rows.columns),
        "rows": [[_plain(cell) for cell in row] for row in rows.itertuples(index=False)],
    }


def _plain(cell: Any) -> Any:
    """Text and whole numbers: a version must read the same in every program for ever."""
    if isinstance(cell, (bool, str)) or cell is None:
        return cell
    if pd.isna(cell):
        return None
    if isinstance(cell, date):  # timestamps too
        return cell.isoformat()[:10]
    number = float(cell)
    return int(number) if number.is_integer() else swedish.number(number, decimals=1)
