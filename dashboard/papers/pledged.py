"""Papers about a löfte: the löfte itself to write on in, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import swedish
from dashboard.papers import crimes, published, residents, said, weeks
from dashboard.papers.asked import Asked, Part, Stopped
from dashboard.papers.kinds import end, numbered, paper, there
from dashboard.papers.tree import (
    Block,
    Bullets,
    Cell,
    Mark,
    Paper,
    Role,
    Subheading,
    Table,
    Text,
    columns,
    rows,
)
from dashboard.pledge.metre import MARKS, STATES, headline, metre
from dashboard.pledge.words import AUDIENCES, BASES, day, parties, promised, valid
from dashboard.version import words

Row = dict[str, Any]
STATE_ROLES: dict[str, Role] = {"behind": "look", "not_logged": "look", "cannot_tell": "quiet"}
SHAPES = {"»": "▲", "…": "◌"}  # what the packaged font has no letter for and nobody draws
TO_WRITE = "fylls i av parterna."
ABOUT = "Att en aktivitet är gjord säger inte om något har blivit bättre. Det står under Mål och under vad invånarna har svarat."


def pledge_paper(asked: Asked) -> Paper:
    """Löfte: what it says, part by part, as a document that can be edited and signed."""
    held = held_of(asked)
    facts = [
        ("Parter", parties(held)),
        ("Gäller", valid(held)),
        ("Diarienummer", swedish.listed([" ".join(filter(None, (d["organisation"], d["number"]))) for d in held["diary_numbers"]])),
        ("Vilar på", held["rests_on"]),
        ("Förlänger", f"löfte {held['extends']}" if held["extends"] else ""),
    ]  # fmt: skip
    parts = [
        Part("Om löftet", [_facts(facts)]),
        Part("Underlag", [_basis(held)]),
        Part("Orsaksanalys", [Text(held["cause_analysis"] or "Ingen orsaksanalys är skriven.")]),
        Part("Det här lovar vi", _promises(held)),
        Part("Så följs löftet upp", _follow_ups(held)),
        Part("Underskrifter", [_signatures(held)]),
    ]
    return paper(asked, kind="lofte", title=held["name"], belongs="Löfte", sections=[*numbered([*parts, *end(asked, [], is_short=True)])])  # fmt: skip


def follow_up(asked: Asked) -> Paper:
    """Uppföljning: per activity promised, done and what differs; per goal where it began and is."""
    held = held_of(asked)
    assert asked.pledge is not None  # or there was no document
    counted = asked.pledge["done"]
    told = metre(held, counted, today=date.fromisoformat(asked.record["fixed_at"][:10]))
    parts = [
        Part("Vad vi lovade och vad vi gjorde", [Text(ABOUT, is_quiet=True), _activities(held, told), *_cost(asked), *_done(asked, held)]),
        Part("Mål", [_goals(asked, held)]),
        Part("Har något ändrats?", [*_changed(asked)]),
        residents.surveys(asked),
        residents.dialogues(asked),
        said.assessments(asked),
        Part("Lärdomar", [Text("Vad har vi lärt oss?", is_quiet=True), _to_write(held)]),
        Part("Fortsätta, ändra eller avsluta", [Text("Förslag för varje fokusområde.", is_quiet=True), _to_write(held)]),
    ]  # fmt: skip
    title = f"Uppföljning: {held['name']}"
    return paper(
        asked, kind="uppfoljning", title=title, belongs=f"Uppföljning av {swedish.within(held['name'])}",
        sections=[*numbered([*there(parts), *end(asked, parts, is_short=False)])],
        summary=_summary(told),
    )  # fmt: skip


def _summary(told: list[Row]) -> list[str]:
    """How many activities are in each state, and which: what needs looking at first, and nothing of
    those that nothing can be said of."""
    count = swedish.capitalised(words.counted(len(told), "aktivitet", "aktiviteter"))
    known = sorted((row for row in told if row["state"] != "cannot_tell"), key=lambda row: row["state"] not in ("behind", "not_logged"))[:5]  # fmt: skip
    return [
        f"{count}: {swedish.within(headline(told))}." if told else "Löftet har inga aktiviteter.",
        *(f"{row['words'].rstrip('. ')}: {STATES[row['state']]}." for row in known),
    ]


def held_of(asked: Asked) -> Row:
    """The löfte's document. Raises Stopped where there is none."""
    if asked.pledge is None:
        raise Stopped("Det fanns inget löfte som gällde för versionens område och period. Ange ett med --pledge.")  # fmt: skip
    held: Row = asked.pledge["document"]
    return held


def _facts(facts: list[tuple[str, str]]) -> Table:
    told = rows([(name, words or "ej angivet") for name, words in facts])
    return Table("om-loftet", "Om löftet", columns("Uppgift", ("Vad löftet säger", "text", 3)), told)  # fmt: skip


def _basis(held: Row) -> Block:
    items = []
    for one in held["basis"]:
        kind = swedish.capitalised(BASES[one["kind"]])
        says_it = one["words"].casefold().startswith(kind.casefold())
        items.append(swedish.capitalised(one["words"]) if says_it else ": ".join(filter(None, (kind, one["words"]))))  # fmt: skip
    return said.listed(items, nothing="Löftet säger inte vad det bygger på.")


def _promises(held: Row) -> list[Block]:
    """Focus by focus, with its problembild, goals and activities; what has no focus comes last."""
    blocks: list[Block] = []
    known = [focus["key"] for focus in held["focus"]]
    for focus in [*held["focus"], None]:
        key = focus["key"] if focus else None
        mine = {
            name: [r for r in held[name] if (r["focus"] if r["focus"] in known else None) == key]
            for name in ("goals", "activities")
        }
        if focus:
            blocks += [Subheading(focus["title"]), Text(focus["picture"] or "Ingen problembild är skriven.")]  # fmt: skip
        elif not any(mine.values()):
            continue
        elif known:
            blocks.append(Subheading("För hela löftet"))
        number = len(blocks)
        if mine["goals"]:
            head = columns(("Mål", "text", 2.4), ("Indikator", "text", 1.4), "Utgångsläge", "Målvärde")  # fmt: skip
            blocks.append(Table(f"mal-{number}", "Mål", head, rows([_goal(g) for g in mine["goals"]])))  # fmt: skip
        if mine["activities"]:
            head = columns(("Aktivitet", "text", 2.6), ("Ansvarig", "text", 1.4), ("Mängd", "text", 1.2), "Platser")  # fmt: skip
            told = [(a["words"], swedish.listed(a["responsible"]) or "ej angivet", promised(a), swedish.listed(a["places"]) or "–") for a in mine["activities"]]  # fmt: skip
            blocks.append(Table(f"aktiviteter-{number}", "Aktiviteter", head, rows(told)))
    return blocks or [Text("Löftet har inga mål eller aktiviteter än.")]


def _goal(goal: Row) -> tuple[Cell, ...]:
    if not goal["is_measurable"]:
        return goal["words"], "ej mätbart", "–", "–"
    return (
        goal["words"],
        goal["indicator"] or "ej angivet",
        goal["baseline"] or "ej angivet",
        goal["target"] or "–",
    )


def _follow_ups(held: Row) -> list[Block]:
    told = [(day(f["on"]) or "dag ej angiven", f["words"], AUDIENCES.get(f["audience"], "–")) for f in held["follow_ups"]]  # fmt: skip
    if held["final_report_on"]:
        told.append((day(held["final_report_on"]), "Slutrapport", "–"))
    if not told:
        return [Text("Löftet säger inte när det följs upp.")]
    return [Table("uppfoljningar", "Uppföljningar", columns("När", ("Vad", "text", 2), "Till vem"), rows(told))]  # fmt: skip


def _signatures(held: Row) -> Table:
    told = [(p["organisation"] or "–", p["role"] or "–", "", "") for p in held["parties"]]
    head = columns(("Part", "text", 1.4), ("Roll", "text", 1.4), ("Underskrift", "text", 2), "Datum")  # fmt: skip
    return Table("underskrifter", "Underskrifter", head, rows(told or [("Inga parter är angivna", "–", "", "")]), is_to_sign=True)  # fmt: skip


def _activities(held: Row, told: list[Row]) -> Block:
    found: list[tuple[Cell, ...]] = []
    for activity, state in zip(held["activities"], told, strict=True):
        mark = MARKS[state["state"]]
        found.append(
            (
                activity["words"], swedish.listed(activity["responsible"]) or "ej angivet", promised(activity), state["done"],
                Mark(SHAPES.get(mark, mark), STATES[state["state"]], STATE_ROLES.get(state["state"], "ink")), state["sentence"],
            )
        )  # fmt: skip
    if not found:
        return Text("Löftet har inga aktiviteter.")
    head = columns(("Aktivitet", "text", 2.2), ("Ansvarig", "text", 1.2), ("Lovat", "text", 1.2), ("Gjort", "count"), ("Läge", "text", 1.1), ("Avvikelse", "text", 1.8))  # fmt: skip
    return Table("lovat-och-gjort", "Lovat och gjort", head, rows(found), note="Varför något inte blev gjort skrivs av parterna under Lärdomar.")  # fmt: skip


def _done(asked: Asked, held: Row) -> list[Block]:
    """Each time that is logged; a column that nobody has written anything in is not there."""
    names = {a["key"]: a["words"] for a in held["activities"]}
    done = sorted(asked.done, key=lambda row: (row["done_on"], row["activity"]))
    if not done:
        is_logged = asked.pledge is not None and bool(asked.pledge["done"])
        said = "visas för den här gruppen" if is_logged else "är loggade"
        return [Text(f"Inga enskilda tillfällen {said}.", is_quiet=True)]
    more = {"place": "Plats", "note": "Anteckning"}
    more = {key: name for key, name in more.items() if any(row[key] for row in done)}
    told = [
        (words_on(row["done_on"]), names.get(row["activity"], "–"), row["quantity"], *(row[key] or "–" for key in more))
        for row in done
    ]  # fmt: skip
    head = columns(("När", "text", 1.0), ("Aktivitet", "text", 6.4 - 1.4 * len(more)), ("Antal", "count"), *((name, "text", 1.5) for name in more.values()))  # fmt: skip
    return [Table("tillfallen", "Tillfällen", head, rows(told))]


def words_on(iso: str) -> str:
    return swedish.day(date.fromisoformat(iso))


def _cost(asked: Asked) -> list[Block]:
    if asked.is_public:
        return [Text("Visas bara för forumets parter.", lead="Kostnad:")]
    known = [row["cost"] for row in asked.done if row["cost"] is not None]
    if not known:
        return [Text("Ingen kostnad är antecknad här.", lead="Kostnad:")]
    count = f"{len(known)} av {len(asked.done)} tillfällen som visas har en antecknad kostnad."
    return [Text(f"{swedish.number(sum(known))} kronor. {count}", lead="Kostnad:")]


def _goals(asked: Asked, held: Row) -> Block:
    now = _now(asked)
    found: list[tuple[Cell, ...]] = []
    for goal in held["goals"]:
        value, source, uncertainty = now.get((goal["indicator"] or "").strip().casefold(), ("går inte att säga", "–", "–"))  # fmt: skip
        if not goal["is_measurable"]:
            value, source, uncertainty = "ej mätbart", "–", "–"
        found.append((goal["words"], goal["baseline"] or "ej angivet", value, source, uncertainty))
    if not found:
        return Text("Löftet har inga mål.")
    head = columns(("Mål", "text", 2.2), ("Utgångsläge", "text", 1.2), ("Nu", "text", 1.1), ("Källa", "text", 1.3), ("Osäkerhet", "text", 1.0))  # fmt: skip
    return Table("mal-nu", "Mål: då och nu", head, rows(found), note="Nu fylls i av versionens egna uppgifter när målets indikator heter som en fråga i en undersökning. Annars går det inte att säga.")  # fmt: skip


def _now(asked: Asked) -> dict[str, tuple[str, str, str]]:
    """By what is asked: the latest answer, who asked, and how uncertain it is."""
    found: dict[str, tuple[str, str, str]] = {}
    for row in asked.table("answers"):
        unit = " %" if row["unit"] == "share" else ""
        span = "–" if row["lower"] is None else f"{row['lower']}–{row['upper']}"
        found[row["question"].strip().casefold()] = (f"{row['value']}{unit} ({row['year']})", row["survey_name"], span)  # fmt: skip
    return found


def _changed(asked: Asked) -> list[Block]:
    parts = [crimes.problems(asked), published.numbers(asked), weeks.development(asked)]
    note = Text("Siffrorna visar hur många som räknades samtidigt som löftet gällde. De säger inte om det beror på löftet.", is_quiet=True)  # fmt: skip
    return [note, *residents.changes(asked, held_of(asked)), *(block for part in parts for block in part.blocks)]  # fmt: skip


def _to_write(held: Row) -> Block:
    names = [focus["title"] for focus in held["focus"]] or ["Hela löftet"]
    return Bullets(tuple(f"{name}: {TO_WRITE}" for name in names))
