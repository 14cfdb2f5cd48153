// The place where a fixed version's attachment is laid: sent as it is, with a header of our own, which
// another site's page in the same browser cannot add.
(() => {
    const furnish = (place) => {
        place.innerHTML = '<span>Lägg till en PDF:</span>'
            + '<input type="file" id="attach-file" accept="application/pdf,.pdf">'
            + '<label for="attach-file" class="button">Välj fil</label><output></output>';
        const input = place.querySelector('input');
        input.addEventListener('change', async () => {
            const said = place.querySelector('output');
            const [file] = input.files;
            if (!file) { return; }
            said.textContent = `Skickar ${file.name} …`;
            try {
                const answer = await fetch(`/version/${place.dataset.number}/bilaga`, { method: 'PUT', headers: { 'X-Lagesbild': '1' }, body: file });
                said.textContent = answer.ok ? 'Bilagan är tillagd.' : await answer.text();
                if (answer.ok) { window.location.reload(); }
            } catch {
                said.textContent = 'Filen gick inte att skicka. Försök igen.';
            }
            input.value = '';
        });
    };
    new MutationObserver(() => {
        const place = document.getElementById('attach');
        if (place && !place.firstChild) { furnish(place); }
    }).observe(document, { childList: true, subtree: true });
})();
