"""Which organisations there are, as the journal has them, and what each may see."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import text

from dashboard.access import POLICE, PUBLIC, READER, SHARED
from dashboard.store import Store

FRESH = 5.0  # s
# not the journal's own model: the journal stands above
KNOWN = text("select name, kind, kommun_code, is_party from organisation where is_active order by id")  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    name: str
    kind: str  # police, municipality, housing, school, guards, other
    kommun_code: str
    is_party: bool

    @property
    def audience(self) -> str:
        if self.kind == "municipality" and self.kommun_code:
            return f"municipality-{self.kommun_code}"
        return POLICE if self.kind == "police" else SHARED


def organisations(store: Store) -> list[Organisation]:
    """As they are now."""
    with store.read() as db:
        return [Organisation(r.name, r.kind, r.kommun_code, bool(r.is_party)) for r in db.execute(KNOWN)]  # fmt: skip


class Audiences:
    """Who may see what, looked up again after some seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str] = {}
        self._looked = -FRESH

    def of(self, *, organisation: str, role: str) -> str:
        """The widest that may be seen: by what the organisation is; a reader of none is the public."""
        if not organisation:
            return PUBLIC if role == READER else SHARED
        if time.monotonic() - self._looked > FRESH or organisation not in self._known:
            self._known = {known.name: known.audience for known in organisations(self._store)}
            self._looked = time.monotonic()
        return self._known.get(organisation, PUBLIC)  # an organisation that has left
