// A click on the map of places: where it was, in metres north and east (SWEREF 99 TM), is written in
// the field for the place, or as one corner more when that was the field one last stood in.
(() => {
    const FIELD = (name) => `:is(input, textarea)[id*='"do":"place"'][id*='"field":"${name}"']`;
    let last = 'at';
    let down = null;

    const mapOf = (event) => event.target.closest && event.target.closest('.picture-place-map .js-plotly-plot');

    const draw = (graph, x, y) => {
        const metres = Number(document.querySelector(FIELD('metres'))?.value) || 0;
        const line = { color: getComputedStyle(graph).getPropertyValue('--accent'), width: 3 };
        const round = (r) => ({ type: 'circle', xref: 'x', yref: 'y', x0: x - r, x1: x + r, y0: y - r, y1: y + r, line });
        const before = last === 'corners' ? graph.layout.shapes || [] : [];
        const shapes = last === 'corners' ? [round(15)] : [round(metres), round(15)];
        window.Plotly.relayout(graph, { shapes: [...before, ...shapes] });
    };

    document.addEventListener('focusin', (event) => {
        const id = event.target.id || '';
        if (!id.includes('"do":"place"')) { return; }
        last = id.includes('"field":"corners"') ? 'corners' : 'at';
    });
    document.addEventListener('pointerdown', (event) => {
        const graph = event.target.closest('.modebar') ? null : mapOf(event);
        down = graph ? { graph, at: [event.clientX, event.clientY] } : null;
    }, true);
    document.addEventListener('pointerup', (event) => {
        if (!down) { return; }
        const { graph, at } = down;  // while the button is down plotly lays a cover over the page
        down = null;
        if (Math.hypot(event.clientX - at[0], event.clientY - at[1]) > 4) { return; }
        const field = document.querySelector(FIELD(last));
        if (!field) { return; }
        const { xaxis, yaxis } = graph._fullLayout;
        const box = graph.getBoundingClientRect();
        const x = Math.round(xaxis.p2d(event.clientX - box.left - xaxis._offset));
        const y = Math.round(yaxis.p2d(event.clientY - box.top - yaxis._offset));
        const said = last === 'corners' && field.value.trim() ? `${field.value.trimEnd()}\n` : '';
        window.dash_clientside.set_props(JSON.parse(field.id), { value: `${said}${y}, ${x}` });
        draw(graph, x, y);
    }, true);
})();
