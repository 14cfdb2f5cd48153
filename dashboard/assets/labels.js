// Names on a map that meet where they are drawn: the first keeps its place, the others stand in the
// sentence under the map. The figure lists them in order of weight, but only the browser knows how
// large the map became.
(() => {
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

    const frameOf = (graph, whole) => {
        const { xaxis2: x, yaxis2: y } = graph._fullLayout;
        if (!x || !y) { return []; }
        const left = whole.left + x._offset, top = whole.top + y._offset;
        return [{ left, top, right: left + x._length, bottom: top + y._length }];
    };

    const tidy = (graph) => {
        const whole = graph.getBoundingClientRect();
        const frame = frameOf(graph, whole);
        const taken = [];
        graph.querySelectorAll('.annotation').forEach((label) => {
            const { xref } = graph._fullLayout.annotations[label.dataset.index];
            const box = label.getBoundingClientRect();
            const hides = [...taken, ...(xref === 'x' ? frame : [])];
            const fits = box.left >= whole.left - 1 && box.right <= whole.right + 1;
            const stays = fits && !hides.some((other) => meet(box, other));
            label.style.visibility = stays ? '' : 'hidden';
            if (stays) { taken.push(box); }
        });
    };

    let asked = 0;
    const all = () => document.querySelectorAll('.picture[class*="map"] .js-plotly-plot').forEach((graph) => {
        if (graph._fullLayout) { tidy(graph); }
    });
    new MutationObserver(() => {
        cancelAnimationFrame(asked);
        asked = requestAnimationFrame(all);
    }).observe(document, { childList: true, subtree: true });
})();
