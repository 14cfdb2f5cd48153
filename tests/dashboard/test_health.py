"""What /halsa tells whoever keeps watch: able or not, and nothing that is secret."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text

from dashboard.access.gate import Access
from dashboard.access.login import Login
from dashboard.app import create_app
from dashboard.store import Store
from etl.workplace import Workplace


def test_before_the_first_edition_it_is_able(tmp_path: Path) -> None:
    answer = create_app(editions=tmp_path).server.test_client().get("/halsa")
    assert (answer.status_code, answer.get_json()["edition"]) == (200, None)
    gone = create_app(editions=tmp_path / "ej monterad").server.test_client().get("/halsa")
    assert gone.status_code == 503


def test_an_edition_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("skräp", encoding="utf-8")
    answer = create_app(editions=tmp_path).server.test_client().get("/halsa")
    assert answer.status_code == 503
    assert answer.get_json() == {"edition": None, "edition_readable": False, "is_able": False, "journal_readable": True}  # fmt: skip


def test_a_journal_of_another_version_or_away_is_told_to_a_stranger(
    example: Workplace, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    store = Store(url, check_text=lambda words: None)
    access = Access(store, Login(accounts=True, address="https://lage.example"))
    client = create_app(editions=example.editions, store=store, access=access).server.test_client()
    able = client.get("/halsa")
    assert (able.status_code, able.get_json()["age_days"] >= 0) == (200, True)
    assert set(able.get_json()) == {"edition", "published_at", "age_days", "is_late", "edition_readable", "journal_readable", "is_able"}  # fmt: skip
    engine = create_engine(url)
    with engine.begin() as db:
        db.execute(text("update alembic_version set version_num = '0003'"))
    engine.dispose()
    said = client.get("/halsa")
    assert (said.status_code, said.get_json()["journal_readable"]) == (503, False)
    access.close()
    store.close()
    (tmp_path / "journal.sqlite").write_bytes(b"ingen databas" * 100)
    assert client.get("/halsa").status_code == 503
