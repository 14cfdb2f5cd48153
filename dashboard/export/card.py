"""The helgkort: the weekend on a phone, one hand, in the dark too. No script, nothing fetched."""

from __future__ import annotations

from html import escape

from dashboard.export.alone import beginning
from dashboard.export.weekend import Row, Subject, Weekend
from dashboard.version.words import LEVEL_MARKS

STYLE = """
:root { color-scheme: light dark; --ink: #16222c; --quiet: #5b6b78; --line: #d9e0e5; --ground: #f4f6f7;
  --card: #fff; --accent: #0b5d7a; --l0: #5b6b78; --l1: #16222c; --l2: #b04a00; --l3: #97161f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eff3; --quiet: #a3b3bf; --line: #33424d;
  --ground: #10181e; --card: #18232b; --accent: #7cc9e4; --l0: #a3b3bf; --l1: #e9eff3; --l2: #ffb267; --l3: #ff938c; } }
* { box-sizing: border-box; margin: 0; }
body { font: 17px/1.4 system-ui, 'Segoe UI', Roboto, 'Noto Sans', Lato, sans-serif; color: var(--ink);
  background: var(--ground); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main { max-width: 430px; margin: 0 auto; padding: 20px 16px 28px; }
h1 { font-size: 28px; line-height: 1.15; letter-spacing: -.015em; }
h2 { font-size: 17px; margin: 26px 0 8px; }
.quiet { color: var(--quiet); font-size: 15px; }
.example { display: inline-block; background: #ffe08a; color: #3b2a00; font-weight: 700; font-size: 13px;
  padding: 3px 10px; border-radius: 5px; margin-bottom: 10px; }
ul { list-style: none; padding: 0; }
li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 13px 16px; margin-top: 10px; }
.where { font-size: 23px; font-weight: 700; line-height: 1.2; }
.when { font-size: 20px; font-weight: 700; color: var(--accent); }
.what { font-size: 19px; margin-top: 6px; }
.nothing { font-size: 21px; font-weight: 700; margin-top: 18px; }
.name { font-weight: 700; }
.level { font-weight: 700; white-space: nowrap; }
.l0 { color: var(--l0); } .l1 { color: var(--l1); } .l2 { color: var(--l2); } .l3 { color: var(--l3); }
footer { margin-top: 26px; border-top: 1px solid var(--line); padding-top: 12px; }
"""


def card(said: Weekend) -> str:
    """A whole HTML page."""
    heading = escape(f"{said.title}, {said.forum}")
    example = f'<p class="example">{escape(said.example)}</p>' if said.example else ""
    rows = (
        f"<ul>{''.join(map(_row, said.rows))}</ul>" if said.rows else _said("nothing", said.nothing)
    )
    subjects = f"<h2>Läget</h2><ul>{''.join(map(_subject, said.subjects))}</ul>"
    noted = "".join(f"<li>{_said('name', note)}</li>" for note in said.notes)
    notes = f"<h2>Händelser och insatser</h2><ul>{noted}</ul>" if noted else ""
    return f"""{beginning(heading, style=STYLE)}<body>
<main>
{example}
<h1>{escape(said.title)}</h1>
{_said("quiet", f"{said.days} · {said.forum}")}
{rows}
{subjects if said.subjects else ""}
{notes}
<footer>{_said("quiet", said.klass)}{_said("quiet", said.foot)}</footer>
</main>
</body>
</html>
"""


def _row(row: Row) -> str:
    parts = (("where", row.where), ("when", row.when), ("what", row.what), ("quiet", row.who))
    return f"<li>{''.join(_said(name, text) for name, text in parts)}</li>"


def _subject(subject: Subject) -> str:
    levels = (
        f"<p>{escape(x.organisation)} "
        f'<span class="level l{x.level}"><span aria-hidden="true">{LEVEL_MARKS[x.level]}</span> {x.said}</span></p>'
        for x in subject.levels
    )
    return f"<li>{_said('name', subject.name)}{''.join(levels)}{_said('quiet', subject.joint)}</li>"


def _said(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>' if text else ""
