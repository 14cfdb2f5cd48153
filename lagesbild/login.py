"""How people come in, as the settings have it, and who may then be served."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

from etl.provenance import Refused
from etl.workplace import Workplace

if TYPE_CHECKING:
    from dashboard.access.login import Login


def ways(place: Workplace, *, is_demo: bool = False) -> Login:
    """How people come in, as it is set. Raises Refused for what cannot be so."""
    from dashboard.access.login import Group, Login, Oidc  # noqa: PLC0415 (as in `run`)

    said = place.settings.inloggning
    oidc = Oidc(said.oidc_utfardare, said.oidc_klient, secret(place), said.oidc_gruppfalt) if said.oidc_utfardare else None  # fmt: skip
    return Login(
        address=said.adress,
        accounts=said.konton,
        oidc=oidc,
        proxy_header=said.proxy_huvud,
        proxies=frozenset(said.proxy_adresser),
        groups=tuple(Group(group.namn, group.organisation, group.roll) for group in said.grupp),
        demo=is_demo and place.settings.installation.exempel,
        idle=timedelta(minutes=said.vilande_minuter),
        longest=timedelta(hours=said.langst_timmar),
        log_days=said.logg_dagar,
    )


def secret(place: Workplace) -> str:
    """What our client proves itself to the issuer with: never in the settings."""
    said = place.settings.inloggning
    if said.oidc_hemlighet_miljo:
        if found := os.environ.get(said.oidc_hemlighet_miljo):
            return found
        raise Refused(f"Miljövariabeln {said.oidc_hemlighet_miljo} med klientens hemlighet är tom.")
    file = place.folder / said.oidc_hemlighet_fil
    if not file.is_file():
        raise Refused(f"{file} finns inte. Där ska klientens hemlighet stå, och inget annat.")
    if file.stat().st_mode & 0o077:
        raise Refused(f"{file} kan läsas av andra. Ändra det med: chmod 600 {file}")
    return file.read_text(encoding="utf-8").strip()


def check_reach(login: Login, host: str, *, has_account: bool) -> None:
    """Raises Refused where somebody would be let in whom nobody has let in."""
    if login.accounts and not (has_account or login.oidc or login.proxy_header):
        raise Refused("Ingen kan logga in: det finns inget konto. Gör ett med: lagesbild user add")
    if host in {"127.0.0.1", "localhost"}:
        return
    if not login.is_open:
        raise Refused(
            "Utan inloggning visas lägesbilden bara på den här datorn. Ställ in konton, OIDC eller "
            "en proxy under [inloggning] i lagesbild.toml (docs/inloggning.md), eller ta bort --host."
        )
    if not login.is_https:
        raise Refused(
            "För att visas för andra behöver lägesbilden en https-adress. Skriv den som adress under "
            "[inloggning] i lagesbild.toml (docs/inloggning.md)."
        )
