"""What is kept about who may come in: no person's name, no address of a computer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.store import Base


class Account(Base):
    """A way in for an organisation's function. The password itself is kept nowhere."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    organisation: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    password_hash: Mapped[str]  # argon2id
    failures: Mapped[int] = mapped_column(default=0)  # since somebody last came in
    locked_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """Somebody who has come in. The token is in their browser only."""

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    way: Mapped[str]
    account_id: Mapped[int | None]
    subject_sha256: Mapped[str] = mapped_column(
        default=""
    )  # of whom the kommun's login vouched for
    organisation: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    viewed_as: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[int | None]  # that a one-time code was for
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time code: a party may assess for one meeting from a device of its own."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    meeting_id: Mapped[int]
    organisation: Mapped[str]
    valid_to: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccessLog(Base):
    """Which role of which organisation saw what. Paths only, never what was asked for in them."""

    __tablename__ = "access_log"
    __table_args__ = (Index("access_log_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]  # page, export, login, logout, refusal
    role: Mapped[str]
    organisation: Mapped[str]
    viewed_as: Mapped[str]
    audience: Mapped[str]
    view: Mapped[str]
