"""At the top of the page: who is asking, and the way out or to another role."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.access import DEMO, LOCAL, Visitor
from dashboard.access.gate import Access


def asking(access: Access, who: Visitor) -> list[Any]:
    """Nothing on a computer where nobody logs in. Plain forms: what one is changes with the page."""
    if who.way == LOCAL:
        return []
    ways = [*_roles(access, who), *_views(access)]
    if who.may("administer"):
        ways.append(dcc.Link("Åtkomst", href="/atkomst"))
    if who.way != DEMO:
        ways.append(_form("/logga-ut", [html.Button("Logga ut", type="submit")]))
    menu = html.Details([html.Summary(f"Du är: {who.name}"), html.Div(ways)], className="asking")
    return [*_banner(who), menu]


def _roles(access: Access, who: Visitor) -> list[Any]:
    return [
        _form(
            "/demo-roll",
            [
                html.Button(
                    f"{organisation} · {role}" if organisation else role.capitalize(),
                    name="val", value=f"{role}|{organisation}", type="submit",
                    disabled=(organisation, role) == (who.organisation, who.role),
                )
                for organisation, role in access.roles()
            ],
        )
    ] if access.roles() else []  # fmt: skip


def _views(access: Access) -> list[Any]:
    if not access.may_view_as():
        return []
    buttons = [
        html.Button(f"Visa som {known.name}", name="organisation", value=known.name, type="submit")
        for known in access.organisations()
    ]
    return [_form("/visa-som", buttons)]


def _banner(who: Visitor) -> list[Any]:
    """As long as an administrator looks as another: always in sight."""
    if not who.viewed_as:
        return []
    said = f"Du ser det som {who.viewed_as} ser. Ingenting går att ändra."
    back = html.Button("Sluta", name="organisation", value="", type="submit")
    return [html.Div([html.Strong(said), _form("/visa-som", [back])], className="viewed-as", role="status")]  # fmt: skip


def _form(action: str, buttons: list[Any]) -> html.Form:
    return html.Form(buttons, action=action, method="POST")
