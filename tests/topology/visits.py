"""What a user notices of the site: asked over TLS, through nginx, as a browser does."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.topology.table import NAME, PASSWORD

SIGN_IN = "/admin/login/"
ENOUGH = 10
"""Requests, before "none failed" says something."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def place(self) -> str:
        """Returns the path that it leads to."""
        return urlsplit(self.headers.get("Location", "")).path


class Fields(HTMLParser):
    """The fields of the forms of a page, with their values."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        field = dict(attrs)
        if tag == "input" and field.get("name") and field.get("type") != "checkbox":
            self.found.setdefault(field["name"] or "", field.get("value") or "")


@dataclass
class Visitor:
    """Asks the site by its name, whose address here is 127.0.0.1, and believes its certificate alone."""

    certificate: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        """Asks for a page, or sends a form."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        raw = socket.create_connection(("127.0.0.1", 443), timeout=100)
        connection = http.client.HTTPSConnection(NAME)
        try:
            connection.sock = context.wrap_socket(raw, server_hostname=NAME)
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent |= {"Referer": f"https://{NAME}{path}", "Origin": f"https://{NAME}"} if form else {}
            if form:
                sent["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST" if form else "GET", path, urlencode(form) if form else None, sent)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
            raw.close()


def expect(*, true: bool, words: str) -> None:
    """Raises `AssertionError` with the words when it is not so."""
    if not true:
        raise AssertionError(words)


def look_at_pages(certificate: Path) -> None:
    """Home, static files, addresses without TLS, and what is for the inside alone."""
    visitor = Visitor(certificate)
    home = visitor.ask("/fr/")
    expect(true=home.status == 200 and '<html lang="fr"' in home.text, words=f"/fr/ answers {home.status}.")
    expect(
        true="Strict-Transport-Security" in home.headers, words="/fr/ does not ask browsers to stay with TLS."
    )
    static = re.search(r'"(/static/[^"]+\.css)"', home.text)
    expect(true=static is not None, words="/fr/ names no style sheet.")
    assert static
    sheet = visitor.ask(static[1], Accept_Encoding="gzip")
    coded = sheet.headers.get("Content-Encoding")
    expect(true=(sheet.status, coded) == (200, "gzip"), words=f"{static[1]}: {sheet.status}, coded {coded}.")
    for path in ("/metrics", "/health/ready"):
        expect(true=visitor.ask(path).status == 404, words=f"{path} is open to everybody.")
    plain = http.client.HTTPConnection("127.0.0.1", 80, timeout=60)
    plain.request("GET", "/fr/", headers={"Host": NAME})
    answer = plain.getresponse()
    leads = answer.headers.get("Location")
    expect(true=leads == f"https://{NAME}/fr/", words=f"Without TLS: {answer.status}, leads to {leads}.")
    plain.close()


def sign_in(certificate: Path, name: str) -> None:
    """The first administrator signs in, and is led to the second factor that is made then."""
    visitor = Visitor(certificate)
    closed = visitor.ask("/admin/")
    expect(
        true=closed.status == 302 and closed.place == SIGN_IN,
        words=f"/admin/ answers {closed.status}, {closed.place}.",
    )
    page = visitor.ask(SIGN_IN)
    fields = Fields(page.text).found
    expect(true={"username", "password"} <= set(fields), words=f"{SIGN_IN} asks for {sorted(fields)}.")
    wrong = visitor.ask(SIGN_IN, fields | {"username": name, "password": "not this one"})
    expect(true=wrong.status == 200, words=f"A wrong password is answered {wrong.status}.")
    done = visitor.ask(SIGN_IN, Fields(wrong.text).found | {"username": name, "password": PASSWORD})
    expect(true=done.status == 302, words=f"The administrator cannot sign in: {done.status}.")
    inside = visitor.ask("/admin/")
    expect(
        true=inside.status == 302 and inside.place != SIGN_IN,
        words=f"Signed in, /admin/ answers {inside.status}, {inside.place}: no second factor is asked for.",
    )
    factor = visitor.ask(inside.place)
    expect(true=factor.status == 200, words=f"{inside.place} answers {factor.status}.")


@contextmanager
def asking_without_a_pause(certificate: Path, path: str) -> Iterator[list[str]]:
    """Asks again and again meanwhile; fails at the end when an answer was not 200, or nobody asked."""
    failed: list[str] = []
    asked = [0]
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            begun = time.monotonic()
            try:
                status = str(Visitor(certificate).ask(path).status)
            except (OSError, http.client.HTTPException) as error:
                status = repr(error)
            asked[0] += 1
            if status != "200":
                failed.append(f"{status} after {time.monotonic() - begun:.1f} s")
            time.sleep(0.2)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield failed
        # Who waited in the socket is answered, and some ask afterwards.
        end = time.monotonic() + 120
        while asked[0] < ENOUGH and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        is_over.set()
        for thread in threads:
            thread.join(120)
    is_well = not failed and asked[0] >= ENOUGH
    expect(true=is_well, words=f"{len(failed)} of {asked[0]} requests failed: {failed[:5]}")
