"""What stands on the pages: the project's own words, and none that says why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.dashboard.conftest import Visit

# docs/ordlista.md, "säg inte"
NOT_OURS = re.compile(
    r"""\b(?: signal\w* | larm\w* | hotspots? | prövade? | datastatus | utgåva\w* | edition | batch
    | delad\ vy | publik | raderad\w* | ögonblicksbild\w* | signera\w* | läs\ upp | parkerad\w*
    | frys\w* | exportera\w* | avvikande\ mening | saker\ är\ nya | natt\ mot )\b""",
    re.IGNORECASE | re.VERBOSE,
)
WHY = re.compile(
    r"\b(?:ledde till|leder till|orsak\w*|effekt\w*|på grund av|beror på|tack vare|till följd av)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(?:loading|error|null|undefined|nan|none|true|false)\b", re.IGNORECASE)
# Publishers' own sentences: what they asked people, and the headlines of the police.
THEIRS = "#survey-foot, #events .events"

TEXT = """theirs => {
    document.querySelectorAll('details').forEach(d => { d.open = true; });
    document.querySelectorAll(theirs).forEach(e => { e.remove(); });
    const drawn = [...document.querySelectorAll('svg text')].map(t => t.textContent);
    const said = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(
        e => ['aria-label', 'placeholder', 'title'].map(name => e.getAttribute(name) ?? ''));
    const told = trace => (trace.hovertemplate ? trace.customdata : []).map(own =>
        trace.hovertemplate.replace(/%{customdata.(\\d).}/g, (part, number) => own[number]));
    const hover = [...document.querySelectorAll('.js-plotly-plot')].flatMap(
        graph => graph.data.flatMap(trace => [trace.hovertext ?? [], told(trace)].flat()));
    return [document.body.innerText, ...drawn, ...said, ...hover].join('\\n');
}"""

VIEWS = ["/", "/fler-kallor", "/om-data", "/utskrift"]  # in pages/test_in_a_browser.py
OTHERS = [
    "/?period=1v&omrade=0617",  # a quiet week in a small kommun
    "/?typ=sexualbrott",  # shown per quarter only
    "/?matt=per1000&niva=deso&jamfor=fore&vecka=2026-W99",  # and a part that cannot be followed
]


def words(page: Page) -> str:
    return str(page.evaluate(TEXT, THEIRS))


@pytest.mark.parametrize("path", OTHERS)
def test_the_words_are_ours_and_never_say_why(visit: Visit, path: str) -> None:
    words_are_ours(visit(path))


def words_are_ours(page: Page) -> None:
    """The page is not to be used afterwards: it has lost its publishers' own sentences."""
    text = words(page)
    assert len(text) > 100
    assert NOT_OURS.findall(text) == []
    assert WHY.findall(text) == []
    assert ENGLISH.findall(text) == []
    if page.locator("#map-card, #sheet").count():
        no_count_is_in_per_cent(page)
        never_called_something_else(page)


def no_count_is_in_per_cent(page: Page) -> None:
    """Only a survey's answers and shares of the whole are: 3 of 4 is not 75 % fewer."""
    page.evaluate("document.querySelectorAll('#survey-card').forEach(e => e.remove())")
    text = words(page)
    assert "%" not in text
    for sentence in re.findall(r"[^.]*\bprocent\b[^.]*", text):
        assert re.search(r"procent (?:av alla|ha kommit in)", sentence), sentence


def never_called_something_else(page: Page) -> None:
    """Anmälda brott are the police's reports; händelser are what observers report."""
    for part in page.locator("#map-card, #series-card, #findings-card, #types-card, h1").all():
        said = part.inner_text().lower()
        for noted in part.locator(".noted").all():  # a händelse there is what somebody wrote down
            said = said.replace(noted.inner_text().lower(), "")
        for name in ("inga händelser", "rapportörernas händelser (est)"):
            said = said.replace(name, "")
        assert "händelse" not in said
