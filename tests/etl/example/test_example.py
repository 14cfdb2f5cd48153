from datetime import date
from pathlib import Path

import pytest

from etl.example import EARLIEST, PLANTED, write

UNTIL = date(2026, 11, 23)


def test_the_same_date_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write(tmp_path / name, until=UNTIL) for name in ("a", "b"))
    assert [p.name for p in first] == [p.name for p in second]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))
    beside = {p.with_suffix(".toml") for p in first if "trygghetsenkat" in p.name}
    assert set(first) | beside == set((tmp_path / "a").iterdir())
    other = write(tmp_path / "c", until=UNTIL, seed=1)
    assert all(a.read_bytes() != c.read_bytes() for a, c in zip(first, other, strict=True))


def test_first_day_of_a_year_has_no_file_for_it(tmp_path: Path) -> None:
    names = [p.name for p in write(tmp_path, until=date(2026, 1, 1))]
    assert not any("2026" in name for name in names)
    assert "Brottsstatistik_Värnamo_202512.csv" in names


def test_too_early_a_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="senare datum"):
        write(tmp_path, until=date(2021, 1, 1))
    assert write(tmp_path, until=EARLIEST)


def test_the_document_tells_what_is_planted() -> None:
    text = Path("docs/exempeldata.md").read_text(encoding="utf-8")
    for title in PLANTED:
        assert f"**{title}**" in text
