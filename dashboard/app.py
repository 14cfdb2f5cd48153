"""Creates the app; every file in pages/ is a page."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html, set_props
from werkzeug.exceptions import HTTPException

from dashboard import addresses, event_log, rooms
from dashboard.access import Forbidden, Visitor, gate, visitor
from dashboard.access.gate import Access, access
from dashboard.at_once import laid_out
from dashboard.basemap import PLAIN, Basemap
from dashboard.components import along, deeds, overview, shell
from dashboard.components.asking import asking
from dashboard.components.states import instead, state_message
from dashboard.database import PUBLIC, SHARED, Editions, NoEdition, NotForAll, TooOld
from dashboard.inbox import Inbox
from dashboard.journal import views
from dashboard.journal.files import Files
from dashboard.journal.meetings import Refused
from dashboard.queries import about
from dashboard.queries.overview import overview as overview_of
from dashboard.setting_up import Jobs, Settings
from dashboard.state import State as Asked
from dashboard.state import from_query
from dashboard.store import Store

log = logging.getLogger(__name__)

PAGE = """<!DOCTYPE html>
<html lang="sv">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer class="app-scripts">{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>
"""


def create_app(
    *,
    editions: Path,
    audience: str = SHARED,
    inbox: Inbox | None = None,
    access: Access | None = None,
    store: Store | None = None,
    files: Files | None = None,
    settings: Settings | None = None,
    jobs: Jobs | None = None,
    basemap: Basemap = PLAIN,
) -> Dash:
    """The app over the editions in the folder `editions`, for whom `access` lets in.

    Without `access` it is for this machine alone, and shown as to `audience`. Without an `inbox`
    nothing can be read in from the page, without a `store` nobody can meet, without `files` nobody
    reports, without `settings` and `jobs` nothing is set up. `basemap` lies under the maps.
    """
    app = Dash(
        __name__,
        title="Lägesbild",
        update_title="",
        index_string=PAGE,
        serve_locally=True,
        compress=True,
        on_error=_said_error,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    event_log.note_requests(app.server)
    app.server.url_map.merge_slashes = False  # to lead on would be to repeat what was asked for
    opened = Editions(editions, lambda: visitor().audience, basemap=basemap)
    app.server.config["INBOX"] = inbox
    app.server.config["STORE"] = store
    app.server.config["FILES"] = files
    app.server.config["SETTINGS"] = settings
    app.server.config["JOBS"] = jobs
    app.server.config["EDITIONS"] = opened
    found = rooms.found()
    for page in found:
        page.register(app, opened)
    app.layout = shell.frame(rooms.doors(found), deeds.counters(app))
    # What the pages hold is not in the layout until one of them is opened.
    app.validation_layout = html.Div([app.layout, *(page.layout() for page in found)])
    _route(app, opened, found)
    _theme(app)
    addresses.drawing(app.server)
    addresses.ground(app.server, opened)
    addresses.download(app.server, opened)
    addresses.health(app.server, opened, store)
    if inbox:
        addresses.inbox(app.server, inbox)
    if store:
        addresses.live(app.server, store)
    (access or Access(audience=audience)).attach(app.server, scripts=app.csp_hashes())
    app.server.register_error_handler(NoEdition, lambda error: flask.Response(status=404))
    app.server.register_error_handler(Exception, _fault)
    return app


def warm(app: Dash) -> None:
    """Do what the first to ask would have waited for: Dash sets itself up at its first request, and
    not for several at once, and what the opening page asks is asked once for each edition."""
    app.server.test_client().get("/halsa")
    try:
        edition = app.server.config["EDITIONS"].of(SHARED)
        if view := overview_of(edition, Asked()):
            overview.picture(edition, view, theme="light")
    except NoEdition:
        return
    except Exception as error:  # the pages still answer, and say what is wrong
        log.error("the opening page could not be made", exc_info=error)


def _route(app: Dash, opened: Editions, found: list[rooms.Page]) -> None:
    """The path chooses the page; what the page shows of the query is its own matter.

    Not Dash's own pages: those lay the whole page out anew for each changed query, and whoever
    was at a control with the keyboard is thrown back to the top.
    """
    doors = rooms.doors(found)
    guide, acting = rooms.at(found, "/borja"), deeds.pages(app)

    @app.callback(
        Output("page", "children"),
        Output("edition", "children"),
        Output("asking", "children"),
        *(Output(shell.door_id(path), "className") for path, _ in doors),
        *(Output(shell.door_id(path), "children") for path, _ in doors),
        Input("url", "pathname"),
        Input("begun", "data"),
        State("url", "search"),
        State("theme", "data"),
        *(State(deeds.counter(name), "data") for name in acting),
    )
    def show(
        path: str, is_begun: bool | None, search: str | None, theme: str | None, *done: Any
    ) -> tuple[Any, ...]:
        page = rooms.at(found, path)
        door = rooms.door_of(page) if page else ""
        asker, ways = visitor(), access()
        ways.note("page", page.PAGE["path"] if page else "")
        try:
            edition = opened.current()
            line = shell.edition_line(
                about.edition(edition),
                audience=edition.audience,
                behind_since=opened.behind_since(),
            )
        except NoEdition:
            line = []
        shown = _shown(page, asker, line, guide=guide)
        asked = search if isinstance(search, str) else ""  # no browser says anything else
        frame = {("theme", "data"): theme or "light", ("url", "pathname"): path}
        frame |= {(deeds.counter(name), "data"): at for name, at in zip(acting, done, strict=True)}
        return (
            laid_out(app, shown, path=path, search=asked, frame=frame, on_error=_said_error),
            line,
            asking(ways, asker),
            *("door here" if door == here else "door" for here, _ in doors),
            *(shell.way(name, is_here=door == here) for here, name in doors),
        )

    carrying = [path for path, _ in doors if path in along.DOORS]

    @app.callback(
        Output("behind", "children"),
        *(Output(shell.door_id(path), "href") for path in carrying),
        Input("url", "pathname"),
        Input("url", "search"),
    )
    def lead_on(path: str, search: str | None) -> tuple[Any, ...]:
        """Where the doors lead from here, and what stands under them."""
        page, asker, search = rooms.at(found, path), visitor(), search or ""
        own = page.PAGE["path"] if page else path
        behind = rooms.behind(found, rooms.door_of(page) if page else "", may=asker.may)
        to = {door: along.through(door, path=path, search=search) for door in along.DOORS}
        parts = [
            shell.behind([(to.get(p, p), name) for p, name in behind], here=to.get(own, own)),
            _walking(path + search, asker),
            dcc.Link("Spara vy", href=along.save_address(path, search), className="save-view")
            if along.is_door(path) and asker.may("chair") and app.server.config["STORE"]
            else None,
        ]
        shown = None
        if any(parts):
            shown = html.Section(parts, className="under-doors", **{"aria-label": "Vyn"})
        return shown, *(to[door] for door in carrying)


def _walking(address: str, asker: Visitor) -> Any:
    """Where one is in the list that the address names; None where it names none."""
    query = address.partition("?")[2]
    view, store = from_query(query)[0], flask.current_app.config["STORE"]
    if not view.lista or store is None or asker.audience == PUBLIC or not asker.may("read"):
        return None
    found = views.numbered(store, view.lista)
    bar = along.walking(found, view.nr, here=address) if found else None
    return bar or html.Span("Den sparade vyn finns inte i listan längre.", role="status")


def _shown(page: Any, asker: Visitor, line: Any, *, guide: Any) -> Any:
    """The page, or why it cannot be shown. Before the first edition: how to begin."""
    if not line and not (page and page.PAGE.get("is_early")):
        if asker.may(guide.PAGE["needs"]):
            return guide.layout()
        return instead("Här finns inget att visa än", "Inget underlag finns än. Samordnaren gör det första.")  # fmt: skip
    if page is None:
        return instead("Sidan finns inte", "Välj i menyn ovan.", state="fel")
    if not asker.may(page.PAGE.get("needs", "read")):
        return instead(
            "Det här får du inte göra", gate.said(Forbidden(page.PAGE["needs"])), state="ej behörig"
        )
    if asker.audience == PUBLIC and not page.PAGE.get("is_public"):
        said = (
            "Logga in för en organisation i forumet. Det som alla får se står under Öppna siffror."
        )
        way = dcc.Link("Öppna siffror", href="/oppet", className="button")
        return html.Div(
            [instead("Här finns inget att visa för dig", said, state="ej behörig"), way]
        )
    return page.layout()


def _theme(app: Dash) -> None:
    """Light or dark: as chosen here before, else as the computer is set."""
    app.clientside_callback(
        """(clicks, chosen) => {
            const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
            let theme = chosen || (dark ? 'dark' : 'light');
            if (dash_clientside.callback_context.triggered_id === 'theme-button' && clicks) {
                theme = theme === 'dark' ? 'light' : 'dark';
            }
            const other = theme === 'dark' ? 'Ljust' : 'Mörkt';
            const begun = clicks ? dash_clientside.no_update : true;
            return [theme, theme, theme, other, begun];
        }""",
        Output("theme-choice", "data"),
        Output("theme", "data"),
        Output("mantine", "forceColorScheme"),
        Output("theme-button", "children"),
        Output("begun", "data"),
        Input("theme-button", "n_clicks"),
        State("theme-choice", "data"),
    )


def _fault(error: Exception) -> flask.typing.ResponseReturnValue:
    """What no page of ours asks makes Dash fall before a callback begins: our own faults are told by
    `_said_error`. The log says where, and not what was sent."""
    if isinstance(error, HTTPException):
        return error
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s at %s\n%s", type(error).__name__, flask.request.endpoint, where)
    is_dash = flask.request.path.startswith("/_dash-")
    return flask.Response("Det gick inte.", status=400 if is_dash else 500, mimetype="text/plain")


def _said_error(error: Exception) -> None:
    """The log gets the whole story; the page is left as it was, and says so."""
    if isinstance(error, Forbidden):
        set_props("error", {"children": state_message("ej behörig", gate.said(error))})
        return
    if isinstance(error, Refused | TooOld):
        set_props("error", {"children": state_message("fel", str(error))})
        return
    if isinstance(error, NotForAll):
        return
    log.error("callback failed", exc_info=error)
    set_props("error", {"children": state_message("fel")})
