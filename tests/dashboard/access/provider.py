"""An OpenID provider on loopback that lies on request. It says its port when it answers.

It is oidc-provider-mock; only the keys are ours, so that a token can be made wrong in one way and
still be signed. Whoever logs in as the name of a fault gets a token with that fault.
"""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import oidc_provider_mock
from joserfc import jwk, jws, jwt
from joserfc.jwk import KeySet
from oidc_provider_mock import User
from werkzeug.serving import make_server

OURS = jwk.RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"}, auto_kid=False)
OTHERS = jwk.RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"}, auto_kid=False)
FAULTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "fel utfärdare": lambda claims: claims | {"iss": "https://elak.example"},
    "fel mottagare": lambda claims: claims | {"aud": ["en-annan"]},
    "två mottagare": lambda claims: claims | {"aud": ["lagesbild", "en-annan"]},
    "fel engångstal": lambda claims: claims | {"nonce": "ett-annat"},
    "inget engångstal": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "för gammal": lambda claims: claims | {"exp": int(time.time()) - 600},
    "för alltid": lambda claims: {k: v for k, v in claims.items() if k != "exp"},
    "inget namn": lambda claims: {k: v for k, v in claims.items() if k != "sub"},
}
GROUPS = {
    "polisen": ["gymmet", "est-polis"],
    "kommunen": ["est-kommun"],
    "en text": "est-polis",
    "ingen grupp": ["gymmet"],
    "inga grupper": None,
}
PEOPLE = [*FAULTS, "osignerad", "annan nyckel", "delad nyckel", "ingen token"]
ASKED: list[str] = []


def signed(claims: dict[str, Any], who: str) -> str | None:
    header = {"alg": "RS256", "kid": "ours"}
    claims = FAULTS.get(who, lambda same: same)(claims)
    if who == "ingen token":
        return None
    if who == "annan nyckel":
        return jwt.encode(header, claims, OTHERS)
    if who == "delad nyckel":  # signed by what everybody knows, as if it were a secret
        parts = [{"alg": "HS256", "kid": "ours"}, claims]
        said = b".".join(urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts)
        mark = hmac.digest(OURS.as_pem(private=False), said, "sha256")
        return (said + b"." + urlsafe_b64encode(mark).rstrip(b"=")).decode()
    if who == "osignerad":
        none = jws.JWSRegistry(algorithms=["none"])
        return jwt.encode({"alg": "none"}, claims, OURS, registry=none)
    return jwt.encode(header, claims, OURS)


def provider() -> Callable[..., Iterable[bytes]]:
    users = [User(sub=name, claims={"groups": groups} if groups else {}) for name, groups in GROUPS.items()]  # fmt: skip
    users += [User(sub=name, claims={"groups": ["est-polis"]}) for name in PEOPLE]
    within = oidc_provider_mock.app(user_claims=users, require_nonce=True)

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/jwks":
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(KeySet([OURS]).as_dict(private=False)).encode()]
        if path == "/asked":  # what the app has asked for
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(ASKED).encode()]
        if path == "/oauth2/authorize" and environ["REQUEST_METHOD"] == "GET":
            ASKED.append(environ["QUERY_STRING"])
        if path != "/oauth2/token":
            return within(environ, start)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        ASKED.append(body.decode())
        environ["wsgi.input"] = BytesIO(body)
        told: list[Any] = []
        answer = json.loads(b"".join(within(environ, lambda *said: told.extend(said))))
        if "id_token" in answer:
            claims = json.loads(jws.extract_compact(answer["id_token"].encode()).payload)
            answer["id_token"] = signed(claims, claims["sub"])
        said = json.dumps(answer).encode()
        start(told[0], [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    return app


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, provider(), threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
