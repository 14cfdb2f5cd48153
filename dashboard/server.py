"""Serves an app from one or more processes: to the computer it runs on, or to others who log in.

A program of its own, which knows none of the app until it has divided: DuckDB does not bear to be
imported before, and neither threads nor connections are for several processes to inherit.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import socket
import sys
from typing import Any, NoReturn

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from dashboard import event_log

ADDRESS = "127.0.0.1"
LINE = 8190  # characters of an address: a view of many problem types is long
WARMING = 120  # s that a process may take before it is ready, or be silent
LEAVING = 20  # s to finish what has been asked for


def begin(
    app: str,
    *words: str,
    port: int,
    ready: str,
    host: str = ADDRESS,
    workers: int = 1,
    threads: int = 8,
) -> NoReturn:
    """Become the program that serves, until it is told to stop. Raises OSError when the port is taken.

    `app` is "module:function"; each process calls it with `words`, and is asked nothing before it
    has given a WSGI app. `ready` is then printed once, with the address in place of {}.
    """
    listening = socket.create_server((host, port), backlog=512)
    address = f"http://{host}:{listening.getsockname()[1]}"
    listening.set_inheritable(True)
    told = {"app": app, "words": words, "bind": f"fd://{listening.fileno()}", "workers": workers, "threads": threads, "ready": ready.format(address)}  # fmt: skip
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "dashboard.server", json.dumps(told)])


def main(*, app: str, words: list[str], ready: str, **options: Any) -> None:
    event_log.begin()
    _Served(
        app,
        words,
        **options,
        worker_class="gthread",
        timeout=WARMING,
        graceful_timeout=LEAVING,
        keepalive=75,
        limit_request_line=LINE,
        logger_class=_Quiet,
        control_socket_disable=True,  # it would lie in the home folder
        forwarded_allow_ips="",  # the app knows whom to believe
        post_fork=_begun,
        post_worker_init=lambda worker: worker.age == 1 and print(ready, flush=True),
    ).run()


class _Served(BaseApplication):
    def __init__(self, app: str, words: list[str], **options: Any) -> None:
        self._app, self._words, self._options = app, words, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        module, _, name = self._app.partition(":")
        # Who has answered nobody yet has nothing to finish, and may go at once.
        leave = signal.signal(signal.SIGTERM, signal.SIG_DFL)
        app = getattr(importlib.import_module(module), name)(*self._words)
        signal.signal(signal.SIGTERM, leave)
        return app


class _Quiet(Logger):
    """Leaves what the server says to the log of the whole process: see event_log."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _begun(arbiter: Any, worker: Any) -> None:
    worker.log.error_log = logging.getLogger("gunicorn.worker")  # it quotes what was asked


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
