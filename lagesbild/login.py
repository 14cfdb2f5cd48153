"""How people come in, as the settings have it, and who may then be served."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from etl.provenance import Refused
from etl.workplace import Workplace

if TYPE_CHECKING:
    from dashboard.access.login import Login


def ways(place: Workplace, *, is_demo: bool = False) -> Login:
    """How people come in, as it is set. Raises Refused for what cannot be so."""
    from dashboard.access.login import Group, Login, Oidc  # noqa: PLC0415 (commands without it start faster)

    said = place.settings.inloggning
    oidc = None
    if said.oidc_utfardare:
        secret = place.secret(file=said.oidc_hemlighet_fil, environment=said.oidc_hemlighet_miljo)
        oidc = Oidc(said.oidc_utfardare, said.oidc_klient, secret, said.oidc_gruppfalt)
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
