"""Minnesanteckningar: a version, or what is about to be one, as a Word document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dashboard import swedish
from dashboard.export.plain import one_line
from dashboard.export.weekend import NOTHING
from dashboard.export.word import (
    INK,
    QUIET,
    Paper,
    described,
    ruled,
    run,
    with_head,
    write,
)
from dashboard.version import words
from dashboard.version.diff import Diff, diff
from dashboard.version.diff_words import in_words, kinds_in_words
from dashboard.version.shown import for_group, left_out, or_hidden

LEVEL_COLOURS = {0: QUIET, 1: INK, 2: "B45309", 3: "9B1C1C"}


def minutes(
    document: dict[str, Any],
    *,
    klass: str,
    record: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
) -> bytes:
    """The DOCX for those of `klass` ("parties", "shared", "public").

    `record` where the version is fixed, else it says that it is a draft; `before` is the document of
    the version that it is compared with. Both documents whole: what the class may not read is left
    out here, also of what differs.
    """
    said, left = for_group(document, klass=klass)
    then = for_group(before, klass=klass)[0] if before is not None else None
    paper = _Minutes(said, left, record=record, klass=klass)
    paper.head()
    paper.attendance()
    paper.arrived()
    paper.followed_up()
    if then is not None:
        paper.changed(diff(then, said))
    paper.heading("Bedömningar")
    for subject in said["subjects"]:
        paper.subject(subject)
    if not said["subjects"]:
        paper.line("Inget bedömdes.")
    paper.oral()
    paper.noted()
    paper.decided()
    paper.weekend()
    paper.approved()
    if klass == "public" and left:
        paper.line(left_out(left), colour=QUIET)
    return paper.saved()


class _Minutes(Paper):
    def __init__(self, said: dict[str, Any], left: dict[str, int], *, record: dict[str, Any] | None, klass: str) -> None:  # fmt: skip
        super().__init__()
        self.said, self.left, self.record, self.klass = said, left, record, klass
        held = words.day(said["meeting"]["held_on"])
        self.title = f"Minnesanteckningar {said['forum']['name']}, {held}"
        self.version = f"Fastställd version {record['number']}" if record else "Utkast, inte fastställt"  # fmt: skip
        about = self.docx.core_properties
        about.title, about.language, about.author = one_line(self.title)[:255], "sv-SE", ""
        about.subject, about.comments = words.CLASSES[klass], ""
        at = record["fixed_at"] if record else said["edition"]["published_at"]
        about.created = about.modified = datetime.fromisoformat(at)
        self._running()

    def head(self) -> None:
        meeting = self.said["meeting"]
        first, last = (date.fromisoformat(meeting[x]) for x in ("first_week", "last_week"))
        self.docx.add_paragraph("Minnesanteckningar", style="Title")
        self.line(
            f"{self.said['forum']['name']} · möte {meeting['number']} · {words.day(meeting['held_on'])}",
            style="Subtitle",
        )
        if self.said["is_example"]:
            self.line("EXEMPELDATA: allt här är påhittat.", bold=True)
        self.line(
            f"{self.version}. {words.CLASSES[self.klass]}. Lägesbild för {swedish.weeks(first, last)}, "
            f"underlag {self.said['edition']['number']}."
        )

    def attendance(self) -> None:
        self.heading("Deltog")
        here = self.said["meeting"]["attendance"]
        rows = [(a["organisation"], a["role"]) for a in here]
        self.table(("Verksamhet", "Roll"), rows, widths=(8, 9), empty="Ingen är antecknad.")

    def arrived(self) -> None:
        rows = [
            (
                s["title"],
                s["publisher"],
                words.on(s["extracted_at"]) or "–",
                words.on(s["period_to"]) or "–",
                "preliminärt" if s["is_preliminary"] else "",
            )
            for s in words.table(self.said, "shared", "sources")
        ]
        if rows or self.klass != "public":
            self.heading("Vad har kommit in?")
            head = ("Källa", "Utgivare", "Uttagen", "Till och med", "Märkning")
            self.table(head, rows, widths=(5.5, 4.5, 2.4, 2.4, 2.2), empty="Inga filer.")

    def followed_up(self) -> None:
        self.heading("Förra mötets åtgärder")
        rows = [
            (
                a["what"],
                words.who(a["organisation"], a["function"]),
                words.on(a["until"]),
                f"{words.STATUS_MARKS[a['status']]} {words.STATUSES[a['status']]}",
                a["reason"],
            )
            for a in self.said["followed_up"]
        ]
        head = ("Vad", "Ansvarig funktion", "Till", "Hur det gick", "Anmärkning")
        self.table(head, rows, widths=(5, 4, 2.4, 2.4, 3.2), empty=or_hidden("followed_up", self.left, nothing="Inget var öppet sedan tidigare möten."))  # fmt: skip

    def changed(self, found: Diff) -> None:
        self.heading("Sedan förra versionen")
        for sentence in in_words(found, with_numbers=False):
            self.line(sentence, style="List Bullet")
        rows = [
            (
                number.name,
                swedish.number(number.after),
                swedish.number(number.before),
                swedish.difference(number.after - number.before),
                kinds_in_words(number, is_same_weeks=found.is_same_weeks),
            )
            for number in found.numbers
        ]
        if rows:
            head = ("Problem", "Nu", "Förra", "Skillnad", "Det som har ändrats sedan dess")
            self.table(head, rows, widths=(5, 1.6, 1.6, 2, 6.8))

    def subject(self, said: dict[str, Any]) -> None:
        self.heading(words.subject(said), level=2)
        if said["evidence"] or self.klass != "public":
            self.line(words.evidence(said["evidence"]))
        if said["assessments"]:
            self._side_by_side(said["assessments"])
        if said["missing"]:
            self.line(f"Har inte lämnat någon bedömning: {swedish.listed(said['missing'])}.")
        joint = said["joint"]
        line = self.line("Tillsammans: ", bold=True)
        run(line, words.joint(joint) + ".")
        if joint and joint["words"]:
            run(line, f" ”{joint['words']}”")

    def _side_by_side(self, assessments: list[dict[str, Any]]) -> None:
        """One column for each party, all as wide: who it is, the level, and its own words."""
        table = self.docx.add_table(rows=2, cols=len(assessments))
        ruled(table)
        for cell, a in zip(table.rows[0].cells, assessments, strict=True):
            write(cell, a["organisation"], bold=True)
        with_head(table)
        for cell, a in zip(table.rows[1].cells, assessments, strict=True):
            write(cell, words.level(a["level"]), bold=True, colour=LEVEL_COLOURS[a["level"]])
            for text in (
                words.leaning(a["trend"], a["certainty"]),
                f"”{a['reason']}”" if a["reason"] else "",
            ):
                if text:
                    run(cell.add_paragraph(), text)
        described(table, "Parternas bedömningar, sida vid sida")

    def oral(self) -> None:
        if not self.said["oral"]:
            return
        self.heading("Muntligt, räknas aldrig")
        rows = [
            (o["organisation"], words.subject(o), o["day_part"], words.level(o["level"]))
            for o in self.said["oral"]
        ]
        self.table(("Vem berättade", "Vad och var", "När", "Nivå"), rows, widths=(4, 6, 3, 4))

    def noted(self) -> None:
        if not self.said.get("notes"):  # older documents say nothing of them
            return
        self.heading("Händelser och insatser")
        self.line("Det som hände samtidigt, inte varför siffrorna är som de är.", colour=QUIET)
        for note in self.said["notes"]:
            self.line(words.note(note), style="List Bullet")

    def decided(self) -> None:
        self.heading("Beslut")
        rows = [
            (
                a["what"],
                words.who(a["organisation"], a["function"]),
                a["where"],
                a["how_often"],
                words.on(a["until"]),
                a["pledge"],
            )
            for a in self.said["actions"]
            if a["kind"] == "action"
        ]
        head = ("Vad", "Ansvarig funktion", "Var", "Hur ofta", "Till", "Löfte")
        self.table(
            head,
            rows,
            widths=(4.6, 3.6, 2.6, 2, 2.2, 2),
            empty=or_hidden("action", self.left, nothing="Inga åtgärder beslutades."),
        )

    def weekend(self) -> None:
        self.heading("Inför helgen")
        rows = [
            (a["where"], a["when"], words.who(a["organisation"], a["function"]), a["what"])
            for a in self.said["actions"]
            if a["kind"] == "weekend"
        ]
        head = ("Plats", "Tid", "Vem", "Vad")
        self.table(
            head, rows, widths=(4, 3, 5, 5), empty=or_hidden("weekend", self.left, nothing=NOTHING)
        )

    def approved(self) -> None:
        self.heading("Fastställt")
        if self.record is None:
            self.line("Utkastet är inte fastställt.")
            return
        if self.record["replaces"] is not None:
            self.line(f"Den här versionen ersätter version {self.record['replaces']}.")
        approvals = self.record["approvals"]
        rows = [(a["organisation"], a["role"], words.on(a["at"])) for a in approvals]
        self.table(("Part", "Roll", "När"), rows, widths=(7, 6, 4), empty="Ingen har fastställt.")
        reserved = [a for a in approvals if a["reservation"]]
        if reserved and self.klass == "public":
            self.line("Reservationer finns och är utelämnade här.")
        elif reserved:
            self.heading("Reservationer", level=2)
            for a in reserved:
                run(self.line(f"{a['organisation']}: ", bold=True), f"”{a['reservation']}”")

    def _running(self) -> None:
        """What it belongs to stands on every page."""
        section = self.docx.sections[0]
        mark = " · EXEMPELDATA" if self.said["is_example"] else ""
        forum = self.said["forum"]["name"]
        run(section.header.paragraphs[0], f"{forum} · {words.CLASSES[self.klass]}{mark}", colour=QUIET)  # fmt: skip
        on = words.on(self.record["fixed_at"]) if self.record else words.on(self.said["meeting"]["held_on"])  # fmt: skip
        run(section.footer.paragraphs[0], f"{forum} · {words.CLASSES[self.klass]} · {self.version} · {on}", colour=QUIET)  # fmt: skip
