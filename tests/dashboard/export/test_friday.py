"""Friday's page, card and mail: the same words in all three, nothing above the class, text as text."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

import pytest
import typst

from dashboard.export import friday
from dashboard.export.friday import (
    FONTS,
    TEMPLATE,
    friday_card,
    friday_mail,
    friday_pdf,
    page_inputs,
)
from dashboard.export.weekend import NOTHING
from tests.dashboard.version.documents import NASTY, document, everywhere

HIDDEN = ("Synlig närvaro", "Spaning", "Planerad")


def mail(said: dict[str, Any] | None = None, **more: Any) -> EmailMessage:
    made = friday_mail(
        said or document(), **{"group": "polis och kommun", "klass": "parties"} | more
    )
    assert b"\n" not in made.replace(b"\r\n", b"")
    found = message_from_bytes(made, policy=default)
    assert isinstance(found, EmailMessage) and not found.defects
    return found


def body(found: EmailMessage) -> str:
    part = found.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def card_text(page: str) -> str:
    return " ".join(" ".join(Text(page).said).split())


def crowded() -> dict[str, Any]:
    """Twelve rows and five subjects, all with a numbers' line and two parties that differ."""
    said = document()
    subject, (decided, *_, weekend) = said["subjects"][0], said["actions"]
    weekend |= {
        "where": "Gymnasieskolan och busstorget i Värnamo",
        "what": "Trygghetsvärdar och fältassistenter på plats",
    }
    return document(
        subjects=[subject | {"key": str(n)} for n in range(5)],
        actions=[weekend | {"id": 50 + n} for n in range(12)]
        + [decided | {"id": 80 + n} for n in range(3)],
    )


def test_the_mail_opens_as_an_unsent_draft_without_addresses() -> None:
    found = mail()
    assert found["Subject"] == "Inför helgen v. 47, LPO Värnamo (för polis och kommun)"
    assert found["X-Unsent"] == "1"
    assert {"from", "to", "cc", "bcc"}.isdisjoint(name.lower() for name in found)
    page, card = found.iter_attachments()
    assert (page.get_content_type(), page.get_filename()) == (
        "application/pdf",
        "infor-helgen-v47.pdf",
    )
    assert page.get_content().startswith(b"%PDF-")
    assert (card.get_content_type(), card.get_filename()) == ("text/html", "helgkort-v47.html")
    assert card.get_content().replace("\r\n", "\n") == friday_card(document(), klass="parties")


def test_the_text_can_be_read_by_itself() -> None:
    assert body(mail(number=12)).splitlines() == [
        "Inför helgen v.\u00a047, LPO Värnamo",
        "fre 20–sön 22 nov",
        "Visas för: polis och kommun",
        "EXEMPELDATA: allt här är påhittat.",
        "",
        "INFÖR HELGEN",
        "Resecentrum · fre 20–01",
        "   Synlig närvaro (yttre befäl, Polisen)",
        "Fritidsgården · lör 19–23",
        "   Trygghetsvärdar vid fritidsgården (fritidschef, Värnamo kommun)",
        "",
        "LÄGET",
        "Inbrott i lokal, Bredaryd: Vi bedömer olika",
        "   ■ allvarligt (Polisen) · ▲ förhöjt (Värnamo kommun)",
        "   21 anmälda brott på fyra veckor till och med v.\u00a047, väntat 7–15: tydlig avvikelse.",
        "Narkotika, Värnamo resecentrum: Vi är eniga",
        "   ▲ förhöjt",
        "Klotter, Värnamo kommun: Tas upp nästa gång",
        "",
        "ÅTGÄRDER",
        "- Utskick och möte med företagen i Bredaryd och Lanna (näringslivschef, Värnamo kommun), till 27 nov 2026",
        "- Ny belysning på gångvägen (näringslivschef, Värnamo kommun)",
        "",
        "HÄNDELSER OCH INSATSER I HELGEN",
        "- 12 nov–4 dec 2026: Extra belysning, Apladalen (insats, gatuchef, Värnamo kommun, gäller skadegörelse)",
        "- 12 nov–4 dec 2026: Riktad kontroll, Apladalen (insats, yttre befäl, Polisen, gäller skadegörelse)",
        "",
        "Fastställd version 12 · möte 12, 19 nov 2026 · underlag 142.",
        "Bifogat: samma sak som en sida (PDF) och som helgkort för telefonen.",
    ]


def test_the_page_is_for_the_archive_and_for_a_screen_reader() -> None:
    pdf = friday_pdf(document(), klass="shared")
    for mark in (
        b"pdfaid:part>2<",
        b"pdfaid:conformance>A<",
        b"pdfuaid:part>1<",
        b"/Lang(sv)",
        b"Inf\xc3\xb6r helgen v.",
    ):
        assert mark in pdf, mark
    assert friday_pdf(document(), klass="shared") == pdf


@pytest.mark.parametrize("said", [document(), crowded(), document(actions=[], subjects=[])])
def test_it_is_one_page(said: dict[str, Any]) -> None:
    assert pages(friday_pdf(said, klass="parties")) == 1


def test_an_empty_weekend_is_said() -> None:
    said = document(actions=[a for a in document()["actions"] if a["kind"] == "action"])
    assert NOTHING in body(mail(said))
    assert NOTHING in card_text(friday_card(said, klass="shared"))
    assert NOTHING in shown(said)
    assert NOTHING not in shown(document())


def test_a_weekend_that_the_class_has_emptied_is_not_said_to_be_empty() -> None:
    hidden = "Visas inte för den här gruppen."
    said = document(actions=document()["actions"][2:3])
    page = friday_card(said, klass="shared")
    for text in (body(mail(said, klass="shared")), card_text(page), shown(said, klass="shared")):
        assert hidden in text and NOTHING not in text
    assert hidden not in body(mail(said))


def shown(said: dict[str, Any], *, klass: str = "parties") -> str:
    """The texts that the template lays out, as JSON."""
    inputs = page_inputs(said, klass=klass, number=None)
    parts = (
        typst.query(TEMPLATE, part, sys_inputs=inputs, font_paths=[FONTS])
        for part in ("table", "<nothing>", "heading")
    )
    return json.dumps([json.loads(part) for part in parts], ensure_ascii=False)


@pytest.mark.parametrize("klass", ["shared", "public"])
def test_nothing_above_the_class_is_in_any_of_them(klass: str) -> None:
    text = (
        body(mail(klass=klass))
        + card_text(friday_card(document(), klass=klass))
        + shown(document(), klass=klass)
    )
    assert [word for word in HIDDEN if word in text] == []
    if klass == "public":
        assert "väntat" not in text and "Trygghetsvärdar" not in text
        assert "Får publiceras" in text and "Utelämnat: " in text


def test_text_that_looks_like_markup_comes_out_as_text_everywhere() -> None:
    said = everywhere(lambda _: NASTY)
    found = mail(said, group=NASTY)
    assert set(found.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    whole = '</script><b onclick=\'x\'>"fet"</b> & #eval("1") *stjärna* _under_ `kod` $x$ @ref \\u{41} {{mall}}'
    card = Text(friday_card(said, klass="parties"))
    assert whole in " ".join(card.said)
    assert set(card.tags) <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "p",
        "h1",
        "h2",
        "ul",
        "li",
        "span",
        "footer",
    }
    for text in (body(found), " ".join(card.said), found["Subject"]):
        assert whole in text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", text)
    page = shown(said).replace("\u200b", "")
    assert json.dumps(whole, ensure_ascii=False)[1:-1] in page


def test_every_letter_that_is_let_through_can_be_drawn() -> None:
    every = [chr(n) for n in range(0x20, 0x2FFF) if not friday.UNDRAWN.match(chr(n))]
    said = document(actions=[])
    said["forum"]["name"] = " ".join(every) + " 👮 ﷺ \ufffd"
    assert pages(friday_pdf(said, klass="shared")) >= 1


def test_the_card_needs_nothing_else() -> None:
    page = friday_card(document(), klass="shared")
    assert not re.search(r"https?://|src=|href=|url\(|<script", page)
    assert 'lang="sv"' in page and "prefers-color-scheme: dark" in page
    assert "■ allvarligt" in card_text(page)
