"""What has been done of a löfte. A row that was wrong is made void by another; none is taken away."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.journal.acting import AUDIENCES
from dashboard.journal.meetings import Refused
from dashboard.journal.pledge_document import EMPTY
from dashboard.journal.pledges import latest
from dashboard.journal.tables import Done, Pledge
from dashboard.store import Store

MOST = 1_000_000  # of a quantity; of kronor a thousand times as many


def log(
    store: Store,
    number: int,
    activity: str,
    *,
    done_on: date,
    organisation: str = "",
    quantity: int = 1,
    area_code: str = "",
    place: str = "",
    note: str = "",
    cost: int | None = None,
    audience: str = "shared",
) -> None:
    """An activity was done. Raises Refused for what the löfte does not have, or for a day to come."""
    with store.write() as session:
        revision = latest(session, number)
        document = json.loads(revision.content) if revision else EMPTY
        if revision is None or activity not in {row["key"] for row in document["activities"]}:
            raise Refused("Välj vad som har gjorts.")
        if done_on > store.now().date():
            raise Refused("Dagen har inte varit än. Välj en dag till och med i dag.")
        if not 1 <= quantity <= MOST:
            raise Refused("Skriv hur många gånger som ett helt tal, minst 1.")
        if cost is not None and not 0 <= cost <= 1000 * MOST:
            raise Refused("Skriv kostnaden i hela kronor.")
        if audience not in AUDIENCES:
            raise Refused("Välj vilka som får se raden.")
        session.add(
            Done(
                pledge_id=revision.pledge_id, activity=activity, done_on=done_on, quantity=quantity,
                area_code=area_code, place=place, note=note, cost=cost, audience=audience,
                organisation=organisation, at=store.now(),
            )
        )  # fmt: skip


def void(store: Store, done_id: int, *, organisation: str = "") -> None:
    """Makulera a row that was wrong: it stays, and counts no more. Raises Refused when it is already."""
    with store.write() as session:
        row = session.get(Done, done_id)
        if row is None or row.cancels is not None:
            raise Refused("Raden finns inte. Läs om sidan.")
        if session.scalar(select(Done.id).where(Done.cancels == done_id)):
            raise Refused("Raden är redan makulerad.")
        session.add(
            Done(
                pledge_id=row.pledge_id, activity=row.activity, done_on=row.done_on,
                quantity=row.quantity, place="", note="", organisation=organisation,
                cancels=done_id, at=store.now(),
            )
        )  # fmt: skip


def row(store: Store, done_id: int) -> Done | None:
    with store.read() as session:
        return session.get(Done, done_id)


def done(store: Store, number: int) -> list[tuple[Done, bool]]:
    """What has been done, the latest day first, and whether each row still counts."""
    with store.read() as session:
        asked = (
            select(Done)
            .join(Pledge, Pledge.id == Done.pledge_id)
            .where(Pledge.number == number)
            .order_by(Done.done_on.desc(), Done.id.desc())
        )
        rows = list(session.scalars(asked))
    gone = {row.cancels for row in rows}
    return [(row, row.id not in gone) for row in rows if row.cancels is None]


def counting(store: Store, number: int) -> list[dict[str, Any]]:
    """The rows that count, as the metre takes them."""
    return [
        {"activity": row.activity, "done_on": str(row.done_on), "quantity": row.quantity}
        for row, counts in done(store, number)
        if counts
    ]
