"""Opening Lägesbild to its last figure in Chromium, beside the same view in Streamlit and in Vizro.

Run from the project's root: python benchmarks/opening.py WORKPLACE PEERS
WORKPLACE is the example's (lagesbild demo --build-only), PEERS the Python of an environment with
streamlit, vizro, duckdb and shapely (benchmarks/peers/). The peers' page holds less: a map, a
series, a survey's figure and a table of the same edition. All take turns; nobody's cache is kept
between cold openings, and the browser's is between warm ones. Then how long a click takes to be
seen to (Interaction to Next Paint) with the processor slowed down six times.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROUNDS, FIGURES, SLOWER = 9, 3, 6
OURS, STREAMLIT, VIZRO = 8391, 8392, 8393
PEERS = Path(__file__).parent / "peers"
# A figure is drawn when its picture is as wide as its place, a page when the last one is and
# nobody waits for an answer.
DRAWN = """least => {
    const { appLifecycle, isLoading } = window.dash_stores?.[0]?.getState() ?? {};
    const asks = window.dash_stores && (appLifecycle !== 'HYDRATED' || isLoading);
    const shown = [...document.querySelectorAll('.js-plotly-plot')].filter(g => g.clientWidth > 0);
    const whole = shown.filter(graph => {
        const picture = graph.querySelector('.main-svg');
        return picture && Math.abs(picture.clientWidth - graph.clientWidth) <= 1;
    });
    return !asks && shown.length >= least && whole.length === shown.length;
}"""
SLOWEST = """() => new Promise(done => {
    window.spent = [];
    new PerformanceObserver(list => list.getEntries().forEach(e => {
        if (e.interactionId) window.spent.push(e.duration);
    })).observe({ type: 'event', durationThreshold: 16, buffered: true });
    done();
})"""


def main(workplace: Path, python: str) -> None:
    number = int((workplace / "editions/CURRENT").read_text())
    edition = workplace / f"editions/{number:04}"
    streamlit = [python, "-m", "streamlit", "run", str(PEERS / "opening_streamlit.py")]
    streamlit += ["--server.port", str(STREAMLIT), "--server.headless", "true"]
    streamlit += ["--browser.gatherUsageStats", "false", "--", str(edition)]
    vizro = [python, str(PEERS / "opening_vizro.py"), str(edition), str(VIZRO)]
    ours = [sys.executable, "-m", "lagesbild", "serve", "--workplace", str(workplace)]
    ours += ["--port", str(OURS)]
    sites = {"lägesbild": OURS, "streamlit": STREAMLIT, "vizro": VIZRO}
    with (
        running(ours, OURS),
        running(streamlit, STREAMLIT),
        running(vizro, VIZRO),
        sync_playwright() as playwright,
    ):
        chromium = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
        browser = playwright.chromium.launch(**chromium)
        spent = opened(browser, sites)
        clicks = interactions(browser, sites["lägesbild"])
        browser.close()
    print(f"{'s, median of ' + str(ROUNDS):<34}{'cold':>8}{'warm':>8}")
    for name in sites:
        cold, warm = (np.median(spent[name, way]) for way in ("cold", "warm"))
        print(f"{name:<34}{cold:>8.2f}{warm:>8.2f}")
    for peer, goal in (("streamlit", 0.5), ("vizro", 0.8)):
        ratios = [
            np.median(spent["lägesbild", way]) / np.median(spent[peer, way])
            for way in ("cold", "warm")
        ]
        print(f"{'lägesbild / ' + peer + f' (goal {goal})':<34}{ratios[0]:>8.2f}{ratios[1]:>8.2f}")
    p75 = np.percentile(clicks, 75)
    print(f"INP at {SLOWER} x slower, p75 of {len(clicks)}: {p75:.0f} ms (goal 200)")


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """The server, from when it answers."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit(f"Ended: {' '.join(command)}") from None
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait()


def opened(browser: Browser, sites: dict[str, int]) -> dict[tuple[str, str], list[float]]:
    """Seconds to the last figure, by site and whether the browser has been there before."""
    spent: dict[tuple[str, str], list[float]] = {
        (name, way): [] for name in sites for way in ("cold", "warm")
    }
    for number in range(ROUNDS + 1):  # the first is not counted: servers read their files in it
        for name, port in sites.items():
            context = browser.new_context(viewport={"width": 1920, "height": 1080})
            for way in ("cold", "warm"):
                page = context.new_page()
                start = time.perf_counter()
                page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
                page.wait_for_function(DRAWN, arg=FIGURES)
                if number:
                    spent[name, way].append(time.perf_counter() - start)
                page.close()
            context.close()
    return spent


def interactions(browser: Browser, port: int) -> list[float]:
    """Milliseconds from each click or key to the next picture, of the ways a meeting uses the page."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_function(DRAWN, arg=FIGURES)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate(SLOWEST)
    for _ in range(4):
        for name in ("En period tidigare", "En period senare"):
            press(page, name)
    for row in range(4):
        page.locator("#types [aria-pressed]").nth(row).click()
        page.wait_for_function(DRAWN, arg=FIGURES)
    page.wait_for_timeout(500)
    found = page.evaluate("window.spent")
    context.close()
    return [float(one) for one in found]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_function(DRAWN, arg=FIGURES)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
