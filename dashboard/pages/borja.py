"""Kom igång: from an empty workplace to a lägesbild in a few steps, each with where it stands."""

from __future__ import annotations

from typing import Any

import flask
from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard import setting_up, swedish
from dashboard.access import need, visitor
from dashboard.at_once import at_once
from dashboard.components import cards, deeds
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import forum, making
from dashboard.components.states import state_message
from dashboard.database import Editions
from dashboard.journal import meetings
from dashboard.journal.meetings import Refused
from dashboard.setting_up import RUNNING, Settings
from geodata.areas import kommun_name

PAGE = {"path": "/borja", "name": "Kom igång", "order": 63, "door": "/om-data", "needs": "load", "is_listed": False, "is_early": True}  # fmt: skip
EVERY = 1_000  # ms between looks at how far the work has come
OPEN = {"scb_areas", "scb_population", "polisen_events"}  # what `lagesbild start` fetches
BY_HAND = (
    "Utan nät på den här datorn: hämta gränserna för DeSO och RegSO och folkmängden per DeSO hos SCB "
    "(scb.se) på en annan dator, lägg filerna på ett minne och släpp dem under Inläsning. Tills dess "
    "visas de RegSO-gränser som följer med programmet."
)


def layout() -> html.Div:
    lead = "Inget underlag finns än." if _is_empty() else "Underlaget finns. Det här går alltid att göra om."  # fmt: skip
    return html.Div(
        [
            dcc.Location(id="borja-url", refresh="callback-nav"),
            html.Div(
                [
                    html.Div(
                        [
                            html.H1("Kom igång"),
                            html.P(f"{lead} Fem steg till en lägesbild.", className="lead"),
                        ]
                    )
                ],
                className="head",
            ),
            deeds.said("borja"),
            html.Div(id="borja-body", className="wide"),
            dcc.Interval(id="borja-again", interval=EVERY),
            dcc.Store(id="borja-seen"),
        ],
        className="page",
    )


def _is_empty() -> bool:
    found = flask.current_app.config["SETTINGS"] if flask.has_app_context() else None
    return not (found and found.loaded())


def register(app: Dash, opened: Editions) -> None:
    every = {"forum": forum.DEEDS["forum"], "start": Deed("load", _start)}
    deeds.register(app, "borja", every, url="borja-url")

    @at_once(
        app,
        output=[
            Output("borja-body", "children"),
            Output("borja-seen", "data"),
        ],
        inputs=[
            Input("borja-url", "pathname"),
            Input("borja-done", "data"),
            Input("borja-again", "n_intervals"),
            State("borja-seen", "data"),
        ],
    )
    def show(path: str, done: dict | None, again: int | None, seen: Any) -> tuple[Any, Any]:
        need("load")
        settings, jobs, store = (app.server.config[key] for key in ("SETTINGS", "JOBS", "STORE"))
        if settings is None or jobs is None or store is None:
            return state_message("data saknas", making.ONLY_TO_LOOK), None
        counts = deeds.counted(done)
        now, work = settings.forum(), jobs.now
        loaded = settings.loaded()
        state = [now, loaded, work.number, work.step, work.said, counts]
        if state == seen:
            return no_update, no_update
        return _steps(Form("borja", counts), settings, now, loaded), state


def _steps(form: Form, settings: Settings, now: dict[str, Any], loaded: list[str]) -> html.Ol:
    """The first that is not done is the next."""
    names = [kommun_name(code) for code in now["kommun_codes"]]
    every = [
        ("Välj kommun", bool(names), _whose(form, now, names)),
        ("Hämta områden och folkmängd", bool(loaded), _fetch(form, now)),
        ("Gå igenom organisationerna", bool(loaded) and _has_parties(), _organisations(loaded)),
        ("Läs in er första fil", bool(set(loaded) - OPEN), _first_file(loaded)),
        ("Öppna lägesbilden", False, _ready(loaded)),
    ]
    upcoming = next(n for n, (_, is_done, _) in enumerate(every) if not is_done)
    return html.Ol(
        [
            html.Li(
                _step(number, *step, is_next=number == upcoming),
                className="next" if number == upcoming else "",
            )
            for number, step in enumerate(every)
        ],
        className="steps",
    )


def _step(number: int, title: str, is_done: bool, body: Any, *, is_next: bool) -> html.Section:
    state = "✓ klart" if is_done else "→ nu" if is_next else "◌ sedan"
    return cards.card(f"{number + 1}. {title}", *body, note=state)


def _whose(form: Form, now: dict[str, Any], names: list[str]) -> list[Any]:
    if now["is_example"]:
        return [html.P(f"{now['name']}: exempelarbetsplatsen.")]
    if not visitor().may("administer"):
        return [html.P("Administratören väljer kommun.")] if not names else [html.P(now["name"])]
    if not names:
        return [html.P("Vems är lägesbilden? En kommun, eller flera som möts i samma forum."), forum.fields(form, now)]  # fmt: skip
    said = f"{now['name']}: {swedish.listed(names)}." if now["name"] not in names else f"{now['name']}."  # fmt: skip
    again = html.Details([html.Summary("Ändra"), forum.fields(form, now)])
    return [html.P(said), again]


def _fetch(form: Form, now: dict[str, Any]) -> list[Any]:
    jobs = setting_up.jobs()
    work = jobs.now if jobs else setting_up.Progress()
    is_ours = work.name == "start"
    told = making.progress(work) if is_ours else None
    parts: list[Any] = [
        html.P(
            "Gränser och folkmängd från SCB, och polisens händelsenotiser: öppna uppgifter, någon minut."
        )
    ]
    if told:
        parts.append(told)
    if is_ours and work.missing:
        parts.append(html.P(BY_HAND))
    if not now["kommun_codes"]:
        return [*parts, html.P("Välj kommun först.", className="quiet")]
    if work.step != RUNNING:
        again = "Hämta igen" if is_ours or _has_loaded() else "Hämta"
        kind = "ghost-dark" if again == "Hämta igen" else "primary"
        parts.append(html.Div(form.button(again, "start", kind=kind), className="answers"))
    return parts


def _has_loaded() -> bool:
    found = setting_up.settings()
    return bool(found and found.loaded())


def _has_parties() -> bool:
    return bool(meetings.organisations(flask.current_app.config["STORE"], only_parties=True))


def _organisations(loaded: list[str]) -> list[Any]:
    """The parties are there by themselves; the observers are the samordnare's to add."""
    parties = meetings.organisations(flask.current_app.config["STORE"], only_parties=True)
    said = f"{swedish.listed([one.name for one in parties])} bedömer. " if parties else ""
    text = html.P(f"{said}Lägg till dem som rapporterar: väktare, skolor, bostadsbolag, fritidsgårdar.")  # fmt: skip
    return [text, _way("Organisationer", "/organisationer", is_open=bool(loaded))]


def _first_file(loaded: list[str]) -> list[Any]:
    more = len(set(loaded) - OPEN)
    said = "Polisens uttag, kommunens felanmälningar, en undersökning: släpp filen och se vad den är innan den läses in."  # fmt: skip
    done = [html.P("En källa är inläst." if more == 1 else f"{swedish.capitalised(swedish.in_words(more))} källor är inlästa.")] if more else []  # fmt: skip
    return [html.P(said), *done, _way("Inläsning", "/inlasning", is_open=True)]


def _ready(loaded: list[str]) -> list[Any]:
    said = "Det som är inläst visas. Saknas något säger sidan vad." if loaded else "När områdena finns finns det något att visa."  # fmt: skip
    if not loaded:
        return [html.P(said)]
    # a whole new page: what it says at the top of the edition is then told too
    opened = html.A("Öppna lägesbilden", href="/", className="button primary")
    return [html.P(said), html.Div(opened, className="answers")]


def _way(name: str, path: str, *, is_open: bool) -> html.Div | html.P:
    if not is_open:
        return html.P("När områdena är hämtade.", className="quiet")
    return html.Div(dcc.Link(name, href=path, className="button"), className="answers")


def _start(asked: Asked) -> Done:
    found = setting_up.settings()
    if found is None:
        raise Refused(making.ONLY_TO_LOOK)
    codes = found.forum()["kommun_codes"]
    if not codes:
        raise Refused("Välj kommun först.")
    making.begin("start", codes[0])
    return Done("Hämtningen har börjat.")
