"""What is set in a workplace, for whoever looks after it: seen, and changed in the same files that
the jobs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.provenance import Refused
from etl.setting_up import forum
from etl.workplace import Workplace


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

    def loaded(self) -> list[str]:
        """The sources that anything has been loaded from."""
        return sorted({batch["source"] for batch in self._place.manifest()["batches"]})


def _why_not(change: Callable[[], object]) -> str:
    try:
        change()
    except Refused as refusal:
        return str(refusal)
    return ""
