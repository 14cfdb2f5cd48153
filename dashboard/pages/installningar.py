"""Inställningar: what is set, and by whom; each part on an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.exceptions import PreventUpdate

from dashboard.access import Visitor, need
from dashboard.at_once import at_once
from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import accounts, forum, kept, making, places, types
from dashboard.components.states import state_message
from dashboard.database import Edition, Editions, NoEdition
from dashboard.setting_up import Settings
from dashboard.store import Store

PAGE = {"path": "/installningar", "name": "Inställningar", "order": 64, "door": "/om-data", "needs": "load", "takes": True, "is_early": True}  # fmt: skip
EVERY = 1_000  # ms between looks at how far the work has come
LATER = "Forum, platser och problemtyper gäller i nästa underlag: när en fil läses in, eller när du bygger om det."  # fmt: skip


def layout() -> html.Div:
    lead = "Det som ställs in här står i arbetsplatsens filer, med era egna kommentarer kvar. Varje ändring antecknas."  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="installningar-url", refresh="callback-nav"),
            html.Div(
                [html.Div([html.H1("Inställningar"), html.P(lead, className="lead")])],
                className="head",
            ),
            deeds.said("installningar"),
            html.Div(id="rebuilt", className="rebuilt"),
            html.Div(id="installningar-body", className="wide"),
            dcc.Interval(id="rebuilt-again", interval=EVERY),
        ],
        className="page",
    )


def register(app: Dash, opened: Editions) -> None:
    deeds.register(app, "installningar", _deeds(opened), url="installningar-url")

    @app.callback(
        Output("rebuilt", "children"),
        Input("rebuilt-again", "n_intervals"),
        prevent_initial_call=True,
    )
    def look(again: int) -> Any:
        need("load")
        return making.rebuilt()

    @at_once(
        app,
        output=Output("installningar-body", "children"),
        inputs=[
            Input("installningar-url", "pathname"),
            Input("installningar-url", "search"),
            Input("installningar-done", "data"),
            Input("theme", "data"),
        ],
    )
    def show(path: str, search: str, done: dict | None, theme: str | None) -> Any:
        if not theme or path.partition("/")[2].partition("/")[0] != "installningar":
            raise PreventUpdate
        asker = need("load")
        settings, store = app.server.config["SETTINGS"], app.server.config["STORE"]
        if settings is None or store is None:
            return state_message("data saknas", making.ONLY_TO_LOOK)
        part = path.removeprefix("/installningar").strip("/")
        form = Form("installningar", deeds.counted(done))
        if part in PARTS:
            of = Part(form, settings, store, asker, deeds.said_in(search), theme, opened)
            return [making.back(), *PARTS[part](of)]
        return _all(form, settings, store, asker)


def _all(form: Form, settings: Settings, store: Store, asker: Visitor) -> list[Any]:
    """Every part as it is now, and the way to it."""
    about = [
        _whose(settings),
        forum.meeting(form, settings.meeting(), may=False, way="/installningar/forum"),
        places.summary(settings),
        types.summary(settings),
        cards.card(
            "Organisationer",
            html.P("Vilka som bedömer och rapporterar, och deras länkar."),
            making.way("Organisationer", "/organisationer"),
        ),
        *([accounts.summary(store)] if asker.may("administer") else []),
        kept.summary(),
    ]
    return [
        html.Div(about, className="grid settings"),
        making.rebuilding(form, has_changed=LATER),
        making.log(store),
    ]


def _whose(settings: Settings) -> html.Section:
    return cards.card(
        "Forum", html.P(forum.in_words(settings.forum())), making.way("Ändra", "/installningar/forum")
    )  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part's page, for whoever asks; `query` is what the address says after the ?."""

    form: Form
    settings: Settings
    store: Store
    asker: Visitor
    query: Mapping[str, str]
    theme: str
    opened: Editions

    @property
    def edition(self) -> Edition | None:
        try:
            return self.opened.current("shared")
        except NoEdition:
            return None


def _forum(of: Part) -> list[Any]:
    now = of.settings.forum()
    may = of.asker.may("administer") and not now["is_example"]
    said = html.P(forum.in_words(now))
    why = "Exempelarbetsplatsens forum byts inte." if now["is_example"] else "Ändras av administratören."  # fmt: skip
    fields = forum.fields(of.form, now) if may else html.P(why, className="quiet")
    return [
        cards.card("Forum", said, fields),
        forum.meeting(of.form, of.settings.meeting(), may=of.asker.may("coordinate")),
    ]


def _kept(of: Part) -> list[Any]:
    return kept.page(of.form, of.settings, may=of.asker.may("administer"))


def _accounts(of: Part) -> list[Any]:
    if not of.asker.may("administer"):
        return [html.P("Konton sköts av administratören.")]
    return accounts.page(of.form, of.store)


def _places(of: Part) -> list[Any]:
    return places.page(
        of.form,
        of.settings,
        of.edition,
        chosen=of.query.get("plats", ""),
        theme=of.theme,
        may=of.asker.may("coordinate"),
    )


def _types(of: Part) -> list[Any]:
    may = of.asker.may("coordinate")
    return types.page(of.form, of.settings, chosen=of.query.get("typ", ""), may=may)


PARTS: dict[str, Callable[[Part], list[Any]]] = {
    "forum": _forum,
    "gallring": _kept,
    "konton": _accounts,
    "platser": _places,
    "problemtyper": _types,
}


def _deeds(opened: Editions) -> dict[str, Deed]:
    return {
        **forum.DEEDS,
        **places.deeds(opened),
        **types.DEEDS,
        **accounts.DEEDS,
        **kept.DEEDS,
        "rebuild": Deed("load", _rebuild),
    }


def _rebuild(asked: Asked) -> Done:
    making.begin("rebuild")
    return Done("Underlaget byggs om. Det tar någon minut; det gamla visas så länge.")
