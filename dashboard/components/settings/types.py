"""Problem types: renamed, grouped, given words of the sources, switched off; what moves is shown first."""

from __future__ import annotations

import re
from typing import Any

from dash import dcc, html

from dashboard import setting_up, swedish
from dashboard.components import cards, tables
from dashboard.components.deeds import Asked, Deed, Done
from dashboard.components.form import Form
from dashboard.components.settings import making
from dashboard.journal.meetings import Refused
from dashboard.setting_up import Moves, Settings

HERE = "/installningar/problemtyper"
LEVELS = {"plats": "plats", "deso": "DeSO", "kommun": "kommun"}
WORDS = {
    "est": "Rapportörernas ord, det första står i formuläret",
    "brottskoder": "Brottskoder",
    "brottskategorier": "Polisens brottskategorier",
    "police_events": "Händelsetyper hos polisen.se",
}
_BETWEEN = dict.fromkeys(WORDS, "\n") | {"brottskoder": ", "}
KEEPS = (
    "En typ tas aldrig bort: fastställda versioner och bedömningar nämner den. Skyddet kan skärpas men "
    "inte lättas: en känslig kod stannar i en känslig typ."
)


def page(form: Form, settings: Settings, *, chosen: str, may: bool) -> list[Any]:
    found = settings.types()
    kinds = {of["code"]: of for of in found["types"]}
    is_new = chosen == "ny" and may
    right: list[Any] = []
    if is_new or chosen in kinds:
        right = _edited(form, found, kinds.get(chosen), may=may)
    return [html.Div([_list(found, chosen, may=may), *right], className="halves")]


def summary(settings: Settings) -> html.Section:
    found = settings.types()
    off = sum(is_off(of) for of in found["types"])
    said = f"{len(found['types'])} typer i {swedish.in_words(len(found['groups']))} frågeområden"
    said += f", {swedish.in_words(off)} avstängda." if off else "."
    own = "Arbetsplatsen har en egen lista." if found["is_own"] else "Listan är den som följer med programmet."  # fmt: skip
    return cards.card("Problemtyper", html.P(f"{said} {own}"), making.way("Problemtyper", HERE))


def is_off(of: dict[str, Any]) -> bool:
    """Whether nothing is counted as it."""
    return not any(of[key] for key in WORDS)


def _list(found: dict[str, Any], chosen: str, *, may: bool) -> html.Section:
    rows = [
        (
            dcc.Link(
                html.Strong(f"{of['name']} ▸") if of["code"] == chosen else of["name"],
                href=f"{HERE}?typ={of['code']}",
            ),
            found["groups"][of["group"]],
            of["est"][0] if of["est"] else "",
            "avstängd" if is_off(of) else LEVELS[of["finest_level"]],
        )
        for of in found["types"]
    ]
    head = ("Problemtyp", "Frågeområde", "I formuläret", "Visas som finast")
    table = tables.plain(head, rows, caption="Problemtyper")
    new = [making.way("Lägg till en egen typ", f"{HERE}?typ=ny")] if may else []
    return cards.card("Problemtyper", cards.scroll(table, name="Problemtyper"), *new)


def _edited(
    form: Form, found: dict[str, Any], of: dict[str, Any] | None, *, may: bool
) -> list[html.Section]:
    if of and not may:
        words = {said: ", ".join(of[key]) or "–" for key, said in WORDS.items()}
        return [cards.card(of["name"], html.P(of["definition"]), making.facts(words))]
    now = of or dict.fromkeys(("name", "definition", "note", "group"), "") | {"finest_level": "deso"}  # fmt: skip
    code = of["code"] if of else "ny"
    lists = [
        form.long(
            said, key, "type", code, value=_BETWEEN[key].join(of[key]) if of else "", maxRows=6
        )
        for key, said in WORDS.items()
    ]
    body = [
        html.Div(
            [
                form.text("Namn", "name", "type", code, value=now["name"]),
                form.choice("Frågeområde", "group", "type", found["groups"], code, value=now["group"] or None),
                form.text("Eller ett nytt frågeområde", "new_group", "type", code),
                form.choice("Visas som finast", "finest_level", "type", LEVELS, code, value=now["finest_level"]),
            ],
            className="fields",
        ),
        html.Div(
            [
                form.text("Vad räknas hit? En mening", "definition", "type", code, value=now["definition"]),
                form.text("Förbehåll, om det finns ett", "note", "type", code, value=now["note"]),
                *lists,
            ],
            className="fields one",
        ),
        html.P("Ett ord per rad; koder skrivs 1201 eller 1203-1209, med komma emellan. Ett ord som hör till en annan typ flyttar hit.", className="quiet"),
        html.Div(
            [
                form.button("Visa vad som flyttas", "type-look", code),
                form.button("Spara" if of else "Lägg till", "type-save", code, kind="primary"),
            ],
            className="answers",
        ),
    ]  # fmt: skip
    edited = cards.card(of["name"] if of else "Ny problemtyp", *body)
    return [html.Div([edited, *([_off(form, found, of)] if of else [])], className="stack")]


def _off(form: Form, found: dict[str, Any], of: dict[str, Any]) -> html.Section:
    others = {o["code"]: o["name"] for o in found["types"] if o["code"] != of["code"]}
    code = of["code"]
    if is_off(of) or code == "ovrigt":
        said = "Den är avstängd: inga ord leder hit. Ge den ord för att slå på den." if is_off(of) else "Hit räknas det som saknar egen typ. Den går inte att stänga av."  # fmt: skip
        return cards.card("Stäng av", html.P(said), html.P(KEEPS, className="quiet"))
    return cards.card(
        "Stäng av",
        html.P("Det som räknas hit räknas i stället som:"),
        html.Div(
            form.choice("Problemtyp", "to", "off", others, code, value="ovrigt"), className="fields"
        ),
        html.P(KEEPS, className="quiet"),
        html.Div(
            [
                form.button("Visa vad som flyttas", "off-look", code),
                form.button("Stäng av", "off-save", code),
            ],
            className="answers",
        ),
    )


def moved(moves: Moves) -> list[Any]:
    """What is counted as another type, in words."""
    if not moves:
        return [html.P("Inga rader byter problemtyp.")]
    nothing = "ingen problemtyp"
    lines = [
        html.Li(f"{swedish.number(m['rows'])} {'rad' if m['rows'] == 1 else 'rader'}: från {m['from'] or nothing} till {m['to'] or nothing}")
        for m in moves
    ]  # fmt: skip
    return [html.P("I de filer som är inlästa byter de här problemtyp i nästa underlag:"), html.Ul(lines)]  # fmt: skip


def _said(asked: Asked) -> dict[str, Any]:
    """Raises Refused for what is missing."""
    texts = {key: " ".join(asked.text(key).split()) for key in ("name", "definition", "note", "new_group")}  # fmt: skip
    said: dict[str, Any] = {
        **texts,
        "group": asked.text("group"),
        "finest_level": asked.text("finest_level"),
    }
    if not texts["name"] or not texts["definition"]:
        raise Refused("Skriv typens namn och en mening om vad som räknas hit.")
    if len(texts["name"]) > 60 or len(texts["new_group"]) > 60:
        raise Refused("Namnet är för långt: högst 60 tecken.")
    if not (said["group"] or said["new_group"]) or said["finest_level"] not in LEVELS:
        raise Refused("Välj frågeområde och hur fint typen får visas.")
    for key in WORDS:  # the publishers' own words may have commas in them
        words = re.split(r"[,\n]" if key == "brottskoder" else r"\n", asked.text(key))
        said[key] = [word.strip() for word in words if word.strip()]
    return said


def _code(asked: Asked) -> str:
    return "" if asked.of == "ny" else asked.of


def _look(asked: Asked) -> Done:
    found = _settings()
    why, moves = found.set_type(_code(asked), _said(asked), only_look=True)
    if why:
        raise Refused(why)
    return Done("Ingenting är ändrat än.", shown=html.Div(moved(moves)), stays=True)


def _save(asked: Asked) -> Done:
    said, moves = _said(asked), list[Any]()

    def change(found: Settings) -> str:
        why, those = found.set_type(_code(asked), said, only_look=False)
        moves.extend(those)
        return why

    making.made(asked, change, part="type", what=f"{'Ny problemtyp' if asked.of == 'ny' else 'Problemtyp'}: {said['name']}.")  # fmt: skip
    return Done("Sparat. Gäller i nästa underlag.", go=HERE if asked.of == "ny" else "", shown=html.Div(moved(moves)))  # fmt: skip


def _look_off(asked: Asked) -> Done:
    why, moves = _settings().switch_type_off(asked.of, to=asked.text("to"), only_look=True)
    if why:
        raise Refused(why)
    return Done("Ingenting är ändrat än.", shown=html.Div(moved(moves)), stays=True)


def _save_off(asked: Asked) -> Done:
    moves = list[Any]()
    names = {of["code"]: of["name"] for of in _settings().types()["types"]}

    def change(found: Settings) -> str:
        why, those = found.switch_type_off(asked.of, to=asked.text("to"), only_look=False)
        moves.extend(those)
        return why

    what = f"Avstängd: {names.get(asked.of, 'okänd')}, räknas som {names.get(asked.text('to'), 'okänd')}."
    making.made(asked, change, part="type", what=what)
    return Done("Avstängd i nästa underlag.", shown=html.Div(moved(moves)))


def _settings() -> Settings:
    found = setting_up.settings()
    if found is None:
        raise Refused(making.ONLY_TO_LOOK)
    return found


DEEDS = {
    "type-look": Deed("coordinate", _look),
    "type-save": Deed("coordinate", _save),
    "off-look": Deed("coordinate", _look_off),
    "off-save": Deed("coordinate", _save_off),
}
