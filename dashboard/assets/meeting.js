/* Meeting mode: that it is on the screen, its keys and clock, and asking whether somebody else has done something. */
(() => {
    const EVERY = 3000;
    let lost = false;
    const typing = (at) => at && (at.matches('input, textarea, select, [contenteditable]') || at.closest('[role="listbox"]'));

    new MutationObserver(() => {
        document.documentElement.classList.toggle('in-meeting', Boolean(document.querySelector('.meeting')));
    }).observe(document, { childList: true, subtree: true });

    document.addEventListener('keydown', (event) => {
        if (!document.querySelector('.meeting') || event.altKey || event.ctrlKey || event.metaKey) { return; }
        if (typing(event.target)) {
            if (event.key === 'Escape') { event.target.blur(); }
            return;
        }
        const to = { ArrowRight: 'meeting-after', ArrowLeft: 'meeting-before', Escape: 'meeting-leave' }[event.key];
        const link = to && document.getElementById(to);
        if (link) { event.preventDefault(); link.click(); }
    });

    const clock = () => {
        const at = document.getElementById('meeting-clock');
        if (!at || !at.dataset.started) { return; }
        const gone = (Date.now() - new Date(at.dataset.started).getTime()) / 60000;
        const left = Math.ceil(Number(at.dataset.minutes) - gone);
        const said = left >= 0 ? `${left} min kvar` : 'tiden är ute';
        if (at.textContent !== said) { at.textContent = said; }
    };

    const say = (text) => {
        let at = document.getElementById('connection');
        if (!at) {
            at = document.createElement('div');
            at.id = 'connection';
            at.setAttribute('role', 'status');
            document.body.append(at);
        }
        if (at.textContent !== text) { at.textContent = text; }
    };

    const ask = async () => {
        const at = document.getElementById('live');
        if (!at || document.hidden) { return; }
        try {
            const answer = await fetch(`/mote/lever?mote=${at.dataset.mote}`, { cache: 'no-store' });
            if (!answer.ok) { throw new Error(answer.status); }
            const { signature } = await answer.json();
            if (lost) { lost = false; say(''); }
            // what the page was drawn from, not what was last heard: nothing said in between is missed
            if (at.dataset.signature !== signature) {
                window.dash_clientside.set_props('mote-changed', { data: signature });
            }
        } catch {
            lost = true;
            say('Ingen kontakt med servern. Det du har skrivit står kvar; sidan försöker igen.');
        }
    };

    setInterval(clock, 1000);
    setInterval(ask, EVERY);
})();
