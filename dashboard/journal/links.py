"""The observers' ways into their form. A token is shown once and kept nowhere: only its digest is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.journal.meetings import Refused
from dashboard.journal.tables import Link, Organisation, Thanks
from dashboard.report_form.contents import new_token, token_sha256
from dashboard.store import Store


@dataclass(frozen=True)
class Made:
    """A link that nobody can be shown again."""

    organisation: str
    token: str
    valid_to: date


def end_of_term(today: date) -> date:
    """30 June or 31 December: links are replaced each term."""
    return date(today.year, 6, 30) if today.month <= 6 else date(today.year, 12, 31)


def make(store: Store, organisation_id: int) -> Made:
    """One more link for an organisation, or for a unit of it. Raises Refused for one that does not
    report."""
    with store.write() as session:
        organisation = session.get(Organisation, organisation_id)
        if organisation is None or not (organisation.is_observer and organisation.is_active):
            raise Refused("Bara den som rapporterar har en länk. Ändra det först.")
        return _add(session, store, organisation)


def replace_all(store: Store) -> list[Made]:
    """A new link for every organisation that reports; all that there were are revoked."""
    with store.write() as session:
        for link in session.scalars(select(Link).where(~Link.is_revoked)):
            link.is_revoked = True
        asked = select(Organisation).where(Organisation.is_observer, Organisation.is_active)
        observers = list(session.scalars(asked.order_by(Organisation.id)))
        return [_add(session, store, one) for one in observers]


def revoke(store: Store, link_id: int) -> None:
    """Raises Refused for a link that is not there."""
    with store.write() as session:
        link = session.get(Link, link_id)
        if link is None:
            raise Refused("Länken finns inte. Läs om sidan.")
        link.is_revoked = True


def current(store: Store) -> list[tuple[Link, Organisation]]:
    """The links that lead in, by organisation. What an organisation that has left had does not."""
    today = store.now().date()
    with store.read() as session:
        rows = session.execute(
            select(Link, Organisation)
            .join(Organisation, Organisation.id == Link.organisation_id)
            .where(~Link.is_revoked, Link.valid_to >= today)
            .where(Organisation.is_observer, Organisation.is_active)
            .order_by(Organisation.id, Link.id)
        )
        return [(link, organisation) for link, organisation in rows]


def thank(store: Store, organisation_id: int, words: str) -> None:
    """What its reports were followed by, in the samordnare's words; "" for nothing."""
    with store.write() as session:
        if session.get(Organisation, organisation_id) is None:
            raise Refused("Organisationen finns inte. Läs om sidan.")
        if len(words) > 100:
            raise Refused("Raden blir för lång för en telefon. Korta den till högst 100 tecken.")
        session.add(Thanks(organisation_id=organisation_id, words=words, at=store.now()))


def thanks(store: Store) -> dict[int, str]:
    """The latest line of each organisation that has one, by its id."""
    with store.read() as session:
        rows = session.scalars(select(Thanks).order_by(Thanks.id))
        latest = {row.organisation_id: row.words for row in rows}
    return {organisation_id: words for organisation_id, words in latest.items() if words}


def _add(session: Session, store: Store, organisation: Organisation) -> Made:
    token, today = new_token(), store.now().date()
    valid_to = end_of_term(today)
    session.add(
        Link(
            organisation_id=organisation.id,
            token_sha256=token_sha256(token),
            made_at=store.now(),
            valid_to=valid_to,
        )
    )
    return Made(organisation.name, token, valid_to)
