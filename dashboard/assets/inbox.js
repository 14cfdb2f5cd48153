// The place where files are dropped. They are sent as they are, one at a time, and with a header of
// our own: another site's page in the same browser cannot add that without being asked first.
// A place that says where it sends takes one file, and the page is drawn anew when it is there.
(() => {
    const send = async (drop, files) => {
        const said = drop.querySelector('output');
        const to = drop.dataset.to;
        for (const file of files) {
            said.textContent = `Skickar ${file.name} …`;
            const headers = { 'X-Lagesbild': '1', 'X-Filnamn': encodeURIComponent(file.name) };
            try {
                const answer = await fetch(to || '/inlasning/fil', { method: 'PUT', headers, body: file });
                said.textContent = answer.ok ? '' : await answer.text();
                if (answer.ok && to) { window.location.reload(); }
            } catch {
                said.textContent = `${file.name} gick inte att skicka. Försök igen.`;
            }
        }
    };
    const furnish = (drop) => {
        const [what, many] = drop.dataset.to ? ['fil', ''] : ['filer', ' multiple'];
        drop.innerHTML = `<span>Släpp ${what} här, eller</span>`
            + `<input type="file" id="files"${many}><label for="files" class="button">Välj ${what}</label>`
            + '<output></output>';
        const input = drop.querySelector('input');
        input.addEventListener('change', async () => {
            await send(drop, [...input.files]);
            input.value = '';
        });
        drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
        drop.addEventListener('dragleave', () => drop.classList.remove('over'));
        drop.addEventListener('drop', (event) => {
            event.preventDefault();
            drop.classList.remove('over');
            send(drop, [...event.dataTransfer.files]);
        });
    };
    new MutationObserver(() => {
        const drop = document.getElementById('drop');
        if (drop && !drop.firstChild) { furnish(drop); }
    }).observe(document, { childList: true, subtree: true });
})();
