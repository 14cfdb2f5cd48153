"""Friday: one page, a card for the phone, and the mail that carries them, unsent."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import typst

from dashboard.export.card import card
from dashboard.export.plain import one_line
from dashboard.export.weekend import Weekend, weekend
from dashboard.version.words import LEVEL_MARKS

TEMPLATE = Path(__file__).parent / "friday.typ"
FONTS = Path(__file__).parent / "fonts"
STANDARDS: Any = ["a-2a", "ua-1"]  # for the archive, and for a screen reader
SIZES = (12.5, 11.5, 10.5, 9.5, 8.5, 7.5)  # points: the largest that one page holds
# what the font has no letter for; PDF/A refuses a page with such
UNDRAWN = re.compile(
    "[^\x20-\x7e\xa0-\u036f\u0400-\u0486\u1ea0-\u1ef9\u200b\u2010\u2012-\u2022\u2026\u2030"
    "\u2039\u203a\u20ac\u2190-\u2199\u2212\u2260\u2264\u2265\u25cb\u25cf]+"
)


def friday_pdf(document: dict[str, Any], *, klass: str, number: int | None = None) -> bytes:
    """One A4 page, PDF/A-2a and PDF/UA-1. `number` is the fixed version's, None for a draft.

    The text shrinks to 7.5 points to hold on one page; what does not hold even so goes on on a next.
    """
    inputs = page_inputs(document, klass=klass, number=number)
    page = typst.Compiler(TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True)
    for size in SIZES:
        made = page.compile(
            format="pdf",
            sys_inputs=inputs | {"size": str(size)},
            pdf_standards=STANDARDS,
            timestamp=datetime.fromisoformat(document["meeting"]["held_on"]).replace(tzinfo=UTC),
        )
        if page.query("<pages>", field="value", one=True) == "1":
            break
    assert isinstance(made, bytes)
    return made


def page_inputs(document: dict[str, Any], *, klass: str, number: int | None) -> dict[str, str]:
    """What the template is given: data, never markup."""
    said = _drawn(weekend(document, klass=klass, number=number).plain())
    on = [int(part) for part in document["meeting"]["held_on"].split("-")]
    return {"said": json.dumps(said | {"day": on}), "size": str(SIZES[0])}


def friday_card(document: dict[str, Any], *, klass: str, number: int | None = None) -> str:
    """The helgkort: HTML that needs nothing else, for a phone."""
    return card(weekend(document, klass=klass, number=number))


def friday_mail(
    document: dict[str, Any], *, group: str, klass: str, number: int | None = None
) -> bytes:
    """An .eml that opens as a draft in one's own mail program: text, page and card.

    `group` is whom it is for, as in "för polis och kommun". It has no sender and no addresses.
    """
    said = weekend(document, klass=klass, number=number)
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(f"{said.title}, {said.forum} (för {group})").replace("\u00a0", " ")
    mail["X-Unsent"] = "1"  # Outlook opens it to be sent, not as one that came
    mail.set_content(in_words(said), cte="quoted-printable")
    mail.add_attachment(
        friday_pdf(document, klass=klass, number=number),
        maintype="application",
        subtype="pdf",
        filename=f"infor-helgen-v{said.week}.pdf",
    )
    mail.add_attachment(
        card(said), subtype="html", cte="base64", filename=f"helgkort-v{said.week}.html"
    )
    return mail.as_bytes()


def in_words(said: Weekend) -> str:
    """The mail's text, readable by itself."""
    lines = [f"{said.title}, {said.forum}", said.days, said.klass]
    lines += [said.example] if said.example else []
    lines += ["", "INFÖR HELGEN"] + ([] if said.rows else [said.nothing])
    for row in said.rows:
        lines += [" · ".join(filter(None, (row.where, row.when))), f"   {row.what} ({row.who})"]
    if said.subjects:
        lines += ["", "LÄGET"]
    for subject in said.subjects:
        lines.append(f"{subject.name}: {subject.joint}" if subject.joint else subject.name)
        levels = (
            f"{LEVEL_MARKS[x.level]} {x.said}" + (f" ({x.organisation})" if x.organisation else "")
            for x in subject.levels
        )
        lines += [f"   {text}" for text in (" · ".join(levels), subject.evidence) if text]
    if said.actions:
        lines += ["", "ÅTGÄRDER"]
    for row in said.actions:
        until = f", till {row.when}" if row.when else ""
        lines.append(f"- {row.what} ({row.who}){until}")
    if said.notes:
        lines += ["", "HÄNDELSER OCH INSATSER I HELGEN", *(f"- {note}" for note in said.notes)]
    lines += ["", said.foot, "Bifogat: samma sak som en sida (PDF) och som helgkort för telefonen."]
    return "\n".join(lines) + "\n"


def _drawn(said: Any) -> Any:
    """With letters that the font has, and words that a narrow column can break."""
    if isinstance(said, dict):
        return {name: _drawn(value) for name, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [_drawn(value) for value in said]
    if not isinstance(said, str):
        return said
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", UNDRAWN.sub("\u25a1", said))
