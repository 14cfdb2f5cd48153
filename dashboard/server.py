"""Serves the app: to the computer it runs on, or to others when they must log in."""

from __future__ import annotations

import gc
from collections.abc import Callable

import dash
import waitress

THREADS = 8
ADDRESS = "127.0.0.1"


def serve_app(
    app: dash.Dash,
    *,
    port: int,
    ready: Callable[[str], None],
    host: str = ADDRESS,
    is_behind_proxy: bool = False,
) -> None:
    """Serve until interrupted; call `ready` with the address once it answers.

    `is_behind_proxy` leaves what proxies say of the asker to the app, which knows whom to believe.
    Raises OSError when the port is taken.
    """
    # What the libraries hold is there to stay: looked through for what could be let go, it delays
    # every answer by some milliseconds.
    gc.collect()
    gc.freeze()
    server = waitress.create_server(
        app.server,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not is_behind_proxy,
    )
    ready(f"http://{host}:{port}")
    try:
        server.run()
    finally:
        server.close()
