// The place where files are dropped. They are sent as they are, one at a time, and with a header of
// our own: another site's page in the same browser cannot add that without being asked first.
(() => {
    const send = async (drop, files) => {
        const said = drop.querySelector('output');
        for (const file of files) {
            said.textContent = `Skickar ${file.name} …`;
            const headers = { 'X-Lagesbild': '1', 'X-Filnamn': encodeURIComponent(file.name) };
            try {
                const answer = await fetch('/inlasning/fil', { method: 'PUT', headers, body: file });
                said.textContent = answer.ok ? '' : await answer.text();
            } catch {
                said.textContent = `${file.name} gick inte att skicka. Försök igen.`;
            }
        }
    };
    const furnish = (drop) => {
        drop.innerHTML = '<span>Släpp filer här, eller</span>'
            + '<input type="file" id="files" multiple><label for="files" class="button">Välj filer</label>'
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
