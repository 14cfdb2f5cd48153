"""Whose lägesbild it is: one kommun, or a local police area that the project ships or the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.provenance import Refused
from etl.settings import Settings
from geodata import areas


@dataclass(frozen=True)
class Forum:
    """`area_code` is a kommun code, an LPO code, or "" when nobody has said whose this is."""

    name: str
    area_code: str
    kommun_codes: tuple[str, ...]


def of(settings: Settings) -> Forum | None:
    """The declared forum. Raises Refused for one that cannot be."""
    declared = settings.forum
    if declared.kommun and declared.lpo:
        raise Refused("lagesbild.toml: forum är en kommun eller ett lpo, inte båda.")
    if declared.kommun:
        if declared.kommun not in areas.kommun_names():
            raise Refused("lagesbild.toml: forum.kommun är ingen kommunkod, till exempel 0683.")
        name = declared.namn or areas.kommun_name(declared.kommun)
        return Forum(name, declared.kommun, (declared.kommun,))
    if declared.lpo:
        known = lpos(settings)
        lpo = known.get(declared.lpo)
        if lpo is None:
            raise Refused(
                "lagesbild.toml: forum.lpo är okänt. Ange dess kommuner under [[lpo]], eller "
                f"välj ett av {', '.join(sorted(known))}."
            )
        _check_valid(lpo.code, settings)
        return Forum(declared.namn or f"LPO {lpo.name}", lpo.code, lpo.kommun_codes)
    return None


def lpos(settings: Settings) -> dict[str, areas.Lpo]:
    """Shipped and declared local police areas, by code. Raises Refused for unknown kommuner."""
    named = {code for lpo in settings.lpo for code in lpo.kommuner}
    if unknown := named - areas.kommun_names().keys():
        raise Refused(
            f"lagesbild.toml: {', '.join(sorted(unknown))} under lpo.kommuner är ingen "
            "kommunkod, till exempel 0683."
        )
    declared = [
        areas.Lpo(code=o.kod, name=o.namn, kommun_codes=o.kommuner, source="lagesbild.toml")
        for o in settings.lpo
    ]
    shipped = {code: areas.lpo(code) for code in areas.lpo_of_kommun().values()}
    return shipped | {o.code: o for o in declared}


def _check_valid(code: str, settings: Settings) -> None:
    """Raises Refused for a declared LPO that is not, or not yet, or no longer one."""
    today = date.today()  # noqa: DTZ011
    for lpo in (o for o in settings.lpo if o.kod == code):
        if lpo.giltig_till and lpo.giltig_till < today:
            raise Refused(
                f"lagesbild.toml: {code} gällde till och med {lpo.giltig_till}. Skriv in det "
                "lokalpolisområde som gäller nu under [[lpo]] och byt forum.lpo, eller rätta "
                "giltig_till."
            )
        if lpo.giltig_fran and lpo.giltig_fran > today:
            raise Refused(
                f"lagesbild.toml: {code} gäller först från och med {lpo.giltig_fran}. Vänta med "
                "att byta forum.lpo, eller rätta giltig_fran."
            )
