"""Login by the kommun's or the police's own service: OpenID Connect, code flow with PKCE.

What must hold of an identity token is OpenID Connect Core 1.0, 3.1.3.7; everything is checked
before anything in it is believed.
"""

from __future__ import annotations

import base64
import json
import logging
import secrets
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from hmac import compare_digest
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.access.login import LOOPBACK, Oidc

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
WAIT = 10  # s for an answer from the issuer
ATTEMPT = 600.0  # s from the first step of a login to the last
LEEWAY = 60  # s that two clocks may differ
log = logging.getLogger(__name__)


class NotVouched(Exception):
    """The issuer does not vouch for whoever came, or not in a way that can be believed."""


@dataclass(frozen=True)
class Attempt:
    """Kept by the browser that makes it: any process can end what another began, and nobody can
    fill a memory of ours with logins that are never ended."""

    to: str  # the path that was asked for
    state: str = field(default_factory=partial(secrets.token_urlsafe, 32))
    nonce: str = field(default_factory=partial(secrets.token_urlsafe, 32))
    verifier: str = field(default_factory=partial(secrets.token_urlsafe, 32))
    begun: float = field(default_factory=time.time)

    def written(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def read_attempt(token: str) -> Attempt:
    """What a browser came back with. Raises NotVouched."""
    try:
        attempt = Attempt(**json.loads(base64.urlsafe_b64decode(token)))
        is_whole = all(isinstance(value, str) for value in (attempt.to, attempt.state, attempt.nonce, attempt.verifier))  # fmt: skip
        is_fresh = 0 <= time.time() - attempt.begun <= ATTEMPT
    except (TypeError, ValueError):
        raise NotVouched("no such attempt") from None
    if not (is_whole and is_fresh):
        raise NotVouched("no such attempt")
    return attempt


@dataclass(frozen=True)
class Vouched:
    subject_sha256: str  # of issuer and subject: whose it is cannot be told from it
    groups: frozenset[str]
    to: str


class Issuer:
    """Thread-safe. `back` is the address in this installation that the issuer sends people to."""

    def __init__(self, oidc: Oidc, *, back: str) -> None:
        self._oidc, self._back = oidc, back
        self._about: dict[str, Any] = {}

    def begin(self, *, to: str) -> tuple[str, str]:
        """Where to send the browser, and a token for it to come back with.

        Raises NotVouched when the issuer does not answer as it should.
        """
        about = self._discover()
        attempt = Attempt(to)
        with self._client() as client:
            address, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return address, attempt.written()

    def end(self, token: str, answer: dict[str, str]) -> Vouched:
        """What the issuer says of whoever came back with `token` and `answer`. Raises NotVouched."""
        attempt = read_attempt(token)
        if not compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
            raise NotVouched("state")
        if answer.get("iss", self._oidc.issuer) != self._oidc.issuer:  # RFC 9207
            raise NotVouched("another issuer answered")
        if "code" not in answer:
            raise NotVouched("no code")
        about = self._discover()
        try:
            with self._client() as client:
                said = client.fetch_token(
                    about["token_endpoint"],
                    code=answer["code"],
                    code_verifier=attempt.verifier,
                    timeout=WAIT,
                    allow_redirects=False,
                )
            claims = self._believed(said.get("id_token"), nonce=attempt.nonce)
        except (
            AuthlibBaseError,
            JoseError,
            requests.RequestException,
            TypeError,
            ValueError,
        ) as error:
            # what the error says may quote the token
            raise NotVouched(type(error).__name__) from None
        groups = claims.get(self._oidc.claim, [])
        groups = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
        subject = sha256(f"{self._oidc.issuer}\n{claims['sub']}".encode()).hexdigest()
        return Vouched(subject, frozenset(str(group) for group in groups), attempt.to)

    def _believed(self, token: Any, *, nonce: str) -> dict[str, Any]:
        """The claims of an identity token. Raises JoseError, TypeError or ValueError."""
        if not isinstance(token, str):
            raise TypeError("no identity token")
        keys = KeySet.import_key_set(self._get(self._discover()["jwks_uri"]))  # type: ignore[arg-type]
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        must = {
            "iss": {"essential": True, "value": self._oidc.issuer},
            "aud": {"essential": True, "value": self._oidc.client},
            "nonce": {"essential": True, "value": nonce},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
        }
        jwt.JWTClaimsRegistry(leeway=LEEWAY, **must).validate(claims)  # type: ignore[arg-type]
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(audience) > 1 or claims.get("azp", self._oidc.client) != self._oidc.client:
            raise ValueError("for somebody else too")
        return claims

    def _discover(self) -> dict[str, Any]:
        """What the issuer tells of itself, asked once. Raises NotVouched."""
        if not self._about:
            try:
                about = self._get(
                    f"{self._oidc.issuer.rstrip('/')}/.well-known/openid-configuration"
                )
            except (requests.RequestException, TypeError, ValueError) as error:
                log.error("the issuer did not answer: %s", type(error).__name__)
                raise NotVouched("no answer") from None
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if about.get("issuer") != self._oidc.issuer:
                raise NotVouched("the issuer calls itself something else")
            if not all(is_safe(about.get(name)) for name in needed):
                raise NotVouched("an address of the issuer is missing or not https")
            self._about = about
        return self._about

    def _get(self, address: str) -> dict[str, Any]:
        answer = requests.get(address, timeout=WAIT, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()
        if not isinstance(said, dict):
            raise TypeError("not an object")
        return said

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._oidc.client,
            self._oidc.secret,
            scope="openid",
            redirect_uri=self._back,
            code_challenge_method="S256",
        )


def is_safe(address: Any) -> bool:
    """https, or on this machine."""
    if not isinstance(address, str):
        return False
    parts = requests.utils.urlparse(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
