"""What a page asks for as soon as it is shown is answered while it is laid out.

Dash lays a page out, asks, and lays it out again with the answers: whatever is drawn is drawn twice,
and each answer moves what stands below it. A callback that is registered here has been answered
when the page comes; from then on it is like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

KEPT = "AT_ONCE"


def at_once(app: Dash, *, output: Any, inputs: Any) -> Callable[[Callable], Callable]:
    """`app.callback`, answered with the page. `output` and `inputs` are lists or dicts of parts, or one.

    What one callback fills another may read, if that one is registered after it.
    """

    def registered(answer: Callable) -> Callable:
        app.server.config.setdefault(KEPT, []).append((output, inputs, answer))
        return app.callback(output=output, inputs=inputs, prevent_initial_call=True)(answer)

    return registered


def laid_out(
    app: Dash,
    page: Component,
    *,
    path: str,
    search: str,
    frame: Mapping[tuple[str, str], Any],
    on_error: Callable[[Exception], None],
) -> Component:
    """`page` with the answers of its callbacks in it, at the address `path` and `search`. `frame` is
    what stands outside of the page, by id and property."""
    parts = {str(part.id): part for part in _every(page) if getattr(part, "id", None)}
    for part in parts.values():
        if isinstance(part, dcc.Location):
            part.pathname, part.search = path, search
    for output, inputs, answer in app.server.config.get(KEPT, []):
        if any(filled.component_id not in parts for filled, _ in _pairs(output, output)):
            continue
        asked = _each(inputs, lambda part: _value(part, parts, frame))
        try:
            said = answer(**asked) if isinstance(asked, dict) else answer(*asked)
        except PreventUpdate:
            continue
        except Exception as error:  # noqa: BLE001 - told; the page is laid out without it
            on_error(error)
            continue
        for filled, value in _pairs(output, said):
            if value is not no_update:
                setattr(parts[filled.component_id], filled.component_property, value)
    return page


def _every(part: Any) -> Iterator[Component]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from _every(one)
    elif isinstance(part, Component):
        yield part
        yield from _every(getattr(part, "children", None))


def _value(part: Input | State, parts: Mapping[str, Component], frame: Mapping) -> Any:
    if isinstance(part.component_id, dict):  # of many buttons none has been pressed
        return []
    name = (part.component_id, part.component_property)
    return frame[name] if name in frame else getattr(parts[name[0]], name[1], None)


def _each(parts: Any, do: Callable[[Any], Any]) -> Any:
    if isinstance(parts, dict):
        return {name: _each(part, do) for name, part in parts.items()}
    return [_each(part, do) for part in parts] if isinstance(parts, list) else do(parts)


def _pairs(output: Any, said: Any) -> Iterator[tuple[Output, Any]]:
    """Each part of `output` with what is said of it."""
    if isinstance(output, dict):
        for name, part in output.items():
            yield from _pairs(part, said[name])
    elif isinstance(output, list):
        for part, value in zip(output, said, strict=True):
            yield from _pairs(part, value)
    else:
        yield output, said
