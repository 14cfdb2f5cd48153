"""What happens in the program, a line of JSON each: for whoever looks after it, about nobody.

A line says what our own code says of itself, and for a fault its kind and where in the code it was:
never the fault's own words, since those quote what somebody wrote. Other libraries may quote an
address or a whole request, so of theirs only the text before anything is put into it is told.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path

import flask

OURS = ("dashboard", "etl", "geodata", "lagesbild")
SERVER = "gunicorn.error"  # of the process that begins the others: it knows no request
ROOT = Path(__file__).parents[1]
CODE = tuple(f"{ROOT / name}{os.sep}" for name in OURS)
requests = logging.getLogger(f"{__name__}.requests")


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone()
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": record.process,
            "event": _said(record),
            **getattr(record, "told", {}),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["fault"] = type(error).__name__
            line["where"] = [
                f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False)


def begin() -> None:
    """From now on all that is logged goes to standard error so; where a person sits at the terminal
    only what is amiss."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    if sys.stderr.isatty():
        handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)


def note_requests(server: flask.Flask) -> None:
    """Every answer: by which rule, how it went and how long it took. No address, no query, no name."""

    def start() -> None:
        flask.g.began = time.perf_counter()

    def told(response: flask.Response) -> flask.Response:
        request = flask.request
        took = (time.perf_counter() - flask.g.began) * 1000
        said = {
            "method": request.method if request.url_rule else "",
            "rule": request.url_rule.rule if request.url_rule else "",
            "status": response.status_code,
            "ms": round(took, 1),
        }
        requests.info("request", extra={"told": said})
        return response

    server.before_request_funcs.setdefault(None, []).insert(0, start)
    server.after_request(told)


def _said(record: logging.LogRecord) -> str:
    if record.pathname.startswith(CODE) or record.name == SERVER:
        return record.getMessage()
    return f"{record.name}: {record.msg if record.args else record.funcName}"


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
