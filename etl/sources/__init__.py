"""One file per source. A file here is a source: nothing else registers it.

Each has SOURCE, `recognise(file)` and `read(file, sheet, known)`; the gate has seen the sheet before
`read` does.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Protocol, cast

from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Sheet


class Module(Protocol):
    @property
    def SOURCE(self) -> Source: ...

    def recognise(self, file: File) -> bool: ...

    def read(self, file: File, sheet: Sheet, known: Known) -> Reading: ...


ALL: dict[str, Module] = {
    m.name: cast(Module, importlib.import_module(f"{__name__}.{m.name}"))
    for m in pkgutil.iter_modules(__path__)
}


def named(name: str, *, own: Mapping[str, Module]) -> Module:
    """`own` are the workplace's. Raises Refused, listing the sources there are."""
    every = {**ALL, **own}
    if name not in every:
        raise Refused(f"Källan ”{name}” finns inte. Välj en av: {', '.join(every)}.")
    return every[name]


def recognised(file: File, *, own: Mapping[str, Module]) -> str:
    """The one source whose form the file has; the workplace's own before ours.

    Raises Refused for none or several.
    """
    found = [name for name, module in own.items() if module.recognise(file)]
    found = found or [name for name, module in ALL.items() if module.recognise(file)]
    if len(found) == 1:
        return found[0]
    said = f"kan vara {' eller '.join(found)}" if found else "känns inte igen"
    raise Refused(
        f"{file.name}: formen {said}. Ange källan med --source NAMN, eller beskriv en egen form med: "
        f"lagesbild map FIL. Källor som finns: {', '.join(found or [*own, *ALL])}."
    )
