"""Bodies and addresses of all kinds: 500 in the tests, 50,000 in benchmarks/endurance_week.py."""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.dashboard.report_form.conftest import ID, TOKEN

MARK = "zqx7kv"  # stands in all that is sent, and in no page
# but in the address that a page is laid out for, which it says so that the browser asks nothing more
ADDRESS = re.compile(rb'"(?:pathname|search)":"(?:[^"\\]|\\.)*"')
Ask = Callable[[], tuple[str, TestResponse]]


def asks(form: FlaskClient, app: dash.Dash, rng: random.Random) -> list[Ask]:
    """What is asked, in turns: of the observers' form, of Dash's callbacks, of addresses."""
    page = app.server.test_client()
    page.get("/")
    calls = [name for name, call in app.callback_map.items() if "callback" in call]
    rules = [rule.rule for rule in app.server.url_map.iter_rules()]

    def posted() -> tuple[str, TestResponse]:
        names = ["id", "week", "do", "nothing", "item", "problem_type-0", "where-0", "day-0", "more-0", "count-0"]  # fmt: skip
        good = {"id": ID, "week": "2026-W47", "do": "send", "item": "0", "problem_type-0": "typ_0", "count-0": "1"}  # fmt: skip
        for field in rng.sample(names, rng.randint(1, 4)):
            good[field] = _odd_text(rng)
        body: Any = good if rng.random() < 0.8 else _odd_text(rng).encode("utf-8", "replace")
        kind = rng.choice([None, None, "multipart/form-data", "application/json"])
        return "form", form.post(f"/rapport/{TOKEN}", data=body, content_type=kind)

    def called() -> tuple[str, TestResponse]:
        output = rng.choice(calls)
        call = app.callback_map[output]
        body: Any = {
            "output": output if rng.random() < 0.9 else _odd_text(rng),
            "outputs": _outputs(output),
            "changedPropIds": [f"{part['id']}.{part['property']}" for part in call["inputs"][:1]],
            **{
                side: [_part(rng, part) for part in call[side]] for side in ("inputs", "state")
            },
        }  # fmt: skip
        if rng.random() < 0.2:
            body[rng.choice(list(body))] = _odd(rng)
        text = json.dumps(body) if rng.random() < 0.95 else _odd_text(rng)
        raw = text.encode("utf-8", "replace")
        return "callback", page.post("/_dash-update-component", data=raw, content_type="application/json")  # fmt: skip

    def addressed() -> tuple[str, TestResponse]:
        if rng.random() < 0.3:
            return "form address", form.get(f"/rapport/{quote(_odd_text(rng), errors='replace')}")
        parts = rng.choice(rules).split("<")
        path = parts[0] + "".join(
            quote(_odd_text(rng), safe="/", errors="replace") + part.split(">")[1]
            for part in parts[1:]
        )
        names = ("omrade", "typ", "vecka", "lage", "mote", "steg", "jamfor", "kalla", MARK)
        asked = "&".join(f"{rng.choice(names)}={quote(_odd_text(rng), errors='replace')}" for _ in range(3))  # fmt: skip
        return "address", page.get(f"{path}?{asked}")

    return [posted, called, addressed]


def wrong_with(answer: TestResponse) -> str:
    """ "" where it is as it should be: no fault of ours, and nothing of what was sent."""
    if answer.status_code >= 500:
        return f"{answer.status_code} from {answer.request.path[:80]}"
    if MARK.encode() in ADDRESS.sub(b"", answer.data) or MARK in str(answer.headers):
        return f"{answer.status_code} shows what was sent: {answer.data[:200]!r}"
    return ""


def _outputs(output: str) -> Any:
    parts = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    found = [{"id": name, "property": what} for name, what in parts]
    return found if output.startswith("..") else found[0]


def _part(rng: random.Random, part: dict[str, Any]) -> Any:
    if part["id"].startswith("{"):
        key = {name: _odd_text(rng) for name in json.loads(part["id"])}
        return [{"id": key, "property": part["property"], "value": _odd(rng)}]
    given = {"pathname": "/mote", "search": f"?omrade=0683&lage=mote&{MARK}={_odd_text(rng)}"}
    value = given[part["property"]] if part["property"] in given and rng.random() < 0.7 else _odd(rng)  # fmt: skip
    return {"id": part["id"], "property": part["property"], "value": value}


def _odd(rng: random.Random, deep: int = 3) -> Any:
    if deep and rng.random() < 0.3:
        inner = [_odd(rng, deep - 1) for _ in range(rng.randint(0, 3))]
        return inner if rng.random() < 0.5 else {_odd_text(rng): value for value in inner}
    return rng.choice([None, True, 0, -1, 10**30, 1.5e308, "", _odd_text(rng), [], {}])


def _odd_text(rng: random.Random) -> str:
    wild = "".join(rng.choices(string.printable + "åäö\0\u202e😀٣", k=rng.randint(0, 20)))
    attack = rng.choice(["<script>", "'\"><img src=x>", "' or 1=1 --", "../../", "\r\nX: ", "{{7*7}}", "%s%n", "2026-W47", "0683", "plats:"])  # fmt: skip
    return rng.choice([attack + MARK, wild + MARK, MARK * rng.choice([1, 1, 1, 3_000])])
