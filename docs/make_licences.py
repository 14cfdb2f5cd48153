"""Writes docs/licenser.md: every package that the program needs, its version and its licence.

Run from the project's root, in an environment with the program: python docs/make_licences.py
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path("docs/licenser.md")
ENVIRONMENTS_OWN = (
    "setuptools"  # dash asks for it; a new environment has one, and we none of our own
)
HEAD = """\
# Licenser

Lägesbilden har licensen MIT. Den här listan skrivs av `docs/make_licences.py` ur det som paketen säger om sig själva; vad de
innehåller i övrigt står i [sbom.json](sbom.json). Typsnitten i `dashboard/export/fonts` är Lato (OFL-1.1), gränserna i
`geodata/boundaries` är SCB:s (CC0). LGPL och MPL gäller paketen själva, som används
oförändrade.

| paket | version | licens |
| --- | --- | --- |
"""


def needed() -> dict[str, Distribution]:
    """All that `lagesbild[postgres,lake]` needs here, by canonical name; itself left out."""
    said = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    more = said["optional-dependencies"]
    asked = [*said["dependencies"], *more["postgres"], *more["lake"]]
    waiting = [Requirement(text) for text in asked]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        one = waiting.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras)
        if (name, extras) in seen or name == ENVIRONMENTS_OWN:
            continue
        seen.add((name, extras))
        found[name] = distribution(name)
        for text in found[name].requires or []:
            inner = Requirement(text)
            wanted = [{"extra": extra} for extra in extras or {""}]
            if inner.marker is None or any(inner.marker.evaluate(mark) for mark in wanted):
                waiting.append(inner)
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """As it says itself: an SPDX expression, else its classifiers, else a short text."""
    told = package.metadata
    if told.get("License-Expression"):
        return told["License-Expression"]
    marks = [mark.rpartition(" :: ")[2] for mark in told.get_all("Classifier") or [] if mark.startswith("License ::")]  # fmt: skip
    if marks:
        return ", ".join(marks)
    text = re.sub(r"\s+", " ", told.get("License") or "").strip()
    return text if 0 < len(text) < 60 else ""


def main() -> int:
    rows = {name: (package.version, licence(package)) for name, package in needed().items()}
    lines = [f"| {name} | {version} | {said or 'se paketet'} |" for name, (version, said) in rows.items()]  # fmt: skip
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
