"""Nothing is changed because another site said so, and nothing is read by one (ASVS 5.0, 3.4 and 3.5)."""

from __future__ import annotations

import pytest

from dashboard.access.accounts import Accounts
from tests.dashboard.access.conftest import PASSWORD, Made

WRITES = ["/_dash-update-component", "/logga-ut", "/visa-som", "/logga-in", "/en-gang/abc"]
FOREIGN = [
    {"Origin": "https://elak.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8050"},  # another port here is another site
    {"Origin": "http://localhost.elak.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://elak.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "https://elak.example", "X-Lagesbild": "1"},
    {},  # no browser, and nothing that a form could not send
]


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_write_that_another_site_asked_for_is_refused(
    site: Made, path: str, headers: dict[str, str]
) -> None:
    client = site(accounts=True).as_("administratör")
    for data in ({"organisation": ""}, None):
        answer = client.post(path, data=data, headers=headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    assert client.get("/_dash-layout").status_code == 200  # still logged in


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_every_other_method_counts_as_a_write(site: Made, method: str) -> None:
    client = site(accounts=True).as_("samordnare")
    answer = client.open(
        "/inlasning/fil", method=method, headers={"Origin": "https://elak.example"}
    )
    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_our_own_page_and_a_program_may(site: Made, accounts: Accounts) -> None:
    accounts.add("polisen", organisation="Polisen", role="deltagare", password=PASSWORD)
    client = site(accounts=True).client()
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    form = {"konto": "polisen", "losenord": PASSWORD}
    assert client.post("/logga-in", data=form, headers=ours).status_code == 303
    for headers in (ours, {}):
        answer = client.post("/_dash-update-component", json={"output": "x"}, headers=headers)
        assert answer.status_code not in (401, 403)


def test_another_site_reads_nothing_but_may_link_here(site: Made) -> None:
    client = site(accounts=True).as_("samordnare")
    for mode, status in (("no-cors", 403), ("cors", 403), ("navigate", 200)):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": mode}
        assert client.get("/tabell.csv", headers=headers).status_code == status


@pytest.mark.parametrize(
    "host", ["elak.example", "lage.example.elak.example", "lage.example:81", ""]
)
def test_only_the_names_that_are_ours_are_answered(site: Made, host: str) -> None:
    client = site(accounts=True, address="https://lage.example").client()
    assert client.get("/logga-in", headers={"Host": host}).status_code == 400
    for ours in ("lage.example", "127.0.0.1:8050"):
        assert client.get("/logga-in", headers={"Host": ours}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/logga-in", "/finns-inte", "/tabell.csv", "/assets/lagesbild.css", "/_dash-layout"])  # fmt: skip
@pytest.mark.parametrize("role", ["", "samordnare"])
def test_every_answer_says_what_the_browser_must_not_do(site: Made, path: str, role: str) -> None:
    made = site(accounts=True)
    answer = (made.as_(role) if role else made.client()).get(path)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))  # fmt: skip
    assert "unsafe" not in policy["script-src"] and "*" not in str(policy)
    assert policy["script-src"].startswith("'self' 'sha256-")
    assert policy["default-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    if not path.startswith("/assets"):
        assert answer.headers["Cache-Control"] == "no-store"


def test_one_is_sent_on_to_our_own_pages_and_no_others(site: Made, accounts: Accounts) -> None:
    accounts.add("polisen", organisation="Polisen", role="deltagare", password=PASSWORD)
    made = site(accounts=True)
    answer = made.client().get("/om-data?omrade=0683", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/logga-in?till=/om-data?omrade%3D0683"
    for to, there in (
        ("/om-data?omrade=0683", "/om-data?omrade=0683"),
        ("//elak.example", "/"),
        ("/\\elak.example", "/"),
        ("https://elak.example", "/"),
        ("/om-data\r\nSet-Cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
    ):
        answer = made.client().post(
            "/logga-in",
            query_string={"till": to},
            data={"konto": "polisen", "losenord": PASSWORD},
            headers={"Origin": "http://localhost"},
        )
        assert answer.headers["Location"] == there
