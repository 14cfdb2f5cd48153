"""The design sheet: docs/formgivning.md, and its picture out of the app's own style sheet.

Run from the project's root: PYTHONPATH=. python docs/make_design.py
The text is tested to be what this makes; the picture is taken again when a token is changed.
"""

from __future__ import annotations

import base64
import re
import shutil
from dataclasses import fields
from pathlib import Path

from playwright.sync_api import sync_playwright

from dashboard.components.states import STATES
from dashboard.figures.palette import AFAR, BUSY, FONT, MARKS, THEMES, Palette, axis
from dashboard.pledge.metre import MARKS as KEPT
from dashboard.version.words import LEVEL_MARKS, LEVELS
from tests.dashboard.figures.test_palette import CSS, contrast, tokens

HERE = Path(__file__).parent
ROLES = {
    "ink": "text, linjer som är siffror",
    "quiet": "det som står bredvid: källa, axlar, väntat",
    "line": "hårstreck, kortens kant",
    "ground": "sidans botten",
    "card": "kortets botten",
    "land": "kartans mark",
    "water": "vatten",
    "green": "skog och park",
    "house": "hus",
    "road": "väg",
    "kerb": "vägens kant; det förra året på papper",
    "accent": "det enda som går att trycka på: länk, knapp, fokus, valt",
    "band": "väntat: bandet bakom linjen",
    "normal": "inom normal variation: cirklar och staplar",
    "clear": "tydlig avvikelse",
    "look": "värt att titta på",
    "fewer": "färre än väntat",
    "busy": "plats med många händelser",
    "raised": "bedömt: förhöjt",
    "serious": "bedömt: allvarligt",
}
HEAD = """# Formgivning

Görs av `docs/make_design.py` ur koden; `tests/test_docs.py` prövar att bladet stämmer. Orden avgörs av [ordlistan](ordlista.md).

![Bladet i ljust och mörkt](bilder/formgivning.png)

**Grundtanken.** Bara det som avviker har färg. Form, ord och färg säger alltid samma sak tillsammans. Antal är cirklar, andelar är ytor. Överst
står fyndet i ord, och det man kom för är störst på sin rad. En lugn vecka ser lika färdig ut som en livlig.

"""
WHERE = """## Var det står

| vad | var | vad som håller ihop det |
| --- | --- | --- |
| färger, figurernas gemensamma utseende (plotly-mallen) | `dashboard/figures/palette.py`: `LIGHT`, `DARK`, `Drawing`, `axis`, `count_axis` | `tests/dashboard/figures/test_palette.py`: samma färger i alla filer här, kontrast, färgblindhet, gråtryck |
| sidornas mått och färger | `dashboard/assets/lagesbild.css`, första blocket | samma prov |
| papperets bilder (matplotlib) | `dashboard/papers/style.mplstyle`, `dashboard/papers/drawing.py` | samma prov |
| papperet: PDF, webbsida, Word och bildspel, Excel | `dashboard/papers/paper.typ`, `html.py`, `docx.py` (färgerna ur paletten), `xlsx.py` | samma prov; `tests/dashboard/papers/` |
| helgkortet, rapportörernas formulär | `dashboard/export/card.py`, `dashboard/report_form/static/form.css` | samma prov |
| avvikelsernas och platsernas märken | `MARKS`, `BUSY` i `dashboard/figures/palette.py` | `test_every_word_has_a_shape_and_a_colour_of_its_own` |
| bedömningens märken, löftets, de tomma lägenas | `dashboard/version/words.py`, `dashboard/pledge/metre.py`, `dashboard/components/states.py` | orden: `tests/dashboard/test_words.py` |

"""
LANGUAGE = """## Linje, band, streckning

- Linjen i `ink` är det som hände, vecka för vecka; bandet i `band` är det väntade. Veckor utanför bandet får en punkt i avvikelsens färg.
- Veckor som inte är fullständiga är streckade och ihåliga, och linjen går inte dit. Ett brott i serien är ett brutet lodstreck.
- Händelser & insatser är numrerade hårstreck; orden står under, och säger när, aldrig varför.
- Intervall är ett streck med tvärstreck; mitten är punkten. Ingen dubbel axel, ingen tårta, ingen mätare.
- Är underlaget för litet står det *för få för att bedöma*, i `quiet`, och inget märke.

## Kortet

Rubrik, och till höger det som gäller hela kortet eller en väljare · bilden · en mening som säger vad den visar · förklaringen av märken ·
*Tabell* · längst ner, litet: källa, uttag, vad som är grövre, *Vad är detta?*. Det vi inte ser har ett eget kort i `warm`.
En åtgärd per kort är fylld (`primary`); de andra är konturer. Byggs av `cards.card`, `cards.graph` och `cards.twin` i `dashboard/components/cards.py`.

"""


def text() -> str:
    """The sheet, as it is to stand in docs/."""
    return HEAD + _colours() + _marks() + LANGUAGE + _sizes() + WHERE.rstrip() + "\n"


def _colours() -> str:
    rows = []
    for role, said in ROLES.items():
        cells = [
            f"`{getattr(p, role)}` {contrast(getattr(p, role), p.card):.1f}"
            for p in THEMES.values()
        ]
        rows.append(f"| `{role}` | {said} | {' | '.join(cells)} |")
    steps = [" ".join(f"`{rate}`" for rate in palette.rates) for palette in THEMES.values()]
    assert {f.name for f in fields(Palette)} == {*ROLES, "rates"}
    rows.append(f"| `rates` | yta, från få till många | {' | '.join(steps)} |")
    own = [name for name in tokens("light") if name not in ROLES and not name.startswith("rate-")]
    rows += [
        f"| `--{name}` | bara på sidorna | "
        + " | ".join(f"`{tokens(t)[name]}`" for t in THEMES)
        + " |"
        for name in own
    ]
    head = "## Färgernas roller\n\nTalet är kontrasten mot kortet (WCAG 2): text minst 4,5, märken minst 3. Botten och hårstreck bär inget ensamma.\n\n"
    table = "| roll | vad den är till | ljust | mörkt |\n| --- | --- | --- | --- |\n"
    return head + table + "\n".join(rows).replace(".", ",") + "\n\n"


def _marks() -> str:
    families = {
        "avvikelse, ur siffrorna": {word: shape for word, (shape, _) in MARKS.items()},
        "plats med många händelser": {word: shape for word, (shape, _) in BUSY.items()},
        "bedömning, av parterna": {LEVELS[n]: shape for n, shape in LEVEL_MARKS.items()},
        "löftets aktivitet": {"klart, före, i takt, efter, loggning saknas, kan inte bedömas": " ".join(KEPT.values())},
        "inget att visa": {word: mark for mark, word, _ in STATES.values()},
    }  # fmt: skip
    rows = [
        f"| {family} | {' · '.join(f'{shape} {word}' for word, shape in marks.items())} |"
        for family, marks in families.items()
    ]
    return "## Märken\n\nRuterna är avvikelser och inget annat; bedömningen har andra former.\n\n| familj | märken |\n| --- | --- |\n" + "\n".join(rows) + "\n\n"  # fmt: skip


def _sizes() -> str:
    """Read out of the style sheet and the template, so that the sheet cannot say anything else."""

    def css(pattern: str) -> str:
        found = re.search(pattern, CSS, re.DOTALL)
        assert found, pattern
        return re.sub(r"(?<!\d)\.", "0.", found[1]).replace(".", ",")

    letters = axis(THEMES["light"])["tickfont"]["size"]
    style = (HERE.parent / "dashboard/papers/style.mplstyle").read_text(encoding="utf-8")
    typ = (HERE.parent / "dashboard/papers/paper.typ").read_text(encoding="utf-8")
    page, phone = css(r":root {[^}]*font-size: (\d+px)"), css(r"\n    :root { font-size: (\d+px)")  # fmt: skip
    far, near = css(r"--size: (\d+px)"), css(r"\n    .page:has..meeting. { --size: (\d+px); }\n    .meeting-bar")  # fmt: skip
    large, total = css(r"\n\.large { font-size: (.*?);"), css(r"\n\.total { font-size: (.*?);")
    radius, room = css(r"--radius: (\d+px)"), css(r"\n\.card {[^}]*padding: (.*?);")
    [letter], [drawn] = re.findall(r"size: (\d+pt), fill: ink", typ), re.findall(r"font.size: (\d+)", style)  # fmt: skip
    rows = {
        "sidan": f"{page}, på telefon {phone}",
        "rubrik": css(r"\nh1 { font-size: clamp\((.*?)\)"),
        "kortets rubrik": css(r"\nh2 { font-size: (.*?);"),
        "antal i en rad, summan": f"{large}, {total}",
        "källraden": css(r"\n\.source {[^}]*font-size: (.*?);"),
        "mötet": f"{far}, på bärbar {near}; rubrik det dubbla, figurernas ord × {str(AFAR).replace('.', ',')}",
        "figurernas ord": f"{letters} px på axlar, 15 px i rutor",
        "papper": f"{letter} Lato, bilder {drawn} punkter",
        "radie, kortets luft, avstånd": f"{radius}, {room}, {css(r'[.]stack { display: grid; gap: ([0-9]+px)')}",
        "sidans kant": "32 px, på telefon 16 px",
        "minsta tryckyta": "44 px för det som skriver, 32 px för det lilla",
        "familj": f"`{FONT}`, med siffror lika breda",
    }  # fmt: skip
    table = "\n".join(f"| {what} | {size} |" for what, size in rows.items())
    return f"## Mått\n\n| vad | mått |\n| --- | --- |\n{table}\n\n"


def sheet(theme: str) -> str:
    """One page of HTML in the app's own style, nothing of it drawn by hand."""
    palette = THEMES[theme]
    swatches = "".join(
        f'<div><b style="background:{getattr(palette, role)}"></b>{role}<small>{contrast(getattr(palette, role), palette.card):.1f}</small></div>'
        for role in ROLES
    ).replace(".", ",")
    rates = "".join(f'<i class="rate-{n}"></i>' for n in range(len(palette.rates)))
    classes = {"tydlig avvikelse": "clear", "värt att titta på": "look", "färre än väntat": "fewer"}
    deviations = "".join(f'<p class="verdict {classes.get(word, "normal")}">{shape} {word}</p>' for word, (shape, _) in MARKS.items())  # fmt: skip
    busy = "".join(f'<p class="busy">{shape} {word}</p>' for word, (shape, _) in BUSY.items())
    levels = "".join(f'<p class="level level-{n}">{shape} {LEVELS[n]}</p>' for n, shape in LEVEL_MARKS.items())  # fmt: skip
    states = "".join(f"<p>{mark} {word}</p>" for mark, word, _ in STATES.values())
    return f"""<html lang="sv" data-mantine-color-scheme="{theme}"><style>{CSS}
.sw {{ display: grid; grid-template-columns: repeat(7, 1fr); gap: 8px; font-size: .8rem; }} .sw b {{ display: block; height: 42px; border-radius: 6px; border: 1px solid var(--line); }}
.sw small {{ float: right; color: var(--quiet); }} i {{ display: inline-block; width: 14.2%; height: 18px; }} .four {{ display: grid; grid-template-columns: repeat(4, 1fr); }} .four p {{ margin: 4px 0; }}
</style><body><div class="page"><div class="head"><div><h1>Två fortsätter</h1><p class="lead">Rubriken är ett fynd i ord, och under den hur säkert det är.</p></div><div class="pills"><span class="pill">✓ Anmälda brott till 22 nov</span></div></div>
<div class="wide"><section class="card"><div class="card-head"><h2>Färgernas roller</h2><span class="quiet">{"ljust" if theme == "light" else "mörkt"}; talet är kontrasten mot kortet</span></div><div class="sw">{swatches}</div><p>{rates}</p></section>
<section class="card"><h2>Märken</h2><div class="four"><div>{deviations}</div><div>{busy}</div><div>{levels}</div><div class="quiet">{states}</div></div></section>
<section class="card"><div class="card-head"><h2>Ett kort</h2><span class="quiet">det som gäller hela kortet</span></div><p class="sum"><strong class="total">494</strong> anmälda brott, väntat 406–654</p>
<figcaption>En mening som säger vad bilden visar.</figcaption><details><summary>Tabell</summary></details><footer class="source">Källa, uttag, vad som är grövre. <a href="#">Vad är detta?</a></footer>
<div class="answers"><button class="deed primary">Det kortet är till för</button><button class="deed">Något annat</button></div></section>
<section class="card unseen"><h2>Det här ser vi inte</h2><p>Brott som inte anmäls.</p></section></div></div></body></html>"""


def picture() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 940, "height": 1000})
        halves = []
        for theme in THEMES:
            page.set_content(sheet(theme))
            halves.append(base64.b64encode(page.screenshot(full_page=True)).decode())
        both = "".join(f'<img src="data:image/png;base64,{half}" width="940">' for half in halves)
        page.set_viewport_size({"width": 1880, "height": 1000})
        page.set_content(f'<body style="margin:0;display:flex;align-items:start">{both}</body>')
        page.screenshot(path=HERE / "bilder" / "formgivning.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    (HERE / "formgivning.md").write_text(text(), encoding="utf-8")
    picture()
