// Dash 4.4 makes anew whatever a callback answers with (plotly/dash#3846): the row that was picked
// with the keyboard is another element afterwards, and the table that was opened is closed. The new
// ones get what the old ones had.
(() => {
    let focused = '';
    document.addEventListener('focusin', (event) => { focused = event.target.id; });
    document.addEventListener('pointerdown', () => { focused = ''; });

    const opened = new Set();
    const nameOf = (details) =>
        `${details.parentElement.closest('[id]').id}|${details.querySelector('summary')?.textContent}`;
    document.addEventListener('toggle', ({ target }) => {
        if (target.open) { opened.add(nameOf(target)); } else { opened.delete(nameOf(target)); }
    }, true);

    new MutationObserver(() => {
        if (focused && document.activeElement === document.body) {
            document.getElementById(focused)?.focus({ preventScroll: true });
        }
        if (opened.size) {
            document.querySelectorAll('details:not([open])').forEach((details) => {
                if (opened.has(nameOf(details))) { details.open = true; }
            });
        }
    }).observe(document, { childList: true, subtree: true });
})();
