"""The command line: accounts, and who may be served."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from dashboard.access.login import Login, Oidc
from etl.provenance import Refused
from etl.workplace import Workplace
from lagesbild import login as logins
from tests.conftest import Command

Said = pytest.CaptureFixture[str]
PASSWORD = "tre gröna cyklar i regn"
OIDC = """\
[inloggning]
adress = "https://lage.kommun.example"
oidc_utfardare = "https://login.kommun.example"
oidc_klient = "lagesbild"
oidc_hemlighet_fil = "oidc-hemlighet"

[[inloggning.grupp]]
namn = "EST-Polis"
organisation = "Polisen"
roll = "deltagare"
"""


@pytest.fixture
def plats(tmp_path: Path) -> Path:
    (tmp_path / "lagesbild.toml").write_text('[forum]\nkommun = "0683"\n', encoding="utf-8")
    return tmp_path


def test_an_account_is_made_listed_changed_and_closed(
    command: Command, plats: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(typer, "prompt", lambda *words, **how: asked.append(how) or PASSWORD)
    to = ("--workplace", plats)
    assert command("user", "add", "samordnaren", "--role", "samordnare", *to) == 0
    assert command("user", "add", "it", "--role", "administratör", "--generate", *to) == 1
    assert command("user", "add", "it.drift", "--role", "administratör", "--generate", *to) == 0
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    assert "3–64 tecken" in said.err
    generated = said.out.split("visas bara nu): ")[-1].split()[0]
    assert len(generated) == 20
    assert asked == [{"hide_input": True, "confirmation_prompt": "Samma igen"}]
    assert command("user", "password", "samordnaren", "--generate", *to) == 0
    assert command("user", "disable", "it.drift", *to) == 0
    assert command("user", "disable", "ingen", *to) == 1
    assert "user list" in capsys.readouterr().err
    assert command("user", "list", *to) == 0
    [samordnaren] = [r for r in capsys.readouterr().out.splitlines() if "samordnaren" in r]
    assert "öppet" in samordnaren


def test_a_workplace_that_is_none_gets_no_journal(command: Command, tmp_path: Path) -> None:
    assert command("user", "list", "--workplace", tmp_path / "ingen") == 1
    assert not (tmp_path / "ingen").exists()


ACCOUNTS = Login(accounts=True, address="https://lage.example")
ISSUER = Oidc("https://x.example", "a", "b")


@pytest.mark.parametrize(
    ("login", "host", "has_account", "said"),
    [
        (Login(), "127.0.0.1", False, ""),
        (Login(demo=True), "localhost", False, ""),
        (Login(), "0.0.0.0", True, "Utan inloggning"),
        (Login(demo=True), "10.0.0.1", True, "Utan inloggning"),
        (ACCOUNTS, "0.0.0.0", True, ""),
        (ACCOUNTS, "0.0.0.0", False, "lagesbild user add"),
        (ACCOUNTS, "127.0.0.1", False, "lagesbild user add"),
        (Login(accounts=True), "0.0.0.0", True, "https-adress"),
        (Login(oidc=ISSUER, address="https://lage.example"), "::", False, ""),
        (Login(proxy_header="X", proxies=frozenset({"10.0.0.7"})), "0.0.0.0", False, "https-adress"),
    ],
)  # fmt: skip
def test_nobody_elsewhere_is_served_before_somebody_can_log_in(
    login: Login, host: str, has_account: bool, said: str
) -> None:
    if not said:
        logins.check_reach(login, host, has_account=has_account)
        return
    with pytest.raises(Refused, match=said):
        logins.check_reach(login, host, has_account=has_account)


def test_serve_refuses_and_says_what_to_do(
    command: Command, workplace: Workplace, capsys: Said
) -> None:
    assert command("serve", "--host", "0.0.0.0", "--workplace", workplace.folder) == 1
    assert "docs/inloggning.md" in capsys.readouterr().err


def test_the_clients_secret_is_never_in_the_settings(plats: Path, monkeypatch) -> None:
    settings, file = plats / "lagesbild.toml", plats / "oidc-hemlighet"
    settings.write_text(OIDC, encoding="utf-8")
    with pytest.raises(Refused, match="finns inte"):
        logins.ways(Workplace(plats))
    file.write_text("hemligt\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        logins.ways(Workplace(plats))
    file.chmod(0o600)
    login = logins.ways(Workplace(plats))
    assert login.oidc == Oidc("https://login.kommun.example", "lagesbild", "hemligt")
    assert login.is_open and login.is_https and not login.demo
    assert login.group(["annat", "EST-Polis"]).role == "deltagare"
    settings.write_text(OIDC.replace("oidc_hemlighet_fil =", "oidc_hemlighet_miljo ="), encoding="utf-8")  # fmt: skip
    with pytest.raises(Refused, match="oidc-hemlighet"):
        logins.ways(Workplace(plats))
    monkeypatch.setenv("oidc-hemlighet", "ur miljön")
    assert logins.ways(Workplace(plats)).oidc.secret == "ur miljön"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('oidc_utfardare = "https://a.example"\n', "oidc_hemlighet_fil"),
        ('oidc_utfardare = "http://a.example"\n', "utfärdarens adress"),
        ('proxy_huvud = "X-Grupper"\n', "proxy_adresser"),
        ('proxy_huvud = "X-Grupper"\nproxy_adresser = ["10.0.0.7"]\n', "inloggning.grupp"),
        ('adress = "http://lage.example"\n', "https://"),
        ('adress = "https://lage.example/"\n', "https://"),
        ("vilande_minuter = 0\n", "för litet"),
        ('losenord = "x"\n', "finns inte"),
        ('[[inloggning.grupp]]\nnamn = "x"\nroll = "chef"\n', "välj ett av"),
        ('oidc_utfardare = "https://a.example"\noidc_klient = "x"\noidc_hemlighet_fil = "f"\n[[inloggning.grupp]]\nnamn = "x"\nroll = "läsare"\n', "kräver adress"),
    ],
)  # fmt: skip
def test_a_way_in_that_is_half_set_is_refused(plats: Path, text: str, said: str) -> None:
    (plats / "lagesbild.toml").write_text(f"[inloggning]\n{text}", encoding="utf-8")
    with pytest.raises(Refused, match=said):
        _ = Workplace(plats).settings


def test_demo_roles_are_for_invented_data_alone(plats: Path) -> None:
    assert not logins.ways(Workplace(plats), is_demo=True).demo
    (plats / "lagesbild.toml").write_text("[installation]\nexempel = true\n", encoding="utf-8")
    assert logins.ways(Workplace(plats), is_demo=True).demo
    assert not logins.ways(Workplace(plats)).demo
