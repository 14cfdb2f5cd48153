"""The addresses where one comes in, goes out, or becomes somebody else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import flask

from dashboard.access import ACCOUNT, ADMINISTRATOR, DEMO, OIDC, ONCE, PARTICIPANT, origin, sheets
from dashboard.access.accounts import Accounts
from dashboard.access.limits import Rate
from dashboard.access.oidc import Issuer, NotVouched
from dashboard.store import Store

if TYPE_CHECKING:
    from dashboard.access.gate import Access

WRONG = (
    "Fel konto eller lösenord, eller så har det försökts för många gånger. Försök igen om en stund."
)
NO_GROUP = "Din inloggning fungerar men har ingen roll i lägesbilden. Vänd dig till samordnaren."
LARGEST = 10_000  # bytes of a form
log = logging.getLogger(__name__)


class Doors:
    def __init__(self, access: Access, store: Store) -> None:
        self._access, self._login = access, access.login
        self._accounts = Accounts(store)
        self._of_account = Rate(times=10, seconds=60)
        self._of_address = Rate(times=60, seconds=60)
        oidc = access.login.oidc
        self._way = "lagesbild-inloggning"
        if access.login.is_https:
            self._way = f"__Host-{self._way}"
        back = f"{access.login.address}/logga-in/oidc/svar"
        self._issuer = Issuer(oidc, back=back) if oidc else None

    def attach(self, server: flask.Flask) -> None:
        """Only the doors that are in use exist."""
        add = server.add_url_rule
        add("/en-gang/<token>", "once", self._once, methods=["GET", "POST"])
        add("/logga-ut", "log_out", self._log_out, methods=["POST"])
        if self._login.is_open:
            add("/visa-som", "view_as", self._view_as, methods=["POST"])
        if self._login.demo:
            add("/demo-roll", "demo_role", self._demo_role, methods=["POST"])
        if self._login.accounts or self._issuer:
            add("/logga-in", "log_in", self._log_in, methods=["GET", "POST"])
        if self._issuer:
            add("/logga-in/oidc", "oidc_begin", self._oidc_begin)
            add("/logga-in/oidc/svar", "oidc_end", self._oidc_end)

    def _log_in(self) -> flask.Response:
        to = origin.path(flask.request.args.get("till", "/"))
        if flask.request.method == "GET":
            return self._form()
        if not self._login.accounts:
            flask.abort(405)
        form = self._fields()
        name, password = form.get("konto", "").strip().casefold(), form.get("losenord", "")
        if not (self._of_address.allows(self._address()) and self._of_account.allows(name)):
            self._access.note("refusal", "/logga-in")
            return self._form(sheets.STOPPED[429][1], status=429)
        account = self._accounts.enter(name, password)
        if account is None:
            return self._form(WRONG, status=403)
        return self._came_in(
            to, way=ACCOUNT, role=account.role, organisation=account.organisation, account_id=account.id
        )  # fmt: skip

    def _form(self, said: str = "", *, status: int = 200) -> flask.Response:
        to = origin.path(flask.request.args.get("till", "/"))
        oidc = flask.url_for("oidc_begin", till=to) if self._issuer else ""
        return sheets.login(has_accounts=self._login.accounts, oidc=oidc, said=said, status=status)

    def _came_in(self, to: str, **session: object) -> flask.Response:
        response = self._access.begin(sheets.to(to), **session)
        flask.g.visitor = self._access.named(str(session["organisation"]), str(session["role"]), str(session["way"]))  # fmt: skip
        self._access.note("login", flask.request.path)
        return response

    def _log_out(self) -> flask.Response:
        self._access.note("logout", "/logga-ut")
        return self._access.end(sheets.to("/"))

    # The kommun's or the police's own login.

    def _oidc_begin(self) -> flask.Response:
        assert self._issuer
        try:
            address, token = self._issuer.begin(to=origin.path(flask.request.args.get("till", "/")))
        except NotVouched:
            return sheets.stopped(503)
        response = sheets.to(address)
        response.set_cookie(
            self._way, token, max_age=600, secure=self._login.is_https, httponly=True, samesite="Lax"
        )  # fmt: skip
        return response

    def _oidc_end(self) -> flask.Response:
        assert self._issuer
        token = flask.request.cookies.get(self._way, "")
        try:
            vouched = self._issuer.end(token, flask.request.args.to_dict())
        except NotVouched as reason:
            log.warning("a login was not vouched for: %s", reason)
            said = "Inloggningen gick inte att lita på. Försök igen."
            return self._ended(self._form(said, status=403))
        group = self._login.group(vouched.groups)
        if group is None:
            return self._ended(self._form(NO_GROUP, status=403))
        response = self._came_in(
            origin.path(vouched.to),
            way=OIDC,
            role=group.role,
            organisation=group.organisation,
            subject_sha256=vouched.subject_sha256,
        )
        return self._ended(response)

    def _ended(self, response: flask.Response) -> flask.Response:
        """An attempt is for once, however it went."""
        response.delete_cookie(self._way, secure=self._login.is_https, httponly=True, samesite="Lax")  # fmt: skip
        return response

    # Somebody else.

    def _view_as(self) -> flask.Response:
        session = self._access.session()
        if session is None or session.role != ADMINISTRATOR:
            flask.abort(403)
        organisation = self._fields().get("organisation", "")
        if organisation and organisation not in {o.name for o in self._access.organisations()}:
            flask.abort(404)
        self._access.note("login", "/visa-som")
        return self._access.begin(
            sheets.to("/"), way=session.way, role=session.role, organisation=session.organisation,
            account_id=session.account_id, subject_sha256=session.subject_sha256,
            viewed_as=organisation, made_at=session.made_at,
        )  # fmt: skip

    def _demo_role(self) -> flask.Response:
        role, _, organisation = self._fields().get("val", "").partition("|")
        chosen = (organisation, role)
        if chosen not in self._access.roles():
            flask.abort(404)
        return self._came_in("/", way=DEMO, organisation=chosen[0], role=chosen[1])

    def _once(self, token: str) -> flask.Response:
        if flask.request.method == "GET":
            return sheets.once()
        invitation = self._access.sessions.use(token) if self._of_address.allows(self._address()) else None  # fmt: skip
        if invitation is None:
            return sheets.stopped(403, "Koden har använts eller gäller inte längre. Be samordnaren om en ny.")  # fmt: skip
        return self._came_in(
            "/bedom", way=ONCE, role=PARTICIPANT, organisation=invitation.organisation,
            meeting_id=invitation.meeting_id,
        )  # fmt: skip

    def _fields(self) -> dict[str, str]:
        flask.request.max_content_length = LARGEST
        return flask.request.form.to_dict()

    def _address(self) -> str:
        """Of the computer that asks: kept in memory for a minute, written nowhere."""
        here = flask.request.remote_addr or ""
        if here in self._login.proxies:  # the last is what the proxy itself saw
            return flask.request.headers.get("X-Forwarded-For", here).rsplit(",", 1)[-1].strip()
        return here
