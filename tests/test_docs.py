"""The docs name what there is, and what they tell people to write works."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

import lagesbild
from etl import sources
from etl.edition import TABLES
from etl.settings import Lpo, Observer, Settings, SourceSettings
from etl.workplace import Workplace

README = Path("README.md").read_text(encoding="utf-8")
DATA = Path("docs/data.md").read_text(encoding="utf-8")
WORDS = Path("docs/ordlista.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
TOP = typer.main.get_command(lagesbild.app).commands
COMMANDS = {name: command for name, command in TOP.items() if name != "user"} | {
    f"user {name}": command for name, command in TOP["user"].commands.items()
}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
LISTS = {"lpo": Lpo, "kallor": SourceSettings, "rapportor": Observer}  # tables that may be several


def code_blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def rows(text: str) -> list[list[str]]:
    """The cells of every Markdown table row but heads and rules."""
    lines = text.splitlines()
    inside = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith("| ") and not line.startswith("| ---") and not after.startswith("| ---")
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in inside]


@pytest.mark.parametrize("heading", ["Kom igång", "Tester"])
def test_the_first_block_of_each_of_the_two_sections_is_one_command_line(heading: str) -> None:
    section = re.search(rf"^## {heading}$(.*?)^## ", README, re.DOTALL | re.MULTILINE)
    assert section is not None
    first = re.search(r"^```bash\n(.*?)^```$", section[1], re.DOTALL | re.MULTILINE)
    assert first is not None
    assert first[1].count("\n") == 1
    assert "-c constraints.txt" in first[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    assert f"`lagesbild {name}" in README
    for parameter in COMMANDS[name].params:
        for option in (o for o in parameter.opts if o.startswith("--")):
            assert f"`{option}" in README, f"lagesbild {name} {option}"


def setting_keys(model: type[BaseModel], *path: str) -> list[str]:
    keys = []
    for name, field in model.model_fields.items():
        kind = field.annotation if path else LISTS.get(name, field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            inner = (*path, name, "NAMN") if name == "kallor" else (*path, name)
            keys += setting_keys(kind, *inner)
        else:
            keys.append(".".join([*path, name]))
    return keys


@pytest.mark.parametrize("key", setting_keys(Settings))
def test_every_setting_is_in_the_readme(key: str) -> None:
    assert f"`{key}`" in README


@pytest.mark.parametrize("block", code_blocks(README, "toml"))
def test_settings_in_the_readme_can_be_used_as_they_stand(block: str, tmp_path: Path) -> None:
    (tmp_path / "lagesbild.toml").write_text(block, encoding="utf-8")
    assert Workplace(tmp_path).forum is not None


def test_links_in_the_docs_lead_somewhere() -> None:
    for file in [Path("README.md"), *Path("docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert "://" in target or (file.parent / target).exists(), f"{file}: {target}"


def test_what_is_made_of_the_code_is_up_to_date() -> None:
    sheet = runpy.run_path("docs/make_design.py")["text"]()
    assert sheet == Path("docs/formgivning.md").read_text(encoding="utf-8"), (
        "Run: python docs/make_design.py"
    )
    made = runpy.run_path("docs/make_data.py")
    assert made["text"]() == DATA, "Run: python docs/make_data.py"
    assert made["glossary"]() == made["GLOSSARY"].read_text(), "Run: python docs/make_data.py"


def test_the_page_about_data_names_every_source_and_table_with_all_that_is_said_of_them() -> None:
    assert all(f"`{name}`" in DATA for name in sources.ALL)
    for file in (
        f for layer in ("out", "judged", "public") for f in (TABLES / layer).glob("*.sql")
    ):
        assert f"### `{file.stem}`" in DATA
        for said in re.findall(r"^comment on .* is '(.*)';$", file.read_text(), re.MULTILINE):
            assert said in DATA, f"{file.stem}: {said}"


def test_a_word_has_one_translation_and_one_meaning() -> None:
    glossary = [row for row in rows(WORDS) if len(row) == 3]
    for column in (0, 1):
        words = [row[column] for row in glossary]
        assert sorted(words) == sorted(set(words))


def test_words_that_the_glossary_advises_against_are_not_used() -> None:
    advice = [row[1] for row in rows(WORDS) if len(row) == 2]
    single = {w for said in advice for w in re.split(r"[;,] ", said) if re.fullmatch(r"\w+", w)}
    assert {"hotspot", "datastatus", "utgåva"} <= single
    pattern = re.compile(rf"\b(?:{'|'.join(single)})\b", re.IGNORECASE)
    # not etl: publishers' own words stand there
    for file in [*Path("dashboard").rglob("*.py"), *Path("lagesbild").glob("*.py")]:
        for text in said_in(file):
            assert not (found := pattern.search(text)), f"{file}: {found}"


def said_in(file: Path) -> list[str]:
    """The texts in a module that a user may read: all but docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, DOCUMENTED)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and text not in docs]


def test_the_changelog_has_this_version() -> None:
    changelog = Path("docs/changelog.md").read_text(encoding="utf-8")
    assert f"\n## {PROJECT['project']['version']}" in changelog


def test_constraints_are_names_and_versions_only() -> None:
    lines = Path("constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
