// A table of mere text in one component: see components/rows.py.
window.lagesbild = {
    Rows: ({ caption, head, kinds, rows }) => {
        const of = window.React.createElement;
        const cell = (text, column) => column === 0
            ? of('th', { key: 0, scope: 'row' }, text)
            : of('td', { key: column, className: kinds[column] }, text);
        return of('table', null,
            of('caption', { className: 'sr-only' }, caption),
            of('thead', null, of('tr', null, head.map((text, column) =>
                of('th', { key: column, scope: 'col', className: kinds[column] }, text)))),
            of('tbody', null, rows.map((row, at) => of('tr', { key: at }, row.map(cell)))));
    },
};
