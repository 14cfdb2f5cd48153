"""Local accounts: argon2id, a lock after too many wrong passwords, and no telling who exists."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from dashboard.access import ADMINISTRATOR, COORDINATOR, READER, ROLES
from dashboard.access.organisations import organisations
from dashboard.access.tables import Account, Session
from dashboard.store import Store

SHORTEST, LONGEST = 12, 128  # characters in a password
FAILURES = 10
LOCKED = timedelta(minutes=15)
AT_ONCE = 2  # passwords that are tried together: each takes 64 MB
NAME = re.compile(r"[a-z0-9åäö][a-z0-9åäö._+@-]{2,63}")
COMMON = {
    "", "abcdefghijkl", "admin", "administrator", "changeme", "est", "hejhej", "hemlig", "hemligt",
    "host", "iloveyou", "kommun", "kommunen", "lagesbild", "lagesbilden", "letmein", "losenord",
    "losenordet", "passord", "password", "polis", "polisen", "qwerty", "qwertyuiop", "sommar",
    "sommaren", "sverige", "trygghet", "valkommen", "var", "vinter", "vintern", "welcome",
}  # fmt: skip
PLAIN = str.maketrans("åäö@$013457", "aaoasoleast")


class NotDone(Exception):
    """What was asked for cannot be done; Swedish."""


class Accounts:
    """All names are written in small letters. Raises NotDone."""

    def __init__(self, store: Store, *, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        self._hasher = hasher or PasswordHasher()  # RFC 9106, the second recommended
        self._room = threading.Semaphore(AT_ONCE)

    def add(self, name: str, *, organisation: str, role: str, password: str) -> None:
        name = name.strip().casefold()
        if not NAME.fullmatch(name):
            raise NotDone(
                "Kontots namn ska vara 3–64 tecken: små bokstäver, siffror och . _ + - @. Använd en "
                "funktionsadress, inte en persons namn."
            )
        if role not in ROLES:
            raise NotDone(f"Rollen finns inte. Välj en av {', '.join(ROLES)}.")
        known = [known.name for known in organisations(self._store)]
        if organisation and organisation not in known:
            raise NotDone(
                f"Organisationen finns inte i lägesbilden. Där finns: {', '.join(known) or 'ingen än'}."
            )
        if not organisation and role not in (READER, COORDINATOR, ADMINISTRATOR):
            raise NotDone(f"En {role} hör till en organisation. Ange vilken.")
        check(password, words=(name, organisation))
        hashed = self._hash(password)
        with self._store.write() as db:
            if db.scalar(select(Account).where(Account.name == name)):
                raise NotDone("Ett konto med det namnet finns redan.")
            db.add(Account(name=name, organisation=organisation, role=role, password_hash=hashed))

    def all(self) -> Sequence[Account]:
        with self._store.read() as db:
            return db.scalars(select(Account).order_by(Account.name)).all()

    def disable(self, name: str) -> None:
        """Whoever is logged in is so no longer."""
        with self._store.write() as db:
            account = _found(db.scalar(select(Account).where(Account.name == name.casefold())))
            account.disabled_at = self._store.now()
            self._end(db, account.id)

    def set_password(self, name: str, password: str) -> None:
        """Whoever is logged in is so no longer, and an account that was locked is open again."""
        check(password, words=(name,))
        hashed = self._hash(password)
        with self._store.write() as db:
            account = _found(db.scalar(select(Account).where(Account.name == name.casefold())))
            account.password_hash, account.failures, account.locked_until = hashed, 0, None
            self._end(db, account.id)

    def enter(self, name: str, password: str) -> Account | None:
        """The account, when the password is its own and it is neither locked nor disabled.

        As much is done whether the account exists or not, and nothing said of why not.
        """
        with self._store.read() as db:
            account = db.scalar(select(Account).where(Account.name == name.strip().casefold()))
        is_right = self._verify(account.password_hash if account else self._nobody, password)
        now = self._store.now()
        is_locked = account and account.locked_until and account.locked_until > now
        with self._store.write() as db:
            if account and is_right and not account.disabled_at and not is_locked:
                renew = self._hasher.check_needs_rehash(account.password_hash)
                hashed = self._hash(password) if renew else account.password_hash
                mine = update(Account).where(Account.id == account.id)
                db.execute(mine.values(failures=0, locked_until=None, password_hash=hashed))
                return account
            mine = update(Account).where(Account.id == (account.id if account else -1))
            if not is_locked:  # who is locked out is not locked out for longer by trying
                db.execute(mine.values(failures=Account.failures + 1))
                last = mine.where(Account.failures >= FAILURES)
                db.execute(last.values(failures=0, locked_until=now + LOCKED))
            return None

    def _end(self, db: object, account_id: int) -> None:
        of = update(Session).where(Session.account_id == account_id, Session.revoked_at.is_(None))
        db.execute(of.values(revoked_at=self._store.now()))  # type: ignore[attr-defined]

    def _hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(_plain(password))

    def _verify(self, hashed: str, password: str) -> bool:
        with self._room:
            try:
                return self._hasher.verify(hashed, _plain(password[: LONGEST + 1]))
            except (VerificationError, InvalidHashError):
                return False

    @cached_property
    def _nobody(self) -> str:
        return self._hash("det här är ingens lösenord")


def check(password: str, *, words: Sequence[str] = ()) -> None:
    """Raises NotDone for a password that is short or easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise NotDone(f"Lösenordet ska ha {SHORTEST}–{LONGEST} tecken.")
    word = _letters(password)
    if word in COMMON | {_letters(known) for known in words} or len(set(password)) < 6:
        raise NotDone("Lösenordet är för lätt att gissa. Välj flera ord som inte hör ihop.")


def _letters(password: str) -> str:
    """What is left when digits and signs around it, and in place of letters, are seen through."""
    within = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
    return re.sub(r"[\W\d_]+", "", within.translate(PLAIN))


def _found(account: Account | None) -> Account:
    if account is None:
        raise NotDone("Det finns inget konto med det namnet. Se dem med: lagesbild user list")
    return account


def _plain(password: str) -> str:
    """The same password however a keyboard puts its letters together."""
    return unicodedata.normalize("NFKC", password)
