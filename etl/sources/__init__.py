"""One file per source. A file here is a source: nothing else registers it.

Each has SOURCE, `recognise(file)` and `read(file, sheet, known)`; the gate has seen the sheet before
`read` does.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from etl.known import Known
from etl.provenance import Reading, Refused, Source
from etl.reading import File, Sheet


class Module(Protocol):
    SOURCE: Source

    def recognise(self, file: File) -> bool: ...

    def read(self, file: File, sheet: Sheet, known: Known) -> Reading: ...


ALL: dict[str, Module] = {
    m.name: cast(Module, importlib.import_module(f"{__name__}.{m.name}"))
    for m in pkgutil.iter_modules(__path__)
}


def named(name: str) -> Module:
    """Raises Refused, listing the sources there are."""
    if name not in ALL:
        raise Refused(f"Källan ”{name}” finns inte. Välj en av: {', '.join(ALL)}.")
    return ALL[name]


def recognised(file: File) -> str:
    """The one source whose form the file has. Raises Refused for none or several."""
    found = [name for name, module in ALL.items() if module.recognise(file)]
    if len(found) == 1:
        return found[0]
    said = f"kan vara {' eller '.join(found)}" if found else "känns inte igen"
    raise Refused(
        f"{file.name}: formen {said}. Ange källan med --source NAMN; det finns {', '.join(ALL)}."
    )
