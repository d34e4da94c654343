"""The very instants: a page is there from its release on, and no longer at its expiry, whoever is asked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from wagtail.models import Page

from clusters.models import Cluster, ContentPage, Organisation, OrganisationIndexPage
from fedcms.core.visibility import is_released, is_visible, released_q, visible_ids, visible_q
from news.models import ArticlePage, NewsroomPage
from search.models import SearchEntry
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TICK = timedelta(microseconds=1)
RELEASE = datetime(2027, 3, 1, 9, tzinfo=UTC)
EXPIRY = datetime(2027, 3, 2, 9, tzinfo=UTC)
OUTLETS = (
    "/fr/actualites/",
    "/fr/search/?q=quadrivium",
    "/fr/search/atom.xml?q=quadrivium",
    "/api/search/?q=quadrivium",
    "/api/search/suggestions/?q=quadrivium",
)


@pytest.fixture
def page(loire: Cluster) -> ArticlePage:
    """Marked live already, as Wagtail leaves it when it was scheduled: the clock decides."""
    page = make_article(loire, title="Le quadrivium", slug="le-quadrivium")
    page.go_live_at, page.expire_at = RELEASE, EXPIRY
    page.save()
    return page


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [(RELEASE - TICK, False), (RELEASE, True), (EXPIRY - TICK, True), (EXPIRY, False)],
    ids=["before", "at its release", "before its end", "at its expiry"],
)
def test_everybody_says_the_same_at_the_very_instant(
    page: ArticlePage, moment: datetime, is_there: bool
) -> None:
    row = Page.objects.filter(pk=page.pk)
    assert row.filter(visible_q(moment)).exists() is is_there
    assert row.filter(released_q(moment)).exists() is is_there
    assert is_released(page, moment) is is_there
    assert is_visible(page, moment) is is_there
    assert visible_ids([page], moment) == ({page.pk} if is_there else set())
    entries = SearchEntry.objects.filter(page=page)
    assert entries.visible(moment).exists() is is_there
    assert entries.shown(moment).exists() is is_there


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [(RELEASE - TICK, False), (RELEASE, True), (EXPIRY - TICK, True), (EXPIRY, False)],
    ids=["before", "at its release", "before its end", "at its expiry"],
)
def test_every_outlet_shows_the_same_at_the_very_instant(
    page: ArticlePage, moment: datetime, is_there: bool
) -> None:
    with time_machine.travel(moment, tick=False):
        assert (Client().get(page.url_path).status_code == 200) is is_there
        assert ContentPage.objects.visible().filter(pk=page.pk).exists() is is_there
        for outlet in OUTLETS:
            response = Client().get(outlet)
            assert response.status_code == 200, outlet
            assert (b"le-quadrivium" in response.content) is is_there, outlet


def test_an_entry_of_search_ends_with_its_own_time_even_where_its_page_does_not(page: ArticlePage) -> None:
    """The engine's clock and the page's are two: the earlier end counts, and the later beginning."""
    Page.objects.filter(pk=page.pk).update(go_live_at=None, expire_at=None)
    entries = SearchEntry.objects.filter(page=page)
    for moment, is_there in (
        (RELEASE - TICK, False),
        (RELEASE, True),
        (EXPIRY - TICK, True),
        (EXPIRY, False),
    ):
        assert entries.shown(moment).exists() is is_there


def test_a_page_without_limits_of_time_is_there_at_any_moment(page: ArticlePage) -> None:
    page.go_live_at = page.expire_at = None
    page.save()
    for moment in (RELEASE - TICK, EXPIRY):
        assert is_visible(page, moment)
        assert is_released(page, moment)


def test_a_page_that_is_no_longer_live_or_an_alias_is_not_released(page: ArticlePage) -> None:
    moment = RELEASE + timedelta(hours=1)
    page.live = False
    assert not is_released(page, moment)
    page.live = True
    page.alias_of_id = page.pk
    assert not is_released(page, moment)


def test_the_way_to_a_page_is_shown_from_the_very_instant_of_release_to_that_of_expiry(
    loire: Cluster,
) -> None:
    """Breadcrumbs ask the loaded page, not the row."""
    listing = make_article(loire, slug="dessous").get_parent()
    listing.go_live_at, listing.expire_at = RELEASE, EXPIRY
    listing.save()
    below = listing.get_children().get(slug="dessous")
    for moment, is_there in (
        (RELEASE - TICK, False),
        (RELEASE, True),
        (EXPIRY - TICK, True),
        (EXPIRY, False),
    ):
        with time_machine.travel(moment, tick=False):
            html = Client().get(below.url_path).content.decode()
        assert (f'href="{listing.url_path}"' in html) is is_there, moment


@pytest.mark.parametrize(
    ("model", "below"), [(OrganisationIndexPage, ["", "labo/"]), (NewsroomPage, ["", "spokespeople/"])]
)
def test_addresses_below_a_page_are_there_when_it_is(
    loire: Cluster, model: type[Page], below: list[str]
) -> None:
    Organisation.objects.create(slug="labo", name="Labo", kind="laboratory", cluster=loire)
    page = model.objects.filter(locale__language_code="fr", depth=3).get()
    Page.objects.filter(pk=page.pk).update(go_live_at=RELEASE, expire_at=EXPIRY)
    for moment, is_there in (
        (RELEASE - TICK, False),
        (RELEASE, True),
        (EXPIRY - TICK, True),
        (EXPIRY, False),
    ):
        with time_machine.travel(moment, tick=False):
            for address in below:
                answer = Client().get(f"{page.url_path}{address}")
                assert (answer.status_code == 200) is is_there, (moment, address)
