"""Whose the workplace is, and when its forum meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit

from etl import fetch
from etl.fetch.start import FIRST_SETTINGS
from etl.provenance import Refused
from etl.setting_up import trial
from etl.workplace import Workplace
from geodata.areas import kommun_name

OWN = "lpo-egen"  # the forum's kommuner where they are no local police area that we know
NEW = FIRST_SETTINGS.partition("[installation]")


def change(workplace: Workplace, *, kommuner: Sequence[str], name: str) -> None:
    """The forum is these kommuner: one, a local police area that is known, or one of its own.

    Raises Refused.
    """
    codes = tuple(dict.fromkeys(kommuner))
    if not codes:
        raise Refused("Välj minst en kommun.")
    fetch.check_kommuner(codes)
    if workplace.settings.installation.exempel:
        raise Refused("Det här är exempelarbetsplatsen. Dess forum byts inte.")
    known = {frozenset(lpo.kommun_codes): code for code, lpo in workplace.lpos.items()}
    code = known.get(frozenset(codes), OWN) if len(codes) > 1 else ""
    # the shipped name stands by itself
    lpo = workplace.lpos.get(code)
    usual = kommun_name(codes[0]) if not code else f"LPO {lpo.name}" if lpo else ""

    def edit(document: tomlkit.TOMLDocument) -> None:
        forum = document.setdefault("forum", tomlkit.table())
        own = name if name != usual else ""
        trial.fill(forum, {"kommun": "" if code else codes[0], "lpo": code, "namn": own})
        if code == OWN:
            if name == "":
                raise Refused("Skriv vad forumet heter: kommunerna är inget lokalpolisområde.")
            rows = trial.rows(document, "lpo")
            standing = [row for row in rows if row.get("kod") == OWN]
            said = {"kod": OWN, "namn": name, "kommuner": list(codes)}
            if standing:
                trial.fill(standing[0], said)
            else:
                rows.append(trial.table(said))

    trial.tried(workplace, "lagesbild.toml", edit, first="".join(NEW[1:]))


def meet(workplace: Workplace, said: Mapping[str, str]) -> None:
    """When the forum meets and what about: the keys of [mote]. Raises Refused."""

    def edit(document: tomlkit.TOMLDocument) -> None:
        trial.fill(document.setdefault("mote", tomlkit.table()), dict(said))

    trial.tried(workplace, "lagesbild.toml", edit)


def as_it_is(workplace: Workplace) -> dict[str, Any]:
    """name, kommun_codes, is_example; name is "" where nobody has said whose it is."""
    forum = workplace.forum
    return {
        "name": forum.name if forum else "",
        "kommun_codes": list(forum.kommun_codes) if forum else [],
        "is_example": workplace.settings.installation.exempel,
    }
