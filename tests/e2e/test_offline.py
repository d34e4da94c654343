"""Without network: pages that were read are there as copies, others lead to a list; what is withdrawn is gone.

In French on a desktop, in Arabic on a phone. The site of the other tests, served a second time with its service worker.
"""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.e2e.test_first_visit import watch
from tests.served.site import Site, serving

pytestmark = pytest.mark.e2e

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PREPARE = """
import json
from datetime import timedelta
from django.utils import timezone
from wagtail.models import PageViewRestriction
from fedcms.core.models import ChangedBranch, PublicChange
from tests.factories import make_article, make_cluster, make_user
ours = make_cluster("sansreseau", "SRE", "EdTech Sans réseau", phone="+33 1 99 00 12 34")
editor = make_user("editor-sre", ours)
found = {}
for code, titles in (("fr", ("La rivière", "Le moulin", "La source")), ("ar", ("النهر", "الطاحونة", "النبع"))):
    pages = [make_article(ours, code, slug=f"{code}-{number}", title=title) for number, title in enumerate(titles)]
    PageViewRestriction.objects.create(page=pages[2], restriction_type="password", password="mot")
    found[code] = {"paths": [each.url_path for each in pages], "keys": [each.pk for each in pages]}
long_ago = timezone.now() - timedelta(hours=1)
PublicChange.objects.update(moment=long_ago, dispatched_at=long_ago)
ChangedBranch.objects.update(created_at=long_ago)
print(json.dumps(found))
"""
UNPUBLISH = """
from news.models import ArticlePage
ArticlePage.objects.get(pk={}).unpublish()
print("done")
"""
VIEWS = """
from home.view_counts.models import PageViewCount
print(sum(PageViewCount.objects.filter(page_id={}).values_list("views", flat=True)))
"""
# The paths that are kept, styles and scripts apart.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (name.startsWith("offline-pages")) {
      for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    }
  }
  return found;
}"""

# What the worker does with a page that the server has kept while its database is away.
ANSWERED_WHILE_AWAY = """async (path) => note(
    new URL(path, location.origin),
    new Response("", {headers: {"X-Kept-Since": "Tue, 01 Dec 2026 10:00:00 GMT"}}),
    undefined,
    Date.now(),
)"""

# Whether it would keep a page that the site has sent, from a moment before or not.
MAY_BE_KEPT = """async ([path, isFromBefore]) => {
    const { status, type, redirected, headers: sent } = await fetch(path, {credentials: "omit"});
    const has = (name) => sent.has(name) || (isFromBefore && name === "X-Kept-Since");
    return mayBeKept({ status, type, redirected, headers: { has, get: (name) => sent.get(name) } }, path);
}"""


@pytest.fixture(scope="module")
def keeping(site: Site) -> Iterator[Site]:
    """The site, served with its service worker."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{sock.getsockname()[1]}"
    environment = site.environment | {"FEDCMS_OFFLINE_PAGES": "true", "FEDCMS_BASE_URL": address}
    with serving(replace(site, address=address, environment=environment)) as served:
        yield served


@pytest.fixture(scope="module")
def stage(site: Site) -> dict[str, dict[str, list[str]]]:
    """Of each language, two articles that everybody may read and one behind a password, as if made long ago."""
    found: dict[str, dict[str, list[str]]] = json.loads(site.ask(PREPARE))
    return found


def kept_in(page: Page) -> set[str]:
    return set(page.evaluate(KEPT))


def wait_until(page: Page, is_so: Callable[[set[str]], bool]) -> None:
    """Waits until what is kept is so: a promise is something true for `wait_for_function`."""
    for _ in range(PATIENCE_MS // 100):
        if is_so(kept_in(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"It is not so: {sorted(kept_in(page))}")


def status(answer: Response | None) -> int:
    assert answer is not None
    return answer.status


def reader_of(chromium: Browser, language: str) -> BrowserContext:
    size = {"width": 1360, "height": 900} if language == "fr" else {"width": 360, "height": 740}
    # A headless browser says that it is one, and is a robot.
    context = chromium.new_context(
        viewport=size,
        locale=language,
        user_agent=FIREFOX,
        timezone_id="Europe/Paris",  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_was_read_is_there_until_it_is_withdrawn(
    keeping: Site, stage: dict[str, dict[str, list[str]]], chromium: Browser, language: str
) -> None:
    river, mill, spring = stage[language]["paths"]
    contacts = f"/{language}/offline/"
    agenda = {"fr": "/fr/agenda/", "ar": "/ar/events/"}[language]
    context = reader_of(chromium, language)
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Content Security" in line.text else None)
    # The first page brings the worker, which keeps it.
    page.goto(keeping.address + river)
    wait_until(page, {river, contacts, agenda}.issubset)
    page.goto(keeping.address + mill)
    wait_until(page, {mill}.issubset)
    # A page behind a password, a form and a search are opened, and not kept.
    for path in (spring, f"/{language}/contact/", f"/{language}/search/?q=x", "/admin/login/"):
        page.goto(keeping.address + path)
    page.wait_for_timeout(500)
    assert kept_in(page) == {river, mill, contacts, agenda}
    worker = context.service_workers[0]
    worker.evaluate(ANSWERED_WHILE_AWAY, mill)
    assert kept_in(page) == {river, mill, contacts, agenda}
    assert worker.evaluate(MAY_BE_KEPT, [mill, False])
    assert not worker.evaluate(MAY_BE_KEPT, [mill, True]), "whoever asks for it"

    context.set_offline(True)
    page.goto(keeping.address + mill)
    expect(page.locator("[data-kept-copy] time")).to_have_count(1)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Readex'
    )
    if language == "fr":
        expect(page.locator("[data-kept-copy]")).to_contain_text(
            "Cette page est la copie gardée sur votre appareil"
        )
    assert status(page.goto(keeping.address + spring)) == 503
    listed = page.locator(".available-versions a").evaluate_all("(links) => links.map((a) => a.pathname)")
    assert listed == [mill, river, agenda]
    expect(page.get_by_text("+33 1 99 00 12 34")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.locator(".available-versions a").nth(1).click()
    page.wait_for_url(f"**{river}")

    # Withdrawn meanwhile: it is erased at the first contact, whatever is opened then.
    keeping.ask(UNPUBLISH.format(stage[language]["keys"][0]))
    context.set_offline(False)
    page.goto(f"{keeping.address}/{language}/")
    wait_until(page, lambda kept: river not in kept)
    context.set_offline(True)
    assert status(page.goto(keeping.address + river)) == 503
    # Its own script has said "idle": the browser's cache, which holds the page still, brings nothing back.
    page.wait_for_timeout(3_000)
    assert river not in kept_in(page)
    assert status(page.goto(keeping.address + river)) == 503
    # Nor does "back", to where it was read.
    page.go_back()
    assert status(page.go_back()) == 503
    assert page.url == keeping.address + river
    assert river not in kept_in(page)
    assert river not in page.locator(".available-versions a").evaluate_all(
        "(links) => links.map((a) => a.pathname)"
    )
    context.set_offline(False)
    context.close()
    assert not blocked


def test_views_are_counted_once_and_the_page_stays_light(
    keeping: Site, stage: dict[str, dict[str, list[str]]], chromium: Browser
) -> None:
    """A view through the worker is a view; what it asks for by itself is none."""
    mill, key = stage["fr"]["paths"][1], stage["fr"]["keys"][1]
    before = int(keeping.ask(VIEWS.format(key)))
    context = reader_of(chromium, "fr")
    page = context.new_page()
    transfer = watch(page)
    page.goto(keeping.address + mill)
    wait_until(page, {mill, "/fr/offline/"}.issubset)
    assert transfer.without_pictures <= 60_000, transfer.sizes
    page.goto(keeping.address + mill)
    for _ in range(40):
        if int(keeping.ask(VIEWS.format(key))) >= before + 2:
            break
        page.wait_for_timeout(500)
    assert int(keeping.ask(VIEWS.format(key))) == before + 2
    context.close()
