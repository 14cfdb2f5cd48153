"""What a browser sends when somebody presses a button: true to it, or not."""

from __future__ import annotations

import json
from typing import Any

import dash
from flask.testing import FlaskClient

PATHS = {"note": "/handelser", "org": "/organisationer"}
PAGES = (
    "bedom",
    "borja",
    "installningar",
    "loften",
    "mote",
    "note",
    "org",
    "rapporter",
    "version",
    "vyer",
)
ADDRESSES = {page: f"{page}-url" for page in PAGES}
BODIES = [page for page in PAGES if page != "borja"]  # whose body is a callback's only part


def asked(page: str, do: Any, of: Any = "", *, search: Any = "", done: Any = None, **fields: Any) -> dict[str, Any]:  # fmt: skip
    """A press of `do`; `fields` are those beside it, by name."""
    button = {"page": page, "do": do, "of": of}
    family = do.partition("-")[0] if isinstance(do, str) else do
    said = [
        {"id": {"page": page, "field": name, "do": family, "of": of}, "property": "value", "value": value}
        for name, value in fields.items()
    ]  # fmt: skip
    outputs = [
        {"id": f"{page}-said", "property": "children"},
        {"id": f"{page}-done", "property": "data"},
        {"id": ADDRESSES[page], "property": "href"},
    ]
    named = json.dumps(button, sort_keys=True, separators=(",", ":"))
    return {
        "output": "..{}...{}...{}..".format(*(f"{one['id']}.{one['property']}" for one in outputs)),
        "outputs": outputs,
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "state": [
            said,
            {"id": f"{page}-done", "property": "data", "value": done},
            {"id": ADDRESSES[page], "property": "search", "value": search},
        ],
        "changedPropIds": [f"{named}.n_clicks"],
    }


def press(client: FlaskClient, page: str, do: Any, of: Any = "", **more: Any) -> str:
    """All that is answered, as it is read."""
    answer = client.post("/_dash-update-component", json=asked(page, do, of, **more))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(json.loads(answer.get_data()), ensure_ascii=False)


def drawn(client: FlaskClient, app: dash.Dash, page: str, search: str = "", *, path: str = "") -> str:  # fmt: skip
    """The page's body, as it is read."""
    output = f"{page}-body.children"
    given = {"search": search, "pathname": path or PATHS.get(page, f"/{page}")}
    call = app.callback_map[output]

    def said(part: dict[str, Any]) -> dict[str, Any]:
        value = "light" if part["id"] == "theme" else given.get(part["property"])
        return {"id": part["id"], "property": part["property"], "value": value}

    body = {
        "output": output,
        "outputs": {"id": f"{page}-body", "property": "children"},
        "inputs": [said(part) for part in call["inputs"]],
        "state": [said(part) for part in call["state"]],
        "changedPropIds": [],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    return json.dumps(json.loads(answer.get_data()), ensure_ascii=False)
