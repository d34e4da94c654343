"""The small modules in a browser: filters in place, texts to copy, players behind consent; and pages without them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import PATIENCE_MS
from tests.served.pages import Pages
from tests.served.sample import VIDEO

pytestmark = pytest.mark.e2e

PLAYER = "https://player.vimeo.com"
Opening = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def opened(demo: Pages, chromium: Browser) -> Opening:
    """Opens a type of page in a browser of its own, with options of a browser's context."""

    @contextmanager
    def opening(kind: str, language: str = "fr", **options: object) -> Iterator[Page]:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        demo.open(page, kind, language)
        yield page
        context.close()

    return opening


def query(page: Page) -> dict[str, list[str]]:
    """The parameters of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def headlines(page: Page) -> list[str]:
    """Titles in the list."""
    return page.locator(".dispatch__title").all_inner_texts()


def signatures(page: Page) -> set[str]:
    """Codes of the clusters that speak in the list."""
    return {text.split()[0] for text in page.locator(".dispatch .chip").all_inner_texts()}


def test_filters_change_the_list_in_place_and_back_takes_them_off(opened: Opening) -> None:
    with opened("listing") as page:
        page.evaluate("() => { window.isTheSamePage = true; }")
        at_first = headlines(page)
        title = page.title()
        page.locator("label.facets__option", has=page.locator("[name=cluster][value=bretagne]")).click()
        page.wait_for_url("**?*cluster=bretagne*")
        expect(page.locator(".filters__item")).to_have_count(1)
        of_bretagne = headlines(page)
        assert of_bretagne
        assert of_bretagne != at_first
        assert signatures(page) == {"BRE"}
        page.locator("label.facets__option", has=page.locator("[name=kind][value=article]")).click()
        page.wait_for_url("**?*kind=article*")
        assert query(page)["cluster"] == ["bretagne"]
        expect(page.locator(".filters__item")).to_have_count(2)
        # What was read out is what is shown.
        expect(page.locator("body > [role=status]")).to_have_text(
            page.locator(".listing__count").inner_text()
        )
        page.go_back()
        expect(page.locator(".filters__item")).to_have_count(1)
        assert headlines(page) == of_bretagne
        page.go_back()
        expect(page.locator(".filters__item")).to_have_count(0)
        assert headlines(page) == at_first
        assert query(page) == {}
        page.go_forward()
        expect(page.locator(".filters__item")).to_have_count(1)
        assert headlines(page) == of_bretagne
        assert page.evaluate("() => window.isTheSamePage"), "the page was loaded again"
        # Who gets the address sees the same.
        page.reload()
        assert headlines(page) == of_bretagne
        assert page.title() == title


@pytest.mark.parametrize("kind", ["listing", "agenda"])
def test_what_is_followed_is_what_is_shown(opened: Opening, kind: str) -> None:
    """Feeds and calendar, in the page and in its head, are those of the filters, as when the page is loaded anew."""

    def subscriptions(page: Page) -> list[str]:
        found: list[str] = page.evaluate(
            """() => [
              ...[...document.querySelectorAll(".feeds a")].map((link) => link.href),
              ...[...document.querySelectorAll(".feeds__address")].map((field) => field.value),
              ...[...document.querySelectorAll("link[rel=alternate], link[rel=canonical]")]
                .map((link) => link.href).sort(),
              document.querySelector(".feeds__scope").innerText,
            ]"""
        )
        return found

    with opened(kind) as page:
        at_first = subscriptions(page)
        page.evaluate("() => { window.isTheSamePage = true; }")
        page.locator("label.facets__option", has=page.locator("[name=cluster][value=bretagne]")).click()
        page.wait_for_url("**?*cluster=bretagne*")
        expect(page.locator(".filters__item")).to_have_count(1)
        in_place = subscriptions(page)
        assert page.evaluate("() => window.isTheSamePage"), "the page was loaded again"
        assert sum("bretagne" in address for address in in_place) >= len(at_first) // 2
        page.reload()
        assert in_place == subscriptions(page)
        page.go_back()
        expect(page.locator(".filters__item")).to_have_count(0)
        assert subscriptions(page) == at_first


def test_a_link_to_a_place_in_the_page_fetches_nothing(opened: Opening) -> None:
    """The link that skips the menu is a step of the history, too."""
    with opened("listing") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.resource_type))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#main")
        page.locator(".facets__form input").first.focus()
        page.go_back()
        page.wait_for_timeout(500)
        assert "fetch" not in asked
        assert page.evaluate("() => document.activeElement.matches('.facets__form input')")


def test_a_page_further_on_is_shown_from_its_top(opened: Opening) -> None:
    with opened("listing") as page:
        at_first = headlines(page)
        page.locator(".pagination a[href*='page=2']").first.click()
        page.wait_for_url("**?*page=2*")
        expect(page.locator(".dispatch__title").first).not_to_have_text(at_first[0])
        expect(page.locator(".listing__bar")).to_be_in_viewport()


def test_a_listing_that_cannot_be_fetched_is_loaded_as_a_page(opened: Opening) -> None:
    with opened("listing") as page:
        page.route("**/*cluster=bretagne*", refuse_module)
        page.locator("label.facets__option", has=page.locator("[name=cluster][value=bretagne]")).click()
        page.wait_for_url("**?*cluster=bretagne*")
        expect(page.locator(".filters__item")).to_have_count(1)


def refuse_module(route: Route) -> None:
    """What a module asks fails; what the reader's browser asks does not."""
    if route.request.resource_type == "fetch":
        route.fulfill(status=503, body="")
    else:
        route.continue_()


def test_filters_work_without_javascript(opened: Opening) -> None:
    with opened("listing", java_script_enabled=False) as page:
        page.locator("label.facets__option", has=page.locator("[name=cluster][value=bretagne]")).click()
        page.locator(".facets__form [type=submit]").click()
        page.wait_for_url("**?*cluster=bretagne*")
        assert signatures(page) == {"BRE"}


def test_a_journalist_takes_the_boilerplate_with_one_press(opened: Opening) -> None:
    with opened("release", permissions=["clipboard-read", "clipboard-write"]) as page:
        button = page.get_by_role("button", name="Copier ce paragraphe")
        button.click()
        expect(page.get_by_role("button", name="Texte copié")).to_be_visible()
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied == page.locator("#boilerplate").inner_text().strip()
        expect(button).to_be_visible()


def test_a_clipboard_that_is_refused_leaves_the_text_selected(opened: Opening) -> None:
    with opened("release") as page:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        page.get_by_role("button", name="Copier ce paragraphe").click()
        page.wait_for_function("() => getSelection().toString()")
        assert (
            page.evaluate("() => getSelection().toString().trim()")
            == page.locator("#boilerplate").inner_text().strip()
        )


def test_nothing_to_press_without_javascript(opened: Opening) -> None:
    with opened("release", java_script_enabled=False) as page:
        expect(page.locator("[data-copy]").first).to_be_hidden()
    with opened("article-blocks", java_script_enabled=False) as page:
        expect(page.locator("[data-embed]")).to_be_hidden()
        expect(page.locator(f".embed a[href='{VIDEO}']")).to_be_visible()
        image = page.locator("[data-gallery-image]").first
        address = image.get_attribute("href")
        assert address
        assert page.request.get(urlsplit(page.url)._replace(path=address, query="").geturl()).ok


def test_a_player_is_asked_for_nothing_before_the_reader_agrees(opened: Opening) -> None:
    with opened("article-blocks") as page:
        asked: list[str] = []
        page.context.route(
            lambda url: not url.startswith("http://127.0.0.1"), lambda route: answer(route, asked)
        )
        page.reload(wait_until="load")
        button = page.get_by_role("button", name="Lire ici")
        button.scroll_into_view_if_needed()
        button.hover()
        page.wait_for_load_state("networkidle")
        assert asked == []
        assert page.locator("iframe").count() == 0
        links = page.locator("link[rel=preconnect], link[rel=dns-prefetch], link[rel=prefetch]")
        assert links.count() == 0
        button.press("Enter")
        frame = page.locator("iframe")
        expect(frame).to_be_focused()
        expect(frame).to_have_attribute("title", "Classes par année")
        expect(page.frame_locator("iframe").locator("p")).to_have_text("player")
        assert asked == [f"{PLAYER}/video/76543210?dnt=1"]


def answer(route: Route, asked: list[str]) -> None:
    """Stands for the other site, and notes what it was asked."""
    asked.append(route.request.url)
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>x</title><p>player</p>")


def test_paper_says_what_was_filtered_and_what_plays_elsewhere(opened: Opening) -> None:
    """And nothing of what can only be pressed."""
    with opened("listing-filtered") as page:
        page.emulate_media(media="print")
        expect(page.locator(".filters__item").first).to_be_visible()
        assert page.evaluate("() => getComputedStyle(document.querySelector('.filters'), '::before').content")
        expect(page.locator(".filters .icon").first).to_be_hidden()
        expect(page.locator(".feeds")).to_be_hidden()
    with opened("agenda-month") as page:
        page.emulate_media(media="print")
        expect(page.locator(".month")).to_be_visible()
        for gone in (".views", ".month-nav", ".feeds"):
            expect(page.locator(gone).first).to_be_hidden()
    with opened("release") as page:
        expect(page.locator(".release__tools").first).to_be_visible()
        page.emulate_media(media="print")
        for tools in page.locator(".release__tools").all():
            expect(tools).to_be_hidden()
    with opened("article-blocks") as page:
        page.context.route(
            lambda url: not url.startswith("http://127.0.0.1"), lambda route: answer(route, [])
        )
        facade = page.locator(".embed", has=page.get_by_role("link")).first
        for is_played in (False, True):
            if is_played:
                page.emulate_media(media="screen")
                page.get_by_role("button", name="Lire ici").click()
                expect(page.locator("iframe")).to_be_visible()
            page.emulate_media(media="print")
            expect(page.locator(f".embed a[href='{VIDEO}']")).to_be_visible()
            expect(facade.locator(".embed__title")).to_be_visible()
            expect(facade.locator(".embed__art")).to_be_hidden()
            shown = page.evaluate(
                "(video) => getComputedStyle(document.querySelector(`.embed a[href='${video}']`), '::after').content",
                VIDEO,
            )
            assert "attr(href)" in shown or VIDEO in shown
            expect(page.locator("[data-embed]")).to_be_hidden()
            expect(page.locator("iframe")).to_be_hidden()
