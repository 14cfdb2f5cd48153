"""Serves the app to the computer it runs on."""

from __future__ import annotations

import gc
from collections.abc import Callable

import dash
import waitress

THREADS = 8
ADDRESS = "127.0.0.1"


def serve_on_loopback(app: dash.Dash, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; call `ready` with the address once it answers.

    Raises OSError when the port is taken.
    """
    # What the libraries hold is there to stay: looked through for what could be let go, it delays
    # every answer by some milliseconds.
    gc.collect()
    gc.freeze()
    server = waitress.create_server(app.server, host=ADDRESS, port=port, threads=THREADS)
    ready(f"http://{ADDRESS}:{port}")
    try:
        server.run()
    finally:
        server.close()
