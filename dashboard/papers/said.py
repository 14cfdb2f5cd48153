"""The parts of a paper that the parties have said and decided: always both, side by side."""

from __future__ import annotations

from typing import Any

from dashboard import swedish
from dashboard.papers.asked import Asked, Part, level, status
from dashboard.papers.tree import (
    Block,
    Bullets,
    Cell,
    Subheading,
    Table,
    Text,
    Voice,
    Voices,
    columns,
    rows,
)
from dashboard.version import words
from dashboard.version.shown import left_out, or_hidden

Row = dict[str, Any]


def assessments(asked: Asked) -> Part:
    """Each subject: the evidence, every party's own assessment, and what was said together."""
    blocks: list[Block] = []
    for subject in asked.said["subjects"]:
        blocks += _subject(asked, subject)
    if not blocks:
        blocks = [Text("Inget bedömdes.")]
    if asked.said["oral"]:
        blocks.append(_oral(asked))
    return Part("Parternas bedömning", blocks)


def _subject(asked: Asked, subject: Row) -> list[Block]:
    blocks: list[Block] = [Subheading(words.subject(subject))]
    if subject["evidence"] or not asked.is_public:
        blocks.append(Text(words.evidence(subject["evidence"]), is_quiet=True))
    voices = tuple(
        Voice(
            a["organisation"],
            level(a["level"]),
            words.leaning(a["trend"], a["certainty"]),
            f"”{a['reason']}”" if a["reason"] else "",
        )
        for a in subject["assessments"]
    )
    if voices:
        blocks.append(Voices(voices))
    if subject["missing"]:
        blocks.append(Text(f"Har inte lämnat någon bedömning: {swedish.listed(subject['missing'])}."))  # fmt: skip
    joint = subject["joint"]
    said = words.joint(joint) + "."
    if joint and joint["words"]:
        said += f" ”{joint['words']}”"
    blocks.append(Text(said, lead="Tillsammans:"))
    return blocks


def _oral(asked: Asked) -> Table:
    found = [
        (o["organisation"], words.subject(o), o["day_part"] or "–", level(o["level"]))
        for o in asked.said["oral"]
    ]
    return Table(
        "muntligt",
        "Muntligt på mötet, räknas aldrig",
        columns("Vem berättade", ("Vad och var", "text", 2), "När", "Nivå"),
        rows(found),
    )


def actions(asked: Asked) -> Part:
    """What was decided, for what, by whom and until when."""
    return Part("Beslutade åtgärder", [*_decided(asked), *_weekend(asked)])


def _decided(asked: Asked) -> list[Block]:
    found = [a for a in asked.said["actions"] if a["kind"] == "action"]
    if not found:
        return [Text(or_hidden("action", asked.left, nothing="Inga åtgärder beslutades."))]
    names = {s["key"]: words.subject(s) for s in asked.said["subjects"]}
    told: list[tuple[Cell, ...]] = [
        (
            a["what"], names.get(a["subject"], "–"), words.who(a["organisation"], a["function"]),
            a["where"] or "–", a["how_often"] or "–", words.on(a["until"]) or "–", a["pledge"] or "–",
        )
        for a in found
    ]  # fmt: skip
    head = columns(("Vad", "text", 2.2), ("Problem", "text", 1.6), ("Ansvarig funktion", "text", 1.6), ("Var", "text", 1.3), "Hur ofta", ("Till", "text", 1.1), ("Löfte", "text", 0.7))  # fmt: skip
    return [Table("atgarder", "Beslutade åtgärder", head, rows(told))]


def _weekend(asked: Asked) -> list[Block]:
    found = [
        (a["where"], a["when"] or "–", words.who(a["organisation"], a["function"]), a["what"])
        for a in asked.said["actions"]
        if a["kind"] == "weekend"
    ]
    if not found:
        return []
    head = columns("Plats", "Tid", ("Vem", "text", 1.4), ("Vad", "text", 1.6))
    return [Table("helgen", "Inför helgen", head, rows(found))]


def followed_up(asked: Asked) -> Part:
    found = asked.said["followed_up"]
    title = "Tidigare åtgärder och läget för dem"
    if not found:
        nothing = "Inget var öppet sedan tidigare möten."
        return Part(title, [Text(or_hidden("followed_up", asked.left, nothing=nothing))])
    told: list[tuple[Cell, ...]] = [
        (f["what"], words.who(f["organisation"], f["function"]), words.on(f["until"]) or "–", status(f["status"]), f["reason"] or "–")
        for f in found
    ]  # fmt: skip
    head = columns(("Vad", "text", 2.2), ("Ansvarig funktion", "text", 1.6), "Till", ("Hur det gick", "text", 1.1), ("Anmärkning", "text", 1.4))  # fmt: skip
    return Part(title, [Table("uppfoljda", "Uppföljda åtgärder", head, rows(told))])


def noted(asked: Asked) -> Part:
    """What happened at the same time; versions from before notes were kept say nothing of them."""
    found = tuple(words.note(note) for note in asked.said.get("notes", []))
    about = "Det som hände samtidigt, inte varför siffrorna är som de är."
    return Part("Händelser och insatser", [Text(about, is_quiet=True), Bullets(found)] if found else [])  # fmt: skip


def approved(asked: Asked) -> Part:
    """Who has fixed it, and what they wanted said with it."""
    record = asked.record
    told = [(a["organisation"], a["role"], words.on(a["at"])) for a in record["approvals"]]
    blocks: list[Block] = [
        Table("faststallt", "Fastställt av", columns(("Part", "text", 2), ("Roll", "text", 1.5), "När"), rows(told))
    ]  # fmt: skip
    if record["replaces"] is not None:
        blocks.append(Text(f"Den här versionen ersätter version {record['replaces']}."))
    reserved = [a for a in record["approvals"] if a["reservation"]]
    if reserved:
        blocks += [Subheading("Avvikande mening")]
        blocks += [Text(f"”{a['reservation']}”", lead=f"{a['organisation']}:") for a in reserved]
    elif asked.is_public:
        blocks.append(Text("Om någon part har haft en reservation står den inte här.", is_quiet=True))  # fmt: skip
    return Part("Fastställande", blocks)


def omitted(asked: Asked) -> list[Block]:
    said = left_out(asked.left)
    return [Text(said, is_quiet=True)] if said else []


def agenda(asked: Asked) -> list[str]:
    """What is open to decide: what was not agreed on, what was put off, what is late."""
    found = [
        f"{words.subject(s)}: {swedish.within(words.joint(s['joint']))}."
        for s in asked.said["subjects"]
        if not s["joint"] or s["joint"]["outcome"] != "agreed"
    ]
    found += [
        f"{f['what']} ({f['organisation']}): {words.STATUSES[f['status']]}."
        for f in asked.said["followed_up"]
        if f["status"] in ("late", "open")
    ]
    return found


def listed(items: list[str], *, nothing: str) -> Block:
    return Bullets(tuple(items)) if items else Text(nothing)
