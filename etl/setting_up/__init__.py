"""What is set in a workplace, for whoever looks after it: seen, and changed in the same files that
the jobs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from etl.provenance import Refused
from etl.setting_up import forum, kept, places, types
from etl.workplace import Workplace

Moves = list[dict[str, Any]]


@dataclass(frozen=True)
class Settings:
    """Of the workplace in `folder`, as its files say at the moment.

    A change answers with why it cannot be made, in Swedish, and then nothing is changed; "" when
    it is made. What is only read raises Refused for files that somebody has broken by hand.
    """

    folder: Path

    @property
    def _place(self) -> Workplace:
        return Workplace(self.folder)

    def forum(self) -> dict[str, Any]:
        return forum.as_it_is(self._place)

    def set_forum(self, *, kommuner: Sequence[str], name: str) -> str:
        return _why_not(lambda: forum.change(self._place, kommuner=kommuner, name=name))

    def meeting(self) -> dict[str, str]:
        """The keys of [mote]: rytm, dag, tid, plats, handlar_om."""
        return self._place.settings.mote.model_dump()

    def set_meeting(self, said: Mapping[str, str]) -> str:
        return _why_not(lambda: forum.meet(self._place, said))

    def places(self) -> list[dict[str, Any]]:
        """As etl.setting_up.places.listed."""
        return places.listed(self._place)

    def set_place(self, code: str, said: Mapping[str, Any]) -> str:
        return _why_not(lambda: places.save(self._place, code, said))

    def remove_place(self, code: str) -> str:
        return _why_not(lambda: places.remove(self._place, code))

    def types(self) -> dict[str, Any]:
        """As etl.setting_up.types.listed."""
        return types.listed(self._place)

    def set_type(self, code: str, said: Mapping[str, Any], *, only_look: bool) -> tuple[str, Moves]:
        """Why not, and what moves by it: from, to, rows."""
        return _moved(lambda: types.save(self._place, code, said, only_look=only_look))

    def switch_type_off(self, code: str, *, to: str, only_look: bool) -> tuple[str, Moves]:
        """As `set_type`."""
        return _moved(lambda: types.switch_off(self._place, code, to=to, only_look=only_look))

    def retention(self) -> list[dict[str, Any]]:
        """As etl.setting_up.kept.listed."""
        return kept.listed(self._place, today=date.today())  # noqa: DTZ011

    def set_retention(self, source: str, *, days: int, decision: str) -> str:
        return _why_not(lambda: kept.change(self._place, source, days=days, decision=decision))

    def loaded(self) -> list[str]:
        """The sources that anything has been loaded from."""
        return sorted({batch["source"] for batch in self._place.manifest()["batches"]})


def _why_not(change: Callable[[], object]) -> str:
    try:
        change()
    except Refused as refusal:
        return str(refusal)
    return ""


def _moved(change: Callable[[], Moves]) -> tuple[str, Moves]:
    try:
        return "", change()
    except Refused as refusal:
        return str(refusal), []
