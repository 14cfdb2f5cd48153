// Whoever has been logged out meanwhile is told so, and what was typed stays where it is.
(() => {
    const ask = window.fetch.bind(window);
    window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        const place = document.getElementById('error');
        if (answer.status === 401 && place && !place.querySelector('.logged-out')) {
            const said = document.createElement('p');
            said.className = 'notice logged-out';
            said.append('Du har loggats ut. Det du skrev står kvar: ');
            const again = document.createElement('a');
            again.href = '/logga-in';
            again.target = '_blank';
            again.textContent = 'logga in i en ny flik';
            said.append(again, ' och fortsätt sedan här.');
            place.prepend(said);
        } else if (answer.ok && place) {
            place.querySelector('.logged-out')?.remove();
        }
        return answer;
    };
})();

// Whoever logs out leaves nothing typed behind for the next one at the computer.
document.addEventListener('submit', ({ target }) => {
    if (target.getAttribute('action') === '/logga-ut') { sessionStorage.clear(); }
});
