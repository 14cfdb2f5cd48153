/* A button that copies: data-copy names the part whose text it is; data-from="here" if it is an address of ours. */
document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    const at = button && document.getElementById(button.dataset.copy);
    if (!at) { return; }
    const lines = at.children.length ? [...at.children].map((line) => line.textContent) : [at.textContent];
    const from = button.dataset.from === 'here' ? window.location.origin : '';
    await navigator.clipboard.writeText(from + lines.join(' '));
    button.textContent = 'Kopierat';
});
