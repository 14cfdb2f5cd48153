"""A call to a publisher: in turn, tried again, capped and checked. What fails is said in Swedish."""

from __future__ import annotations

import email.utils
import ssl
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import stamina
import stamina.instrumentation

from etl.fetch import answers
from etl.fetch.answers import Answer, Form, Passing
from etl.fetch.turns import Caller, Limit, Turns
from etl.provenance import Refused

ATTEMPTS = 5
MOST_BYTES = 32 << 20
MOST_SECONDS = 900.0  # for one answer, however steadily it drips
REDIRECTS = 3
BUSY = {429, 500, 502, 503, 504}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ACCEPT = {"json": "application/json", "csv": "text/csv, */*;q=0.1"}

stamina.instrumentation.set_on_retry_hooks([])  # it would write English to the user's screen


@cache
def _trusted() -> ssl.SSLContext:
    """Certificates are checked, against the machine's own list where SSL_CERT_FILE names one."""
    return httpx.create_ssl_context()


class Publisher:
    """A publisher's open interface at `base` (https; http only on this machine).

    `key` names the file of turns. `read_seconds` is how long we listen to silence.
    """

    def __init__(
        self,
        name: str,
        *,
        base: str,
        key: str,
        limits: Sequence[Limit],
        caller: Caller,
        read_seconds: float = 60.0,
    ) -> None:
        parts = urlsplit(base)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError(f"not https: {base}")
        self.name = name
        self._base = base
        self._host = parts.hostname or ""
        self._caller = caller
        self._turns = Turns(name, key=key, limits=limits, caller=caller)
        # packed answers are declined: bytes counted are then bytes received, and cut ones are seen
        self._client = httpx.Client(
            headers={"User-Agent": caller.agent, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(10.0, read=read_seconds),
            verify=_trusted(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(
        self,
        path: str = "",
        *,
        params: Mapping[str, str] | None = None,
        body: Any = None,
        form: Form = "json",
    ) -> Answer:
        """GET, or POST `body` as JSON. Raises Refused (Swedish) when there is no whole answer."""
        request = self._client.build_request(
            "GET" if body is None else "POST",
            self._base + path,
            params=params,
            json=body,
            headers={"Accept": ACCEPT[form]},
        )
        # stamina counts the tries; the waiting is Turns', which other processes share
        tries = stamina.retry_context(
            on=Passing, attempts=ATTEMPTS, timeout=None, wait_initial=0, wait_max=0, wait_jitter=0
        )
        try:
            for attempt in tries:
                with attempt:
                    return self._tried(request, form=form, number=attempt.num)
        except Passing as last:
            raise Refused(
                f"{self.name}: {last}, {ATTEMPTS} gånger i rad. Försök igen om en stund."
            ) from None
        raise AssertionError("no attempt was made")

    def require(self, record: Any, *fields: str) -> None:
        """Raises Refused naming the first of `fields` that `record` lacks."""
        answers.require(record, *fields, publisher=self.name)

    def records(self, record: Any, field: str) -> list[Any]:
        """The list in `field` of `record`. Raises Refused where there is none."""
        return answers.records(record, field=field, publisher=self.name)

    def _tried(self, request: httpx.Request, *, form: Form, number: int) -> Answer:
        try:
            return answers.understood(self._received(request), form=form, publisher=self.name)
        except Passing as fault:
            self._turns.close(2.0**number if fault.wait is None else fault.wait)
            raise

    def _received(self, request: httpx.Request) -> bytes:
        try:
            response = self._followed(request)
            try:
                self._judge(response)
                return b"".join(self._blocks(response))
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise self._unreachable(error) from None
        except httpx.TimeoutException:
            raise Passing("svaret dröjer för länge") from None
        except httpx.TransportError:
            raise Passing("svaret bröts av") from None

    def _followed(self, request: httpx.Request) -> httpx.Response:
        """The response, after at most REDIRECTS moves within the same host."""
        for _ in range(REDIRECTS + 1):
            self._turns.take()
            response = self._client.send(request, stream=True)
            if response.next_request is None:
                return response
            response.close()
            here, there = request.url, response.next_request.url
            if (here.scheme, here.netloc) != (there.scheme, there.netloc):
                raise Refused(
                    f"{self.name} hänvisar till en annan värd än {self._host}. Programmet följer "
                    "inte med dit: tjänsten har flyttat, och programmet behöver en ny version."
                )
            request = response.next_request
        raise Refused(f"{self.name} hänvisar runt utan att svara. Försök igen senare.")

    def _judge(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in BUSY:
            raise Passing(f"tjänsten är upptagen (felkod {status})", wait=self._asked(response))
        if status != httpx.codes.OK:
            raise Refused(
                f"{self.name} svarade med felkod {status}. Försök igen senare; är det likadant då "
                "har tjänsten ändrats, och programmet behöver en ny version."
            )
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise answers.strange(self.name)
        if "html" in response.headers.get("Content-Type", ""):
            raise answers.web_page(self.name)

    def _asked(self, response: httpx.Response) -> float | None:
        """Retry-After in seconds, whether given as seconds or as a date."""
        text = response.headers.get("Retry-After", "")
        if text.isdecimal():
            return float(text)
        date = email.utils.parsedate_tz(text)
        return None if date is None else max(email.utils.mktime_tz(date) - self._caller.now(), 0.0)

    def _blocks(self, response: httpx.Response) -> Iterator[bytes]:
        received, began = 0, self._caller.now()
        for block in response.iter_raw():
            received += len(block)
            if received > MOST_BYTES:
                raise Refused(
                    f"{self.name}: svaret är större än {MOST_BYTES >> 20} MB och tas inte emot."
                )
            if self._caller.now() - began > MOST_SECONDS:
                raise Passing("svaret dröjer för länge")
            yield block

    def _unreachable(self, error: BaseException | None) -> Refused:
        while error is not None:
            if isinstance(error, ssl.SSLCertVerificationError):
                return Refused(
                    f"{self.name}: certifikatet för {self._host} godkänns inte, och därför hämtas "
                    "ingenting. Har organisationen ett eget certifikat för trafiken ut anges det i "
                    "miljövariabeln SSL_CERT_FILE."
                )
            error = error.__cause__ or error.__context__
        return Refused(f"{self.name} går inte att nå ({self._host}). Kontrollera nätet.")
