"""What differs between two versions. Nothing here says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.version import words

KINDS = ("new", "late", "corrected", "reclassified", "removed")
OVER = 2  # the level from which a problem is more than normal
Subjects = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Level:
    """A party's level of a subject that both versions have; None where it had not said any."""

    subject: str
    organisation: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Joint:
    """The joint line of a subject that both versions have, as {"outcome", "level"} or None."""

    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Turned:
    """A problem that has come or gone: `is_listed` when the subject itself did, else when the joint
    level passed the normal; `level` is the joint level now."""

    subject: str
    is_listed: bool
    level: int | None = None


@dataclass(frozen=True)
class Action:
    """`kind`: new, weekend, done, late, dropped, open, until (another day than before) or gone."""

    kind: str
    what: str
    who: str
    until: str | None
    before_until: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Number:
    """A problem type's count then and now. `changes` are counts by kind, as later files made them;
    `rest` is what of the difference they do not account for."""

    name: str
    before: int
    after: int
    changes: dict[str, int]
    rest: int


@dataclass(frozen=True)
class Diff:
    levels: tuple[Level, ...]
    joints: tuple[Joint, ...]
    opened: tuple[Turned, ...]
    closed: tuple[Turned, ...]
    actions: tuple[Action, ...]
    numbers: tuple[Number, ...]
    is_same_weeks: bool
    about: dict[str, tuple[Any, Any]]  # what else differs: weeks, edition, data_stop, state
    came: tuple[str, ...]  # organisations, and roles
    left: tuple[str, ...]
    noted: tuple[str, ...]  # events and efforts in words: those that have come
    unnoted: tuple[str, ...]  # and of the same weeks those that are gone


def diff(before: dict[str, Any], after: dict[str, Any]) -> Diff:
    """Two documents, the earlier first. For a group, both as that group may read them."""
    then, now = ({s["key"]: s for s in one["subjects"]} for one in (before, after))
    both = [key for key in now if key in then]
    there, here = (
        [words.who(a["organisation"], a["role"]) for a in one["meeting"]["attendance"]]
        for one in (before, after)
    )
    about = {
        "weeks": tuple(_weeks(one) for one in (before, after)),
        "edition": (before["edition"]["number"], after["edition"]["number"]),
        "data_stop": (before["edition"]["data_stop"], after["edition"]["data_stop"]),
        "state": (before["state"], after["state"]),
    }
    passed = [(key, *_joint_levels(then[key], now[key])) for key in both]
    return Diff(
        levels=tuple(found for key in both for found in _levels(then[key], now[key])),
        joints=tuple(
            Joint(words.subject(now[key]), _line(then[key]), _line(now[key]))
            for key in both
            if _line(then[key]) != _line(now[key])
        ),
        opened=(
            *(Turned(words.subject(now[key]), is_listed=True) for key in now if key not in then),
            *(
                Turned(words.subject(now[key]), is_listed=False, level=b)
                for key, a, b in passed
                if a is not None and b is not None and a < OVER <= b
            ),
        ),
        closed=(
            *(Turned(words.subject(then[key]), is_listed=True) for key in then if key not in now),
            *(
                Turned(words.subject(now[key]), is_listed=False, level=b)
                for key, a, b in passed
                if a is not None and b is not None and b < OVER <= a
            ),
        ),
        actions=tuple(_actions(before, after)),
        numbers=tuple(_numbers(before, after)),
        is_same_weeks=about["weeks"][0] == about["weeks"][1],
        about={name: (a, b) for name, (a, b) in about.items() if a != b},
        came=tuple(name for name in here if name not in there),
        left=tuple(name for name in there if name not in here),
        noted=_noted(after, but=before),
        unnoted=_noted(before, but=after) if about["weeks"][0] == about["weeks"][1] else (),
    )


def _noted(document: dict[str, Any], *, but: dict[str, Any]) -> tuple[str, ...]:
    """Those that the other document does not have; older ones have none."""
    known = {note["id"] for note in but.get("notes", [])}
    return tuple(words.note(n) for n in document.get("notes", []) if n["id"] not in known)


def _weeks(document: dict[str, Any]) -> tuple[str, str]:
    return document["meeting"]["first_week"], document["meeting"]["last_week"]


def _levels(then: dict[str, Any], now: dict[str, Any]) -> list[Level]:
    a, b = ({x["organisation"]: x["level"] for x in s["assessments"]} for s in (then, now))
    return [
        Level(words.subject(now), name, a.get(name), b.get(name))
        for name in dict.fromkeys([*a, *b])
        if a.get(name) != b.get(name)
    ]


def _line(subject: dict[str, Any]) -> dict[str, Any] | None:
    joint = subject["joint"]
    return joint and {name: joint[name] for name in ("outcome", "level")}


def _joint_levels(*subjects: dict[str, Any]) -> tuple[int | None, ...]:
    """What they agreed on; None where they did not."""
    return tuple(
        s["joint"]["level"] if s["joint"] and s["joint"]["outcome"] == "agreed" else None
        for s in subjects
    )


def _actions(before: dict[str, Any], after: dict[str, Any]) -> list[Action]:
    known = {a["id"]: a for a in (*before["followed_up"], *before["actions"])}
    told = {a["id"]: a for a in before["followed_up"]}
    decided = {a["id"]: a for a in after["actions"]}
    followed = {a["id"]: a for a in after["followed_up"]}
    found = [
        _action("weekend" if a["kind"] == "weekend" else "new", a)
        for key, a in decided.items()
        if key not in known
    ]
    for key, a in followed.items():
        ended = told.get(key, {}).get("status") if a["status"] in {"done", "dropped"} else None
        if ended != a["status"]:
            found.append(_action(a["status"], a))
    for key, a in (decided | followed).items():
        if key in known and known[key]["until"] != a["until"]:
            found.append(_action("until", a, before_until=known[key]["until"]))
    ended = {key for key, a in told.items() if a["status"] in {"done", "dropped"}}
    gone = known.keys() - decided.keys() - followed.keys() - ended
    return found + [
        _action("gone", a) for key, a in known.items() if key in gone and a.get("kind") != "weekend"
    ]


def _action(kind: str, said: dict[str, Any], *, before_until: str | None = None) -> Action:
    who = words.who(said["organisation"], said["function"])
    return Action(kind, said["what"], who, said["until"], before_until, said.get("reason", ""))


def _numbers(before: dict[str, Any], after: dict[str, Any]) -> list[Number]:
    """Of the types that either version counts, where the count or what it is made of differs."""
    then = {row["problem_type"]: row for row in words.table(before, "shared", "by_type")}
    now = {row["problem_type"]: row for row in words.table(after, "shared", "by_type")}
    if not then or not now:
        return []
    changed = {row["problem_type"]: row for row in words.table(after, "shared", "changes")}
    found = []
    for key in dict.fromkeys([*now, *then]):
        a, b = (rows[key]["now"] if key in rows else 0 for rows in (then, now))
        changes = {kind: changed.get(key, {}).get(kind) or 0 for kind in KINDS}
        rest = b - a - sum(changes.values())
        if a != b or any(changes.values()):
            found.append(Number((now.get(key) or then[key])["name"], a, b, changes, rest))
    return found
