"""Tables people read and click: plain HTML, large numbers, the assessment in shape, word, colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import swedish
from dashboard.components.rows import Rows
from dashboard.figures.palette import MARKS

CLASSES = {
    "tydlig avvikelse": "clear",
    "värt att titta på": "look",
    "färre än väntat": "fewer",
    "inom normal variation": "normal",
}
ABOUT = "about-number"
SHORT = 20  # letters: a day, a number with its unit; it stands on one line
UNNAMED = html.Span("Mer", className="sr-only")  # a column whose buttons say what it is


def verdict(word: str | None) -> html.Span:
    """The assessment; too few to say anything is also an answer."""
    if word not in MARKS:
        return html.Span(word or "för få för att bedöma", className="verdict few")
    return html.Span(
        [html.Span(MARKS[word][0], **{"aria-hidden": "true"}), f" {word}"],
        className=f"verdict {CLASSES[word]}",
    )


def to_card(number: str, address: str) -> dcc.Link:
    """A number that leads to all there is to know of it."""
    return dcc.Link([number, html.Span(", om siffran", className="sr-only")], href=address, className=ABOUT)  # fmt: skip


def plain(head: Sequence[Any], rows: Iterable[Sequence[Any]], *, caption: str) -> Component:
    """The first column names the row; a column of numbers stands to the right, and so does its head."""
    rows = [list(cells) for cells in rows]
    kinds = [_kind(cells) for cells in zip(*rows, strict=True)] or [""] * len(head)
    if all(isinstance(cell, str) for cells in (head, *rows) for cell in cells):
        return Rows(caption=caption, head=head, kinds=kinds, rows=rows)
    body = [
        html.Tr([
            html.Th(cells[0], scope="row"),
            *(html.Td(c, className=k) for c, k in zip(cells[1:], kinds[1:], strict=True)),
        ])
        for cells in rows
    ]  # fmt: skip
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(html.Tr([html.Th(h or UNNAMED, scope="col", className=k) for h, k in zip(head, kinds, strict=True)])),
            html.Tbody(body),
        ]
    )  # fmt: skip


def compared(
    rows: Iterable[dict[str, Any]],
    *,
    kind: str,
    head: str,
    beside: Sequence[str],
    selected: Iterable[str],
    after: Sequence[str] = (),
    is_on_paper: bool = False,
) -> html.Table:
    """Counts beside what they are compared with; each row's name is a button that picks it, and its
    number leads to all there is to know of it. On paper they are a name and a number.

    `kind` is what the buttons pick, "" where the name is something else. `rows` have code, name, now, beside (a text per
    heading of `beside`), word, maybe `under` (second, quiet lines), a text per heading of `after`, and
    the `card` that the number leads to.
    """
    chosen = set(selected)
    body = []
    for row in rows:
        is_chosen = row["code"] in chosen
        name = (
            _pick(row, kind, is_chosen=is_chosen)
            if kind and not is_on_paper
            else html.Strong(row["name"])
        )
        under = [html.Span(line, className="quiet under") for line in row.get("under", ())]
        # a phone has no room for more columns
        under += [
            html.Span(f"{head.lower()} {text}", className="quiet under phone-only")
            for head, text in zip(after, row.get("after", ()), strict=True)
        ]
        body.append(
            html.Tr(
                [
                    html.Th([name, *under], scope="row"),
                    html.Td(_counted(row, is_on_paper=is_on_paper), className="number large"),
                    *(html.Td(text, className="number quiet") for text in row["beside"]),
                    html.Td(verdict(row["word"])),
                    *(html.Td(text, className="quiet after") for text in row.get("after", ())),
                ],
                className="chosen" if is_chosen else "",
            )
        )
    headings = (head, "Antal", *beside, "Bedömning", *after)
    classes = dict.fromkeys(("Antal", *beside), "number") | dict.fromkeys(after, "after")
    return html.Table(
        [
            html.Thead(html.Tr([
                html.Th(h, scope="col", className=classes.get(h, "")) for h in headings
            ])),
            html.Tbody(body),
        ],
        className="compared with-difference" if len(beside) > 1 else "compared",
    )  # fmt: skip


def _counted(row: dict[str, Any], *, is_on_paper: bool) -> Any:
    number = swedish.number(row["now"])
    return number if is_on_paper or "card" not in row else to_card(number, row["card"])


def _pick(row: dict[str, Any], kind: str, *, is_chosen: bool) -> html.Button:
    return html.Button(
        row["name"],
        id={"pick": kind, "code": row["code"]},
        n_clicks=0,
        type="button",
        className="pick",
        **{"aria-pressed": "true" if is_chosen else "false"},
    )


def _kind(cells: Sequence[Any]) -> str:
    if sum(map(_is_number, cells)) > len(cells) / 2:
        return "number"
    is_short = all(isinstance(cell, str) and len(cell) <= SHORT for cell in cells)
    return "short" if is_short else ""


def _is_number(cell: Any) -> bool:
    if getattr(cell, "className", None) == ABOUT:
        return True
    return isinstance(cell, str) and bool(cell) and not cell.strip("0123456789\u00a0,−+±–%. ")
