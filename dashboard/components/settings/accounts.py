"""Accounts for those who log in: functions, never persons. A password is shown once, when it is made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.access import ADMINISTRATOR, ROLES
from dashboard.access.accounts import Accounts, NotDone
from dashboard.access.gate import access
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import making
from dashboard.journal import meetings, setting_changes
from dashboard.journal.meetings import Refused
from dashboard.store import Store

HERE = "/installningar/konton"
OFF = (
    "Konton används inte än: skriv konton = true under [inloggning] i lagesbild.toml och starta om "
    "(docs/inloggning.md). Kontona som görs här gäller då. Utan inloggning visas lägesbilden bara på "
    "den här datorn."
)


def page(form: Form, store: Store) -> list[Any]:
    every = Accounts(store).all()
    rows = [
        (
            one.name,
            one.organisation or "–",
            one.role,
            "avstängt" if one.disabled_at else "öppet",
            ""
            if one.disabled_at
            else html.Div(
                [
                    form.button("Nytt lösenord", "password", one.name, kind="small"),
                    form.button("Stäng av", "disable", one.name, kind="small"),
                ]
            ),
        )
        for one in every
    ]
    table = tables.plain(("Konto", "Organisation", "Roll", "Läge", ""), rows, caption="Konton")
    names = {"": "ingen", **{one.name: one.name for one in meetings.organisations(store)}}
    off = [] if access().login.accounts else [html.P(OFF, className="quiet")]
    listing = cards.card("Konton", *off, cards.scroll(table, name="Konton") if rows else html.P("Inget konto finns."))  # fmt: skip
    new = cards.card(
        "Nytt konto",
        html.Div(
            [
                form.text("Kontots namn, en funktion", "name", "account", placeholder="polisen.varnamo"),
                form.choice("Roll", "role", "account", {role: role for role in ROLES}, value="deltagare"),
                form.choice("Organisation", "organisation", "account", names, value=""),
            ],
            className="fields",
        ),
        html.P("Lösenordet görs av programmet och visas en gång.", className="quiet"),
        html.Div(form.button("Lägg till", "account", kind="primary"), className="answers"),
    )  # fmt: skip
    return [html.Div([listing, new], className="stack")]


def summary(store: Store) -> html.Section:
    many = sum(one.disabled_at is None for one in Accounts(store).all())
    said = "Inget konto är öppet." if not many else "Ett konto är öppet." if many == 1 else f"{many} konton är öppna."  # fmt: skip
    return cards.card("Konton", html.P(said), making.way("Konton", HERE))


def _add(asked: Asked) -> Done:
    name, role, organisation = (asked.text(key) for key in ("name", "role", "organisation"))
    password = secrets.token_urlsafe(15)

    def change() -> None:
        Accounts(asked.store).add(name, organisation=organisation, role=role, password=password)

    _made(asked, change, f"Nytt konto: {role}, {organisation or 'ingen organisation'}.")
    return Done(f"Kontot {name} finns nu.", shown=_once(password))


def _password(asked: Asked) -> Done:
    password = secrets.token_urlsafe(15)
    _made(
        asked,
        lambda: Accounts(asked.store).set_password(asked.of, password),
        "Nytt lösenord för ett konto.",
    )
    return Done("Lösenordet är bytt. Den som var inloggad är utloggad.", shown=_once(password))


def _disable(asked: Asked) -> Done:
    every = [one for one in Accounts(asked.store).all() if one.disabled_at is None]
    left = [one for one in every if one.role == ADMINISTRATOR and one.name != asked.of]
    is_last = not left and any(one.name == asked.of and one.role == ADMINISTRATOR for one in every)
    if is_last and access().login.accounts:
        raise Refused("Det är den enda administratören. Gör ett annat sådant konto först.")
    _made(asked, lambda: Accounts(asked.store).disable(asked.of), "Ett konto stängdes av.")
    return Done("Kontot är avstängt. Den som var inloggad är utloggad.")


def _made(asked: Asked, change: Callable[[], None], what: str) -> None:
    """Done, and then noted: an account is kept in the journal itself."""
    for key in ("name", "organisation"):
        asked.store.check(asked.text(key))
    try:
        change()
    except NotDone as error:
        raise Refused(str(error)) from None
    with setting_changes.noted(asked.store, asked.visitor, part="account", what=what):
        pass


def _once(password: str) -> html.P:
    return html.P(["Lösenordet visas bara nu: ", html.Code(password)])


DEEDS = {
    "account": Deed("administer", _add),
    "password": Deed("administer", _password),
    "disable": Deed("administer", _disable),
}
