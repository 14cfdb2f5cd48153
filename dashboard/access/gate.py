"""Decides who is asking, before anything else is done for them."""

from __future__ import annotations

import flask

from dashboard.access import COORDINATOR, LOCAL, SHARED, Visitor

HOSTS = {"127.0.0.1", "localhost"}


class Access:
    """Nobody can log in: everything as the samordnare, and for this machine only."""

    def __init__(self, *, audience: str = SHARED) -> None:
        self._local = Visitor("", COORDINATOR, audience, LOCAL)

    def attach(self, server: flask.Flask) -> None:
        server.before_request(self._let_in)

    def _let_in(self) -> None:
        # another site's page in the same browser may not read ours under a name of its own
        if flask.request.host.rsplit(":", 1)[0] not in HOSTS:
            flask.abort(400)
        flask.g.visitor = self._local
