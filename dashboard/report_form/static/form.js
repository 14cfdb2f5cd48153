// What makes the form better where there is a script; all of it works without.
(() => {
    const KEPT = 'rapporter';
    const SNAP = 400; // metres to a named place
    const kept = document.getElementById('kept');
    const at = location.pathname;

    // --- reports that wait in the phone -------------------------------------------------------
    const waiting = () => {
        try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch { return []; }
    };
    const store = reports => {
        try { localStorage.setItem(KEPT, JSON.stringify(reports)); return true; } catch { return false; }
    };
    const drop = id => store(waiting().filter(report => report.id !== id));
    const keep = report => store([...waiting().filter(other => other.id !== report.id), report]);

    function tell(text, ...buttons) {
        const notice = document.createElement('div');
        notice.className = 'notice';
        const said = document.createElement('p');
        said.textContent = text;
        notice.append(said, ...buttons.map(([label, act]) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'button plain';
            button.textContent = label;
            button.addEventListener('click', act);
            return button;
        }));
        kept.append(notice);
    }

    function tellWaiting(sent = 0) {
        kept.replaceChildren();
        if (sent) tell(sent === 1 ? 'En sparad rapport har skickats.' : `${sent} sparade rapporter har skickats.`);
        const reports = waiting();
        const good = reports.filter(report => !report.odd).length;
        if (good) {
            const which = good === 1 ? 'Sparad i telefonen.' : `${good} rapporter är sparade i telefonen.`;
            tell(`${which} Skickas när du har täckning.`, ['Försök skicka nu', flush]);
        }
        for (const report of reports.filter(r => r.odd)) {
            tell('En sparad rapport kunde inte tas emot.',
                ['Visa den', async () => { if (report.path !== at) location.assign(report.path); else show(await post(report)); }],
                ['Ta bort den', () => { drop(report.id); tellWaiting(); }]);
        }
    }

    // The answer's status and page, or null where there was none.
    async function post({ path, body }) {
        try {
            const answer = await fetch(path, {
                method: 'POST', body, credentials: 'omit', signal: AbortSignal.timeout(20_000),
                headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
            });
            return { status: answer.status, page: new DOMParser().parseFromString(await answer.text(), 'text/html') };
        } catch { return null; }
    }
    const comesBack = answer => !answer || answer.status === 429 || answer.status >= 500;

    let busy = false;
    async function flush() {
        if (busy) return;
        busy = true;
        let sent = 0;
        for (const report of waiting().filter(r => !r.odd)) {
            const answer = await post(report);
            if (comesBack(answer)) break;
            if (answer.status === 200) { drop(report.id); sent += 1; } else keep({ ...report, odd: true });
        }
        busy = false;
        tellWaiting(sent);
    }

    function show(answer) {
        if (!answer) return;
        document.querySelector('main').replaceWith(document.adoptNode(answer.page.querySelector('main')));
        document.title = answer.page.title;
        begin(false);
        scrollTo(0, 0);
        document.querySelector('.wrong, main').focus({ preventScroll: true });
    }

    async function send(form) {
        const report = { id: form.elements.id.value, path: at, body: new URLSearchParams([...new FormData(form), ['do', 'send']]).toString() };
        const buttons = [...form.querySelectorAll('.bar button')];
        buttons.forEach(button => { button.disabled = true; });
        const answer = await post(report);
        buttons.forEach(button => { button.disabled = false; });
        if (!comesBack(answer)) {
            if (answer.status === 200) drop(report.id);
            show(answer);
            return tellWaiting();
        }
        if (keep(report)) {
            tellWaiting();
            fresh(form);
        } else {
            kept.replaceChildren();
            tell('Rapporten kunde inte skickas och inte sparas i telefonen. Låt sidan vara öppen och försök igen.');
        }
        scrollTo(0, 0);
    }

    // --- the form ------------------------------------------------------------------------------
    const newId = () => crypto.randomUUID ? crypto.randomUUID() : '10000000-1000-4000-8000-100000000000'.replace(
        /[018]/g, c => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

    // An empty form for the next report, folded away.
    function fresh(form) {
        form.querySelectorAll('.incident ~ .incident').forEach(incident => remove(incident));
        if (document.getElementById('map')) putAway();
        form.reset();
        form.elements.id.value = newId();
        form.closest('.choice').open = false;
    }

    function remove(incident) {
        if (incident.querySelector('#map')) document.querySelector('main').append(putAway());
        incident.remove();
    }

    function incidents() {
        return [...document.querySelectorAll('#report .incident')];
    }

    function number() {
        const all = incidents();
        all.forEach((incident, n) => {
            incident.querySelector('summary span').textContent = `Händelse ${n + 1}`;
            incident.querySelector('summary').classList.toggle('only', all.length === 1);
        });
        document.querySelector('#report [value="add"]').disabled = all.length >= 10;
    }

    function add() {
        const all = incidents();
        const next = 1 + Math.max(...all.map(incident => Number(incident.dataset.number)));
        const holder = document.createElement('template');
        holder.innerHTML = document.getElementById('incident').innerHTML.replaceAll('NUMMER', next);
        all.forEach(incident => { incident.open = false; });
        const incident = holder.content.querySelector('.incident');
        all.at(-1).after(incident);
        ready(incident);
        number();
        incident.scrollIntoView();
        incident.querySelector('summary').focus({ preventScroll: true });
    }

    function ready(incident) {
        incident.querySelectorAll('.on-map').forEach(button => {
            button.hidden = false;
            button.addEventListener('click', () => openMap(button));
        });
    }

    function told(input) {
        const incident = input.closest('.incident');
        if (incident && input.name.startsWith('problem_type')) {
            incident.querySelector('.told').textContent = input.parentNode.textContent.trim();
        }
        if (input.name === 'week') {  // a day of the other week is no longer to be seen
            input.form.querySelectorAll('.days input:checked').forEach(day => { day.checked = false; });
        }
        input.closest('fieldset')?.querySelector('.error')?.remove();
        if (input.closest('fieldset')?.querySelector('#map')) mark();
    }

    function begin(isFirst) {
        for (const form of document.querySelectorAll('form.report')) {
            // A page that the phone has kept must not send two reports under one id. After an error
            // it is still the same report.
            if (isFirst && !document.querySelector('.wrong')) form.elements.id.value = newId();
            form.addEventListener('submit', event => {
                const does = event.submitter?.value ?? 'send';
                event.preventDefault();
                if (does === 'add') add();
                else if (does.startsWith('remove')) { remove(event.submitter.closest('.incident')); number(); } else check(form);
            });
            form.addEventListener('input', event => told(event.target)); // a change comes when a number is left: what then moves, moves from under the finger
        }
        if (document.getElementById('report')) incidents().forEach(ready);
        document.querySelectorAll('.choice > summary').forEach(summary => summary.addEventListener('click', () => {
            requestAnimationFrame(() => { if (summary.parentNode.open) summary.scrollIntoView(); });
        }));
        const svg = document.querySelector('#map svg');
        if (svg) readyMap(svg);
    }

    // What a phone without coverage would otherwise keep, and hear of much later.
    function check(form) {
        let first = null;
        const complain = (group, words) => {
            if (!group.querySelector('.error')) {
                const error = document.createElement('p');
                error.className = 'error';
                error.id = `${group.id}-wrong`;
                error.textContent = words;
                group.querySelector('legend').after(error);
                group.setAttribute('aria-describedby', error.id);
            }
            first ??= group;
        };
        for (const incident of form.querySelectorAll('.incident')) {
            const n = incident.dataset.number;
            if (!form.elements[`problem_type-${n}`].value) complain(incident.querySelector('fieldset'), 'Välj vad det handlar om.');
            const more = form.elements[`more-${n}`];
            if (form.elements[`count-${n}`].value === 'fler' && !(Number(more.value) >= 5 && more.checkValidity())) {
                complain(more.closest('fieldset'), 'Skriv hur många det var, med siffror från 5 till 99.');
            }
        }
        if (!first) return send(form);
        first.closest('.incident').open = true;
        first.scrollIntoView();
        first.querySelector('input').focus({ preventScroll: true });
    }

    // --- the map -------------------------------------------------------------------------------
    const view = svg => svg.getAttribute('viewBox').split(' ').map(Number);
    const middle = box => {
        const [x, y, width, height] = box.split(' ').map(Number);
        return [x + width / 2, y + height / 2];
    };

    function putAway() {
        const map = document.getElementById('map');
        map.hidden = true;
        return map;
    }

    function openMap(button) {
        const map = document.getElementById('map');
        if (!map.hidden && map.previousElementSibling === button) { putAway(); return; }
        button.after(map);
        map.hidden = false;
        const svg = map.querySelector('svg');
        svg.querySelector('.tapped').setAttribute('visibility', 'hidden');
        look(svg, ...svg.dataset.near.split(' ').map(Number));
        mark();
    }

    // Show the box, and only the names that there is room for.
    function look(svg, x, y, width, height) {
        svg.setAttribute('viewBox', [x, y, width, height].join(' '));
        const seen = svg.getBoundingClientRect();
        const unit = 1 / Math.min(seen.width / width, seen.height / height); // metres a pixel
        svg.style.setProperty('--u', `${unit}px`);
        const taken = [];
        for (const name of svg.querySelectorAll('text')) {
            const half = name.textContent.length * 3.8 * unit;
            const [cx, cy] = [Number(name.getAttribute('x')), Number(name.getAttribute('y'))];
            const box = [cx - half, cy - 22 * unit, cx + half, cy + 6 * unit];
            const hits = taken.some(o => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]);
            name.style.display = hits ? 'none' : '';
            if (!hits) taken.push(box);
        }
    }

    // The map's colours and words follow the buttons, whichever was used.
    function mark() {
        const map = document.getElementById('map');
        const input = map.closest('fieldset')?.querySelector('input:checked');
        const value = input?.value ?? '';
        map.querySelectorAll('.is-chosen').forEach(part => part.classList.remove('is-chosen'));
        for (const part of map.querySelectorAll('[data-code], [data-name]')) {
            const is = part.dataset.code ? `omrade:${part.dataset.code}` : `plats:${part.dataset.name}`;
            part.classList.toggle('is-chosen', is === value);
        }
        map.querySelector('.chosen').textContent = value ? `Valt: ${input.parentNode.textContent.trim()}` : '';
    }

    function readyMap(svg) {
        const map = document.getElementById('map');
        svg.addEventListener('click', event => {
            const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
            const far = place => Math.hypot(place.cx.baseVal.value - point.x, place.cy.baseVal.value - point.y);
            const [nearest] = [...svg.querySelectorAll('.places circle')].sort((a, b) => far(a) - far(b));
            const name = event.target.dataset.name ?? (nearest && far(nearest) <= SNAP ? nearest.dataset.name : null);
            const value = name ? `plats:${name}` : event.target.dataset.code && `omrade:${event.target.dataset.code}`;
            const input = value && [...map.closest('fieldset').querySelectorAll('input')].find(i => i.value === value);
            if (!input) return;
            input.checked = true;
            input.dispatchEvent(new Event('input', { bubbles: true }));
            const tapped = svg.querySelector('.tapped');
            tapped.setAttribute('cx', point.x);
            tapped.setAttribute('cy', point.y);
            tapped.removeAttribute('visibility');
            tapped.style.r = 'calc(var(--u) * 14)';
        });
        map.querySelectorAll('.zoom button').forEach(button => button.addEventListener('click', () => {
            const by = Number(button.dataset.by);
            if (!by) return look(svg, ...svg.dataset.whole.split(' ').map(Number));
            const [, , width, height] = view(svg);
            const tapped = svg.querySelector('.tapped');
            const at = tapped.hasAttribute('cx') && !tapped.hasAttribute('visibility')
                ? [tapped.cx.baseVal.value, tapped.cy.baseVal.value] : middle(svg.dataset.near);
            return look(svg, at[0] - width * by / 2, at[1] - height * by / 2, width * by, height * by);
        }));
    }

    // ---------------------------------------------------------------------------------------------
    begin(true);
    tellWaiting();
    if (waiting().length) flush();
    addEventListener('online', flush);
    document.addEventListener('visibilitychange', () => { if (!document.hidden && waiting().length) flush(); });
    if (document.getElementById('report') && 'serviceWorker' in navigator) {
        navigator.serviceWorker.register('/rapport/static/offline.js', { scope: '/rapport/' }).catch(() => {});
    }
})();
