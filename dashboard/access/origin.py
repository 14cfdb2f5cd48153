"""What a browser says of who made it ask: nothing is changed because another site said so.

Cross-site requests are told by Sec-Fetch-Site and Origin, which a page cannot write itself
(W3C Fetch Metadata; ASVS 5.0, 3.5).
"""

from __future__ import annotations

import re

import flask

from dashboard.access.login import LOOPBACK, Login

READS = frozenset({"GET", "HEAD"})
OURS = re.compile(r"(?:application/json|application/octet-stream)\b")  # no form can be sent as this


def is_known_host(login: Login) -> bool:
    """Another site's page in the same browser may not read ours under a name of its own."""
    host = flask.request.host
    return host.rsplit(":", 1)[0] in LOOPBACK or (bool(login.address) and host == login.host)


def is_ours(login: Login) -> bool:
    """Whether our own page made the browser ask, as far as a browser tells."""
    request = flask.request
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in READS:
        mode = request.headers.get("Sec-Fetch-Mode", "navigate")
        return site not in {"cross-site", "same-site"} or mode == "navigate"
    origin = request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None and origin not in _origins(login):
        return False
    if site is None and origin is None:  # no browser: then not a form either
        return "X-Lagesbild" in request.headers or bool(OURS.match(request.content_type or ""))
    return True


def _origins(login: Login) -> set[str]:
    host = flask.request.host
    here = {f"http://{host}"} if host.rsplit(":", 1)[0] in LOOPBACK else set()
    return here | ({login.address} if login.address else set())


def path(asked: str) -> str:
    """A path within this site, or the front: nobody is sent on to another."""
    return asked if re.fullmatch(r"/(?![/\\])[\w/?&=.,:%+åäöÅÄÖ-]{0,300}", asked, re.ASCII) else "/"
