"""Example data for lokalpolisområde Värnamo, written as the publishers write: invented, seeded.

`lagesbild demo` loads these files with the same jobs as real ones. What is planted in them is
told in docs/exempeldata.md under the titles in `PLANTED`.
"""

from datetime import date
from pathlib import Path

from etl.example import dialogue, fault_reports, observers, questionnaire, safety_index
from etl.example.areas import deso, write_layer, write_population
from etl.example.events import write_events
from etl.example.happenings import HAPPENINGS
from etl.example.incidents import write_extracts
from etl.example.survey import write_indicators

__all__ = ["EARLIEST", "PLANTED", "SETTINGS", "write"]

EARLIEST = date(2022, 2, 1)  # before this there is no earlier year to compare with
SETTINGS = Path(__file__).with_name("lagesbild.toml").read_text(encoding="utf-8")
PLANTED = (
    *(planted.title for planted in (*HAPPENINGS, *observers.SIGHTINGS)),
    observers.SILENCE,
    questionnaire.PLANTED,
)


def write(folder: Path, *, until: date, seed: int = 20210104) -> list[Path]:
    """Write the example's files in `folder` and return them; what is known the day before `until`.

    Those returned are to be loaded. What a questionnaire's columns mean lies beside its answers.
    The same `until` and `seed` give the same bytes. Police rows are registered from 2021-01-01.
    Raises ValueError if `until` is before EARLIEST.
    """
    if until < EARLIEST:
        raise ValueError(f"Exempeldata finns från och med {EARLIEST}. Välj ett senare datum.")
    folder.mkdir(parents=True, exist_ok=True)
    layer = deso(seed=seed)
    areas = folder / "exempel_deso.geojson"
    write_layer(areas, layer=layer, until=until)
    population = folder / "exempel_folkmangd_deso.csv"
    write_population(population, layer=layer, year=until.year - 1, seed=seed)
    indicators = folder / "exempel_bra_indikatorer.csv"
    write_indicators(indicators, until=until, seed=seed)
    events = folder / "exempel_polisen_events.json"
    write_events(events, until=until, seed=seed)
    reports = folder / "exempel_rapportorer.csv"
    observers.write_reports(reports, until=until, seed=seed)
    faults = folder / "exempel_felanmalan.csv"
    fault_reports.write_reports(faults, layer=layer, until=until, seed=seed)
    talks = folder / "exempel_dialog.csv"
    dialogue.write_dialogue(talks, until=until, seed=seed)
    index = folder / "exempel_polisens_trygghetsmatning.csv"
    safety_index.write_index(index, until=until, seed=seed)
    answers = questionnaire.write_answers(folder, until=until, seed=seed)
    extracts = write_extracts(folder, layer=layer, until=until, seed=seed)
    kommun = [reports, faults, talks, *answers]
    return [areas, population, *extracts, *kommun, index, indicators, events]
