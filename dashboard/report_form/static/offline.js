// The form is there without coverage too. Asks the network first; keeps the page that was opened
// last, on this phone only, and lets go of a link that no longer holds.
const KEPT = 'rapport-1';
const PARTS = ['form.css', 'form.js', 'icon.svg'].map(name => `/rapport/static/${name}`);

self.addEventListener('install', event => {
    event.waitUntil(caches.open(KEPT).then(kept => kept.addAll(PARTS)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method === 'GET' && origin === location.origin && pathname.startsWith('/rapport/')) {
        event.respondWith(fresh(request));
    }
});

async function fresh(request) {
    const kept = await caches.open(KEPT);
    const answer = await fetch(request).catch(() => null);
    if (answer?.ok) await kept.put(request, answer.clone());
    else if (answer?.status === 404) await kept.delete(request);
    const isAway = !answer || answer.status >= 500;
    return (isAway && await kept.match(request)) || answer || Response.error();
}
