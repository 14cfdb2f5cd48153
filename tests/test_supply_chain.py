"""What the program is made of stands where it should, and none of it calls home."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

from docs.make_licences import needed

ASKS = """
import sys
seen = []
asks = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
sys.addaudithook(lambda event, what: seen.append((event, what)) if event in asks else None)
from lagesbild.serving import made
made(sys.argv[1])
print(seen)
"""


def pinned() -> dict[str, str]:
    lines = Path("constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines]
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_package_is_pinned_and_its_licence_told() -> None:
    versions, told = pinned(), Path("docs/licenser.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([\w-]+) \| (\d[\w.]*) \| [^|]+ \|$", told, re.MULTILINE))
    found = {name: package.version for name, package in needed().items()}
    assert found == {name: versions[name] for name in found} == rows


def test_the_list_of_contents_is_of_the_same_packages_and_names_no_registry() -> None:
    text = Path("docs/sbom.json").read_text(encoding="utf-8")
    said = {canonicalize_name(part["name"]): part["version"] for part in json.loads(text)["components"]}  # fmt: skip
    found = {name: package.version for name, package in needed().items()}
    assert {name: said.get(name) for name in found} == found
    assert not re.search(r"pypi\.org|pythonhosted|simple/", text)


def test_to_import_the_program_and_begin_to_serve_asks_nobody(tmp_path: Path) -> None:
    """What the pages ask for is tried in a browser: CUT and ASKED in dashboard/conftest.py."""
    done = subprocess.run([sys.executable, "-c", ASKS, str(tmp_path)], capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "[]"
