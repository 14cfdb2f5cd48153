"""A server in a thread of the tests' own: waitress, since ours is processes. Pages that are still open
when it closes get answers to what they have asked, which werkzeug's own does not give them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import flask
import waitress


class Server:
    """Answers from now on. `port` is chosen where it is 0."""

    def __init__(self, app: flask.Flask, *, port: int = 0) -> None:
        self._made = waitress.create_server(app, host="127.0.0.1", port=port, threads=4)
        self.port = self._made.effective_port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._made.run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._made.close()

    def stop(self) -> None:
        """At once, whoever is there."""
        self.close()
        for channel in list(self._made.active_channels.values()):
            channel.handle_close()
        self._thread.join()


@contextmanager
def serving(app: flask.Flask) -> Iterator[str]:
    server = Server(app)
    try:
        yield server.address
    finally:
        server.close()
