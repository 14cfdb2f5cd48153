"""Serves the form: to this machine, or to the proxy in front of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import waitress

from dashboard.report_form.app import create_form
from dashboard.report_form.report import MOST_BYTES

LOOPBACK = "127.0.0.1"


def serve_form(
    folder: Path, *, port: int, host: str = LOOPBACK, ready: Callable[[str], None]
) -> None:
    """Serve until interrupted; call `ready` with the address once it answers.

    `folder` holds `form.json` and `incoming/`. A proxy on this machine is believed when it says
    whom it asks for, which only the limit on unknown links uses. Nobody's address is logged.
    Raises OSError when the port is taken.
    """
    server = waitress.create_server(
        create_form(folder),
        host=host,
        port=port,
        threads=4,
        ident=None,
        max_request_body_size=2 * MOST_BYTES,  # past ours: the app's own page says so first
        max_request_header_size=16_384,
        trusted_proxy=LOOPBACK,
        trusted_proxy_headers={"x-forwarded-for"},
        clear_untrusted_proxy_headers=True,
    )
    ready(f"http://{host}:{port}")
    try:
        server.run()
    finally:
        server.close()
