"""Local accounts (ASVS 5.0, 6.2 and 6.3)."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from dashboard.access import sessions
from dashboard.access.accounts import FAILURES, Accounts, NotDone, check
from dashboard.access.tables import Account
from dashboard.store import Store
from tests.dashboard.access.conftest import PASSWORD, Clock, Made, post

WHO = {"organisation": "Polisen", "role": "deltagare"}


@pytest.mark.parametrize(
    "password",
    ["", "kort", "elva tecken", "x" * 129, "password1234", "Lösenord2026!", "lösenordet123",
     "Sommar2026!!!", "aaaaaaaaaaaaaa", "123456789012", "qwertyuiop12", "Polisen 2026!", "P@ssw0rd1234",
     "polisen.varnamo"],
)  # fmt: skip
def test_a_password_that_is_short_or_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(NotDone) as refusal:
        check(password, words=("polisen.varnamo", "Polisen"))
    assert not password or password not in str(refusal.value)


@pytest.mark.parametrize("password", [PASSWORD, "korrekt häst batteri", "Sommarens gula traktor", "zK4-pq!vR9sT"])  # fmt: skip
def test_a_long_one_of_ones_own_is_taken(password: str) -> None:
    check(password, words=("polisen.varnamo", "Polisen"))


def test_the_password_is_kept_nowhere_and_works(accounts: Accounts, store: Store) -> None:
    accounts.add("Polisen.Varnamo", password=PASSWORD, **WHO)
    with store.read() as db:
        [account] = db.scalars(select(Account))
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash
    assert accounts.enter("polisen.varnamo ", PASSWORD)
    assert accounts.enter("polisen.varnamo", PASSWORD.replace("ö", "o\u0308"))  # another keyboard
    assert not accounts.enter("polisen.varnamo", PASSWORD + "!")
    assert not accounts.enter("ingen.alls", PASSWORD)


@pytest.mark.parametrize(
    ("name", "who", "said"),
    [
        ("ab", WHO, "3–64 tecken"),
        ("två ord", WHO, "3–64 tecken"),
        ("ny", WHO | {"role": "chef"}, "3–64"),
        ("nytt", WHO | {"role": "chef"}, "Rollen"),
        ("nytt", WHO | {"organisation": "Hemvärnet"}, "Polisen, Värnamo kommun"),
        ("nytt", WHO | {"organisation": ""}, "hör till en organisation"),
        ("polisen", WHO, "finns redan"),
    ],
)
def test_what_is_no_account_is_refused(
    accounts: Accounts, name: str, who: dict[str, str], said: str
) -> None:
    accounts.add("polisen", password=PASSWORD, **WHO)
    with pytest.raises(NotDone, match=said):
        accounts.add(name, password=PASSWORD, **who)
    assert len(accounts.all()) == 1


def test_after_too_many_wrong_ones_it_is_locked_a_while(accounts: Accounts, clock: Clock) -> None:
    """ASVS 5.0, 6.3.1."""
    accounts.add("polisen", password=PASSWORD, **WHO)
    for _ in range(FAILURES):
        assert not accounts.enter("polisen", "fel fel fel fel")
    assert not accounts.enter("polisen", PASSWORD)
    clock.on(minutes=14)
    assert not accounts.enter("polisen", PASSWORD)
    assert not accounts.enter("polisen", "fel fel fel fel")  # no longer for trying
    clock.on(minutes=2)
    assert accounts.enter("polisen", PASSWORD)
    for _ in range(FAILURES - 1):
        assert not accounts.enter("polisen", "fel fel fel fel")
    assert accounts.enter("polisen", PASSWORD)
    assert not accounts.enter("polisen", "fel fel fel fel")
    assert accounts.enter("polisen", PASSWORD)


def test_a_hash_of_older_parameters_is_made_anew_at_login(store: Store) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)
    Accounts(store, hasher=weak).add("polisen", password=PASSWORD, **WHO)
    assert Accounts(store).enter("polisen", PASSWORD)
    [account] = Accounts(store).all()
    assert not PasswordHasher().check_needs_rehash(account.password_hash)
    assert Accounts(store).enter("polisen", PASSWORD)


def test_a_disabled_account_and_a_new_password_end_what_was_begun(
    site: Made, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 5.0, 7.4.2."""
    made = site(accounts=True)
    for name in ("polisen", "kommunen"):
        accounts.add(name, password=PASSWORD, **WHO)
    clients = {name: made.client() for name in ("polisen", "kommunen")}
    for name, client in clients.items():
        assert post(client, "/logga-in", konto=name, losenord=PASSWORD).status_code == 303
        assert client.get("/_dash-layout").status_code == 200
    accounts.disable("polisen")
    accounts.set_password("kommunen", "fyra blå hus vid ån")
    monkeypatch.setattr(sessions, "FRESH", 0.0)  # another process ended them: seen within seconds
    for name, client in clients.items():
        assert client.get("/_dash-layout").status_code == 401
        assert post(client, "/logga-in", konto=name, losenord=PASSWORD).status_code == 403
    assert post(clients["kommunen"], "/logga-in", konto="kommunen", losenord="fyra blå hus vid ån").status_code == 303  # fmt: skip


def test_a_wrong_password_and_no_account_are_told_alike(site: Made, accounts: Accounts) -> None:
    """ASVS 5.0, 6.3.8: the same words, and as much done."""
    accounts.add("polisen", password=PASSWORD, **WHO)
    accounts.add("avstangd", password=PASSWORD, **WHO)
    accounts.disable("avstangd")
    client = site(accounts=True).client()
    tries = [("polisen", "fel fel fel fel"), ("ingen", PASSWORD), ("avstangd", PASSWORD), ("", "")]
    answers = [post(client, "/logga-in", konto=name, losenord=word) for name, word in tries]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.get_data() for answer in answers}) == 1
    assert not any("Set-Cookie" in answer.headers for answer in answers)
