"""The Nu checker (W3C's) finds neither an error nor a warning in any type of page.

It checks HTML, not style: its CSS checker does not know `light-dark()`, layers or container queries, and browsers do.
"""

import json
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
from playwright.sync_api import APIRequestContext, Playwright

from tests.served.pages import KINDS, LANGUAGES, Pages
from tests.served.tools import need, node_file

pytestmark = [pytest.mark.e2e, pytest.mark.node]

JAR = "vnu-jar/build/dist/vnu.jar"
# Messages that are no defect: a part of the page's name, a part of the message, and why.
ACCEPTED: dict[tuple[str, str], str] = {
    (
        "sign-in",
        "Trailing slash on void elements",
    ): "an advice of style, in Wagtail's and Django's own templates",
}

# What only such a page has in its HTML, for types that depend on what the demo happens to hold.
MARKS = [
    ("listing-filtered", 'class="filters__item"'),
    ("listing-empty", 'class="empty"'),
    ("article", "<img"),
    ("article-blocks", "data-embed="),
    ("search", "<mark>"),
    ("search-none", 'class="empty"'),
    ("event-off", "EventCancelled"),
]


class Message(TypedDict, total=False):
    """What the checker says of one place of one file."""

    type: str
    subType: str
    url: str
    lastLine: int
    message: str
    extract: str


def check(folder: Path) -> list[Message]:
    """What the Nu checker says of the HTML files of a folder, errors and warnings."""
    command = ["java", "-Xss1m", "-jar", str(node_file(JAR)), "--format", "json", "--stdout"]
    command += ["--exit-zero-always", "--skip-non-html", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # ours
    said: list[Message] = json.loads(done.stdout)["messages"]
    return said


def in_words(message: Message) -> str:
    """A message as a person reads it in a failure."""
    kind = message.get("subType") or message["type"]
    where = f"{Path(message.get('url', '')).name}:{message.get('lastLine', 0)}"
    return f"{where} {kind}: {message['message']}\n    {message.get('extract', '').strip()[:200]}"


def is_accepted(message: Message) -> bool:
    """Whether `ACCEPTED` says why the message is no defect."""
    name = Path(message.get("url", "")).stem
    return any(kind in name and words in message["message"] for kind, words in ACCEPTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_the_types_that_they_are_measured_as(
    demo: Pages, playwright: Playwright, language: str
) -> None:
    asked = playwright.request.new_context()
    shown = {kind: asked.get(demo.url(kind, language)).text() for kind, _mark in MARKS}
    asked.dispose()
    assert [kind for kind, mark in MARKS if mark not in shown[kind]] == []


def test_every_type_of_page_is_valid_html(demo: Pages, playwright: Playwright, tmp_path: Path) -> None:
    need("java", "npm")
    for language in LANGUAGES:
        asked: APIRequestContext = playwright.request.new_context(
            extra_http_headers={"Accept-Language": language}
        )
        for kind in KINDS:
            html = demo.errors[language].get(kind) or asked.get(demo.url(kind, language)).text()
            (tmp_path / f"{kind}.{language}.html").write_text(html, encoding="utf-8")
        asked.dispose()
    found = [message for message in check(tmp_path) if not is_accepted(message)]
    assert not found, "\n".join(in_words(message) for message in found)


def test_an_invalid_page_is_reported(tmp_path: Path) -> None:
    need("java", "npm")
    (tmp_path / "x.html").write_text("<!doctype html><html lang=fr><title>x</title><p><h1>x</h2><ul><p></ul>")
    assert {message["type"] for message in check(tmp_path)} >= {"error"}
