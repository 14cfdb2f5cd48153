"""What differs between two versions, in Swedish sentences. No word here says why."""

from __future__ import annotations

from dashboard import swedish
from dashboard.version import words
from dashboard.version.diff import Action, Diff, Joint, Level, Number, Turned

IN_WORDS = {
    "new": ("ny", "nya"),
    "late": ("sent inkommen", "sent inkomna"),
    "corrected": ("rättad", "rättade"),
    "reclassified": ("omkodad", "omkodade"),
    "removed": ("borttagen", "borttagna"),
}


def in_words(said: Diff, *, with_numbers: bool = True) -> list[str]:
    """One Swedish sentence or two for each thing that differs, the weightiest first."""
    found = [
        *(_turned_in_words(t, "Nytt att bedöma", "är nu över normalt") for t in said.opened),
        *(_turned_in_words(t, "Bedöms inte längre", "är inte längre över normalt") for t in said.closed),
        *map(_joint_in_words, said.joints),
        *map(_level_in_words, said.levels),
        *map(_action_in_words, said.actions),
        *(f"Nytt bland händelser och insatser: {note}." for note in said.noted),
        *(f"Står inte längre bland händelser och insatser: {note}." for note in said.unnoted),
        *(numbers_in_words(said) if with_numbers else ()),
        *_about_in_words(said),
    ]  # fmt: skip
    return found if found or said.numbers else ["Inget som visas här skiljer versionerna åt."]


def numbers_in_words(said: Diff) -> list[str]:
    """A sentence or two for each problem type that is counted otherwise."""
    return [_number_in_words(n, is_same_weeks=said.is_same_weeks) for n in said.numbers]


def _turned_in_words(turned: Turned, listed: str, passed: str) -> str:
    if turned.is_listed:
        return f"{listed}: {turned.subject}."
    return f"{turned.subject}, {passed}: {words.level(turned.level)}."


def _joint_in_words(joint: Joint) -> str:
    return f"{joint.subject}: nu {words.joint(joint.after)}, förut {words.joint(joint.before)}."


def _level_in_words(level: Level) -> str:
    before = words.level(level.before) or "ingen bedömning"
    now = f"bedömer nu {words.level(level.after)}" if level.after is not None else "har nu ingen bedömning"  # fmt: skip
    return f"{level.subject}: {level.organisation} {now}, förut {before}."


def _action_in_words(action: Action) -> str:
    head = {
        "new": "Ny åtgärd", "weekend": "Nytt inför helgen", "done": "Gjord", "late": "Försenad",
        "dropped": "Blir inte av", "open": "Pågår", "until": "Annan dag", "gone": "Står inte längre med",
    }[action.kind]  # fmt: skip
    said = f"{head}: {action.what} ({action.who})"
    if action.kind == "until":
        a, b = (words.on(x) or "ingen slutdag" for x in (action.before_until, action.until))
        said += f", nu {b}, förut {a}"
    elif action.until and action.kind in {"new", "late", "open"}:
        said += f", till {words.on(action.until)}"
    return said + (f". {action.reason.rstrip('.')}." if action.reason else ".")


def _number_in_words(number: Number, *, is_same_weeks: bool) -> str:
    kinds = kinds_in_words(number, is_same_weeks=is_same_weeks)
    return (
        f"{number.name}: {swedish.number(number.after)}, förra versionen {swedish.number(number.before)} "
        f"({swedish.difference(number.after - number.before)})."
    ) + (f" Sedan dess: {kinds}" if kinds else "")


def kinds_in_words(number: Number, *, is_same_weeks: bool) -> str:
    """4 nya, 1 sent inkommen och 2 borttagna. Resten (+1): ingen ändring är redovisad för den."""
    parts = [
        f"{swedish.number(abs(n))} {IN_WORDS[kind][abs(n) != 1]}"
        if kind in {"new", "late", "removed"}
        else f"{IN_WORDS[kind][1]} ({swedish.difference(n)})"
        for kind, n in number.changes.items()
        if n
    ]
    said = [f"{swedish.listed(parts)}."] if parts else []
    rest = f"Resten ({swedish.difference(number.rest)})"
    if number.rest and is_same_weeks:
        none = "ingen ändring är redovisad för"
        said.append(f"{rest}: {none} den." if parts else f"{none} skillnaden.")
    elif number.rest and parts:  # else all of it is, and the weeks are told of by themselves
        said.append(f"{rest}: veckorna är andra.")
    return " ".join(said)


def _about_in_words(said: Diff) -> list[str]:
    found = []
    if "weeks" in said.about:
        a, b = (
            swedish.weeks(*(d for x in weeks if (d := swedish.parse_day(x))))
            for weeks in said.about["weeks"]
        )
        found.append(f"Veckorna är nu {b}, förut {a}.")
    if "edition" in said.about:
        a, b = said.about["edition"]
        found.append(f"Underlag {b}, förut underlag {a}.")
    if "data_stop" in said.about:
        a, b = (words.on(x) or "okänd dag" for x in said.about["data_stop"])
        found.append(f"Uppgifterna går nu till och med {b}, förut {a}.")
    if "state" in said.about and "weeks" not in said.about:  # the weeks are part of the view
        found.append("Vyn är en annan än förut.")
    if said.came:
        found.append(f"Deltog nu men inte förra gången: {'; '.join(said.came)}.")
    if said.left:
        found.append(f"Deltog förra gången men inte nu: {'; '.join(said.left)}.")
    return found
