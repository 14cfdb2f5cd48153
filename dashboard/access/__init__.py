"""Who is asking: one visitor per request, and what a role may do."""

from __future__ import annotations

from dataclasses import dataclass

import flask

LOCAL, DEMO, ACCOUNT, OIDC, PROXY, ONCE = "local", "demo", "account", "oidc", "proxy", "once"
READER, PARTICIPANT, CHAIR, COORDINATOR, ADMINISTRATOR = (
    "läsare", "deltagare", "ordförande", "samordnare", "administratör",
)  # fmt: skip
RIGHTS: dict[str, frozenset[str]] = {
    READER: frozenset({"read"}),
    PARTICIPANT: frozenset({"read", "assess", "approve"}),
    CHAIR: frozenset({"read", "assess", "approve", "chair"}),
    COORDINATOR: frozenset({"read", "assess", "approve", "chair", "coordinate", "load"}),
    ADMINISTRATOR: frozenset({"read", "administer", "load"}),
}
ROLES = tuple(RIGHTS)
OF_THE_FORUM = frozenset({"assess", "approve", "chair", "coordinate"})
OF_ONCE = frozenset({"read", "assess"})  # whoever came by a one-time code
SHARED, PUBLIC, POLICE = "shared", "public", "police"


@dataclass(frozen=True)
class Visitor:
    """Who is asking, for one request. Organisations and roles, never a person.

    `audience` is the widest that may be seen; an edition that has no file of its own for it is
    shown as the shared one.
    """

    organisation: str  # as in journal.organisation, "" when none
    role: str  # one of ROLES; "" for somebody who has not logged in
    audience: str  # shared, municipality-0683, police or public
    way: str  # local, demo, account, oidc, proxy, once; "" for somebody who has not logged in
    name: str = ""  # what the top of the page says: organisation and role
    viewed_as: str = ""  # an administrator looks as this organisation: nothing may be written
    meeting_id: int | None = None  # the one meeting that a one-time code is for

    def may(self, what: str) -> bool:
        """`what` is read, assess, approve, chair, coordinate, load (files) or administer."""
        rights = RIGHTS.get(self.role, frozenset())
        if self.way == LOCAL:  # on one's own machine there is nobody else to do it
            rights |= RIGHTS[ADMINISTRATOR]
        if self.audience == PUBLIC:
            rights -= OF_THE_FORUM
        if self.way == ONCE:
            rights &= OF_ONCE
        if self.viewed_as:
            rights &= RIGHTS[READER]
        return what in rights


ANYBODY = Visitor("", "", PUBLIC, "")


def visitor() -> Visitor:
    """Who asks now. Raises RuntimeError outside a request, or before anybody has been let in."""
    found = flask.g.get("visitor")
    if found is None:
        raise RuntimeError("nobody is asking")
    return found


class Forbidden(Exception):
    """Whoever asks may not do that."""


def need(what: str) -> Visitor:
    """Who asks, when they may do `what`. Raises Forbidden: the page says so, in words."""
    who = visitor()
    if not who.may(what):
        raise Forbidden(what)
    return who
