"""The four users' tasks, done on the demo and counted: docs/uppgifter.md and its pictures.

Run from the project's root, beside `lagesbild demo --workplace NEW --port 8050`:
    PYTHONPATH=. python docs/make_tasks.py http://127.0.0.1:8050
The meeting's version is fixed in the workplace, so that it is done once in each.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.dashboard.conftest import drawn

HERE = Path(__file__).parent
HEAD = """# De fyra uppgifterna

Gjorda i exemplet (`lagesbild demo`) av `docs/make_tasks.py`, från den sida som öppnas. *Tryck* är klick, val i
en lista och tangenter; *skrivet* är fält att skriva i; *väntan* är hur länge programmet arbetade sammanlagt, på en
dator med två kärnor och utan skärm. Hur länge en människa läser och tänker är inte räknat.

"""


@dataclass
class Task:
    """One user's way through, and what it took."""

    page: Page
    presses: int = 0
    written: int = 0
    waited: float = 0.0
    steps: list[str] = field(default_factory=list)

    def _after(self, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        drawn(self.page)
        self.waited += time.monotonic() - began

    def press(self, what: Locator, said: str = "") -> None:
        self._after(what.click)
        self.presses += 1
        self._say(said)

    def key(self, name: str, said: str = "") -> None:
        self._after(lambda: self.page.keyboard.press(name))
        self.presses += 1
        self._say(said)

    def choose(self, label: str, option: str, said: str = "") -> None:
        self.press(self.page.get_by_role("textbox", name=label, exact=True).first)
        self.press(self.page.get_by_role("option", name=option).first, said)

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.written += 1

    def _say(self, said: str) -> None:
        if said:
            self.steps.append(said)

    def see(self, name: str, said: str) -> None:
        self.page.screenshot(path=HERE / "bilder" / f"{name}.png")
        self.steps.append(f"{said}\n\n   ![{said}](bilder/{name}.png)\n")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    def heading(self, name: str) -> None:
        self.page.get_by_role("heading", level=1, name=name).wait_for()


def chief(task: Task) -> None:
    task.press(task.link("Platser"), "Dörren *Platser*.")
    task.see(
        "uppgift_platser", "Var mycket har samlats, och om det är nytt, bestående eller avtagande."
    )
    task.choose(
        "Källa",
        "Rapportörernas händelser (EST)",
        "Källa: *Rapportörernas händelser*, som har klockslag.",
    )
    task.choose("Tid på dygnet", "Kväll 18–24", "Tid på dygnet: *Kväll 18–24*.")
    evening = task.link("Patrullblad").and_(task.page.locator("[href*='tid=kvall']"))
    with task.page.expect_popup() as opened:
        task.press(evening, "*Patrullblad*, och *Skriv ut*.")
    task.page = opened.value
    task.heading("")
    drawn(task.page)
    task.see("uppgift_patrullblad", "Bladet för utsättningen.")


def council(task: Task) -> None:
    task.press(task.link("Område"), "Dörren *Område*.")
    task.press(
        task.page.locator("#o-parts-card").get_by_role("link", name="Värnamo", exact=True),
        "*Värnamo*.",
    )
    task.heading("Värnamo")
    task.press(
        task.page.locator("#o-parts-card").get_by_role(
            "link", name="Centrum-Apladalen", exact=True
        ),
        "*Centrum-Apladalen*.",
    )
    task.heading("Centrum-Apladalen")
    task.see("uppgift_omrade", "Utvecklingen i delområdet, med det väntade som band.")
    task.press(task.page.get_by_role("tab", name="Polis ↔ kommun"), "Fliken *Polis ↔ kommun*.")
    task.see("uppgift_sidor", "Vad var och en ser, sida vid sida; skillnaderna sägs.")
    task.press(
        task.page.get_by_role("tab", name="Liknande kommuner"), "Fliken *Liknande kommuner*."
    )
    task.press(task.page.get_by_role("tab", name="Utveckling"))
    task.press(
        task.page.locator("main a[href^='/siffra']:visible").first,
        "Tillbaka till *Utveckling*, och ett antal.",
    )
    task.see("uppgift_siffra", "Siffrans kort, med svar att lämna ut.")


def meeting(task: Task) -> None:
    page = task.page
    task.press(task.link("Möte"), "Dörren *Möte*. Dagen innan bedömer var och en för sig: *Bedöm*.")
    waits = page.locator("main tr", has_text="inte lämnad")
    while waits.count():
        task.press(waits.first.get_by_role("link", name="Bedöm"))
        every = page.get_by_role("radiogroup", name="Hur är läget?")
        for n in range(every.count()):
            task.press(every.nth(n).get_by_role("radio", name="förhöjt" if n == 0 else "normalt"))
        task.press(task.button("Lämna bedömningen"))
        task.press(task.link("Möte"))
    task.steps.append("För varje part och fråga en nivå, och *Lämna bedömningen*.")
    task.press(task.link("Till mötet →"), "På mötet: *Till mötet*.")
    task.press(task.button("polis och kommun"), "Vilka som är i rummet.")
    task.see("uppgift_mote_kommit", "Vad har kommit in?")
    task.key("ArrowRight", "Högerpil: *Förra mötets åtgärder*.")
    task.key("ArrowRight", "Högerpil: *Vad är nytt*.")
    task.see("uppgift_mote_nytt", "Vad är nytt sedan förra mötet.")
    task.key("ArrowRight", "Högerpil: *Bedöm*.")
    many = int(page.locator(".subject-head .pill").inner_text().split()[2])
    for n in range(many):
        task.press(task.button("Visa bedömningarna"))
        task.press(task.button("Vi är eniga"))
        if n == 0:
            task.see(
                "uppgift_mote_bedom",
                f"*Visa bedömningarna* och *Vi är eniga*, för var och en av {many} frågor.",
            )
        task.key("ArrowRight")
    task.heading("Inför helgen")
    task.write("Plats", "Värnamo resecentrum")
    task.write("Tid", "fre 20–02")
    task.choose("Vem", "Polisen")
    task.write("Vad", "synlig närvaro")
    task.press(task.button("Lägg till"))
    task.see("uppgift_mote_helgen", "Inför helgen: plats, tid, vem och vad.")
    task.key("ArrowRight", "Högerpil: *Stäm av och fastställ*.")
    task.press(task.button("Vi har läst igenom"), "*Vi har läst igenom*.")
    for _ in range(page.get_by_role("button", name="Fastställ för").count()):
        task.press(page.get_by_role("button", name="Fastställ för").first)
    page.get_by_role("heading", level=1, name="är fastställd").wait_for()
    task.see("uppgift_mote_faststalld", "Var och en fastställer.")


def exporter(task: Task) -> None:
    task.press(task.link("Möte"), "Dörren *Möte*.")
    task.press(task.link("Version 2"), "*Version 2*.")
    card = task.page.locator(
        ".card", has=task.page.get_by_role("heading", name="Ta ut", exact=True)
    )
    card.scroll_into_view_if_needed()
    task.see("uppgift_ta_ut", "Kortet *Ta ut*.")
    with task.page.expect_download() as waited:
        task.press(card.get_by_role("link", name="PDF").first, "Bilagan som PDF: filen laddas ner.")
    waited.value.cancel()


TASKS = {
    "Lokalpolisområdeschefen, tre minuter före passet": chief,
    "BRÅ-gruppen borrar i ett område": council,
    "Samordnaren tar ut en bilaga till löftet": exporter,
    "EST-mötet, från bedömning till fastställd version": meeting,
}


def main(address: str) -> None:
    told, rows = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for title, do in TASKS.items():
            page = browser.new_page(
                viewport={"width": 1280, "height": 720}, locale="sv-SE", reduced_motion="reduce"
            )
            task = Task(page)
            task._after(lambda page=page: page.goto(address))
            do(task)
            page.close()
            waited = f"{task.waited:.1f}".replace(".", ",")
            rows.append(f"| {title} | {task.presses} | {task.written} | {waited} s |")
            steps = "\n".join(f"{n}. {said}" for n, said in enumerate(task.steps, 1))
            told.append(f"## {title}\n\n{steps}\n")
        browser.close()
    table = "| uppgift | tryck | skrivet | väntan |\n| --- | ---: | ---: | ---: |\n" + "\n".join(
        rows
    )
    (HERE / "uppgifter.md").write_text(HEAD + table + "\n\n" + "\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
