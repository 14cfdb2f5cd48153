"""The fields and buttons of a page's deeds, named so that components/deeds.py knows them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import html


@dataclass(frozen=True)
class Form:
    """The deeds of one page, drawn: its name, and how often each has been done in this browser."""

    page: str
    done: Mapping[str, int]

    def button(
        self, text: Any, do: str, of: object = "", *, kind: str = "ghost-dark"
    ) -> html.Button:
        return html.Button(
            text,
            id={"page": self.page, "do": do, "of": str(of)},
            n_clicks=0,
            type="button",
            className=f"deed {kind}",
        )

    def text(self, label: str, name: str, do: str, of: object = "", **more: Any) -> dmc.TextInput:
        return dmc.TextInput(label=label, **self._about(name, do, of), **more)

    def day(self, label: str, name: str, do: str, of: object = "", **more: Any) -> dmc.TextInput:
        """A day as the browser itself lets one pick it; its text is 2026-11-12."""
        as_day = {"input": {"type": "date"}}
        return dmc.TextInput(label=label, attributes=as_day, **self._about(name, do, of), **more)

    def long(self, label: str, name: str, do: str, of: object = "", **more: Any) -> dmc.Textarea:
        return dmc.Textarea(
            label=label,
            autosize=True,
            minRows=2,
            **self._about(name, do, of),
            **more,
        )

    def choice(
        self,
        label: str,
        name: str,
        do: str,
        options: Mapping[Any, str],
        of: object = "",
        *,
        value: Any = None,
        **more: Any,
    ) -> dmc.Select:
        return dmc.Select(
            label=label,
            data=[{"value": str(key), "label": said} for key, said in options.items()],
            value=None if value is None else str(value),
            searchable=len(options) > 12,
            nothingFoundMessage="Finns inte i listan",
            comboboxProps={"withinPortal": False},
            **self._about(name, do, of),
            **more,
        )

    def many(
        self,
        label: str,
        name: str,
        do: str,
        options: Mapping[str, str],
        of: object = "",
        *,
        value: Sequence[str] = (),
        **more: Any,
    ) -> dmc.MultiSelect:
        return dmc.MultiSelect(
            label=label,
            data=[{"value": key, "label": said} for key, said in options.items()],
            value=list(value),
            searchable=True,
            hidePickedOptions=True,
            nothingFoundMessage="Finns inte i listan",
            comboboxProps={"withinPortal": False},
            **self._about(name, do, of),
            **more,
        )

    def radio(
        self,
        label: str,
        name: str,
        do: str,
        options: Mapping[Any, Any],
        of: object = "",
        *,
        kind: str = "tiles",
    ) -> dmc.RadioGroup:
        """All choices in sight, each a large button."""
        cards = [
            dmc.RadioCard(said, value=str(key), className="tile") for key, said in options.items()
        ]
        return dmc.RadioGroup(
            html.Div(cards, className=kind),
            label=label,
            className="radios",
            **self._about(name, do, of),
        )

    def _about(self, name: str, do: str, of: object) -> dict[str, Any]:
        return {
            "id": {"page": self.page, "field": name, "do": do, "of": str(of)},
            "persistence": f"{do}.{self.done.get(do, 0)}",
            "persistence_type": "session",
        }
