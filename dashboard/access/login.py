"""How this installation lets people in, as it is set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from dashboard.access import ACCOUNT, DEMO, OIDC, ONCE

LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True)
class Group:
    """Whoever is in the group `name` of the kommun's or the police's own login comes in as this."""

    name: str
    organisation: str
    role: str


@dataclass(frozen=True)
class Oidc:
    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "groups"  # where the groups stand in what the issuer says


@dataclass(frozen=True)
class Login:
    """The ways in. None of them: this machine only, and nobody logs in."""

    address: str = ""  # https://…, as it is written in a browser; "" on this machine only
    accounts: bool = False
    oidc: Oidc | None = None
    proxy_header: str = ""  # the groups, separated by commas
    proxies: frozenset[str] = frozenset()  # addresses of the proxies that are believed
    groups: tuple[Group, ...] = ()  # the first that fits is what one is
    demo: bool = False
    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=12)
    log_days: int = 365

    @property
    def is_local(self) -> bool:
        return not (self.accounts or self.oidc or self.proxy_header or self.demo)

    @property
    def is_open(self) -> bool:
        """Whether somebody elsewhere may come in, and all must therefore say who they are."""
        return bool(self.accounts or self.oidc or self.proxy_header)

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def lets_in(self, way: str) -> bool:
        """Whether a session that was begun so still holds: the settings may have changed since."""
        ways = {ACCOUNT: self.accounts, OIDC: self.oidc is not None, DEMO: self.demo, ONCE: True}
        return ways.get(way, False)

    def group(self, names: Iterable[str]) -> Group | None:
        having = set(names)
        return next((group for group in self.groups if group.name in having), None)
