"""The kit for those who must approve: what it says that the program does is held by a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path("docs/underlag")
KIT = sorted(file for file in FOLDER.glob("*.md") if file.name != "README.md")
CLAIM = re.compile(r"`(tests/[\w/.]+)::(\w+)`")


@pytest.mark.parametrize("file", KIT, ids=lambda file: file.stem)
def test_each_claim_names_a_test_that_is_there(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "utkast" in text.lower() and "nte juridisk rådgivning" in text
    does = re.search(r"^## .*Programmet gör$(.*?)^## ", text, re.DOTALL | re.MULTILINE)
    assert does is not None and "\n## Ni ska göra\n" in re.sub(r"## \d+ ", "## ", text)
    claims = [line for line in does[1].splitlines() if line.startswith("- ")]
    assert len(claims) >= 5
    for line in claims:
        assert CLAIM.search(line), f"{file}: {line}"
    for place, name in CLAIM.findall(text):
        assert re.search(rf"^def {name}\(", Path(place).read_text(), re.MULTILINE), f"{place}::{name}"  # fmt: skip


def test_the_kit_is_whole_and_its_links_lead_somewhere() -> None:
    assert len(KIT) == 6
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"({file.name})" in listed for file in KIT)
    for file in FOLDER.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert (FOLDER / target).exists(), f"{file}: {target}"
