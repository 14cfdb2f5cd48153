"""A server in a thread of the tests' own: werkzeug's, since ours is processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import flask
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log(self, *words: object) -> None: ...


class Server:
    """Answers from now on. `port` is chosen where it is 0."""

    def __init__(self, app: flask.Flask, *, port: int = 0) -> None:
        self._made = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
        self.port = self._made.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._made.shutdown()
        self._made.server_close()
        self._thread.join()


@contextmanager
def serving(app: flask.Flask) -> Iterator[str]:
    server = Server(app)
    try:
        yield server.address
    finally:
        server.stop()
