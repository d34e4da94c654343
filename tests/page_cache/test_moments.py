"""What the clock alone changes on a page, it changes on a kept one at that moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from clusters.content.listed_tags import listed_moments, note_few
from clusters.models import Cluster, PageNeighbour
from events.models import TradeMissionPage
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import collecting, note_midnight, note_passing
from tests.factories import make_cluster, make_event
from tests.page_cache.support import fresh, is_kept, kept
from tests.test_query_budgets import BUDGETS

# The fixture `site`.
pytest_plugins = ("tests.budget_site",)
pytestmark = pytest.mark.django_db

ARTICLE = BUDGETS["article"][0]


@pytest.fixture(autouse=True)
def _with_cache(site: Cluster, settings: Settings) -> Iterator[None]:
    """At noon, far from midnight, after everything was made."""
    ContentType.objects.clear_cache()
    settings.FEDCMS_PAGE_CACHE = True
    tomorrow = timezone.localtime() + timedelta(days=1)
    with time_machine.travel(tomorrow.replace(hour=12, minute=0), tick=False):
        yield


def test_a_page_that_expires_is_gone_at_its_moment() -> None:
    soon = timezone.now() + timedelta(minutes=10)
    page = Page.objects.get(url_path=ARTICLE).specific
    page.expire_at = soon
    page.save_revision().publish()
    assert kept(ARTICLE)[0] == 200
    assert is_kept(ARTICLE)
    with time_machine.travel(soon - timedelta(seconds=1), tick=False):
        assert is_kept(ARTICLE)
    with time_machine.travel(soon, tick=False):
        assert kept(ARTICLE)[0] == fresh(ARTICLE)[0] == 404


def test_what_the_menu_names_from_a_moment_on_is_named_at_that_moment() -> None:
    soon = timezone.now() + timedelta(minutes=10)
    Page.objects.filter(url_path="/fr/agenda/").update(go_live_at=soon)
    before = kept(ARTICLE)
    with time_machine.travel(soon - timedelta(seconds=1), tick=False):
        assert is_kept(ARTICLE)
    with time_machine.travel(soon, tick=False):
        assert kept(ARTICLE) == fresh(ARTICLE) != before


def test_an_event_beside_a_page_is_coming_until_its_moment() -> None:
    event = make_event(make_cluster("voisin", "VOI"), title="Rencontre")
    beside = {
        "translation_key": Page.objects.get(url_path=ARTICLE).translation_key,
        "neighbour_key": event.translation_key,
    }
    PageNeighbour.objects.create(cluster=event.cluster, **beside)
    end = timezone.now() + timedelta(minutes=10)
    type(event).objects.filter(pk=event.pk).update(sort_until=end)
    before = kept(ARTICLE)
    assert "Rencontre" in before[1]
    with time_machine.travel(end, tick=False):
        assert is_kept(ARTICLE)
    with time_machine.travel(end + timedelta(seconds=1), tick=False):
        assert kept(ARTICLE) == fresh(ARTICLE) != before


def test_a_page_is_made_anew_at_midnight_in_the_zone_of_the_site() -> None:
    late = timezone.localtime().replace(hour=23, minute=59, second=58, microsecond=0)
    with time_machine.travel(late, tick=False):
        kept(ARTICLE)
        assert is_kept(ARTICLE)
    with time_machine.travel(late + timedelta(seconds=2), tick=False):
        assert not is_kept(ARTICLE)


def test_a_moment_that_comes_while_a_page_is_made_ends_it() -> None:
    """What was made before it, does not show it."""
    begun = timezone.now()
    with collecting() as shown, time_machine.travel(begun + timedelta(minutes=16), tick=False):
        note_passing(begun + timedelta(minutes=1), begun - timedelta(minutes=1))
    assert min(shown.moments) == begun + timedelta(minutes=1)


def test_midnight_is_that_of_a_zone_whatever_its_clock_does() -> None:
    """Kathmandu is 5:45 ahead; in Paris the clock is put back on the morning of 25 October."""
    for begun, zone, midnight in (
        ("2026-12-02T18:14:59+00:00", "Asia/Kathmandu", "2026-12-02T18:15:00+00:00"),
        ("2026-12-02T18:15:00+00:00", "Asia/Kathmandu", "2026-12-03T18:15:00+00:00"),
        ("2026-10-24T22:00:00+00:00", "Europe/Paris", "2026-10-25T23:00:00+00:00"),
    ):
        with time_machine.travel(datetime.fromisoformat(begun), tick=False), collecting() as shown:
            note_midnight(ZoneInfo(zone))
        assert shown.moments == [datetime.fromisoformat(midnight)]


@pytest.mark.parametrize("name", ["home", "agenda", "event", "missions", "mission", "article", "newsroom"])
def test_a_page_outlasts_the_hour_where_nothing_changes(site: Cluster, name: str) -> None:
    """All of them at once, at each quarter of an hour, took more than the site had."""
    noon = timezone.localtime().replace(hour=9, minute=59, second=59, microsecond=0)
    path = BUDGETS[name][0]
    with time_machine.travel(noon, tick=False):
        kept(path)
        kept(path)
        assert is_kept(path)
    with time_machine.travel(noon + timedelta(minutes=31), tick=False):
        assert is_kept(path)


def test_a_value_is_made_again_when_a_moment_came_while_it_was_made() -> None:
    begun, made = timezone.now(), []

    def make() -> tuple[int, None]:
        made.append(1)
        note_passing(begun + timedelta(minutes=1))
        return len(made), None

    with time_machine.travel(begun, tick=False) as clock:

        def slowly() -> tuple[int, None]:
            clock.shift(timedelta(minutes=2))
            return make()

        remember("slow", slowly)
        assert remember("slow", make) == 2
        assert remember("slow", make) == 2


def test_a_list_of_nothing_has_no_moment() -> None:
    """As a mission asks for what others have brought, while no outcome is published: Django asks no database then."""
    with collecting() as shown:
        note_few(TradeMissionPage.objects.filter(translation_key__in=[]), "type:none")
    assert shown.moments == []
    assert list(listed_moments([], [], timezone.now())) == []


def test_a_list_has_the_moments_of_its_pages_alone(site: Cluster) -> None:
    """Of its kinds and locales; none of them: of all locales."""
    now = timezone.now()
    first = make_event(site, sort_at=now + timedelta(hours=3), sort_until=now + timedelta(hours=5))
    kind, locale = first.content_type_id, first.locale_id
    for locales in ([locale], []):
        found = sorted(filter(None, listed_moments([kind], locales, now + timedelta(hours=2))))
        assert found[0] <= first.sort_at
    other = ContentType.objects.get_for_model(Page).pk
    assert not [*filter(None, listed_moments([other], [locale], now))]
