"""Accounts, for those who log in with a password of their own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild.journal import journal
from lagesbild.options import HERE, Folder

if TYPE_CHECKING:
    from dashboard.access.accounts import Accounts

user = typer.Typer(
    help="Konton för dem som loggar in. Inga personnamn behövs: ett konto är en funktion.",
    no_args_is_help=True,
)


@user.command(name="add")
def add_user(
    name: Annotated[str, typer.Argument(metavar="KONTO", help="Till exempel polisen.varnamo")],
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLL", help="läsare, deltagare, ordförande, samordnare eller administratör"
        ),
    ],
    organisation: Annotated[
        str, typer.Option(metavar="NAMN", help="Som den heter i lägesbilden.")
    ] = "",
    generate: Annotated[
        bool, typer.Option("--generate", help="Gör ett lösenord och visa det en gång.")
    ] = False,
    workplace: Folder = HERE,
) -> None:
    """Lägg till ett konto. Lösenordet frågas efter två gånger och syns inte.

    Exempel: `lagesbild user add polisen.varnamo --role deltagare --organisation Polisen`
    """  # fmt: skip
    with accounts(workplace) as known:
        password = new_password(generate=generate)
        known.add(name, organisation=organisation, role=role, password=password)
    print(f"Kontot {name} finns nu.")


@user.command(name="list")
def list_users(workplace: Folder = HERE) -> None:
    """Visa kontona.

    Exempel: `lagesbild user list`
    """
    table = Table("Konto", "Organisation", "Roll", "Läge")
    with accounts(workplace) as known:
        for account in known.all():
            state = "avstängt" if account.disabled_at else "öppet"
            table.add_row(account.name, account.organisation or "–", account.role, state)
    Console().print(table)


@user.command(name="disable")
def disable_user(
    name: Annotated[str, typer.Argument(metavar="KONTO")], workplace: Folder = HERE
) -> None:
    """Stäng av ett konto. Den som är inloggad loggas ut.

    Exempel: `lagesbild user disable polisen.varnamo`
    """
    with accounts(workplace) as known:
        known.disable(name)
    print(f"Kontot {name} är avstängt.")


@user.command(name="password")
def change_password(
    name: Annotated[str, typer.Argument(metavar="KONTO")],
    generate: Annotated[
        bool, typer.Option("--generate", help="Gör ett lösenord och visa det en gång.")
    ] = False,
    workplace: Folder = HERE,
) -> None:
    """Byt lösenord. Den som är inloggad loggas ut, och ett låst konto öppnas.

    Exempel: `lagesbild user password polisen.varnamo`
    """  # fmt: skip
    with accounts(workplace) as known:
        known.set_password(name, new_password(generate=generate))
    print(f"Kontot {name} har ett nytt lösenord.")


def new_password(*, generate: bool) -> str:
    """Asked for twice without being shown, or made and shown this once."""
    if not generate:
        return str(typer.prompt("Lösenord", hide_input=True, confirmation_prompt="Samma igen"))
    password = secrets.token_urlsafe(15)
    print(f"Lösenord (visas bara nu): {password}")
    return password


@contextmanager
def accounts(folder: Path) -> Iterator[Accounts]:
    """The workplace's. What cannot be done is said."""
    from dashboard.access.accounts import Accounts, NotDone  # noqa: PLC0415 (commands without it start faster)

    store = journal(Workplace(folder))
    try:
        yield Accounts(store)
    except NotDone as refusal:
        raise Refused(str(refusal)) from None
    finally:
        store.close()
