"""What is under embargo is nowhere before its moment, within a minute everywhere, and nowhere once withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from lxml import html

from clusters.content.registry import content_types
from clusters.models import ContentPage
from clusters.models.listing_group import ListingGroup
from fedcms.media.social_cards.store import name_of
from home.feeds.formats import FORMATS
from news.newsroom.copy_ready.formats import FORMATS as FORMATS_OF_TEXTS
from tests.admin_walk.browser import Browser
from tests.admin_walk.doors import UNFILLED as UNFILLED_ADMIN
from tests.embargo_oracle.clock import after_the_moment, withdraw, worker_passes
from tests.embargo_oracle.files import stored_images
from tests.embargo_oracle.fills import SAME_AS, UNFILLED
from tests.embargo_oracle.journalist import asked_by_link, give_link, words_of_release
from tests.embargo_oracle.listed import addresses_in
from tests.embargo_oracle.oracle import Oracle, Report
from tests.embargo_oracle.outlets import leaking_mails, leaking_tables, mails, tables
from tests.embargo_oracle.partners import (
    assert_partners_know_all,
    assert_partners_take_all_away,
    leaking_messages,
    leaking_pings,
)
from tests.embargo_oracle.reading import words_of_bytes, words_of_text
from tests.embargo_oracle.routes import public_doors
from tests.embargo_oracle.sentinels import is_opened, words_in
from tests.embargo_oracle.visitors import VISITORS, WITH_ADMIN
from tests.embargo_oracle.world import World
from tests.home.receiver import Receiver

pytestmark = pytest.mark.django_db

# Reviewed: routes that tell nothing of a page, also when it is public. A new route is expected to show it.
SILENT: dict[str, str] = {
    "root": "redirects to a language",
    "choose_language": "takes a form",
    "policy_reports": "takes what browsers report",
    "service_worker": "a script: tests/home/test_offline.py",
    "offline_check": "tells which copies of public pages may stay, never of others: tests/home/test_offline.py",
    "offline": "whom to write to",
    **dict.fromkeys(
        ("press_access", "press_access_page", "press_access_comment", "press_access_file"),
        "for who has a link that serves: tests/clusters/press_access",
    ),
    **dict.fromkeys(
        ("release_mail", "release_mail_unsubscribe"),
        "leads to an address of the site, which answers: tests/news/mailing",
    ),
    **dict.fromkeys(
        (
            *("subscribe", "subscription", "subscription_action", "subscription_confirm"),
            *("subscription_data", "subscription_end", "subscription_without_slash"),
        ),
        "takes a form, shows choices: what its mails tell is asked of the mails",
    ),
    "feeds": "offers selections and shows none: each address is asked by itself",
    "apply_dossier": "a file that the team puts online",
    "my_application_data": "what is known of one applicant: tests/events/applications",
    "my_former_programme_calendar": "leads to a delegate's calendar: tests/events/delegations",
    "my_application_document": "a file of one applicant: tests/events/applications",
    "delegation_outcome": "is there once the mission is back, long after it is public",
    "my_sign_up_data": "what is known of one person: tests/events/signup",
    "mail_service_webhook": "does not exist without a mail service",
    "health_live": "a word",
    "health_ready": "how the parts of the site are",
    "metrics": "does not exist without a token",
    "press_kit_fact_sheet": "what an owner says of itself",
    "press_kit_logo": "a drawing",
    "robots_txt": "names the sitemap",
    "security_txt": "names who looks after the site",
    "sitemap_index": "names the sitemaps",
    "search_clicks": "takes a form",
    "search_api:openapi-json": "describes the API",
    "search_api:api-root": "names the API",
    "events_api:openapi-json": "describes the API",
    "events_api:api-root": "names the API",
    "opensearch": "describes the search to browsers",
    "web_manifest": "describes the site to telephones",
    "wagtailcore_login": "leads to a form",
}
# Reviewed: texts that are stored and that no visitor is shown, also when the page is public.
UNSHOWN: dict[str, str] = {
    "button-url": "a button leads to its page",
    "button-url-en": "a button leads to its page",
    "document-source": "where a document comes from is its team's",
    "document-tag": "tags of documents are its team's",
    "image-alt-fr": "each page has its own text for it",
}
LISTS = ("feed", "fedcms_serve", "search", "search_atom", "search_api:search")

Listed = Callable[[type[ContentPage]], int]


def _all(kind: type[ContentPage]) -> int:
    return 1


def _group(group: ListingGroup) -> Listed:
    return lambda kind: int(kind.listing_group == group)


def _releases(kind: type[ContentPage]) -> int:
    return int(kind.kind == "release")


def _entries(kind: type[ContentPage]) -> int:
    """A calendar has a mission's journey, and its last day to apply."""
    return int(kind.has_calendar) + int(kind.kind == "mission")


def _of_kind(name: str) -> Listed:
    return lambda kind: int(kind.kind == name)


LISTINGS: dict[str, Listed] = {
    **{f"/{code}/feeds/{name}": _all for code in ("fr", "en") for name in FORMATS},
    "/fr/feeds/calendar.ics": _entries,
    "/fr/feeds/clusters/beta/atom.xml": _all,
    "/fr/feeds/kinds/release/rss.xml": _releases,
    "/sitemap-pages.xml": _all,
    "/fr/actualites/": _group(ListingGroup.NEWS),
    "/fr/clusters/beta/actualites/": _group(ListingGroup.NEWS),
    "/fr/presse/": _releases,
    "/fr/clusters/beta/presse/": _releases,
    "/fr/clusters/beta/agenda/": _group(ListingGroup.AGENDA),
    **{
        f"/api/v1/{name}/?locale={code}&page_size=100": _of_kind(kind)
        for name, kind in (("events", "event"), ("missions", "mission"))
        for code in ("fr", "en")
    },
    "/fr/search/atom.xml?q=zinzolin": _all,
}


def assert_all_were_asked(report: Report, visitor: str) -> None:
    """Nothing failed, and nothing was left out."""
    assert report.crashes == []
    expected = {*UNFILLED, *(UNFILLED_ADMIN if visitor in WITH_ADMIN else ())}
    assert report.unfilled == expected, report.unfilled ^ expected
    assert report.requests > 500, "the addresses of the site were not found"


@pytest.mark.parametrize("visitor", VISITORS)
def test_nothing_is_anywhere_before_the_moment(world: World, visitor: str) -> None:
    report = Oracle(world, visitor).ask()
    assert report.leaks == []
    assert_all_were_asked(report, visitor)


def test_no_mail_and_no_row_that_goes_out_tells_of_it_before(world: World) -> None:
    assert leaking_mails(world) == []
    assert leaking_tables() == []
    assert len(list(mails())) > 2, "nobody was asked to review anything"


def test_no_partner_and_no_hub_is_told_before(world: World, partner: Receiver) -> None:
    worker_passes()
    assert leaking_messages(partner) == []
    assert leaking_pings(partner) == []
    assert len(partner.received) > 5, "nobody was told what is public"


def test_a_good_link_opens_its_page_alone(world: World) -> None:
    secret, own = give_link(world), words_of_release(world)
    opened: set[str] = set()
    for is_own, address, shown in asked_by_link(world, secret):
        assert shown <= (own if is_own else set()), (address, shown - own)
        opened |= shown
    assert words_in(world.pages["release"].title) <= opened
    with after_the_moment(world):
        withdraw(world)
        for _is_own, address, shown in asked_by_link(world, secret):
            assert shown == set(), address


def test_it_is_everywhere_after_the_moment_and_nowhere_once_withdrawn(
    world: World, partner: Receiver
) -> None:
    with after_the_moment(world):
        assert leaking_messages(partner, hidden=lambda word: not is_opened(word)) == []
        assert_partners_know_all(world, partner)
        partner.received.clear()
        report = Oracle(world, "anonymous", hidden=lambda word: not is_opened(word)).ask()
        assert report.leaks == []
        assert_all_were_asked(report, "anonymous")
        silent = {door.key for door in public_doors() if not report.shown[door.key]} - set(UNFILLED)
        assert silent - set(SAME_AS) == set(SILENT)
        assert_every_text_came_out(world, report)
        assert_each_outlet_lists_each_page_once(world)
        assert_every_file_is_served(world)
        assert_the_release_is_in_each_format(world)
        withdraw(world)
        assert_partners_take_all_away(world, partner)
        with time_machine.travel(world.moment + timedelta(days=8)):
            worker_passes()
            assert told_to_subscribers() == set(), "it was withdrawn before any mail left"
        # Who read the drafts before reads no more.
        world = replace(world, links=world.links | world.guests)
        for visitor in VISITORS:
            report = Oracle(world, visitor, again=True).ask()
            assert report.leaks == []
            assert report.crashes == []


def test_subscribers_are_told_after_the_moment_and_their_grace(world: World) -> None:
    titles = {
        word
        for name, page in world.pages.items()
        # A public page that has another text from then on is no news.
        if name != "edited"
        for word in words_in(page.title)
    }
    with after_the_moment(world):
        assert told_to_subscribers() == set()
        with time_machine.travel(world.moment + timedelta(minutes=15)):
            worker_passes()
            told = told_to_subscribers()
    assert titles <= told
    assert all(is_opened(word) for word in told)


def told_to_subscribers() -> set[str]:
    """The words under embargo in mails to subscribers."""
    texts = (text for to, text in mails() if any(address.endswith("@reader.example") for address in to))
    return {word for text in texts for word in words_in(text)}


def assert_every_text_came_out(world: World, report: Report) -> None:
    """Titles in whatever lists pages, and every other text at least somewhere."""
    titles = {word for page in world.due_pages() for word in words_in(page.title)}
    for route in LISTS:
        assert titles <= report.shown[route], (route, titles - report.shown[route])
    # An index has the stems of words, not the words.
    stored = [words for label, words in tables() if not label.startswith("wagtailsearch.")]
    hidden = {word for words in stored for word in words if is_opened(word)}
    shown = set().union(*report.shown.values())
    unshown = {word for word in hidden - shown if not any(word.endswith(f"-{end}") for end in UNSHOWN)}
    assert unshown == set()


def _language(address: str) -> str:
    """The language that an address lists; "" for one that lists all."""
    first = address.split("/")[1]
    return first if first in ("fr", "en") else parse_qs(urlsplit(address).query).get("locale", [""])[0]


def assert_each_outlet_lists_each_page_once(world: World) -> None:
    """Neither forgotten nor twice, in each language that was ready."""
    kinds = content_types()
    for address, times in LISTINGS.items():
        response = Browser(None).get(address)
        assert response.status_code == 200, address
        listed = addresses_in(address, response.content)
        for page in world.due_pages():
            if _language(address) in ("", page.locale.language_code):
                expected = times(kinds[page.kind])
                assert listed[page.url_path] == expected, (address, page.url_path, listed)


def assert_the_release_is_in_each_format(world: World) -> None:
    """What its page says, its texts to take away say, in each language that was ready."""
    for page in (world.pages["release"], world.translations["release"]):
        shown = html.fromstring(Browser(None).get(page.url_path).content)
        (article,) = shown.xpath("//article[contains(@class, 'release')]")
        said = words_of_text(article.text_content())
        assert len(said) > 20, "the page has lost its text"
        for text_format in FORMATS_OF_TEXTS.values():
            response = Browser(None).get(f"{page.url_path}{text_format.address}")
            assert response.status_code == 200
            missing = said - words_of_bytes(response.content)
            assert missing == set(), (text_format.extension, missing)


def assert_every_file_is_served(world: World) -> None:
    """The image in each of its sizes, the document, and the card of each page."""
    cards = [f"/{name_of(page.social_card_text())}" for page in world.due_pages()]
    for address in [f"/media/{name}" for name in stored_images(world.image)] + [world.document.url, *cards]:
        assert Browser(None).get(address).status_code == 200, address
