"""Samples with something wrong in them. benchmarks/endurance.py tries many thousands more."""

from pathlib import Path

import pytest

from tests.etl.mutations import corpus, mutant, trial


@pytest.mark.parametrize("first", range(0, 300, 25))
def test_a_mutant_is_read_or_refused_and_nothing_else(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + 25):
        trial(seed, tmp_path)


def test_the_mutants_are_of_every_kind_and_some_of_each_can_be_read(tmp_path: Path) -> None:
    fared = {(mutant(seed)[0], trial(seed, tmp_path)) for seed in range(len(corpus()) * 12)}
    assert {name for name, how in fared if how == "refused"} == set(corpus())
    assert len({name for name, how in fared if how == "read"}) > len(corpus()) // 2


def test_a_mutant_is_made_from_its_seed_alone() -> None:
    assert all(mutant(seed) == mutant(seed) for seed in range(30))
