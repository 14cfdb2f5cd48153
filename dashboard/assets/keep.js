// Dash 4.4 makes anew whatever a callback answers with (plotly/dash#3846): the row that was picked
// with the keyboard is another element afterwards, and the table that was opened is closed. The new
// ones get what the old ones had.
(() => {
    let focused = '', had = false, resting = null;
    document.addEventListener('focusin', ({ target }) => {
        if (target === resting) { return; }
        [focused, had, resting] = [target.id, true, null];
    });
    const letGo = () => { [focused, had] = ['', false]; };
    document.addEventListener('pointerdown', letGo);
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') { letGo(); } });
    // what is gone leaves the keyboard at the top of the page, and not before its menu
    const keep = () => {
        const at = document.activeElement;
        if (!had || (at !== document.body && at !== resting)) { return; }
        const again = focused && document.getElementById(focused);
        if (again) { again.focus({ preventScroll: true }); return; }
        const rest = document.querySelector('.meeting-body') ?? document.querySelector('main');
        if (rest && rest !== at) {
            resting = rest;
            rest.tabIndex = -1;
            rest.focus({ preventScroll: true });
        }
    };

    const opened = new Set();
    const nameOf = (details) =>
        `${details.parentElement.closest('[id]').id}|${details.querySelector('summary')?.textContent}`;
    document.addEventListener('toggle', ({ target }) => {
        if (target.open) { opened.add(nameOf(target)); } else { opened.delete(nameOf(target)); }
    }, true);

    new MutationObserver(() => {
        keep();
        if (opened.size) {
            document.querySelectorAll('details:not([open])').forEach((details) => {
                if (opened.has(nameOf(details))) { details.open = true; }
            });
        }
    }).observe(document, { childList: true, subtree: true });
})();
