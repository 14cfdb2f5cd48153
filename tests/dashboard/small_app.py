"""An app for the server to serve: says which process answers, takes its time, or falls."""

import os
import time
from pathlib import Path

import flask

from dashboard import event_log


def made(folder: str) -> flask.Flask:
    app = flask.Flask(__name__)
    event_log.note_requests(app)

    @app.get("/vem")
    def who() -> str:
        return str(os.getpid())

    @app.get("/drojer/<word>")
    def slow(word: str) -> str:
        (Path(folder) / "asked").touch()
        while not (Path(folder) / "go").exists():
            time.sleep(0.01)
        return word

    @app.get("/faller/<word>")
    def falls(word: str) -> str:
        raise ValueError(word)

    return app
