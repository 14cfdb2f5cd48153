"""The opening page's answers, ready to send: an address that is asked for again is only copied out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson

from dashboard.components.overview import picture
from dashboard.database import Edition
from dashboard.queries.overview import Overview, overview
from dashboard.state import State

LARGEST = 64_000_000  # bytes: about a thousand answers
VIEWS = 16  # of what the data said last: in the other theme only colours are new
Parts = dict[str, dict[str, orjson.Fragment]]


@dataclass(frozen=True)
class Answer:
    parts: Parts  # as `picture` gives them, each as JSON
    size: int  # bytes


class Answers:
    """Of the newest edition, the latest asked for; together no more than `largest` bytes.

    Each audience has an edition of its own: what one may see is never given to another.
    """

    def __init__(self, *, largest: int = LARGEST) -> None:
        self._largest = largest
        self._newest = 0
        self._kept: OrderedDict[tuple[Edition, State, str], Answer] = OrderedDict()
        self._size = 0
        self._views: OrderedDict[tuple[Edition, State], Overview | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, edition: Edition, state: State, *, theme: str) -> Parts | None:
        """None where the edition holds no reported crime for the place.

        `state` is one that can be followed: what anybody writes in an address is not kept.
        """
        edition.note(self._made, state, theme)
        key = (edition, state, theme)
        with self._lock:
            if edition.number > self._newest:
                self._newest = edition.number
                for old in [kept for kept in self._kept if kept[0].number < self._newest]:
                    self._size -= self._kept.pop(old).size
                self._views.clear()
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key].parts
        return self._made(edition, state, theme)

    def _made(self, edition: Edition, state: State, theme: str) -> Parts | None:
        key = (edition, state, theme)
        view = self._view(edition, state)
        if view is None:
            return None
        answer = _answer(picture(edition, view, theme=theme))
        with self._lock:
            if edition.number >= self._newest and key not in self._kept:
                self._kept[key] = answer
                self._size += answer.size
            while self._size > self._largest:
                _, oldest = self._kept.popitem(last=False)
                self._size -= oldest.size
        return answer.parts

    def _view(self, edition: Edition, state: State) -> Overview | None:
        key = (edition, state)
        with self._lock:
            if key in self._views:
                return self._views[key]
        view = overview(edition, state)
        with self._lock:
            if edition.number >= self._newest:
                self._views[key] = view
            while len(self._views) > VIEWS:
                self._views.popitem(last=False)
        return view


def _answer(parts: dict[str, dict[str, Any]]) -> Answer:
    written = {kind: {name: as_json(part) for name, part in of.items()} for kind, of in parts.items()}  # fmt: skip
    return Answer(
        {kind: {n: orjson.Fragment(text) for n, text in of.items()} for kind, of in written.items()},
        sum(len(text) for of in written.values() for text in of.values()),
    )  # fmt: skip


def as_json(part: Any) -> bytes:
    """A part of a page as the browser reads it.

    The letters that plotly escapes in all it sends are escaped here, once and not at each sending.
    """
    text = orjson.dumps(part, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)
    return text.replace(b"<", rb"\u003c").replace(b">", rb"\u003e").replace(b"/", rb"\u002f")


def as_read(part: orjson.Fragment) -> Any:
    """A part that has been written, to add to."""
    return orjson.loads(orjson.dumps(part))


def _plain(part: Any) -> Any:
    """What orjson does not know: components, figures, and arrays and columns of texts."""
    return part.to_plotly_json() if hasattr(part, "to_plotly_json") else part.tolist()
