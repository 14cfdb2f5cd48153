"""Decides who is asking, before anything else is done for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import flask
from werkzeug.exceptions import HTTPException

from dashboard.access import (
    ADMINISTRATOR,
    ANYBODY,
    COORDINATOR,
    DEMO,
    LOCAL,
    ONCE,
    PARTICIPANT,
    PROXY,
    READER,
    SHARED,
    Forbidden,
    Visitor,
    headers,
    origin,
    sheets,
)  # fmt: skip
from dashboard.access.doors import Doors
from dashboard.access.limits import Rate
from dashboard.access.log import Log
from dashboard.access.login import Login
from dashboard.access.organisations import Audiences, Organisation, organisations
from dashboard.access.sessions import Sessions
from dashboard.access.tables import AccessLog, Session
from dashboard.store import Store

# What anybody may have: it says nothing of the kommun. Whoever looks after the machine asks /halsa.
OPEN = frozenset(
    {
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "/_dash-component-suites/plotly/package_data/plotly.min.js",
        "/_favicon.ico",
        "/assets/<path:filename>",
        "/en-gang/<token>",
        "/halsa",
        "/logga-in",
        "/logga-in/oidc",
        "/logga-in/oidc/svar",
    }
)
POLL = re.compile(rb'"changedPropIds":\["[^"\]]*\.n_intervals"\]')
POLLS = {"/mote/lever"}
USUAL = Login()


class Access:
    """Who may come in, and as what. Without `store` and `login`: this machine, as samordnare.

    `audience` is then what is shown. Raises ValueError for ways in that need a store without one.
    """

    def __init__(
        self, store: Store | None = None, login: Login = USUAL, *, audience: str = SHARED
    ) -> None:
        if store is None and not login.is_local:
            raise ValueError("without a store nobody can log in")
        self.login = login
        self.store = store
        self._usual = Visitor(
            "", COORDINATOR, audience, DEMO if login.demo else LOCAL, COORDINATOR.capitalize()
        )
        self._strangers = Rate(times=60, seconds=60)  # nobody fills the log from outside
        self._cookie = "__Host-lagesbild" if login.is_https else "lagesbild"
        if store:
            self._audiences = Audiences(store)
            self.log = Log(store, days=login.log_days)
            self.sessions = Sessions(
                store, idle=login.idle, longest=login.longest, note=self.log.seen
            )

    def attach(self, server: flask.Flask, *, scripts: Sequence[str] = ()) -> None:
        """`scripts` are the hashes of the inline scripts that pages may run."""
        self._policy = headers.policy(scripts)
        server.before_request(self._let_in)
        server.after_request(self._sent)
        server.register_error_handler(HTTPException, _stopped)
        server.register_error_handler(Forbidden, _forbidden)
        server.extensions["access"] = self
        if self.store:
            Doors(self, self.store).attach(server)
            self.log.start()

    def close(self) -> None:
        """What waits to be logged is written."""
        if self.store:
            self.log.close()

    # Who it is.

    def _let_in(self) -> flask.typing.ResponseReturnValue | None:
        request = flask.request
        flask.g.visitor = ANYBODY
        if not origin.is_known_host(self.login):
            flask.abort(400)
        if not origin.is_ours(self.login):
            flask.abort(403)
        flask.g.visitor = self._whoever_asks()
        if flask.g.visitor.role or (request.url_rule and request.url_rule.rule in OPEN):
            return None
        may_log_in = self.login.accounts or self.login.oidc
        if may_log_in and request.method == "GET" and request.accept_mimetypes.accept_html:
            asked = origin.path(request.full_path.rstrip("?"))
            return sheets.to(flask.url_for("log_in", till=asked))
        return sheets.stopped(401)

    def _whoever_asks(self) -> Visitor:
        if self.store and (session := self.session()):
            return self._as_visitor(session)
        if self.login.proxy_header:
            return self._by_proxy()
        return ANYBODY if self.login.is_open else self._usual

    def session(self) -> Session | None:
        """Of whoever asks now, when they have logged in."""
        token = flask.request.cookies.get(self._cookie, "")
        found = self.sessions.find(token, is_active=not _is_poll()) if token else None
        return found if found and self.login.lets_in(found.way) else None

    def _as_visitor(self, session: Session) -> Visitor:
        organisation = session.viewed_as or session.organisation
        role = PARTICIPANT if session.viewed_as else session.role
        return self.named(
            organisation, role, session.way, viewed_as=session.viewed_as, meeting_id=session.meeting_id
        )  # fmt: skip

    def named(
        self, organisation: str, role: str, way: str, *, viewed_as: str = "", meeting_id: int | None = None
    ) -> Visitor:  # fmt: skip
        seen = self._audiences.of(organisation=organisation, role=role)
        name = f"{organisation} · {role}" if organisation else role.capitalize()
        return Visitor(organisation, role, seen, way, name, viewed_as, meeting_id)

    def _by_proxy(self) -> Visitor:
        """A header is only what the proxy said when it was the proxy that asked."""
        groups = flask.request.headers.get(self.login.proxy_header)
        if flask.request.remote_addr not in self.login.proxies:
            if groups is not None:
                flask.abort(403)
            return ANYBODY
        group = self.login.group(part.strip() for part in (groups or "").split(","))
        return self.named(group.organisation, group.role, PROXY) if group else ANYBODY

    # What is sent.

    def begin(self, response: flask.Response, **session: object) -> flask.Response:
        """Whoever asks has logged in, or changes what they are: always with a new token."""
        before = flask.request.cookies.get(self._cookie, "")
        token = self.sessions.begin(**session, instead_of=before)  # type: ignore[arg-type]
        response.set_cookie(
            self._cookie, token, secure=self.login.is_https, httponly=True, samesite="Lax", path="/"
        )  # fmt: skip
        return response

    def end(self, response: flask.Response) -> flask.Response:
        if token := flask.request.cookies.get(self._cookie, ""):
            self.sessions.end(token)
        response.delete_cookie(
            self._cookie, secure=self.login.is_https, httponly=True, samesite="Lax"
        )
        return response

    def _sent(self, response: flask.Response) -> flask.Response:
        headers.write(response, policy=self._policy, is_https=self.login.is_https)
        if self.store:
            rule = flask.request.url_rule.rule if flask.request.url_rule else ""
            if response.status_code in (400, 401, 403, 429):
                if flask.g.get("visitor", ANYBODY).role or self._strangers.allows(""):
                    self.note("refusal", rule)
            elif response.headers.get("Content-Disposition", "").startswith("attachment"):
                self.note("export", rule)
        return response

    def note(self, kind: str, view: str) -> None:
        """In the access log, without waiting for it."""
        if self.store:
            self.log.add(kind, view, flask.g.get("visitor", ANYBODY))

    # What the pages ask for.

    def looked_at(self, *, rows: int) -> Sequence[AccessLog]:
        """The latest in the access log, the newest first."""
        return self.log.latest(rows=rows) if self.store else []

    def organisations(self) -> list[Organisation]:
        return organisations(self.store) if self.store else []

    def roles(self) -> list[tuple[str, str]]:
        """The organisations and roles one may change between in the demo."""
        if not self.login.demo:
            return []
        parties = [(known.name, PARTICIPANT) for known in self.organisations() if known.is_party]
        return [("", COORDINATOR), *parties, ("", READER)]

    def may_view_as(self) -> bool:
        """Whether whoever asks is an administrator, also while they look as another."""
        session = self.session() if self.store else None
        return session is not None and session.role == ADMINISTRATOR

    def invite(self, meeting_id: int, organisation: str, *, valid: timedelta = timedelta(hours=8)) -> str:  # fmt: skip
        """The token of a one-time code, for /en-gang/<token>. It is kept nowhere."""
        assert self.store
        return self.sessions.invite(meeting_id, organisation, valid=valid)


def access() -> Access:
    """Of the app that is asked now."""
    return flask.current_app.extensions["access"]


def _is_poll() -> bool:
    """A page that looks by itself for something new is not somebody who is there."""
    if flask.request.path in POLLS:
        return True
    if flask.request.path != "/_dash-update-component":
        return False
    return POLL.search(flask.request.get_data()) is not None


def _stopped(error: HTTPException) -> flask.typing.ResponseReturnValue:
    if error.response is not None or error.code not in sheets.STOPPED:
        return error
    return sheets.stopped(error.code)


def _forbidden(error: Forbidden) -> flask.Response:
    return sheets.stopped(403, said(error))


def said(error: Forbidden) -> str:
    """Why not, and who may."""
    who: Visitor = flask.g.visitor
    if who.viewed_as:
        return f"Du ser lägesbilden som {who.viewed_as}. Då går det inte att ändra något."
    if who.way == ONCE:
        return "Med en engångskod går det bara att bedöma."
    return sheets.ONLY.get(str(error), sheets.STOPPED[403][1])
