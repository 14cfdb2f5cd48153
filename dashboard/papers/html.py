"""A paper as one HTML file that needs nothing else: for a screen, a screen reader and a printer."""

from __future__ import annotations

import base64
import re
from html import escape
from typing import assert_never

from dashboard.export.alone import beginning
from dashboard.export.plain import clean
from dashboard.export.qr import qr_svg
from dashboard.papers.drawing import drawn
from dashboard.papers.pdf import shown
from dashboard.papers.tree import (
    Block,
    Bullets,
    Cell,
    Code,
    Column,
    Figure,
    Mark,
    Paper,
    Section,
    Subheading,
    Table,
    Text,
    Voice,
    Voices,
)

STYLE = """
:root { color-scheme: light dark; --ink: #16222c; --quiet: #5b6b78; --line: #d9e0e5; --ground: #f4f6f7; --card: #fff;
  --accent: #0b5d7a; --look: #bd3e0a; --clear: #8a1515; --fewer: #1f6aa5; --raised: #b04a00; --serious: #97161f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eff3; --quiet: #a3b3bf; --line: #33424d; --ground: #10181e;
  --card: #18232b; --accent: #7cc9e4; --look: #ffb070; --clear: #ff8f85; --fewer: #7fbcec; --raised: #ffb267; --serious: #ff938c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 17px/1.5 system-ui, 'Segoe UI', Roboto, 'Noto Sans', Lato, sans-serif; color: var(--ink);
  background: var(--ground); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
main, header, footer { max-width: 860px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
.running { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 20px; color: var(--quiet); font-size: 15px;
  border-bottom: 1px solid var(--line); padding-bottom: 10px; margin: 0 0 26px; }
h1 { font-size: 36px; line-height: 1.15; letter-spacing: -.015em; margin: 0 0 4px; }
h2 { font-size: 24px; line-height: 1.25; margin: 48px 0 14px; }
h3 { font-size: 18px; margin: 30px 0 8px; }
p { margin: 0 0 10px; }
.lead, .quiet, figcaption, .note { color: var(--quiet); }
.lead { font-size: 19px; }
.large { font-size: 21px; }
.note, figcaption { font-size: 15px; }
.example { display: inline-block; background: #ffe08a; color: #3b2a00; font-weight: 700; font-size: 14px; padding: 3px 10px; border-radius: 5px; }
.brief { border-left: 4px solid var(--accent); padding: 4px 0 4px 18px; margin: 22px 0; }
.brief h2 { font-size: 18px; margin: 0 0 6px; }
ul { margin: 0 0 10px; padding-left: 22px; }
li { margin: 4px 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 10px 24px; margin: 22px 0; }
dt { color: var(--quiet); font-size: 15px; }
dd { margin: 0; }
nav ol { columns: 2 280px; column-gap: 30px; list-style: none; padding: 0; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.scroll { overflow-x: auto; margin: 16px 0 6px; }
table { border-collapse: collapse; width: 100%; background: var(--card); font-size: 16px; }
caption { text-align: left; font-weight: 700; padding: 0 0 8px; background: var(--ground); }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: 15px; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
figure { margin: 18px 0; }
figure img { display: block; width: 100%; height: auto; background: #fff; border-radius: 10px; padding: 10px; }
figcaption { margin: 8px 0; }
.voices { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 14px 22px; margin: 12px 0; }
.voice { border-left: 4px solid var(--line); padding-left: 14px; }
.voice .mark { font-size: 23px; }
.mark { font-weight: 700; white-space: nowrap; }
.r-quiet { color: var(--quiet); font-weight: 400; } .r-look { color: var(--look); } .r-clear { color: var(--clear); }
.r-fewer { color: var(--fewer); } .r-raised { color: var(--raised); } .r-serious { color: var(--serious); }
.code { display: flex; gap: 18px; align-items: center; margin: 18px 0; }
.code img { width: 110px; background: #fff; }
.code p { overflow-wrap: anywhere; }
footer { color: var(--quiet); font-size: 15px; border-top: 1px solid var(--line); margin-top: 50px; padding-top: 14px; padding-bottom: 40px; }
@media print { body { background: #fff; font-size: 11pt; } caption { background: #fff; } h2, h3 { break-after: avoid; }
  figure, .voices, tr { break-inside: avoid; } nav { display: none; } }
"""


def html(paper: Paper) -> str:
    """A whole page: language, title, headings in order, tables with heads, pictures with text."""
    title = escape(clean(f"{paper.title}, {paper.subtitle}"))
    example = _p("EXEMPELDATA: allt här är påhittat.", "example") if paper.is_example else ""
    facts = "".join(f"<div><dt>{_e(name)}</dt><dd>{_e(said)}</dd></div>" for name, said in paper.facts)  # fmt: skip
    brief = f'<section class="brief"><h2>I korthet</h2>{_list(paper.summary)}</section>' if paper.summary else ""  # fmt: skip
    return f"""{beginning(title, style=STYLE)}<body>
<header>
<p class="running"><span>{_e(paper.belongs)}</span><span>{_e(paper.marked)}</span></p>
<h1>{_e(paper.title)}</h1>
{_p(paper.subtitle, "lead")}
{example}
</header>
<main>
{brief}
{f"<dl>{facts}</dl>" if facts else ""}
{_contents(paper.sections)}
{"".join(_section(n, section) for n, section in enumerate(paper.sections, 1))}
</main>
<footer>{_p(paper.foot)}</footer>
</body>
</html>
"""


def _contents(sections: tuple[Section, ...]) -> str:
    if len(sections) < 7:
        return ""
    links = (f'<li><a href="#del-{n}">{_e(s.title)}</a></li>' for n, s in enumerate(sections, 1))
    return f'<nav aria-label="Innehåll"><ol>{"".join(links)}</ol></nav>'


def _section(number: int, section: Section) -> str:
    blocks = "".join(_block(block) for block in section.blocks)
    return f'<section aria-labelledby="del-{number}"><h2 id="del-{number}">{_e(section.title)}</h2>{blocks}</section>\n'  # fmt: skip


def _block(block: Block) -> str:
    match block:
        case Table():
            return _table(block)
        case Figure():
            said = f"<p><strong>I text:</strong> {_e(block.said)}</p>"
            picture = _image(drawn(block.picture).svg, alt=block.said)
            return f"<figure>{picture}<figcaption>{_e(block.caption)}</figcaption></figure>{said}"
        case Text():
            lead = f"<strong>{_e(block.lead)}</strong> " if block.lead else ""
            name = "large" if block.is_large else "quiet" if block.is_quiet else ""
            return f'<p class="{name}">{lead}{_e(block.words)}</p>' if name else f"<p>{lead}{_e(block.words)}</p>"  # fmt: skip
        case Bullets():
            return _list(block.items)
        case Subheading():
            return f"<h3>{_e(block.words)}</h3>"
        case Voices():
            return f'<div class="voices">{"".join(map(_voice, block.voices))}</div>'
        case Code():
            picture = _image(qr_svg(block.content).encode(), alt="QR-kod med versionens nummer och kontrollsumma; samma sak står bredvid")  # fmt: skip
            return f'<div class="code">{picture}{_p(block.said, "note")}</div>'
    assert_never(block)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col"{_number(c)}>{_e(c.name)}</th>' for c in table.columns)
    body = "".join(
        f"<tr>{''.join(_cell(cell, column, first=not n) for n, (cell, column) in enumerate(zip(row, table.columns, strict=True)))}</tr>"
        for row in table.rows
    )  # fmt: skip
    note = _p(table.note, "note") if table.note else ""
    return (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{_e(table.caption)}"><table>'
        f"<caption>{_e(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )  # fmt: skip


def _cell(cell: Cell, column: Column, *, first: bool) -> str:
    said = _mark(cell) if isinstance(cell, Mark) else _e(shown(cell, column))
    return f'<th scope="row">{said}</th>' if first else f"<td{_number(column)}>{said}</td>"


def _number(column: Column) -> str:
    return "" if column.kind == "text" else ' class="number"'


def _voice(voice: Voice) -> str:
    parts = [f"<strong>{_e(voice.who)}</strong>", f"<p>{_mark(voice.mark)}</p>"]
    parts += [_p(text) for text in (voice.leaning, voice.words) if text]
    return f'<div class="voice">{"".join(parts)}</div>'


def _mark(mark: Mark) -> str:
    shape = f'<span aria-hidden="true">{_e(mark.shape)}</span> ' if mark.shape else ""
    return f'<span class="mark r-{mark.role}">{shape}{_e(mark.word)}</span>'


def _image(svg: bytes, *, alt: str) -> str:
    """As data: what is in a picture can neither run nor fetch."""
    content = base64.b64encode(re.sub(rb"^.*?(?=<svg)", b"", svg, flags=re.DOTALL)).decode()
    if b"xmlns=" not in svg[:800]:  # segno leaves it out of what is to stand within a page
        named = svg.replace(b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"', 1)
        content = base64.b64encode(named).decode()
    return f'<img src="data:image/svg+xml;base64,{content}" alt="{_e(alt)}">'


def _list(items: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{_e(item)}</li>' for item in items)}</ul>"


def _p(text: str, name: str = "") -> str:
    attribute = f' class="{name}"' if name else ""
    return f"<p{attribute}>{_e(text)}</p>"


def _e(text: str) -> str:
    return escape(clean(text))
