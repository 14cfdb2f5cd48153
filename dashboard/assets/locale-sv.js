// Swedish for plotly: names of days and months, and how numbers are parted.
// Plotly arrives after this file; it takes what waits for it in PlotlyLocales.
(window.PlotlyLocales = window.PlotlyLocales || []).push({
    moduleType: 'locale',
    name: 'sv',
    dictionary: {},
    format: {
        days: ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag'],
        shortDays: ['sön', 'mån', 'tis', 'ons', 'tors', 'fre', 'lör'],
        months: ['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti',
            'september', 'oktober', 'november', 'december'],
        shortMonths: ['jan', 'feb', 'mars', 'april', 'maj', 'juni', 'juli', 'aug', 'sep', 'okt',
            'nov', 'dec'],
        date: '%Y-%m-%d',
        decimal: ',',
        thousands: '\u00a0',
        year: '%Y',
        month: '%b %Y',
        dayMonth: '%-d %b',
        dayMonthYear: '%-d %b %Y',
    },
});
