"""The four users' tasks with the keyboard alone: docs/tangentbord.md.

Run from the project's root, beside `lagesbild demo --workplace NEW --port 8050`:
    PYTHONPATH=. python docs/make_keys.py http://127.0.0.1:8050
No mouse is used. Each time a key has moved the focus, this holds, or the run stops: something has
the focus, it comes later on the page than the last, it can be seen where the page stands, nothing
lies over it, and it has a ring around it. The meeting's version is fixed in the workplace, so that
it is done once in each.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.dashboard.conftest import drawn

HERE = Path(__file__).parent
LOST = "nothing has the focus"
MOST = 150  # presses of one key before something is said not to be reached
HEAD = """# De fyra uppgifterna med tangentbordet

Gjorda i exemplet (`lagesbild demo`) av `docs/make_keys.py`, utan mus, på en skärm om 1280 × 720. Vid varje tangent prövas att något har
fokus, att det kommer efter det förra på sidan, att det syns där sidan står, att inget ligger över det och att det har en ram.
*Hoppa till innehållet* är det första på varje sida: **Tab**, **Enter** går förbi menyn.

"""
FOCUS = """last => {
    const at = document.activeElement;
    if (!at || at === document.body) { return { wrong: 'nothing has the focus', said: '' }; }
    const ringed = one => {
        const style = one && getComputedStyle(one);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    const { left, top, right, bottom, width } = at.getBoundingClientRect();
    const said = `${at.tagName} ${at.id} ${(at.getAttribute('aria-label') || at.innerText || at.value || '').slice(0, 60)}`;
    const wrong = [];
    if (!ringed(at) && !ringed(at.nextElementSibling) && !ringed(at.closest('.mantine-Input-input'))) { wrong.push('no ring'); }
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2, y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const over = document.elementFromPoint(x, y);
    if (width > 1 && !(over && (at.contains(over) || over.contains(at) || over.closest('label')?.control === at))) {
        wrong.push(`covered or out of sight at ${x | 0}, ${y | 0}`);
    }
    const before = window.lastFocused;
    if (last && before?.isConnected && !(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING)) {
        wrong.push('comes before the last one');
    }
    window.lastFocused = at;
    return { said, wrong: wrong.join(', ') };
}"""


@dataclass
class Keyboard:
    """One user's way through, key by key."""

    page: Page
    keys: list[tuple[str, str]] = field(default_factory=list)  # of this step: key, what it reached
    steps: list[str] = field(default_factory=list)
    pressed: int = 0

    def press(self, key: str, *, at: str = "", moves: bool = False) -> None:
        """`moves` where the key is to lead the focus onwards."""
        self.page.keyboard.press(key)
        if not moves:
            drawn(self.page)
        self.pressed += 1
        self.keys.append((key, at))
        found = self.page.evaluate(FOCUS, moves)
        if found["wrong"] and (moves or found["wrong"] == LOST):
            raise AssertionError(f"{key}, press {self.pressed}: {found}\nafter {self.steps[-1:]}")

    def to(self, what: Locator, name: str) -> None:
        """With Tab as many times as it takes."""
        for _ in range(MOST):
            self.press("Tab", moves=True)
            if what.evaluate_all("all => all.some(one => one === document.activeElement)"):
                self.keys[-1] = ("Tab", name)
                return
        raise AssertionError(f"{name} is not reached with {MOST} presses of Tab")

    def on(self, what: Locator, name: str, key: str = "Enter") -> None:
        """There, and pressed."""
        self.to(what, name)
        self.press(key)

    def inside(self) -> None:
        """Past the menu."""
        self.on(
            self.page.get_by_role("link", name="Hoppa till innehållet"), "Hoppa till innehållet"
        )

    def find(self, label: str, text: str, option: str) -> None:
        """By some of its letters, each of which is a key."""
        self.write(label, text)
        self.pressed += len(text)
        self.take(option)

    def choose(self, label: str, option: str) -> None:
        self.to(self.page.get_by_role("textbox", name=label, exact=True), label)
        self.take(option)

    def take(self, option: str) -> None:
        """Down the open list to it."""
        self.press("ArrowDown")
        chosen = self.page.locator("[role=option][data-combobox-selected]:visible")
        for _ in range(MOST):
            if chosen.count() and chosen.inner_text() == option:
                break
            self.press("ArrowDown", at=option)
        self.press("Enter")

    def write(self, label: str, text: str) -> None:
        self.to(self.page.get_by_label(label, exact=True), label)
        self.page.keyboard.type(text)
        self.keys.append(("skriv", text))

    def step(self, said: str) -> None:
        """What the keys since the last step did."""
        told = []
        for key, presses in groupby(self.keys, key=lambda one: one[0]):
            many = list(presses)
            reached = f" till *{many[-1][1]}*" if many[-1][1] else ""
            times = f" × {len(many)}" if len(many) > 1 else ""
            told.append(
                f"skriv *{many[-1][1]}*"
                if key == "skriv"
                else f"**{NAMES.get(key, key)}**{times}{reached}"
            )
        self.steps.append(f"{', '.join(told)}. {said}")
        self.keys.clear()

    def heading(self, name: str) -> None:
        self.page.get_by_role("heading", level=1, name=name).wait_for()
        drawn(self.page)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


NAMES = {
    "ArrowDown": "Nedpil",
    "ArrowLeft": "Vänsterpil",
    "ArrowRight": "Högerpil",
    " ": "Mellanslag",
    "Space": "Mellanslag",
}


def chief(keys: Keyboard) -> None:
    keys.on(keys.link("Platser"), "Platser")
    keys.heading("platser")
    keys.step("Dörren *Platser*: var mycket har samlats.")
    keys.choose("Källa", "Rapportörernas händelser (EST)")
    keys.step("Källan som har klockslag.")
    keys.choose("Tid på dygnet", "Kväll 18–24")
    keys.step("Bara kvällarna.")
    keys.to(keys.link("Patrullblad"), "Patrullblad")
    with keys.page.expect_popup() as opened:
        keys.press("Enter")
    keys.page = opened.value
    keys.page.locator("#patrol-sheet h1").wait_for()
    keys.step("Bladet för utsättningen.")
    keys.to(keys.button("Skriv ut"), "Skriv ut")
    keys.step("Här skriver **Enter** ut bladet.")


def council(keys: Keyboard) -> None:
    keys.on(keys.link("Område"), "Område")
    keys.heading("Välj ett område")
    keys.step("Dörren *Område*.")
    keys.find("Gå till område", "apladalen", "Centrum-Apladalen · Värnamo")
    keys.heading("Centrum-Apladalen")
    keys.step("*Centrum-Apladalen*.")
    keys.to(keys.page.get_by_role("tab", name="Utveckling"), "Utveckling")
    keys.press("ArrowRight")
    keys.press("ArrowRight", at="Polis ↔ kommun")
    keys.page.locator("#o-sidor .card").first.wait_for()
    keys.step("Vad var och en ser, sida vid sida.")
    keys.press("ArrowRight", at="Liknande kommuner")
    keys.page.locator("#o-liknande .card").first.wait_for()
    keys.step("De liknande kommunerna.")
    for _ in range(3):
        keys.press("ArrowLeft", at="Utveckling")
    keys.on(keys.page.locator("#o-utveckling a[href^='/siffra']"), "första antalet")
    keys.page.get_by_role("heading", name="Svar att lämna ut").wait_for()
    keys.step("Siffrans kort, med svar att lämna ut.")


def meeting(keys: Keyboard) -> None:
    page = keys.page
    keys.on(keys.link("Möte"), "Möte")
    waits = page.locator("main tr", has_text="inte lämnad")
    waits.first.wait_for()
    keys.step("Dörren *Möte*.")
    while waits.count():
        keys.on(waits.first.get_by_role("link", name="Bedöm"), "Bedöm")
        keys.heading("bedömer")
        every = page.get_by_role("radiogroup", name="Hur är läget?")
        for n in range(every.count()):
            level = "förhöjt" if n == 0 else "normalt"
            keys.on(every.nth(n).get_by_role("radio", name=level), level, "Space")
        keys.on(keys.button("Lämna bedömningen"), "Lämna bedömningen")
        page.get_by_text("Allt är lämnat").wait_for()
        keys.step("En part har bedömt för sig.")
        keys.on(keys.link("Till mötets sida"), "Till mötets sida")
        keys.heading("EST-möte")
    keys.on(keys.link("Till mötet →"), "Till mötet")
    keys.heading("Vad har kommit in?")
    keys.on(keys.button("polis och kommun"), "polis och kommun")
    keys.step("På mötet, och vilka som är i rummet.")
    for name in ("Förra mötets åtgärder", "", ""):
        keys.press("ArrowRight")
        if name:
            keys.heading(name)
    keys.step("Förra mötets åtgärder, vad är nytt, och den första frågan.")
    many = int(page.locator(".subject-head .pill").inner_text().split()[2])
    for n in range(many):
        page.locator(".subject-head .pill", has_text=f"{n + 1} av {many}").wait_for()
        keys.on(keys.button("Visa bedömningarna"), "Visa bedömningarna")
        keys.on(keys.button("Vi är eniga"), "Vi är eniga")
        keys.press("ArrowRight")
        keys.step(f"Fråga {n + 1} av {many}.")
    keys.heading("Inför helgen")
    keys.write("Plats", "Värnamo resecentrum")
    keys.write("Tid", "fre 20–02")
    keys.choose("Vem", "Polisen")
    keys.write("Vad", "synlig närvaro")
    keys.on(keys.button("Lägg till"), "Lägg till")
    page.locator("main tr", has_text="synlig närvaro").wait_for()
    keys.step("Inför helgen.")
    keys.press("ArrowRight")
    keys.heading("Stäm av och fastställ")
    keys.on(keys.button("Vi har läst igenom"), "Vi har läst igenom")
    approve = page.get_by_role("button", name="Fastställ för")
    approve.first.wait_for()
    keys.step("Läst igenom.")
    while approve.count():
        left = approve.count()
        keys.on(approve.first, approve.first.inner_text())
        page.wait_for_function(
            "n => [...document.querySelectorAll('button')].filter(b => b.innerText.startsWith('Fastställ för')).length < n",
            arg=left,
        )
        keys.step("En part har fastställt.")
    keys.heading("är fastställd")


def exporter(keys: Keyboard) -> None:
    card = keys.page.locator(
        ".card", has=keys.page.get_by_role("heading", name="Ta ut", exact=True)
    )
    keys.on(keys.link("Möte"), "Möte")
    keys.on(keys.link("Version 2"), "Version 2")
    card.wait_for()
    keys.step("Dörren *Möte* och den fastställda versionen.")
    keys.to(card.get_by_role("link", name="PDF").first, "PDF")
    with keys.page.expect_download() as waited:
        keys.press("Enter")
    waited.value.cancel()
    keys.step("Bilagan laddas ner.")


TASKS: dict[str, Callable[[Keyboard], None]] = {
    "Lokalpolisområdeschefen, tre minuter före passet": chief,
    "BRÅ-gruppen borrar i ett område": council,
    "Samordnaren tar ut en bilaga till löftet": exporter,
    "EST-mötet, från bedömning till fastställd version": meeting,
}


def main(address: str, only: str = "") -> None:
    told = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for title, do in TASKS.items():
            if only not in do.__name__:
                continue
            page = browser.new_page(
                viewport={"width": 1280, "height": 720}, locale="sv-SE", reduced_motion="reduce"
            )
            page.goto(address)
            drawn(page)
            keys = Keyboard(page)
            do(keys)
            page.close()
            steps = "\n".join(f"{n}. {said}" for n, said in enumerate(keys.steps, 1))
            told.append(f"## {title}\n\n{keys.pressed} tangenter.\n\n{steps}\n")
            print(told[-1])
        browser.close()
    if not only:
        (HERE / "tangentbord.md").write_text(HEAD + "\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
