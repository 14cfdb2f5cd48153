"""A publisher on this machine: replays answers, good and bad, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """`cut` leaves out so many of the promised last bytes; `endless` repeats the body for ever."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    endless: bool = False
    silent: bool = False


class Replay:
    """`first` is replied with before `answer` is asked; `asked` is what came, in order."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.first: list[Reply] = []
        self.asked: list[Asked] = []
        self.sent = 0
        self.closing = threading.Event()
        self.url = ""

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.first.pop(0) if self.first else self.answer(asked)


@contextmanager
def serving(
    answer: Callable[[Asked], Reply], *, certificate: Path | None = None
) -> Iterator[Replay]:
    replay = Replay(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            self._send(
                replay.reply(Asked(self.command, parts.path, query, dict(self.headers), body))
            )

        do_POST = do_GET

        def _send(self, reply: Reply) -> None:
            if reply.silent:
                replay.closing.wait()
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.endless:
                self.send_header("Connection", "close")
            elif "Transfer-Encoding" not in reply.headers:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            try:
                self._write(reply)
            except OSError:  # they have had enough
                self.close_connection = True

        def _write(self, reply: Reply) -> None:
            self.wfile.write(reply.body[: len(reply.body) - reply.cut])
            while reply.endless and not replay.closing.is_set():
                replay.sent += self.wfile.write(reply.body)
            self.close_connection |= bool(reply.cut)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    replay.url = f"{scheme}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield replay
    finally:
        replay.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
