"""Visitors who ask without a pause, and people who publish and sign up; each answer is counted.

Whoever reads asks once more when a connection ends without an answer, as the proxy in front does
(docs/operations/site.nginx.conf). Whoever writes never does: a form may have been stored.
"""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from tests.faults.addresses import Addresses, stamp

TIMEOUT = 90.0
"""Seconds after which the proxy gives up: `proxy_read_timeout` of site.nginx.conf."""


@dataclass(frozen=True)
class Answer:
    """What somebody got; status 0 is no answer at all."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


def ask(port: int, method: str, path: str, body: str = "") -> Answer:
    """Asks on a connection of its own."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, content, time.monotonic() - begun)
    except (OSError, http.client.HTTPException):
        return Answer(0, {}, b"", time.monotonic() - begun)
    finally:
        connection.close()


def read(port: int, path: str) -> Answer:
    """Asks for a page as the proxy does: once more when the connection ended, not after what took too long."""
    answer = ask(port, "GET", path)
    return answer if answer.status or answer.seconds >= TIMEOUT else ask(port, "GET", path)


@dataclass
class Tally:
    """What one run of the load got."""

    cached: Counter[int] = field(default_factory=Counter)
    uncached: Counter[int] = field(default_factory=Counter)
    written: Counter[int] = field(default_factory=Counter)
    withdrawn: Counter[int] = field(default_factory=Counter)
    """What was answered for a page that was withdrawn right before the fault."""
    without_retry_after: int = 0
    with_notice: int = 0
    slowest_cached: float = 0.0
    slowest_uncached: float = 0.0
    pages: list[int] = field(default_factory=list)
    """The numbers of pages whose publication was acknowledged."""
    documents: list[int] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    """The addresses whose sign-up was acknowledged."""
    wrong: set[str] = field(default_factory=set)
    """What was answered that nobody should get, by address; and who did not ask up to the end."""


_people = count(1)


class Load:
    """The visitors of a site."""

    def __init__(self, port: int, addresses: Addresses) -> None:
        """Nobody asks yet."""
        self.port, self.addresses = port, addresses
        self.tally = Tally()
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._withdrawn_path = ""

    def _note(self, counts: Counter[int], answer: Answer, what: str) -> None:
        with self._lock:
            counts[answer.status] += 1
            if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE and "retry-after" not in answer.headers:
                self.tally.without_retry_after += 1
            if answer.status in (404, 422, 429, 500) or (
                answer.status == 0 and counts is not self.tally.written
            ):
                self.tally.wrong.add(f"{what}: {answer.status}")

    def _cached(self, number: int) -> None:
        path = self.addresses.cached[number % len(self.addresses.cached)]
        answer = read(self.port, path)
        self._note(self.tally.cached, answer, path)
        with self._lock:
            self.tally.slowest_cached = max(self.tally.slowest_cached, answer.seconds)
            self.tally.with_notice += b"data-away" in answer.body
        time.sleep(0.02)

    def _uncached(self, number: int) -> None:
        path = self.addresses.uncached[number % len(self.addresses.uncached)]
        answer = read(self.port, path)
        self._note(self.tally.uncached, answer, path)
        with self._lock:
            self.tally.slowest_uncached = max(self.tally.slowest_uncached, answer.seconds)
        time.sleep(0.1)

    def _withdrawn(self, number: int) -> None:
        time.sleep(0.1)
        if self._withdrawn_path:
            answer = read(self.port, self._withdrawn_path)
            with self._lock:
                self.tally.withdrawn[answer.status] += 1

    def publish_kept(self, times: int) -> tuple[int, str]:
        """Publishes a page and asks for it so often; returns its number and its path. Raises `TimeoutError`."""
        answer = ask(self.port, "POST", "/faults/publish/")
        if answer.status != http.HTTPStatus.CREATED:
            raise TimeoutError(f"No page could be published: {answer.status}")
        made = json.loads(answer.body)
        for _ in range(times):
            read(self.port, made["path"])
        return made["page"], made["path"]

    def withdraw(self, page: int, path: str) -> None:
        """Withdraws a page; from a second later on somebody asks for it. Raises `TimeoutError`."""
        answer = ask(self.port, "POST", f"/faults/withdraw/{page}/")
        if answer.status != http.HTTPStatus.CREATED:
            raise TimeoutError(f"The page could not be withdrawn: {answer.status}")
        starting = threading.Timer(1, setattr, (self, "_withdrawn_path", path))
        starting.daemon = True
        starting.start()

    def _publish(self, number: int) -> None:
        answer = ask(self.port, "POST", "/faults/publish/")
        self._note(self.tally.written, answer, "publication")
        if answer.status == http.HTTPStatus.CREATED:
            self.tally.pages.append(json.loads(answer.body)["page"])
        time.sleep(1)

    def _upload(self, number: int) -> None:
        answer = ask(self.port, "POST", "/faults/upload/")
        self._note(self.tally.written, answer, "upload")
        if answer.status == http.HTTPStatus.CREATED:
            self.tally.documents.append(json.loads(answer.body)["document"])
        time.sleep(1)

    def _sign_up(self, number: int) -> None:
        email = f"visitor-{next(_people)}@example.org"
        form = {"name": "Camille Martin", "email": email, "consent": "on", "stamp": stamp(), "website": ""}
        answer = ask(self.port, "POST", self.addresses.sign_up, urlencode(form | self.addresses.answers))
        self._note(self.tally.written, answer, "sign-up")
        if answer.status in (302, 303):
            self.tally.emails.append(email)
        time.sleep(0.3)

    @contextmanager
    def running(self, *, uploads: bool = False) -> Iterator[Tally]:
        """Visitors ask within it, and everybody has their answer at its end."""
        self.tally, self._ended, self._withdrawn_path = Tally(), threading.Event(), ""
        people: list[Callable[[int], None]] = [self._cached] * 4 + [self._uncached] * 3
        people += [self._withdrawn, self._publish, self._sign_up, *([self._upload] if uploads else [])]
        threads = [threading.Thread(target=self._go_on, args=(person,), daemon=True) for person in people]
        for thread in threads:
            thread.start()
        try:
            yield self.tally
        finally:
            self._ended.set()
            for thread in threads:
                thread.join(2 * TIMEOUT)
                if thread.is_alive():
                    self.tally.wrong.add("somebody waits for an answer without end")

    def _go_on(self, person: Callable[[int], None]) -> None:
        for number in count():
            if self._ended.is_set():
                return
            try:
                person(number)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told
                # Whoever is missing asks nothing, so that nothing fails any more.
                with self._lock:
                    self.tally.wrong.add(f"{person.__name__.strip('_')} ended: {error!r}")
                return
