"""The few pages that stand outside the app: to log in, and what is said to whoever may not.

Plain forms without scripts. Nothing that was sent to us is written back.
"""

from __future__ import annotations

from html import escape

import flask

SHEET = """<!DOCTYPE html>
<html lang="sv">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title} · Lägesbild</title>
    <link rel="stylesheet" href="/assets/lagesbild.css">
  </head>
  <body class="sheet">
    <header class="top"><a href="/" class="brand">Lägesbild</a></header>
    <main class="page"><div class="head"><h1>{title}</h1></div>
    <section class="card">{inside}</section></main>
  </body>
</html>
"""
ONLY = {  # what one may not do -> who may
    "assess": "Det här får bara parterna göra.",
    "approve": "Det här får bara parterna göra.",
    "chair": "Det här får bara ordföranden och samordnaren göra.",
    "coordinate": "Det här får bara samordnaren göra.",
    "load": "Det här får bara samordnaren och administratören göra.",
    "administer": "Det här får bara administratören göra.",
}
WAYS_ON = '<p><a href="/">Till lägesbilden</a></p>'
AGAIN = '<p><a href="/logga-in">Logga in</a></p>'
STOPPED = {
    400: ("Det gick inte att förstå", "Adressen eller uppgifterna har en form som inte finns här."),
    401: ("Du är inte inloggad", "Logga in och försök igen."),
    403: ("Det här går inte att göra härifrån", "Öppna sidan på nytt och försök igen."),
    404: ("Sidan finns inte", "Gå till lägesbilden och välj i menyn där."),
    405: ("Det här går inte att göra härifrån", "Gå till lägesbilden och börja om där."),
    429: ("För många försök", "Vänta några minuter och försök igen."),
    503: ("Inloggningen svarar inte", "Försök igen om en stund, eller säg till den som sköter lägesbilden."),
}  # fmt: skip


def sheet(title: str, inside: str, *, status: int = 200) -> flask.Response:
    """`inside` is HTML of our own."""
    html = SHEET.format(title=escape(title), inside=inside)
    return flask.Response(html, status=status, mimetype="text/html")


def to(address: str) -> flask.Response:
    """On to another page, and not a word of which in this one."""
    response = flask.Response(status=303)
    response.headers["Location"] = address
    return response


def stopped(status: int, said: str = "") -> flask.Response:
    """Words for a person, a line for a program."""
    title, usual = STOPPED[status]
    said = said or usual
    if flask.request.accept_mimetypes.best != "text/html":
        return flask.Response(said, status=status, mimetype="text/plain")
    on = AGAIN if status == 401 else WAYS_ON
    return sheet(title, f"<p>{escape(said)}</p>{on}", status=status)


def login(*, has_accounts: bool, oidc: str, said: str = "", status: int = 200) -> flask.Response:
    """`oidc` is where the other way in begins, "" when there is none.

    The form is sent to the address it stands on, and the page that was asked for stands there.
    """
    parts = [f'<p class="refused" role="alert">{escape(said)}</p>'] if said else []
    if oidc:
        parts.append(f'<p><a class="primary" href="{escape(oidc)}">Logga in med din organisation</a></p>')  # fmt: skip
    if has_accounts:
        parts.append(
            '<form method="post"><p><label for="konto">Konto</label>'
            '<input id="konto" name="konto" autocomplete="username" maxlength="64" required></p>'
            '<p><label for="losenord">Lösenord</label><input id="losenord" name="losenord" '
            'type="password" autocomplete="current-password" maxlength="128" required></p>'
            '<p><button class="primary">Logga in</button></p></form>'
        )
    return sheet("Logga in", "".join(parts), status=status)


def once() -> flask.Response:
    """A press, not the address alone, opens it: a program that looks at links must not use it up."""
    return sheet(
        "Bedöm på din egen skärm",
        "<p>Koden gäller en gång och för ett möte. Bara din organisations bedömning går att göra "
        'här.</p><form method="post"><p><button class="primary">Öppna</button></p></form>',
    )
