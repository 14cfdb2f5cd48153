"""The observers' form: a process of its own that faces the internet.

It knows one folder: it reads `form.json` there and adds files to `incoming/`, and nothing else. No
database, no edition, no journal, no cookie and no address can leak from here: they are not here.
"""
